"""A comment's text and its forms."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

from service.domain.judgement import Span
from service.moderation.normalise.characters import is_ordinary_accent
from service.moderation.normalise.disguise import Disguise
from service.moderation.normalise.disguises import MAX_DISGUISES, find_disguises
from service.moderation.normalise.folded import Folded, fold_body
from service.moderation.normalise.quotes import quoted_spans
from service.moderation.normalise.words import Word, words_as_they_stand
from service.moderation.stance import reported_spans

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Text:
    """A comment's text and its forms. A form is made when the first detector asks, and made once.

    Every form takes time in proportion to the length of the text, whatever it consists of.
    """

    def __init__(self, body: str) -> None:
        self.body = body

    @cached_property
    def folded(self) -> Folded:
        """Folded as a whole: lower case, entities read, nothing invisible, look-alikes replaced."""
        return fold_body(self.body)

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words in reading order: runs of letters and digits of the folded text.

        An apostrophe ends a word: "you're" is `you` and `re`, "don't" is `don` and `t`. A list that is
        looked for in these words goes through `words_of`, which cuts its entries in the same places.
        """
        return _words_in(self.body, self.folded, self._plain_words)

    @cached_property
    def disguises(self) -> Sequence[Disguise]:
        """What parts of the text may be meant to read, beyond its words, in reading order.

        At most MAX_DISGUISES; see `is_overloaded`.
        """
        return find_disguises(self.body, self.folded, self._plain_words)

    @property
    def is_overloaded(self) -> bool:
        """Whether the text may have more disguises than are listed, many times more than ordinary ones."""
        return len(self.disguises) >= MAX_DISGUISES

    @cached_property
    def quoted(self) -> Sequence[Span]:
        """The stretches inside quotation marks, and the lines that quote somebody with `>`."""
        return quoted_spans(self.body)

    @cached_property
    def reported(self) -> Sequence[Span]:
        """The stretches that speak of words instead of speaking them: quotation and counter-speech."""
        return reported_spans(self.body, self.words, self.quoted)

    def is_reported(self, start: int, end: int) -> bool:
        """Whether this stretch of the body lies inside one of those."""
        index = bisect_right(self.reported, start, key=attrgetter("start")) - 1
        return index >= 0 and end <= self.reported[index].end

    @cached_property
    def _plain_words(self) -> list[Word]:
        return words_as_they_stand(self.folded.text)


def words_of(text: str) -> Sequence[Word]:
    """The words of any text. The policy's own words go through here too, so that both sides agree."""
    return Text(text).words


def fold(text: str) -> str:
    """The form in which two spellings of one word are equal: a word of `words_of(text)` if it is one."""
    return fold_body(text).text


def _words_in(body: str, folded: Folded, plain_words: list[Word]) -> list[Word]:
    """The words in places of the body; most are there in these very letters, but for their case."""
    lower = body.lower()
    if lower == folded.text:
        return plain_words
    if len(lower) != len(body):
        lower = body  # A letter grew with its case: the words are compared one by one.
    starts, ends = folded.starts, folded.ends
    places = (
        [(word.start, word.end) for word in plain_words]
        if starts is None or ends is None
        else [(starts[word.start], ends[word.end - 1]) for word in plain_words]
    )
    new = tuple.__new__
    return [
        new(Word, (word.text, start, end, True, False))
        if lower[start:end] == word.text
        else _word(word.text, body, start, end)
        for word, (start, end) in zip(plain_words, places, strict=True)
    ]


def _word(text: str, body: str, start: int, end: int) -> Word:
    typed = body[start:end]
    if typed.casefold() == text:
        return Word(text, start, end)
    # An ASCII sign in the midst is one of an entity.
    if typed.isalnum() and all(character.isascii() or is_ordinary_accent(character) for character in typed):
        return Word(text, start, end, exact=False, accented=True)
    return Word(text, start, end, exact=typed.translate(_FULL_WIDTH).casefold() == text)
