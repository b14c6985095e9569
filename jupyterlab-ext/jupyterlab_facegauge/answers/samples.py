"""A page of samples: worst, best or newest first, or as a run got them."""

import json

from ..filters import ASSESSMENTS, LATEST_MS, UNSCORED
from ..sql import query, question
from . import cursor
from .total import Sizes

RANKED = ("worst", "best")
ORDERS = (*RANKED, "newest", "came")


def list_samples(db, which, order, after, limit, places):
    """{total, next, items}. In order of quality, samples without one come last, newest first. `total` is null where counting
    would take as long as reading everything. Where few match, a page may end before it is full, even empty: it says what was
    found so far, and `next` goes on from there. Raises Refused."""
    sizes = Sizes(db, which)
    total = sizes.total()
    if order == "newest" and which.counted and (which.run is not None or which.source is not None):
        which = _when(db, which)
        sizes = Sizes(db, which)
    reader = _Reader(db, which, order, sizes, places)
    unscored, *position = cursor.read(after, order) if after else (order in RANKED and not reader.ranks, None, None)
    # (whether without a quality, time or quality, id) of where the next page begins.
    items, end = [], None
    if total != 0 and not unscored:
        rows, stopped = reader.page(order, position, limit + 1)
        items, end = [(row, False) for row in rows], stopped and (False, *stopped)
    if total != 0 and order in RANKED and reader.lists_unscored and len(items) <= limit and end is None:
        follows = position if unscored else (None, None)
        rows, stopped = reader.page("newest", follows, limit + 1 - len(items), unscored=True)
        items, end = items + [(row, True) for row in rows], stopped and (True, *stopped)
    if len(items) > limit:
        items = items[:limit]
        last, without = items[-1]
        end = (without, last["at"], last["id"])
    return {
        "total": total,
        "next": cursor.write(order, *end) if end else None,
        "items": [item(row, places) for row, _ in items],
    }


def named_samples(db, ids, run, places):
    """The same of samples by their ids, in that order, without those that are there no more or are of another run."""
    words = {"by-ids"} if run is None else {"by-ids", "run" if run else "no-run"}
    asked = {"ids": json.dumps(ids), "run": run, "limit": len(ids)}
    rows = db.execute(question("sample-list", frozenset(words)), asked).fetchall()
    return {"total": len(rows), "next": None, "items": [item(row, places) for row in rows]}


def _when(db, which):
    """The same by a shorter stretch: a run is in a part of the record alone, and so is many a source."""
    first, last = db.execute(query("reach-of"), {"run": which.run, "source": which.source}).fetchone()
    start = first if which.start is None else max(which.start, first)
    end = last if which.end is None else min(which.end, last)
    return which.during(round(start), round(end)) if -LATEST_MS < start < end < LATEST_MS else which


class _Reader:
    def __init__(self, db, which, order, sizes, places):
        self._db = db
        self._which = which
        self._sizes = sizes
        self._parameters, self._words = _conditions(which, places)
        asked = which.assessment or frozenset(ASSESSMENTS)
        bounded = which.least is not None or which.most is not None
        # Whether any of them has a quality, or none.
        self.ranks = bool(asked - UNSCORED)
        self.lists_unscored = bool(asked & UNSCORED) and not bounded

    def page(self, order, position, limit, unscored=False):
        """(rows, null or where it was left before there were so many: (time or quality, id))."""
        through, most = self._sizes.cheapest(order, limit, unscored)
        parameters = {**self._parameters, "limit": limit}
        along = {through, order}
        if order in RANKED:
            along.add("ranked")
        if unscored or not self.ranks:
            along.add("unscored")
        which = self._which
        if not which.counted:
            # Pictures that do not say when they were taken are no part of such a question.
            along.add("taken")
            parameters.update(which.taken)
        elif which.start is not None or which.end is not None or order == "newest" or through == "by-time":
            along.add("processed")
            parameters.update({key: which.stretch[key] for key in ("from", "to")})
        at, id_ = position
        if id_ is not None:
            along.add("after")
            parameters.update(at=at, id=id_)
            _bound(parameters, order, before=at)
        place = "by-finding" if through == "by-finding" else "in-samples"
        words = along | self._words | {place, "rows"}
        border = self._border(along | {place}, parameters, most) if most else None
        if border:
            words.add("until")
            parameters.update(untilAt=border[0], untilId=border[1])
            _bound(parameters, order, last=border[0])
            # SQLite goes by one bound, which must be the nearest.
            words.discard("most" if order == "worst" else "least" if order == "best" else None)
        rows = self._db.execute(question("sample-list", frozenset(words)), parameters).fetchall()
        return rows, border if len(rows) < limit else None

    def _border(self, along, parameters, most):
        """The last that is looked at of what is gone through, whatever else is asked of it; null: all are."""
        words = (along - {"unscored"}) | {"border"}
        for through, own in _OWN.items():
            if through in along:
                words |= self._words & own
        if not along & {"by-time", "by-taken", "by-failed"}:
            # Such an index knows no time.
            words -= {"processed", "taken"}
        row = self._db.execute(question("sample-list", frozenset(words)), {**parameters, "limit": 1, "skipped": most}).fetchone()
        # All of one time are before the first of them.
        return (row["at"], 1 if "newest" in along else row["id"]) if row else None


def _bound(parameters, order, before=None, last=None):
    """Narrows a time to what lies after the page before and until the border; all of one time come before it."""
    if order != "newest":
        return
    for least, most in (("from", "to"), ("firstTaken", "lastTaken")):
        if before is not None and most in parameters:
            parameters[most] = min(parameters[most], before + 1)
        if last is not None and least in parameters:
            parameters[least] = max(parameters[least], last)


# Conditions that tell where to begin and to end in what is gone through.
_OWN = {
    "by-quality": {"least", "most"},
    "by-finding": {"least", "most"},
    "by-run": {"run", "least", "most"},
    "by-came": {"run"},
    "by-person": {"identity", "least", "most"},
}


def _conditions(which, places):
    parameters = {
        "source": which.source,
        "run": which.run or None,
        "least": which.least,
        "most": which.most,
        "finding": which.finding,
        "identity": which.identity,
        "text": which.pattern,
        "tags": which.tags,
        "assessment": json.dumps(sorted(which.assessment)) if which.assessment else None,
    }
    words = {key for key, value in parameters.items() if value is not None}
    if which.run == 0:
        words.add("no-run")
    return {**parameters, "root": places.prefix}, words


def item(row, places):
    """What a list tells of a sample."""
    path = places.shown(row["path"])
    return {
        "id": row["id"],
        "path": path,
        "name": name_of(row, places),
        "source": row["source"],
        "run": row["run"],
        "identity": row["identity"],
        "quality": row["quality"],
        "assessment": row["assessment"],
        "findings": json.loads(row["findings"]),
        "errorCode": row["errorCode"],
        "processedAt": row["processedAt"],
        "takenAt": row["takenAt"],
        "hasThumbnail": bool(row["hasThumbnail"]),
        "version": version_of(row["sha256"], row["lastProcessedAt"]),
        "width": row["width"],
        "height": row["height"],
    }


def name_of(row, places):
    """The file's name; of what came as bytes the caller's own name for it."""
    if row["path"] is not None:
        return places.shown(row["path"]).rsplit("/", 1)[-1]
    return places.words(row["key"]) or f"#{row['id']}"


def version_of(sha256, last_processed_at):
    """Changes with the picture and whenever it is processed again."""
    return f"{(sha256 or '')[:12]}-{last_processed_at:x}"
