"""What all routes share: who may ask, what goes wrong, and how it is told."""

import asyncio
import json

from jupyter_server.base.handlers import APIHandler

from ..faults import Refused, StoreBusy, Unreadable
from .parameters import Parameters
from .problem import Problem, document

# Larger than any change of thresholds.
_MOST_BODY = 65_536


class Handler(APIHandler):
    """Every method of a handler is to be `@tornado.web.authenticated` and `@authorized`: a test asks each without a token.

    Errors are {message, reason}: 400 what is wrong with the question, 404, 409 with the store's state as reason, 503 where
    another process holds the store: ask again.
    """

    auth_resource = "facegauge"

    @property
    def store(self):
        return self.settings["facegauge_store"]

    @property
    def parameters(self):
        return Parameters(self)

    async def read(self, work, *arguments):
        """What `work(db, *arguments)` says, in a thread."""

        def reading():
            with self.store.reading() as db:
                return work(db, *arguments)

        return await self.in_thread(reading)

    async def change(self, work, *arguments):
        """The same in a short transaction."""

        def writing():
            with self.store.writing() as db:
                return work(db, *arguments)

        return await self.in_thread(writing)

    async def in_thread(self, work, *arguments):
        try:
            return await asyncio.to_thread(work, *arguments)
        except StoreBusy as error:
            raise Problem(503, str(error), "busy") from error
        except Unreadable as error:
            raise Problem(409, str(error), error.state) from error
        except Refused as error:
            raise Problem(400, str(error)) from error

    def write_error(self, status_code, **kwargs):
        error = kwargs.get("exc_info", (None, None))[1]
        if not isinstance(error, Problem):
            super().write_error(status_code, **kwargs)
            return
        self.finish(document(error))

    def body(self):
        """The JSON object that was sent."""
        if len(self.request.body) > _MOST_BODY:
            raise Problem(413, f"the body is larger than {_MOST_BODY} bytes")
        try:
            value = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError) as error:
            raise Problem(400, "the body must be JSON") from error
        if not isinstance(value, dict):
            raise Problem(400, "the body must be a JSON object")
        return value

    def answer(self, value):
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(value, ensure_ascii=False, allow_nan=False))
