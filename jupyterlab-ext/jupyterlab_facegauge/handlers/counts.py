"""GET facegauge/series, histogram, findings and sources: counts over a stretch of time, from roll-ups."""

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers import counts
from ..answers.series import series
from ..buckets import BUCKETS
from ..filters import UTC
from .base import Handler


class SeriesHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: `from`, `to`, `source`, `run`; `by` processed | taken; `bucket` quarter | hour | day; `zone`; `split` source.

        200: {buckets: [{start, pictures, scored, meanQuality, low, failures}], worst: [{start, finding, source}], sources?:
        [{source, buckets}]}, see `answers.series`.
        """
        parameters = self.parameters
        which = parameters.stretch()
        bucket = parameters.choice("bucket", BUCKETS, "hour")
        split = parameters.choice("split", ("source",))
        self.answer(await self.read(series, which, bucket, which.zone or UTC, split == "source"))


class _CountsHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: `from`, `to`, `source`, `run`. 200: see `answers.counts`."""
        self.answer(await self.read(self.counting, self.parameters.counted()))


class HistogramHandler(_CountsHandler):
    counting = staticmethod(counts.histogram)


class FindingsHandler(_CountsHandler):
    counting = staticmethod(counts.findings)


class SourcesHandler(_CountsHandler):
    counting = staticmethod(counts.sources)
