"""What was processed in a stretch of time, and in the equal one before."""

import time

from ..faults import Unreadable, shortened
from ..sql import query

COUNTS = {
    "pictures": 0,
    "scored": 0,
    "meanQuality": None,
    "low": 0,
    "notAcquired": 0,
    "failed": 0,
    "failures": 0,
    "lastAt": None,
}
NOTHING = {**COUNTS, "lowRate": None, "p50Ms": None, "p95Ms": None, "device": None, "policyVersion": 0, "previous": None}
BUILT_IN_REJECT = {"value": 0.4, "origin": "built-in"}
# What is compared with the stretch before.
_COMPARED = ("pictures", "meanQuality", "lowRate", "failures", "p50Ms", "p95Ms")


def read_summary(store, which, now=time.time):
    """Counts of a `Filter`'s stretch, as the route answers them; also where there is no store. Raises StoreBusy."""
    answer = {"from": which.start, "to": which.end, **NOTHING, "qualityReject": BUILT_IN_REJECT}
    try:
        with store.reading() as db:
            answer.update(_filled(db, which, now() * 1000))
            empty = db.execute(query("newest")).fetchone()["id"] is None
        answer["store"] = {"path": store.name, "state": "empty" if empty else "ok", "message": None}
    except Unreadable as error:
        answer["store"] = {"path": shortened(store.name), "state": error.state, "message": str(error)}
    return answer


def _filled(db, which, now):
    answer = counts(db, which)
    if answer["lastAt"] is not None:
        newest = db.execute(query("device"), {**_selection(which), "lastAt": answer["lastAt"]}).fetchone()
        answer["device"] = newest["device"] if newest else None
    answer["policyVersion"] = db.execute(query("policy-version")).fetchone()["version"]
    policy = db.execute(query("policy"), {"model": "*"})
    reject = next(row for row in policy if row["key"] == "qualityReject")
    answer["qualityReject"] = {"value": reject["value"], "origin": reject["origin"]}
    answer["previous"] = _previous(db, which, now)
    return answer


def counts(db, which):
    """Counts, the share of low quality, and the times a picture took (ms, to 5 %)."""
    row = db.execute(query("summary"), which.stretch).fetchone()
    answer = {key: row[key] for key in COUNTS}
    answer["lowRate"] = row["low"] / row["scored"] if row["scored"] else None
    bins = db.execute(query("elapsed"), {key: which.stretch[key] for key in ("from", "to", "run")}).fetchone()
    answer["p50Ms"], answer["p95Ms"] = (elapsed_of(bins[key]) for key in ("bin50", "bin95"))
    return answer


def _previous(db, which, now):
    """The same length just before. A day that is not over is compared with as much of the day before."""
    if which.start is None:
        return None
    end = now if which.end is None else which.end
    length = round(end - which.start)
    passed = round(min(end, max(now, which.start)) - which.start)
    start = which.start - length
    if passed <= 0:
        return None
    before = counts(db, which.during(start, start + passed))
    return {"from": start, "to": start + passed, **{key: before[key] for key in _COMPARED}}


def _selection(which):
    return {"source": which.source, "run": which.run}


def elapsed_of(bin_):
    """Middle of a bin of `elapsed.sql`, ms."""
    return None if bin_ is None else 1.05 ** (bin_ + 0.5)
