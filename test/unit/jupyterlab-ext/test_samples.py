"""Lists of samples, single ones, thumbnails and deletion."""

import json
import sqlite3
from itertools import product

import pytest
from conftest import DAY, HOUR, NOON
from jupyterlab_facegauge.answers import total

PICTURE = "RIFF????WEBPVP8 a picture"
N = 60


def rows(root):
    yield {"begin": {"name": f"audit of {root}/pictures", "total": N}}
    for i in range(N):
        yield {
            "path": f"{root}/pictures/gate/{i:03}.jpg" if i % 2 else f"/secret/place/{i:03}.jpg",
            "processedAt": NOON + i * 60_000,
            "takenAt": NOON - DAY + i * HOUR if i % 5 else None,
            "takenAtZoned": True,
            # With equals, to try the borders of pages.
            "quality": (i * 7 % 20) / 20,
            "source": f"gate {i % 3}",
            "identity": f"person {i % 10}",
            "tags": None if i % 7 == 3 else {"light": ["lamp", "day"][i % 2], "shift": i % 3, 'odd ".x': i % 4 == 1},
            "findings": ["dark"] if i % 4 == 0 else ["defocus"] if i % 4 == 1 else [],
            "assessment": ["rejected", "review", "trusted"][i % 3],
            "run": 1 if i % 6 == 0 else None,
            **({"picture": PICTURE} if i % 3 else {"thumbnail": None}),
            "sha256": f"{i:064x}",
        }
    for i, code in enumerate(["NO_FACE", "DECODE_FAILED", "NO_FACE"]):
        path = f"{root}/pictures/bad{i}.jpg"
        yield {
            "path": path,
            "processedAt": NOON + (i + 1) * 30_000,
            "errorCode": code,
            "errorMessage": f"{path} and /secret/place/x y.jpg: {code}",
            "source": "gate 1",
        }


@pytest.fixture(scope="module")
def made(tmp_path_factory, make_store):
    file = tmp_path_factory.mktemp("store") / "facegauge.db"
    make_store(file, rows("/ROOT"))
    return file


@pytest.fixture
def filled(store, made, jp_root_dir):
    store.write_bytes(made.read_bytes())
    with sqlite3.connect(store) as db:
        for table, column in [("samples", "path"), ("samples", "error_message"), ("runs", "name")]:
            db.execute(f"UPDATE {table} SET {column} = replace({column}, '/ROOT', ?)", [str(jp_root_dir)])
    db.close()
    return store


@pytest.fixture
def everything(filled):
    with sqlite3.connect(filled) as db:
        db.row_factory = sqlite3.Row
        found = [dict(row) for row in db.execute("SELECT * FROM samples")]
    db.close()
    return found


async def all_pages(ask, limit, **params):
    items, after, totals = [], None, []
    while True:
        page = await ask("samples", limit=limit, **params, **({"after": after} if after else {}))
        assert len(page["items"]) <= limit
        items += page["items"]
        totals.append(page["total"])
        after = page["next"]
        if after is None:
            return items, totals


MINUTE = 60_000


def tags(s):
    return json.loads(s["tags"] or "{}")


def quality(s):
    return -1 if s["quality"] is None else s["quality"]


FILTERS = [
    ({}, lambda s: True),
    ({"source": "gate 1"}, lambda s: s["source"] == "gate 1"),
    ({"run": 1}, lambda s: s["run"] == 1),
    ({"run": 0}, lambda s: s["run"] is None),
    ({"least": 0.25, "most": 0.5}, lambda s: 0.25 <= quality(s) < 0.5),
    ({"most": 0.4}, lambda s: 0 <= quality(s) < 0.4),
    ({"least": 0.9}, lambda s: quality(s) >= 0.9),
    ({"finding": "dark"}, lambda s: "dark" in s["findings"]),
    ({"assessment": "rejected"}, lambda s: s["assessment"] == "rejected"),
    ({"assessment": "not-acquired,failed"}, lambda s: s["error_code"] is not None),
    ({"assessment": "failed"}, lambda s: s["error_code"] == "DECODE_FAILED"),
    ({"assessment": "failed,trusted"}, lambda s: s["error_code"] == "DECODE_FAILED" or s["assessment"] == "trusted"),
    ({"identity": "person 3"}, lambda s: s["identity"] == "person 3"),
    ({"text": "GATE/00"}, lambda s: "gate/00" in s["path"]),
    # The folders of what lies outside are not told, and so not found either.
    ({"text": "secret"}, lambda s: False),
    ({"text": "008.jpg"}, lambda s: "008.jpg" in s["path"]),
    ({"tags": '{"light": "lamp"}'}, lambda s: tags(s).get("light") == "lamp"),
    ({"tags": '{"light": "day", "shift": 2}', "most": 0.5}, lambda s: tags(s).get("shift") == 2 and 0 <= quality(s) < 0.5 and tags(s)["light"] == "day"),
    ({"tags": '{"odd \\".x": true}'}, lambda s: tags(s).get('odd ".x') is True),
    ({"tags": '{"light": "LAMP"}'}, lambda s: False),
    ({"tags": '{"lens": "x"}'}, lambda s: False),
    ({"tags": "{}"}, lambda s: True),
    # No wildcards.
    ({"text": "0_8"}, lambda s: False),
    ({"text": "%"}, lambda s: False),
    ({"text": "\\"}, lambda s: False),
    (
        {"start": NOON + 5 * MINUTE, "end": NOON + 20 * MINUTE},
        lambda s: NOON + 5 * MINUTE <= s["processed_at"] < NOON + 20 * MINUTE,
    ),
    (
        {"by": "taken", "start": NOON - DAY, "end": NOON},
        lambda s: s["taken_at"] is not None and NOON - DAY <= s["taken_at"] < NOON,
    ),
    (
        {"source": "gate 1", "finding": "defocus", "end": NOON + 30 * MINUTE},
        lambda s: s["source"] == "gate 1" and "defocus" in s["findings"] and s["processed_at"] < NOON + 30 * MINUTE,
    ),
    (
        {"run": 1, "finding": "dark", "most": 0.5},
        lambda s: s["run"] == 1 and "dark" in s["findings"] and 0 <= quality(s) < 0.5,
    ),
]


@pytest.mark.parametrize(("order", "limit"), [*product(["worst", "best", "newest"], [4, 200])])
# Where very little may be looked at for one answer, pages end before they are full.
@pytest.mark.parametrize("most", [total._MOST, 60])
async def test_pages_hold_each_sample_that_matches_once_and_in_order(ask, everything, order, limit, most, monkeypatch):
    monkeypatch.setattr(total, "_MOST", most)
    keys = {
        "worst": lambda s: (s["quality"] is None, s["quality"] or 0, s["id"]),
        "best": lambda s: (s["quality"] is None, -(s["quality"] or 0), -s["id"]),
        "newest": lambda s: (-s["processed_at"], -s["id"]),
    }
    for params, matches in FILTERS:
        items, totals = await all_pages(ask, limit, order=order, **params)
        expected = [one for one in everything if matches(one)]
        scored = sorted((one for one in expected if one["quality"] is not None or order == "newest"), key=keys[order])
        unscored = sorted((one for one in expected if one["quality"] is None and order != "newest"), key=keys["newest"])
        if params.get("by") == "taken" and order == "newest":
            scored.sort(key=lambda s: (-s["taken_at"], -s["id"]))
        assert [one["id"] for one in items] == [one["id"] for one in scored + unscored], (params, order)
        assert all(total in (None, len(expected)) for total in totals), (params, totals)
        if not {"identity", "text", "tags", "by", "assessment"} & params.keys() and len(params.keys() & {"finding", "most"}) < 2:
            assert totals[0] == len(expected), params


@pytest.mark.parametrize("most", [total._MOST, 60])
@pytest.mark.parametrize("limit", [2, 200])
async def test_a_run_is_listed_in_the_order_it_came(ask, everything, limit, most, monkeypatch):
    monkeypatch.setattr(total, "_MOST", most)
    for params, matches in FILTERS:
        if params.get("run", 1) != 1:
            continue
        items, totals = await all_pages(ask, limit, **{**params, "order": "came", "run": 1})
        expected = [one["id"] for one in everything if one["run"] == 1 and matches(one)]
        assert [one["id"] for one in items] == sorted(expected), params
        assert all(one in (None, len(expected)) for one in totals), params


@pytest.mark.parametrize("given", ["[]", "3", "{", '{"a": [1]}', '{"a": NaN}', '{"a": null}', "[" * 399])
async def test_tags_that_are_none_are_refused(ask, filled, refusal, given):
    status, problem = await refusal(ask("samples", tags=given))
    assert status == 400 and "'tags' must be" in problem["message"]


async def test_samples_are_given_by_their_ids_in_the_order_asked_for(ask, everything, refusal):
    run = [one["id"] for one in everything if one["run"] == 1]
    other = next(one["id"] for one in everything if one["run"] != 1)
    ids = [run[7], run[2], 2**50, run[5], other]
    page = await ask("samples", ids=",".join(map(str, ids)), run=1)
    assert [one["id"] for one in page["items"]] == [run[7], run[2], run[5]]
    assert (page["total"], page["next"]) == (3, None)
    assert page["items"][0].keys() == (await ask("samples", limit=1))["items"][0].keys()
    assert [one["id"] for one in (await ask("samples", ids=str(other)))["items"]] == [other]
    for given in ("", "a", "0", "-3", "1,,2", "1,2.5", ",".join(["1"] * 201)):
        status, problem = await refusal(ask("samples", ids=given))
        assert status == 400 and "'ids' must be" in problem["message"], given


async def test_only_a_run_has_an_order_it_came_in(ask, filled, refusal):
    for run in ({}, {"run": 0}):
        status, problem = await refusal(ask("samples", order="came", **run))
        assert (status, problem["message"]) == (400, "'order=came' is that of a run: give 'run'")


@pytest.mark.parametrize("order", ["worst", "best", "newest"])
async def test_a_search_says_where_it_goes_on_before_it_takes_long(ask, filled, order, monkeypatch):
    """Of what was found so far nothing waits for the rest, and what there is none of is no end."""
    monkeypatch.setattr(total, "_MOST", 20)
    page = await ask("samples", order=order, text="nowhere")
    assert (page["items"], page["total"], page["next"] is None) == ([], None, False)
    page = await ask("samples", order=order, text="008.jpg")
    assert page["total"] is None and page["next"]
    # What is known to be none takes no search.
    page = await ask("samples", order=order, finding="nobody says so")
    assert page == {"total": 0, "next": None, "items": []}


async def test_a_picture_that_comes_between_two_pages_shifts_nothing(ask, filled):
    first = await ask("samples", order="worst", limit=10)
    with sqlite3.connect(filled) as db:
        db.execute("DELETE FROM samples WHERE id = ?", [first["items"][3]["id"]])
    db.close()
    second = await ask("samples", order="worst", limit=10, after=first["next"])
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}
    assert second["items"][0]["quality"] >= first["items"][-1]["quality"]


async def test_paths_are_told_from_the_servers_folder_only(ask, filled, jp_root_dir):
    items, _ = await all_pages(ask, 200)
    inside, outside = (next(one for one in items if one["name"] == name) for name in ("001.jpg", "000.jpg"))
    assert (inside["path"], outside["path"]) == ("pictures/gate/001.jpg", "000.jpg")
    assert "secret" not in json.dumps(items)


async def test_a_map_has_the_colours_of_its_network_where_they_are_known(ask, store, make_store):
    make_store(store, [{"mapScale": 0.42, "model": "test-net"}, {"processedAt": NOON}, {"processedAt": NOON, "model": "x"}])
    assert [(await ask(f"samples/{id_}"))["mapScale"] for id_ in (1, 2)] == [0.42, None]


async def test_a_sample_tells_its_whole_record(ask, filled, jp_root_dir):
    (jp_root_dir / "pictures" / "gate").mkdir(parents=True)
    (jp_root_dir / "pictures" / "gate" / "001.jpg").write_bytes(b"")
    items, _ = await all_pages(ask, 200)
    by_name = {one["name"]: one["id"] for one in items}
    one = await ask(f"samples/{by_name['001.jpg']}")
    assert one["open"] == one["path"] == "pictures/gate/001.jpg"
    assert one["box"] == {"x": -3.5, "y": 20, "width": 200.25, "height": 240}
    assert len(one["qualityMap"]) == 7
    assert len(one["landmarks"]) == 5
    assert sum(map(sum, one["qualityMap"])) + one["qualityBias"] == pytest.approx(one["logQuality"], abs=1e-6)
    assert one["findings"] == ["defocus"]
    assert one["warnings"] == [{"code": "SEVERAL_FACES", "message": "2 faces"}]
    assert one["timings"]["detect"] == 20
    assert (one["model"], one["device"], one["run"]) == ("test-net", "cpu", None)
    assert "embedding" not in one
    gone = await ask(f"samples/{by_name['003.jpg']}")
    assert (gone["open"], gone["path"]) == (None, "pictures/gate/003.jpg")
    assert (await ask(f"samples/{by_name['000.jpg']}"))["run"] == {"id": 1, "name": "audit of pictures"}
    assert (await ask(f"samples/{by_name['000.jpg']}"))["open"] is None


async def test_a_failure_says_why_without_paths_outside(ask, filled):
    failed = (await ask("samples", assessment="failed"))["items"][0]
    told = (await ask(f"samples/{failed['id']}"))["errorMessage"]
    assert told.startswith("pictures/bad1.jpg and ")
    assert told.endswith("DECODE_FAILED")
    assert "secret" not in told


async def test_a_thumbnail_is_kept_by_the_browser_while_it_is_the_same(ask, jp_fetch, filled):
    with_one = next(one for one in (await ask("samples", limit=200))["items"] if one["hasThumbnail"])
    response = await jp_fetch("facegauge", "thumbnail", str(with_one["id"]), params={"v": with_one["version"]})
    assert response.body.decode() == PICTURE
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response.headers["Cache-Control"]
    plain = await jp_fetch("facegauge", "thumbnail", str(with_one["id"]))
    assert plain.headers["Cache-Control"] == "private, no-cache"
    tag = {"If-None-Match": plain.headers["ETag"]}
    again = await jp_fetch("facegauge", "thumbnail", str(with_one["id"]), headers=tag, raise_error=False)
    assert again.code == 304
    with sqlite3.connect(filled) as db:
        db.execute("UPDATE samples SET last_processed_at = last_processed_at + 1 WHERE id = ?", [with_one["id"]])
    db.close()
    other = await jp_fetch("facegauge", "thumbnail", str(with_one["id"]), params={"v": with_one["version"]})
    assert "immutable" not in other.headers["Cache-Control"]


async def test_where_there_is_no_thumbnail(ask, jp_fetch, refusal, filled):
    without = next(one for one in (await ask("samples", limit=200))["items"] if not one["hasThumbnail"])
    assert (await refusal(jp_fetch("facegauge", "thumbnail", str(without["id"]))))[0] == 404
    assert (await refusal(jp_fetch("facegauge", "samples", "99999")))[0] == 404


async def test_deleting_takes_embedding_and_thumbnail_too(ask, jp_fetch, refusal, filled, library):
    one = next(one for one in (await ask("samples", limit=200))["items"] if one["hasThumbnail"])
    before = await ask("summary")
    response = await jp_fetch("facegauge", "samples", str(one["id"]), method="DELETE")
    assert (response.code, response.body) == (204, b"")
    with sqlite3.connect(filled) as db:
        assert db.execute("SELECT count(*) FROM samples WHERE id = ?", [one["id"]]).fetchone() == (0,)
        for table in ["embeddings", "thumbnails", "sample_findings"]:
            assert db.execute(f"SELECT count(*) FROM {table} WHERE sample = ?", [one["id"]]).fetchone() == (0,), table
    db.close()
    assert (await ask("summary"))["pictures"] == before["pictures"] - 1
    assert library(filled)["summary"]["pictures"] == before["pictures"] - 1
    assert (await refusal(jp_fetch("facegauge", "samples", str(one["id"]), method="DELETE")))[0] == 404


async def test_deleting_waits_for_no_lock(jp_fetch, refusal, filled):
    with sqlite3.connect(filled, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        status, told = await refusal(jp_fetch("facegauge", "samples", "1", method="DELETE"))
        other.execute("ROLLBACK")
    other.close()
    assert (status, told["reason"]) == (503, "busy")


async def test_runs_say_how_far_they_have_come(ask, filled, library):
    (run,) = await ask("runs")
    told = library(filled)["runs"][0]
    for key in ("id", "startedAt", "endedAt", "total", "done", "failed"):
        assert run[key] == told[key], key
    # Its process is gone.
    assert run["state"] == told["state"] == "interrupted"
    assert run["name"] == "audit of pictures"
    assert run["scored"] == 10
    assert run["owner"]["pid"] > 0


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"limit": "0"}, "'limit' must be a whole number from 1 to 200"),
        ({"limit": "201"}, "'limit' must be a whole number from 1 to 200"),
        ({"order": "random"}, "'order' must be one of worst, best, newest"),
        ({"after": "x"}, "'after' must be the 'next'"),
        ({"after": "WyJiZXN0IiwwLDAuNSwxXQ"}, "'after' must be the 'next'"),
        ({"least": "nan"}, "'least' must be a number"),
        ({"least": ".5", "most": ".5"}, "'least' must be below 'most'"),
        ({"assessment": "splendid"}, "'assessment' must be one or more"),
        ({"run": "1; DROP TABLE samples"}, "'run' must be a whole number"),
    ],
)
async def test_says_what_is_wrong_with_a_question(jp_fetch, refusal, filled, params, words):
    status, told = await refusal(jp_fetch("facegauge", "samples", params=params))
    assert status == 400
    assert words in told["message"]
