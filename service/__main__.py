"""The operator's commands: `python -m service COMMAND`.

Each command imports what it alone needs: the process that only watches over the API stays small.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from service.domain.errors import DomainError
from service.domain.principals import ACCOUNT_ROLES, TOKEN_ROLES, Role
from service.logs import configure_logging
from service.progress import ProgressBar
from service.settings import Settings, SettingsError, load_settings

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. What goes wrong is a sentence on standard error and status 1."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        return command(options, settings)
    except (SettingsError, DomainError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m service",
        description="Comment Desk. Settings come from the environment and from service.env in DATA_DIR.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the API")
    serve.set_defaults(command=_serve)

    migration = commands.add_parser("migrate", help="bring the database to this version's schema")
    migration.set_defaults(command=_migrate)

    account = commands.add_parser(
        "create-user", help="make an account; its password is read from standard input"
    )
    account.add_argument("name")
    account.add_argument("--role", required=True, choices=[role.value for role in ACCOUNT_ROLES])
    account.add_argument(
        "--password-stdin", required=True, action="store_true", help="read the password from standard input"
    )
    account.set_defaults(command=_create_user)

    token = commands.add_parser("create-token", help="make an API token and print it, this once")
    token.add_argument("name")
    token.add_argument("--role", required=True, choices=[role.value for role in TOKEN_ROLES])
    token.add_argument("--days", type=int, metavar="N", help="expire after N days (never, if not given)")
    token.set_defaults(command=_create_token)

    judge = commands.add_parser(
        "judge", help="say what would happen to each line of standard input as a comment; stores nothing"
    )
    judge.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines of JSON, {"text": ...}, and answer each with '
        '{"decision": ..., "reasons": [...], "microseconds": ...}',
    )
    judge.add_argument("--newcomer", action="store_true", help="judge as by a reader who is not known yet")
    judge.set_defaults(command=_judge)

    training = commands.add_parser("train-model", help="train a language model on labelled texts")
    training.add_argument(
        "--data",
        required=True,
        nargs="+",
        type=Path,
        metavar="PATH",
        help='files, or folders of them, with lines of JSON: {"text": ..., "label": "clean|toxic|spam"}',
    )
    training.add_argument(
        "--kind",
        default="toxicity",
        choices=["toxicity", "spam"],
        help="what the model is to tell from clean texts (toxicity)",
    )
    training.add_argument(
        "--seed", type=int, default=1, help="the same data and seed give the same model (1)"
    )
    training.add_argument("--out", type=Path, metavar="FILE", help="where to write it (KIND.model)")
    training.set_defaults(command=_train_model)

    export = commands.add_parser(
        "export-decisions", help="print what moderators decided, as lines of JSON to train a model on"
    )
    export.set_defaults(command=_export_decisions)

    requeue = commands.add_parser("requeue", help="ring the workers for everything that is pending")
    requeue.set_defaults(command=_requeue)
    return parser


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    from service.serve import serve

    serve(settings)
    return 0


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    from service.storage.engine import make_engine
    from service.storage.migrate import migrate

    engine = make_engine(settings.resolved_database_url, pool_size=1)
    before, now = migrate(engine)
    engine.dispose()
    print(
        f"The schema is at {now}."
        if before == now
        else f"The schema went from {before or 'nothing'} to {now}."
    )
    return 0


def _create_user(options: argparse.Namespace, settings: Settings) -> int:
    from service.bootstrap import build

    password = sys.stdin.readline().rstrip("\r\n")
    created = build(settings).create_account(options.name, Role(options.role), password)
    print(f"Created the {created.role} {created.name}.")
    return 0


def _create_token(options: argparse.Namespace, settings: Settings) -> int:
    from service.bootstrap import build

    lifetime = timedelta(days=options.days) if options.days else None
    print(build(settings).create_token(options.name, Role(options.role), lifetime))
    return 0


def _judge(options: argparse.Namespace, settings: Settings) -> int:
    import msgspec

    from service import dry_run
    from service.moderation.current import CurrentJudge
    from service.moderation.pipeline import Judge

    judge = CurrentJudge(settings.policy_file, partial(Judge, models=settings.models_directory))()
    context = dry_run.newcomer(judge) if options.newcomer else dry_run.known_reader(judge)
    if not options.jsonl:
        for line in sys.stdin:
            print(dry_run.describe(judge, line.rstrip("\r\n"), context), end="\n\n", flush=True)
        return 0
    unreadable = 0
    for answer in dry_run.answer_lines(judge, sys.stdin.buffer, context):
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        # Line by line, so that a program at the other end of a pipe can ask and wait for the answer.
        sys.stdout.buffer.flush()
        unreadable += isinstance(answer, dry_run.Unreadable)
    return 1 if unreadable else 0


def _train_model(options: argparse.Namespace, _: Settings) -> int:
    from service.moderation.model.corpus import Kind
    from service.moderation.model.report import report
    from service.moderation.model.training import train
    from service.moderation.model.weights import write_model

    out = options.out or Path(f"{options.kind}.model")
    bar = ProgressBar(sys.stderr)
    model = train(options.data, Kind(options.kind), seed=options.seed, progress=bar.show)
    bar.end()
    digest = write_model(model, out)
    print(f"Wrote {out}.\n\n{report(model.description, digest)}")
    return 0


def _export_decisions(_: argparse.Namespace, settings: Settings) -> int:
    import msgspec

    from service.bootstrap import build

    for labelled in build(settings).export_decisions():
        sys.stdout.buffer.write(msgspec.json.encode(labelled) + b"\n")
    return 0


def _requeue(_: argparse.Namespace, settings: Settings) -> int:
    from service.bootstrap import build

    requeued = build(settings).requeue_pending()
    if requeued.pending and not requeued.rung:
        print(f"{requeued.pending} pending; Redis does not answer, so the sweep will ring for them later.")
        return 1
    print(f"{requeued.pending} pending, and due now.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
