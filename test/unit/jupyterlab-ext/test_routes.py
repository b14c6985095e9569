"""What holds for every route: who may ask, and what is never told."""

import asyncio
import json

import pytest
from conftest import NOON
from jupyter_server.auth.authorizer import Authorizer
from jupyterlab_facegauge.handlers import ROUTES

METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD")


def all_requests():
    """(method, path) of everything there is to ask."""
    for route, handler in ROUTES:
        path = route.split("(")[0] + ("1" if "(" in route else "")
        for method in METHODS:
            own = (base for base in handler.__mro__ if base.__module__.startswith("jupyterlab_facegauge"))
            if any(method.lower() in vars(base) for base in own):
                yield method, path


REQUESTS = list(all_requests())


def arguments(method):
    return {"method": method, **({"body": "{}"} if method in ("PUT", "POST", "PATCH") else {})}


def test_the_walk_finds_the_routes():
    assert ("GET", "summary") in REQUESTS
    assert ("DELETE", "samples/1") in REQUESTS
    assert ("PUT", "policy") in REQUESTS
    assert ("POST", "policy/undo") in REQUESTS


async def test_nobody_without_a_token_is_answered(jp_fetch, refusal, store, make_store):
    make_store(store, [{"processedAt": NOON}])
    before = store.read_bytes()
    for method, path in REQUESTS:
        request = jp_fetch("facegauge", *path.split("/"), headers={"Authorization": "token wrong"}, **arguments(method))
        status, _ = await refusal(request)
        assert status == 403, (method, path)
    assert store.read_bytes() == before


async def test_nobody_who_is_not_authorised_is_answered(jp_fetch, jp_serverapp, refusal, store, make_store, monkeypatch):
    make_store(store, [{"processedAt": NOON}])
    asked = []

    class Nobody(Authorizer):
        def is_authorized(self, handler, user, action, resource):
            asked.append((action, resource))
            return False

    nobody = Nobody(parent=jp_serverapp, identity_provider=jp_serverapp.identity_provider)
    monkeypatch.setitem(jp_serverapp.web_app.settings, "authorizer", nobody)
    for method, path in REQUESTS:
        status, _ = await refusal(jp_fetch("facegauge", *path.split("/"), **arguments(method)))
        assert status == 403, (method, path)
    assert asked == [("read" if method == "GET" else "write", "facegauge") for method, _ in REQUESTS]


async def test_a_page_of_somebody_else_changes_nothing(http_server_client, jp_serverapp, jp_base_url, store, make_store):
    """A browser sends its cookie along with whatever another page makes it send; the token against forgery it cannot know."""
    make_store(store, [{"processedAt": NOON}])
    token = jp_serverapp.identity_provider.token

    async def fetch(path, method, headers=None, body=None):
        return await http_server_client.fetch(
            jp_base_url + path, method=method, headers=headers, body=body, follow_redirects=False, raise_error=False
        )

    first = await fetch("login", "GET")
    xsrf = next(cookie for cookie in first.headers.get_list("Set-Cookie") if cookie.startswith("_xsrf=")).split(";")[0]
    sent = {"Cookie": xsrf, "Content-Type": "application/x-www-form-urlencoded"}
    form = await fetch("login", "POST", sent, f"{xsrf}&password={token}")
    cookies = [xsrf, *(cookie.split(";")[0] for cookie in form.headers.get_list("Set-Cookie"))]
    headers = {"Cookie": "; ".join(cookies)}
    assert (await fetch("facegauge/summary", "GET", headers)).code == 200
    for method, path in REQUESTS:
        if method == "GET":
            continue
        answer = await fetch(f"facegauge/{path}", method, headers, arguments(method).get("body"))
        assert answer.code == 403, (method, path, answer.body)
    headers["X-XSRFToken"] = xsrf.removeprefix("_xsrf=")
    allowed = await fetch("facegauge/policy", "PUT", headers, '{"values": {"qualityReject": 0.5}}')
    assert allowed.code == 200, allowed.body


async def test_no_answer_names_a_path_outside(jp_fetch, store, make_store):
    secret = "/secret/place/of anna"
    make_store(
        store,
        [
            {"begin": {"name": f"audit of {secret}"}},
            {
                "processedAt": NOON,
                "path": f"{secret}/a.jpg",
                "key": f"{secret}/a.jpg",
                "tags": {"file": f"{secret}/a.jpg"},
                "warnings": [{"code": "X", "message": f'The file "{secret}/a.jpg" is odd.'}],
                "run": 1,
            },
            {
                "processedAt": NOON,
                "path": f"{secret}/b.jpg",
                "errorCode": "DECODE_FAILED",
                "errorMessage": f"{secret}/b.jpg cannot be read",
                "run": 1,
            },
        ],
    )
    for method, path in [*REQUESTS, ("GET", "samples/2")]:
        if method != "GET":
            continue
        response = await jp_fetch("facegauge", *path.split("/"), raise_error=False)
        assert response.code == 200 or path == "jobs/1", path
        assert b"secret" not in response.body, path
        assert b"place" not in response.body, path


async def test_answers_at_the_same_time(jp_fetch, store, make_store):
    make_store(store, [{"processedAt": NOON}])
    answers = await asyncio.gather(*(jp_fetch("facegauge", "summary") for _ in range(20)))
    assert {json.loads(answer.body)["pictures"] for answer in answers} == {1}
