"""The landmark network: five points of one upright face, from a window that an earlier look has laid.

Contract (float32):
    face    [N, 3, 96, 96]   RGB 0..255: the face turned and scaled so that its landmarks, as seen so far, lie on LAYOUT
    points  [N, 10]          x, y of the five landmarks in px of the window, as pixel edges; image-left first
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .align import TEMPLATE
from .one_pass_network import Unit

SIDE = 96  # px of the window
SEEN = 144  # px of the template's scale that it shows: the 112 of an aligned face and 16 on each side
LAYOUT = (TEMPLATE + (SEEN - 112) / 2 + 0.5) * SIDE / SEEN  # pixel edges
EYES = float(np.linalg.norm(LAYOUT[1] - LAYOUT[0]))


class LandmarkNet(nn.Module):
    """3x3 convolutions down to 6x6, then two full layers; it learns how far each point is from the layout, in inter-eye distances."""

    def __init__(self, channels=(16, 24, 48, 64), blocks=(0, 0, 2, 1), squeeze=32, hidden=128, norm=True):
        super().__init__()
        units, cin = [], 3
        for cout, count in zip(channels, blocks):
            units += [Unit(cin, cout, 2, norm), *[Unit(cout, cout, 1, norm) for _ in range(count)]]
            cin = cout
        self.body = nn.Sequential(*units)
        self.squeeze = nn.Conv2d(cin, squeeze, 1)
        self.hidden = nn.Linear(squeeze * (SIDE // 16) ** 2, hidden)
        self.out = nn.Linear(hidden, 10)
        nn.init.zeros_(self.out.weight), nn.init.zeros_(self.out.bias)
        self.register_buffer("layout", torch.tensor(LAYOUT.reshape(1, 10), dtype=torch.float32), persistent=False)

    def forward(self, face):
        x = F.relu(self.squeeze(self.body((face - 127.5) / 64))).flatten(1)
        return self.layout + EYES * self.out(F.relu(self.hidden(x)))


def fold(network: LandmarkNet, **shape) -> LandmarkNet:
    """The same function without batch norm, for export (equal to rounding)."""
    plain = LandmarkNet(**{**shape, "norm": False})
    for target, source in zip(plain.body, network.body):
        weight, bias = source.folded()
        target.conv.weight.data.copy_(weight)
        target.conv.bias.data.copy_(bias)
    for name in ("squeeze", "hidden", "out"):
        getattr(plain, name).load_state_dict(getattr(network, name).state_dict())
    return plain.eval()
