"""Which files a job may be about: those in the server's folder that JupyterLab itself would show."""

import os

from ..faults import Refused
from .uploads import PREFIX

_MOST = {"assess": 200, "compare": 2, "audit": 20}
_LEAST = {"assess": 1, "compare": 2, "audit": 1}


def check(kind, paths, root, uploads, hidden=False):
    """Absolute paths. Raises Refused. A link that leads out of the folder is not followed."""
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise Refused("'paths' must be a list of texts")
    if not _LEAST[kind] <= len(paths) <= _MOST[kind]:
        bounds = f"{_LEAST[kind]}" if _LEAST[kind] == _MOST[kind] else f"{_LEAST[kind]} to {_MOST[kind]}"
        raise Refused(f"'paths' must name {bounds} for '{kind}', not {len(paths)}")
    return [uploads.path(path) if path.startswith(PREFIX) else _inside(path, kind, root, hidden) for path in paths]


def _inside(path, kind, root, hidden):
    parts = [part for part in path.replace("\\", "/").split("/") if part] if os.name == "nt" else path.strip("/").split("/")
    if "\0" in path or ".." in parts or (not hidden and any(part.startswith(".") for part in parts)):
        raise Refused(f"'{path[:200]}' is no path that JupyterLab shows")
    base = os.path.realpath(root)
    found = os.path.realpath(os.path.join(base, *parts))
    if found != base and not found.startswith(base if base.endswith(os.sep) else base + os.sep):
        raise Refused(f"'{path[:200]}' leads out of the folder that JupyterLab serves")
    if not os.path.exists(found):
        raise Refused(f"'{path[:200]}' is not there")
    if kind != "audit" and not os.path.isfile(found):
        raise Refused(f"'{path[:200]}' is no picture; a folder can be audited")
    return found
