"""How a view reaches the use cases of the application that it runs in."""

from flask import Flask, current_app

from service.bootstrap import Services

_SERVICES = "comment-desk.services"


def attach(app: Flask, services: Services) -> None:
    """Make the use cases available to every view of this application."""
    app.extensions[_SERVICES] = services


def services() -> Services:
    """The use cases. Only within a request."""
    found: Services = current_app.extensions[_SERVICES]
    return found
