"""Bad light and bad exposure. Batches [n, 3, h, w], float 0..255; `level` [n] 0..1."""

from __future__ import annotations

import math

import torch

from .spoil_optics import gaussian, rand


def plane(x, g, sharp_low=1.5, sharp_high=6.0):
    """A smooth step 0..1 across the picture in a random direction, [n, 1, h, w]."""
    n, _, h, w = x.shape
    angle = rand(n, x, g, 0, 2 * math.pi)[:, None, None]
    offset = rand(n, x, g, -0.35, 0.35)[:, None, None]
    sharp = rand(n, x, g, sharp_low, sharp_high)[:, None, None]
    v = torch.linspace(-1, 1, h, device=x.device)[None, :, None]
    u = torch.linspace(-1, 1, w, device=x.device)[None, None, :]
    return torch.sigmoid(sharp * (u * torch.cos(angle) + v * torch.sin(angle) + offset))[:, None]


def col(v):
    return v[:, None, None, None]


def darkness(x, level, g):
    """Light x .7 .. x .012, read by an 8-bit sensor with its read-out noise.

    Rounding comes AFTER darkening: what falls below one grey value is gone, even where
    somebody brightens the picture later (one picture in three here). Float arithmetic
    without the rounding would leave everything readable and teach trust in the dark.
    """
    n = len(x)
    gain = col(0.7 * torch.exp(-4.1 * level))
    gamma = col(rand(n, x, g, 0.9, 1.5))
    dark = 255 * (x / 255) ** gamma * gain
    read = col(rand(n, x, g, 0.2, 2.2))
    dark = dark + torch.randn(x.shape, device=x.device, generator=g) * read
    dark = torch.round(dark).clamp(0, 255)
    brighten = col((rand(n, x, g) < 0.33).float() * rand(n, x, g, 0.3, 1.0))
    peak = dark.flatten(1).quantile(0.98, 1).clamp(min=2) if n else dark.new_ones(0)
    return (dark * (1 + brighten * (col(200 / peak) - 1).clamp(min=0))).clamp(0, 255)


def overexposure(x, level, g):
    """Light x 1.2 .. x 9, clipped, with a little bloom."""
    bright = x * col(1.2 + 7.8 * level**1.5)
    if torch.rand((), generator=g, device=x.device) < 0.4:
        bright = bright + 0.25 * gaussian((bright - 255).clamp(min=0), torch.full_like(level, 4.0))
    return bright.clamp(0, 255)


def side_light(x, level, g):
    """A lamp from one side: the far side falls to black, the near side may clip."""
    step = plane(x, g, 2, 9)
    floor = col(0.55 * (1 - level) ** 2 + 0.004)
    out = x * (floor + (col(1 + 0.9 * level * rand(len(x), x, g)) - floor) * step)
    return torch.round(out + torch.randn(x.shape, device=x.device, generator=g)).clamp(0, 255)


def backlight(x, level, g):
    """A bright window behind a dark face, with veiling glare."""
    n, _, h, w = x.shape
    v = torch.linspace(-1, 1, h, device=x.device)[None, :, None]
    u = torch.linspace(-1, 1, w, device=x.device)[None, None, :]
    radius = rand(n, x, g, 0.75, 1.05)[:, None, None]
    inside = torch.sigmoid(9 * (radius - torch.sqrt((u / 0.85) ** 2 + v**2)))[:, None]
    face = torch.round(x * col(0.75 * torch.exp(-3.4 * level)))
    behind = (x * 0.5 + col(rand(n, x, g, 130, 250))).clamp(0, 255)
    veil = col(level * rand(n, x, g, 0, 60))
    return torch.round(face * inside + behind * (1 - inside) + veil * 0.6).clamp(0, 255)


def grey(x, level, g):
    mean = (x * torch.tensor([0.299, 0.587, 0.114], device=x.device).view(1, 3, 1, 1)).sum(1, keepdim=True)
    return x + (mean - x) * col((0.5 + level).clamp(max=1))


def colour_cast(x, level, g):
    gains = torch.exp(torch.randn((len(x), 3), device=x.device, generator=g) * (0.08 + 0.4 * level[:, None]))
    return (x * gains[:, :, None, None]).clamp(0, 255)


def tone(x, level, g):
    """Contrast, brightness and gamma within what ordinary cameras do."""
    n = len(x)
    gamma = torch.exp(rand(n, x, g, -1, 1) * (0.1 + 0.5 * level))
    contrast = torch.exp(rand(n, x, g, -1, 0.7) * (0.1 + 0.6 * level))
    shift = rand(n, x, g, -1, 1) * (8 + 40 * level)
    y = 255 * (x.clamp(0, 255) / 255 + 1e-6) ** col(gamma)
    return ((y - 128) * col(contrast) + 128 + col(shift)).clamp(0, 255)
