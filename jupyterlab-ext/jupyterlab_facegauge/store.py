"""Reads the store, never writes it. What counts is defined by the views that facegauge's migrations create."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

# Schema version (PRAGMA user_version) this reader knows, and the mark of a facegauge store.
KNOWN_VERSION = 1
APPLICATION_ID = 0x66616365

EMPTY = {
    "pictures": 0,
    "scored": 0,
    "meanQuality": None,
    "low": 0,
    "lowRate": None,
    "failures": 0,
    "lastAt": None,
}
BUILT_IN_REJECT = {"value": 0.4, "origin": "built-in"}


class StoreBusy(Exception):
    """The store could not be read just now."""


class Unreadable(Exception):
    """The store cannot be read: `state` says why, for programs, the message for people."""

    def __init__(self, state, message):
        super().__init__(message)
        self.state = state


def read_summary(path, start, end):
    """Counts of [start, end), UTC ms, as the route answers them. Raises StoreBusy."""
    answer = {"from": start, "to": end, **EMPTY, "qualityReject": BUILT_IN_REJECT}
    try:
        with closing(_open(path)) as db:
            reject = _policy(db, "qualityReject")
            answer.update(_counts(db, start, end, reject["value"]), qualityReject=reject)
            state = "ok" if db.execute("SELECT EXISTS (SELECT 1 FROM samples)").fetchone()[0] else "empty"
            answer["store"] = {"path": str(path), "state": state, "message": None}
    except Unreadable as error:
        answer["store"] = {"path": str(path), "state": error.state, "message": str(error)}
    except sqlite3.DatabaseError as error:
        if _is_busy(error):
            raise StoreBusy(f"The store {path} is locked by another process.") from error
        answer.update(EMPTY, qualityReject=BUILT_IN_REJECT)
        answer["store"] = {"path": str(path), "state": "damaged", "message": _damaged(path, error)}
    return answer


def _open(path):
    """Opened anew for each answer: the file may have been replaced meanwhile, and opening takes well under a millisecond."""
    if not path.is_file():
        raise Unreadable("missing", f"There is no store at {path} yet.")
    try:
        db = _connect(path, "mode=ro")
    except sqlite3.OperationalError:
        # In a folder that may not be written, a reader cannot make the index of the write-ahead log. Without a log there is
        # nothing to index.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        db = _connect(path, "immutable=1")
    try:
        _check(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _connect(path, mode):
    db = sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, timeout=2)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA query_only = 1")
        db.execute("SELECT count(*) FROM sqlite_schema")
    except BaseException:
        db.close()
        raise
    return db


def _check(db, path):
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        raise Unreadable("empty", f"The store {path} is empty.")
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Unreadable("damaged", _damaged(path, "it is the database of another application"))
    if version > KNOWN_VERSION:
        raise Unreadable(
            "newer",
            f"The store {path} was written by a newer facegauge (schema {version}, this extension knows {KNOWN_VERSION}). "
            "Update jupyterlab_facegauge.",
        )


def _policy(db, key):
    row = db.execute("SELECT value, origin FROM policy_in_force WHERE key = ?", (key,)).fetchone()
    return dict(row)


def _counts(db, start, end, reject):
    row = db.execute(
        """SELECT count(*) AS pictures, count(quality) AS scored, avg(quality) AS meanQuality,
             coalesce(sum(quality < ?), 0) AS low, coalesce(sum(failed), 0) AS failures, max(processed_at) AS lastAt
           FROM pictures WHERE processed_at >= ? AND processed_at < ?""",
        (reject, start, end),
    ).fetchone()
    counts = dict(row)
    counts["lowRate"] = counts["low"] / counts["scored"] if counts["scored"] else None
    return counts


def _damaged(path, reason):
    return (
        f"The store {path} cannot be read: {reason}. Move the file away (with its -wal and -shm companions) or point "
        "FACEGAUGE_STORE to another one, and a new store is made."
    )


def _is_busy(error):
    return "locked" in str(error) or "busy" in str(error)
