"""The calls of the interface under /api/v1: one blueprint for each subject."""

from service.web.api.articles import blueprint as articles
from service.web.api.auth import blueprint as auth
from service.web.api.comments import blueprint as comments
from service.web.api.me import blueprint as me
from service.web.api.moderation import blueprint as moderation

PREFIX = "/api/v1"

BLUEPRINTS = (auth, articles, comments, me, moderation)
