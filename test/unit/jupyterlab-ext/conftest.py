import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# The sources, not the installed copy: a test tells what the working tree does.
sys.path.insert(0, str(ROOT / "jupyterlab-ext"))

pytest_plugins = ["pytest_jupyter.jupyter_server"]


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


@pytest.fixture(scope="session")
def make_store():
    """Makes a store with the kernel's code: (file, rows) as make-store.ts takes them."""

    def make(file, rows=()):
        script = ROOT / "test" / "unit" / "jupyterlab-ext" / "make-store.ts"
        subprocess.run(
            [shutil.which("node"), "--import", "tsx", str(script), str(file), json.dumps(list(rows))], check=True, cwd=ROOT
        )

    return make
