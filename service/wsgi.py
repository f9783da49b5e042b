"""The WSGI application, made when a server asks for it."""

from flask import Flask

from service.bootstrap import build
from service.logs import configure_logging
from service.settings import load_settings
from service.web.app import create_app


def create() -> Flask:
    """The application by the settings of this process's environment. Raises SettingsError, PolicyError."""
    settings = load_settings()
    configure_logging(settings.log_level)
    settings.require_secret_key()
    services = build(settings)
    # A policy that cannot be used stops the start, with a sentence, and not the first reader.
    services.judges()
    return create_app(services, settings)
