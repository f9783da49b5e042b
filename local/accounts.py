"""The accounts of the demo. Their passwords are known to everybody: they are made only where nobody but
this machine can connect.
"""

from typing import NamedTuple


class DemoAccount(NamedTuple):
    name: str
    role: str
    password: str


DEMO_ACCOUNTS = (
    DemoAccount("reader1", "reader", "reader1-demo"),
    DemoAccount("reader2", "reader", "reader2-demo"),
    DemoAccount("moderator", "moderator", "moderator-demo"),
)
