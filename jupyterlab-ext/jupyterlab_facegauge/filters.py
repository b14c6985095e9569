"""Which samples a question is about."""

import datetime
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

# Beyond this no calendar date exists (ECMAScript's limit, which the sidebar lives under).
LATEST_MS = 8_640_000_000_000_000

# What becomes of a picture; the last two have no quality.
ASSESSMENTS = ("trusted", "review", "rejected", "not-acquired", "failed")
UNSCORED = frozenset(("not-acquired", "failed"))

UTC = datetime.timezone.utc
# What means something in a pattern of LIKE, so that it does not.
_LITERALLY = str.maketrans({sign: f"\\{sign}" for sign in "%_\\"})

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Filter:
    """Everything that is not given is null and excludes nothing. `run` 0 means outside any run."""

    start: int | None = None
    end: int | None = None
    # Whether `start` and `end` are of processing or of taking.
    by: str = "processed"
    # Where a picture whose camera named no zone was taken.
    zone: ZoneInfo | None = None
    source: str | None = None
    run: int | None = None
    least: float | None = None
    most: float | None = None
    finding: str | None = None
    assessment: frozenset[str] = frozenset()
    identity: str | None = None
    text: str | None = None
    # A JSON object whose values a sample's tags have.
    tags: str | None = None

    @property
    def stretch(self):
        """Parameters of the counting queries."""
        return {
            "from": 0 if self.start is None else self.start,
            "to": LATEST_MS if self.end is None else self.end,
            "source": self.source,
            "run": self.run,
        }

    @property
    def pattern(self):
        """Of LIKE, for paths that hold the text whatever its case."""
        return f"%{self.text.translate(_LITERALLY)}%" if self.text else None

    @property
    def counted(self):
        """Whether roll-ups know this stretch: by the time of processing."""
        return self.by == "processed"

    def during(self, start, end):
        return replace(self, start=start, end=end)

    @property
    def taken(self):
        """Parameters for the time of taking. What a camera wrote without a zone is a time of day: it is compared with the
        reader's, written as if it were UTC, too."""
        start = -LATEST_MS if self.start is None else self.start
        end = LATEST_MS if self.end is None else self.end
        wall_start, wall_end = self.wall(start), self.wall(end)
        return {
            "from": start,
            "to": end,
            "wallFrom": wall_start,
            "wallTo": wall_end,
            "firstTaken": min(start, wall_start),
            "lastTaken": max(end, wall_end),
        }

    def wall(self, ms):
        """The reader's time of day at a moment, written as if it were UTC."""
        if self.zone is None:
            return ms
        try:
            offset = (_EPOCH + datetime.timedelta(milliseconds=ms)).astimezone(self.zone).utcoffset()
        except (OverflowError, ValueError):
            return ms
        return ms + round(offset.total_seconds() * 1000)
