"""Why the store does not answer, in words for people and a state for programs."""

import errno
import os

BUSY = (5, 6)
_READ_ONLY = 8
_INTERRUPTED = 9
_DAMAGED = (11, 26)
_FULL = 13


class StoreBusy(Exception):
    """Another process holds the store just now; ask again."""


class Unreadable(Exception):
    """The store cannot be read (or changed): `state` says why, for programs, the message for people."""

    def __init__(self, state, message):
        super().__init__(message)
        self.state = state


class Refused(Exception):
    """What was asked for cannot be; the message says why and what to do."""


def not_there(name, error):
    """What an OSError of looking for the file means."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Unreadable("missing", f"There is no store at {name} yet.")
    if error.errno in (errno.EACCES, errno.EPERM):
        return no_permission(name)
    reason = os.strerror(error.errno) if error.errno else "unknown reason"
    return Unreadable("unreadable", f"The store {shortened(name)} cannot be opened: {reason}.")


def no_permission(name):
    return Unreadable("no-permission", f"The Jupyter server may not read the store {name}.")


def fault(name, path, patience, error):
    """What an error of SQLite means."""
    code = code_of(error)
    if code in BUSY:
        return StoreBusy(f"The store {name} is locked by another process.")
    if code in _DAMAGED:
        return Unreadable(
            "damaged",
            f"The store {name} cannot be read: {error}. Move the file away (with its -wal and -shm companions) or "
            "point FACEGAUGE_STORE to another one, and a new store is made.",
        )
    if code == _INTERRUPTED:
        return Unreadable("unreadable", f"Reading the store {name} took longer than {patience:g} s and was ended.")
    if code == _READ_ONLY:
        return Unreadable("read-only", f"The Jupyter server may read the store {name}, but not change it.")
    if code == _FULL:
        return Unreadable("no-space", f"There is no room left to change the store {name}.")
    if not os.access(path, os.R_OK):
        return no_permission(name)
    return Unreadable("unreadable", f"The store {name} cannot be read: {error}.")


def code_of(error):
    """SQLite's primary result code; Python tells it from 3.11 on, before it has to be read from the sentence."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF
    text = str(error)
    for words, known in (
        ("locked", 5),
        ("malformed", 11),
        ("not a database", 26),
        ("interrupted", _INTERRUPTED),
        ("readonly", _READ_ONLY),
        ("disk is full", _FULL),
    ):
        if words in text:
            return known
    return None


def shortened(name):
    return name if len(name) <= 120 else f"{name[:60]}…{name[-40:]}"
