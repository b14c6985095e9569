"""Figures of the causes: how often they are named, on damage drawn by other code and on real pictures.

`named` is the most probable cause above a threshold; what a person is told follows from causes and components
together (`npm run figures -- findings`), so this table is of the network alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .harm import SEVERITIES, inner, replayed, spoiled

NAMES = {"defocus": "defocus", "motion": "motion", "low-resolution": "low-resolution", "noise": "noise", "jpeg": "compression",
         "darkness": "dark", "overexposure": "overexposed", "side-light": "side-light", "mask": "mask", "occluder": "hand-or-object",
         "shifted": "cropped"}
COVERS = ("mask", "sunglasses", "hand-or-object")


class Causes:
    """face.onnx and its fourth output: uint8 crops [n, 112, 112, 3] -> probabilities [n, K], quality [n]."""

    def __init__(self, face, folder: Path):
        entry = next(n for n in json.loads((folder / "manifest.json").read_text())["networks"].values() if n["role"] == "face")
        self.names, self.face = entry["causes"], face

    def __call__(self, crops, batch=32):
        parts = []
        for i in range(0, len(crops), batch):
            x = (np.stack(crops[i : i + batch]).transpose(0, 3, 1, 2).astype(np.float32) - 127.5) / 127.5
            parts.append(self.face.session.run(["causes"], {"face": x})[0])
        return np.concatenate(parts), self.face(crops)[1]


def said(names, p, threshold):
    best = p.argmax(1)
    return [names[k] if p[i, k] > threshold else "" for i, k in enumerate(best)]


def table(causes: Causes, lfw, count, seed, threshold=0.5):
    rng, names = np.random.default_rng(seed), causes.names
    chosen = [list(lfw)[i] for i in np.sort(rng.choice(len(lfw), min(count, len(lfw)), replace=False))]
    clean, quality = causes([inner(lfw[n]) for n in chosen])
    word = said(names, clean, threshold)
    print(f"clean lfw-dev, {len(chosen)} faces: anything named {100 * np.mean([bool(w) for w in word]):.1f} %; covering "
          f"{100 * np.mean((clean[:, [names.index(c) for c in COVERS]] > threshold).any(1)):.1f} %; mean quality {quality.mean():.3f}")
    shares, uncovered = [], []
    for kind, cause in NAMES.items():
        row, right, asked = [], 0, 0
        for value in SEVERITIES[kind]:
            p, q = causes([spoiled(lfw[n], kind, value, rng) for n in chosen])
            word = np.array(said(names, p, threshold))
            row.append((word == cause).mean())
            right, asked = right + ((word == cause) & (q < 0.6)).sum(), asked + (q < 0.6).sum()
            if cause not in COVERS:
                uncovered.append((p[:, [names.index(c) for c in COVERS]] > threshold).any(1))
        shares.append(right / max(asked, 1))
        print(f"  {kind:15s} named {cause:15s} by severity " + " ".join(f"{v:.2f}" for v in row) + f"; where quality < .6: {100 * shares[-1]:.0f} % of {asked}")
    print(f"  macro over kinds where quality < .6: {100 * np.mean(shares):.1f} %; covering claimed on uncovered spoiled faces {100 * np.concatenate(uncovered).mean():.1f} %")
    p, q = causes([replayed(lfw[n], rng) for n in chosen])
    print(f"  simulated replays: screen above .5 {100 * (p[:, names.index('screen')] > 0.5).mean():.1f} %; quality below .25 {100 * (q < 0.25).mean():.1f} %")


def sets(causes: Causes, groups, threshold=0.5):
    """groups: {title: [crops]}; the share of pictures in which each cause is above the threshold, where it is above 2 %."""
    for title, crops in groups.items():
        p, q = causes(crops)
        share = (p > threshold).mean(0)
        shown = ", ".join(f"{n} {100 * v:.0f} %" for n, v in sorted(zip(causes.names, share), key=lambda a: -a[1]) if v > 0.02)
        print(f"  {title} ({len(crops)}, mean quality {q.mean():.2f}): {shown or 'nothing'}")


def run(face, models: Path, folder: Path, samples, detector, lfw, wide_crops, count, seed):
    causes = Causes(face, models)
    table(causes, lfw, count, seed)
    groups = {n: [inner(c) for c in wide_crops((folder / "quality" / n).glob("*.jpg"), detector).values()] for n in ("portraits", "masked", "lighting")}
    sets(causes, groups)
    if samples:
        import csv

        rows = list(csv.DictReader(open(samples / "samples.csv", newline="")))
        crops = wide_crops([samples / r["file"] for r in rows], detector, "largest")
        p, q = causes([inner(crops[n]) for n in crops])
        at = {n: i for i, n in enumerate(crops)}
        for r in rows:
            if r["file"] in at and r["condition"] != "good":
                i = at[r["file"]]
                top = sorted(zip(causes.names, p[i]), key=lambda a: -a[1])[:3]
                print(f"  {r['file']:28s} {q[i]:.2f}  " + ", ".join(f"{n} {v:.2f}" for n, v in top))
