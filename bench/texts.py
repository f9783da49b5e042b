"""Comments to post: made up, all different, about 190 characters long, the same for the same seed.

Their words are as unequal as in real comments: a few come again and again, many seldom, and names, versions
and slips of the finger keep bringing words that have never been seen: some two a comment, as in a newspaper's
comments. Whatever remembers words it has met gets no better a chance than it would have there.
"""

import random
from collections.abc import Iterator

_PATTERNS = (
    "I have used {tool} {time} and {verdict}.",
    "The part about {topic} is what {who} should read twice.",
    "{who} told us the same about {tool} {time}, and {verdict}.",
    "Has anybody tried {tool} {version} with {topic}?",
    "{verdict}, at least for {topic}.",
    "What I miss in the article is {topic}; {tool} gets it right since {version}.",
    "With {number} people on our team, {topic} costs us about {number} hours a month.",
    "My {thing} still runs {tool} {version}, so {verdict}.",
    "Not sure I agree: {who} would never pay {number} euros for {tool}.",
    "For {topic} we moved from {tool} to {tool} {time}.",
    "Thanks for writing about {topic}!",
    "Nobody asks {who} what they think of {topic}, and {verdict}.",
    "My {thing} has {number} of these, and {topic} was never the trouble.",
    "If {tool} {version} really fixes {topic}, {who} will be glad.",
    "Compare that with {tool}: {number} bugs open {time}, and {verdict}.",
    "A friend at {tool} says that {who} saw it coming {time}.",
)

_SLOTS = {
    "topic": (
        "training data", "consent", "battery life", "licences", "latency", "the update policy", "privacy",
        "open weights", "the licence change", "audio quality", "image provenance", "accessibility", "backups",
        "the price of storage", "vendor lock-in", "offline use", "repairability", "watermarks", "codecs",
        "driver support", "compile times", "keyboard layouts", "thermal throttling", "documentation",
        "two-factor sign-in", "colour accuracy", "release notes", "memory bandwidth", "subscription fees",
        "moderation", "regional pricing", "right-to-left text", "energy use", "spare parts", "export formats",
    ),
    "who": (
        "editors", "artists", "students", "the maintainers", "photographers", "small studios", "most readers",
        "translators", "my colleagues", "librarians", "system administrators", "teachers", "illustrators",
        "the first testers", "musicians", "people with older phones", "composers", "our accountants",
        "everybody who signed the letter", "volunteers", "game designers", "researchers", "animators",
    ),
    "time": (
        "since spring", "for two years", "last week", "every day", "before the holidays", "in production",
        "on a train", "at home", "during the beta", "for a short film", "since the keynote", "all summer",
        "after the merger", "on three continents", "at the university", "between two deadlines",
    ),
    "verdict": (
        "it simply works", "it was not worth the trouble", "the difference is hard to see",
        "I would not go back", "the numbers look too good", "support answered within an hour",
        "nothing has changed so far",
        "the old version was better", "it needs another year", "it is fine for drafts", "the fan never stops",
        "we are still waiting for a reply", "half of the menu is missing", "the export takes forever",
        "it saved our weekend", "the defaults are sensible", "the demo was clearly rehearsed",
    ),
    "thing": (
        "laptop", "desktop", "camera", "phone", "tablet", "home server", "router", "workstation", "printer",
        "recorder", "headset", "monitor", "scanner", "e-reader", "keyboard", "synthesiser",
    ),
}  # fmt: skip

_SYLLABLES = (
    "al", "bra", "cor", "den", "el", "fir", "gan", "hel", "ion", "jor", "kel", "lum", "mar", "nor", "ol",
    "pra", "quo", "ren", "sol", "tar", "ul", "ver", "wen", "yor", "zan", "bel", "dro", "fen", "gra", "lin",
    "mo", "ne", "pi", "ri", "sa", "te", "vo", "tri", "sta", "ber", "lan",
)  # fmt: skip

_MEAN_SENTENCES = 2.85
_SLIPS = (0, 1, 1, 2)


def comments(seed: int) -> Iterator[str]:
    """Texts without end."""
    dice = random.Random(seed)
    while True:
        count = max(1, round(dice.gauss(_MEAN_SENTENCES, 1.2)))
        text = " ".join(_sentence(dice) for _ in range(count))
        for _ in range(dice.choice(_SLIPS)):
            text = _with_slip(dice, text)
        yield text


def _sentence(dice: random.Random) -> str:
    text = _pick(dice, _PATTERNS)
    while (start := text.find("{")) >= 0:
        end = text.index("}", start)
        text = text[:start] + _filling(dice, text[start + 1 : end]) + text[end + 1 :]
    return text[0].upper() + text[1:]


def _filling(dice: random.Random, slot: str) -> str:
    match slot:
        case "tool":
            return "".join(dice.choices(_SYLLABLES, k=dice.choice((2, 3, 3, 4)))).capitalize()
        case "version":
            return f"{dice.randrange(1, 15)}.{dice.randrange(30)}"
        case "number":
            return str(dice.choice((2, 3, 5, 8, 12, 20, 40, dice.randrange(100, 1000))))
        case _:
            return _pick(dice, _SLOTS[slot])


def _pick(dice: random.Random, choices: tuple[str, ...]) -> str:
    # The smaller of two draws: what stands in front comes more often.
    return choices[min(dice.randrange(len(choices)), dice.randrange(len(choices)))]


def _with_slip(dice: random.Random, text: str) -> str:
    """Two neighbouring letters exchanged somewhere."""
    at = dice.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
