"""Every key of a policy document."""

KEYS: dict[str, tuple[str, ...]] = {
    "": ("version", "mode"),
    "lexicon": ("allowed",),
    "words": ("blocked", "suspect", "allowed"),
    "pattern": ("id", "regex", "severity"),
    "links": ("own_domains",),
    "language": ("accepted",),
    "length": ("long_from_characters",),
    "repeat": ("from_count", "wave_from_readers"),
    "new_author": ("first_comments",),
    "rule": ("id", "when", "verdict", "reason", "message", "test"),
    "rule.test": ("fires", "text", "signals", "article", "author", "others"),
}
"""The keys by table; "" is the top, before the first table. The keys of [sections] are the magazine's own."""

TABLES = ("sections", *(table for table in KEYS if table and "." not in table))

SIGNAL_FIELDS = ("count", "score", "severity", "exact_severity")
"""What a test may say of a signal; that it was found goes without saying."""
