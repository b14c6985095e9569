"""GET facegauge/summary?from=…&to=…: what was processed in a stretch of time."""

import asyncio

import tornado
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler

from ..store import StoreBusy, read_summary

# Beyond this no calendar date exists (ECMAScript's limit, which the sidebar lives under).
LATEST_MS = 8_640_000_000_000_000


class SummaryHandler(APIHandler):
    auth_resource = "facegauge"

    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: `from` (inclusive) and `to` (exclusive), UTC ms.

        200: {from, to, pictures, scored, meanQuality, low, lowRate, failures, lastAt, qualityReject: {value, origin},
        store: {path, state: ok | missing | empty | damaged | foreign | newer | older | no-permission | unreadable, message}};
        without a readable store all counts are 0; `path` is relative to the server's folder, or a bare name outside it.
        400: a parameter is missing or wrong. 503: another process holds the store; ask again.
        """
        start = self._milliseconds("from")
        end = self._milliseconds("to")
        if start >= end:
            raise tornado.web.HTTPError(400, "'from' must be before 'to'")
        try:
            summary = await asyncio.to_thread(read_summary, self.settings["facegauge_store"], start, end)
        except StoreBusy as error:
            raise tornado.web.HTTPError(503, str(error).replace("%", "%%")) from error
        self.set_header("Cache-Control", "no-store")
        self.finish(summary)

    def _milliseconds(self, name):
        text = self.get_query_argument(name, None)
        if text is None:
            raise tornado.web.HTTPError(400, f"'{name}' is missing: give it as UTC milliseconds")
        try:
            value = int(text)
        except ValueError:
            value = None
        if value is None or abs(value) > LATEST_MS:
            raise tornado.web.HTTPError(400, f"'{name}' must be a whole number of UTC milliseconds")
        return value
