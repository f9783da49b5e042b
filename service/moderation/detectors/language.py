"""Text in a language that the magazine does not publish, by Compact Language Detector 2 (pycld2)."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import ClassVar, NamedTuple

from service.domain.judgement import Context, Signal, Span
from service.moderation.detectors.base import Cost
from service.moderation.normalise import Text
from service.moderation.signals import SignalCode, signal_at

MIN_LETTERS = 25
MIN_WORDS = 5
"""What a text in Latin letters has at least, in different words: below, names and slang look like any
language.
"""

MIN_OTHER_LETTERS = 8
"""The same for other scripts, of which a few letters tell the language."""

MIN_FOREIGN_SHARE = 0.6
MAX_KNOWN_SHARE = 0.25
"""What the unlisted languages have at least of the text, and the listed ones at most."""

_SHORT_LETTERS = 60
_ENGLISH_SHARE = 0.25
_ENGLISH = frozenset(
    {"a", "and", "are", "but", "can", "have", "is", "it", "now"}
    | {"that", "the", "they", "this", "what", "who", "with", "you", "your"}
)
"""Words that few other languages have: they tell what a short text is whose names or loan words mislead."""

_MIN_REST_LETTERS = 25
"""What stands outside the quotations at least to speak for the whole comment."""

# What says nothing about the language: addresses, code, names after an @ sign.
_MASKED = re.compile(r"https?://\S{1,2048}|www\.\S{1,2048}|`[^`]{1,2000}`|@\w{1,100}", re.IGNORECASE)
_MASKED_SIGNS = ("@", "`", "//", "www.", "WWW.")
# What the library refuses: control characters, halves of surrogate pairs, code points that are no characters.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_WORD = re.compile(r"[^\W\d_]{1,100}")
_LATIN_UP_TO = "\u02af"
_LATIN_BEYOND = "\u1e00", "\u1eff"

# The codes of the library where ISO 639 has moved on.
_LIBRARY_CODES = {"he": "iw", "jv": "jw", "nb": "no", "fil": "tl", "zh-hans": "zh", "zh-hant": "zh"}

# Languages so near to each other that a comment in the one is often taken for the other.
_NEAR = (
    {"bs", "hr", "sr", "sr-me"},
    {"cs", "sk"},
    {"da", "no", "nn"},
    {"de", "lb"},
    {"en", "sco"},
    {"gl", "pt"},
    {"id", "ms"},
    {"af", "nl"},
    {"zh", "zh-hant"},
)

_NOT_LATIN = frozenset(
    {"am", "ar", "as", "be", "bg", "bn", "bo", "chr", "dv", "dz", "el", "fa", "gu", "hi", "hy", "iw", "ja"}
    | {"ka", "kk", "km", "kn", "ko", "ks", "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "or", "pa", "ps"}
    | {"ru", "sa", "sd", "si", "sr", "ta", "te", "tg", "th", "ti", "ug", "uk", "ur", "uz", "yi", "zh"}
)
"""The languages that may be written in other letters than Latin ones."""

_Detect = Callable[[str], tuple[bool, int, tuple[tuple[str, str, int, float], ...]]]


class _Finding(NamedTuple):
    """An unlisted language: its name, and the share of the text that is in such languages."""

    name: str
    share: float


class LanguageDetector:
    """`languages` are the ISO 639 codes of those that the magazine publishes; where none is, any will do."""

    name: ClassVar[str] = "language"
    codes: ClassVar[frozenset[SignalCode]] = frozenset({SignalCode.LANGUAGE})
    cost: ClassVar[Cost] = Cost.CHARACTERS

    def __init__(self, languages: Iterable[str] = ("en",)) -> None:
        self._listed = _with_near_ones(_library_code(code) for code in languages)
        self._all_latin = self._listed.isdisjoint(_NOT_LATIN)

    @cached_property
    def version(self) -> str:
        """This detector's version and the library's, which brings the tables."""
        try:
            return f"1+{installed_version('pycld2')}"
        except PackageNotFoundError:
            return "1"

    def find(self, text: Text, _context: Context) -> tuple[Signal, ...]:
        """`language` where the text is reliably in languages that are not listed; the score is their share.

        Short texts are left alone, and so are comments in a listed language around a quotation in another.
        Raises what the library raises where it cannot be loaded.
        """
        if not self._listed or len(text.body) < MIN_OTHER_LETTERS:
            return ()
        finding = self._judged(text.body)
        if finding is None or self._is_around_quotations(text):
            return ()
        return (
            signal_at(SignalCode.LANGUAGE, (), [finding.name], score=round(finding.share, 2), severity=2),
        )

    def _judged(self, body: str) -> _Finding | None:
        masked = _masked(body)
        reliable, _, languages = self._detect(masked)
        if not reliable:
            return self._by_script(masked)
        # Codes with xx and zz stand for scripts, pig latin and the like: no language.
        known = [each for each in languages if not each[1].startswith(("un", "xx", "zz"))]
        foreign = [each for each in known if each[1].lower() not in self._listed]
        foreign_share = sum(each[2] for each in foreign) / 100
        known_share = sum(each[2] for each in known) / 100 - foreign_share
        if foreign_share < MIN_FOREIGN_SHARE or known_share > MAX_KNOWN_SHARE or not _is_long_enough(masked):
            return None
        if "en" in self._listed and _is_held_together_by_english(masked):
            return None
        return _Finding(foreign[0][0].replace("_", " ").title(), foreign_share)

    def _by_script(self, masked: str) -> _Finding | None:
        """Too little for the library to name the language, and enough to see that it is none of ours."""
        if not self._all_latin or masked.isascii() or not _is_in_another_script(masked):
            return None
        return _Finding("letters that are not Latin", 1.0)

    def _is_around_quotations(self, text: Text) -> bool:
        rest = _without(text.body, text.quoted)
        letters = sum(map(len, _WORD.findall(rest)))
        return bool(text.quoted) and letters >= _MIN_REST_LETTERS and self._is_listed(rest)

    def _is_listed(self, body: str) -> bool:
        """Whether most of this is in a listed language."""
        _, _, languages = self._detect(_masked(body))
        return languages[0][1].lower() in self._listed

    @cached_property
    def _detect(self) -> _Detect:
        # Loaded on first use, inside the pipeline's boundary: where it is missing or broken, comments are
        # held instead of the service standing still.
        import pycld2  # noqa: PLC0415

        detect: _Detect = pycld2.detect
        return detect


def is_language(code: str) -> bool:
    """Whether the library knows this ISO 639 code. Loads it."""
    import pycld2  # noqa: PLC0415

    return _library_code(code) in {known.lower() for _, known in pycld2.LANGUAGES}


def _library_code(code: str) -> str:
    lower = code.lower()
    return _LIBRARY_CODES.get(lower, lower)


def _with_near_ones(codes: Iterable[str]) -> frozenset[str]:
    listed = set(codes)
    return frozenset(listed.union(*(near for near in _NEAR if near & listed)))


def _masked(body: str) -> str:
    # Most comments have nothing to mask, and looking for the signs is faster than for what they begin.
    if any(sign in body for sign in _MASKED_SIGNS):
        body = _MASKED.sub(" ", body)
    return _REFUSED.sub(" ", body)


def _is_long_enough(text: str) -> bool:
    if _is_in_another_script(text):
        return True
    # Each word once: the same word over and over is no sentence in any language.
    words = set(_WORD.findall(text))
    return len(words) >= MIN_WORDS and sum(map(len, words)) >= MIN_LETTERS


def _is_held_together_by_english(text: str) -> bool:
    words = {word.lower() for word in _WORD.findall(text)}
    known = len(words & _ENGLISH)
    return sum(map(len, words)) < _SHORT_LETTERS and known >= 2 and known >= len(words) * _ENGLISH_SHARE


def _is_in_another_script(text: str) -> bool:
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    other = sum(len(word) for word in words if not _is_latin(word[0]))
    return other >= MIN_OTHER_LETTERS and other > letters / 2


def _is_latin(letter: str) -> bool:
    return (
        letter <= _LATIN_UP_TO
        or _LATIN_BEYOND[0] <= letter <= _LATIN_BEYOND[1]
        or "\uff21" <= letter <= "\uff5a"
    )


def _without(body: str, spans: Collection[Span]) -> str:
    """The text with these stretches blanked."""
    kept, position = [], 0
    for span in sorted(spans, key=lambda each: each.start):
        kept.append(body[position : span.start])
        position = max(position, span.end)
    return " ".join([*kept, body[position:]])
