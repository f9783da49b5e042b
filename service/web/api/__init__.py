"""The calls of the interface under /api/v1: one blueprint for each subject."""

from service.web.api import articles, auth, comments, me, moderation

PREFIX = "/api/v1"

BLUEPRINTS = (
    auth.blueprint,
    articles.blueprint,
    comments.blueprint,
    me.blueprint,
    moderation.blueprint,
)
