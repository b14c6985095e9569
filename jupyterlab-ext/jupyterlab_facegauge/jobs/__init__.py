"""Work without code: pictures are assessed, compared and audited by the library's own command, `facegauge … --json`."""

from .manager import Jobs, TooMany

__all__ = ["Jobs", "TooMany"]
