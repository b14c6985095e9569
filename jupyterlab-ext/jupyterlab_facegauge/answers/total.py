"""How many samples a question is about, as far as roll-ups know, and through which index its pages are found soonest."""

from functools import cached_property

from ..filters import ASSESSMENTS
from ..sql import query

# Looking a row up costs as much as passing this many entries of an index.
_LOOK_UP = 4
# What share of samples has a property that nothing counts.
_GUESSES = {"assessment": 0.2, "identity": 0.001, "text": 0.01}


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

    def cheapest(self, order, limit):
        """The index to go through: each costs the entries passed until the page is full, or all that have to be sorted."""
        which = self._which
        by_time = "by-taken" if which.by == "taken" else "by-time"
        timed = which.start is not None or which.end is not None
        in_order = by_time if order == "newest" else "by-quality"
        narrow = timed or which.run is not None or which.source is not None or which.finding is not None
        if not narrow:
            return in_order
        matches = self._matches()
        everything = self._everything
        costs = {in_order: min(limit * everything / max(matches, 1), everything)}
        if which.counted and timed:
            if order == "newest":
                costs[by_time] = min(limit * self._in_time / max(matches, 1), self._in_time)
            else:
                costs[by_time] = self._in_time
        if which.run:
            in_run = self._in_run
            costs["by-run"] = in_run if order == "newest" else min(limit * in_run / max(matches, 1), in_run)
        if which.finding is not None:
            costs["by-finding"] = self._with_finding_ever * _LOOK_UP
        return min(costs, key=costs.get)

    def _matches(self):
        which = self._which
        share = 1.0
        if which.finding is not None:
            matches = self._with_finding
        elif which.counted:
            matches = self._counts["pictures"]
        else:
            matches = self._everything
            share = 0.1
        for name, guess in _GUESSES.items():
            if getattr(which, name):
                share *= guess
        return matches * share
