"""The migrations make the tables that the code declares."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from service.bootstrap import Services
from service.storage.engine import make_engine
from service.storage.migrate import current_revision, migrate, newest_revision
from service.storage.tables import metadata, published_comments


def test_the_migrated_schema_is_the_declared_one(services: Services) -> None:
    with services.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_check_of_the_declared_tables_stands_in_the_database(services: Services) -> None:
    inspector = inspect(services.store.engine)
    for table in metadata.tables.values():
        declared = {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}
        found = {str(each["name"]) for each in inspector.get_check_constraints(table.name)}
        assert found == declared, table.name


def test_the_view_of_published_comments_has_the_declared_columns(services: Services) -> None:
    found = inspect(services.store.engine).get_columns("published_comments")
    assert {column["name"] for column in found} == {column.name for column in published_comments.columns}


def test_a_second_migration_changes_nothing(services: Services) -> None:
    assert migrate(services.store.engine) == (newest_revision(), newest_revision())


def test_a_new_sqlite_database_is_made_with_its_directory(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'comments.db'}", pool_size=1)
    assert migrate(engine) == (None, newest_revision())
    with engine.connect() as connection:
        assert current_revision(connection) == newest_revision()
    engine.dispose()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_foreign_key_is_declared_on_both_sides(services: Services, table: str) -> None:
    found = {
        (tuple(each["constrained_columns"]), each["referred_table"], tuple(each["referred_columns"]))
        for each in inspect(services.store.engine).get_foreign_keys(table)
    }
    declared = {
        (
            tuple(each.column_keys),
            each.referred_table.name,
            tuple(element.column.name for element in each.elements),
        )
        for each in metadata.tables[table].foreign_key_constraints
    }
    assert found == declared
