"""The commands of the README do what it says, typed as they stand there."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.demo import seed
from local.ports import free_port
from service.bootstrap import Services
from service.settings import Settings
from tests.faults.stand import Stand

README = Path(__file__).parent.parent / "README.md"


def commands(heading: str) -> str:
    """The shell block under this heading."""
    section = README.read_text(encoding="utf-8").split(f"## {heading}", 1)[1]
    block = re.search(r"```sh\n(.*?)```", section, re.S)
    assert block is not None
    return block[1]


@pytest.mark.skipif(not shutil.which("curl"), reason="the README's commands need curl")
def test_the_lines_to_try_post_a_comment_watch_it_approve_it_and_read_it(
    settings: Settings, services: Services, tmp_path: Path
) -> None:
    seed(services)
    with Stand(settings, port=free_port("127.0.0.1")) as stand:
        typed = commands("Try it").replace("127.0.0.1:8000", f"127.0.0.1:{stand.port}")
        # A person takes longer to read the answer than a worker to judge; a script has to wait for it.
        waiting = "until curl -s -b reader1.cookies $API/comments/$comment | grep -q held; do :; done\n"
        watching = "# the reader watches"
        assert watching in typed
        script = typed.replace(watching, waiting + watching)
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    watched, queue, approved, listed = json_documents(ran.stdout)
    assert (watched["state"], [reason["code"] for reason in watched["reasons"]]) == ("held", ["link"])
    assert [entry["id"] for entry in queue["comments"]] == [watched["id"]]
    assert approved["comment"]["state"] == "approved"
    assert [comment["id"] for comment in listed["comments"]] == [watched["id"]]


def json_documents(text: str) -> list[dict[str, Any]]:
    """The documents that stand one behind the other in the output."""
    decoder, documents, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        documents.append(document)
        rest = rest[end:].strip()
    return documents
