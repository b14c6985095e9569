"""The SQL of the library: this half of the extension spells no query of its own.

`sql/` is packed into the wheel; in a checkout it lies in the library itself.
"""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "sql"
FOLDER = _PACKED if _PACKED.is_dir() else _HERE.parents[1] / "kernel-lib" / "sql"

# Schema version (PRAGMA user_version) this reader knows, and the mark of a facegauge store.
KNOWN_VERSION = len(list((FOLDER / "migrations").glob("*.sql")))
APPLICATION_ID = 0x66616365


@cache
def query(name):
    """The text of `queries/NAME.sql`; its comment says what it answers and what its parameters are."""
    return (FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")
