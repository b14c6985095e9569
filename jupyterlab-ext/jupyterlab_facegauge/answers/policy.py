"""The thresholds of the store: what is in force, how it came about, and changes by the library's rules."""

import math
import time

from ..faults import Refused
from ..sql import query

EVERY_MODEL = "*"
AUTHOR = "sidebar"
# Changes told, newest first.
MOST_CHANGES = 200


def policy(db, model=None):
    """{model, models, inForce: [{key, value, origin}], history, overridden: [{key, value, sessions}], ignored, version} for an
    embedding network; default: that of the newest sample."""
    model = model or _newest_model(db)
    models = [row["model"] for row in db.execute(query("policy-models"))]
    if model != EVERY_MODEL and model not in models:
        models.append(model)
    return {
        "model": model,
        "models": models,
        "inForce": [dict(row) for row in db.execute(query("policy"), {"model": model})],
        "history": [_change(row) for row in db.execute(query("policy-history")).fetchmany(MOST_CHANGES)],
        "overridden": _overridden(db),
        "ignored": [dict(row) for row in db.execute(query("policy-ignored"))],
        "keys": [dict(row) for row in db.execute(query("policy-keys"))],
        "version": policy_version(db),
    }


def change(db, model, values, note):
    """Sets thresholds (null unsets), those of similarity for one network; to be called in a transaction, which an error must
    roll back. Raises Refused."""
    model = model or _newest_model(db)
    keys = {row["key"]: row for row in db.execute(query("policy-keys"))}
    for key, value in values.items():
        _check(key, value, keys)
    rows = [(model if keys[key]["family"] == "similarity" else EVERY_MODEL, key, value) for key, value in values.items()]
    _append(db, rows, None, note)


def undo(db, note):
    """Takes the newest change back that was not taken back yet, by a change of its own. Raises Refused."""
    rows = db.execute(query("policy-last-change")).fetchall()
    if not rows:
        raise Refused("There is no change to take back.")
    _append(db, [(row["model"], row["key"], row["value"]) for row in rows], rows[0]["change"], note)


def _append(db, rows, undoes, note):
    before = len(db.execute(query("policy-ignored")).fetchall())
    common = {"change": policy_version(db) + 1, "undoes": undoes, "author": AUTHOR, "at": round(time.time() * 1000), "note": note}
    for model, key, value in rows:
        db.execute(query("policy-set"), {**common, "model": model, "key": key, "value": value})
    ignored = db.execute(query("policy-ignored")).fetchall()
    if len(ignored) > before:
        found = ", ".join(f"{row['key']} {row['value']:g}" for row in ignored)
        raise Refused(
            f"The policy would contradict itself: {found}. "
            "Keep similarityReview ≤ similarityMatch and autoRejectBelow ≤ qualityReject ≤ qualityTrust."
        )


def _check(key, value, keys):
    if key not in keys:
        raise Refused(f"'{key[:60]}' is no threshold. Known are {', '.join(keys)}.")
    if value is None:
        return
    least, most = keys[key]["least"], keys[key]["most"]
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not least <= value <= most:
        raise Refused(f"'{key}' must be a number from {least:g} to {most:g}, or null to unset it.")


def _newest_model(db):
    row = db.execute(query("policy-model")).fetchone()
    return row["model"] if row else EVERY_MODEL


def policy_version(db):
    return db.execute(query("policy-version")).fetchone()["version"]


def _change(row):
    return {key: row[key] for key in ("change", "undoes", "at", "author", "model", "key", "value", "note")}


def _overridden(db):
    sessions = {}
    for row in db.execute(query("policy-overrides")):
        sessions.setdefault((row["key"], row["value"]), set()).add(row["session"])
    return [{"key": key, "value": value, "sessions": len(ids)} for (key, value), ids in sessions.items()]
