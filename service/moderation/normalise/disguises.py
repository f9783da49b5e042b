"""Everything that parts of a text may be meant to read, beyond its words."""

import re
from collections.abc import Sequence
from itertools import chain, islice
from operator import itemgetter

from service.moderation.normalise.apart import letters_and_signs_apart, letters_apart, parts_joined_by_signs
from service.moderation.normalise.disguise import Disguise
from service.moderation.normalise.folded import Folded
from service.moderation.normalise.masks import masked_softly
from service.moderation.normalise.repeats import squeezed_words
from service.moderation.normalise.signs import disguised_by_signs, v_for_u
from service.moderation.normalise.turned import turned_words
from service.moderation.normalise.words import Word, words_as_they_stand

_PLACE = itemgetter(1, 2)

MAX_DISGUISES = 1_000
"""The most that are listed: several times what the most playful of ordinary comments has."""

# Addresses are full of joined and cut words.
_ADDRESS = re.compile(
    r"\bhttps?://\S{1,2000}|\bwww\.\S{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{2,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,24}\b"
)


def find_disguises(body: str, folded: Folded, words: Sequence[Word]) -> list[Disguise]:
    """The disguises of a text in reading order; `words` are those of the folded text, in its own places.

    The likeliest kinds are looked for first, so that those are listed where a text has too many.
    """
    text = folded.text
    if "://" in text or "www." in text or "@" in text:
        text = _ADDRESS.sub(lambda address: " " * len(address[0]), text)
        words = words_as_they_stand(text)
    kinds = (
        disguised_by_signs(text),
        letters_apart(text, words),
        letters_and_signs_apart(text),
        squeezed_words(text, words),
        masked_softly(text),
        v_for_u(text, words),
        parts_joined_by_signs(text, words),
    )
    found = dict.fromkeys(islice(chain.from_iterable(kinds), MAX_DISGUISES))
    # As with words: a named tuple's own constructor takes twice as long.
    new = tuple.__new__
    if folded.in_place:
        disguises = [new(Disguise, place) for place in found]
    else:
        disguises = [
            Disguise(reading, *folded.place(start, end), kind) for reading, start, end, kind in found
        ]
    disguises += islice(turned_words(body), MAX_DISGUISES - len(disguises))
    disguises.sort(key=_PLACE)
    return disguises
