"""Thresholds: what is in force, and changes by the library's rules and into its history."""

import json
import shutil
import sqlite3
import subprocess

import pytest
from conftest import HERE, NOON, ROOT

ROWS = [{"processedAt": NOON, "quality": 0.42}, {"processedAt": NOON + 1, "quality": 0.3}]


@pytest.fixture(scope="module")
def made(tmp_path_factory, make_store):
    file = tmp_path_factory.mktemp("store") / "facegauge.db"
    make_store(file, ROWS)
    return file


@pytest.fixture
def filled(store, made):
    store.write_bytes(made.read_bytes())
    return store


@pytest.fixture
def put(jp_fetch):
    async def change(**body):
        response = await jp_fetch("facegauge", "policy", method="PUT", body=json.dumps(body))
        return json.loads(response.body)

    return change


@pytest.fixture
def undo(jp_fetch):
    async def take_back(**body):
        response = await jp_fetch("facegauge", "policy", "undo", method="POST", body=json.dumps(body))
        return json.loads(response.body)

    return take_back


def in_force(answer):
    return {one["key"]: (one["value"], one["origin"]) for one in answer["inForce"]}


async def test_what_is_in_force_and_for_which_network(ask, filled):
    answer = await ask("policy")
    assert answer["model"] == "test-net"
    assert answer["models"] == ["test-net"]
    assert in_force(answer)["qualityReject"] == (0.4, "built-in")
    assert [one["key"] for one in answer["inForce"]] == [one["key"] for one in answer["keys"]]
    assert (answer["history"], answer["overridden"], answer["ignored"], answer["version"]) == ([], [], [], 0)


async def test_a_change_holds_for_everybody_and_is_in_the_history(ask, put, filled, library):
    answer = await put(values={"qualityReject": 0.45, "similarityMatch": 0.5}, note="gate 3 looks into the sun")
    assert in_force(answer)["qualityReject"] == (0.45, "store")
    assert in_force(answer)["similarityMatch"] == (0.5, "store")
    told = library(filled)
    assert told["policy"]["qualityReject"] == {"value": 0.45, "origin": "store"}
    # A similarity is the network's own, a quality everybody's.
    assert told["policy"]["similarityMatch"]["origin"] == "built-in"
    assert [(row["model"], row["key"], row["author"], row["note"], row["change"]) for row in told["history"]] == [
        ("test-net", "similarityMatch", "sidebar", "gate 3 looks into the sun", 1),
        ("*", "qualityReject", "sidebar", "gate 3 looks into the sun", 1),
    ]
    assert told["version"] == answer["version"] == 2
    assert (await ask("summary"))["low"] == told["summary"]["low"] == 2


async def test_undo_takes_the_whole_change_back(put, undo, filled, library, jp_fetch, refusal):
    await put(values={"qualityReject": 0.45})
    await put(values={"qualityReject": 0.5, "qualityTrust": 0.7})
    assert in_force(await undo())["qualityReject"] == (0.45, "store")
    answer = await undo(note="as it was")
    assert in_force(answer)["qualityReject"] == (0.4, "built-in")
    assert in_force(answer)["qualityTrust"] == (0.6, "built-in")
    assert (answer["history"][0]["undoes"], answer["history"][0]["note"]) == (1, "as it was")
    assert library(filled)["policy"]["qualityTrust"] == {"value": 0.6, "origin": "built-in"}
    status, told = await refusal(jp_fetch("facegauge", "policy", "undo", method="POST", body="{}"))
    assert (status, told["message"]) == (400, "There is no change to take back.")


async def test_null_takes_a_threshold_out_of_the_store(put, filled):
    await put(values={"qualityReject": 0.45})
    assert in_force(await put(values={"qualityReject": None}))["qualityReject"] == (0.4, "built-in")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"values": {"qualityReject": 1.5}}, "'qualityReject' must be a number from 0 to 1"),
        ({"values": {"similarityMatch": -2}}, "'similarityMatch' must be a number from -1 to 1"),
        ({"values": {"qualityReject": True}}, "must be a number"),
        ({"values": {"qualityReject": "0.5"}}, "must be a number"),
        ({"values": {"qualityReject": float("nan")}}, "must be a number"),
        ({"values": {"mood": 0.5}}, "'mood' is no threshold. Known are similarityMatch"),
        ({"values": {"qualityReject": 0.7}}, "would contradict itself"),
        ({"values": {"autoRejectBelow": 0.5}}, "would contradict itself"),
        ({"values": {"similarityReview": 0.9}}, "would contradict itself"),
        ({"values": {}}, "'values' must name a threshold"),
        ({"values": {"qualityReject": 0.5}, "note": "x" * 2000}, "'note' must be a text"),
        ({"values": {"qualityReject": 0.5}, "model": 7}, "'model' must be a text"),
        ([], "must be a JSON object"),
    ],
)
async def test_nothing_is_changed_that_the_library_would_refuse(jp_fetch, refusal, filled, body, words):
    status, told = await refusal(jp_fetch("facegauge", "policy", method="PUT", body=json.dumps(body)))
    assert status == 400
    assert words in told["message"]
    with sqlite3.connect(filled) as db:
        assert db.execute("SELECT count(*) FROM policy_history").fetchone() == (0,)
    db.close()


async def test_what_is_no_json(jp_fetch, refusal, filled):
    status, told = await refusal(jp_fetch("facegauge", "policy", method="PUT", body="{"))
    assert (status, told["message"]) == (400, "the body must be JSON")
    assert (await refusal(jp_fetch("facegauge", "policy", method="PUT", body="[" * 70_000)))[0] == 413


async def test_a_store_that_is_busy_or_not_there(jp_fetch, refusal, filled):
    body = json.dumps({"values": {"qualityReject": 0.5}})
    with sqlite3.connect(filled, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (await refusal(jp_fetch("facegauge", "policy", method="PUT", body=body)))[0] == 503
        other.execute("ROLLBACK")
    other.close()
    filled.unlink()
    status, told = await refusal(jp_fetch("facegauge", "policy", method="PUT", body=body))
    assert (status, told["reason"]) == (409, "missing")
    assert not filled.exists()


async def test_running_sessions_that_override_are_counted(ask, filled):
    with sqlite3.connect(filled) as db:
        now = db.execute("SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)").fetchone()[0]
        for session, at in [("a", now), ("b", now), ("gone", now - 60_000)]:
            db.execute("INSERT INTO sessions VALUES (?, 1, 'here', 'test-net', ?, ?)", [session, at, at])
            db.execute("INSERT INTO session_policy VALUES (?, 'qualityReject', 0.2, 'call')", [session])
    db.close()
    assert (await ask("policy"))["overridden"] == [{"key": "qualityReject", "value": 0.2, "sessions": 2}]


async def test_a_running_session_of_the_library_follows(put, filled):
    script = [shutil.which("node"), "--import", "tsx", str(HERE / "follow-policy.ts"), str(filled)]
    with subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True) as session:
        try:
            assert session.stdout.readline() == "0.4\n"
            await put(values={"qualityReject": 0.45})
            assert session.stdout.readline() == "0.45 store\n"
        finally:
            session.kill()
