"""`python -m local.supervisor`: supervisord over supervisord.conf, tied to the process that started it."""

import os
import signal

from supervisor import supervisord
from supervisor.medusa import asyncore_25

from local.home import CHECKOUT
from local.leftovers import MARK
from local.parent import end_with_parent


class SignalWaker:
    """Wakes the supervisor's loop when a signal arrives, and once at its start.

    Left alone it looks for signals, a child's death among them, only once a second, because Python takes
    up an interrupted wait again. This is one more descriptor for it to watch.
    """

    def __init__(self) -> None:
        self._reading, writing = os.pipe()
        for descriptor in (self._reading, writing):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        asyncore_25.socket_map[self._reading] = self
        os.write(writing, b"\0")

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def handle_read_event(self) -> None:
        os.read(self._reading, 4096)


if __name__ == "__main__":
    end_with_parent()
    os.chdir(os.environ[MARK])  # the paths in the configuration are relative to DATA_DIR
    SignalWaker()
    supervisord.main(["-c", str(CHECKOUT / "local" / "supervisord.conf")])
