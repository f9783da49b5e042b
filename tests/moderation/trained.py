"""A small world to train on: made-up words are hostile, ordinary ones are not."""

import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path

ORDINARY = [
    *("the", "driver", "of", "my", "laptop", "is", "fine", "and", "a", "disk", "was", "slow"),
    *("so", "we", "read", "that", "review", "with", "some", "care"),
]
HOSTILE = ["zorblet", "gruntwick", "vimplesnark"]


def sentence(numbers: random.Random, *, hostile: bool) -> str:
    words = numbers.choices(ORDINARY, k=numbers.randint(4, 14))
    if hostile:
        words.insert(numbers.randrange(len(words)), numbers.choice(HOSTILE))
    return " ".join(words)


def rows(count: int, *, label: str = "toxic", seed: int = 7) -> list[dict[str, str]]:
    """As many rows, a third of them with the label and a made-up word, the rest clean."""
    numbers = random.Random(seed)
    return [
        {
            "text": sentence(numbers, hostile=number % 3 == 0),
            "label": label if number % 3 == 0 else "clean",
        }
        for number in range(count)
    ]


def write_rows(path: Path, lines: Iterable[dict[str, str]]) -> Path:
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
