"""Things in front of the face, and pictures of pictures. Batches [n, 3, h, w], float 0..255.

Positions are in the 112 px template, scaled to the picture: eyes at (38, 52) and (74, 52),
nose (56, 72), mouth (42, 92) and (71, 92).
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F

from .spoil_light import col
from .spoil_optics import gaussian, rand


def grid(x):
    n, _, h, w = x.shape
    v = torch.arange(h, device=x.device, dtype=x.dtype)[None, :, None] * (112 / h)
    u = torch.arange(w, device=x.device, dtype=x.dtype)[None, None, :] * (112 / w)
    return u, v


def paint(x, cover, g, low=0, high=255, texture=14.0):
    """Lay a random colour with soft shading and texture over `cover` [n, h, w] (0..1)."""
    n, _, h, w = x.shape
    colour = (torch.rand((n, 3, 1, 1), device=x.device, generator=g) * (high - low) + low)
    same = (rand(n, x, g) < 0.5).float()[:, None, None, None]
    colour = colour * (1 - same) + colour.mean(1, keepdim=True) * same
    coarse = torch.randn((n, 1, 7, 7), device=x.device, generator=g) * texture
    shade = F.interpolate(coarse, size=(h, w), mode="bicubic")
    fine = torch.randn((n, 1, h, w), device=x.device, generator=g) * col(rand(n, x, g, 0, 8))
    return x + ((colour + shade + fine).clamp(0, 255) - x) * cover[:, None]


def line(v):
    return v[:, None, None]


def face_mask(x, level, g):
    """A cloth or medical mask; level lowers (0: chin only) or raises (1: to the eyes) its edge."""
    u, v = grid(x)
    n = len(x)
    top = line(92 - 36 * level + rand(n, x, g, -4, 4))
    bend = line(rand(n, x, g, 0.0, 0.012))
    wide = line(rand(n, x, g, 40, 60))
    edge = v - (top + bend * (u - 56) ** 2 - 3)
    sides = wide - (u - 56).abs() - (v - 70).clamp(min=0) * line(rand(n, x, g, 0, 0.45))
    cover = torch.sigmoid(edge) * torch.sigmoid(sides)
    pleats = torch.sin(v * line(rand(n, x, g, 0.2, 0.9)))[:, None] * col(rand(n, x, g, 0, 12))
    return (paint(x, cover, g) + pleats * cover[:, None]).clamp(0, 255)


def glasses(x, level, g):
    """Frames (level low) to dark sunglasses (level high), sometimes with a reflection."""
    u, v = grid(x)
    n = len(x)
    rx, ry = line(rand(n, x, g, 13, 20)), line(rand(n, x, g, 9, 16))
    y0 = line(rand(n, x, g, 50, 56))
    power = 2 + 2 * torch.rand((), generator=g, device=x.device)
    d = torch.minimum(((u - 37).abs() / rx) ** power + ((v - y0).abs() / ry) ** power,
                      ((u - 75).abs() / rx) ** power + ((v - y0).abs() / ry) ** power)
    lens = torch.sigmoid((1 - d) * 9)
    frame = torch.exp(-((d - 1) / 0.28) ** 2) + torch.sigmoid(8 - (u - 56).abs()) * torch.exp(-((v - y0) / 1.6) ** 2)
    tint = line((level * 1.25).clamp(max=1))
    out = paint(x, lens * tint, g, 0, 70, 5)
    return paint(out, frame.clamp(0, 1) * 0.9, g, 0, 140, 5)


def hand(x, level, g):
    """Skin-coloured fingers from an edge; the colour is a random pixel of the same face."""
    u, v = grid(x)
    n = len(x)
    cover = torch.zeros((n,) + x.shape[2:], device=x.device, dtype=x.dtype)
    angle = rand(n, x, g, 0, 2 * math.pi)
    reach = 64 - 74 * level
    for finger in range(4):
        spread = angle + (finger - 1.5) * rand(n, x, g, 0.1, 0.28)
        cos, sin = line(torch.cos(spread)), line(torch.sin(spread))
        along = (u - 56) * cos + (v - 60) * sin - line(reach + rand(n, x, g, -6, 6))
        across = (v - 60) * cos - (u - 56) * sin - (finger - 1.5) * line(rand(n, x, g, 9, 13))
        cover = torch.maximum(cover, torch.sigmoid(along) * torch.sigmoid(line(rand(n, x, g, 6, 8)) - across.abs()))
    skin = x[:, :, 64:72, 40:72].mean((2, 3), keepdim=True) * col(rand(n, x, g, 0.75, 1.2))
    shade = torch.randn((n, 1, 9, 9), device=x.device, generator=g) * 9
    skin = (skin + F.interpolate(shade, size=x.shape[2:], mode="bicubic")).clamp(0, 255)
    return x + (skin - x) * cover[:, None]


def hair(x, level, g):
    """Dark, brown or fair strands hanging over forehead and eyes (or over one side)."""
    n, _, h, w = x.shape
    u, v = grid(x)
    strands = torch.randn((n, 1, 3, w // 2), device=x.device, generator=g)
    strands = F.interpolate(strands, size=(h, w), mode="bilinear")[:, 0]
    side = rand(n, x, g) < 0.4
    slant = line(rand(n, x, g, -0.5, 0.5))
    length = line(8 + 88 * level)
    depth = torch.where(line(side), length * 0.9 - torch.where(line(rand(n, x, g) < 0.5), u, 112 - u),
                        length - v + slant * (u - 56))
    cover = torch.sigmoid(depth * 0.35 + strands * 4)
    return paint(x, cover * 0.95, g, 5, 130, 10)


def blocks(x, level, g):
    """One to three rectangles or ellipses of any colour anywhere, together up to .7 of the face."""
    u, v = grid(x)
    n = len(x)
    out = x
    for _ in range(1 + int(torch.randint(3, (), generator=g, device=x.device))):
        size = 10 + 62 * level
        a, b = line(size * rand(n, x, g, 0.35, 1.0) / 1.3), line(size * rand(n, x, g, 0.35, 1.0) / 1.3)
        du, dv = (u - line(rand(n, x, g, 16, 96))).abs() / a, (v - line(rand(n, x, g, 24, 104))).abs() / b
        square = line((rand(n, x, g) < 0.5).float())
        inside = square * (1 - torch.maximum(du, dv)) + (1 - square) * (1 - torch.sqrt(du**2 + dv**2 + 1e-6))
        out = paint(out, torch.sigmoid(inside * 40), g)
    return out


def printed(x, level, g):
    """A print photographed again: paper white and ink black, raster, grain, soft focus."""
    n, _, h, w = x.shape
    u, v = grid(x)
    low, high = col(rand(n, x, g, 10, 70)), col(rand(n, x, g, 150, 235))
    y = gaussian(low + x / 255 * (high - low), 0.5 + 1.6 * level)
    pitch = rand(n, x, g, 2.0, 4.5)
    angle = line(rand(n, x, g, 0.2, 1.3))
    raster = torch.sin((u * torch.cos(angle) + v * torch.sin(angle)) * line(2 * math.pi / pitch)) * \
        torch.sin((v * torch.cos(angle) - u * torch.sin(angle)) * line(2 * math.pi / pitch))
    y = y + raster[:, None] * col(8 + 40 * level)
    paper = torch.randn((n, 1, h, w), device=x.device, generator=g) * col(2 + 10 * level)
    fold = torch.exp(-((u * torch.cos(angle) - v * torch.sin(angle) - line(rand(n, x, g, -30, 60))) / 2) ** 2)
    return (y + paper + fold[:, None] * col(45 * level)).clamp(0, 255)


def screen(x, level, g):
    """A display photographed: moire of pixel rows against the sensor, glare, border, lifted blacks.

    The beat of two near frequencies is drawn directly as slow coloured waves (period 4..26 px)
    over a fine grid of the display's pixels; the three colours are out of phase because a display's are side by side.
    """
    n, _, h, w = x.shape
    u, v = grid(x)
    lifted = col(rand(n, x, g, 8, 60) * (0.4 + 0.6 * level))
    y = gaussian(lifted + x * (1 - lifted / 255) * col(rand(n, x, g, 0.75, 1.2)), 0.35 + 0.9 * level)
    waves = 0.0
    for _ in range(2):
        angle, period = line(rand(n, x, g, 0, math.pi)), line(rand(n, x, g, 4, 26))
        bow = line(rand(n, x, g, -0.006, 0.006))
        phase = (u * torch.cos(angle) + v * torch.sin(angle) + bow * (u - v) ** 2) * 2 * math.pi / period
        shift = torch.rand((n, 3, 1, 1), device=x.device, generator=g) * 2.4
        waves = waves + torch.sin(phase[:, None] + shift + rand(n, x, g, 0, 6.3)[:, None, None, None])
    lean = line(rand(n, x, g, -0.12, 0.12))
    fine = torch.sin((v + lean * u) * line(2 * math.pi / rand(n, x, g, 1.8, 4.5)))[:, None] + \
        torch.sin((u - lean * v) * line(2 * math.pi / rand(n, x, g, 1.8, 4.5)))[:, None]
    strong = col(rand(n, x, g, 0.2, 1))
    y = y + waves * col((2 + 22 * level) * rand(n, x, g, 0.1, 1)) + fine * strong * col(3 + 13 * level)
    y = y * (1 + fine * strong * col(0.02 + 0.1 * level))
    gu, gv = line(rand(n, x, g, 0, 112)), line(rand(n, x, g, 0, 112))
    spread = line(rand(n, x, g, 8, 40))
    glare = torch.exp(-((u - gu) ** 2 + ((v - gv) * 1.6) ** 2) / (2 * spread**2))
    y = y + glare[:, None] * col(rand(n, x, g, 0, 150) * level)
    cast = 1 + torch.randn((n, 3, 1, 1), device=x.device, generator=g) * 0.06
    cast = cast * torch.tensor([0.95, 1.0, 1.08], device=x.device).view(1, 3, 1, 1)
    edge = line(rand(n, x, g, -12, 14))  # a border shows in about half of the pictures
    side = torch.randint(4, (n, 1, 1), device=x.device, generator=g)
    ramp = torch.where(side == 0, u + 0 * v, torch.where(side == 1, 112 - u + 0 * v, torch.where(side == 2, v + 0 * u, 112 - v + 0 * u)))
    bezel = torch.sigmoid((edge - ramp) * 1.5)[:, None]
    return (y * cast * (1 - bezel) + bezel * col(rand(n, x, g, 0, 40))).clamp(0, 255)


def drawn(x, level, g):
    """A cartoon of the face: flat, garish colours and dark outlines, or outlines alone."""
    n, _, h, w = x.shape
    flat = gaussian(x, 1.5 + 2.5 * level)
    steps = col(torch.round(rand(n, x, g, 2, 4.5)))
    flat = torch.round(flat / 255 * steps) / steps * 255
    swap = torch.stack([torch.randperm(3, generator=g, device=x.device) for _ in range(n)])
    flat = torch.gather(flat, 1, swap[:, :, None, None].expand(n, 3, h, w))
    mean = flat.mean(1, keepdim=True)
    flat = (mean + (flat - mean) * col(rand(n, x, g, 1.0, 3.0))).clamp(0, 255)
    soft = gaussian(x.mean(1, keepdim=True).expand(-1, 3, -1, -1), 1.0 + level)[:, :1]
    edge = (soft - F.avg_pool2d(F.pad(soft, (3, 3, 3, 3), mode="replicate"), 7, 1)).clamp(max=0)
    ink = torch.sigmoid((-edge - col(rand(n, x, g, 5, 12))) * 0.7)
    outline = col((rand(n, x, g) < 0.35).float())
    flat = flat * (1 - outline) + outline * col(rand(n, x, g, 215, 255))
    strength = torch.maximum(outline, col((rand(n, x, g) < 0.6).float()))
    return flat * (1 - ink * strength) + ink * strength * col(rand(n, x, g, 0, 60))


def display(x, level, g):
    """A display photographed, by sampling: what the camera's pixels catch of red, green and blue stripes.

    Each display pixel has three stripes side by side and a dark line below; the camera has its
    own pitch and a little turn, and takes few samples a pixel. Moire is what comes out by itself.
    Some displays show grey gaps instead of colours, some show more pixels than their grid has.
    `level` deepens the stripes; every level is visible.
    """
    n, c, h, w = x.shape
    out = torch.empty_like(x)
    for part in torch.arange(n, device=x.device).chunk(3):
        k, weak = len(part), 1 - level[part]
        pitch = 0.35 + 0.85 * float(torch.rand((), generator=g, device=x.device))
        side = int(h * (1 + 0.8 * float(torch.rand((), generator=g, device=x.device))))
        pixels = h if float(torch.rand((), generator=g, device=x.device)) < 0.4 else int(h * pitch) + 1
        shown = F.interpolate(x[part], size=(pixels,) * 2, mode="area" if pitch < 0.7 else "bilinear")
        sharp = "nearest" if float(torch.rand((), generator=g, device=x.device)) < 0.4 else "bilinear"
        fine = F.interpolate(shown, size=(side, side), mode=sharp)
        t = (torch.arange(side, device=x.device, dtype=x.dtype) + 0.5) * (h * pitch / side)
        a, bow = line(rand(k, x, g, -0.16, 0.16)), line(rand(k, x, g, -0.0006, 0.0006))
        u, v = t[None, None, :], t[None, :, None]
        along, down = u + a * v + bow * (v - 50) ** 2, v - a * u + bow * (u - 50) ** 2
        coloured = col((rand(k, x, g) < 0.7).float() * rand(k, x, g, 0.5, 1))
        phases = torch.tensor([0.0, 1 / 3, 2 / 3], device=x.device).view(1, 3, 1, 1) * coloured
        stripes = 1 + (1 - 0.85 * col(weak)) * torch.cos(2 * math.pi * (along[:, None] - phases))
        rows = 1 + (0.75 - 0.6 * col(weak)) * col(rand(k, x, g, 0.2, 1)) * torch.cos(2 * math.pi * down)[:, None]
        seen = F.interpolate(fine * stripes * rows, size=(h, w), mode="area")
        out[part] = gaussian(seen, rand(k, x, g, 0.15, 0.75))
    gv, gu = line(rand(n, x, g, 0, h)), line(rand(n, x, g, 0, w))
    gridu, gridv = grid(x)
    glare = torch.exp(-((gridu - gu) ** 2 + (gridv - gv) ** 2) / line(rand(n, x, g, 300, 3000)))
    veil = col(rand(n, x, g, 0, 40)) + glare[:, None] * col(rand(n, x, g, 0, 100) * (rand(n, x, g) < 0.6))
    return (out * col(rand(n, x, g, 0.6, 1.1)) + veil).clamp(0, 255)
