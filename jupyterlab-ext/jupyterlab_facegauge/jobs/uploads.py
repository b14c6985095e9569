"""Pictures that are not on the server: kept for an hour in a private folder, under a word that nobody guesses."""

import re
import secrets
import shutil
import time

from ..faults import Refused

PREFIX = "upload:"
MOST_BYTES = 20 * 2**20
_MOST_FILES = 64
_KEPT_S = 3600
_NO_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
_TOKEN = re.compile(r"[\w-]{22}")


class Uploads:
    def __init__(self, folder):
        self._folder = folder
        self._kept = {}

    def add(self, name, data):
        """What the picture is called in `paths` of a job."""
        self._forget_old()
        token = secrets.token_urlsafe(16)
        place = self._folder.make() / token
        place.mkdir(mode=0o700)
        file = place / _clean(name)
        file.write_bytes(data)
        self._kept[token] = (file, time.monotonic())
        return PREFIX + token

    def path(self, word):
        """Raises Refused where there is no such picture (any more)."""
        kept = self._kept.get(word.removeprefix(PREFIX)) if _TOKEN.fullmatch(word.removeprefix(PREFIX)) else None
        if kept is None:
            raise Refused("The uploaded picture is not there any more. Upload it again.")
        return str(kept[0])

    def remove(self, word):
        """Whether it was there."""
        kept = self._kept.pop(word.removeprefix(PREFIX), None)
        if kept:
            shutil.rmtree(kept[0].parent, ignore_errors=True)
        return kept is not None

    def _forget_old(self):
        limit = time.monotonic() - _KEPT_S
        old = [token for token, (_, at) in self._kept.items() if at < limit]
        # In the order they came.
        old += list(self._kept)[: max(0, len(self._kept) - _MOST_FILES + 1)]
        for token in old:
            self.remove(token)


def _clean(name):
    base = _NO_NAME.sub("_", name).strip(" .")
    while len(base.encode(errors="replace")) > 200:
        base = base[1:]
    return base or "picture"
