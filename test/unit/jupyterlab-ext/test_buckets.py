"""Hours and days of time zones as stretches of UTC."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from jupyterlab_facegauge.buckets import TooMany, borders

HOUR = 3_600_000


def at(text, zone="UTC"):
    return round(datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def lengths(start, end, bucket, zone):
    found = borders(start, end, bucket, ZoneInfo(zone))
    return [(b - a) / HOUR for a, b in zip(found, found[1:])]


def test_days_have_23_or_25_hours_when_clocks_change():
    berlin = "Europe/Berlin"
    assert lengths(at("2026-03-28T12:00", berlin), at("2026-03-30T12:00", berlin), "day", berlin) == [24, 23, 24]
    assert lengths(at("2026-10-25T12:00", berlin), at("2026-10-25T13:00", berlin), "day", berlin) == [25]


def test_hours_begin_where_the_zone_has_them():
    first = borders(at("2026-03-14T12:20"), at("2026-03-14T12:40"), "hour", ZoneInfo("Asia/Kathmandu"))[0]
    assert first == at("2026-03-14T12:15")


def test_clocks_that_change_by_half_an_hour_make_a_short_hour():
    zone = "Australia/Lord_Howe"
    found = lengths(at("2026-04-04T13:00"), at("2026-04-04T17:00"), "hour", zone)
    assert sum(found) >= 4
    assert set(found) <= {0.5, 1, 1.5}


def test_a_midnight_that_does_not_exist():
    # Clocks went from 23:59:59 to 01:00.
    zone = "America/Sao_Paulo"
    found = borders(at("2018-11-03T12:00", zone), at("2018-11-04T12:00", zone), "day", ZoneInfo(zone))
    assert found[1] == at("2018-11-04T03:00")
    assert [(b - a) / HOUR for a, b in zip(found, found[1:])] == [24, 23]


ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Monrovia"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("bucket", ["quarter", "hour", "day"])
@pytest.mark.parametrize("start", ["1970-01-01T00:00", "2018-11-03T07:07", "2026-03-28T22:50", "2026-10-24T23:59"])
def test_buckets_follow_each_other_and_cover_the_stretch(zone, bucket, start):
    start = at(start)
    end = start + 3 * 24 * HOUR + 1
    found = borders(start, end, bucket, ZoneInfo(zone))
    assert found == sorted(set(found))
    assert found[0] <= start
    assert found[-2] < end <= found[-1]
    assert all(edge % 900_000 == 0 for edge in found)


def test_more_than_anybody_can_draw():
    with pytest.raises(TooMany):
        borders(0, at("2026-03-14T00:00"), "hour", ZoneInfo("UTC"))
