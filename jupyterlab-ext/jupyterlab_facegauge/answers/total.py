"""How many samples a question is about, as far as roll-ups know, and through which index its pages are found soonest."""

import json
from functools import cached_property

from ..filters import ASSESSMENTS
from ..sql import query

# Looking a row up costs as much as passing this many entries of an index.
_LOOK_UP = 4
# What share of samples was assessed as is asked for, as a guess.
_ASSESSED = 0.2
# As many samples are looked at one by one.
_MOST_IDS = 10_000


class Sizes:
    def __init__(self, db, which):
        self._db = db
        self._which = which

    @cached_property
    def _counts(self):
        """Of the time, source and run asked for."""
        return self._db.execute(query("summary"), self._which.stretch).fetchone()

    @cached_property
    def _everything(self):
        stretch = self._which.during(None, None).stretch
        return self._db.execute(query("summary"), {**stretch, "source": None, "run": None}).fetchone()["pictures"]

    @cached_property
    def _in_time(self):
        if self._which.source is None and self._which.run is None:
            return self._counts["pictures"]
        stretch = {**self._which.stretch, "source": None, "run": None}
        return self._db.execute(query("summary"), stretch).fetchone()["pictures"]

    @cached_property
    def _in_run(self):
        stretch = {**self._which.during(None, None).stretch, "source": None}
        return self._db.execute(query("summary"), stretch).fetchone()["pictures"]

    @cached_property
    def _with_finding(self):
        return self._finding_in(self._which.stretch)

    @cached_property
    def _with_finding_ever(self):
        stretch = self._which.during(None, None).stretch
        return self._finding_in({**stretch, "source": None, "run": None})

    def _finding_in(self, stretch):
        rows = self._db.execute(query("findings"), stretch)
        return next((row["pictures"] for row in rows if row["code"] == self._which.finding), 0)

    def total(self):
        """Exact, or null."""
        which = self._which
        if which.identity is not None or which.text or not which.counted:
            return None
        bounded = which.least is not None or which.most is not None
        if which.finding is not None:
            return None if bounded or which.assessment else self._with_finding
        if which.assessment:
            return None if bounded else self._assessed()
        return self._bounded() if bounded else self._counts["pictures"]

    def _assessed(self):
        asked = self._which.assessment
        if asked == frozenset(ASSESSMENTS):
            return self._counts["pictures"]
        counted = {"not-acquired": "notAcquired", "failed": "failed"}
        return sum(self._counts[counted[one]] for one in asked) if asked <= counted.keys() else None

    def _bounded(self):
        bounds = [None if bound is None else bound * 1000 for bound in (self._which.least, self._which.most)]
        # Bins are .001 wide; what lies between two of their borders is not known.
        if any(bound is not None and abs(bound - round(bound)) > 1e-6 for bound in bounds):
            return None
        least, most = (None if bound is None else round(bound) for bound in bounds)
        return sum(
            pictures
            for bin_, pictures in self._db.execute(query("qualities"), self._which.stretch)
            if (least is None or bin_ >= least) and (most is None or bin_ < most)
        )

    @cached_property
    def _matching_text(self):
        """Ids of the samples whose path holds the text; null where they are so many that the next page is soon full."""
        parameters = {"text": self._which.pattern, "limit": _MOST_IDS + 1}
        ids = [row["id"] for row in self._db.execute(query("text-matches"), parameters)]
        return ids if len(ids) <= _MOST_IDS else None

    def cheapest(self, order, limit, unscored=False):
        """What to go through (see `sample-list.sql`) and its parameters: each costs the entries passed until the page is full,
        or all that have to be sorted."""
        which = self._which
        if which.identity is not None:
            return "by-person", {}
        if which.text and self._matching_text is not None:
            return "by-ids", {"ids": json.dumps(self._matching_text)}
        if unscored and which.counted:
            return "by-failed", {}
        costs = self._costs(order, limit)
        return min(costs, key=costs.get), {}

    def _costs(self, order, limit):
        which = self._which
        timed = which.start is not None or which.end is not None
        by_time = "by-time" if which.counted else "by-taken"
        if not which.counted and (timed or order == "newest"):
            return {"by-taken": 0}
        in_order = by_time if order == "newest" else "by-quality"
        if not (timed or which.run is not None or which.source is not None or which.finding is not None):
            return {in_order: 0}
        # Entries passed for one that matches.
        rarity = self._everything / max(self._matches(), 1)

        def until_full(entries):
            return min(limit * rarity * entries / max(self._everything, 1), entries)

        costs = {in_order: until_full(self._everything)}
        if timed and which.counted:
            costs[by_time] = until_full(self._in_time) if order == "newest" else self._in_time
        if which.run:
            costs["by-run"] = self._in_run if order == "newest" else until_full(self._in_run)
        if which.finding is not None:
            entries = self._with_finding_ever
            costs["by-finding"] = _LOOK_UP * (entries if order == "newest" else until_full(entries))
        return costs

    def _matches(self):
        which = self._which
        matches = self._with_finding if which.finding is not None else self._counts["pictures"]
        if which.assessment:
            # Nobody counts them.
            matches *= _ASSESSED
        return matches
