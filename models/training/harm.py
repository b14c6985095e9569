"""Spoiled copies for the figures: five rising severities of twelve kinds, and screen replays.

Written apart from the training's spoil*.py (NumPy, OpenCV, Pillow's real JPEG) so that the
figures do not only repeat what the head was taught. Input: uint8 [160, 160, 3], the template
with 24 px of margin (`align.warp` with an offset); output: uint8 [112, 112, 3].
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

MARGIN = 24
SEVERITIES = {
    "defocus": (1, 2, 3, 4, 6),  # sigma, px
    "motion": (5, 9, 15, 23, 33),  # length, px
    "low-resolution": (64, 32, 20, 14, 10),  # side of the template, px
    "noise": (10, 25, 50, 80, 110),  # deviation, grey values
    "jpeg": (30, 15, 8, 4, 1),  # Pillow's quality
    "darkness": (0.6, 0.3, 0.15, 0.08, 0.04),  # light left, then rounded to 8 bits
    "overexposure": (1.5, 2.5, 4, 7, 10),  # factor, clipped
    "side-light": (0.6, 0.35, 0.18, 0.08, 0.02),  # light left on the dark side
    "rotation": (5, 15, 30, 60, 90),  # degrees in the plane
    "mask": (102, 92, 82, 70, 56),  # upper edge, row of the template
    "occluder": (20, 35, 50, 65, 80),  # side of one or two patches, px
    "shifted": (5, 10, 18, 28, 42),  # px in a random direction
}


def inner(picture):
    return np.ascontiguousarray(picture[MARGIN : MARGIN + 112, MARGIN : MARGIN + 112])


def clip(x):
    return np.clip(np.round(x), 0, 255).astype(np.uint8)


def spoiled(picture, kind, value, rng):
    """One spoiled copy; `rng` decides direction, position and colour."""
    face = inner(picture)
    if kind == "defocus":
        return inner(cv2.GaussianBlur(picture, (0, 0), value))
    if kind == "motion":
        angle, k = rng.uniform(0, np.pi), np.zeros((value, value), np.float32)
        c = value // 2
        dx, dy = np.cos(angle) * c, np.sin(angle) * c
        cv2.line(k, (round(c - dx), round(c - dy)), (round(c + dx), round(c + dy)), 1.0)
        return inner(cv2.filter2D(picture, -1, k / k.sum()))
    if kind == "low-resolution":
        small = cv2.resize(face, (value, value), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (112, 112), interpolation=cv2.INTER_CUBIC)
    if kind == "noise":
        return clip(face + rng.normal(0, value, face.shape))
    if kind == "jpeg":
        out = io.BytesIO()
        Image.fromarray(face).save(out, "JPEG", quality=value)
        return np.asarray(Image.open(out))
    if kind in ("darkness", "overexposure"):
        return clip(face * float(value))
    if kind == "side-light":
        x = np.linspace(-1, 1, 112)
        step = 1 / (1 + np.exp(-6 * (x * rng.choice([-1, 1]) + rng.uniform(-0.1, 0.3))))
        return clip(face * (value + (1.1 - value) * step)[None, :, None])
    if kind == "rotation":
        m = cv2.getRotationMatrix2D((79.5, 79.5), float(value) * rng.choice([-1, 1]), 1)
        return inner(cv2.warpAffine(picture, m, (160, 160), borderMode=cv2.BORDER_REPLICATE))
    if kind == "mask":
        colour = rng.choice([(230, 232, 235), (150, 190, 225), (25, 25, 28), (90, 120, 90)]).tolist()
        out = face.copy()
        points = np.array([[18, value + 6], [40, value], [56, value - 3], [72, value], [94, value + 6], [90, 106], [72, 118], [40, 118], [22, 106]])
        cv2.fillPoly(out, [points.astype(np.int32)], colour, cv2.LINE_AA)
        return out
    if kind == "occluder":
        out = face.copy()
        for _ in range(rng.integers(1, 3)):
            x, y = rng.integers(0, 112 - value // 2, 2) - value // 4
            patch = clip(rng.integers(0, 255, 3) + rng.normal(0, 20, (value, value, 1)))
            x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + value, 112), min(y + value, 112)
            out[y0:y1, x0:x1] = patch[y0 - y : y1 - y, x0 - x : x1 - x]
        return out
    if kind == "shifted":
        angle = rng.uniform(0, 2 * np.pi)
        m = np.array([[1, 0, value * np.cos(angle)], [0, 1, value * np.sin(angle)]])
        return inner(cv2.warpAffine(picture, m, (160, 160), borderMode=cv2.BORDER_REPLICATE))
    raise ValueError(kind)


def replayed(picture, rng):
    """A display photographed, from first principles: red, green and blue stripes of every display
    pixel are drawn at 6 x 6, turned a little, seen by a camera of another pitch (moire is what
    comes out), then veiling light, glare, tone and JPEG. uint8 [112, 112, 3]."""
    face = inner(picture)
    pitch = rng.uniform(0.55, 1.0)  # display pixels a template px
    n = int(112 * pitch)
    shown = cv2.resize(face, (n, n), interpolation=cv2.INTER_AREA).astype(np.float32)
    stripes = np.zeros((n * 6, n * 6, 3), np.float32)
    big = np.repeat(np.repeat(shown, 6, 0), 6, 1)
    for channel in range(3):
        stripes[:, 2 * channel :: 6, channel] = big[:, 2 * channel :: 6, channel]
        stripes[:, 2 * channel + 1 :: 6, channel] = big[:, 2 * channel + 1 :: 6, channel]
    stripes[5::6] *= rng.uniform(0, 0.5)  # the dark line between rows
    m = cv2.getRotationMatrix2D((n * 3, n * 3), rng.uniform(-5, 5), 1)
    stripes = cv2.warpAffine(stripes, m, (n * 6, n * 6), borderMode=cv2.BORDER_REFLECT)
    stripes = cv2.GaussianBlur(stripes, (0, 0), rng.uniform(1.0, 2.2))
    side = int(112 * rng.uniform(1.0, 1.7))  # the camera's own pixels
    seen = cv2.resize(stripes, (side, side), interpolation=cv2.INTER_NEAREST if rng.random() < 0.3 else cv2.INTER_LINEAR)
    seen = cv2.resize(seen, (112, 112), interpolation=cv2.INTER_AREA) * rng.uniform(2.4, 3.4)
    y, x = np.mgrid[:112, :112]
    glare = np.exp(-((x - rng.uniform(0, 112)) ** 2 + (y - rng.uniform(0, 112)) ** 2) / rng.uniform(300, 3000))
    seen = seen * rng.uniform(0.7, 1.0) + rng.uniform(0, 35) + glare[..., None] * rng.uniform(0, 90)
    out = io.BytesIO()
    Image.fromarray(clip(seen)).save(out, "JPEG", quality=int(rng.integers(60, 95)))
    return np.asarray(Image.open(out))
