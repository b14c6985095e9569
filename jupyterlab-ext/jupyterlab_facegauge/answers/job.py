"""What is told of a job."""

from ..sql import query


def told(job, progress, places):
    """{id, kind, state: queued | running | done | failed | cancelled, progress: {done, total}, result, error: {code, message} |
    null}. `result` is what `facegauge --json` says: of `assess` a list, one element a picture; null before the end."""
    value = _result(job) if job.state == "done" else None
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "progress": progress,
        "result": places.everything(value),
        "error": None if job.error is None else {**job.error, "message": places.words(job.error["message"])},
    }


def _result(job):
    if job.kind != "assess":
        return job.results[-1]
    # The command tells each as soon as it is known; here they stand as they were asked for.
    place = {path: i for i, path in enumerate(job.paths)}
    return sorted(job.results, key=lambda one: place.get(one.get("path"), len(place)))


def progress(db, job):
    """How far an audit has come: its run is the one that its process owns."""
    for row in db.execute(query("runs"), {"name": None}).fetchmany(20):
        if row["ownerPid"] == job.pid:
            return {"done": row["done"], "total": row["total"]}
    return {"done": 0, "total": None}
