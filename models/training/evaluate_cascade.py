"""Figures of the detection cascade: faces found, landmarks, and verification through it."""

from __future__ import annotations

import csv

import numpy as np

from .align import read, similarity, warp
from .cascade import detect, onnx_cascade
from .measures import best_accuracy, fnmr_at


def detection(models, folder, detector, minimum=20):
    nets = onnx_cascade(models)
    sets = {"lfw-dev": "lfw-dev/images", "celeb-ids-dev": "celeb-ids-dev", "portraits": "quality/portraits",
            "masked": "quality/masked", "lighting": "quality/lighting", "non-face": "quality/non-face"}
    for name, where in sets.items():
        found, errors, paths = 0, [], sorted((folder / where).glob("*.jpg"))
        for path in paths:
            picture = read(path)
            boxes, marks = detect(picture, nets, minimum)
            found += len(boxes) > 0
            rb, _, rm = detector(picture)
            if len(boxes) and len(rb):
                i = int(np.argmax(rb[:, 2] * rb[:, 3]))
                middle = rm[i].mean(0)
                j = int(np.argmin(((marks.mean(1) - middle) ** 2).sum(1)))
                eyes = np.linalg.norm(rm[i, 0] - rm[i, 1])
                if np.linalg.norm(marks[j].mean(0) - middle) < eyes:
                    errors.append(np.linalg.norm(marks[j] - rm[i], axis=1).mean() / eyes)
        shown = f"; landmarks median {np.median(errors):.4f}, 90 % below {np.quantile(errors, 0.9):.4f}" if errors else ""
        print(f"  {name}: {found} of {len(paths)}{shown}", flush=True)


def pipeline(face, models, folder, minimum=20):
    """lfw-dev with our own cascade: largest face, its landmarks; a picture without a face is an error."""
    nets, crops = onnx_cascade(models), {}
    paths = sorted((folder / "lfw-dev" / "images").glob("*.jpg"))
    for path in paths:
        picture = read(path)
        boxes, marks = detect(picture, nets, minimum)
        if len(boxes):
            i = int(np.argmax((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])))
            crops[path.name] = warp(picture, similarity(marks[i]))
    row = {n: i for i, n in enumerate(crops)}
    e = face(list(crops.values()))[0]
    pairs = list(csv.DictReader(open(folder / "lfw-dev" / "pairs.csv", newline="")))
    mated = np.array([p["mated"] == "1" for p in pairs])
    scores = np.array([e[row[p["a"]]] @ e[row[p["b"]]] if p["a"] in row and p["b"] in row else np.nan for p in pairs])
    scores = np.where(np.isnan(scores), np.where(mated, -1, 1), scores)
    accuracy, at = best_accuracy(scores, mated)
    print(f"lfw-dev through the cascade: accuracy {100 * accuracy:.2f} % at {at:.3f}; FNMR at FMR 1e-2 {100 * fnmr_at(scores[mated], scores[~mated], 1e-2):.2f} %; "
          f"{len(paths) - len(crops)} pictures without a face")
