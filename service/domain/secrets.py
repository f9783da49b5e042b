"""Secrets that are handed out once and recognised by their hash."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, safe in a header and in a URL."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is stored of a secret. A fast hash is enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
