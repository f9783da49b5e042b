"""Regular expressions that people may write, on RE2: time in proportion to the text, whatever they wrote."""

import re2

MAX_CHARACTERS = 1_000
MAX_PROGRAM = 400
"""The most instructions that RE2 may make of it: it takes no more steps than these for one character."""


class RegexError(Exception):
    """The regular expression cannot be used; the message is a sentence."""


class Regex:
    """A compiled regular expression."""

    def __init__(self, text: str, *, ignore_case: bool = False) -> None:
        """Raises RegexError where RE2 does not accept it, or where it is too large to be fast."""
        if len(text) > MAX_CHARACTERS:
            raise RegexError(f"A regular expression has at most {MAX_CHARACTERS} characters.")
        self._compiled = _compiled(text, ignore_case)
        size = max(self._compiled.programsize, self._compiled.reverseprogramsize)
        if size > MAX_PROGRAM:
            raise RegexError(
                f"The regular expression is too large: it repeats too much. (RE2 makes {size} instructions of"
                f" it; {MAX_PROGRAM} is the most.)"
            )

    def found_in(self, text: str) -> bool:
        """Whether it matches anywhere in the text."""
        return self._compiled.search(text) is not None

    def spans(self, text: str, most: int) -> list[tuple[int, int]]:
        """Where it matches, in code points, from left to right; no more than `most`, and none empty."""
        spans: list[tuple[int, int]] = []
        for match in self._compiled.finditer(text):
            if len(spans) == most:
                break
            start, end = match.span()
            if start < end:
                spans.append((start, end))
        return spans


def _compiled(text: str, ignore_case: bool) -> "re2._Regexp":
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        return re2.compile(text, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise RegexError(f"RE2 cannot read the regular expression: {reason}.") from error
