"""Crops and the mix of damage: from stored faces to what the network sees.

Two mixes: `view` for the embedding (mostly clean, some damage, little crop error) and
`spoil` for the quality head (every kind of damage up to hopeless, labels follow from it).
Everything is batched on the pictures' device; kinds are applied to the rows that drew them.
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F

from . import spoil_cover as cover
from . import spoil_light as light
from . import spoil_optics as optics
from .spoil_optics import rand

KINDS = {
    "defocus": optics.defocus, "motion": optics.motion, "low-resolution": optics.low_resolution,
    "noise": optics.noise, "jpeg": optics.jpeg, "mosaic": optics.mosaic,
    "darkness": light.darkness, "overexposure": light.overexposure, "side-light": light.side_light,
    "backlight": light.backlight, "grey": light.grey, "colour-cast": light.colour_cast, "tone": light.tone,
    "mask": cover.face_mask, "glasses": cover.glasses, "hand": cover.hand, "hair": cover.hair,
    "blocks": cover.blocks, "print": cover.printed, "screen": cover.screen, "drawn": cover.drawn, "display": cover.display,
}


def crop(pictures, degrees, zoom, dx, dy, mirror, border="border", side=112):
    """Stored [n, 3, s, s] -> [n, 3, 112, 112] float 0..255; the template plus an error.

    degrees, zoom (1 = template, larger = nearer), dx, dy (px of the template), mirror (bool): [n].
    Stored pictures have side 128 (8 px of margin); what lies outside is `border` or `zeros`.
    """
    n, _, s, _ = pictures.shape
    a = degrees * (math.pi / 180)
    k = side / s / zoom
    flip = 1 - 2 * mirror.float()
    theta = torch.stack([
        torch.stack([k * torch.cos(a) * flip, -k * torch.sin(a), dx * 2 / s], 1),
        torch.stack([k * torch.sin(a) * flip, k * torch.cos(a), dy * 2 / s], 1)], 1)
    where = F.affine_grid(theta.to(torch.float32), (n, 3, side, side), align_corners=False)
    return F.grid_sample(pictures.float(), where, mode="bilinear", padding_mode=border, align_corners=False)


def apply_kind(x, rows, name, level, g):
    """Spoil `rows` of x (in place) by one kind with the level of each row."""
    if len(rows):
        x[rows] = KINDS[name](x[rows], level[rows], g).clamp(0, 255)
    return x


def apply_mix(x, chosen, level, names, weights, g):
    """Each chosen row draws one kind by weight and suffers it at its level."""
    w = torch.tensor(weights, dtype=torch.float32, device=x.device)
    kind = torch.multinomial(w, len(x), replacement=True, generator=g)
    for i, name in enumerate(names):
        apply_kind(x, torch.nonzero(chosen & (kind == i)).flatten(), name, level, g)
    return x


VIEW = {"defocus": 3, "motion": 2, "low-resolution": 4, "noise": 2, "jpeg": 3, "darkness": 2, "overexposure": 1.5,
        "side-light": 3, "backlight": 1, "grey": 1.5, "colour-cast": 1.5, "mask": 1.5, "glasses": 1.5,
        "hand": 0.7, "hair": 1, "blocks": 1, "print": 0.5, "screen": 0.7}


def view(pictures, share, strength, g):
    """A training view for the embedding: every picture jittered, `share` of them damaged.

    strength scales the damage (level uniform in 0..strength). The jitter is what a detector's
    landmarks make of a template: rotation 3 deg, zoom 4 %, shift 1.6 px (standard deviations).
    """
    n, like = len(pictures), torch.empty((), device=pictures.device)

    def normal(s):
        return torch.randn(n, device=pictures.device, generator=g) * s

    x = crop(pictures, normal(3.0), torch.exp(normal(0.04)), normal(1.6), normal(1.6), rand(n, like, g) < 0.5)
    toned = torch.nonzero(rand(n, like, g) < 0.4).flatten()
    apply_kind(x, toned, "tone", rand(n, like, g, 0, 0.5), g)
    names, weights = list(VIEW), list(VIEW.values())
    chosen = rand(n, like, g) < share
    apply_mix(x, chosen, rand(n, like, g) * strength, names, weights, g)
    return apply_mix(x, chosen & (rand(n, like, g) < 0.25), rand(n, like, g) * strength * 0.6, names, weights, g)


SPOIL = {name: 1.0 for name in KINDS} | {"darkness": 2.5, "screen": 2.5, "mask": 1.6, "side-light": 1.5, "grey": 0.3,
                                         "colour-cast": 0.6, "tone": 0.6, "low-resolution": 1.4}


def spoil(pictures, g, clean=0.2, misplaced=0.25, weights=None):
    """A view for the quality head: `clean` only jittered, `misplaced` badly cropped or turned.

    `weights` changes how often a kind is drawn (see SPOIL). Returns (crops [n, 3, 112, 112],
    kind [n] index into KINDS or -1, level [n]).
    """
    n, like = len(pictures), torch.empty((), device=pictures.device)

    def normal(s):
        return torch.randn(n, device=pictures.device, generator=g) * s

    wrong = rand(n, like, g) < misplaced
    which = torch.randint(3, (n,), device=pictures.device, generator=g)
    size = rand(n, like, g) ** 1.3
    turn, push, scale = wrong & (which == 0), wrong & (which == 1), wrong & (which == 2)
    degrees = normal(3.0) + turn * size * 180 * torch.sign(normal(1.0))
    angle = rand(n, like, g, 0, 2 * math.pi)
    dx = normal(1.6) + push * size * 60 * torch.cos(angle)
    dy = normal(1.6) + push * size * 60 * torch.sin(angle)
    zoom = torch.exp(normal(0.04) + scale * size * 0.8 * torch.sign(normal(1.0)))
    border = "zeros" if torch.rand((), generator=g, device=like.device) < 0.5 else "border"
    x = crop(pictures, degrees, zoom, dx, dy, rand(n, like, g) < 0.5, border)
    names, weights = list(SPOIL), list((SPOIL | (weights or {})).values())
    w = torch.tensor(weights, device=like.device)
    kind = torch.multinomial(w, n, replacement=True, generator=g)
    level = rand(n, like, g)
    hit = rand(n, like, g) >= clean
    hit &= ~wrong | (rand(n, like, g) < 0.2)
    for i, name in enumerate(names):
        apply_kind(x, torch.nonzero(hit & (kind == i)).flatten(), name, level, g)
    apply_mix(x, hit & (rand(n, like, g) < 0.2), rand(n, like, g) * 0.5, names, weights, g)
    light_jpeg = torch.nonzero(rand(n, like, g) < 0.3).flatten()
    apply_kind(x, light_jpeg, "jpeg", rand(n, like, g, 0, 0.35), g)
    return x, torch.where(hit, kind, torch.full_like(kind, -1)), level
