"""One call of the command, and what became of it."""

import asyncio
import json
import os
import secrets
import signal
import time

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"

# Nobody has asked for this long: the tab that wanted it is closed. Browsers let hidden tabs ask once a minute.
ABANDONED_S = 150
# How long a command may take to end in order.
_GRACE_S = 5
# One line of an answer, and all of it: an audit of a million pictures stays below.
_MOST_OUTPUT = 64 * 2**20
_MOST_WORDS = 4000
# The command's exit codes: some pictures failed.
_SOME_FAILED = 1


class Job:
    def __init__(self, kind, paths):
        self.id = secrets.token_urlsafe(9)
        self.kind = kind
        self.paths = paths
        self.state = QUEUED
        self.results = []
        self.error = None
        self.pid = None
        self.ended_at = None
        self.task = None
        self._asked_at = time.monotonic()

    @property
    def in_flight(self):
        return self.state in (QUEUED, RUNNING)

    def asked(self):
        self._asked_at = time.monotonic()

    async def run(self, command, arguments, cwd, env, started):
        """Runs the command to its end; `started(pid)` is told. Ends it where nobody asks any more."""
        process = await asyncio.create_subprocess_exec(
            command,
            *arguments,
            cwd=cwd,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_MOST_OUTPUT,
            # A group of its own, so that what it starts can be ended with it.
            start_new_session=True,
        )
        self.pid, self.state = process.pid, RUNNING
        started(process.pid)
        watch = asyncio.create_task(self._watch())
        try:
            _, words = await asyncio.gather(self._results(process.stdout), _tail(process.stderr))
            self._settle(await process.wait(), words)
        finally:
            watch.cancel()
            if process.returncode is None:
                await self._end(process)

    def fail(self, message, code=None):
        self.state, self.error = FAILED, {"code": code, "message": message}

    def kill(self, how=signal.SIGTERM):
        """Asks the command and all it started to end, or ends them."""
        if self.pid is None:
            return
        try:
            if os.name == "posix":
                os.killpg(self.pid, how)
            else:
                os.kill(self.pid, signal.SIGTERM)
        except (ProcessLookupError, PermissionError):
            pass

    async def _results(self, stream):
        size = 0
        while line := await stream.readline():
            size += len(line)
            if size > _MOST_OUTPUT:
                raise ValueError(f"more than {_MOST_OUTPUT} bytes")
            self.results.append(json.loads(line))

    async def _watch(self):
        while time.monotonic() - self._asked_at < ABANDONED_S:
            await asyncio.sleep(ABANDONED_S / 10)
        self.task.cancel()

    async def _end(self, process):
        """In order, with a deadline; also what the command leaves behind."""
        self.kill()
        try:
            await asyncio.wait_for(process.wait(), _GRACE_S)
        except (asyncio.TimeoutError, asyncio.CancelledError):
            pass
        if os.name == "posix":
            self.kill(signal.SIGKILL)

    def _settle(self, code, words):
        self.pid = None
        only = self.results[0] if len(self.results) == 1 else None
        failed = only.get("error") if isinstance(only, dict) and self.kind != "assess" else None
        if failed:
            # In the language asked for, where the command says it in that as well.
            said = (only.get("card") or {}).get("error") or failed
            self.fail(said.get("message", ""), failed.get("code"))
        elif self.results and code in (0, _SOME_FAILED):
            self.state = DONE
        else:
            self.fail(words.strip() or f"facegauge ended with {code}.")


async def _tail(stream):
    kept = b""
    while part := await stream.read(4096):
        kept = (kept + part)[-_MOST_WORDS:]
    return kept.decode(errors="replace")
