"""The SQL of the library: this half of the extension spells no query of its own.

`sql/` is packed into the wheel; in a checkout it lies in the library itself.
"""

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "sql"
FOLDER = _PACKED if _PACKED.is_dir() else _HERE.parents[1] / "kernel-lib" / "sql"

# Schema version (PRAGMA user_version) this reader knows, and the mark of a facegauge store.
KNOWN_VERSION = len(list((FOLDER / "migrations").glob("*.sql")))
APPLICATION_ID = 0x66616365

_CONDITION = re.compile(r"\s*-- if ([\w, -]+)$")


@cache
def query(name):
    """The text of `queries/NAME.sql`; its comment says what it answers and what its parameters are."""
    return (FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def question(name, given):
    """The same without the lines that end in `-- if A` (`-- if A, B`: all of them) where that is not among `given` (a frozen
    set): SQLite plans a question the better the less it has to keep open."""
    return "\n".join(kept for line in query(name).splitlines() if (kept := _kept(line, given)) is not None)


def _kept(line, given):
    condition = _CONDITION.search(line)
    if condition is None:
        return line
    return line[: condition.start()] if given.issuperset(re.split(r",\s*", condition[1])) else None
