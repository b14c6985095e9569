"""The jobs of one server."""

import asyncio
import atexit
import os
import signal
import time

from ..faults import Refused
from . import command, paths
from .folder import Folder, is_alive
from .job import CANCELLED, FAILED, Job
from .uploads import Uploads

MOST_IN_FLIGHT = 8
# Each uses all cores as it is.
_AT_ONCE = 2
_KEPT = 32
_KEPT_S = 3600


class TooMany(Exception):
    """So many jobs are waited for already."""


class Jobs:
    """`folder` is where the server may keep files of its own."""

    def __init__(self, store, root, folder, hidden=lambda: False):
        self._store = store
        self._root = str(root)
        self._hidden = hidden
        self._folder = Folder(folder)
        self.uploads = Uploads(self._folder)
        self._jobs = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._folder.clean_up()
        atexit.register(self.stop)

    def start(self, kind, given, language):
        """A `Job`, under way. Raises Refused and TooMany."""
        self._forget_old()
        if sum(job.in_flight for job in self._jobs.values()) >= MOST_IN_FLIGHT:
            raise TooMany(f"{MOST_IN_FLIGHT} jobs are under way. Wait for one or cancel it.")
        found = paths.check(kind, given, self._root, self.uploads, self._hidden())
        executable = command.find(self._root)
        job = Job(kind, found)
        self._jobs[job.id] = job
        job.task = asyncio.create_task(self._run(job, executable, language))
        return job

    def get(self, id_):
        """Null where there is none."""
        return self._jobs.get(id_)

    def all(self):
        return list(self._jobs.values())

    async def cancel(self, id_):
        """Ends it, if need be, and forgets it; whether there was one."""
        job = self._jobs.pop(id_, None)
        if job is None:
            return False
        job.task.cancel()
        await asyncio.gather(job.task, return_exceptions=True)
        return True

    def stop(self):
        """Ends everything; without the event loop, which may be gone."""
        atexit.unregister(self.stop)
        running = [job for job in self._jobs.values() if job.pid is not None]
        for how, seconds in ((signal.SIGTERM, 3), (signal.SIGKILL if os.name == "posix" else signal.SIGTERM, 0)):
            for job in running:
                job.kill(how)
            end = time.monotonic() + seconds
            while time.monotonic() < end and any(is_alive(job.pid) for job in running if job.pid is not None):
                time.sleep(0.05)
        self._jobs.clear()
        self._folder.remove()

    async def _run(self, job, executable, language):
        try:
            async with self._slots:
                arguments = await command.arguments(
                    job.kind, job.paths, language, executable, self._store, self._root
                )
                await job.run(executable, arguments, self._root, command.environment(), self._folder.note)
        except asyncio.CancelledError:
            job.state = CANCELLED
        except Refused as error:
            job.fail(str(error))
        except (OSError, ValueError) as error:
            job.fail(f"facegauge cannot be run: {error}")
        finally:
            job.pid = None
            job.ended_at = time.monotonic()
            if job.state == FAILED:
                job.results = []

    def _forget_old(self):
        ended = [job for job in self._jobs.values() if job.ended_at is not None]
        limit = time.monotonic() - _KEPT_S
        for i, job in enumerate(ended):
            if job.ended_at < limit or i < len(ended) - _KEPT:
                del self._jobs[job.id]
