"""Assessing, comparing and auditing without code: by the library's own command, and by one that misbehaves in its place."""

import asyncio
import json
import os
import shutil
import stat
import subprocess
import sys
import time

import pytest
from conftest import NOON, ROOT
from jupyterlab_facegauge.jobs import Jobs, job
from jupyterlab_facegauge.jobs.folder import Folder
from jupyterlab_facegauge.jobs.manager import MOST_IN_FLIGHT

SAMPLES = ROOT / "notebooks" / "samples"
# Says what it was called with; waits for ever with a child where a file is called so, deaf to polite words.
FAKE = """#!{python}
import json, os, signal, subprocess, sys, time
paths = [one for one in sys.argv[1:] if one.startswith("/")]
for path in paths:
    if "forever" in path:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print(json.dumps({{"path": path, "pids": [os.getpid(), child.pid]}}), flush=True)
        time.sleep(600)
    if "broken" in path:
        print("facegauge: /secret/place/model.onnx is broken [MODEL_BROKEN]", file=sys.stderr)
        sys.exit(1)
    if "chatter" in path:
        print("no JSON", flush=True)
    print(json.dumps({{"path": path, "arguments": sys.argv[1:], "secret": os.environ.get("JUPYTER_TOKEN")}}), flush=True)
"""


def executable(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def fake(tmp_path, monkeypatch):
    executable(tmp_path / "bin" / "facegauge", FAKE.format(python=sys.executable))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)


@pytest.fixture
def real(tmp_path, monkeypatch):
    node = shutil.which("node")
    loader, main = ROOT / "node_modules" / "tsx" / "dist" / "loader.mjs", ROOT / "kernel-lib" / "src" / "cli" / "main.ts"
    executable(tmp_path / "bin" / "facegauge", f'#!/bin/sh\nexec "{node}" --import "file://{loader}" "{main}" "$@"\n')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)


@pytest.fixture(autouse=True)
def stopped(jp_serverapp, jp_asyncio_loop, monkeypatch):
    monkeypatch.setattr(job, "_GRACE_S", 0.2)
    jobs = jp_serverapp.web_app.settings["facegauge_jobs"]
    yield

    async def end():
        await asyncio.gather(*(jobs.cancel(one.id) for one in jobs.all()))

    jp_asyncio_loop.run_until_complete(end())
    jobs.stop()


@pytest.fixture
def pictures(jp_root_dir):
    (jp_root_dir / "pictures").mkdir()
    for name in ["a.jpg", "b c.jpg", "<b> x.jpg", "forever.jpg", "broken.jpg", "chatter.jpg", "--help.jpg", ".hidden.jpg"]:
        (jp_root_dir / "pictures" / name).write_bytes(b"a picture")
    return "pictures"


@pytest.fixture
def post(jp_fetch):
    async def start(**body):
        response = await jp_fetch("facegauge", "jobs", method="POST", body=json.dumps(body))
        assert response.code == 201
        return json.loads(response.body)["id"]

    return start


@pytest.fixture
def until(ask):
    """The job, once it is what it shall become."""

    async def wait(id_, *states, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told = await ask(f"jobs/{id_}")
            if told["state"] in states:
                return told
            await asyncio.sleep(0.05)
        raise AssertionError(told)

    return wait


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    # The second: it was still there when its file was opened.
    except (FileNotFoundError, ProcessLookupError):
        return False


async def gone(pids):
    for _ in range(200):
        if not any(map(alive, pids)):
            return True
        await asyncio.sleep(0.05)
    return False


async def running(jp_serverapp, id_):
    """The processes of a job that runs for ever."""
    one = jp_serverapp.web_app.settings["facegauge_jobs"].get(id_)
    for _ in range(400):
        if one.results:
            return one.results[0]["pids"]
        await asyncio.sleep(0.05)
    raise AssertionError("it does not run")


async def test_the_library_assesses_and_compares_by_the_thresholds_of_the_store(
    post, until, real, store, make_store, jp_root_dir
):
    policy = {"qualityTrust": 0.999, "similarityMatch": 0.9}
    make_store(store, [{"processedAt": NOON}, {"policy": policy, "model": "rts-s"}])
    names = sorted(one.name for one in SAMPLES.glob("*.jpg") if not one.name.startswith("empty"))[:2]
    for name in names:
        shutil.copy(SAMPLES / name, jp_root_dir / name)
    assessed = await until(await post(kind="assess", paths=names), "done", "failed")
    assert assessed["error"] is None
    assert [one["path"] for one in assessed["result"]] == names
    assert all(len(one["embedding"]) == 512 for one in assessed["result"])
    assert {one["assessment"] for one in assessed["result"]} <= {"review", "rejected"}
    assert assessed["progress"] == {"done": 2, "total": 2}
    # What a notebook's output would hold, to be drawn natively.
    cards = [one["card"] for one in assessed["result"]]
    assert [(one["kind"], one["path"], one["crop"]["mime"]) for one in cards] == [
        ("face", name, "image/webp") for name in names
    ]
    compared = await until(await post(kind="compare", paths=names, lang="zh"), "done", "failed")
    assert compared["result"]["thresholds"]["similarityMatch"] == 0.9
    assert compared["result"]["thresholds"]["qualityTrust"] == 0.999
    assert compared["result"]["a"]["path"] == names[0]
    assert compared["result"]["card"]["kind"] == "comparison"


async def test_the_library_audits_a_folder_into_the_store(post, until, ask, real, jp_root_dir):
    (jp_root_dir / "gate 1").mkdir()
    for file in sorted(SAMPLES.glob("p01-*.jpg"))[:2]:
        shutil.copy(file, jp_root_dir / "gate 1" / file.name)
    told = await until(await post(kind="audit", paths=["gate 1"]), "done", "failed", seconds=300)
    assert told["error"] is None
    assert told["result"]["pictures"] == 2
    assert told["result"]["card"]["run"] == told["result"]["run"]
    (run,) = await ask("runs")
    assert (run["state"], run["done"], run["name"]) == ("done", 2, told["result"]["name"])
    assert (await ask("samples", run=run["id"]))["total"] == 2
    assert str(jp_root_dir) not in json.dumps(told)


async def test_arguments_are_whole_paths_and_nobody_hears_the_servers_secrets(
    post, until, fake, pictures, monkeypatch, jp_root_dir
):
    monkeypatch.setenv("JUPYTER_TOKEN", "hush")
    paths = ["pictures/--help.jpg", "pictures/b c.jpg", "pictures/<b> x.jpg"]
    told = await until(await post(kind="assess", paths=paths), "done", "failed")
    # Inside the folder they are told from there.
    assert [one["path"] for one in told["result"]] == paths
    assert told["result"][0]["arguments"][:5] == ["score", "--json", "--card", *paths[:2]]
    assert told["result"][0]["secret"] is None


async def test_an_audit_is_recorded_in_the_store(post, until, fake, pictures):
    told = await until(await post(kind="audit", paths=["pictures"]), "done", "failed")
    assert told["result"]["arguments"][:3] == ["audit", "--json", "--card"]
    assert told["result"]["arguments"][3].startswith("--store=")
    assert told["progress"] == {"done": 1, "total": 1}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"kind": "delete", "paths": ["pictures/a.jpg"]}, "'kind' must be one of assess, compare, audit"),
        ({"kind": "assess", "paths": "pictures/a.jpg"}, "'paths' must be a list"),
        ({"kind": "assess", "paths": []}, "'paths' must name 1 to 200"),
        ({"kind": "compare", "paths": ["pictures/a.jpg"]}, "'paths' must name 2 for 'compare', not 1"),
        ({"kind": "assess", "paths": ["../outside.jpg"]}, "is no path that JupyterLab shows"),
        ({"kind": "assess", "paths": ["pictures/../../outside.jpg"]}, "is no path that JupyterLab shows"),
        ({"kind": "assess", "paths": ["pictures/.hidden.jpg"]}, "is no path that JupyterLab shows"),
        ({"kind": "assess", "paths": ["a\0.jpg"]}, "is no path that JupyterLab shows"),
        ({"kind": "assess", "paths": ["/etc/passwd"]}, "is not there"),
        ({"kind": "assess", "paths": ["pictures/link/outside.jpg"]}, "leads out of the folder"),
        ({"kind": "assess", "paths": ["pictures"]}, "is no picture"),
        ({"kind": "assess", "paths": ["upload:xxxxxxxxxxxxxxxxxxxxxx"]}, "is not there any more"),
        ({"kind": "assess", "paths": ["pictures/a.jpg"], "lang": "--store"}, "'lang' must be en or zh"),
    ],
)
async def test_what_is_no_job(jp_fetch, refusal, fake, pictures, jp_root_dir, body, words):
    (jp_root_dir.parent / "outside.jpg").write_bytes(b"a picture")
    (jp_root_dir / "pictures" / "link").symlink_to(jp_root_dir.parent)
    status, told = await refusal(jp_fetch("facegauge", "jobs", method="POST", body=json.dumps(body)))
    assert status == 400
    assert words in told["message"]
    assert str(jp_root_dir.parent) not in told["message"]


async def test_where_the_command_is_not_installed(jp_fetch, refusal, pictures, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    body = json.dumps({"kind": "assess", "paths": ["pictures/a.jpg"]})
    status, told = await refusal(jp_fetch("facegauge", "jobs", method="POST", body=body))
    assert status == 400
    assert "npm install facegauge" in told["message"]


@pytest.mark.parametrize(("name", "words"), [("broken.jpg", "model.onnx is broken"), ("chatter.jpg", "cannot be run")])
async def test_a_command_that_fails_says_why(post, until, fake, pictures, name, words):
    told = await until(await post(kind="assess", paths=[f"pictures/{name}"]), "done", "failed")
    assert told["state"] == "failed"
    assert words in told["error"]["message"]
    assert "secret" not in told["error"]["message"]
    assert told["result"] is None


async def test_cancelling_ends_the_command_and_all_it_started(
    post, until, fake, pictures, jp_fetch, jp_serverapp, refusal
):
    id_ = await post(kind="assess", paths=["pictures/forever.jpg"])
    assert (await until(id_, "running"))["result"] is None
    pids = await running(jp_serverapp, id_)
    response = await jp_fetch("facegauge", "jobs", id_, method="DELETE")
    assert response.code == 204
    assert await gone(pids)
    assert (await refusal(jp_fetch("facegauge", "jobs", id_)))[0] == 404
    assert (await refusal(jp_fetch("facegauge", "jobs", id_, method="DELETE")))[0] == 404


async def test_a_closed_tab_ends_its_job(post, fake, pictures, jp_serverapp, monkeypatch):
    monkeypatch.setattr(job, "ABANDONED_S", 3)
    id_ = await post(kind="assess", paths=["pictures/forever.jpg"])
    pids = await running(jp_serverapp, id_)
    assert await gone(pids)
    assert jp_serverapp.web_app.settings["facegauge_jobs"].get(id_).state == "cancelled"


async def test_no_more_than_eight_are_under_way(post, fake, pictures, jp_fetch, refusal, ask):
    for _ in range(MOST_IN_FLIGHT):
        await post(kind="assess", paths=["pictures/forever.jpg"])
    body = json.dumps({"kind": "assess", "paths": ["pictures/a.jpg"]})
    status, told = await refusal(jp_fetch("facegauge", "jobs", method="POST", body=body))
    assert (status, told["reason"]) == (429, "too-many")
    states = [one["state"] for one in await ask("jobs")]
    assert len(states) == MOST_IN_FLIGHT
    assert set(states) <= {"queued", "running"}


async def test_a_server_that_stops_ends_its_jobs_and_forgets_uploads(post, fake, pictures, jp_serverapp, jp_fetch):
    response = await jp_fetch("facegauge", "uploads", method="POST", body=b"a face", params={"name": "x.jpg"})
    upload = json.loads(response.body)
    jobs = jp_serverapp.web_app.settings["facegauge_jobs"]
    file = jobs.uploads.path(upload["path"])
    pids = await running(jp_serverapp, await post(kind="assess", paths=["pictures/forever.jpg"]))
    await asyncio.to_thread(jobs.stop)
    assert await gone(pids)
    assert not os.path.exists(file)


async def test_what_a_server_left_that_crashed_is_cleaned_up(tmp_path):
    # A server that is gone, and a command of its that is not.
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    crashed = Folder(tmp_path)
    crashed.path = tmp_path / "facegauge" / "4194303-17"
    crashed.note(left.pid)
    (crashed.path / "upload").mkdir()
    mine = Folder(tmp_path)
    mine.note(os.getpid())
    mine.clean_up()
    assert left.wait(10) != 0
    assert not crashed.path.exists()
    assert mine.path.exists()


async def test_pictures_from_the_desktop(jp_fetch, refusal, post, until, fake):
    name = "../../Anna & Ben.jpg"
    response = await jp_fetch("facegauge", "uploads", method="POST", body=b"a face", params={"name": name})
    path = json.loads(response.body)["path"]
    told = await until(await post(kind="assess", paths=[path]), "done", "failed")
    # Under its own name, and not where it lies.
    assert told["result"][0]["path"] == "_.._Anna & Ben.jpg"
    assert "jupyter" not in json.dumps(told)
    assert (await jp_fetch("facegauge", "uploads", path, method="DELETE")).code == 204
    assert (await refusal(jp_fetch("facegauge", "uploads", path, method="DELETE")))[0] == 404
    body = json.dumps({"kind": "assess", "paths": [path]})
    assert (await refusal(jp_fetch("facegauge", "jobs", method="POST", body=body)))[0] == 400


async def test_uploads_have_bounds(jp_fetch, refusal, jp_serverapp):
    status, told = await refusal(jp_fetch("facegauge", "uploads", method="POST", body=b"x" * (20 * 2**20 + 1)))
    assert (status, told["message"]) == (413, "the picture is larger than 20 MB")
    assert (await refusal(jp_fetch("facegauge", "uploads", method="POST", body=b"")))[0] == 400
    uploads = jp_serverapp.web_app.settings["facegauge_jobs"].uploads
    words = [uploads.add("人" * 300 + ".jpg", b"x") for _ in range(70)]
    assert os.path.basename(uploads.path(words[-1])).endswith("人.jpg")
    assert len(list(jp_serverapp.web_app.settings["facegauge_jobs"]._folder.path.iterdir())) <= 64


def test_jobs_need_no_folder_before_there_is_one(tmp_path):
    async def make():
        return Jobs(None, tmp_path, tmp_path / "elsewhere")

    asyncio.run(make()).stop()
    assert not (tmp_path / "elsewhere").exists()
