"""Run by Alembic: applies the migrations on the connection that `migrate` hands over."""

from alembic import context


def run() -> None:
    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


run()
