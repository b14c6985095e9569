"""How many samples a question is about, as far as roll-ups know, and through which index its pages are found soonest."""

from dataclasses import dataclass
from functools import cached_property

from ..filters import ASSESSMENTS, UNSCORED
from ..sql import query

# What a question may cost, so that it is answered in less than 50 ms: so many entries of an index passed.
_MOST = 60_000
# Looking up a row costs as much as passing this many entries: one that lies near the last, or anywhere.
_NEAR = 4
_FAR = 14
# What share of samples was assessed as is asked for, or has what is looked for: a guess.
_SOME = 0.2


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
    def _run(self):
        stretch = {**self._which.during(None, None).stretch, "source": None}
        return self._db.execute(query("summary"), stretch).fetchone()

    @property
    def _in_run(self):
        return self._run["pictures"]

    @property
    def _failed_in_run(self):
        return self._run["notAcquired"] + self._run["failed"]

    @cached_property
    def _with_finding(self):
        return self._finding_in(self._which.stretch)

    @cached_property
    def _with_finding_ever(self):
        stretch = self._which.during(None, None).stretch
        return self._finding_in({**stretch, "source": None, "run": None})

    @cached_property
    def _taken(self):
        """About how many pictures were taken then."""
        bounds = {key: self._which.taken[key] for key in ("firstTaken", "lastTaken")}
        return self._db.execute(query("taken-pictures"), bounds).fetchone()["pictures"]

    @cached_property
    def _failed(self):
        counts = self._db.execute(query("summary"), {**self._which.stretch, "source": None, "run": None}).fetchone()
        return counts["notAcquired"] + counts["failed"]

    @cached_property
    def _of_person(self):
        """Up to so many as need not be counted any more."""
        asked = {"identity": self._which.identity, "limit": _MOST}
        return self._db.execute(query("person-pictures"), asked).fetchone()["pictures"]

    def _finding_in(self, stretch):
        rows = self._db.execute(query("findings"), stretch)
        return next((row["pictures"] for row in rows if row["code"] == self._which.finding), 0)

    def total(self):
        """Exact, or null."""
        which = self._which
        if which.identity is not None or which.text or which.tags or not which.counted:
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

    def cheapest(self, order, limit, unscored=False):
        """What to go through (see `sample-list.sql`), and how many of its entries may be passed; null: all of them."""
        ways = [way for way in self._ways(order, limit, unscored) if way.ordered or way.entries * way.each <= _MOST]
        best = min(ways, key=lambda way: way.passed * way.each)
        # Where nothing is left out of what is gone through, the page is full before long.
        return best.through, round(_MOST / best.each) if best.ordered and best.picks else None

    def _ways(self, order, limit, unscored):
        which = self._which
        newest, ranked = order == "newest", order in ("worst", "best")
        looks = self._looks()
        timed = which.start is not None or which.end is not None
        chosen = which.run is not None or which.source is not None or bool(looks)
        # Entries passed for one that matches.
        rarity = self._everything / max(self._matches(), 1) if timed or chosen else 1

        # Paths and assessments are in the indexes of qualities and times themselves.
        far = _FAR if looks & {"finding", "identity", "tags"} else 1
        near = 2 * _NEAR if "tags" in looks else _NEAR if looks & {"finding", "identity"} or (not which.counted and (looks or unscored)) else far

        def way(through, entries, each, ordered, picks=True):
            """`ordered`: by what is gone through; else all of it has to be sorted."""
            passed = min(limit * rarity * entries / max(self._everything, 1), entries) if ordered else entries
            return Way(through, entries, each, passed, ordered, picks)

        bounded = which.least is not None or which.most is not None
        if unscored and which.counted:
            return [way("by-failed", self._failed, _FAR, True)]
        if not which.counted and (timed or newest) and order != "came":
            ways = [way("by-taken", self._taken, near, newest)]
            return ways if newest or unscored else [*ways, way("by-quality", self._everything, far, True)]
        ways = []
        if order == "came":
            picks = timed or bounded or which.source is not None or bool(looks)
            ways.append(way("by-came", self._in_run, max(near, _NEAR) if picks else 1, True, picks))
            if which.assessment and which.assessment <= UNSCORED:
                ways.append(way("by-run-failed", self._failed_in_run, _FAR, False))
        elif newest or unscored:
            through = "by-time" if which.counted else "by-taken"
            ways.append(way(through, self._in_time, near, True, chosen or bounded))
        else:
            ways.append(way("by-quality", self._everything, far, True, timed or chosen or not which.counted))
            if timed:
                ways.append(way("by-time", self._in_time, near, False))
        if which.run and order != "came":
            picks = which.source is not None or timed or bool(looks)
            each = _FAR if newest or picks else 1
            ways.append(way("by-run", self._in_run, each, not newest, picks))
        if which.finding is not None:
            ways.append(way("by-finding", self._with_finding_ever, _FAR, ranked))
        if which.identity is not None:
            ways.append(way("by-person", self._of_person, _FAR, ranked))
        return ways

    def _looks(self):
        which = self._which
        return {key for key in ("finding", "identity", "text", "tags", "assessment") if getattr(which, key)}

    def _matches(self):
        which = self._which
        matches = self._counts["pictures"] if which.counted else self._taken
        if which.finding is not None and which.counted:
            matches = self._with_finding
        if which.identity is not None:
            matches = min(matches, self._of_person)
        # Nobody counts the others.
        return matches * _SOME ** len(self._looks() & {"assessment", "text", "tags"})


@dataclass(frozen=True)
class Way:
    through: str
    entries: int
    each: int
    passed: float
    ordered: bool
    picks: bool
