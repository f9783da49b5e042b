"""What every supervised process does before it becomes its program.

`python -m local.child MODULE ARGUMENT ...` ends with the supervisor, ends what a killed predecessor of
the same name left running, and then becomes `python -m MODULE ARGUMENT ...`. Without the second, the
worker process of a killed web server would go on answering, unsupervised, beside the new one.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from local.leftovers import MARK, PROGRAM, end_leftovers
from local.parent import end_with_parent


def become(command: list[str]) -> NoReturn:
    """Replace this process by the command, tied to the supervisor and without a living predecessor."""
    end_with_parent()
    end_leftovers(Path(os.environ[MARK]), program=os.environ[PROGRAM], grace_seconds=3)
    os.execv(command[0], command)  # noqa: S606 - a fixed list, no shell


if __name__ == "__main__":
    become([sys.executable, "-m", *sys.argv[1:]])
