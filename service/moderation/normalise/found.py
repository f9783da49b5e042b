"""What the finders of disguises hand back."""

from typing import TypeAlias

from service.moderation.normalise.disguise import DisguiseKind

Found: TypeAlias = tuple[str, int, int, DisguiseKind]
"""What a stretch may be meant to read, its start and end in the folded text, and how it is disguised."""
