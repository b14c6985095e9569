"""The routes, one file each. All of them are authenticated and none of them writes."""

from jupyter_server.utils import url_path_join

from .summary import SummaryHandler


def setup_handlers(web_app):
    """Adds the routes under `<base_url>facegauge/`."""
    base = web_app.settings["base_url"]
    web_app.add_handlers(".*$", [(url_path_join(base, "facegauge", "summary"), SummaryHandler)])
