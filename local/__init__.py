"""The whole service on one machine without containers: what `make run` does.

Everything of one run lies under its DATA_DIR, and nothing elsewhere on the machine is touched:

    service.env    settings that the run chose; lines added by hand are kept
    comments.db    the database
    valkey/        the queue's append-only file
    run/           the lock, and configuration written at each start
    log/           one file a process, rotated

`local.run` prepares, starts a supervisor and waits; `supervisord.conf` says which processes there are.
"""
