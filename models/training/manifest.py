"""Export everything a run has trained, and describe it in manifest.json."""

from __future__ import annotations

import json
from pathlib import Path

from .causes_views import CAUSES
from .export import described, export_cascade, export_causes, export_face, export_landmarks, export_one_pass
from .one_pass_network import STRIDES

VERSION = 2  # of the networks, in their titles; a manifest's own "version" is that of its form
LICENCE = "Apache-2.0; trained by distillation on research data, for research use"


def face_entry(out: Path, config: dict, objective: str) -> dict:
    path = out / "face.onnx"
    made = export_face(out / f"head-{objective}.pt", config, path)
    calibration = json.loads((out / "calibration.json").read_text())
    thresholds = {f"fmr_{f}": round(calibration["thresholds"][f], 4) for f in ("0.01", "0.001", "0.0001")}
    print(f"face.onnx: {made['parameters'] / 1e6:.2f} M parameters, differs from PyTorch by {made['difference']:.1e}")
    return {
        "id": "rts-s", **described(path),
        "input": {"name": "face", "shape": ["N", 3, 112, 112], "layout": "NCHW", "order": "RGB", "scaling": "(x - 127.5) / 127.5"},
        "outputs": {"embedding": ["N", 512], "log_quality": ["N", 1], "quality_map": ["N", 7, 7]},
        "bias": round(made["bias"], 6),
        "calibration": calibration["calibration"],
        "calibrationMeaning": "probability that a mated comparison with a good reference is accepted at FMR 1e-3",
        "calibrationData": {k: calibration[k] for k in ("held_back", "people", "pairs", "threshold")},
        "thresholds": thresholds,
        "similarityMatch": {"value": thresholds["fmr_0.0001"], "fmr": 0.0001},
        "similarityReview": {"value": thresholds["fmr_0.01"], "fmr": 0.01},
        "thresholdsData": calibration["thresholds"]["data"],
        "licence": LICENCE, "card": "rts-s.md",
    }


def cascade_entry(out: Path, name: str) -> dict:
    path = out / f"{name}.onnx"
    made = export_cascade(name, out / f"{name}.pt", path)
    print(f"{name}.onnx: {made['parameters']} parameters, differs from PyTorch by {made['difference']:.1e}")
    shape = ["N", 3, "H", "W"] if name == "pnet" else ["N", 3, *[{"rnet": 24, "onet": 48}[name]] * 2]
    outputs = {"pnet": {"prob": ["N", 1, "h", "w"], "box": ["N", 4, "h", "w"]}}.get(name, {"prob": ["N", 1], "box": ["N", 4]})
    entry = {"id": f"mtcnn-{name[0]}", **described(path),
             "input": {"name": "x", "shape": shape, "order": "RGB", "scaling": "(x - 127.5) / 128"},
             "outputs": outputs | ({"landmarks": ["N", 5, 2]} if name == "onet" else {})}
    return entry | ({"window": 12, "stride": 2} if name == "pnet" else {}) | {"licence": LICENCE, "card": "mtcnn-s.md"}


def causes_entry(out: Path, config: dict) -> dict:
    """The packaged entry of the network that `init` names, with its fourth output; what its other outputs mean has not changed."""
    packaged_before = json.loads((Path(config["init"]).parent / "manifest.json").read_text())
    entry, path = packaged_before["networks"]["rts-s"], out / "face.onnx"
    made = export_causes(out / "causes.pt", config, path)
    print(f"face.onnx with causes: {made['parameters'] / 1e6:.2f} M parameters, differs from PyTorch by {made['difference']:.1e}")
    outputs = {**entry["outputs"], "causes": ["N", len(CAUSES)]}
    return {**entry, **described(path), "title": "RTS small, version 3", "outputs": outputs, "causes": list(CAUSES)}


def one_pass_entry(out: Path, config: dict) -> dict:
    path = out / "detector.onnx"
    made = export_one_pass(out / "one-pass.pt", config, path)
    print(f"detector.onnx: {made['parameters']} parameters, differs from PyTorch by {made['difference']:.1e}")
    cells = {name: [1, width, "h", "w"] for name, width in (("score", 1), ("box", 4), ("points", 10))}
    return {"role": "detector", "architecture": "one-pass", "title": "One-pass detector, version 1", **described(path),
            "input": {"name": "image", "shape": [1, 3, "H", "W"], "order": "RGB", "scaling": "x"},
            "outputs": {f"{name}_{s}": shape for s in STRIDES for name, shape in cells.items()},
            "licence": LICENCE, "card": "onepass-s.md"}


def landmarks_entry(out: Path, config: dict) -> dict:
    """What the entry of the one-pass detector holds as `landmarks`."""
    path = out / "landmarks.onnx"
    made = export_landmarks(out / "landmarks.pt", config, path)
    print(f"landmarks.onnx: {made['parameters']} parameters, differs from PyTorch by {made['difference']:.1e}")
    return {**described(path), "input": {"name": "face", "shape": ["N", 3, 96, 96], "order": "RGB", "scaling": "x"},
            "outputs": {"points": ["N", 10]}}


def packaged(manifest: dict, title: str) -> dict:
    """The form that the package reads (kernel-lib/src/models/manifest.ts): entries by id, one a role."""
    out = {"version": 1, "defaults": {"face": "rts-s", "detector": "mtcnn-s"}, "networks": {}}
    networks = manifest["networks"]
    if "face" in networks:
        face = networks["face"]
        same = ("file", "bytes", "sha256", "input", "outputs", "bias", "calibration", "licence")
        out["networks"][face["id"]] = {
            "role": "face", "title": f"RTS small, {title}", **{k: face[k] for k in same}, "embeddingSize": 512,
            "thresholds": {"similarityMatch": face["similarityMatch"]["value"], "similarityReview": face["similarityReview"]["value"],
                           "fmr": {k: face[k]["fmr"] for k in ("similarityMatch", "similarityReview")},
                           "at": [[f, face["thresholds"][f"fmr_{f}"]] for f in (0.01, 0.001, 0.0001)]},
            "card": face["card"]}
    stages = {n: {k: v for k, v in networks[n].items() if k not in ("id", "licence", "card")} for n in ("pnet", "rnet", "onet") if n in networks}
    if len(stages) == 3:
        out["networks"]["mtcnn-s"] = {"role": "detector", "title": f"MTCNN cascade, {title}", "stages": stages,
                                      "licence": networks["onet"]["licence"], "card": networks["onet"]["card"]}
    return {**out, "networks": out["networks"] | {k: networks[k] for k in ("rts-s", "onepass-s") if k in networks}}


def export_all(config: dict, out: Path, objective: str) -> Path:
    """Networks whose checkpoints lie in `out` are exported; entries of others are kept."""
    path = out / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() else {"version": 1, "networks": {}}
    manifest["version"] = 1
    if "head" in config and (out / f"head-{objective}.pt").exists() and (out / "calibration.json").exists():
        manifest["networks"]["face"] = face_entry(out, config, objective)
    for name in ("pnet", "rnet", "onet"):
        if (out / f"{name}.pt").exists():
            manifest["networks"][name] = cascade_entry(out, name)
    if (out / "one-pass.pt").exists():
        manifest["networks"]["onepass-s"] = one_pass_entry(out, config)
    if (out / "landmarks.pt").exists():
        manifest["landmarks"] = landmarks_entry(out, config)
    if (out / "causes.pt").exists():
        manifest["networks"]["rts-s"] = causes_entry(out, config)
    path.write_text(json.dumps(manifest, indent=1) + "\n")
    (out / "manifest.package.json").write_text(json.dumps(packaged(manifest, f"version {VERSION}"), indent=1) + "\n")
    print(path)
    return path
