"""The forms in which detectors read a text; every form knows its place in the text as typed.

A `Text` has
- `folded`: the whole text without what hides letters. HTML entities are read; characters that nobody sees
  are dropped (zero-width, direction, soft hyphen, variation selectors, tags, control characters), and marks
  stacked on letters; styled, boxed and accented Latin letters become plain ones, and letters of other
  scripts where they pass for Latin ones (see `lookalikes`); then case is folded. Look-alikes go before
  compatible forms are unified, which takes some of them for other letters.
- `words`: the runs of letters and digits of the folded text. A word tells whether it was typed so (`exact`)
  and, if not, whether only accents of an ordinary spelling are missing (`accented`). A detector may reject
  for exact words; what shows only after folding is a reason to hold.
- `disguises`: what stretches of the text may be meant to read beyond its words, several readings for one
  stretch where it is ambiguous. Most are no words at all: a detector looks them up in its lists. Glued
  words and swapped letters are not made here; whoever has the list makes them from it.
- `quoted` and `reported`: what the text quotes, and what it reports or speaks against.

How a disguise is found: `signs` finds runs of letters and signs, `leet` reads the signs as letters, `masks`
as hidden letters; `repeats` squeezes repeated letters; `apart` joins letters that stand apart and words
that are cut; `turned` reads from the other end. `ordinary` has the words that need no second look.

Everything takes time in proportion to the length of the text: each pass goes over the text once, each
regular expression has bounded repeats, each stretch has a bounded number of readings, and no text has more
than MAX_DISGUISES (`Text.is_overloaded` says that it might). Nothing here raises for any text; only the
table of look-alikes, read when the first text needs it, raises if its package is damaged.
"""

from service.moderation.normalise.disguise import Disguise, DisguiseKind
from service.moderation.normalise.folded import Folded
from service.moderation.normalise.text import Text, fold, words_of
from service.moderation.normalise.words import Word

__all__ = ["Disguise", "DisguiseKind", "Folded", "Text", "Word", "fold", "words_of"]
