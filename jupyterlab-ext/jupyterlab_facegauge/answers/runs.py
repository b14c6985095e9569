"""Runs: what is being audited, how far it has come, and what came of it."""

import os
import socket

from ..sql import query

# Newest first; nobody scrolls through more.
MOST_RUNS = 500


def runs(db, places):
    """[{id, name, state, startedAt, endedAt, heartbeatAt, total, done, failed, model, recogniser, meanQuality, low, scored,
    owner}], newest first. `failed` counts every picture without a quality."""
    sums = {row["id"]: row for row in db.execute(query("run-sums"))}
    rows = db.execute(query("runs"), {"name": None}).fetchmany(MOST_RUNS)
    return [_run(row, sums.get(row["id"]), places) for row in rows]


def _run(row, sums, places):
    running = row["state"] == "running"
    return {
        **{key: row[key] for key in ("id", "startedAt", "endedAt", "heartbeatAt", "total", "done", "failed")},
        "name": places.words(row["name"]),
        "state": "interrupted" if running and not _alive(row["ownerPid"], row["ownerHost"]) else row["state"],
        **{key: row[key] for key in ("model", "recogniser")},
        "scored": sums["scored"] if sums else 0,
        "meanQuality": sums["meanQuality"] if sums else None,
        "low": sums["low"] if sums else 0,
        "owner": None if row["ownerPid"] is None else {"pid": row["ownerPid"], "host": row["ownerHost"]},
    }


def _alive(pid, host):
    """On this very machine the absence of a process is known at once, and not only when its heartbeat is missed."""
    if pid is None or host != socket.gethostname() or os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
