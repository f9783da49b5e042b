"""A policy is taken whole or refused with everything that is wrong with it, line by line."""

import re
from pathlib import Path

import pytest

from service.domain.articles import ArticleMode
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.policy import (
    KEYS,
    RESERVED_REASONS,
    Policy,
    PolicyError,
    Rule,
    load_policy,
    parse_policy,
)
from service.moderation.signals import SignalCode
from tests.moderation import ROOT

RULE = '[[rule]]\nid = "a"\nwhen = ["link"]\nverdict = "hold"\nreason = "link"\n'
SMALLEST = 'version = "1"\n' + RULE
DOCUMENTATION = (ROOT / "docs" / "policy.md").read_text("utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        parse_policy(text, "policy.toml")
    return list(caught.value.problems)


def test_what_a_policy_leaves_out_has_a_default() -> None:
    policy = parse_policy(SMALLEST, "policy.toml")
    assert policy == Policy(
        version=policy.version,
        mode=ArticleMode.AUTO,
        rules=(
            Rule("a", frozenset({SignalCode.LINK}), frozenset(ArticleMode), Action.HOLD, ReasonCode.LINK),
        ),
        profanity_allowed=(),
        blocked_words=(),
        suspect_words=(),
        max_links=2,
        long_from_characters=3000,
        repeat_from_count=1,
        first_comments=3,
    )


def test_everything_that_a_policy_says_is_read() -> None:
    policy = parse_policy(
        """
        version = "2026-11"
        mode = "newcomers"
        profanity.allowed = ["hell"]
        [words]
        blocked = ["one", "two words"]
        suspect = ["begin*"]
        [links]
        max_links = 0
        [length]
        long_from_characters = 1
        [repeat]
        from_count = 2
        [new_author]
        first_comments = 0
        [[rule]]
        id = "a"
        when = ["link", "new_author"]
        modes = ["auto", "newcomers"]
        verdict = "reject"
        reason = "spam"
        message = "No links yet."
        """,
        "policy.toml",
    )
    assert policy.version.startswith("2026-11+")
    assert policy.mode is ArticleMode.NEWCOMERS
    assert policy.profanity_allowed == ("hell",)
    assert policy.blocked_words == ("one", "two words")
    assert policy.suspect_words == ("begin*",)
    numbers = (policy.max_links, policy.long_from_characters, policy.repeat_from_count, policy.first_comments)
    assert numbers == (0, 1, 2, 0)
    assert policy.rules == (
        Rule(
            "a",
            frozenset({SignalCode.LINK, SignalCode.NEW_AUTHOR}),
            frozenset({ArticleMode.AUTO, ArticleMode.NEWCOMERS}),
            Action.REJECT,
            ReasonCode.SPAM,
            "No links yet.",
        ),
    )


def test_the_version_shows_an_edit_of_the_meaning_and_of_nothing_else() -> None:
    version = parse_policy(SMALLEST, "a").version
    assert re.fullmatch(r"1\+[0-9a-f]{8}", version)
    same = SMALLEST.replace("\n", "  # a note\r\n")
    assert parse_policy(same, "b").version == version
    reordered = SMALLEST.replace('id = "a"\n', "") + 'id = "a"\n'
    assert parse_policy(reordered, "c").version == version
    assert parse_policy(SMALLEST.replace('"hold"', '"reject"'), "a").version != version
    assert parse_policy(SMALLEST + "[links]\nmax_links = 3\n", "a").version != version


@pytest.mark.parametrize(
    "text, line, sentence, quoted",
    [
        # the document
        ("", 1, "A policy needs a version", None),
        (RULE, 1, "A policy needs a version", "[[rule]]"),
        ("version = 1\n" + RULE, 1, '"version" is a text in quotes, not a number.', "version = 1"),
        ('version = " "\n' + RULE, 1, '"version" is empty.', 'version = " "'),
        ('version = "1"', 1, "A policy without a [[rule]] would publish everything.", 'version = "1"'),
        ('version = "1"\nrule = []', 2, "A policy without a [[rule]] would publish", "rule = []"),
        ('version = "1"\n[rule]\nid = "a"', 2, "Write [[rule]] on a line of its own", "[rule]"),
        (
            'mood = "auto"\n' + SMALLEST,
            1,
            'There is no setting "mood" at the top of a policy.',
            'mood = "auto"',
        ),
        ('mood = "auto"\n' + SMALLEST, 1, 'Did you mean "mode"?', None),
        ('mode = "automatic"\n' + SMALLEST, 1, '"automatic" is not one of auto, newcomers, hold-all.', None),
        (SMALLEST + "[words\n", 7, "This is not valid TOML at column 7", "[words"),
        (SMALLEST + "[words]\nblocked = [\n'a'", 9, "This is not valid TOML", "'a'"),
        (SMALLEST + SMALLEST, 7, None, None),
        # tables
        (
            SMALLEST + "[word]\n",
            7,
            'There is no setting "word" at the top of a policy. Did you mean "words"?',
            "[word]",
        ),
        ("links = 3\n" + SMALLEST, 1, '"links" is a table: write [links] on a line of its own.', "links = 3"),
        (SMALLEST + "[links]\n\nmax = 2", 9, 'There is no setting "max" in [links].', "max = 2"),
        (SMALLEST + '[links]\nmax_links = "2"', 8, '"max_links" is a whole number, not a text.', None),
        (
            SMALLEST + "[links]\nmax_links = true",
            8,
            '"max_links" is a whole number, not true or false.',
            None,
        ),
        (SMALLEST + "[links]\nmax_links = 2.0", 8, "not a number with a point.", None),
        (
            SMALLEST + "[links]\nmax_links = -1",
            8,
            '"max_links" is -1; the least it can be is 0.',
            "max_links = -1",
        ),
        (SMALLEST + "[length]\nlong_from_characters = 0", 8, "the least it can be is 1.", None),
        (SMALLEST + "[repeat]\nfrom_count = 0", 8, "the least it can be is 1.", None),
        (SMALLEST + "[new_author]\nfirst_comments = 2026-11-01", 8, "is a whole number, not a date.", None),
        # lists
        (SMALLEST + '[words]\nblocked = "a"', 8, '"blocked" is a list in square brackets, not a text.', None),
        (
            SMALLEST + "[words]\nblocked = [\n  'a',\n  3,\n]",
            10,
            '"blocked" lists texts in quotes, not a number.',
            "3,",
        ),
        (SMALLEST + "[words]\nblocked = [\n  'a', # ]\n  '',\n]", 10, "would match nothing", "'',"),
        (
            SMALLEST + "[words]\nsuspect = [\n  '''\n  a''',\n  'c++',\n]",
            11,
            "begins and ends with",
            "'c++',",
        ),
        (SMALLEST + "[profanity]\nallowed = ['a', '']", 8, "An empty word matches nothing.", None),
        # rules
        (SMALLEST + "[[rule]]\n", 7, 'The rule has no "id".', "[[rule]]"),
        (SMALLEST + '[[rule]]\nid = "b"\n', 7, 'The rule has no "when".', "[[rule]]"),
        (SMALLEST + '[[rule]]\nid = "b"\n', 7, 'The rule has no "verdict".', "[[rule]]"),
        (SMALLEST.replace('"a"', '"a b"'), 3, "An id is 1 to 64 letters, digits", 'id = "a b"'),
        (
            SMALLEST.replace("verdict", "vedict"),
            5,
            'There is no setting "vedict" in a rule. Did you mean "verdict"?',
            None,
        ),
        (SMALLEST.replace('"hold"', '"hide"'), 5, '"hide" is not one of approve, hold, reject.', None),
        (SMALLEST.replace('["link"]', '["links"]'), 4, 'Did you mean "link"?', 'when = ["links"]'),
        (SMALLEST.replace('["link"]', '[\n"repeat",\n"links"]'), 6, '"links" is not one of', '"links"]'),
        (SMALLEST.replace('["link"]', '"link"'), 4, '"when" is a list in square brackets, not a text.', None),
        (SMALLEST.replace('reason = "link"', 'reason = "lnk"'), 6, 'Did you mean "link"?', 'reason = "lnk"'),
        (SMALLEST.replace('reason = "link"', 'reason = "clean"'), 6, '"clean" is not one of', None),
        (
            SMALLEST.replace('reason = "link"', ""),
            5,
            'A rule that says "hold" needs a reason',
            'verdict = "hold"',
        ),
        (SMALLEST.replace('"hold"', '"approve"'), 5, "A rule that approves gives no reason", None),
        (SMALLEST + 'message = ""', 7, '"message" is empty.', None),
        (SMALLEST + "modes = []", 7, "A rule for no mode never fires.", "modes = []"),
        (SMALLEST + 'modes = ["hold_all"]', 7, 'Did you mean "hold-all"?', None),
        (
            SMALLEST + RULE.replace("link", "repeat"),
            8,
            'There is another rule with the id "a" above.',
            'id = "a"',
        ),
        (SMALLEST + RULE.replace('"a"', '"b"'), 8, 'The rule "b" adds nothing: "a" above has', 'id = "b"'),
        (SMALLEST + RULE.replace('"a"', '"b"') + 'modes = ["auto"]', 8, 'The rule "b" adds nothing', None),
    ],
)
def test_a_mistake_is_reported_with_its_line(
    text: str, line: int, sentence: str | None, quoted: str | None
) -> None:
    found = [problem for problem in problems(text) if problem.startswith(f"policy.toml:{line}: ")]
    assert found
    if sentence is not None:
        (problem,) = [problem for problem in found if sentence in problem]
        if quoted is not None:
            assert problem.endswith(f"\n    {quoted}")


def test_all_mistakes_are_reported_together_from_top_to_bottom() -> None:
    text = 'mode = "x"\n[links]\nmax_links = -1\n[words]\nblocked = [""]\n[[rule]]\nid = "?"\nverdict = "x"\n'
    lines = [int(problem.split(":")[1]) for problem in problems(text)]
    assert lines == sorted(lines)
    assert {1, 3, 5, 6, 7, 8} <= set(lines)


def test_one_mistake_is_reported_once() -> None:
    assert len(problems(SMALLEST + 'modes = ["hold_all"]')) == 1
    assert len(problems(SMALLEST + "modes = []")) == 1
    assert len(problems(SMALLEST.replace('["link"]', "3"))) == 1


def test_a_stricter_rule_for_fewer_modes_is_welcome_beside_a_general_one() -> None:
    stricter = RULE.replace('"a"', '"b"').replace('"hold"', '"reject"') + 'modes = ["hold-all"]\n'
    assert [rule.id for rule in parse_policy(SMALLEST + stricter, "policy.toml").rules] == ["a", "b"]


def test_a_policy_is_read_from_a_file_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    versions = set()
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text(SMALLEST, encoding)
        versions.add(load_policy(path).version)
    assert len(versions) == 1


@pytest.mark.parametrize(
    "content, line, sentence",
    [(None, 1, "The file cannot be read: No such file"), (b'version = "1"\n# \xff\n', 2, "not in UTF-8")],
)
def test_a_file_that_cannot_be_read_is_a_mistake_like_any_other(
    tmp_path: Path, content: bytes | None, line: int, sentence: str
) -> None:
    path = tmp_path / "policy.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PolicyError, match=re.escape(sentence)) as caught:
        load_policy(path)
    assert caught.value.problems[0].startswith(f"{path}:{line}: ")


def documented_keys() -> dict[str, set[str]]:
    """The first column of the table under each heading that names a group of settings."""
    keys: dict[str, set[str]] = {}
    for section in re.split(r"^##+ ", DOCUMENTATION, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        group = "" if title == "At the top" else title.strip("`[]")
        if "| key |" in body:
            keys[group] = set(re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE))
    return keys


def test_every_key_is_documented_and_every_documented_key_exists() -> None:
    assert documented_keys() == {table: set(keys) for table, keys in KEYS.items()}


def test_every_signal_and_reason_is_documented() -> None:
    signals = DOCUMENTATION.split("### Signals")[1].split("###")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", signals, flags=re.MULTILINE)) == set(SignalCode)
    may_give, belong_to_the_service = (
        DOCUMENTATION.split("### Reasons")[1].split("##")[0].split("The reasons ")
    )
    assert set(re.findall(r"`(\w+)`", may_give)) == set(ReasonCode) - RESERVED_REASONS
    assert set(re.findall(r"`(\w+)`", belong_to_the_service)) == RESERVED_REASONS


def test_every_example_in_the_documentation_is_a_policy() -> None:
    examples = re.findall(r"```toml\n(.*?)```", DOCUMENTATION, flags=re.DOTALL)
    assert examples
    for example in examples:
        assert parse_policy('version = "1"\n' + example, "docs/policy.md").rules


def test_the_default_policy_looks_for_no_word_that_it_also_blocks(default_policy: Policy) -> None:
    assert default_policy.blocked_words == ()
    assert default_policy.mode is ArticleMode.AUTO
