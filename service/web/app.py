"""The Flask application."""

from flask import Flask

from service.bootstrap import Services
from service.settings import Settings
from service.web import api, documents, operations
from service.web.auth import init_auth
from service.web.context import attach
from service.web.demo import blueprint as demo
from service.web.errors import init_errors
from service.web.payload import READ_AT_MOST
from service.web.security_headers import add_security_headers


def create_app(services: Services, settings: Settings) -> Flask:
    """The application on these use cases. Raises SettingsError where there is no secret key."""
    app = Flask("service.web")
    # One address for each thing: `/x/` and `//x` are not `/x`.
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = READ_AT_MOST
    attach(app, services)
    init_auth(app, settings)
    init_errors(app)
    app.after_request(add_security_headers)
    for blueprint in api.BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=f"{api.PREFIX}{blueprint.url_prefix}")
    app.register_blueprint(operations.blueprint)
    app.register_blueprint(documents.blueprint)
    if settings.demo:
        app.register_blueprint(demo)
    return app
