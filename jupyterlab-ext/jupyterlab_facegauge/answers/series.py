"""How it went over time: sums by quarter-hour, hour or day, what was worst in each, and the largest sources apart."""

import json

from ..buckets import QUARTER_MS, TooMany, borders
from ..faults import Refused
from ..sql import query

# Drawn apart at most.
MOST_SOURCES = 8
# Findings of one source are kept by day alone; by the hour they are counted by sample, up to so many pictures.
_MOST_COUNTED = 20_000


def series(db, which, bucket, zone, split):
    """{buckets: [{start, pictures, scored, meanQuality, low, failures}], worst: [{start, finding, source}], sources?: [{source,
    buckets}]}. Buckets are those of `zone`, without gaps from the first to the last one that has pictures; each is the sum of
    the quarter-hours that touch [from, to). In `sources` only those with pictures are listed. By the time of taking nothing is
    known to be worst; of one source with very many pictures no finding is. Raises Refused."""
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
    question = _Question(db, which, start, end, edges)
    sums = _without_margins(question.sums())
    sources = question.by_source() if split else None
    return _answer(sums, question.worst(), sources)


def _clipped(which, reach):
    start = reach["first"] if which.start is None else max(which.start // QUARTER_MS * QUARTER_MS, reach["first"])
    end = reach["last"] + QUARTER_MS if which.end is None else min(which.end, reach["last"] + QUARTER_MS)
    return start, end


class _Question:
    def __init__(self, db, which, start, end, edges):
        self._db = db
        self._taken = which.by == "taken"
        # The first and the last bucket hold only what was asked for.
        inner = [start, *edges[1:-1], end]
        self._starts = edges[:-1]
        # Known where the sources were asked for apart.
        self._worst_sources = None
        self._parameters = {"borders": json.dumps(inner), "source": which.source, "run": which.run}
        if self._taken:
            self._parameters["wallBorders"] = json.dumps([which.wall(edge) for edge in inner])

    def sums(self):
        found = {row["i"]: row for row in self._ask("buckets")}
        self._pictures = sum(row["pictures"] for row in found.values())
        return [_bucket(start, found.get(i)) for i, start in enumerate(self._starts)]

    def by_source(self):
        found = {}
        self._worst_sources = {}
        for row in self._ask("bucket-sources", most=MOST_SOURCES):
            if row["worst"]:
                self._worst_sources[row["i"]] = row["source"]
            else:
                found.setdefault(row["source"], []).append(_bucket(self._starts[row["i"]], row))
        return [{"source": source, "buckets": buckets} for source, buckets in found.items()]

    def worst(self):
        if self._taken:
            return []
        findings = {row["i"]: row["code"] for row in self._findings()}
        sources = self._worst_sources
        if sources is None:
            sources = {row["i"]: row["source"] for row in self._ask("bucket-worst")}
        return [
            {"start": self._starts[i], "finding": findings.get(i), "source": sources.get(i)}
            for i in sorted({*findings, *sources})
        ]

    def _findings(self):
        if self._parameters["source"] is None:
            return self._ask("bucket-findings")
        return self._ask("bucket-source-findings") if self._pictures <= _MOST_COUNTED else []

    def _ask(self, name, **more):
        return self._db.execute(query(f"{name}-taken" if self._taken else name), {**self._parameters, **more})


def _bucket(start, row):
    if row is None:
        return {"start": start, "pictures": 0, "scored": 0, "meanQuality": None, "low": 0, "failures": 0}
    mean = row["qualitySum"] / row["scored"] if row["scored"] else None
    return {"start": start, "meanQuality": mean, **{key: row[key] for key in ("pictures", "scored", "low", "failures")}}


def _without_margins(buckets):
    filled = [i for i, bucket in enumerate(buckets) if bucket["pictures"]]
    return buckets[filled[0] : filled[-1] + 1] if filled else []


def _answer(buckets, worst, sources):
    return {"buckets": buckets, "worst": worst, **({} if sources is None else {"sources": sources})}
