"""Views for the causes: what was done to a face, and what of it a person would see.

Every kind has two levels: below the first nothing is to be seen (label 0), above the second it is plain (1);
between them nobody is asked (-1). Damage is done in the order of the real thing: what is before the face, light,
lens, sensor, file, and last a display or a print of it all; what a later kind wipes out is not asked for either.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import cv2
import numpy as np
import torch

from . import spoil_cover as cover
from . import spoil_light as light
from . import spoil_optics as optics
from .align import TEMPLATE, similarity
from .data import load_scenes
from .spoil import crop
from .spoil_light import col
from .spoil_optics import rand

CAUSES = ("defocus", "motion", "low-resolution", "noise", "compression", "mosaic", "dark", "overexposed", "backlight",
          "side-light", "low-contrast", "mask", "sunglasses", "hand-or-object", "cropped", "screen", "print", "not-a-face")
INDEX = {name: i for i, name in enumerate(CAUSES)}


def dim(x, level, g):
    """Too little light, read by an 8-bit sensor with its noise; nobody brightens it afterwards."""
    gamma = col(rand(len(x), x, g, 0.9, 1.4))
    out = 255 * (x / 255) ** gamma * col(0.75 * torch.exp(-3.3 * level))
    return torch.round(out + torch.randn(x.shape, generator=g) * col(rand(len(x), x, g, 0.2, 2.0))).clamp(0, 255)


def haze(x, level, g):
    """Fog, a dirty lens, flat light: contrast goes, a veil comes."""
    keep = col(1 - 0.92 * level)
    veil = x.mean((1, 2, 3), keepdim=True) * col(rand(len(x), x, g, 0.7, 1.2)) + col(rand(len(x), x, g, -20, 70))
    return x * keep + veil.clamp(20, 235) * (1 - keep)


def outside(x, level, g):
    """The picture ends inside the face: up to 60 % of the crop is black, from one side or a corner."""
    n, _, h, w = x.shape
    out = x.clone()
    for i in range(n):
        share, side = 0.6 * float(level[i]), int(torch.randint(4, (), generator=g))
        k = round(share * (w if side < 2 else h))
        if k:
            out[(i, slice(None), slice(None), slice(0, k) if side == 0 else slice(w - k, w)) if side < 2 else
                (i, slice(None), slice(0, k) if side == 2 else slice(h - k, h))] = 0
    return out


# kind: (cause, function, stage, not to be seen below, plain above, how often)
KINDS = {
    "mask": ("mask", cover.face_mask, 0, 0.0, 0.3, 1.5), "glasses": ("sunglasses", cover.glasses, 0, 0.25, 0.6, 1.6),
    "hand": ("hand-or-object", cover.hand, 0, 0.12, 0.4, 1.2), "blocks": ("hand-or-object", cover.blocks, 0, 0.08, 0.3, 1.2),
    "hair": (None, cover.hair, 0, 1, 1, 0.5),
    "dark": ("dark", dim, 1, 0.05, 0.3, 1.4), "overexposed": ("overexposed", light.overexposure, 1, 0.04, 0.2, 1.4),
    "backlight": ("backlight", light.backlight, 1, 0.0, 0.2, 1.2), "side-light": ("side-light", light.side_light, 1, 0.1, 0.35, 1.4),
    "haze": ("low-contrast", haze, 1, 0.15, 0.5, 1.0), "tone": (None, light.tone, 1, 1, 1, 0.6), "cast": (None, light.colour_cast, 1, 1, 1, 0.6),
    "grey": (None, light.grey, 1, 1, 1, 0.8),
    "defocus": ("defocus", optics.defocus, 2, 0.04, 0.2, 1.4), "motion": ("motion", optics.motion, 2, 0.03, 0.12, 1.4),
    "low-resolution": ("low-resolution", optics.low_resolution, 2, 0.12, 0.38, 1.4), "mosaic": ("mosaic", optics.mosaic, 2, 0.0, 0.08, 1.0),
    "noise": ("noise", optics.noise, 3, 0.05, 0.16, 1.3), "jpeg": ("compression", optics.jpeg, 4, 0.25, 0.55, 1.4),
    "screen": ("screen", cover.screen, 5, 0.0, 0.15, 1.0), "display": ("screen", cover.display, 5, 0.0, 0.0, 2.2),
    "print": ("print", cover.printed, 5, 0.0, 0.35, 1.0), "drawn": ("not-a-face", cover.drawn, 5, 0.0, 0.2, 0.6),
    "outside": ("cropped", outside, 6, 0.05, 0.25, 1.2),
}
NAMES = list(KINDS)
PIXELS = ("defocus", "motion", "low-resolution", "noise", "compression", "screen", "print", "mosaic")  # what a blur or a display wipes out
WIPES = {2: ("noise", "compression", "low-resolution", "defocus", "motion"), 5: ("noise", "compression")}


def real_masks(data: Path, cache: Path) -> np.ndarray:
    """uint8 [n, 128, 128, 3]: the aligned faces of the scenes whose people wear masks (about one in twenty does not)."""
    kept = cache / "masks.npy"
    if not kept.exists():
        sources, out = [s["source"] for s in json.loads((data / "scenes.json").read_text())], []
        for (picture, found), source in zip(load_scenes(data), sources):
            for face in found[:2] if source in ("masked", "mask-mixed") else []:
                points = np.array(face["landmarks"])
                if np.linalg.norm(points[0] - points[1]) > 14:
                    out.append(cv2.warpAffine(picture, similarity(points - 0.5, TEMPLATE + 8), (128, 128), borderMode=cv2.BORDER_REPLICATE))
        np.save(kept, np.stack(out))
    return np.load(kept)


def causes_view(pictures, masked, empty, g):
    """uint8 [n, 3, 128, 128], bool [n] (wears a real mask), bool [n] (no face) -> crops [n, 3, 112, 112], labels [n, K] 0, 1 or -1."""
    n, like = len(pictures), torch.empty(())

    def normal(s):
        return torch.randn(n, generator=g) * s

    x = crop(pictures, normal(3.0), torch.exp(normal(0.05)), normal(1.8), normal(1.8), rand(n, like, g) < 0.5)
    labels = torch.zeros(n, len(CAUSES))
    labels[masked, INDEX["mask"]] = 1
    labels[masked, INDEX["hand-or-object"]] = -1
    often = torch.tensor([KINDS[k][5] for k in NAMES])
    first = torch.multinomial(often, n, replacement=True, generator=g)
    second = torch.multinomial(often, n, replacement=True, generator=g)
    first = torch.where(rand(n, like, g) < 0.25, -torch.ones_like(first), first)
    second = torch.where((rand(n, like, g) < 0.3) & (first >= 0), second, -torch.ones_like(second))
    order = sorted(range(len(NAMES)), key=lambda i: KINDS[NAMES[i]][2])
    for i in order:
        cause, function, stage, unseen, plain, _ = KINDS[NAMES[i]]
        rows = torch.nonzero((first == i) | (second == i)).flatten()
        if stage == 0:
            rows = rows[~masked[rows]]
        for part in rows.split(3):  # some kinds take one level for all they are given
            if not len(part):
                continue
            level = torch.full((len(part),), float(torch.rand((), generator=g)))
            x[part] = function(x[part], level, g).clamp(0, 255)
            for wiped in WIPES.get(stage, ()):
                k = INDEX[wiped]
                labels[part, k] = torch.where(labels[part, k] > 0, -torch.ones(len(part)), labels[part, k])
            if NAMES[i] == "hair" and level[0] > 0.25:
                labels[part, INDEX["hand-or-object"]] = -1
            if cause:
                value = 0.0 if level[0] < unseen else 1.0 if level[0] >= plain else -1.0
                k = INDEX[cause]
                labels[part, k] = torch.where(labels[part, k] == 1, labels[part, k], torch.full((len(part),), value))
            if NAMES[i] in ("mosaic", "display", "screen", "print", "drawn"):  # squares and grids look like codecs' to anybody
                labels[part, INDEX["compression"]] = -1
            if NAMES[i] in ("mosaic", "low-resolution"):
                other = INDEX["low-resolution" if NAMES[i] == "mosaic" else "mosaic"]
                labels[part, other] = torch.where(labels[part, other] == 0, -torch.ones(len(part)), labels[part, other]) if level[0] > 0.6 else labels[part, other]
    soft = torch.nonzero(rand(n, like, g) < 0.3).flatten()
    if len(soft):
        x[soft] = optics.jpeg(x[soft], rand(len(soft), like, g, 0, 0.25), g).clamp(0, 255)
    labels[empty] = -1
    labels[empty, INDEX["not-a-face"]] = 1
    drawn = labels[:, INDEX["not-a-face"]] != 0
    labels[drawn & ~empty, : INDEX["not-a-face"]] = -1
    return x, labels
