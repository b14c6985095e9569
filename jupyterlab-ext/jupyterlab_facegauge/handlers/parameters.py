"""What a question may say, and what is said of one that cannot be answered."""

import json
import math
from zoneinfo import ZoneInfo

from ..filters import ASSESSMENTS, LATEST_MS, Filter
from .problem import Problem

_LONGEST = 400
_LARGEST_ID = 2**53


class Parameters:
    """The query of a request. Every method raises a 400 that says what is wrong; what is not given is null."""

    def __init__(self, handler):
        self._handler = handler

    def filter(self, *, required=()):
        """A `Filter` of the common parameters."""
        start, end = (self.milliseconds(name, name in required) for name in ("from", "to"))
        if start is not None and end is not None and start >= end:
            raise _wrong("'from' must be before 'to'")
        least, most = (self.real(name, 0, 1) for name in ("least", "most"))
        if least is not None and most is not None and least >= most:
            raise _wrong("'least' must be below 'most'")
        return Filter(
            start=start,
            end=end,
            by=self.choice("by", ("processed", "taken"), "processed"),
            zone=self.zone("zone"),
            source=self.text("source", empty=True),
            run=self.whole("run", 0, _LARGEST_ID),
            least=least,
            most=most,
            finding=self.text("finding"),
            assessment=self._assessment(),
            identity=self.text("identity"),
            text=self.text("text"),
            tags=self._tags(),
        )

    def stretch(self, *, required=()):
        """A `Filter` of what counts are kept by: time of processing, source and run."""
        which = self.filter(required=required)
        for name in ("least", "most", "finding", "assessment", "identity", "text", "tags"):
            if self._given(name) is not None:
                raise _wrong(f"'{name}' is for samples; here 'from', 'to', 'source' and 'run' choose")
        return which

    def counted(self, *, required=()):
        which = self.stretch(required=required)
        if not which.counted:
            raise _wrong("'by' must be processed here")
        return which

    def milliseconds(self, name, required=False):
        text = self._given(name)
        if text is None:
            if required:
                raise _wrong(f"'{name}' is missing: give it as UTC milliseconds")
            return None
        value = _whole(text)
        if value is None or abs(value) > LATEST_MS:
            raise _wrong(f"'{name}' must be a whole number of UTC milliseconds")
        return value

    def whole(self, name, least, most, default=None):
        text = self._given(name)
        if text is None:
            return default
        value = _whole(text)
        if value is None or not least <= value <= most:
            raise _wrong(f"'{name}' must be a whole number from {least} to {most}")
        return value

    def real(self, name, least, most):
        text = self._given(name)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        # One above, so that a half-open range can hold the greatest value.
        if not least <= value <= most and not (name == "most" and most < value <= most + 1):
            raise _wrong(f"'{name}' must be a number from {least} to {most}")
        return value

    def choice(self, name, choices, default=None):
        text = self._given(name)
        if text is None:
            return default
        if text not in choices:
            raise _wrong(f"'{name}' must be one of {', '.join(choices)}")
        return text

    def text(self, name, empty=False):
        text = self._given(name)
        if text is None or (text == "" and not empty):
            return None
        if len(text) > _LONGEST:
            raise _wrong(f"'{name}' must not be longer than {_LONGEST} characters")
        return text

    def zone(self, name):
        """An IANA time zone."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return ZoneInfo(text)
        except (KeyError, ValueError, OSError) as error:
            raise _wrong(f"'{name}' must be the name of a time zone, such as Europe/Berlin or UTC") from error

    def ids(self, name, most):
        """Up to so many ids, with commas."""
        text = self._given(name)
        if text is None:
            return None
        ids = [_whole(one) for one in text.split(",", most)]
        if len(ids) > most or not all(one is not None and 0 < one <= _LARGEST_ID for one in ids):
            raise _wrong(f"'{name}' must be up to {most} ids of samples, with commas")
        return ids

    def _assessment(self):
        text = self.text("assessment")
        if text is None:
            return frozenset()
        asked = frozenset(text.split(","))
        if not asked <= frozenset(ASSESSMENTS):
            raise _wrong(f"'assessment' must be one or more (with commas) of {', '.join(ASSESSMENTS)}")
        return asked

    def _tags(self):
        text = self.text("tags")
        if text is None:
            return None
        wrong = _wrong("'tags' must be a JSON object of names and values, such as {\"light\": \"lamp\"}")
        try:
            tags = json.loads(text, parse_constant=lambda _: 1 / 0)
        except (ValueError, RecursionError, ArithmeticError):
            raise wrong from None
        if not isinstance(tags, dict) or not all(isinstance(value, str | int | float) for value in tags.values()):
            raise wrong
        # SQLite has no other booleans.
        return json.dumps({key: int(value) if isinstance(value, bool) else value for key, value in tags.items()}) if tags else None

    def _given(self, name):
        return self._handler.get_query_argument(name, None, strip=False)


def _whole(text):
    # int() takes spaces, underscores and the digits of every script too.
    digits = text[1:] if text[:1] in ("-", "+") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 20 else None


def _wrong(message):
    return Problem(400, message)
