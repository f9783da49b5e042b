"""Runs the API under Granian."""

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from service.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first. Raises SettingsError."""
    settings.require_secret_key()
    server = Granian(
        "service.wsgi:create",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=settings.api_processes,
        blocking_threads=settings.api_threads,
        # A process that dies is replaced at once; the client repeats what it got no answer to.
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        websockets=False,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
    )
    server.serve()
