"""GET facegauge/samples, GET and DELETE facegauge/samples/ID, GET facegauge/thumbnail/ID."""

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers import sample
from ..answers.samples import ORDERS, list_samples, named_samples
from .base import Handler
from .problem import Problem

MOST_SAMPLES = 200


class SamplesHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """Query: the filters `from`, `to`, `by`, `zone`, `source`, `run`, `least`, `most`, `finding`, `assessment`, `identity`,
        `text` (in what is told of the path), `tags` (a JSON object of values that they have); `limit` 1..200; `order` worst | best |
        newest | came (as a run got them: `run` must be given); `after`: the `next` of the page before. Or `ids`, up to 200 with
        commas, and perhaps `run`: these, in that order.

        200: {total: number | null, next: string | null, items: [{id, path, name, source, run, identity, quality, assessment,
        findings, errorCode, processedAt, takenAt, hasThumbnail, version, width, height}]}. By time
        taken only pictures that say when they were taken belong to it. A page with fewer than `limit` is the last only where
        `next` is null: before so much is looked through that it would take long, it ends, and `next` goes on.
        """
        parameters = self.parameters
        which = parameters.filter()
        ids = parameters.ids("ids", MOST_SAMPLES)
        if ids is not None:
            return self.answer(await self.read(named_samples, ids, which.run, self.store.places))
        order = parameters.choice("order", ORDERS, "worst")
        if order == "came" and not which.run:
            raise Problem(400, "'order=came' is that of a run: give 'run'")
        limit = parameters.whole("limit", 1, MOST_SAMPLES, 50)
        after = parameters.text("after")
        self.answer(await self.read(list_samples, which, order, after, limit, self.store.places))


class SampleHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self, id_):
        """200: every field of the record that may be shown, see `answers.sample`. 404: there is none."""
        found = await self.read(sample.sample, int(id_), self.store.places)
        if found is None:
            raise self._none(id_)
        self.answer(found)

    @tornado.web.authenticated
    @authorized
    async def delete(self, id_):
        """Deletes the record with embedding and thumbnail; the picture's file stays. 204. 404: there is none."""
        if not await self.change(sample.delete, int(id_)):
            raise self._none(id_)
        self.set_status(204)
        self.finish()

    def _none(self, id_):
        return Problem(404, f"There is no sample {id_} in the store.")


class ThumbnailHandler(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self, id_):
        """The aligned crop as WebP. With `v`, the `version` that lists give, the browser may keep it for good; without it, or
        where the sample has become another, it asks again and mostly hears 304."""
        found = await self.read(sample.thumbnail, int(id_))
        if found is None:
            raise Problem(404, f"There is no thumbnail of a sample {id_} in the store.")
        picture, version = found
        kept = self.parameters.text("v") == version
        self.set_header("Cache-Control", "private, max-age=31536000, immutable" if kept else "private, no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(picture, set_content_type="image/webp")
