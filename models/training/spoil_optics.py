"""What lens, sensor and codec take away. Batches [n, 3, h, w], float 0..255, any device.

Every function takes `level` [n], 0 (hardly visible) .. 1 (hopeless), and a torch.Generator
on the same device; it returns a new batch. The ranges were chosen so that level .5 is about
where the teachers stop recognising half of the people.
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F


def rand(n: int, like: torch.Tensor, g: torch.Generator, low=0.0, high=1.0) -> torch.Tensor:
    return low + (high - low) * torch.rand(n, device=like.device, generator=g)


def convolve(x, kernels):
    """Each picture with its own kernel [n, k, k] (edges repeated)."""
    n, c, h, w = x.shape
    pad = kernels.shape[-1] // 2
    padded = F.pad(x, (pad,) * 4, mode="replicate").reshape(1, n * c, h + 2 * pad, w + 2 * pad)
    return F.conv2d(padded, kernels[:, None].repeat_interleave(c, 0), groups=n * c).reshape(n, c, h, w)


def gaussian(x, sigma):
    """Gaussian blur with a sigma [n] in px, as two one-dimensional passes."""
    radius = max(1, min(int(math.ceil(float(sigma.max()) * 2.5)), 20))
    t = torch.arange(-radius, radius + 1, device=x.device, dtype=x.dtype)
    k = torch.exp(-0.5 * (t[None] / sigma[:, None].clamp(min=0.05)) ** 2)
    k = k / k.sum(1, keepdim=True)
    n, c, h, w = x.shape
    k = k.repeat_interleave(c, 0)
    y = F.pad(x, (radius,) * 4, mode="replicate").reshape(1, n * c, h + 2 * radius, w + 2 * radius)
    y = F.conv2d(y, k[:, None, None, :], groups=n * c)
    return F.conv2d(y, k[:, None, :, None], groups=n * c).reshape(n, c, h, w)


def defocus(x, level, g):
    """Half of the pictures by a Gaussian, half by a disc (a real aperture)."""
    if torch.rand((), generator=g, device=x.device) < 0.5:
        return gaussian(x, 0.4 + 6.0 * level**1.3)
    radius = 0.7 + 9.0 * level**1.3
    r = int(math.ceil(float(radius.max())))
    t = torch.arange(-r, r + 1, device=x.device, dtype=x.dtype)
    distance = torch.sqrt(t[:, None] ** 2 + t[None] ** 2)[None]
    k = (radius[:, None, None] + 0.5 - distance).clamp(0, 1)
    return convolve(x, k / k.sum((1, 2), keepdim=True))


def motion(x, level, g):
    """A straight shake of 2..32 px in a random direction."""
    length = 2 + 30 * level**1.2
    angle = rand(len(x), x, g, 0, math.pi)
    r = int(math.ceil(float(length.max()) / 2)) + 1
    t = torch.arange(-r, r + 1, device=x.device, dtype=x.dtype)
    along = t[None, None] * torch.cos(angle)[:, None, None] + t[None, :, None] * torch.sin(angle)[:, None, None]
    across = t[None, :, None] * torch.cos(angle)[:, None, None] - t[None, None] * torch.sin(angle)[:, None, None]
    k = (1 - across.abs()).clamp(min=0) * (length[:, None, None] / 2 + 0.5 - along.abs()).clamp(0, 1)
    return convolve(x, k / k.sum((1, 2), keepdim=True))


def low_resolution(x, level, g):
    """A native face of 90..7 px, enlarged again (bilinear, bicubic or nearest)."""
    out = torch.empty_like(x)
    side = x.shape[-1]
    for part in torch.randperm(len(x), generator=g, device=x.device).chunk(4):
        small = int(round(float(side * (0.8 * (1 - level[part].mean()) ** 1.6 + 0.06))))
        down = F.interpolate(x[part], size=(small, small), mode="area" if small < side / 2 else "bilinear")
        mode = ("bilinear", "bicubic", "nearest")[int(torch.randint(3, (), generator=g, device=x.device))]
        out[part] = F.interpolate(down, size=(side, side), mode=mode)
    return out.clamp(0, 255)


def mosaic(x, level, g):
    """Square tiles of 3..28 px, as pictures are made unrecognisable."""
    out = x.clone()
    side = x.shape[-1]
    for part in torch.randperm(len(x), generator=g, device=x.device).chunk(3):
        tile = 3 + 25 * float(level[part].mean())
        small = max(4, round(side / tile))
        out[part] = F.interpolate(F.interpolate(x[part], size=(small, small), mode="area"), size=(side, side), mode="nearest")
    return out


def noise(x, level, g):
    """Grey, coloured or coarse noise with a deviation of 3..95 grey values."""
    n, c, h, w = x.shape
    sigma = (3 + 92 * level**1.3)[:, None, None, None]
    kind = int(torch.randint(3, (), generator=g, device=x.device))
    field = torch.randn((n, 1 if kind == 0 else c, h, w), device=x.device, generator=g)
    if kind == 2:
        field = F.avg_pool2d(F.pad(field, (1, 1, 1, 1), mode="replicate"), 3, 1) * 2.2
    shot = torch.sqrt(x.clamp(min=1) / 128)  # bright pixels of a real sensor are noisier
    return (x + field * sigma * shot).clamp(0, 255)


_T8 = torch.tensor([[math.cos((2 * j + 1) * i * math.pi / 16) * (math.sqrt(0.125) if i == 0 else 0.5)
                     for j in range(8)] for i in range(8)])
_LUMA = torch.tensor([
    [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55], [14, 13, 16, 24, 40, 57, 69, 56],
    [14, 17, 22, 29, 51, 87, 80, 62], [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92],
    [49, 64, 78, 87, 103, 121, 120, 101], [72, 92, 95, 98, 112, 100, 103, 99]], dtype=torch.float32)


def jpeg(x, level, g):
    """Quantised 8x8 cosine blocks of Y, Cb, Cr (JPEG without its entropy coder): quality 75..2.

    The chroma planes use the luma table twice as coarse. h and w must be multiples of 8.
    """
    n, _, h, w = x.shape
    quality = 75 * (1 - level) ** 1.7 + 2
    scale = torch.where(quality < 50, 50 / quality, 2 - quality / 50)[:, None, None, None, None, None]
    r, gr, b = x.unbind(1)
    y = 0.299 * r + 0.587 * gr + 0.114 * b
    planes = torch.stack([y - 128, (b - y) * 0.564, (r - y) * 0.713], 1)
    t, table = _T8.to(x.device), _LUMA.to(x.device)
    table = torch.stack([table, table * 2, table * 2])[None, :, None, None]
    blocks = planes.reshape(n, 3, h // 8, 8, w // 8, 8).transpose(3, 4)
    step = (table * scale).clamp(min=1)
    coded = torch.round(t @ blocks @ t.T / step) * step
    planes = (t.T @ coded @ t).transpose(3, 4).reshape(n, 3, h, w)
    y, cb, cr = planes[:, 0] + 128, planes[:, 1], planes[:, 2]
    red, blue = y + cr / 0.713, y + cb / 0.564
    green = (y - 0.299 * red - 0.114 * blue) / 0.587
    return torch.stack([red, green, blue], 1).clamp(0, 255)
