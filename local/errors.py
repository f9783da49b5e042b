"""Why a run could not start, as a sentence for the person at the terminal."""

from pathlib import Path

LINES_SHOWN = 15


class CannotStart(Exception):
    """The sentence says what is wrong and what to do; `log` names the file that tells more, if any."""

    def __init__(self, sentence: str, log: Path | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.log = log

    def report(self) -> str:
        """The sentence, and the end of the log where there is one."""
        if self.log is None or not self.log.exists():
            return self.sentence
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES_SHOWN:]
        return "\n".join([self.sentence, f"The end of {self.log}:", *(f"  {line}" for line in lines)])
