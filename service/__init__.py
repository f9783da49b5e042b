"""Comment Desk: the service that stands between a reader's comment and the magazine's page."""

__version__ = "0.1.0"
