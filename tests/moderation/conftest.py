import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.moderation.pipeline import Judge
from service.moderation.policy import Policy, load_policy
from tests.moderation import ROOT


@pytest.fixture(scope="session")
def default_policy() -> Policy:
    return load_policy(ROOT / "config" / "policy.toml")


@pytest.fixture(scope="session")
def judge(default_policy: Policy) -> Judge:
    return Judge(default_policy)


@pytest.fixture(scope="session")
def known_author() -> Context:
    return Context(ArticleMode.AUTO, author_approved_count=50, author_same_text_count=0)


@pytest.fixture(scope="session")
def strong() -> dict[str, Any]:
    """Strong language, as test data."""
    return tomllib.loads((Path(__file__).parent / "data" / "strong_language.toml").read_text("utf-8"))
