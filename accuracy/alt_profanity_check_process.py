"""Runs in the other environment: reads lines `{"text": ...}`, writes lines `{"flagged": ...}` in their order.

The labels are those of the package's own `predict`, which flags from a probability of 0.5 on.
"""

import json
import sys

_AT_ONCE = 1_000


def main() -> None:
    from profanity_check import predict  # type: ignore[import-not-found] # noqa: PLC0415

    texts = [json.loads(line)["text"] for line in sys.stdin]
    for at in range(0, len(texts), _AT_ONCE):
        for label in predict(texts[at : at + _AT_ONCE]):
            sys.stdout.write(json.dumps({"flagged": bool(label)}) + "\n")


if __name__ == "__main__":
    main()
