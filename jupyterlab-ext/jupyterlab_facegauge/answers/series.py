"""How it went over time: sums by quarter-hour, hour or day, what was worst in each, and the largest sources apart."""

import json

from ..buckets import QUARTER_MS, TooMany, borders
from ..faults import Refused
from ..sql import query, question

# Drawn apart at most.
MOST_SOURCES = 8
# A source with fewer pictures with a quality is not the worst.
FEWEST_SCORED = 5
# Findings of one source are kept by day alone; by the hour they are counted by sample, up to so many pictures.
_MOST_COUNTED = 20_000
# What is worst is looked for from the newest bucket on, until so many sums were passed; asking for a bucket costs as much as some.
_MOST_PASSED = 21_000
_ASKING = 70
_HOUR_MS = 4 * QUARTER_MS


def series(db, which, bucket, zone, split):
    """{buckets: [{start, pictures, scored, meanQuality, low, failures}], worst: [{start, finding, source}], sources?: [{source,
    buckets}]}. Buckets are those of `zone`, without gaps from the first to the last one that has pictures; each is the sum of
    the quarter-hours that touch [from, to). In `sources` only those with pictures are listed. By the time of taking nothing is
    known to be worst; of one source with very many pictures no finding is; of a long stretch with very many pictures it is told
    of the newest buckets alone. Raises Refused."""
    reach = db.execute(query("reach-taken" if which.by == "taken" else "reach")).fetchone()
    if reach["first"] is None:
        return _answer([], [], [] if split else None)
    start, end = _clipped(which, reach)
    if start >= end:
        return _answer([], [], [] if split else None)
    try:
        edges = borders(start, end, bucket, zone)
    except TooMany as error:
        raise Refused(f"'bucket={bucket}' makes {error}") from error
    # The first and the last bucket hold only what was asked for.
    inner = [start, *edges[1:-1], end]
    asked = (_Taken if which.by == "taken" else _Processed)(db, which, edges[:-1], inner)
    sums = asked.sums()
    return _answer(_without_margins(sums), asked.worst(), asked.by_source() if split else None)


def _clipped(which, reach):
    start = reach["first"] if which.start is None else max(which.start // QUARTER_MS * QUARTER_MS, reach["first"])
    end = reach["last"] + QUARTER_MS if which.end is None else min(which.end, reach["last"] + QUARTER_MS)
    return start, end


class _Taken:
    """By the time of taking."""

    def __init__(self, db, which, starts, inner):
        self._db = db
        self._starts = starts
        self._parameters = {
            "borders": json.dumps(inner),
            "wallBorders": json.dumps([which.wall(edge) for edge in inner]),
            "source": which.source,
            "run": which.run,
        }

    def sums(self):
        found = {row["i"]: row for row in self._db.execute(query("buckets-taken"), self._parameters)}
        return [_bucket(start, found.get(i)) for i, start in enumerate(self._starts)]

    def by_source(self):
        found = {}
        for row in self._db.execute(query("bucket-sources-taken"), {**self._parameters, "most": MOST_SOURCES}):
            found.setdefault(row["source"], []).append(_bucket(self._starts[row["i"]], row))
        return _apart(found)

    def worst(self):
        return []


class _Processed:
    """By the time of processing: bucket by bucket, since sums of one lie together; grouping those of all takes twice as long."""

    def __init__(self, db, which, starts, inner):
        self._db = db
        self._which = which
        self._starts = starts
        self._inner = inner
        self._given = frozenset(key for key in ("source", "run") if getattr(which, key) is not None)
        self._stretches = [_stretch(start, end) for start, end in zip(inner, inner[1:], strict=False)]

    def sums(self):
        rows = self._ask("bucket-totals" if self._which.source is None else "bucket-sources", range(len(self._starts)))
        self._sums = [_bucket(self._starts[i], found[0] if found else None) for i, found in rows]
        return self._sums

    def by_source(self):
        if self._which.source is not None:
            buckets = [one for one in self._sums if one["pictures"]]
            return _apart({self._which.source: buckets} if buckets else {})
        asked = {"from": self._inner[0], "to": self._inner[-1], "run": self._which.run, "limit": MOST_SOURCES}
        found = {row["source"]: [] for row in self._db.execute(query("sources"), asked)}
        for i, rows in self._ask("bucket-sources", self._with_pictures(), several=json.dumps([*found])):
            for row in rows:
                found[row["source"]].append(_bucket(self._starts[i], row))
        return _apart(found)

    def worst(self):
        findings, sources = self._findings(), self._sources()
        return [
            {"start": self._starts[i], "finding": findings.get(i), "source": sources.get(i)}
            for i in sorted({*findings, *sources})
        ]

    def _findings(self):
        source = self._which.source
        if source is None:
            return {i: max(rows, key=lambda row: row["pictures"])["code"] for i, rows in self._newest("bucket-findings") if rows}
        if sum(one["pictures"] for one in self._sums) > _MOST_COUNTED:
            return {}
        asked = {"borders": json.dumps(self._inner), "source": source, "run": self._which.run}
        return {row["i"]: row["code"] for row in self._db.execute(query("bucket-source-findings"), asked)}

    def _sources(self):
        source = self._which.source
        if source is not None:
            return {i: source for i, one in enumerate(self._sums) if one["scored"] >= FEWEST_SCORED}
        found = {}
        for i, rows in self._newest("bucket-means"):
            candidates = [row for row in rows if row["scored"] >= FEWEST_SCORED]
            if candidates:
                found[i] = min(candidates, key=lambda row: row["mean"])["source"]
        return found

    def _newest(self, name):
        passed = 0
        for i, rows in self._ask(name, reversed(self._with_pictures())):
            yield i, rows
            passed += sum(row["passed"] for row in rows) + _ASKING
            if passed > _MOST_PASSED:
                return

    def _with_pictures(self):
        return [i for i, one in enumerate(self._sums) if one["pictures"]]

    def _ask(self, name, which, **more):
        """(number, rows) of these buckets."""
        given = self._given.union(more)
        texts = (question(name, given), question(name, given | {"ragged"}))
        more = {"source": self._which.source, "run": self._which.run, **more}
        for i in which:
            ragged, stretch = self._stretches[i]
            yield i, self._db.execute(texts[ragged], {**stretch, **more}).fetchall()


def _stretch(start, end):
    """Whether quarter-hours belong to a bucket beside whole hours, and the parameters of its queries. A quarter-hour that a border
    divides counts where it begins."""
    first, last = -(-start // QUARTER_MS) * QUARTER_MS, -(-end // QUARTER_MS) * QUARTER_MS
    hours = {"firstHour": -(-first // _HOUR_MS), "lastHour": last // _HOUR_MS}
    ragged = first % _HOUR_MS != 0 or last % _HOUR_MS != 0
    return ragged, {"from": first, "to": last, **hours}


def _bucket(start, row):
    if row is None or not row["pictures"]:
        return {"start": start, "pictures": 0, "scored": 0, "meanQuality": None, "low": 0, "failures": 0}
    mean = row["qualitySum"] / row["scored"] if row["scored"] else None
    return {"start": start, "meanQuality": mean, **{key: row[key] for key in ("pictures", "scored", "low", "failures")}}


def _apart(found):
    return [{"source": source, "buckets": buckets} for source, buckets in found.items()]


def _without_margins(buckets):
    filled = [i for i, bucket in enumerate(buckets) if bucket["pictures"]]
    return buckets[filled[0] : filled[-1] + 1] if filled else []


def _answer(buckets, worst, sources):
    return {"buckets": buckets, "worst": worst, **({} if sources is None else {"sources": sources})}
