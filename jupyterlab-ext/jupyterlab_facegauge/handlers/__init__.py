"""The routes, one file a thing. All of them are authenticated and authorised; those that write are protected against forgery
by Jupyter itself (XSRF)."""

from jupyter_server.utils import url_path_join

from .counts import FindingsHandler, HistogramHandler, SeriesHandler, SourcesHandler
from .jobs import JobHandler, JobsHandler, UploadHandler, UploadsHandler
from .policy import PolicyHandler, UndoHandler
from .runs import RunsHandler
from .samples import SampleHandler, SamplesHandler, ThumbnailHandler
from .summary import SummaryHandler

_ID = r"([1-9][0-9]{0,14})"
_WORD = r"([\w-]{1,64})"

ROUTES = [
    ("summary", SummaryHandler),
    ("series", SeriesHandler),
    ("histogram", HistogramHandler),
    ("findings", FindingsHandler),
    ("sources", SourcesHandler),
    ("samples", SamplesHandler),
    (f"samples/{_ID}", SampleHandler),
    (f"thumbnail/{_ID}", ThumbnailHandler),
    ("runs", RunsHandler),
    ("policy", PolicyHandler),
    ("policy/undo", UndoHandler),
    ("jobs", JobsHandler),
    (f"jobs/{_WORD}", JobHandler),
    ("uploads", UploadsHandler),
    # With or without the prefix that it is named by.
    (f"uploads/(?:upload(?::|%3[Aa]))?{_WORD}", UploadHandler),
]


def setup_handlers(web_app):
    """Adds the routes under `<base_url>facegauge/`."""
    base = web_app.settings["base_url"]
    web_app.add_handlers(".*$", [(url_path_join(base, "facegauge", route), handler) for route, handler in ROUTES])
