"""The magazine's policy: what is looked for, and what is done about it. Read from a TOML document.

`docs/policy.md` says how to write one. A document is taken whole or not at all: everything wrong with
it is reported together, each problem with its line.
"""

from service.moderation.policy.loading import load_policy, parse_policy
from service.moderation.policy.model import STRICTNESS, Pattern, Policy, Rule, RuleTest
from service.moderation.policy.problems import PolicyError
from service.moderation.policy.rule_tests import check_text_tests, text_tests

__all__ = [
    "STRICTNESS",
    "Pattern",
    "Policy",
    "PolicyError",
    "Rule",
    "RuleTest",
    "check_text_tests",
    "load_policy",
    "parse_policy",
    "text_tests",
]
