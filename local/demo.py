"""`python -m local.demo` seeds the demo, its accounts and its article, as often as you like."""

import contextlib

from local.accounts import DEMO_ACCOUNTS, DemoAccount
from service.bootstrap import Services, build
from service.domain.articles import ArticleDraft
from service.domain.errors import NameTaken
from service.domain.principals import Principal, Role
from service.settings import load_settings

_PUBLISHER = Principal("demo", "The demo", Role.PUBLISHER)
_ARTICLE = ArticleDraft(
    title="Three hours with the door open: the artists’ letter about Sora",
    url="/demo/",
    section="Creative tools",
)


def seed(services: Services) -> list[DemoAccount]:
    """Make what is missing, and return the accounts that people can sign in with.

    An account that is there already keeps its password and its role.
    """
    for account in DEMO_ACCOUNTS:
        with contextlib.suppress(NameTaken):  # from an earlier start
            services.create_account(account.name, Role(account.role), account.password)
    services.put_article(_PUBLISHER, "sora-letter", _ARTICLE)
    return list(DEMO_ACCOUNTS)


def main() -> None:
    services = build(load_settings())
    try:
        seed(services)
    finally:
        services.close()


if __name__ == "__main__":
    main()
