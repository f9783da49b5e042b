"""A policy is taken whole or refused with everything that is wrong with it, line by line."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.articles import ArticleMode
from service.domain.judgement import Context
from service.domain.reasons import ReasonCode
from service.domain.states import Action
from service.moderation.policy import (
    Pattern,
    Policy,
    PolicyError,
    RuleTest,
    check_text_tests,
    load_policy,
    parse_policy,
    text_tests,
)
from service.moderation.policy.keys import KEYS, SIGNAL_FIELDS, TABLES
from service.moderation.policy.model import RESERVED_REASONS
from service.moderation.policy.vocabulary import CONTEXT_FIELDS, policy_vocabulary
from service.moderation.signals import SignalCode
from tests.moderation import ROOT

DATA = Path(__file__).parent / "data"
RULE = '[[rule]]\nid = "a"\nwhen = \'link.found\'\nverdict = "hold"\nreason = "link"\n'
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
        rules=policy.rules,
        tests=(),
        sections={},
        lexicon_allowed=(),
        blocked_words=(),
        suspect_words=(),
        allowed_words=(),
        patterns=(),
        own_domains=(),
        languages=(),
        long_from_characters=3000,
        repeat_from_count=1,
        wave_from_authors=2,
        first_comments=3,
    )
    (rule,) = policy.rules
    assert (rule.id, rule.condition, rule.verdict) == ("a", "link.found", Action.HOLD)
    assert (rule.reason, rule.message) == (ReasonCode.LINK, None)


def test_everything_that_a_policy_says_is_read() -> None:
    policy = load_policy(DATA / "policy_full.toml")
    assert policy.version.startswith("2026-11+")
    assert policy.mode is ArticleMode.NEWCOMERS
    assert policy.sections == {"Politics": ArticleMode.HOLD_ALL, "Jobs": ArticleMode.CLOSED}
    assert policy.lexicon_allowed == ("nimrod",)
    assert policy.blocked_words == ("one", "two words")
    assert policy.suspect_words == ("begin*",)
    assert policy.allowed_words == ("beginner",)
    assert policy.patterns == (Pattern("order", r"\border \d{6}\b", 3), Pattern("name", "x+y", 2))
    assert policy.own_domains == ("example.com", "news.example.org")
    assert policy.languages == ("en", "de")
    assert (policy.long_from_characters, policy.first_comments) == (1, 0)
    assert (policy.repeat_from_count, policy.wave_from_authors) == (2, 5)
    rule, other = policy.rules
    assert (rule.id, rule.condition, rule.verdict) == (
        "a",
        "link.count > 2 && new_author.found",
        Action.REJECT,
    )
    assert (rule.reason, rule.message) == (ReasonCode.SPAM, "No links yet.")
    assert (other.verdict, other.reason) == (Action.APPROVE, None)


def test_the_version_shows_an_edit_of_the_meaning_and_of_nothing_else() -> None:
    version = parse_policy(SMALLEST, "a").version
    assert re.fullmatch(r"1\+[0-9a-f]{8}", version)
    same = SMALLEST.replace("\n", "  # a note\r\n")
    assert parse_policy(same, "b").version == version
    reordered = SMALLEST.replace('id = "a"\n', "") + 'id = "a"\n'
    assert parse_policy(reordered, "c").version == version
    tested = SMALLEST + "[[rule.test]]\nfires = true\nsignals = { link = {} }\n"
    assert parse_policy(tested, "d").version == version
    assert parse_policy(SMALLEST.replace('"hold"', '"reject"'), "a").version != version
    assert parse_policy(SMALLEST + "[length]\nlong_from_characters = 2000\n", "a").version != version


@pytest.mark.parametrize(
    "section, of_article, level",
    [
        (None, None, "newcomers"),
        ("", None, "newcomers"),
        ("Science", None, "newcomers"),
        ("Politics", None, "hold-all"),
        ("Politics", "auto", "auto"),
        ("Jobs", None, "closed"),
        ("Jobs", "newcomers", "newcomers"),
        (None, "closed", "closed"),
    ],
)
def test_an_article_has_its_own_level_or_that_of_its_section_or_that_of_the_site(
    section: str | None, of_article: str | None, level: str
) -> None:
    policy = load_policy(DATA / "policy_full.toml")
    own = None if of_article is None else ArticleMode(of_article)
    assert policy.level(section, own) == level


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
        (
            'mode = "automatic"\n' + SMALLEST,
            1,
            '"automatic" is not one of auto, newcomers, hold-all, closed.',
            None,
        ),
        (SMALLEST + "[words\n", 7, "This is not valid TOML at column 7", "[words"),
        (SMALLEST + "[words]\nblocked = [\n'a'", 9, "This is not valid TOML", "'a'"),
        (SMALLEST + SMALLEST, 7, None, None),
        # tables
        (SMALLEST + "[word]\n", 7, '"word" at the top of a policy. Did you mean "words"?', "[word]"),
        ("links = 3\n" + SMALLEST, 1, '"links" is a table: write [links] on a line of its own.', "links = 3"),
        (SMALLEST + "[links]\n\nmax = 2", 9, 'There is no setting "max" in [links].', "max = 2"),
        (SMALLEST + '[length]\nlong_from_characters = "2"', 8, "is a whole number, not a text.", None),
        (SMALLEST + "[length]\nlong_from_characters = true", 8, "whole number, not true or false.", None),
        (SMALLEST + "[length]\nlong_from_characters = 2.0", 8, "not a number with a point.", None),
        (SMALLEST + "[length]\nlong_from_characters = 0", 8, "the least it can be is 1.", None),
        (SMALLEST + "[repeat]\nfrom_count = 0", 8, "the least it can be is 1.", None),
        (SMALLEST + "[repeat]\nwave_from_readers = 0", 8, "the least it can be is 1.", None),
        (SMALLEST + "[new_author]\nfirst_comments = 2026-11-01", 8, "is a whole number, not a date.", None),
        (
            SMALLEST + "[new_author]\nfirst_comments = -1",
            8,
            '"first_comments" is -1; the least it can be is 0.',
            None,
        ),
        (SMALLEST + '[sections]\nNews = "open"', 8, '"open" is not one of auto, newcomers', 'News = "open"'),
        (SMALLEST + "[sections]\nNews = 3", 8, '"News" is a text in quotes, not a number.', None),
        # lists
        (SMALLEST + '[words]\nblocked = "a"', 8, '"blocked" is a list in square brackets, not a text.', None),
        (
            SMALLEST + "[words]\nblocked = [\n  'a',\n  3,\n]",
            10,
            "lists texts in quotes, not a number.",
            "3,",
        ),
        (SMALLEST + "[words]\nblocked = [\n  'a', # ]\n  '',\n]", 10, "would match nothing", "'',"),
        (
            SMALLEST + "[words]\nsuspect = [\n  '''\n  a''',\n  'c++',\n]",
            11,
            "begins and ends with",
            "'c++',",
        ),
        (SMALLEST + "[words]\nallowed = ['*']", 8, "would match nothing", None),
        (SMALLEST + "[lexicon]\nallowed = ['a', '']", 8, "An empty word matches nothing.", None),
        (SMALLEST + "[links]\nown_domains = ['https://a.com']", 8, "Write the domain alone", None),
        (SMALLEST + "[links]\nown_domains = ['*.a.com']", 8, "Write the domain alone", None),
        (SMALLEST + "[links]\nown_domains = ['localhost']", 8, "Write the domain alone", None),
        (SMALLEST + "[language]\naccepted = ['en',\n'English']", 9, '"English" is no language code.', None),
        (SMALLEST + "[language]\naccepted = ['EN']", 8, '"EN" is no language code.', None),
        # patterns
        (SMALLEST + "[[pattern]]\n", 7, 'The pattern has no "id".', "[[pattern]]"),
        (SMALLEST + "[[pattern]]\nid = 'a'\n", 7, 'The pattern has no "regex".', "[[pattern]]"),
        (SMALLEST + "[[pattern]]\nid = 'a b'\nregex = 'x'", 8, "An id is 1 to 64 letters", None),
        (
            SMALLEST + "[[pattern]]\nid = 'a'\nregex = '(x'",
            9,
            "RE2 cannot read the regular expression: missing ):",
            None,
        ),
        (
            SMALLEST + "[[pattern]]\nid = 'a'\nregex = 'x(?=y)'",
            9,
            "invalid perl operator: (?=",
            "regex = 'x(?=y)'",
        ),
        (
            SMALLEST + "[[pattern]]\nid = 'a'\nregex = 'x*'",
            9,
            "matches where there is nothing, so everywhere.",
            None,
        ),
        (SMALLEST + "[[pattern]]\nid = 'a'\nregex = '(?:.{0,200}x){5}'", 9, "it repeats too much", None),
        (SMALLEST + "[[pattern]]\nid = 'a'\nregex = 'x'\nseverity = 5", 10, "the most it can be is 4.", None),
        (
            SMALLEST + "[[pattern]]\nid = 'a'\nregex = 'x'\n" * 2,
            11,
            'another pattern with the id "a"',
            "id = 'a'",
        ),
        (SMALLEST + "[[pattern]]\nid = 'a'\nregx = 'x'", 9, 'in a [[pattern]]. Did you mean "regex"?', None),
        # rules
        (SMALLEST + "[[rule]]\n", 7, 'The rule has no "id".', "[[rule]]"),
        (SMALLEST + '[[rule]]\nid = "b"\n', 7, 'The rule has no "when".', "[[rule]]"),
        (SMALLEST + '[[rule]]\nid = "b"\n', 7, 'The rule has no "verdict".', "[[rule]]"),
        (SMALLEST.replace('"a"', '"a b"'), 3, "An id is 1 to 64 letters, digits", 'id = "a b"'),
        (SMALLEST.replace("verdict", "vedict"), 5, '"vedict" in a [[rule]]. Did you mean "verdict"?', None),
        (SMALLEST.replace('"hold"', '"hide"'), 5, '"hide" is not one of approve, hold, reject.', None),
        (SMALLEST.replace("'link.found'", "['link']"), 4, '"when" is a text in quotes, not a list.', None),
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
        (SMALLEST + RULE.replace("link", "repeat"), 8, 'another rule with the id "a" above.', 'id = "a"'),
        # conditions: the mark below the quoted line stands under the mistake
        (SMALLEST.replace("link.f", "lnk.f"), 4, 'Did you mean "link"?', "when = 'lnk.found'\n            ^"),
        (
            SMALLEST.replace("'link.found'", "'''\n  link.found &&\n  spam.scor > 0.5\n'''"),
            6,
            'Did you mean "score"?',
            "spam.scor > 0.5\n    ^",
        ),
        (
            SMALLEST.replace(
                "'link.found'", '"article.section == \\"ä\\" && article.mode == \\"hold_all\\""'
            ),
            4,
            'Did you mean "hold-all"?',
            'when = "article.section == \\"ä\\" && article.mode == \\"hold_all\\""\n' + " " * 56 + "^",
        ),
        (SMALLEST.replace("link.found'", "link.found && '"), 4, "Here the condition ends where", None),
        (
            SMALLEST.replace("link.found", "spam.score > 1.0"),
            4,
            "This is never true: spam.score > 1.0.",
            None,
        ),
        # tests of rules
        (SMALLEST + "[[rule.test]]\n", 7, "does not say whether the rule fires", "[[rule.test]]"),
        (
            SMALLEST + "[rule.test]\nfires = true",
            7,
            "Write [[rule.test]] on a line of its own",
            "[rule.test]",
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = 'yes'",
            8,
            '"fires" is true or false, without quotes',
            "fires = 'yes'",
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nsignal = {}",
            9,
            'in a [[rule.test]]. Did you mean "signals"?',
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nsignals = { lnk = {} }",
            9,
            'There is no setting "lnk" in signals. Did you mean "link"?',
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nsignals = { link = { cont = 1 } }",
            9,
            'There is no setting "cont" in link. Did you mean "count"?',
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nsignals = { link = { score = 2 } }",
            9,
            "a number from 0 to 1",
            None,
        ),
        (SMALLEST + "[[rule.test]]\nfires = true\nsignals = { link = 3 }", 9, '"link" is a table', None),
        (
            SMALLEST
            + "[[rule.test]]\nfires = true\nsignals = { link = { severity = 1, exact_severity = 2 } }",
            9,
            "The severity is at least the exact severity",
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nauthor = { aproved = 1 }",
            9,
            'Did you mean "approved"?',
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\narticle = { mode = 'x' }",
            9,
            '"x" is not one of auto',
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\ntext = 'a'\nsignals = {}",
            10,
            "a text or signals, not both.",
            None,
        ),
        (
            SMALLEST + "[[rule.test]]\nfires = true\nsignals = { spam = {} }",
            8,
            'The rule "a" should fire in this test and does not: link was not found.',
            "fires = true",
        ),
        (
            SMALLEST + "[[rule.test]]\nsignals = { link = {} }\nfires = false",
            9,
            'The rule "a" should not fire in this test and does: link was found.',
            "fires = false",
        ),
        (
            SMALLEST + "test = [\n  { fires = false },\n  { fires = true },\n]",
            9,
            'The rule "a" should fire in this test and does not: link was not found.',
            "{ fires = true },",
        ),
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


def rule(name: str, when: str, verdict: str = "hold", reason: str = "link") -> str:
    given = "" if verdict == "approve" else f'reason = "{reason}"\n'
    return f"[[rule]]\nid = \"{name}\"\nwhen = '''{when}'''\nverdict = \"{verdict}\"\n{given}"


@pytest.mark.parametrize(
    "one, other, said",
    [
        # the same conditions, whatever the reasons
        (("a", "link.found"), ("b", "link.found"), ("b", '"a" above has the same conditions.')),
        (("a", "link.found"), ("b", "link.found", "hold", "spam"), ("b", "above has the same conditions.")),
        (
            ("a", "link.found"),
            ("b", "link.count >= 1"),
            ("b", "above has the same conditions in other words."),
        ),
        (("a", "link.found && spam.found"), ("b", "spam.found && link.found"), ("b", "in other words.")),
        (("a", "link.found"), ("b", "link.found", "reject"), ("a", '"b" below has the same conditions.')),
        (("a", "link.found", "reject"), ("b", "link.found"), ("b", '"a" above has the same conditions.')),
        # narrower conditions, with the same reason
        (("a", "link.found"), ("b", "link.count > 3"), ("b", '"a" above fires wherever it does')),
        (("a", "link.count > 3"), ("b", "link.found", "reject"), ("a", '"b" below fires wherever it does')),
        (("a", "link.found", "reject"), ("b", "link.found && spam.found"), ("b", "is at least as strict.")),
        (("a", "link.found"), ("b", "link.count > 3", "approve"), ("b", "fires wherever it does")),
        (
            ("a", "article.mode != 'auto'"),
            ("b", "article.mode in ['closed', 'hold-all']"),
            ("b", "fires wherever it does"),
        ),
    ],
)
def test_a_rule_that_changes_nothing_is_refused(
    one: tuple[str, ...], other: tuple[str, ...], said: tuple[str, str]
) -> None:
    (problem,) = problems('version = "1"\n' + rule(*one) + rule(*other))
    useless, sentence = said
    assert f'The rule "{useless}" adds nothing: ' in problem
    assert sentence in problem
    assert problem.endswith(f'\n    id = "{useless}"')


@pytest.mark.parametrize(
    "one, other",
    [
        (("a", "link.found"), ("b", "link.count > 3", "reject")),
        (("a", "link.found"), ("b", "link.count > 3", "hold", "spam")),
        (("a", "link.count > 3"), ("b", "link.found")),
        (("a", "link.found", "approve"), ("b", "link.count > 3")),
        (("a", "link.severity >= 2"), ("b", "link.exact_severity >= 1")),
        (("a", "link.found"), ("b", "spam.found")),
        (("a", "true", "hold", "hold_all"), ("b", "link.found")),
    ],
)
def test_a_rule_that_adds_a_verdict_or_a_reason_is_welcome(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert len(parse_policy('version = "1"\n' + rule(*one) + rule(*other), "policy.toml").rules) == 2


def test_all_mistakes_are_reported_together_from_top_to_bottom() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy(DATA / "policy_wrong.toml")
    lines = [
        int(problem.removeprefix(str(DATA / "policy_wrong.toml")).split(":")[1])
        for problem in caught.value.problems
    ]
    text = (DATA / "policy_wrong.toml").read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert set(lines) == {number for number, line in enumerate(text, 1) if line.endswith("# wrong")}


def test_one_mistake_is_reported_once() -> None:
    assert len(problems(SMALLEST.replace("'link.found'", "3"))) == 1
    assert len(problems(SMALLEST.replace("link.found", "lnk.found"))) == 1
    assert len(problems(SMALLEST.replace("link.found", "lnk.found") + "[[rule.test]]\nfires = true\n")) == 1
    assert len(problems(SMALLEST + "[[rule.test]]\nfires = true\nsignals = { lnk = {} }")) == 1
    assert len(problems(SMALLEST + "[[rule.test]]\nfires = true\nauthor = { x = 1 }")) == 1


def test_brackets_without_end_are_a_mistake_like_any_other() -> None:
    (problem,) = problems(SMALLEST + "[words]\nblocked = " + "[" * 10_000 + "]" * 10_000)
    assert "too many brackets" in problem


WRITTEN = "[[rule]] [[rule.test]] [rule] [sections] = { } [ ] test= when= signals= id= && # . \\ \" ''' -1"
PIECES = st.sampled_from([*WRITTEN.split(), "\n", "\r", "\t"])
DOCUMENTS = [(DATA / name).read_text("utf-8") for name in ("policy_full.toml", "policy_wrong.toml")]


@given(st.sampled_from(DOCUMENTS), st.integers(0, 1500), st.integers(0, 40), st.lists(PIECES, max_size=3))
@settings(deadline=None, max_examples=300)
def test_a_document_that_was_edited_carelessly_is_a_policy_or_is_refused_with_places(
    document: str, at: int, cut: int, inserted: list[str]
) -> None:
    text = document[:at] + " ".join(inserted) + document[at + cut :]
    try:
        policy = parse_policy(text, "policy.toml")
    except PolicyError as error:
        lines = text.count("\n") + 1
        assert error.problems  # noqa: PT017 - either outcome is right
        assert all(1 <= int(problem.split(":")[1]) <= lines for problem in error.problems)  # noqa: PT017
    else:
        assert policy.rules


def test_no_more_patterns_are_taken_than_can_be_tried_on_every_comment() -> None:
    patterns = [f"[[pattern]]\nid = 'p{number}'\nregex = 'x{number}y'\n" for number in range(51)]
    assert len(parse_policy(SMALLEST + "".join(patterns[:50]), "policy.toml").patterns) == 50
    (problem,) = problems(SMALLEST + "".join(patterns))
    assert "There are more than 50 patterns." in problem


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


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_file_from_any_system_has_the_same_lines(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "policy.toml"
    text = SMALLEST.replace("'link.found'", "'''\nlink.found &&\nspam.scor > 0.5\n'''")
    path.write_bytes(text.replace("\n", ending).encode())
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    assert caught.value.problems[0].startswith(f"{path}:6: ")
    assert caught.value.problems[0].endswith("\n    spam.scor > 0.5\n    ^")


TEXT_TESTS = (
    SMALLEST
    + "[[rule.test]]\nfires = true\ntext = 'See example.com'\n"
    + "[[rule.test]]\nfires = false\ntext = 'No link'\nauthor = { approved = 3 }\n"
    + "article = { mode = 'closed', section = 'News' }\nothers = { alike = 2 }\n"
    + "[[rule.test]]\nfires = true\nsignals = { link = {} }\n"
)


def test_a_test_on_a_text_is_left_for_the_judge() -> None:
    policy = parse_policy(TEXT_TESTS, "policy.toml")
    assert len(policy.tests) == 3
    expected = Context(ArticleMode.CLOSED, 3, 0, "News", others_alike_count=2)
    assert text_tests(policy) == (
        RuleTest("a", True, "See example.com", (), Context(ArticleMode.AUTO, 0, 0), "", 0, ""),
        RuleTest("a", False, "No link", (), expected, "", 0, ""),
    )


@pytest.mark.parametrize(
    "fired, said",
    [
        (lambda text, _: ["a"] if "." in text else [], []),
        (
            lambda _text, _context: ["b"],
            ['policy.toml:8: The rule "a" should fire in this test and does not.\n    fires = true'],
        ),
        (
            lambda _text, _context: ["b", "a"],
            ['policy.toml:11: The rule "a" should not fire in this test and does.\n    fires = false'],
        ),
        (
            lambda text, context: ["a"] if context.section and "No" in text else [],
            ['policy.toml:8: The rule "a" should fire', 'policy.toml:11: The rule "a" should not fire'],
        ),
    ],
)
def test_a_policy_whose_rules_fail_their_tests_on_texts_is_refused_with_the_lines(
    fired: Callable[[str, Context], Collection[str]], said: list[str]
) -> None:
    policy = parse_policy(TEXT_TESTS, "policy.toml")
    if not said:
        check_text_tests(policy, fired)
        return
    with pytest.raises(PolicyError) as caught:
        check_text_tests(policy, fired)
    assert len(caught.value.problems) == len(said)
    for problem, beginning in zip(caught.value.problems, said, strict=True):
        assert problem.startswith(beginning)


def documented_keys() -> dict[str, set[str]]:
    """The first column of the table under each heading that names a group of settings."""
    keys: dict[str, set[str]] = {}
    for section in re.split(r"^##+ ", DOCUMENTATION, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        group = "" if title == "At the top" else title.strip("`[]")
        if "| key |" in body:
            keys[group] = set(re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE))
    return keys


def first_column(heading: str) -> set[str]:
    section = DOCUMENTATION.split(f"### {heading}\n")[1].split("\n##")[0]
    return set(re.findall(r"^\| `([\w.-]+)` \|", section, flags=re.MULTILINE))


def test_every_key_is_documented_and_every_documented_key_exists() -> None:
    assert documented_keys() == {table: set(keys) for table, keys in KEYS.items()}
    for table in TABLES:
        assert f"## `[{table}]`" in DOCUMENTATION or f"## `[[{table}]]`" in DOCUMENTATION


def test_every_name_that_a_condition_can_use_is_documented() -> None:
    assert first_column("Signals") == set(SignalCode)
    assert first_column("What is known of a signal") == {"found", *SIGNAL_FIELDS}
    context = {f"{group}.{name}" for group, names in CONTEXT_FIELDS.items() for name in names}
    assert first_column("What is known of the article, the author and others") == context
    signals = {f"{code}.{name}" for code in SignalCode for name in ("found", *SIGNAL_FIELDS)}
    assert set(policy_vocabulary().variables) == signals | context


def test_every_level_is_documented() -> None:
    assert first_column("Levels") == set(ArticleMode)


def test_every_reason_is_documented() -> None:
    may_give, belong_to_the_service = (
        DOCUMENTATION.split("### Reasons")[1].split("##")[0].split("The reasons ")
    )
    assert set(re.findall(r"`(\w+)`", may_give)) == set(ReasonCode) - RESERVED_REASONS
    assert set(re.findall(r"`(\w+)`", belong_to_the_service)) == RESERVED_REASONS


EXAMPLES = re.findall(r"```toml\n(.*?)```", DOCUMENTATION, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_documentation_is_a_policy(example: str) -> None:
    text = example if "version =" in example else 'version = "1"\n' + example
    assert parse_policy(text if "[[rule]]" in text else text + RULE, "docs/policy.md").rules


CONDITIONS = re.findall(r"```cel\n(.*?)```", DOCUMENTATION, flags=re.DOTALL)[0].splitlines()


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_in_the_documentation_is_one(condition: str) -> None:
    assert parse_policy(SMALLEST.replace("'link.found'", f"'''{condition}'''"), "docs/policy.md").rules


def test_every_message_in_the_documentation_is_one_that_is_really_given() -> None:
    (shown,) = re.findall(r"```text\n(policy\.toml:.*?)```", DOCUMENTATION, flags=re.DOTALL)
    line = int(shown.split(":")[1])
    quoted = shown.splitlines()[1].strip()
    text = SMALLEST.replace("when = 'link.found'", quoted)
    (problem,) = problems("\n" * (line - 4) + text)
    assert problem == shown.rstrip()


def test_the_default_policy_publishes_at_once_and_takes_english(default_policy: Policy) -> None:
    assert default_policy.mode is ArticleMode.AUTO
    assert default_policy.languages == ("en",)
    assert default_policy.blocked_words == ()


def test_every_rule_of_the_default_policy_has_a_test_in_which_it_fires(default_policy: Policy) -> None:
    tested = {test.rule for test in default_policy.tests if test.fires}
    assert tested == {rule.id for rule in default_policy.rules}


def test_the_default_policy_uses_every_signal(default_policy: Policy) -> None:
    groups = {name.partition(".")[0] for rule in default_policy.rules for name in rule.when.names}
    assert groups >= set(SignalCode)
