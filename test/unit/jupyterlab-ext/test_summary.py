"""The route GET facegauge/summary in a real Jupyter server, over stores made by the kernel's own code."""

import hashlib
import json
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
import tornado
from jupyterlab_facegauge.answers.summary import read_summary
from jupyterlab_facegauge.filters import Filter
from jupyterlab_facegauge.store import Store, StoreBusy, Unreadable

NOON = 1_773_489_600_000  # 2026-03-14T12:00Z
DAY = 86_400_000
OLD = Path(__file__).resolve().parents[2] / "vectors" / "store" / "version-0.1.0.db"
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


async def test_counts_what_the_kernel_recorded(summary, store, make_store):
    make_store(store, ROWS)
    answer = await summary()
    assert answer["store"] == {"path": "facegauge.db", "state": "ok", "message": None}
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
    told = (await summary())["store"]
    assert told["state"] == "foreign"
    assert "Move the file away" not in told["message"]


async def test_says_that_the_store_is_older(summary, store):
    shutil.copy(OLD, store)
    told = (await summary())["store"]
    assert told["state"] == "older"
    assert "brought up to date" in told["message"]


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
    jp_serverapp.web_app.settings["facegauge_store"] = Store(odd, jp_root_dir)
    response = await jp_fetch("facegauge", "summary", params={"from": str(NOON), "to": str(NOON + DAY)})
    assert json.loads(response.body)["pictures"] == 4


@pytest.mark.parametrize(
    ("params", "words"),
    [
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
        answer = (await summary())["store"]
        assert answer["path"] == "elsewhere.db"
        assert str(tmp_path) not in json.dumps(answer)
        assert os.environ["FACEGAUGE_STORE"] == str(tmp_path / "elsewhere.db")


class TestTroubles:
    """Each is told as what it is; nobody is told to move a file away that is not damaged."""

    @pytest.fixture
    def told(self, tmp_path):
        def tell(path):
            try:
                answer = read_summary(Store(path, tmp_path), Filter(start=NOON, end=NOON + DAY))
            except StoreBusy as error:
                return "busy", str(error)
            return answer["store"]["state"], answer["store"]["message"]

        return tell

    def test_a_name_too_long_for_the_file_system(self, told, tmp_path):
        state, message = told(tmp_path / ("n" * 300))
        assert state == "unreadable"
        assert "too long" in message
        assert len(message) < 300

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_no_permission(self, told, tmp_path, make_store):
        file = tmp_path / "facegauge.db"
        make_store(file, ROWS)
        file.chmod(0)
        assert told(file)[0] == "no-permission"

    def test_no_permission_as_the_operating_system_says_it(self, told, tmp_path, monkeypatch):
        def refuse(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("jupyterlab_facegauge.store.os.stat", refuse)
        state, message = told(tmp_path / "facegauge.db")
        assert state == "no-permission"
        assert "Move" not in message

    @pytest.mark.parametrize("mode", ["DELETE", "WAL"])
    def test_an_exclusive_lock(self, told, tmp_path, make_store, mode):
        file = tmp_path / "facegauge.db"
        make_store(file, ROWS)
        with sqlite3.connect(file, isolation_level=None) as other:
            other.execute(f"PRAGMA journal_mode = {mode}")
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            state, message = told(file)
            other.execute("ROLLBACK")
        other.close()
        assert state == "busy"
        assert "locked" in message

    def test_a_folder_in_place_of_the_store(self, told, tmp_path):
        (tmp_path / "facegauge.db").mkdir()
        assert told(tmp_path / "facegauge.db")[0] == "unreadable"

    def test_a_view_without_end_is_ended(self, tmp_path, make_store):
        file = tmp_path / "facegauge.db"
        make_store(file, ROWS)
        with sqlite3.connect(file) as db:
            db.execute("DROP VIEW policy_in_force")
            db.execute(
                "CREATE VIEW policy_in_force AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                "SELECT '*' AS model, 'qualityReject' AS key, max(i) AS value, 'store' AS origin FROM n"
            )
        db.close()
        from_ = time.monotonic()
        with pytest.raises(Unreadable) as ended, Store(file, tmp_path).reading(patience=0.3) as reader:
            reader.execute("SELECT * FROM policy_in_force").fetchall()
        assert ended.value.state == "unreadable"
        assert time.monotonic() - from_ < 5

    def test_a_reader_can_write_nothing(self, tmp_path, make_store):
        file = tmp_path / "facegauge.db"
        make_store(file, ROWS)
        with pytest.raises(Unreadable), Store(file, tmp_path).reading() as db:
            db.execute("DELETE FROM samples")

    def test_immutable_only_for_a_read_only_folder(self, tmp_path, make_store, monkeypatch):
        file = tmp_path / "facegauge.db"
        make_store(file, ROWS)
        asked = []
        connect = Store._connect

        def refuse(self, mode):
            asked.append(mode)
            if mode == "mode=ro":
                raise sqlite3.OperationalError("unable to open database file")
            return connect(self, mode)

        monkeypatch.setattr(Store, "_connect", refuse)
        with pytest.raises(Unreadable), Store(file, tmp_path).reading():
            pass
        assert asked == ["mode=ro"]
        monkeypatch.setattr("jupyterlab_facegauge.store.os.access", lambda path, mode: mode != os.W_OK)
        with Store(file, tmp_path).reading() as db:
            assert db.execute("SELECT count(*) FROM samples").fetchone()[0] == len(ROWS)
        assert asked[1:] == ["mode=ro", "immutable=1"]
