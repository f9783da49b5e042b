"""The sweep: at a steady pace, see to what no worker has taken up."""

import logging
import threading
from pathlib import Path

from service.bootstrap import Services
from service.domain.errors import StoreUnavailable

logger = logging.getLogger(__name__)


def sweep_until(
    stopped: threading.Event, services: Services, pause_seconds: float, sign_of_life: Path | None = None
) -> None:
    """Sweep until `stopped` is set, and touch the file `sign_of_life` after each sweep. Safe to run in many
    copies.

    A boundary: whatever one sweep meets, the next one comes. A database that does not answer is expected
    now and then; anything else is logged with its traceback, because it is a defect.
    """
    while not stopped.is_set():
        try:
            swept = services.sweep_overdue()
            if swept.rung or swept.held:
                logger.info("swept: %d rung for, %d held", swept.rung, swept.held)
        except StoreUnavailable as error:
            logger.warning("this sweep did nothing: %s", error)
        except Exception:
            logger.exception("this sweep failed; the next one comes in %.1f s", pause_seconds)
        if sign_of_life:
            sign_of_life.touch()
        stopped.wait(pause_seconds)
