"""Training windows of the cascade: cut, turned, mirrored, labelled. numpy and OpenCV.

A window is (picture, cx, cy, side, degrees, mirror) in px of its picture. Labels:
kind 1 face, 0 none, -1 part (box only); box [4] and landmarks [5, 2] as fractions of the window.
Landmarks are image-left first; mirroring swaps left and right points AND x-offsets of the box,
which is easy to get wrong and ruins the boxes quietly (test_windows.py guards it).
"""

from __future__ import annotations

import cv2
import numpy as np

SWAP = [1, 0, 2, 4, 3]  # landmarks of the mirrored face, image-left first again


class Pictures:
    """Pictures with faces; each keeps halved copies so that small windows are area-averaged."""

    def __init__(self):
        self.levels: list[list[np.ndarray]] = []
        self.boxes: list[np.ndarray] = []  # [k, 4] x, y, w, h
        self.marks: list[np.ndarray] = []  # [k, 5, 2]
        self.sure: list[np.ndarray] = []  # [k] bool: good enough to be called a face

    def add(self, picture, boxes, marks, sure) -> None:
        levels = [np.ascontiguousarray(picture)]
        while min(levels[-1].shape[:2]) > 24 and len(levels) < 5:
            h, w = levels[-1].shape[:2]
            levels.append(cv2.resize(levels[-1], (w // 2, h // 2), interpolation=cv2.INTER_AREA))
        self.levels.append(levels)
        self.boxes.append(np.asarray(boxes, np.float32).reshape(-1, 4))
        self.marks.append(np.asarray(marks, np.float32).reshape(-1, 5, 2))
        self.sure.append(np.asarray(sure, bool).reshape(-1))

    def __len__(self):
        return len(self.levels)

    def size(self, i):
        h, w = self.levels[i][0].shape[:2]
        return w, h


def overlap(window, boxes) -> np.ndarray:
    """Intersection over union of a square (cx, cy, side) with the squares around boxes [k, 4]."""
    if not len(boxes):
        return np.zeros(0)
    cx, cy, s = window
    side = np.maximum(boxes[:, 2], boxes[:, 3])
    bx, by = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1] + boxes[:, 3] / 2
    w = np.minimum(cx + s / 2, bx + side / 2) - np.maximum(cx - s / 2, bx - side / 2)
    h = np.minimum(cy + s / 2, by + side / 2) - np.maximum(cy - s / 2, by - side / 2)
    shared = w.clip(0) * h.clip(0)
    return shared / (s * s + side * side - shared)


def cut_turned(levels, cx, cy, side, degrees, mirror, size, fill):
    """The window as uint8 [size, size, 3] and the matrix [2, 3] from picture px to window px."""
    a = np.deg2rad(degrees)
    k = size / side
    cos, sin = np.cos(a) * k, np.sin(a) * k
    m = np.array([[cos, sin, 0], [-sin, cos, 0]])
    if mirror:
        m[0] = -m[0]
    m[:, 2] = size / 2 - m[:, :2] @ [cx, cy]
    level = int(np.clip(np.floor(np.log2(max(side / size, 1))), 0, len(levels) - 1))
    picture = levels[level]
    fx, fy = picture.shape[1] / levels[0].shape[1], picture.shape[0] / levels[0].shape[0]
    # px centres: OpenCV's pixel i covers i - .5 .. i + .5, our coordinates put its corner at i
    shift = np.array([[1 / fx, 0, 0.5 / fx], [0, 1 / fy, 0.5 / fy], [0, 0, 1]])
    inner = m @ shift
    inner[:, 2] -= 0.5
    return cv2.warpAffine(picture, inner, (size, size), flags=cv2.INTER_LINEAR, borderMode=fill), m


def label(m, size, box, marks, mirror):
    """Box offsets [4] and landmarks [5, 2] as fractions of the window, after matrix m.

    A turned face keeps its upright box size: the offsets follow its centre.
    """
    scale = np.sqrt(abs(np.linalg.det(m[:, :2])))
    centre = m[:, :2] @ [box[0] + box[2] / 2, box[1] + box[3] / 2] + m[:, 2]
    w, h = box[2] * scale, box[3] * scale
    corners = np.array([centre[0] - w / 2, centre[1] - h / 2, centre[0] + w / 2, centre[1] + h / 2])
    points = (marks @ m[:, :2].T + m[:, 2]) / size
    return (corners - [0, 0, size, size]) / size, points[SWAP] if mirror else points


def around_face(pictures: Pictures, i, j, size, rng, spread=0.11, turn=10.0, fill=cv2.BORDER_CONSTANT, enough=0.6):
    """A window near face j of picture i: kind by overlap (>= enough: face, >= .4: part, else dropped)."""
    box, marks = pictures.boxes[i][j], pictures.marks[i][j]
    side = max(box[2], box[3])
    for _ in range(8):
        s = side * np.exp(rng.normal(0, 1.5 * spread))
        cx = box[0] + box[2] / 2 + rng.normal(0, spread) * side
        cy = box[1] + box[3] / 2 + rng.normal(0, spread) * side
        over = overlap((cx, cy, s), pictures.boxes[i][j : j + 1])[0]
        if over >= 0.4:
            break
    else:
        cx, cy, s, over = box[0] + box[2] / 2, box[1] + box[3] / 2, side, 1.0
    mirror, degrees = rng.random() < 0.5, rng.normal(0, turn)
    patch, m = cut_turned(pictures.levels[i], cx, cy, s, degrees, mirror, size, fill)
    return patch, (1 if over >= enough else -1), *label(m, size, box, marks, mirror)


def no_face(pictures: Pictures, i, size, rng, smallest=12, fill=cv2.BORDER_CONSTANT):
    """A window that overlaps every face by less than .25, half of them near one, or None."""
    w, h = pictures.size(i)
    boxes = pictures.boxes[i]
    for _ in range(6):
        if len(boxes) and rng.random() < 0.5:
            b = boxes[rng.integers(len(boxes))]
            s = max(b[2], b[3]) * np.exp(rng.uniform(-1.4, 0.5))
            cx, cy = b[0] + b[2] / 2 + rng.normal(0, 0.6) * b[2], b[1] + b[3] / 2 + rng.normal(0, 0.6) * b[3]
        else:
            s = np.exp(rng.uniform(np.log(smallest), np.log(max(min(w, h), smallest + 1))))
            cx, cy = rng.uniform(0, w), rng.uniform(0, h)
        if s >= smallest and (not len(boxes) or overlap((cx, cy, s), boxes).max() < 0.25):
            patch, _ = cut_turned(pictures.levels[i], cx, cy, s, rng.normal(0, 8), rng.random() < 0.5, size, fill)
            return patch
    return None
