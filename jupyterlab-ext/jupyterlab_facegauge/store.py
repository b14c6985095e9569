"""Opens the store and answers from it. What counts is defined by facegauge's migrations and queries (`sql.py`)."""

import errno
import os
import sqlite3
import time
from contextlib import closing, contextmanager
from urllib.parse import quote

from .sql import APPLICATION_ID, KNOWN_VERSION, query

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

# No answer takes longer: what a damaged or tampered file makes of a query may never end.
PATIENCE_S = 5.0
# Steps of SQLite's machine between two looks at the clock.
_STEPS = 10_000

_BUSY = (5, 6)
_DAMAGED = (11, 26)


class StoreBusy(Exception):
    """Another process holds the store just now; ask again."""


class Unreadable(Exception):
    """The store cannot be read: `state` says why, for programs, the message for people."""

    def __init__(self, state, message):
        super().__init__(message)
        self.state = state


class Store:
    """A store's file and what it is called before a client, who is told no path outside the server's own folder."""

    def __init__(self, path, root):
        self.path = path
        try:
            self.name = path.relative_to(root).as_posix()
        except ValueError:
            self.name = path.name

    @contextmanager
    def reading(self, patience=PATIENCE_S):
        """A connection that can only read, opened anew: the file may have been replaced meanwhile, and opening takes well
        under a millisecond. Raises StoreBusy and Unreadable; within, SQLite's errors become these too."""
        try:
            with closing(self._open()) as db:
                end = time.monotonic() + patience
                db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
                self._check(db)
                yield db
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _open(self):
        try:
            mode = os.stat(self.path).st_mode
        except OSError as error:
            raise self._not_there(error) from error
        if mode & 0o170000 != 0o100000:
            raise Unreadable("unreadable", f"{self.name} is no file.")
        try:
            return self._connect("mode=ro")
        except sqlite3.OperationalError as error:
            if _code(error) in _BUSY or not self._in_read_only_folder():
                raise
        # A reader cannot make the index of the write-ahead log there; without a log there is nothing to index.
        return self._connect("immutable=1")

    def _in_read_only_folder(self):
        log = self.path.with_name(self.path.name + "-wal")
        try:
            if log.exists() and log.stat().st_size:
                return False
        except OSError:
            return False
        return os.access(self.path, os.R_OK) and not os.access(self.path.parent, os.W_OK)

    def _connect(self, mode):
        db = sqlite3.connect(f"file:{quote(str(self.path))}?{mode}", uri=True, timeout=2)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA query_only = 1")
            db.execute("PRAGMA foreign_keys = 1")
            db.execute(query("examine")).fetchone()
        except BaseException:
            db.close()
            raise
        return db

    def _check(self, db):
        version, application, tables = db.execute(query("examine")).fetchone()
        if tables == 0:
            raise Unreadable("empty", f"The store {self.name} is empty.")
        if application != APPLICATION_ID:
            raise Unreadable(
                "foreign",
                f"{self.name} is the database of another application, not a store of facegauge. "
                "Point FACEGAUGE_STORE to another file.",
            )
        if version > KNOWN_VERSION:
            raise Unreadable(
                "newer",
                f"The store {self.name} was written by a newer facegauge (schema {version}, this extension knows "
                f"{KNOWN_VERSION}). Update jupyterlab_facegauge.",
            )
        if version < KNOWN_VERSION:
            raise Unreadable(
                "older",
                f"The store {self.name} was written by an older facegauge (schema {version}, this extension reads "
                f"{KNOWN_VERSION}). It is brought up to date when a notebook or the command line next opens it.",
            )

    def _not_there(self, error):
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return Unreadable("missing", f"There is no store at {self.name} yet.")
        if error.errno in (errno.EACCES, errno.EPERM):
            return self._no_permission()
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        return Unreadable("unreadable", f"The store {_shortened(self.name)} cannot be opened: {reason}.")

    def _no_permission(self):
        return Unreadable("no-permission", f"The Jupyter server may not read the store {self.name}.")

    def _fault(self, error):
        code = _code(error)
        if code in _BUSY:
            return StoreBusy(f"The store {self.name} is locked by another process.")
        if code in _DAMAGED:
            return Unreadable(
                "damaged",
                f"The store {self.name} cannot be read: {error}. Move the file away (with its -wal and -shm companions) or "
                "point FACEGAUGE_STORE to another one, and a new store is made.",
            )
        if code == 9:
            return Unreadable(
                "unreadable", f"Reading the store {self.name} took longer than {PATIENCE_S:g} s and was ended."
            )
        if not os.access(self.path, os.R_OK):
            return self._no_permission()
        return Unreadable("unreadable", f"The store {self.name} cannot be read: {error}.")


def read_summary(store, start, end):
    """Counts of [start, end), UTC ms, as the route answers them. Raises StoreBusy."""
    answer = {"from": start, "to": end, **EMPTY, "qualityReject": BUILT_IN_REJECT}
    try:
        with store.reading() as db:
            counts = dict(db.execute(query("summary"), {"from": start, "to": end, "source": None, "run": None}).fetchone())
            reject = next(row for row in db.execute(query("policy"), {"model": "*"}) if row["key"] == "qualityReject")
            state = "empty" if db.execute(query("newest")).fetchone()["id"] is None else "ok"
        answer.update((key, counts[key]) for key in EMPTY if key in counts)
        answer["lowRate"] = counts["low"] / counts["scored"] if counts["scored"] else None
        answer["qualityReject"] = {"value": reject["value"], "origin": reject["origin"]}
        answer["store"] = {"path": store.name, "state": state, "message": None}
    except Unreadable as error:
        answer["store"] = {"path": _shortened(store.name), "state": error.state, "message": str(error)}
    return answer


def _code(error):
    """SQLite's primary result code; Python tells it from 3.11 on, before it has to be read from the sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF
    text = str(error)
    for words, known in (("locked", 5), ("malformed", 11), ("not a database", 26), ("interrupted", 9)):
        if words in text:
            return known
    return None


def _shortened(name):
    return name if len(name) <= 120 else f"{name[:60]}…{name[-40:]}"
