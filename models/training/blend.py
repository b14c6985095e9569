"""New faces from old ones: what widens 53,581 pictures to many more "identities".

All inputs share one template, so a pixel-wise blend of two faces is a plausible third one.
The teachers look once at each (`Pool.grow`), and the pictures are kept in a ring on disk.
Batches are uint8 [n, 3, 128, 128] RGB.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .spoil_optics import rand


def match_colours(b, a):
    """Give b the mean and deviation of a, per channel: a seam would betray a splice."""
    ma, mb = a.mean((2, 3), keepdim=True), b.mean((2, 3), keepdim=True)
    sa, sb = a.std((2, 3), keepdim=True), b.std((2, 3), keepdim=True)
    return (b - mb) * (sa / sb.clamp(min=1)).clamp(0.5, 2) + ma


def warp(x, strength, g):
    """Smooth random displacement (4x4 control points, px): another geometry, another person."""
    n, _, h, w = x.shape
    coarse = torch.randn((n, 2, 4, 4), device=x.device, generator=g) * strength[:, None, None, None] * (2 / w)
    field = F.interpolate(coarse, size=(h, w), mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    base = F.affine_grid(torch.eye(2, 3, device=x.device).repeat(n, 1, 1), x.shape, align_corners=False)
    return F.grid_sample(x, base + field, mode="bilinear", padding_mode="border", align_corners=False)


def blended(a, b, g):
    """Two batches of faces -> one batch of new faces, uint8.

    40 % morphs (weights .3 to .7), 30 % soft splices along a line, 10 % the inner face of one
    in the head of the other, 20 % one face alone, its geometry and tone disturbed.
    """
    a, b = a.float(), b.float()
    n, _, h, w = a.shape
    v = torch.linspace(-1, 1, h, device=a.device)[None, :, None]
    u = torch.linspace(-1, 1, w, device=a.device)[None, None, :]
    kind = rand(n, a, g)[:, None, None]
    morph = rand(n, a, g, 0.3, 0.7)[:, None, None].expand(n, h, w)
    angle = rand(n, a, g, 0, 2 * math.pi)[:, None, None]
    shift = torch.randn((n, 1, 1), device=a.device, generator=g) * 0.22
    splice = torch.sigmoid((u * torch.cos(angle) + v * torch.sin(angle) + shift) * 9)
    radius = torch.sqrt((u / 0.55) ** 2 + ((v - 0.1) / 0.62) ** 2)
    inner = torch.sigmoid((1 - radius) * 8).expand(n, h, w)
    weight = torch.where(kind < 0.4, morph, torch.where(kind < 0.7, splice, torch.where(kind < 0.8, inner, torch.zeros_like(splice))))
    toned = match_colours(b, a)
    alone = (kind >= 0.8).flatten()
    mixed = a + ((torch.where((kind < 0.4)[:, None], b, toned)) - a) * weight[:, None]
    mirrored = rand(n, a, g) < 0.5
    mixed = torch.where(mirrored[:, None, None, None], mixed.flip(3), mixed)
    mixed = warp(mixed, torch.where(alone, rand(n, a, g, 2.5, 5.0), rand(n, a, g, 0.0, 2.2)), g)
    gamma = torch.exp(rand(n, a, g, -0.3, 0.3) * (0.4 + 0.6 * alone.float()))[:, None, None, None]
    return (255 * (mixed.clamp(0, 255) / 255) ** gamma).round().to(torch.uint8)


class Pool:
    """A ring of labelled new faces on disk: survives a restart, never larger than `capacity`."""

    def __init__(self, folder: Path, capacity: int, width: int):
        folder.mkdir(parents=True, exist_ok=True)
        new = not (folder / "pool.u8").exists()
        mode = "w+" if new else "r+"
        self.pictures = np.memmap(folder / "pool.u8", np.uint8, mode, shape=(capacity, 3, 128, 128))
        self.teacher = np.memmap(folder / "pool.f16", np.float16, mode, shape=(capacity, width))
        self.count = folder / "pool.count"
        self.capacity, self.made = capacity, 0 if new or not self.count.exists() else int(self.count.read_text())

    def __len__(self):
        return min(self.made, self.capacity)

    def grow(self, pictures: torch.Tensor, teacher: torch.Tensor) -> None:
        rows = (self.made + np.arange(len(pictures))) % self.capacity
        self.pictures[rows] = pictures.cpu().numpy()
        self.teacher[rows] = teacher.cpu().numpy().astype(np.float16)
        self.made += len(pictures)
        self.count.write_text(str(self.made))

    def draw(self, count: int, rng: np.random.Generator):
        """(uint8 [count, 3, 128, 128], float32 [count, width]) from what is there."""
        rows = np.sort(rng.integers(0, len(self), count))
        return torch.from_numpy(self.pictures[rows]), torch.from_numpy(self.teacher[rows].astype(np.float32))
