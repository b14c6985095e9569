"""GET facegauge/summary: what was processed in a stretch of time."""

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers.summary import read_summary
from .base import Handler


class SummaryHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: `from` (inclusive) and `to` (exclusive), UTC ms, default everything; `source`, `run` (0 = outside any run).

        200: {from, to, pictures, scored, meanQuality, low, lowRate, notAcquired, failed, failures (both), lastAt, p50Ms, p95Ms,
        device, policyVersion, qualityReject: {value, origin}, previous: {from, to, pictures, meanQuality, lowRate, failures,
        p50Ms, p95Ms} | null, store: {path, state: ok | missing | empty | damaged | foreign | newer | older | no-permission |
        unreadable, message}}; without a readable store all counts are 0. `previous` is the equal stretch just before, of a
        stretch that is not over as much as has passed; null without `from`. `path` is relative to the server's folder, or a
        bare name outside it.
        """
        self.answer(await self.in_thread(read_summary, self.store, self.parameters.counted()))
