"""The reference detector (YuNet) and the 112x112 template: aligned crops for evaluation.

Landmarks are always in the order of a face looking at us, image-left first: left eye,
right eye, nose, left and right mouth corner (image sides), in px of the picture.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


def similarity(points, target=TEMPLATE) -> np.ndarray:
    """Least-squares similarity transform [2, 3] taking points [5, 2] to the target (Umeyama)."""
    points, target = np.asarray(points, np.float64), np.asarray(target, np.float64)
    p, t = points - points.mean(0), target - target.mean(0)
    u, s, vt = np.linalg.svd(t.T @ p)
    d = np.array([1.0, np.sign(np.linalg.det(u @ vt))])
    rotation = (u * d) @ vt
    scale = (s * d).sum() / max((p**2).sum(), 1e-9)
    matrix = np.zeros((2, 3))
    matrix[:, :2] = scale * rotation
    matrix[:, 2] = target.mean(0) - matrix[:, :2] @ points.mean(0)
    return matrix


def warp(picture, matrix, side=112) -> np.ndarray:
    """uint8 [h, w, 3] -> [side, side, 3]; outside the picture black; shrunk by area first where needed."""
    scale = np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    if scale < 0.5:
        factor = 2 * scale
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        fx, fy = small.shape[1] / picture.shape[1], small.shape[0] / picture.shape[0]
        matrix = matrix @ np.array([[1 / fx, 0, 0.5 / fx - 0.5], [0, 1 / fy, 0.5 / fy - 0.5], [0, 0, 1]])
        picture = small
    return cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR)


class YuNet:
    """Boxes [n, 4] (x, y, w, h), scores [n], landmarks [n, 5, 2], best first. Input: RGB uint8."""

    def __init__(self, path: Path, threshold=0.5, nms=0.3, threads=1):
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = ort.InferenceSession(str(path), options)
        self.names = [o.name for o in self.session.get_outputs()]
        self.threshold, self.nms = threshold, nms

    def __call__(self, picture):
        h, w = picture.shape[:2]
        canvas = np.zeros(((h + 31) // 32 * 32, (w + 31) // 32 * 32, 3), np.float32)
        canvas[:h, :w] = picture[:, :, ::-1]
        raw = dict(zip(self.names, self.session.run(None, {"input": canvas.transpose(2, 0, 1)[None]})))
        boxes, scores, marks = [], [], []
        for stride in (8, 16, 32):
            rows, cols = canvas.shape[0] // stride, canvas.shape[1] // stride
            cell = np.stack(np.meshgrid(np.arange(cols), np.arange(rows)), -1).reshape(-1, 2)
            cls, obj = raw[f"cls_{stride}"][0, :, 0], raw[f"obj_{stride}"][0, :, 0]
            score = np.sqrt(np.clip(cls, 0, 1) * np.clip(obj, 0, 1))
            keep = score > self.threshold
            b, k, c = raw[f"bbox_{stride}"][0][keep], raw[f"kps_{stride}"][0][keep], cell[keep]
            centre, size = (c + b[:, :2]) * stride, np.exp(b[:, 2:]) * stride
            boxes.append(np.concatenate([centre - size / 2, size], 1))
            scores.append(score[keep])
            marks.append((k.reshape(-1, 5, 2) + c[:, None]) * stride)
        boxes, scores, marks = np.concatenate(boxes), np.concatenate(scores), np.concatenate(marks)
        if not len(boxes):
            return boxes, scores, marks
        order = np.array(cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), self.threshold, self.nms)).flatten()
        return boxes[order], scores[order], marks[order]


def choose(boxes, shape, rule="central") -> int:
    """Which of several faces: the one nearest the middle, or the largest."""
    if rule == "largest":
        return int(np.argmax(boxes[:, 2] * boxes[:, 3]))
    middle = boxes[:, :2] + boxes[:, 2:] / 2 - np.array([shape[1] / 2, shape[0] / 2])
    return int(np.argmin((middle**2).sum(1)))


def read(path: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def aligned(paths, detector: YuNet, rule="central"):
    """{name: uint8 [112, 112, 3]} of the pictures where the detector finds a face, and the landmarks."""
    crops, landmarks = {}, {}
    for path in paths:
        picture = read(path)
        boxes, _, marks = detector(picture)
        if len(boxes):
            i = choose(boxes, picture.shape, rule)
            crops[path.name] = warp(picture, similarity(marks[i]))
            landmarks[path.name] = marks[i]
    return crops, landmarks
