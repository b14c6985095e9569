"""A page of samples: worst, best or newest first."""

import json

from ..filters import ASSESSMENTS, UNSCORED
from ..sql import query, question
from . import cursor
from .total import Sizes

ORDERS = ("worst", "best", "newest")


def list_samples(db, which, order, after, limit, places):
    """{total, next, items}. In order of quality, samples without one come last, newest first. `total` is null where counting
    would take as long as reading everything. Raises Refused."""
    sizes = Sizes(db, which)
    reader = _Reader(db, which, order, sizes, places)
    unscored, *position = cursor.read(after, order) if after else (order != "newest" and not reader.ranks, None, None)
    rows = [] if unscored else reader.page(order, position, limit + 1)
    items = [(row, False) for row in rows]
    if order != "newest" and reader.lists_unscored and len(items) <= limit:
        follows = position if unscored else (None, None)
        items += [(row, True) for row in reader.page("newest", follows, limit + 1 - len(items), unscored=True)]
    more = len(items) > limit
    items = items[:limit]
    last = items[-1] if more else None
    return {
        "total": sizes.total(),
        "next": cursor.write(order, last[1], last[0]["at"], last[0]["id"]) if last else None,
        "items": [item(row, places) for row, _ in items],
    }


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
        parameters = {**self._parameters, "limit": limit}
        words = set(self._words)
        words |= {order} if order == "newest" else {order, "ranked"}
        unscored = unscored or not self.ranks
        if unscored:
            words.add("unscored")
        through, needed = self._sizes.cheapest(order, limit, unscored)
        words.add(through)
        parameters.update(needed)
        if through != "by-finding":
            words.add("in-samples")
        which = self._which
        if not which.counted:
            # Pictures that do not say when they were taken are no part of such a question.
            words.add("taken")
            parameters.update(which.taken)
        elif which.start is not None or which.end is not None or order == "newest" or through == "by-time":
            words.add("processed")
            parameters.update({key: which.stretch[key] for key in ("from", "to")})
        at, id_ = position
        if id_ is not None:
            words.add("after")
            parameters.update(at=at, id=id_)
        return self._db.execute(question("sample-list", frozenset(words)), parameters).fetchall()


def _conditions(which, places):
    parameters = {
        "source": which.source,
        "run": which.run or None,
        "least": which.least,
        "most": which.most,
        "finding": which.finding,
        "identity": which.identity,
        "text": which.pattern,
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
