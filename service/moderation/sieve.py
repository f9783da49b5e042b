"""Which of many forms are worth looking for in a text: those all of whose needed words are there.

A form such as `I will find you` needs a word of each of its parts. Few of a list's forms find all that they
need in an ordinary comment, and only these are looked for. Which ones they are takes one operation on whole
numbers for each word of the text, however many forms there are: every form has a few bits, one for each of
its needs, and every word sets those of the needs that it meets.
"""

from collections.abc import Iterable, Iterator, Sequence

MAX_NEEDS = 4
"""How many needs of a form are looked at: the rarest. More would cost more than it saves."""

Need = str
"""Letters that stand for words; one of these words at least must be in the text."""


class Sieve:
    """Tells which of many forms can be in a text. `bits_of` has the bits of each letter that a form needs."""

    def __init__(self, needs: Iterable[Sequence[Need]]) -> None:
        """`needs` are those of each form, one at least, rarest first."""
        rarest = [each[:MAX_NEEDS] for each in needs]
        self._count = len(rarest)
        self._mask = (1 << self._count) - 1
        bits_of_need: dict[Need, int] = {}
        for number, each in enumerate(rarest):
            for turn in range(MAX_NEEDS):
                # A form with fewer needs has its last one counted again.
                need = each[min(turn, len(each) - 1)]
                bits_of_need[need] = bits_of_need.get(need, 0) | 1 << (turn * self._count + number)
        self.bits_of: dict[str, int] = {}
        for need, bits in bits_of_need.items():
            for letter in need:
                self.bits_of[letter] = self.bits_of.get(letter, 0) | bits

    def possible(self, met: int) -> int:
        """The forms whose needs are all met, a bit for each; `met` has the bits of all words."""
        left = met & self._mask
        for turn in range(1, MAX_NEEDS):
            if not left:
                break
            left &= met >> (turn * self._count)
        return left


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the forms of which these are the bits, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
