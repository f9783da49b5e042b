"""What stands in the path of a call. What cannot name anything is unknown, and never reaches the database."""

from service.domain.articles import is_article_key
from service.domain.errors import ArticleNotFound, CommentNotFound
from service.domain.ids import is_id


def article_key_in_path(key: str) -> str:
    """The key, if it can be one at all. Raises ArticleNotFound."""
    if not is_article_key(key):
        raise ArticleNotFound("There is no article with this key.")
    return key


def comment_id_in_path(comment_id: str) -> str:
    """The id, if it can be one at all. Raises CommentNotFound."""
    if not is_id(comment_id):
        raise CommentNotFound("There is no comment with this id.")
    return comment_id
