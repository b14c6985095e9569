"""The one-pass detector: every face of a picture from one look at it.

Contract (float32):
    image      [1, 3, H, W]   RGB 0..255, H and W multiples of 32
    score_s    [1, 1, h, w]   0..1, for the strides s = 8, 16, 32 (h = H / s)
    box_s      [1, 4, h, w]   centre minus the cell's corner (x, y) and logarithm of width and height, in strides
    points_s   [1, 10, h, w]  x, y of five landmarks minus the cell's corner, in strides; image-left first

The corner of cell (i, j) lies at (j s, i s) in pixel edges. Plain 3x3 convolutions: on a CPU they run
nearer to its peak than depthwise ones, so that four times YuNet's multiplications take its time.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from .network import ConvNorm

STRIDES = (8, 16, 32)


class Unit(ConvNorm):
    """3x3 convolution, norm while training, ReLU."""

    def __init__(self, cin, cout, stride=1, norm=True):
        super().__init__(cin, cout, 3, stride, norm)

    def forward(self, x):
        return F.relu(super().forward(x), inplace=True)


class OnePass(nn.Module):
    """Four stages, a top-down sum over the last three, one tower and one head of 15 channels a stride."""

    def __init__(self, stem=16, channels=(16, 32, 64, 96), blocks=(1, 2, 2, 1), width=48, norm=True):
        super().__init__()
        self.stem = Unit(3, stem, 2, norm)
        stages, cin = [], stem
        for cout, count in zip(channels, blocks):
            stages.append(nn.Sequential(Unit(cin, cout, 2, norm), *[Unit(cout, cout, 1, norm) for _ in range(count)]))
            cin = cout
        self.stages = nn.ModuleList(stages)
        self.lateral = nn.ModuleList([nn.Conv2d(c, width, 1) for c in channels[1:]])
        self.tower = nn.ModuleList([Unit(width, width, 1, norm) for _ in STRIDES])
        self.head = nn.ModuleList([nn.Conv2d(width, 15, 1) for _ in STRIDES])
        for head in self.head:
            nn.init.zeros_(head.bias)
            head.bias.data[0] = -5.0  # faces are rare

    def raw(self, image):
        """[N, 15, h, w] for each stride: score logit, box, points."""
        x, found = self.stem((image - 127.5) / 64), []
        for stage in self.stages:
            x = stage(x)
            found.append(x)
        top, summed = None, []
        for level in (2, 1, 0):
            here = self.lateral[level](found[level + 1])
            top = F.relu(here if top is None else here + F.interpolate(top, scale_factor=2.0))
            summed.append(top)
        return [head(tower(x)) for head, tower, x in zip(self.head, self.tower, reversed(summed))]

    def forward(self, image):
        """The contract, in the order score, box, points of stride 8, then 16, then 32."""
        return [part for y in self.raw(image) for part in (torch.sigmoid(y[:, :1]), y[:, 1:5], y[:, 5:])]

    def units(self) -> list[ConvNorm]:
        return [self.stem, *[unit for stage in self.stages for unit in stage], *self.tower]


def fold(network: OnePass, **shape) -> OnePass:
    """The same function without batch norm, for export (equal to rounding)."""
    plain = OnePass(**{**shape, "norm": False})
    for target, source in zip(plain.units(), network.units()):
        weight, bias = source.folded()
        target.conv.weight.data.copy_(weight)
        target.conv.bias.data.copy_(bias)
    for name in ("lateral", "head"):
        getattr(plain, name).load_state_dict(getattr(network, name).state_dict())
    return plain.eval()
