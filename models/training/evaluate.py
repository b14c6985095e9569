"""Prints every figure of the model cards, for crops aligned by the reference detector.

Parts (--only a,b): verification, spoiled, groups, replay, samples, causes, edc, calibration, diagram, detection, pipeline, speed.
The same command on another --models folder gives comparable rows for another version.
"""

from __future__ import annotations

import csv
import hashlib
import json
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort

from .align import YuNet, choose, read, similarity, warp
from .evaluate_cascade import detection, pipeline
from .harm import MARGIN, SEVERITIES, inner, replayed, spoiled
from .measures import (all_pairs, best_accuracy, expected_calibration_error, fnmr_at, interpolate, partial_area,
                       removed, spearman, threshold_at)

WIDE = np.array([[1, 0, MARGIN], [0, 1, MARGIN], [0, 0, 1]], float)


class Face:
    """face.onnx and its calibration; also gives the length of the embedding before normalising."""

    def __init__(self, folder: Path, threads=2):
        manifest = json.loads((folder / "manifest.json").read_text())
        entry = manifest["networks"][manifest.get("defaults", {}).get("face", "face")]
        self.knots, self.bias, at = entry["calibration"], entry["bias"], entry["thresholds"]
        # one FMR, two forms: {fmr_0.001: s} of the training, {at: [[fmr, s]]} of the package
        self.threshold = at["fmr_0.001"] if "fmr_0.001" in at else dict(map(tuple, at["at"]))[0.001]
        model = onnx.load(str(folder / entry["file"]))
        norm = next(n.output[0] for n in model.graph.node if n.op_type == "ReduceL2")
        model.graph.output.append(onnx.helper.make_tensor_value_info(norm, onnx.TensorProto.FLOAT, None))
        self.wanted = ["embedding", "log_quality", "quality_map", norm]
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = ort.InferenceSession(model.SerializeToString(), options)

    def __call__(self, crops, batch=32):
        """uint8 [n, 112, 112, 3] -> embedding [n, 512], calibrated quality [n], log quality [n], norm [n]"""
        parts = []
        for i in range(0, len(crops), batch):
            x = (np.stack(crops[i : i + batch]).transpose(0, 3, 1, 2).astype(np.float32) - 127.5) / 127.5
            parts.append(self.session.run(self.wanted, {"face": x}))
        embedding, log_quality, maps, norm = (np.concatenate(p) for p in zip(*parts))
        sums = np.abs(maps.reshape(len(maps), -1).sum(1) + self.bias - log_quality[:, 0]).max()
        assert sums < 1e-3, f"the map does not add up: {sums}"
        return embedding, interpolate(log_quality[:, 0], self.knots), log_quality[:, 0], norm.reshape(-1)


class Remembering:
    """The reference detector; what it found is kept in a file, because it takes half of the time."""

    def __init__(self, detector, file: Path):
        self.detector, self.file = detector, file
        self.known = json.loads(file.read_text()) if file.exists() else {}

    def __call__(self, picture):
        key = hashlib.sha1(picture.tobytes()).hexdigest()
        if key not in self.known:
            self.known[key] = [a.tolist() for a in self.detector(picture)]
        return tuple(np.array(a, np.float32) for a in self.known[key])

    def save(self):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.known))


def wide_crops(paths, detector, rule="central"):
    """{file name: uint8 [160, 160, 3]}: the template and 24 px around it."""
    out = {}
    for path in sorted(paths):
        picture = read(path)
        boxes, _, marks = detector(picture)
        if len(boxes):
            m = similarity(marks[choose(boxes, picture.shape, rule)])
            out[path.name] = warp(picture, (WIDE @ np.vstack([m, [0, 0, 1]]))[:2], 112 + 2 * MARGIN)
    return out


def verification(face, lfw, celeb, folder):
    names = names_of_lfw = list(lfw)
    row = {n: i for i, n in enumerate(names)}
    e, quality, _, _ = face([inner(lfw[n]) for n in names])
    pairs = list(csv.DictReader(open(folder / "lfw-dev" / "pairs.csv", newline="")))
    scores = np.array([e[row[p["a"]]] @ e[row[p["b"]]] for p in pairs])
    mated = np.array([p["mated"] == "1" for p in pairs])
    accuracy, at = best_accuracy(scores, mated)
    print(f"lfw-dev, {len(pairs)} pairs: accuracy {100 * accuracy:.2f} % at {at:.3f}; FNMR at FMR 1e-2 "
          f"{100 * fnmr_at(scores[mated], scores[~mated], 1e-2):.2f} %; mated {scores[mated].mean():.3f} +- {scores[mated].std():.3f}")
    s, same, _, _ = all_pairs(e, np.array([n.rsplit("_", 1)[0] for n in names]))
    print("lfw-dev, all pairs of different people: similarity at FMR 1e-2, 1e-3, 1e-4 "
          + " ".join(f"{threshold_at(s[~same], f):.3f}" for f in (1e-2, 1e-3, 1e-4)) + f" ({(~same).sum()} pairs)")
    people = {r["file"]: r["identity"] for r in csv.DictReader(open(folder / "celeb-ids-dev" / "identities.csv", newline=""))}
    names = list(celeb)
    ce, cq, _, _ = face([inner(celeb[n]) for n in names])
    s, same, _, _ = all_pairs(ce, np.array([people[n] for n in names]))
    print(f"celeb-ids-dev, {same.sum()} mated, {(~same).sum()} non-mated: FNMR at FMR 1e-3 {100 * fnmr_at(s[same], s[~same], 1e-3):.1f} %, "
          f"at 1e-2 {100 * fnmr_at(s[same], s[~same], 1e-2):.1f} %; similarity at FMR 1e-3 {threshold_at(s[~same], 1e-3):.3f}")
    print(f"mean quality: lfw-dev {quality.mean():.3f}, celeb-ids-dev {cq.mean():.3f}")
    light = np.array([inner(lfw[n])[40:90, 35:77].mean() for n in names_of_lfw])
    cuts = np.quantile(light, [1 / 3, 2 / 3])
    for label, of in (("darkest", light <= cuts[0]), ("middle", (light > cuts[0]) & (light <= cuts[1])), ("brightest", light > cuts[1])):
        mine = np.array([mated[k] and of[row[p["a"]]] and of[row[p["b"]]] for k, p in enumerate(pairs)])
        print(f"  lfw-dev, {label} third of faces: mean quality {quality[of].mean():.3f}; {mine.sum()} mated pairs, "
              f"not accepted {100 * (scores[mine] <= face.threshold).mean():.1f} %")


def spoiled_table(face, lfw, count, seed):
    rng = np.random.default_rng(seed)
    names = [list(lfw)[i] for i in np.sort(rng.choice(len(lfw), min(count, len(lfw)), replace=False))]
    print(f"spoiled copies of {len(names)} lfw-dev faces, mean quality by rising severity; Spearman of means, and over all copies")
    clean = face([inner(lfw[n]) for n in names])[1]
    for kind, values in SEVERITIES.items():
        q = np.stack([face([spoiled(lfw[n], kind, v, rng) for n in names])[1] for v in values])
        level = np.repeat(np.arange(1, 6), len(names))
        print(f"  {kind:15s} clean {clean.mean():.2f} " + " ".join(f"{v:.2f}" for v in q.mean(1))
              + f"  {spearman(range(1, 6), q.mean(1)):+.2f} {spearman(level, q.flatten()):+.2f}")


def groups(face, folder, data, detector):
    """Mean quality of the other evaluation sets; non-faces as whole pictures scaled to the template."""
    import cv2

    for name in ("portraits", "masked", "lighting"):
        crops = wide_crops((folder / "quality" / name).glob("*.jpg"), detector)
        q = face([inner(c) for c in crops.values()])[1]
        print(f"  {name}: mean quality {q.mean():.3f}, median {np.median(q):.3f}, {len(q)} faces")
    drawn = [cv2.resize(read(p), (112, 112), interpolation=cv2.INTER_AREA) for p in sorted((folder / "quality" / "non-face").glob("*.jpg"))]
    q = face(drawn)[1]
    print(f"  non-face, whole pictures: mean {q.mean():.3f}, highest {q.max():.3f}, over .15: {(q > 0.15).sum()} of {len(q)}")
    found = wide_crops((folder / "quality" / "non-face").glob("*.jpg"), detector)
    if found:
        q = face([inner(c) for c in found.values()])[1]
        print(f"  non-face, where the reference detector sees a (drawn) face: {len(q)}, mean {q.mean():.3f}, over .3: {(q > 0.3).sum()}")


def replay(face, lfw, count, seed):
    rng = np.random.default_rng(seed)
    names = [list(lfw)[i] for i in np.sort(rng.choice(len(lfw), min(count, len(lfw)), replace=False))]
    q = face([replayed(lfw[n], rng) for n in names])[1]
    print(f"screen replays of {len(q)} lfw-dev faces: below .25 {100 * (q < 0.25).mean():.1f} %, mean {q.mean():.3f}")


def samples_table(face, folder, detector):
    rows = list(csv.DictReader(open(folder / "samples.csv", newline="")))
    crops = wide_crops([folder / r["file"] for r in rows], detector, "largest")
    names = list(crops)
    q = dict(zip(names, face([inner(crops[n]) for n in names])[1]))
    for condition in sorted({(r["condition"], r["severity"]) for r in rows}):
        mine = [f"{q[r['file']]:.2f}" if r["file"] in q else "none" for r in rows if (r["condition"], r["severity"]) == condition]
        print(f"  {condition[0]} {condition[1]}: " + " ".join(mine))


def sharpness(crop):
    import cv2

    return float(cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


def spoiled_celeb(celeb, seed, clean=0.7):
    """One copy of each picture: left as it is, or spoiled by a random kind at a random severity."""
    rng, out = np.random.default_rng(seed), []
    for picture in celeb.values():
        kind = list(SEVERITIES)[rng.integers(len(SEVERITIES))]
        value = SEVERITIES[kind][rng.integers(5)]
        out.append(inner(picture) if rng.random() < clean else spoiled(picture, kind, value, rng))
    return out


def edc(face, celeb, folder, seed):
    people = {r["file"]: r["identity"] for r in csv.DictReader(open(folder / "celeb-ids-dev" / "identities.csv", newline=""))}
    crops = spoiled_celeb(celeb, seed)
    e, q, _, norm = face(crops)
    s, same, i, j = all_pairs(e, np.array([people[n] for n in celeb]))
    missed = (s <= threshold_at(s[~same], 1e-3))[same]
    i, j = i[same], j[same]
    print(f"spoiled celeb-ids-dev, {same.sum()} mated pairs, FNMR {100 * missed.mean():.1f} % at FMR 1e-3")
    sharp = np.array([sharpness(c) for c in crops])
    random = np.random.default_rng(seed).random(len(q))
    for name, value in (("quality", q), ("norm", norm), ("sharpness", sharp), ("random", random)):
        low = np.minimum(value[i], value[j])
        print(f"  {name}: worst 20 % discarded removes {100 * removed(missed, low):.1f} % of what a perfect ranking would; pAUC@.3 ÷ chance {partial_area(missed, low, 0.3) / (0.3 * missed.mean()):.3f}")


def calibration(face, celeb, folder, seed, picture=None):
    """Expected calibration error on celeb-ids-dev and spoiled copies against good references."""
    people = {r["file"]: r["identity"] for r in csv.DictReader(open(folder / "celeb-ids-dev" / "identities.csv", newline=""))}
    who = np.array([people[n] for n in celeb])
    clean, cq, _, _ = face([inner(c) for c in celeb.values()])
    s, same, _, _ = all_pairs(clean, who)
    good = cq >= np.quantile(cq, 0.25)
    quality, accepted, means = [], [], {}
    for at_name, threshold in (("own FMR 1e-3", threshold_at(s[~same], 1e-3)), ("the manifest's threshold", face.threshold)):
        quality, accepted = [], []
        for copy in range(3):
            e, q = (clean, cq) if copy == 0 else face(spoiled_celeb(celeb, seed + copy, 0.0))[:2]
            cos = e @ clean.T
            mask = (who[:, None] == who[None]) & ~np.eye(len(who), dtype=bool) & good[None]
            i, j = np.nonzero(mask)
            quality.append(q[i]), accepted.append(cos[i, j] > threshold)
        quality, accepted = np.concatenate(quality), np.concatenate(accepted)
        n = len(quality) // 3
        means[at_name] = (quality, accepted)
        print(f"calibration on celeb-ids-dev and two spoiled copies, accepted at {at_name} ({threshold:.3f}): error {expected_calibration_error(quality, accepted):.3f} "
              f"(clean {expected_calibration_error(quality[:n], accepted[:n]):.3f}, mean quality {quality.mean():.3f}, accepted {accepted.mean():.3f})")
    if picture:
        from .diagram import draw

        draw(means, picture)


def run(models: Path, folder: Path, samples, reference, pictures, seed, only, memory: Path):
    face = Face(models)
    detector = Remembering(YuNet(Path(reference) / "yunet_n_dynamic.onnx"), memory / "reference-faces.json")
    wanted = only or {"verification", "spoiled", "groups", "replay", "samples", "causes", "edc", "calibration", "detection", "pipeline", "speed"}
    lfw = wide_crops((folder / "lfw-dev" / "images").glob("*.jpg"), detector) if wanted & {"verification", "spoiled", "replay", "causes"} else {}
    celeb = wide_crops((folder / "celeb-ids-dev").glob("*.jpg"), detector) if wanted & {"verification", "edc", "calibration"} else {}
    if "verification" in wanted:
        verification(face, lfw, celeb, folder)
    if "spoiled" in wanted:
        spoiled_table(face, lfw, pictures, seed)
    if "groups" in wanted:
        groups(face, folder, None, detector)
    if "replay" in wanted:
        replay(face, lfw, pictures, seed)
    if "samples" in wanted and samples:
        samples_table(face, samples, detector)
    if "causes" in wanted and any("causes" in n for n in json.loads((models / "manifest.json").read_text())["networks"].values()):
        from .evaluate_causes import run as causes_figures

        causes_figures(face, models, folder, samples, detector, lfw, wide_crops, pictures, seed)
    if "edc" in wanted:
        edc(face, celeb, folder, seed)
    if "calibration" in wanted:
        calibration(face, celeb, folder, seed, models / "reliability.png" if "diagram" in wanted else None)
    if "detection" in wanted:
        detection(models, folder, detector)
    if "pipeline" in wanted:
        pipeline(face, models, folder)
    detector.save()
    if "speed" in wanted:
        crops = [np.zeros((112, 112, 3), np.uint8)] * 16
        start = time.perf_counter()
        for _ in range(4):
            face(crops, 1)
        print(f"face.onnx: {64 / (time.perf_counter() - start):.0f} faces a second, one at a time, two threads (other work on the machine counts)")
