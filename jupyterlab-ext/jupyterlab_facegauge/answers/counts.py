"""How many: by quality, by finding, by source."""

from ..sql import query


def histogram(db, which):
    """{bins: [[bin, pictures] …], scored}: bin b holds b/1000 ≤ quality < (b+1)/1000, so every what-if is exact."""
    bins = [list(row) for row in db.execute(query("qualities"), which.stretch)]
    return {"bins": bins, "scored": sum(pictures for _, pictures in bins)}


def findings(db, which):
    """[{code, pictures}], commonest first."""
    return [dict(row) for row in db.execute(query("findings"), which.stretch)]


def sources(db, which):
    """[{source, pictures, scored, meanQuality, low, notAcquired, failed, failures}], largest first."""
    stretch = {key: which.stretch[key] for key in ("from", "to", "run")}
    rows = [dict(row) for row in db.execute(query("sources"), {**stretch, "limit": None})]
    if which.source is not None:
        rows = [row for row in rows if row["source"] == which.source]
    return [{**row, "failures": row["notAcquired"] + row["failed"]} for row in rows]
