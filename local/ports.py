"""Which TCP ports are free."""

import errno
import socket

from local.errors import CannotStart


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now. A connection that is still closing is no hindrance.

    Raises OSError where the answer is neither yes nor no, such as a port that needs more rights.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def free_port(host: str) -> int:
    """A port that nobody listens on now, chosen by the system."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
    return port


def require_free(host: str, port: int) -> None:
    """Raise CannotStart, in words for the person at the terminal, unless a server could listen there.

    The web server itself would not notice: it shares its port with whoever else agrees to share.
    """
    try:
        free = is_free(host, port)
    except OSError as error:
        raise CannotStart(f"Port {port} on {host} cannot be used: {error.strerror}.") from error
    except OverflowError:
        raise CannotStart(f"A port is a number from 1 to 65535, not {port}.") from None
    if not free:
        raise CannotStart(
            f"Port {port} on {host} is in use by another program. "
            f"End that one, or choose another port: make run PORT={port + 1}"
        )
