"""Where a page of samples ended, as a word that a client hands back."""

import base64
import json

from ..faults import Refused


def write(order, unscored, at, id_):
    text = json.dumps([order, int(unscored), at, id_], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text, order):
    """(unscored, at, id). Raises Refused for what `write` never wrote, or wrote for another order."""
    try:
        padded = text + "=" * (-len(text) % 4)
        of, unscored, at, id_ = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        number = isinstance(at, int | float) and not isinstance(at, bool) and at == at
        if of != order or unscored not in (0, 1) or not number or type(id_) is not int or not 0 < id_ < 2**63:
            raise ValueError
        if abs(at) > 2**63 - 1:
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused("'after' must be the 'next' of an answer with the same order") from error
    return bool(unscored), at, id_
