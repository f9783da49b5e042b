"""How a view reaches the use cases and the settings of the application that it runs in."""

from flask import Flask, current_app

from service.bootstrap import Services
from service.settings import Settings

_SERVICES = "comment-desk.services"
_SETTINGS = "comment-desk.settings"


def attach(app: Flask, services: Services, settings: Settings) -> None:
    """Make both available to every view of this application."""
    app.extensions[_SERVICES] = services
    app.extensions[_SETTINGS] = settings


def services() -> Services:
    """The use cases. Only within a request."""
    found: Services = current_app.extensions[_SERVICES]
    return found


def settings() -> Settings:
    """The settings. Only within a request."""
    found: Settings = current_app.extensions[_SETTINGS]
    return found
