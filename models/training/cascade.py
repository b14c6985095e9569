"""The cascade in Python, as the pipeline runs it: for mining hard windows and for figures.

Networks are callables on float32 [n, 3, h, w] that return numpy arrays (see `onnx_cascade`).
Boxes are [n, 5]: x1, y1, x2, y2, score in px of the picture.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from .align import similarity, warp

FACTOR = 0.709
# The second look at a face, as in kernel-lib/src/detection/second-look.ts: where its landmarks are
# put in O's window, at which sizes, and which points of the mirror image are which.
LAYOUT = np.array([[0.324, 0.381], [0.676, 0.381], [0.5, 0.594], [0.35, 0.746], [0.65, 0.746]])
SIZES = (0.9, 0.8)
MIRRORED = [1, 0, 2, 4, 3]
CONFIRMED = 0.3  # least probability at the second look


def nms(boxes, limit, by_smaller=False) -> np.ndarray:
    """Kept rows, best first; overlap by union, or by the smaller box."""
    order, kept = np.argsort(-boxes[:, 4], kind="stable"), []
    area = (boxes[:, 2] - boxes[:, 0]).clip(0) * (boxes[:, 3] - boxes[:, 1]).clip(0)
    while len(order):
        i, rest = order[0], order[1:]
        kept.append(i)
        w = np.minimum(boxes[i, 2], boxes[rest, 2]) - np.maximum(boxes[i, 0], boxes[rest, 0])
        h = np.minimum(boxes[i, 3], boxes[rest, 3]) - np.maximum(boxes[i, 1], boxes[rest, 1])
        shared = w.clip(0) * h.clip(0)
        whole = np.minimum(area[i], area[rest]) if by_smaller else area[i] + area[rest] - shared
        order = rest[shared <= limit * np.maximum(whole, 1e-9)]
    return np.array(kept, int)


def squares(boxes) -> np.ndarray:
    """[n, 3] centre x, centre y, side of the squares around the boxes."""
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    return np.stack([boxes[:, 0] + w / 2, boxes[:, 1] + h / 2, np.maximum(w, h)], 1)


def cut(picture, windows, size) -> np.ndarray:
    """uint8 picture, windows [n, 3] -> float32 [n, 3, size, size], normalised; outside black."""
    out = np.zeros((len(windows), size, size, 3), np.uint8)
    h, w = picture.shape[:2]
    for k, (cx, cy, side) in enumerate(windows):
        side = max(2, int(round(side)))
        x, y = int(round(cx - side / 2)), int(round(cy - side / 2))
        patch = np.zeros((side, side, 3), np.uint8)
        x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + side, w), min(y + side, h)
        if x1 > x0 and y1 > y0:
            patch[y0 - y : y1 - y, x0 - x : x1 - x] = picture[y0:y1, x0:x1]
        out[k] = cv2.resize(patch, (size, size), interpolation=cv2.INTER_AREA if side > 2 * size else cv2.INTER_LINEAR)
    return (out.transpose(0, 3, 1, 2).astype(np.float32) - 127.5) / 128


def moved(windows, offsets, scores) -> np.ndarray:
    """Corners of the square windows plus the networks' offsets (fractions of the side)."""
    cx, cy, s = windows.T
    corners = np.stack([cx - s / 2, cy - s / 2, cx + s / 2, cy + s / 2], 1)
    return np.concatenate([corners + offsets * s[:, None], scores[:, None]], 1)


def first(picture, pnet, minimum, threshold):
    h, w = picture.shape[:2]
    scale, found = 12 / minimum, []
    while min(h, w) * scale >= 12:
        hh, ww = math.ceil(h * scale), math.ceil(w * scale)
        small = cv2.resize(picture, (ww, hh), interpolation=cv2.INTER_AREA if scale < 0.5 else cv2.INTER_LINEAR)
        prob, box = pnet((small.transpose(2, 0, 1)[None].astype(np.float32) - 127.5) / 128)
        i, j = np.nonzero(prob[0, 0] > threshold)
        if len(i):
            windows = np.stack([(2 * j + 6) / scale, (2 * i + 6) / scale, np.full(len(i), 12 / scale)], 1)
            boxes = moved(windows, box[0][:, i, j].T, prob[0, 0, i, j])
            raw = np.concatenate([windows, boxes], 1)
            plain = moved(windows, np.zeros((len(i), 4)), prob[0, 0, i, j])
            found.append(raw[nms(plain, 0.5)])
        scale *= FACTOR
    if not found:
        return np.zeros((0, 5))
    found = np.concatenate(found)
    plain = moved(found[:, :3], np.zeros((len(found), 4)), found[:, 7])
    return found[nms(plain, 0.7)][:, 3:]


def mean_of_windows(boxes, marks, i) -> np.ndarray:
    """Landmarks [5, 2] of face i: mean over all windows with its face (union overlap >= .6), by score."""
    w = np.minimum(boxes[i, 2], boxes[:, 2]) - np.maximum(boxes[i, 0], boxes[:, 0])
    h = np.minimum(boxes[i, 3], boxes[:, 3]) - np.maximum(boxes[i, 1], boxes[:, 1])
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    shared = w.clip(0) * h.clip(0)
    same = shared >= 0.6 * (area[i] + area - shared)
    return np.average(marks[same], axis=0, weights=boxes[same, 4])


def look_again(picture, onet, before):
    """before [5, 2] -> mean of it and of what O says of the face upright, at two sizes, and mirrored;
    and the mean probability of a face there."""
    seen, probability = [before], []
    for size in SIZES:
        m = similarity(before, ((LAYOUT - 0.5) * size + 0.5) * 48 - 0.5)
        crop = warp(picture, m, 48).astype(np.float32).transpose(2, 0, 1)
        prob, _, points = onet((np.stack([crop, crop[:, :, ::-1]]) - 127.5) / 128)
        probability.append(prob.mean())
        other = points[1][MIRRORED] * [-1, 1] + [1, 0]
        back = np.linalg.inv(np.vstack([m, [0, 0, 1]]))[:2]
        seen.append(((points[0] + other) / 2 * 48 - 0.5) @ back[:, :2].T + back[:, 2] + 0.5)
    return np.mean(seen, axis=0), float(np.mean(probability))


def detect(picture, nets, minimum=20, thresholds=(0.6, 0.7, 0.7), stages=False):
    """Boxes [n, 5] and landmarks [n, 5, 2]. With `stages` also the boxes after P and after R."""
    p = first(picture, nets["pnet"], minimum, thresholds[0])
    r, o, marks = np.zeros((0, 5)), np.zeros((0, 5)), np.zeros((0, 5, 2))
    if len(p):
        windows = squares(p)
        prob, box = nets["rnet"](cut(picture, windows, 24))
        keep = prob[:, 0] > thresholds[1]
        r = moved(windows[keep], box[keep], prob[keep, 0])
        r = r[nms(r, 0.7)] if len(r) else r
    if len(r):
        windows = squares(r)
        prob, box, points = nets["onet"](cut(picture, windows, 48))
        keep = prob[:, 0] > thresholds[2]
        o = moved(windows[keep], box[keep], prob[keep, 0])
        marks = windows[keep, None, :2] + (points[keep] - 0.5) * windows[keep, None, 2:]
        if len(o):
            best = nms(o, 0.7, by_smaller=True)
            looks = [look_again(picture, nets["onet"], mean_of_windows(o, marks, i)) for i in best]
            sure = [k for k, (_, probability) in enumerate(looks) if probability >= CONFIRMED]
            o, marks = o[best[sure]], np.array([looks[k][0] for k in sure]).reshape(-1, 5, 2)
    return (o, marks, p, r) if stages else (o, marks)


def onnx_cascade(folder, threads=1):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")

    def net(name):
        session = ort.InferenceSession(str(folder / f"{name}.onnx"), options)
        return lambda x: session.run(None, {"x": x})

    return {name: net(name) for name in ("pnet", "rnet", "onet")}
