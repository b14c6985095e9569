import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tornado

ROOT = Path(__file__).resolve().parents[3]
HERE = ROOT / "test" / "unit" / "jupyterlab-ext"
# The sources, not the installed copy: a test tells what the working tree does.
sys.path.insert(0, str(ROOT / "jupyterlab-ext"))

pytest_plugins = ["pytest_jupyter.jupyter_server"]

NOON = 1_773_489_600_000  # 2026-03-14T12:00Z
DAY = 86_400_000
HOUR = 3_600_000


@pytest.fixture(autouse=True)
def no_store_named(monkeypatch):
    """The extension sets FACEGAUGE_STORE for its kernels; each test starts and ends without."""
    monkeypatch.setenv("FACEGAUGE_STORE", "")
    monkeypatch.delenv("FACEGAUGE_STORE")
    yield
    os.environ.pop("FACEGAUGE_STORE", None)


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"jupyterlab_facegauge": True}}}


def _node(script, *arguments):
    command = [shutil.which("node"), "--import", "tsx", str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE).stdout


@pytest.fixture(scope="session")
def make_store():
    """Makes a store with the kernel's code: (file, rows) as make-store.ts takes them."""
    return lambda file, rows=(): _node("make-store.ts", file, json.dumps(list(rows)))


@pytest.fixture(scope="session")
def library():
    """What the kernel's code says of a store: (file, stretch) as ask-store.ts takes them."""
    return lambda file, **stretch: json.loads(_node("ask-store.ts", file, json.dumps({"from": 0, "to": 10**15, **stretch})))


@pytest.fixture
def store(jp_root_dir):
    return jp_root_dir / "facegauge.db"


@pytest.fixture
def ask(jp_fetch):
    """GET facegauge/ROUTE, decoded."""

    async def fetch(route, **params):
        given = {("from" if key == "start" else "to" if key == "end" else key): str(value) for key, value in params.items()}
        response = await jp_fetch("facegauge", *route.split("/"), params=given)
        return json.loads(response.body)

    return fetch


@pytest.fixture
def refusal():
    """(status, document) of an answer that is an error."""

    async def refused(request):
        with pytest.raises(tornado.httpclient.HTTPClientError) as caught:
            await request
        return caught.value.code, json.loads(caught.value.response.body)

    return refused
