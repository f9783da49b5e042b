"""What is said at the terminal once the service runs."""

from local.accounts import DEMO_ACCOUNTS
from local.home import Home
from local.readiness import Address


def text(address: Address, home: Home, *, demo: bool) -> str:
    """Where to look, and how to sign in where there is a demo."""
    lines = [
        "",
        "Comment Desk is running. Ctrl-C ends it; the data stays.",
        "",
        f"  The demo article      {address.url}/demo/",
        f"  The moderation queue  {address.url}/api/v1/moderation/queue  (sign in as a moderator)",
        f"  The interface         {address.url}/docs",
        "",
    ]
    if demo:
        lines += ["  Account    Password"]
        lines += [f"  {account.name:<9}  {account.password}" for account in DEMO_ACCOUNTS]
    else:
        lines += [
            "  No demo account was made: there is none where others can connect or DESK_DEMO is false.",
            "  To make an account:",
            f"  DATA_DIR='{home.path}' \\",
            "    .venv/bin/python -m service create-user NAME --role moderator --password-stdin",
        ]
    return "\n".join([*lines, "", f"  Data {home.path}", f"  Logs {home.path / 'log'}", ""])
