"""GET facegauge/runs: audits, newest first."""

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers.runs import runs
from .base import Handler


class RunsHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """200: see `answers.runs`."""
        self.answer(await self.read(runs, self.store.places))
