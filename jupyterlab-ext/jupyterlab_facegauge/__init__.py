"""The half of facegauge's JupyterLab extension that runs in the Jupyter server: it serves the store, and works without code."""

import os
from pathlib import Path

from .handlers import setup_handlers
from .jobs import Jobs
from .store import Store

try:
    from ._version import __version__
except ImportError:  # a checkout that was never built
    __version__ = "dev"

STORE_VARIABLE = "FACEGAUGE_STORE"


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "jupyterlab-facegauge"}]


def _jupyter_server_extension_points():
    return [{"module": "jupyterlab_facegauge"}]


def _load_jupyter_server_extension(server_app):
    """Registers the routes and tells the kernels (by their environment) which store the sidebar reads.

    A relative FACEGAUGE_STORE is made absolute: kernels start in the folders of their notebooks, and all must mean one file.
    """
    store = Path(server_app.root_dir) / os.environ.get(STORE_VARIABLE, "")
    if store == Path(server_app.root_dir):
        store = store / "facegauge.db"
    os.environ[STORE_VARIABLE] = str(store)
    settings = server_app.web_app.settings
    settings["facegauge_store"] = Store(store, Path(server_app.root_dir))
    settings["facegauge_jobs"] = Jobs(
        settings["facegauge_store"],
        server_app.root_dir,
        server_app.runtime_dir,
        hidden=lambda: getattr(server_app.contents_manager, "allow_hidden", False),
    )
    setup_handlers(server_app.web_app)
    server_app.log.info(f"jupyterlab_facegauge {__version__}: store {store}")
