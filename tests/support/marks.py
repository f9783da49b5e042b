"""Marks that say how a test runs."""

import pytest

on_sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what ends before it reaches a database, so that which one it is makes no difference."""
