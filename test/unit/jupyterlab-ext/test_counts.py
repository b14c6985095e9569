"""Counts of the routes, held against what the library says of the same store."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from conftest import DAY, HOUR, NOON
from jupyterlab_facegauge.answers import series

QUARTER = 900_000
ROWS = [
    {"begin": {"name": "gates", "total": 9}},
    *(
        {
            "processedAt": NOON + i * 7 * 60_000,
            "quality": (i * 37 % 100) / 100,
            "source": f"gate {i % 3}",
            "findings": [["dark"], ["defocus", "dark"], []][i % 3],
            "run": 1 if i % 4 == 0 else None,
            "elapsedMs": 20 + i,
        }
        for i in range(40)
    ),
    {"processedAt": NOON + HOUR, "errorCode": "NO_FACE", "source": "gate 1"},
    {"processedAt": NOON + 2 * HOUR, "errorCode": "DECODE_FAILED", "source": "gate 1"},
]
STRETCHES = [
    {},
    {"from": NOON + 5, "to": NOON + 2 * HOUR + 1},
    {"from": NOON, "to": NOON + 3 * HOUR, "source": "gate 1"},
    {"from": NOON, "to": NOON + DAY, "run": 1},
    {"from": NOON, "to": NOON + DAY, "run": 0},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory, make_store):
    file = tmp_path_factory.mktemp("store") / "facegauge.db"
    make_store(file, ROWS)
    return file


@pytest.fixture
def filled(store, made):
    store.write_bytes(made.read_bytes())
    return store


def params(stretch):
    return {{"from": "start", "to": "end"}.get(key, key): value for key, value in stretch.items()}


@pytest.mark.parametrize("stretch", STRETCHES)
async def test_numbers_are_the_librarys(ask, filled, library, stretch):
    # For the library null is outside any run.
    asked = {**stretch, **({"run": None} if stretch.get("run") == 0 else {})}
    told = library(filled, **asked)
    summary = await ask("summary", **params(stretch))
    for ours, theirs in [("p50Ms", "p50"), ("p95Ms", "p95"), *((key, key) for key in told["summary"])]:
        if theirs in ("qualityReject", "p50", "p95") and ours == theirs:
            continue
        assert summary[ours] == pytest.approx(told["summary"][theirs], rel=1e-12), ours
    histogram = await ask("histogram", **params(stretch))
    assert histogram["bins"] == [[row["bin"], row["pictures"]] for row in told["qualities"]]
    assert histogram["scored"] == summary["scored"]
    assert await ask("findings", **params(stretch)) == told["findings"]
    sources = await ask("sources", **params(stretch))
    theirs = [one for one in told["sources"] if stretch.get("source") in (None, one["source"])]
    assert [pytest.approx({key: one[key] for key in one if key != "failures"}) for one in sources] == theirs
    assert all(one["failures"] == one["notAcquired"] + one["failed"] for one in sources)


@pytest.mark.parametrize("bucket", ["quarter", "hour", "day"])
async def test_buckets_sum_up_to_the_summary(ask, filled, bucket):
    stretch = {"start": NOON, "end": NOON + DAY}
    summary, series = await ask("summary", **stretch), await ask("series", **stretch, bucket=bucket, zone="UTC", split="source")
    for key in ("pictures", "scored", "low", "failures"):
        assert sum(one[key] for one in series["buckets"]) == summary[key]
        assert sum(one[key] for source in series["sources"] for one in source["buckets"]) == summary[key]
    mean = sum(one["meanQuality"] * one["scored"] for one in series["buckets"] if one["scored"]) / summary["scored"]
    assert mean == pytest.approx(summary["meanQuality"])


async def test_a_bucket_names_its_commonest_finding_and_worst_source(ask, filled):
    series = await ask("series", bucket="day", zone="UTC")
    # gate 0 has qualities of every third picture, and so on.
    means = {}
    for i in range(40):
        means.setdefault(f"gate {i % 3}", []).append((i * 37 % 100) / 100)
    worst = min(means, key=lambda source: sum(means[source]) / len(means[source]))
    assert series["worst"] == [{"start": NOON - 12 * HOUR, "finding": "dark", "source": worst}]


@pytest.mark.parametrize("bucket", ["quarter", "hour", "day"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
@pytest.mark.parametrize("of", [{}, {"run": 1}])
async def test_sources_apart_are_each_as_if_asked_for_alone(ask, filled, bucket, zone, of):
    # Where clocks are off by three quarters of an hour, a bucket is whole hours of UTC and quarters beside them.
    asked = {"start": NOON + 1, "end": NOON + 4 * HOUR + 100_000, "bucket": bucket, "zone": zone, **of}
    split = await ask("series", **asked, split="source")
    assert {one["source"] for one in split["sources"]} == {"gate 0", "gate 1", "gate 2"}
    for one in split["sources"]:
        alone = await ask("series", **asked, source=one["source"])
        assert one["buckets"] == [
            {**bucket, "meanQuality": pytest.approx(bucket["meanQuality"])} for bucket in alone["buckets"] if bucket["pictures"]
        ]
    for bucket in split["buckets"]:
        apart = [each for one in split["sources"] for each in one["buckets"] if each["start"] == bucket["start"]]
        assert sum(each["pictures"] for each in apart) == bucket["pictures"]


async def test_of_very_many_sums_only_the_newest_bucket_is_said_to_have_a_worst(ask, filled, monkeypatch):
    everything = (await ask("series", bucket="hour", zone="UTC"))["worst"]
    monkeypatch.setattr(series, "_MOST_PASSED", 1)
    assert len(everything) > 1
    assert (await ask("series", bucket="hour", zone="UTC"))["worst"] == everything[-1:]


async def test_days_are_the_readers(ask, filled):
    series = await ask("series", bucket="day", zone="Asia/Kathmandu")
    assert series["buckets"][0]["start"] == NOON - 12 * HOUR - (5 * HOUR + 3 * QUARTER)


async def test_hours_without_pictures_are_told_between_those_with(ask, store, make_store):
    make_store(store, [{"processedAt": NOON}, {"processedAt": NOON + 3 * HOUR}])
    series = await ask("series", start=NOON - DAY, end=NOON + DAY, bucket="hour", zone="UTC")
    assert [(one["start"], one["pictures"], one["meanQuality"]) for one in series["buckets"]] == [
        (NOON, 1, pytest.approx(0.8)),
        (NOON + HOUR, 0, None),
        (NOON + 2 * HOUR, 0, None),
        (NOON + 3 * HOUR, 1, pytest.approx(0.8)),
    ]


async def test_by_taking_a_camera_without_a_zone_is_in_the_readers_own(ask, store, make_store):
    make_store(
        store,
        [
            # Eight in the morning on the camera's clock, wherever it hung.
            {"takenAt": NOON - 4 * HOUR, "takenAtZoned": False},
            # Eight in Berlin.
            {"takenAt": NOON - 5 * HOUR, "takenAtZoned": True},
            {"takenAt": NOON - 2 * HOUR, "takenAtZoned": True, "quality": 0.1},
            {"takenAt": None},
        ],
    )
    series = await ask("series", by="taken", bucket="hour", zone="Europe/Berlin")
    assert [(one["start"], one["pictures"], one["low"]) for one in series["buckets"] if one["pictures"]] == [
        (NOON - 5 * HOUR, 2, 0),
        (NOON - 2 * HOUR, 1, 1),
    ]
    eight = {"by": "taken", "zone": "Europe/Berlin", "start": NOON - 5 * HOUR, "end": NOON - 4 * HOUR}
    assert {one["takenAt"] for one in (await ask("samples", **eight))["items"]} == {NOON - 4 * HOUR, NOON - 5 * HOUR}


def scattered():
    """Pictures at odd times, also before 1970; a fifth has no quality, a third says no time of taking."""
    for i in range(300):
        taken = {"takenAt": (-3 * DAY if i % 5 == 0 else NOON) + i * 997_013, "takenAtZoned": bool(i % 2)}
        yield {
            "processedAt": NOON + i * 613_007,
            "source": f"gate {i % 11}",
            "run": 1 if i % 4 == 0 else None,
            **(taken if i % 3 else {"takenAt": None}),
            **({"errorCode": ["NO_FACE", "MISSING"][i % 2]} if i % 5 == 2 else {"quality": (i * 37 % 100) / 100}),
        }


@pytest.fixture(scope="module")
def strewn(tmp_path_factory, make_store):
    file = tmp_path_factory.mktemp("strewn") / "facegauge.db"
    # The threshold changes when everything is counted already, up and down again.
    begun = {"begin": {"name": "a"}}
    make_store(file, [begun, *scattered(), {"policy": {"qualityReject": 0.55}}, {"policy": {"qualityReject": 0.3}}])
    return file


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kathmandu"])
@pytest.mark.parametrize("bucket", ["quarter", "hour", "day"])
@pytest.mark.parametrize("by", ["processed", "taken"])
@pytest.mark.parametrize("only", [{}, {"source": "gate 3"}, {"run": 1}, {"source": "gate 4", "run": 0}])
async def test_every_bucket_is_what_counting_one_by_one_gives(ask, store, strewn, by, bucket, zone, only):
    store.write_bytes(strewn.read_bytes())
    # From before 1970 until today is too long for one chart.
    early = by == "taken" and bucket != "quarter"
    stretch = {"start": -4 * DAY + QUARTER, "end": -DAY} if early else {"start": NOON - 5 * QUARTER, "end": NOON + DAY + 3 * QUARTER}
    series = await ask("series", by=by, bucket=bucket, zone=zone, split="source", **stretch, **only)
    start, end = stretch["start"], stretch["end"]

    def moment(row):
        if by == "processed":
            return row["processedAt"]
        zoned = row["takenAt"] is None or row["takenAtZoned"]
        return row["takenAt"] if zoned else row["takenAt"] - _offset(zone, row["takenAt"])

    rows = [
        row
        for row in scattered()
        if (by == "processed" or row["takenAt"] is not None)
        and start <= moment(row) < end
        and only.get("source") in (None, row["source"])
        and only.get("run") in (None, row["run"] or 0)
    ]
    assert rows, "the question is about something"

    def sums(among, buckets):
        for begins, ends in zip(buckets, [*(one["start"] for one in buckets[1:]), end], strict=True):
            inside = [row for row in among if begins["start"] <= moment(row) < ends]
            qualities = [row["quality"] for row in inside if "quality" in row]
            yield {
                "start": begins["start"],
                "pictures": len(inside),
                "scored": len(qualities),
                "meanQuality": pytest.approx(sum(qualities) / len(qualities)) if qualities else None,
                "low": sum(quality < 0.3 for quality in qualities),
                "failures": len(inside) - len(qualities),
            }

    assert series["buckets"] == list(sums(rows, series["buckets"]))
    assert sum(one["pictures"] for one in series["buckets"]) == len(rows)
    sizes = {}
    for row in rows:
        sizes[row["source"]] = sizes.get(row["source"], 0) + 1
    largest = sorted(sizes, key=lambda source: (-sizes[source], source))[:8]
    assert [one["source"] for one in series["sources"]] == largest
    for one in series["sources"]:
        found = {bucket["start"]: bucket for bucket in one["buckets"]}
        mine = [row for row in rows if row["source"] == one["source"]]
        assert list(found.values()) == [b for b in sums(mine, series["buckets"]) if b["pictures"]]


def _offset(zone, wall):
    """Of a time of day that is written as if it were UTC, ms; none of those above lies where clocks change."""
    naive = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=wall)
    return naive.replace(tzinfo=ZoneInfo(zone)).utcoffset() // datetime.timedelta(milliseconds=1)


async def test_the_stretch_before_is_compared(ask, store, make_store):
    make_store(store, [{"processedAt": NOON - 1, "quality": 0.2}, {"processedAt": NOON, "quality": 0.9}])
    summary = await ask("summary", start=NOON, end=NOON + HOUR)
    assert (summary["pictures"], summary["previous"]["pictures"]) == (1, 1)
    assert (summary["previous"]["meanQuality"], summary["previous"]["lowRate"]) == (0.2, 1)
    assert (await ask("summary", end=NOON + HOUR))["previous"] is None


def test_a_day_that_is_not_over_is_compared_with_as_much_of_the_one_before(tmp_path, make_store):
    from jupyterlab_facegauge.answers.summary import read_summary
    from jupyterlab_facegauge.filters import Filter
    from jupyterlab_facegauge.store import Store

    file = tmp_path / "facegauge.db"
    make_store(file, [{"processedAt": NOON - DAY + HOUR}, {"processedAt": NOON - DAY + 5 * HOUR}])
    summary = read_summary(Store(file, tmp_path), Filter(start=NOON, end=NOON + DAY), now=lambda: (NOON + 2 * HOUR) / 1000)
    assert summary["previous"]["pictures"] == 1
    assert (summary["previous"]["from"], summary["previous"]["to"]) == (NOON - DAY, NOON - DAY + 2 * HOUR)


async def test_an_empty_store_has_no_buckets(ask, store, make_store):
    make_store(store)
    assert await ask("series", split="source") == {"buckets": [], "worst": [], "sources": []}
    assert await ask("histogram") == {"bins": [], "scored": 0}
    assert await ask("findings") == []


async def test_says_why_a_store_gives_no_counts(jp_fetch, refusal, store):
    status, told = await refusal(jp_fetch("facegauge", "series"))
    assert (status, told["reason"]) == (409, "missing")
    store.write_text("Dear diary, " * 1000)
    status, told = await refusal(jp_fetch("facegauge", "histogram"))
    assert (status, told["reason"]) == (409, "damaged")


@pytest.mark.parametrize(
    ("route", "params", "words"),
    [
        ("series", {"bucket": "week"}, "'bucket' must be one of quarter, hour, day"),
        ("series", {"zone": "Mars/Olympus"}, "'zone' must be the name of a time zone"),
        ("series", {"zone": "../../etc/passwd"}, "'zone' must be the name of a time zone"),
        ("series", {"split": "moon"}, "'split' must be one of source"),
        ("series", {"by": "luck"}, "'by' must be one of processed, taken"),
        ("histogram", {"by": "taken"}, "'by' must be processed here"),
        ("findings", {"run": "-1"}, "'run' must be a whole number"),
        ("findings", {"run": "１"}, "'run' must be a whole number"),
        ("sources", {"from": "2", "to": "1"}, "must be before"),
        ("sources", {"finding": "dark"}, "'finding' is for samples"),
        ("sources", {"source": "x" * 500}, "must not be longer"),
    ],
)
async def test_says_what_is_wrong_with_a_question(jp_fetch, refusal, store, make_store, route, params, words):
    make_store(store, ROWS[1:2])
    status, told = await refusal(jp_fetch("facegauge", route, params=params))
    assert status == 400
    assert words in told["message"]


async def test_too_many_buckets_are_refused(jp_fetch, refusal, store, make_store):
    make_store(store, [{"processedAt": 0}, {"processedAt": NOON}])
    status, told = await refusal(jp_fetch("facegauge", "series", params={"bucket": "hour"}))
    assert status == 400
    assert "longer buckets" in told["message"]
