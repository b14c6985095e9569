"""Quarter-hours, hours and days as a time zone has them, as stretches of whole quarter-hours of UTC."""

import datetime

QUARTER_MS = 900_000
BUCKETS = ("quarter", "hour", "day")
# More than anybody can draw; ten thousand hours are more than a year.
MOST_BUCKETS = 10_000

_HOUR_MS = 4 * QUARTER_MS
_DAY_MS = 24 * _HOUR_MS
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_SHORTEST_MS = {"quarter": QUARTER_MS, "hour": _HOUR_MS, "day": 92 * QUARTER_MS}


class TooMany(ValueError):
    pass


def borders(start, end, bucket, zone):
    """Ascending UTC ms: the beginnings of the buckets that touch [start, end), and the end of the last one. A day may have 23
    or 25 hours. Raises TooMany."""
    if (end - start) / _SHORTEST_MS[bucket] > MOST_BUCKETS:
        raise TooMany(f"more than {MOST_BUCKETS} buckets; ask for a shorter stretch or longer buckets")
    found = [_floor(start, bucket, zone)]
    while found[-1] < end:
        last = found[-1]
        if bucket == "hour" and _offset(last, zone) == _offset(last + _DAY_MS, zone):
            # No clock changes twice a day: until tomorrow hours follow each other.
            found.extend(range(last + _HOUR_MS, min(last + _DAY_MS, end + _HOUR_MS - 1) + 1, _HOUR_MS))
        else:
            found.append(max(_next(last, bucket, zone), last + QUARTER_MS))
    return found


def _floor(ms, bucket, zone):
    if bucket == "quarter":
        return ms // QUARTER_MS * QUARTER_MS
    local = _local(ms, zone)
    if bucket == "hour":
        return _whole(ms - (local.minute * 60 + local.second) * 1000 - local.microsecond // 1000)
    return _midnight(local.date(), zone)


def _next(ms, bucket, zone):
    if bucket == "quarter":
        return ms + QUARTER_MS
    if bucket == "hour":
        # Where clocks change by half an hour, the hour that follows is a short one.
        after = ms + _HOUR_MS
        begun = _floor(after, "hour", zone)
        return begun if begun > ms else after
    # A midnight that was rounded down lies in the day before.
    return _midnight(_local(ms + QUARTER_MS - 1, zone).date() + datetime.timedelta(days=1), zone)


def _midnight(date, zone):
    # Where midnight does not exist this is the moment the clocks jump over it.
    at = datetime.datetime.combine(date, datetime.time(), zone)
    return _whole(round((at - _EPOCH).total_seconds() * 1000))


def _local(ms, zone):
    return (_EPOCH + datetime.timedelta(milliseconds=ms)).astimezone(zone)


def _offset(ms, zone):
    return _local(ms, zone).utcoffset()


def _whole(ms):
    # Zones before they were standardised are off by odd seconds.
    return ms // QUARTER_MS * QUARTER_MS
