"""POST and GET facegauge/jobs, GET and DELETE facegauge/jobs/ID, POST facegauge/uploads, DELETE facegauge/uploads/TOKEN."""

import asyncio

import tornado
from jupyter_server.auth.decorator import authorized

from ..answers.job import progress, told
from ..faults import Refused, StoreBusy, Unreadable
from ..jobs import TooMany
from ..jobs.command import KINDS
from ..jobs.uploads import MOST_BYTES, PREFIX
from .base import Handler
from .problem import Problem


class _JobsHandler(Handler):
    @property
    def jobs(self):
        return self.settings["facegauge_jobs"]

    async def tell(self, job):
        job.asked()
        total = 1 if job.kind == "compare" else len(job.paths)
        so_far = {"done": len(job.results), "total": total}
        if job.kind == "audit":
            so_far = {"done": 1, "total": 1} if job.state == "done" else {"done": 0, "total": None}
            if job.pid is not None:
                so_far = await self._audited(job, so_far)
        return told(job, so_far, self.store.places)

    async def _audited(self, job, otherwise):
        def reading():
            with self.store.reading() as db:
                return progress(db, job)

        try:
            return await asyncio.to_thread(reading)
        except (Unreadable, StoreBusy):
            return otherwise


class JobsHandler(_JobsHandler):
    @tornado.web.authenticated
    @authorized
    async def get(self):
        """200: [as GET facegauge/jobs/ID, without results]."""
        answers = [await self.tell(job) for job in self.jobs.all()]
        self.answer([{key: value for key, value in one.items() if key != "result"} for one in answers])

    @tornado.web.authenticated
    @authorized
    async def post(self):
        """Body: {kind: assess | compare | audit, paths: [from the server's folder, or what `uploads` gave], lang?: en | zh}. An
        audit is recorded in the store, the others are not; all use the thresholds set in it.

        201: {id}. 400: what is wrong. 429: too many are under way.
        """
        body = self.body()
        kind, language = body.get("kind"), body.get("lang")
        if kind not in KINDS:
            raise Problem(400, f"'kind' must be one of {', '.join(KINDS)}")
        if language not in (None, "en", "zh"):
            raise Problem(400, "'lang' must be en or zh")
        try:
            job = self.jobs.start(kind, body.get("paths"), language)
        except Refused as error:
            raise Problem(400, str(error)) from error
        except TooMany as error:
            raise Problem(429, str(error), "too-many") from error
        self.set_status(201)
        self.answer({"id": job.id})


class JobHandler(_JobsHandler):
    @tornado.web.authenticated
    @authorized
    async def get(self, id_):
        """200: see `answers.job`. A job that nobody asks for is ended after two minutes and a half. 404: there is none."""
        job = self.jobs.get(id_)
        if job is None:
            raise Problem(404, "There is no such job (any more).")
        self.answer(await self.tell(job))

    @tornado.web.authenticated
    @authorized
    async def delete(self, id_):
        """Ends and forgets it. 204. 404: there is none."""
        if not await self.jobs.cancel(id_):
            raise Problem(404, "There is no such job (any more).")
        self.set_status(204)
        self.finish()


@tornado.web.stream_request_body
class UploadsHandler(_JobsHandler):
    async def prepare(self):
        # Before a byte of the body is taken.
        await super().prepare()
        self._data = bytearray()
        if not self.current_user:
            raise Problem(403, "Forbidden")
        self._limit(int(self.request.headers.get("Content-Length") or 0))

    def data_received(self, chunk):
        self._limit(len(self._data) + len(chunk))
        self._data += chunk

    @tornado.web.authenticated
    @authorized
    async def post(self):
        """Query: `name`, the file's. Body: the picture's bytes, at most 20 MB. 201: {path}, for `paths` of a job, for an hour."""
        name = self.parameters.text("name") or ""
        if not self._data:
            raise Problem(400, "the body is empty: send the picture's bytes")
        path = await asyncio.to_thread(self.jobs.uploads.add, name, bytes(self._data))
        self.set_status(201)
        self.answer({"path": path})

    def _limit(self, size):
        if size > MOST_BYTES:
            raise Problem(413, f"the picture is larger than {MOST_BYTES // 2**20} MB")


class UploadHandler(_JobsHandler):
    @tornado.web.authenticated
    @authorized
    async def delete(self, token):
        """Removes it now. 204. 404: it is not there (any more)."""
        if not self.jobs.uploads.remove(PREFIX + token):
            raise Problem(404, "There is no such picture (any more).")
        self.set_status(204)
        self.finish()
