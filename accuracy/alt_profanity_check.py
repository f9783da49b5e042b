"""What alt-profanity-check says, asked in an environment of its own: it needs scikit-learn and scipy."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from accuracy.lines import CHECKOUT

INTERPRETER = CHECKOUT / ".venv-peers" / "bin" / "python"
_PROGRAM = Path(__file__).with_name("alt_profanity_check_process.py")
_SECONDS = 600


class NotAvailable(Exception):
    """The package could not be asked; the message says why."""


def flags(texts: Sequence[str], interpreter: Path = INTERPRETER) -> list[bool]:
    """Whether the package finds each text offensive. Raises NotAvailable."""
    asked = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    # Isolated: neither this folder nor the caller's variables decide what the program imports.
    command = [str(interpreter), "-I", str(_PROGRAM)]
    try:
        answer = subprocess.run(
            command, input=asked, capture_output=True, text=True, check=True, timeout=_SECONDS
        )
    except FileNotFoundError:
        raise NotAvailable(f"{interpreter} is not there: `make accuracy-peers` makes it.") from None
    except subprocess.TimeoutExpired:
        raise NotAvailable(f"It had not answered after {_SECONDS} s.") from None
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise NotAvailable(f"Its process ended with status {error.returncode}: {last}") from error
    found = [json.loads(line)["flagged"] for line in answer.stdout.splitlines()]
    if len(found) != len(texts):
        raise NotAvailable(f"It answered {len(found)} of {len(texts)} lines.")
    return found
