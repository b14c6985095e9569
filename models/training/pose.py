"""Head pose as a linear map of what kernel-lib/src/components measures, learnt from FSA-Net.

    npx facegauge score SCENES --json > found.jsonl          # SCENES: scenes.tar unpacked
    python -m training.pose --data DATA --teachers REFERENCE --found found.jsonl --out ../kernel-lib/src/components/pose-weights.ts

Yaw and pitch in degrees, as the viewer sees the picture (yaw > 0: towards the right edge,
pitch > 0: up). The teacher looks at the clean face with its surroundings; for pitch the map sees
the crop turned, moved, blurred and darkened as detectors and cameras do it, by the reference's
landmarks and by our own. For yaw it sees our own detector's landmarks alone: on a profile they
lie far from the reference's, as if the face were turned half as much. Repeat after a new detector. `shape` and `gradients` are
repeated in pose-features.ts, figure for figure.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from .align import YuNet, similarity, warp
from .data import decode_tars, load_scenes

CELLS, BINS, SIDE = 7, 6, 56
DEPTH, LEVEL = 0.47, 0.586  # of the nose, see pose-features.ts


def shape(marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Landmarks [n, 5, 2] -> what changes its sign under a mirror [n, 5], and what does not [n, 8]."""
    eyes, mouths = marks[:, 1] - marks[:, 0], marks[:, 4] - marks[:, 3]
    along = eyes + mouths
    roll = np.arctan2(along[:, 1], along[:, 0])[:, None]
    turned = np.stack([np.cos(roll) * marks[..., 0] + np.sin(roll) * marks[..., 1], np.cos(roll) * marks[..., 1] - np.sin(roll) * marks[..., 0]], -1)
    eye, mouth, nose = turned[:, :2].mean(1), turned[:, 3:].mean(1), turned[:, 2]
    height = np.maximum(mouth[:, 1] - eye[:, 1], 1e-6)
    width, wide = turned[:, 1, 0] - turned[:, 0, 0], turned[:, 4, 0] - turned[:, 3, 0]
    down = np.clip((nose[:, 1] - eye[:, 1]) / height, -1, 2)
    aside = np.clip((nose[:, 0] - eye[:, 0] - down * (mouth[:, 0] - eye[:, 0])) / height, -1.5, 1.5)
    lean = np.clip((mouth[:, 0] - eye[:, 0]) / height, -1, 1)
    angle = np.arctan2(aside, DEPTH * np.clip(width / height, 0.02, 2))
    narrow, mouthy = np.clip(width / height, 0, 2) - 0.96, np.clip(wide / height, 0, 2) - 0.75
    d = down - LEVEL
    odd = np.stack([angle, angle**3, aside, lean, angle * narrow], 1)
    even = np.stack([np.ones_like(d), d, narrow, mouthy, angle**2, d * narrow, d * angle**2, narrow**2], 1)
    return odd, even


def gradients(crops: np.ndarray) -> np.ndarray:
    """Crops uint8 [n, 112, 112, 3] -> [n, BINS, CELLS, CELLS]: square roots of gradient sums by direction, of length 7."""
    out = np.empty((len(crops), BINS, CELLS, CELLS), np.float32)
    for i, crop in enumerate(crops):
        luma = ((crop.astype(np.int64) @ (13933, 46871, 4732) + 32768) >> 16).astype(np.float64)
        g = luma.reshape(SIDE, 2, SIDE, 2).mean((1, 3))
        p = np.pad(g, 1, mode="edge")
        gx, gy = p[1:-1, 2:] - p[1:-1, :-2], p[2:, 1:-1] - p[:-2, 1:-1]
        size = np.hypot(gx, gy)
        at = (np.arctan2(gy, gx) / np.pi % 1) * BINS
        low = np.floor(at).astype(int) % BINS
        part = at - np.floor(at)
        for b in range(BINS):
            share = size * ((low == b) * (1 - part) + ((low + 1) % BINS == b) * part)
            out[i, b] = np.sqrt(share.reshape(CELLS, 8, CELLS, 8).sum((1, 3)))
        out[i] *= CELLS / max(1e-6, np.sqrt((out[i] ** 2).sum()))
    return out


def mirrored(h: np.ndarray) -> np.ndarray:
    """The gradients of the mirrored crop: columns swapped, direction a becomes pi - a."""
    return h[:, [(BINS - b) % BINS for b in range(BINS)]][:, :, :, ::-1]


def features(crops, marks):
    """What yaw is a linear map of (odd), and what pitch is (even)."""
    h = gradients(crops)
    m = mirrored(h)
    odd, even = shape(marks)
    n = len(h)
    return np.concatenate([odd, ((h - m) / 2).reshape(n, -1)], 1), np.concatenate([even, ((h + m) / 2).reshape(n, -1)], 1)


class Teacher:
    """Mean of both FSA-Nets [n, 3]: yaw (sign of the viewer), pitch, roll."""

    def __init__(self, folder: Path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.nets = [ort.InferenceSession(str(folder / f"fsanet-{k}-iter-688590.onnx"), options) for k in ("1x1", "var")]

    def __call__(self, picture, box):
        x, y, w, h = box
        side = 1.4 * max(w, h)  # the margin of FSA-Net's own demonstration
        to = np.array([[64 / side, 0, 31.5 - (x + w / 2 - 0.5) * 64 / side], [0, 64 / side, 31.5 - (y + h / 2 - 0.5) * 64 / side]])
        if 64 / side < 0.5:
            factor = 128 / side
            picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            to[:, :2] /= factor
        seen = cv2.warpAffine(picture, to, (64, 64), borderMode=cv2.BORDER_REPLICATE)[:, :, ::-1]
        tensor = ((seen.astype(np.float32) - 127.5) / 128).transpose(2, 0, 1)[None]
        yaw, pitch, roll = np.mean([n.run(None, {n.get_inputs()[0].name: tensor})[0][0] for n in self.nets], 0)
        return -yaw, pitch, roll


def spoil(crop, rng):
    """As a camera might have seen it; half of the crops stay as they are."""
    if rng.random() < 0.5:
        return crop
    kind = rng.integers(4)
    if kind == 0:
        return cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.5, 3))
    if kind == 1:
        side = int(rng.integers(20, 80))
        return cv2.resize(cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA), (112, 112), interpolation=cv2.INTER_LINEAR)
    if kind == 2:
        return np.clip(crop * rng.uniform(0.1, 1.8) + rng.normal(0, rng.uniform(0, 15), crop.shape), 0, 255).astype(np.uint8)
    ramp = 1 / (1 + np.exp(-rng.uniform(2, 6) * rng.choice([-1, 1]) * np.linspace(-1, 1, 112)))
    return np.clip(crop * (0.2 + ramp)[None, :, None], 0, 255).astype(np.uint8)


def examples(data: Path, teachers: Path, stored: int, rng):
    """(crops, landmarks, pose) of the scenes' faces and of `stored` aligned faces, two views of each."""
    teacher, detector, views = Teacher(teachers), YuNet(teachers / "yunet_n_dynamic.onnx"), []

    def add(picture, box, marks):
        pose = teacher(picture, box)
        eyes = np.linalg.norm(marks[3:].mean(0) - marks[:2].mean(0))
        for wrong in (0.0, 0.03):
            found = marks + rng.normal(0, wrong * eyes, marks.shape)
            views.append((spoil(warp(picture, similarity(found)), rng), found, pose))

    for picture, faces in load_scenes(data):
        for face in faces:
            if face["box"][2] >= 56 and face["score"] > 0.7:
                add(picture, face["box"], np.array(face["landmarks"]))
    pictures = decode_tars(sorted((data / "faces").glob("faces-*.tar"))[:2], Path("/tmp/facegauge-pose/faces.u8"))
    for i in rng.permutation(len(pictures))[:stored]:
        picture = cv2.copyMakeBorder(np.array(pictures[i]), 32, 32, 32, 32, cv2.BORDER_REPLICATE)
        boxes, scores, marks = detector(picture)
        if len(boxes) and scores[0] > 0.7:
            add(picture, boxes[0], marks[0])
    crops, marks, pose = map(np.array, zip(*views))
    return crops, marks, pose


def own(data: Path, teachers: Path, found: Path):
    """(crops, landmarks, pose) of scenes with one face, by the landmarks our own detector gave them."""
    teacher, results = Teacher(teachers), {}
    for line in found.read_text().splitlines():
        result = json.loads(line)
        if result.get("landmarks") and result["faces"] == 1:
            results[Path(result["path"]).name] = np.array(result["landmarks"])
    names, views = [s["file"] for s in json.loads((data / "scenes.json").read_text())], []
    for name, (picture, faces) in zip(names, load_scenes(data)):
        if name not in results or len(faces) != 1 or faces[0]["box"][2] < 56 or faces[0]["score"] <= 0.7:
            continue
        marks, reference = results[name], np.array(faces[0]["landmarks"])
        size = np.linalg.norm(reference[3:].mean(0) - reference[:2].mean(0))
        if np.abs(marks.mean(0) - reference.mean(0)).max() < 0.35 * size:
            views.append((warp(picture, similarity(marks)), marks, teacher(picture, faces[0]["box"])))
    return tuple(map(np.array, zip(*views)))


def solve(a, y, weight, penalty):
    """Ridge regression, lightly robust: errors beyond 6 degrees count by their size, not by its square."""
    scale = np.where(a.std(0) > 1e-9, a.std(0), 1)
    scale[-CELLS * CELLS * BINS :] = 1
    a, base = a / scale, weight.copy()
    for _ in range(6):
        k = np.linalg.solve((a.T * weight) @ a + penalty * len(a) * np.eye(a.shape[1]), (a.T * weight) @ y)
        weight = base * 6 / np.maximum(np.abs(a @ k - y), 6)
    return k / scale


def learn(reference, mine, penalty=0.003):
    """Coefficients of yaw and of pitch. Rare angles weigh more, so that they are not drawn to the middle."""
    (odd, even), (_, evens) = features(*mine[:2]), features(*reference[:2])
    yaw, pitch = mine[2][:, 0], np.concatenate([mine[2][:, 1], reference[2][:, 1]])
    return solve(odd, yaw, 1 + (yaw / 20) ** 2, penalty), solve(np.concatenate([even, evens]), pitch, 1 + np.abs(pitch + 4) / 8, penalty)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--teachers", type=Path, required=True)
    p.add_argument("--found", type=Path, required=True, help="JSON lines of facegauge score on the scenes")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--faces", type=int, default=8000, help="stored faces beside those of the scenes")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    cv2.setNumThreads(1)
    yaw, pitch = learn(examples(a.data, a.teachers, a.faces, np.random.default_rng(a.seed)), own(a.data, a.teachers, a.found))
    rows = {"YAW": yaw, "PITCH": pitch}
    text = "".join(f"\nexport const {name}: readonly number[] = {json.dumps([round(float(v), 3) for v in row])};\n" for name, row in rows.items())
    a.out.write_text("/** Made by models/training/pose.py, which says how; run prettier over it. Order: pose-features.ts. */" + text)


if __name__ == "__main__":
    main()
