"""What of a path a client is told: inside the server's folder the way from there, outside of it the bare name."""

import os
import re

# A quoted path to its closing quote, then one without spaces. Both begin at the root of a file system.
_QUOTED = re.compile(r"""(?P<quote>["'“‘«])(?P<path>(?:/|[A-Za-z]:[\\/])[^"'”’»\n]*)""")
_BARE = re.compile(r"""(?<![\w./\\:~-])(?P<path>(?:/|[A-Za-z]:[\\/])[^\s"'“”‘’«»()<>,;]*[^\s"'“”‘’«»()<>,;.:!?])""")


class Places:
    def __init__(self, root):
        """`root`: the folder the Jupyter server serves, absolute."""
        self._root = os.path.normpath(str(root))

    @property
    def prefix(self):
        """What the path of everything inside begins with."""
        return self._root if self._root.endswith(os.sep) else self._root + os.sep

    def shown(self, path):
        """Null stays null."""
        if path is None:
            return None
        return self.inside(path) or _base(path)

    def inside(self, path):
        """The way from the server's folder, as JupyterLab writes it; null where it does not lie there."""
        whole = os.path.normpath(path)
        if not whole.startswith(self.prefix):
            return None
        return whole[len(self.prefix) :].replace(os.sep, "/")

    def words(self, text, path=None):
        """A sentence with its paths as `shown`; `path` is one that may be in it, spaces and all."""
        if text is None:
            return None
        if path:
            text = text.replace(path, self.shown(path))
        for pattern in (_QUOTED, _BARE):
            text = pattern.sub(lambda found: (found.groupdict().get("quote") or "") + self.shown(found["path"]), text)
        return text

    def everything(self, value, path=None):
        """The same for every text in plain data."""
        if isinstance(value, str):
            return self.words(value, path)
        if isinstance(value, list):
            return [self.everything(one, path) for one in value]
        if isinstance(value, dict):
            if value.keys() == {"mime", "base64"}:
                return value  # an encoded picture: no words
            own = value.get("path")
            if isinstance(own, str) and os.path.isabs(own):
                # It is a path as a whole, whatever is in it, and what is said beside it may be about it.
                return {**{key: self.everything(one, own) for key, one in value.items()}, "path": self.shown(own)}
            return {self.words(key, path): self.everything(one, path) for key, one in value.items()}
        return value


def _base(path):
    return re.split(r"[\\/]", path.rstrip("/\\"))[-1]
