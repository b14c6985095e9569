"""GET and PUT facegauge/policy, POST facegauge/policy/undo: the thresholds of the store."""

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers import policy
from .base import Handler
from .problem import Problem

_LONGEST_NOTE = 1000


class _PolicyHandler(Handler):
    def text(self, body, name, longest):
        value = body.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or len(value) > longest:
            raise Problem(400, f"'{name}' must be a text of at most {longest} characters")
        return value


class PolicyHandler(_PolicyHandler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: `model`, an embedding network; default: that of the newest sample. 200: see `answers.policy`."""
        self.answer(await self.read(policy.policy, self.parameters.text("model")))

    @tornado.web.authenticated
    @authorized
    async def put(self):
        """Body: {model?, values: {threshold: number | null}, note?}; null unsets. 200: as GET, with the change. 400: what the
        library would refuse, with its reason; nothing is changed then."""
        body = self.body()
        model, values, note = self.text(body, "model", 400), body.get("values"), self.text(body, "note", _LONGEST_NOTE)
        if not isinstance(values, dict) or not values:
            raise Problem(400, "'values' must name a threshold and its value, as {\"qualityReject\": 0.45}")

        def change(db):
            policy.change(db, model, values, note)
            return policy.policy(db, model)

        self.answer(await self.change(change))


class UndoHandler(_PolicyHandler):
    @tornado.web.authenticated
    @authorized
    async def post(self):
        """Body: {model?, note?}. Takes the newest change back. 200: as GET. 400: there is none."""
        body = self.body()
        model, note = self.text(body, "model", 400), self.text(body, "note", _LONGEST_NOTE)

        def undo(db):
            policy.undo(db, note)
            return policy.policy(db, model)

        self.answer(await self.change(undo))
