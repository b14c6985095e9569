"""One sample: everything of its record that may be shown; its thumbnail; its deletion."""

import json
import os

from ..sql import query
from .samples import name_of, version_of

# As they are in the store; what is missing here is told in another form below, or not at all.
_PLAIN = {
    "source": "source",
    "identity": "identity",
    "camera": "camera",
    "sha256": "sha256",
    "fileSize": "file_size",
    "takenAt": "taken_at",
    "processedAt": "processed_at",
    "lastProcessedAt": "last_processed_at",
    "times": "times",
    "day": "day",
    "width": "width",
    "height": "height",
    "faces": "faces",
    "detectionScore": "detection_score",
    "quality": "quality",
    "rawQuality": "raw_quality",
    "logQuality": "log_quality",
    "qualityBias": "quality_bias",
    "mapScale": "map_scale",
    "assessment": "assessment",
    "errorCode": "error_code",
    "elapsedMs": "elapsed_ms",
    "model": "model",
    "recogniser": "recogniser",
    "embeddingModel": "embedding_model",
    "embeddingSize": "embedding_size",
    "policyVersion": "policy_version",
    "device": "device",
}
_JSON = {
    "landmarks": "landmarks",
    "qualityMap": "quality_map",
    "components": "components",
    "causes": "causes",
    "findings": "findings",
    "advice": "advice",
}
_BOX = {"x": "box_x", "y": "box_y", "width": "box_width", "height": "box_height"}
_TIMINGS = {
    "decode": "decode_ms",
    "detect": "detect_ms",
    "align": "align_ms",
    "recognise": "recognise_ms",
    "components": "components_ms",
}


def sample(db, id_, places):
    """Null where there is none. `open` is the path for JupyterLab's file browser, null where it cannot open it."""
    row = db.execute(query("sample"), {"id": id_}).fetchone()
    if row is None:
        return None
    path = row["path"]
    return {
        "id": row["id"],
        "path": places.shown(path),
        "name": name_of(row, places),
        "open": None if path is None or row["path_raw"] is not None else _openable(path, places),
        "run": None if row["run"] is None else {"id": row["run"], "name": places.words(row["run_name"])},
        "key": places.words(row["key"], path),
        "tags": places.everything(_decoded(row["tags"]), path),
        "takenAtZoned": None if row["taken_at_zoned"] is None else bool(row["taken_at_zoned"]),
        "acquired": bool(row["acquired"]),
        "box": _object(row, _BOX),
        "timings": _object(row, _TIMINGS),
        "warnings": places.everything(_decoded(row["warnings"]), path),
        "errorMessage": places.words(row["error_message"], path),
        "hasThumbnail": bool(row["has_thumbnail"]),
        "version": version_of(row["sha256"], row["last_processed_at"]),
        **{name: row[column] for name, column in _PLAIN.items()},
        **{name: _decoded(row[column]) for name, column in _JSON.items()},
    }


def thumbnail(db, id_):
    """(WebP bytes, version as the lists give it), or null."""
    row = db.execute(query("thumbnail"), {"id": id_}).fetchone()
    if row is None:
        return None
    return bytes(row["picture"]), version_of(row["sha256"], row["last_processed_at"])


def delete(db, id_):
    """Whether there was one; to be called in a transaction."""
    return db.execute(query("sample-delete"), {"id": id_}).rowcount > 0


def _openable(path, places):
    inside = places.inside(path)
    return inside if inside and os.path.isfile(path) else None


def _object(row, columns):
    values = {name: row[column] for name, column in columns.items()}
    return values if any(value is not None for value in values.values()) else None


def _decoded(text):
    return None if text is None else json.loads(text)
