"""Every setting of the service, declared once: its name, its meaning, its unit and its default.

A setting is read from the environment, or from the file `service.env` in DATA_DIR, or is left at its
default, in this order. A secret can also be given as a file: `NAME_FILE` names one that holds it.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "DESK_"
LOCAL_FILE = "service.env"
_SHORTEST_SECRET = 32


class SettingsError(Exception):
    """A setting is malformed, unknown or missing. The message says which, and what to do."""


def _setting(
    name: str,
    meaning: str,
    default: Any = MISSING,
    *,
    secret: bool = False,
    least: float | None = None,
    check: Callable[[Any], str | None] | None = None,
) -> Any:
    """`check` says what is wrong with a value, as the rest of a sentence that begins with the name."""
    metadata = {"name": name, "meaning": meaning, "secret": secret, "least": least, "check": check}
    return field(default=default, metadata=metadata)


def _wrong_port(port: int) -> str | None:
    return None if port <= 65_535 else "is at most 65535."


def _wrong_level(level: str) -> str | None:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    return None if level in levels else f"is one of {', '.join(levels)}."


def _wrong_database(url: str) -> str | None:
    known = url == "" or url.startswith(("sqlite:///", "postgresql://"))
    return None if known else "begins with sqlite:/// or postgresql://"


def _wrong_redis(url: str) -> str | None:
    return None if url.startswith(("redis://", "rediss://", "unix://")) else "begins with redis://"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    data_dir: Path = _setting("DATA_DIR", "Directory for the files of a run on one machine.", Path("var"))
    host: str = _setting("DESK_HOST", "Address that the API listens on.", "127.0.0.1")
    port: int = _setting("PORT", "Port that the API listens on.", 8000, least=1, check=_wrong_port)
    database_url: str = _setting(
        "DESK_DATABASE_URL",
        "The database: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`. "
        "Empty means `comments.db` in DATA_DIR.",
        "",
        secret=True,
        check=_wrong_database,
    )
    database_patience_seconds: float = _setting(
        "DESK_DATABASE_PATIENCE_SECONDS",
        "Seconds that a request waits for a lock or a connection of the database before it is answered 503.",
        8.0,
        least=0.1,
    )
    redis_url: str = _setting(
        "DESK_REDIS_URL",
        "Redis or Valkey, which rings for the workers.",
        "redis://127.0.0.1:6379/0",
        secret=True,
        check=_wrong_redis,
    )
    secret_key: str = _setting(
        "DESK_SECRET_KEY",
        "Signs cookies and CSRF tokens; at least 32 characters, the same for all API processes. "
        "There is no default: the API does not start without it.",
        "",
        secret=True,
    )
    cookie_secure: bool = _setting(
        "DESK_COOKIE_SECURE",
        "Send the session cookie over HTTPS only. `false` is for trying things out.",
        True,
    )
    demo: bool = _setting("DESK_DEMO", "Serve the demo article under `/demo/`.", False)
    policy_file: Path = _setting("DESK_POLICY_FILE", "The magazine's policy.", Path("config/policy.toml"))
    models_dir: str = _setting(
        "DESK_MODELS_DIR",
        "Directory with language models of the magazine's own, `toxicity.model` and `spam.model`. "
        "Empty means those that come with the service.",
        "",
    )
    log_level: str = _setting("DESK_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR.", "INFO", check=_wrong_level)
    api_processes: int = _setting("DESK_API_PROCESSES", "API processes.", 1, least=1)
    api_threads: int = _setting("DESK_API_THREADS", "Threads in each API process.", 4, least=1)
    batch_size: int = _setting("DESK_BATCH_SIZE", "Comments that a worker claims at once.", 20, least=1)
    lease_seconds: float = _setting(
        "DESK_LEASE_SECONDS",
        "Seconds after which a comment that was claimed and not decided is due again; doubles with each "
        "attempt.",
        8.0,
        least=0.1,
    )
    max_attempts: int = _setting(
        "DESK_MAX_ATTEMPTS", "Attempts to judge a comment before it is held for a moderator.", 4, least=1
    )
    deadline_seconds: float = _setting(
        "DESK_DEADLINE_SECONDS",
        "Seconds after which a comment that no worker has judged is held for a moderator.",
        900.0,
        least=1,
    )
    sweep_seconds: float = _setting("DESK_SWEEP_SECONDS", "Seconds between two sweeps.", 2.0, least=0.05)
    most_rings: int = _setting(
        "DESK_MOST_RINGS", "Jobs that may wait in Redis; each drains everything that is due.", 8, least=1
    )
    login_idle_seconds: int = _setting(
        "DESK_LOGIN_IDLE_SECONDS", "Seconds without use after which a sign-in ends.", 7 * 86_400, least=1
    )
    login_seconds: int = _setting(
        "DESK_LOGIN_SECONDS", "Seconds after which a sign-in ends in any case.", 30 * 86_400, least=1
    )
    login_failures: int = _setting(
        "DESK_LOGIN_FAILURES", "Wrong passwords for one name from one address before a pause.", 5, least=1
    )
    login_pause_seconds: int = _setting(
        "DESK_LOGIN_PAUSE_SECONDS", "Seconds of pause after too many wrong passwords.", 300, least=1
    )
    idempotency_seconds: int = _setting(
        "DESK_IDEMPOTENCY_SECONDS",
        "Seconds for which an Idempotency-Key is remembered.",
        2 * 86_400,
        least=60,
    )

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'comments.db').resolve()}"

    @property
    def models_directory(self) -> Path | None:
        """Where the magazine's own models lie; None where it has none."""
        return Path(self.models_dir) if self.models_dir else None

    def require_secret_key(self) -> str:
        """The secret key. Raises SettingsError where there is none or it is too short to be one."""
        if len(self.secret_key) >= _SHORTEST_SECRET:
            return self.secret_key
        raise SettingsError(
            f"DESK_SECRET_KEY must have at least {_SHORTEST_SECRET} characters. "
            "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from this environment (by default the process's own).

    Raises SettingsError, with a sentence for each thing wrong, before anything is started.
    """
    given = dict(os.environ if environment is None else environment)
    data_dir = Path(given.get("DATA_DIR") or "var")
    merged = _read_local_file(data_dir / LOCAL_FILE) | given
    problems = [_unknown(name) for name in sorted(merged) if name.startswith(PREFIX) and not _is_known(name)]
    values: dict[str, Any] = {}
    for declared in fields(Settings):
        try:
            text = _text_of(declared, merged)
            if text is not None:
                values[declared.name] = _checked(declared, _parse(declared, text))
        except SettingsError as error:
            problems.append(str(error))
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _read_local_file(path: Path) -> dict[str, str]:
    """The lines `NAME=value` of a file; nothing where there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    values = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise SettingsError(f"{path}:{number}: a line reads NAME=value, not {line!r}.")
        values[name.strip()] = value.strip()
    return values


def _text_of(declared: "Field[Any]", merged: Mapping[str, str]) -> str | None:
    name = declared.metadata["name"]
    file_name = f"{name}_FILE"
    if not declared.metadata["secret"] or file_name not in merged:
        return merged.get(name)
    if name in merged:
        raise SettingsError(f"Give {name} or {file_name}, not both.")
    try:
        return Path(merged[file_name]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{file_name} names a file that cannot be read: {error.strerror}.") from error


def _parse(declared: "Field[Any]", text: str) -> Any:
    name, least = declared.metadata["name"], declared.metadata["least"]
    if declared.type is Path:
        return Path(text)
    if declared.type is bool:
        if text.lower() not in ("true", "false"):
            raise SettingsError(f"{name} is true or false, not {text!r}.")
        return text.lower() == "true"
    if declared.type in (int, float):
        try:
            number = declared.type(text)
        except ValueError:
            kind = "a whole number" if declared.type is int else "a number"
            raise SettingsError(f"{name} is {kind}, not {text!r}.") from None
        if not number >= least or number == float("inf"):
            raise SettingsError(f"{name} is at least {least}, not {text}.")
        return number
    return text


def _checked(declared: "Field[Any]", value: Any) -> Any:
    check = declared.metadata["check"]
    wrong = check(value) if check else None
    if wrong:
        raise SettingsError(f"{declared.metadata['name']} {wrong}")
    return value


def _is_known(name: str) -> bool:
    return any(
        name == declared.metadata["name"]
        or (declared.metadata["secret"] and name == f"{declared.metadata['name']}_FILE")
        for declared in fields(Settings)
    )


def _unknown(name: str) -> str:
    return f"{name} is not a setting. docs/settings.md lists them all; is it misspelt?"
