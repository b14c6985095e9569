"""Faces with the teacher's landmarks for the landmark network.

One look of the teacher (YuNet) is uncertain by about six hundredths of the eye distance: it says something else of the mirrored
picture. Here it looks at each face in two sizes, mirrored and not, and every sure cell speaks: the mean is nearer the truth.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import torch

from .align import TEMPLATE, similarity
from .data import load_faces, load_scenes
from .one_pass_network import STRIDES
from .one_pass_views import Dense, covered

CANVAS = 192  # px; a face's eyes are about as far apart as in the 112x112 template
LOOKS = (160, 224)  # px to which the canvas is scaled for the teacher
SURE = 0.6
APART = 0.12  # largest mean distance of one look from the mean of all, in eye distances, to be believed
BORDERS = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT)
MIRRORED = [1, 0, 2, 4, 3]


class Labeller:
    """Landmarks of the face in the middle of a canvas; None where the teacher is not sure or contradicts itself."""

    def __init__(self, teacher: Path):
        self.dense = Dense(teacher)

    def look(self, picture: np.ndarray) -> np.ndarray | None:
        """[5, 2] px edges: mean over the cells that speak of the middle face, weighted by score."""
        side, marks, weights = picture.shape[0], [], []
        for stride, y in zip(STRIDES, self.dense(picture)):
            rows, columns = np.nonzero(y[0] > SURE)
            points = y[5:, rows, columns].T.reshape(-1, 5, 2) + np.stack([columns, rows], 1)[:, None]
            marks.append(points * stride), weights.append(y[0, rows, columns])
        marks, weights = np.concatenate(marks), np.concatenate(weights)
        near = np.linalg.norm(marks.mean(1) - side / 2, axis=1) < 0.12 * side
        if not near.any():
            return None
        return np.average(marks[near], axis=0, weights=weights[near])

    def __call__(self, canvas: np.ndarray) -> np.ndarray | None:
        seen = []
        for side in LOOKS:
            scaled = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_LINEAR)
            for flip in (False, True):
                points = self.look(np.ascontiguousarray(scaled[:, ::-1]) if flip else scaled)
                if points is None:
                    return None
                if flip:
                    points = points[MIRRORED] * [-1, 1] + [side, 0]
                seen.append(points * CANVAS / side)
        mean = np.mean(seen, 0)
        eyes = max(np.linalg.norm(mean[1] - mean[0]), 8.0)
        apart = max(np.linalg.norm(points - mean, axis=1).mean() for points in seen)
        return mean if apart < APART * eyes else None


def canvases(data: Path, cache: Path, rng, count: int):
    """Pictures [CANVAS, CANVAS, 3] with a face in the middle: of scenes first, then aligned faces in random order, `count` in all."""
    made = 0
    for picture, found in load_scenes(data):
        for face in found:
            if face["score"] < SURE or face["box"][2] < 20:
                continue
            points = np.array(face["landmarks"])
            scale = np.sqrt(abs(np.linalg.det(similarity(points)[:, :2])))
            m = np.array([[scale, 0, 0], [0, scale, 0]])
            m[:, 2] = CANVAS / 2 - m[:, :2] @ points.mean(0)
            source = picture
            if scale < 0.6:
                source = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
                m = m @ np.diag([picture.shape[1] / source.shape[1], picture.shape[0] / source.shape[0], 1])
            yield cv2.warpAffine(source, m, (CANVAS, CANVAS), flags=cv2.INTER_LINEAR, borderMode=BORDERS[rng.integers(3)])
            made += 1
    faces = load_faces(data, cache).pictures
    border = (CANVAS - 128) // 2
    for row in rng.permutation(len(faces)):
        if made >= count:
            return
        made += 1
        yield cv2.copyMakeBorder(np.array(faces[row]), border, border, border, border, BORDERS[rng.integers(3)])


def label(data: Path, cache: Path, teacher: Path, out: Path, count: int, cover: float, seed: int) -> Path:
    """Writes `out`.u8 (pictures, some with something painted over the face) and `out`.npy (landmarks, px edges); once."""
    if out.with_suffix(".npy").exists():
        return out
    rng, g = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    labeller, points, pictures = Labeller(teacher), [], canvases(data, cache, rng, count)
    with open(out.with_suffix(".u8"), "wb") as file, ThreadPoolExecutor(2) as pool:
        while some := list(islice(pictures, 512)):
            for canvas, found in zip(some, pool.map(labeller, some)):
                if found is None:
                    continue
                if rng.random() < cover:
                    canvas = covered(canvas, found, g, rng)
                file.write(canvas.tobytes())
                points.append(found)
            print(f"{len(points)} faces labelled", flush=True)
    np.save(out.with_suffix(".npy"), np.array(points, np.float32))
    return out


class Faces:
    """The labelled faces, mapped into memory; `window` draws what the network is shown of one."""

    def __init__(self, path: Path):
        self.points = np.load(path.with_suffix(".npy"))
        self.pictures = np.memmap(path.with_suffix(".u8"), np.uint8, "r", shape=(len(self.points), CANVAS, CANVAS, 3))

    def window(self, row: int, matrix: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
        """[side, side, 3] and landmarks [5, 2] in px edges of it; `matrix` [2, 3] takes px edges of the canvas to the window's."""
        centres = matrix.copy()
        centres[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
        view = cv2.warpAffine(self.pictures[row], centres, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        return view, self.points[row] @ matrix[:, :2].T + matrix[:, 2]
