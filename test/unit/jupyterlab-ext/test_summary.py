"""The route GET facegauge/summary in a real Jupyter server, over stores made by the kernel's own code."""

import hashlib
import json
import os
import sqlite3

import pytest
import tornado

NOON = 1_773_489_600_000  # 2026-03-14T12:00Z
DAY = 86_400_000
ROWS = [
    {"processedAt": NOON, "quality": 0.9},
    {"processedAt": NOON + 1, "quality": 0.4},
    {"processedAt": NOON + 2, "quality": 0.3},
    {"processedAt": NOON + 3, "errorCode": "NO_FACE"},
    {"processedAt": NOON + DAY, "quality": 0.1},
]


@pytest.fixture
def summary(jp_fetch):
    async def fetch(start=NOON, end=NOON + DAY):
        response = await jp_fetch("facegauge", "summary", params={"from": str(start), "to": str(end)})
        return json.loads(response.body)

    return fetch


@pytest.fixture
def store(jp_root_dir):
    return jp_root_dir / "facegauge.db"


async def test_counts_what_the_kernel_recorded(summary, store, make_store):
    make_store(store, ROWS)
    answer = await summary()
    assert answer["store"] == {"path": str(store), "state": "ok", "message": None}
    assert (answer["pictures"], answer["scored"], answer["low"], answer["failures"]) == (4, 3, 1, 1)
    assert answer["meanQuality"] == pytest.approx((0.9 + 0.4 + 0.3) / 3)
    assert answer["lowRate"] == pytest.approx(1 / 3)
    assert answer["lastAt"] == NOON + 3
    assert answer["qualityReject"] == {"value": 0.4, "origin": "built-in"}


async def test_counts_with_the_threshold_of_the_store(summary, store, make_store):
    make_store(store, [*ROWS, {"policy": {"qualityReject": 0.5}}])
    answer = await summary()
    assert answer["low"] == 2
    assert answer["qualityReject"] == {"value": 0.5, "origin": "store"}


async def test_a_day_without_pictures_has_no_mean(summary, store, make_store):
    make_store(store, ROWS)
    answer = await summary(NOON - DAY, NOON)
    assert (answer["pictures"], answer["meanQuality"], answer["lowRate"]) == (0, None, None)
    assert answer["store"]["state"] == "ok"


async def test_tells_an_empty_store_from_a_missing_one(summary, store, make_store):
    assert (await summary())["store"]["state"] == "missing"
    assert not store.exists()
    make_store(store)
    assert (await summary())["store"]["state"] == "empty"


async def test_says_that_the_store_is_damaged_and_what_to_do(summary, store):
    store.write_text("Dear diary, " * 1000)
    answer = await summary()
    assert answer["store"]["state"] == "damaged"
    assert "Move the file away" in answer["store"]["message"]
    assert answer["pictures"] == 0


async def test_says_that_a_database_of_another_application_is_no_store(summary, store):
    with sqlite3.connect(store) as db:
        db.execute("CREATE TABLE bookmarks (url)")
    assert (await summary())["store"]["state"] == "damaged"


async def test_says_that_the_store_is_newer(summary, store, make_store):
    make_store(store, ROWS)
    with sqlite3.connect(store) as db:
        db.execute("PRAGMA user_version = 1000")
    answer = await summary()
    assert answer["store"]["state"] == "newer"
    assert "Update" in answer["store"]["message"]


async def test_reads_while_another_process_is_writing(summary, store, make_store):
    make_store(store, ROWS)
    writer = sqlite3.connect(store)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE samples SET quality = 0.2 WHERE quality IS NOT NULL")
    assert (await summary())["low"] == 1
    writer.commit()
    assert (await summary())["low"] == 3
    writer.close()


async def test_never_changes_the_store(summary, store, make_store):
    make_store(store, ROWS)
    before = hashlib.sha256(store.read_bytes()).hexdigest()
    await summary()
    assert hashlib.sha256(store.read_bytes()).hexdigest() == before


async def test_reads_a_path_with_odd_characters(jp_fetch, jp_serverapp, jp_root_dir, make_store):
    odd = jp_root_dir / "100 % sure? #1 人脸.db"
    make_store(odd, ROWS)
    jp_serverapp.web_app.settings["facegauge_store"] = odd
    response = await jp_fetch("facegauge", "summary", params={"from": str(NOON), "to": str(NOON + DAY)})
    assert json.loads(response.body)["pictures"] == 4


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "'from' is missing"),
        ({"from": "0"}, "'to' is missing"),
        ({"from": "yesterday", "to": "1"}, "'from' must be a whole number"),
        ({"from": "0", "to": "1.5"}, "'to' must be a whole number"),
        ({"from": "0", "to": "9" * 30}, "'to' must be a whole number"),
        ({"from": "5", "to": "5"}, "must be before"),
    ],
)
async def test_says_what_is_wrong_with_a_question(jp_fetch, params, words):
    with pytest.raises(tornado.httpclient.HTTPClientError) as refused:
        await jp_fetch("facegauge", "summary", params=params)
    assert refused.value.code == 400
    assert words in json.loads(refused.value.response.body)["message"]


async def test_answers_nobody_without_a_token(jp_fetch):
    with pytest.raises(tornado.httpclient.HTTPClientError) as refused:
        await jp_fetch("facegauge", "summary", headers={"Authorization": "token wrong"}, params={"from": "0", "to": "1"})
    assert refused.value.code == 403


async def test_names_the_store_to_its_kernels(jp_serverapp, jp_root_dir):
    assert os.environ["FACEGAUGE_STORE"] == str(jp_root_dir / "facegauge.db")


class TestNamedStore:
    @pytest.fixture(autouse=True)
    def named(self, no_store_named, monkeypatch, tmp_path):
        monkeypatch.setenv("FACEGAUGE_STORE", str(tmp_path / "elsewhere.db"))

    async def test_keeps_a_store_that_was_named(self, summary, tmp_path):
        assert (await summary())["store"]["path"] == str(tmp_path / "elsewhere.db")
        assert os.environ["FACEGAUGE_STORE"] == str(tmp_path / "elsewhere.db")
