"""The library's command and how it is called."""

import asyncio
import json
import os
import shutil
from pathlib import Path

from ..answers.policy import policy_version
from ..faults import Refused, StoreBusy, Unreadable

KINDS = ("assess", "compare", "audit")
_FLAGS = {
    "similarityMatch": "--similarity-match",
    "similarityReview": "--similarity-review",
    "qualityTrust": "--quality-trust",
    "qualityReject": "--quality-reject",
    "autoRejectBelow": "--auto-reject-below",
}


def find(root):
    """Path of `facegauge`: from the environment, else from where notebooks in the server's folder would get the package. Raises
    Refused."""
    found = shutil.which("facegauge")
    for folder in [Path(root), *Path(root).parents] if found is None else []:
        candidate = folder / "node_modules" / ".bin" / ("facegauge.cmd" if os.name == "nt" else "facegauge")
        if candidate.is_file():
            return str(candidate)
    if found is None:
        raise Refused(
            "The command facegauge was not found. Install the package (npm install facegauge) in the folder JupyterLab serves, "
            "or put the command on the PATH of the Jupyter server."
        )
    return found


def environment():
    """What the server itself needs to know in secret is none of a child's business."""
    return {key: value for key, value in os.environ.items() if key != "JUPYTER_TOKEN" and not key.startswith("JPY_")}


async def arguments(kind, paths, language, command, store, cwd):
    """What follows `facegauge`. Paths are absolute, so none is taken for an option. Only an audit is recorded."""
    lang = ["--lang", language] if language else []
    if kind == "audit":
        return ["audit", "--json", "--card", *lang, f"--store={store.path}", *paths]
    name = "compare" if kind == "compare" else "score"
    return [name, "--json", "--card", *lang, *await _thresholds(command, store, cwd), *paths]


async def _thresholds(command, store, cwd):
    """Those set in the store, as the command itself knows them for the network it is going to use."""
    if not await asyncio.to_thread(_has_policy, store):
        return []
    process = await asyncio.create_subprocess_exec(
        command,
        "policy",
        "show",
        "--json",
        f"--store={store.path}",
        cwd=cwd,
        env=environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    out, _ = await process.communicate()
    try:
        shown = json.loads(out)["policy"]
    except (ValueError, KeyError) as error:
        raise Refused("The thresholds of the store cannot be read just now.") from error
    return [
        f"{_FLAGS[one['key']]}={one['value']}" for one in shown if one["origin"] == "store" and one["value"] is not None
    ]


def _has_policy(store):
    try:
        with store.reading() as db:
            return policy_version(db) > 0
    except (Unreadable, StoreBusy):
        return False
