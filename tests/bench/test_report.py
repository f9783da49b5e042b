"""The report: nothing that went wrong is left out of it."""

from collections import Counter

from bench import report
from bench.figures import Figures


def test_errors_stand_in_their_line_and_at_the_end() -> None:
    lines = [
        Figures("post", connections=16, per_second=1234.5, p50=0.0042, p99=0.25, errors=Counter({"503": 2})),
        Figures("list", errors=Counter({"503": 1, "no answer": 1})),
    ]

    assert report.line(lines[0]).split() == ["post", "16", "1,234", "4.2", "250", "2"]
    assert "ERRORS: 3 x 503, 1 x no answer" in report.verdict(lines)


def test_a_run_without_errors_says_so() -> None:
    assert report.verdict([Figures("post", connections=1)]) == "No errors."
