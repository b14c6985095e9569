"""Opens the store. What counts is defined by facegauge's migrations and queries (`sql.py`)."""

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from urllib.parse import quote

from .faults import BUSY, StoreBusy, Unreadable, code_of, fault, not_there
from .places import Places
from .sql import APPLICATION_ID, KNOWN_VERSION, query

__all__ = ["PATIENCE_S", "Store", "StoreBusy", "Unreadable"]

# No answer takes longer: what a damaged or tampered file makes of a query may never end.
PATIENCE_S = 5.0
# Steps of SQLite's machine between two looks at the clock.
_STEPS = 10_000
# How long another process's transaction is waited for, s.
_BUSY_TIMEOUT_S = 2


class Store:
    """A store's file and what it is called before a client, who is told no path outside the server's own folder."""

    def __init__(self, path, root):
        self.path = path
        self.places = Places(root)
        try:
            self.name = path.relative_to(root).as_posix()
        except ValueError:
            self.name = path.name

    @contextmanager
    def reading(self, patience=PATIENCE_S):
        """A connection that can only read, opened anew: the file may have been replaced meanwhile, and opening takes well
        under a millisecond. Raises StoreBusy and Unreadable; within, SQLite's errors become these too."""
        with self._errors_told(patience), closing(self._open()) as db:
            self._limit(db, patience)
            self._check(db)
            # What one answer says belongs together: a writer may be at work.
            db.execute("BEGIN")
            yield db

    @contextmanager
    def writing(self, patience=PATIENCE_S):
        """One short transaction, committed at the end and rolled back by any error; raises as `reading`."""
        with self._errors_told(patience), closing(self._open(change=True)) as db:
            self._limit(db, patience)
            self._check(db)
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors_told(self, patience):
        try:
            yield
        except sqlite3.Error as error:
            raise fault(self.name, self.path, patience, error) from error

    def _limit(self, db, patience):
        end = time.monotonic() + patience
        db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)

    def _open(self, change=False):
        try:
            mode = os.stat(self.path).st_mode
        except OSError as error:
            raise not_there(self.name, error) from error
        if mode & 0o170000 != 0o100000:
            raise Unreadable("unreadable", f"{self.name} is no file.")
        if change:
            return self._connect("mode=rw")
        try:
            return self._connect("mode=ro")
        except sqlite3.OperationalError as error:
            if code_of(error) in BUSY or not self._in_read_only_folder():
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
        db = sqlite3.connect(
            f"file:{quote(str(self.path))}?{mode}", uri=True, timeout=_BUSY_TIMEOUT_S, isolation_level=None
        )
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = 1")
            if mode == "mode=rw":
                # A picture that is deleted leaves no bytes behind in the file.
                db.execute("PRAGMA secure_delete = 1")
            else:
                db.execute("PRAGMA query_only = 1")
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
