"""Where everything is recorded: SQLite or PostgreSQL, through SQLAlchemy Core. Nothing else imports it."""
