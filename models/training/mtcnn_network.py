"""P-, R- and O-Net. Input RGB (x - 127.5) / 128; outputs as the pipeline's contract names them.

prob: probability of a face. box: offsets of the four corners from the window's own corners,
as fractions of its side. landmarks [N, 5, 2]: (x, y) as fractions of the window.
P, R and O have the shapes of version 0 (warm start). `ResidualONet` is the deeper O for longer
runs: the same file size, more arithmetic, the landmarks gain from its depth.
"""

from __future__ import annotations

import torch
from torch import nn

from .network import ConvNorm, Block


class Finder(nn.Module):
    """What P and R share: features `f`, from them the classes `c` and the box `b`; no landmarks."""

    def logits(self, x):
        y = self.f(x)
        return self.c(y), self.b(y), None

    def forward(self, x):
        c, b, _ = self.logits(x)
        return c.softmax(1)[:, 1:2], b


class PNet(Finder):
    window = 12

    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Conv2d(3, 10, 3), nn.PReLU(10), nn.MaxPool2d(2, 2, ceil_mode=True),
                               nn.Conv2d(10, 16, 3), nn.PReLU(16), nn.Conv2d(16, 32, 3), nn.PReLU(32))
        self.c, self.b = nn.Conv2d(32, 2, 1), nn.Conv2d(32, 4, 1)


class RNet(Finder):
    window = 24

    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Conv2d(3, 28, 3), nn.PReLU(28), nn.MaxPool2d(3, 2, ceil_mode=True),
                               nn.Conv2d(28, 48, 3), nn.PReLU(48), nn.MaxPool2d(3, 2, ceil_mode=True),
                               nn.Conv2d(48, 64, 2), nn.PReLU(64), nn.Flatten(), nn.Linear(576, 128), nn.PReLU(128))
        self.c, self.b = nn.Linear(128, 2), nn.Linear(128, 4)


class ONet(nn.Module):
    """LeakyReLU: the backward pass of PReLU takes half of a small network's time on a CPU."""

    window = 48

    def __init__(self):
        super().__init__()

        def leaky():
            return nn.LeakyReLU(0.1, True)

        self.f = nn.Sequential(nn.Conv2d(3, 32, 3), leaky(), nn.MaxPool2d(3, 2, ceil_mode=True),
                               nn.Conv2d(32, 64, 3), leaky(), nn.MaxPool2d(3, 2, ceil_mode=True),
                               nn.Conv2d(64, 64, 3), leaky(), nn.MaxPool2d(2, 2, ceil_mode=True),
                               nn.Conv2d(64, 128, 2), leaky(), nn.Flatten(), nn.Linear(1152, 256), leaky())
        self.c, self.b, self.l = nn.Linear(256, 2), nn.Linear(256, 4), nn.Linear(256, 10)

    def logits(self, x):
        y = self.f(x)
        return self.c(y), self.b(y), self.l(y)

    def forward(self, x):
        c, b, l = self.logits(x)
        return c.softmax(1)[:, 1:2], b, l.reshape(-1, 5, 2)


class ResidualONet(nn.Module):
    window = 48

    def __init__(self, norm=True):
        super().__init__()
        self.f = nn.Sequential(ConvNorm(3, 24, 3, 1, norm), nn.ReLU(True), ConvNorm(24, 32, 3, 2, norm), nn.ReLU(True),
                               Block(32, 64, 2, norm), Block(64, 96, 2, norm), ConvNorm(96, 24, 1, 1, norm))
        self.d = nn.Sequential(nn.Flatten(), nn.Linear(24 * 36, 160), nn.ReLU(True))
        self.c, self.b, self.l = nn.Linear(160, 2), nn.Linear(160, 4), nn.Linear(160, 10)

    def logits(self, x):
        y = self.d(self.f(x))
        return self.c(y), self.b(y), self.l(y)

    def forward(self, x):
        c, b, l = self.logits(x)
        return c.softmax(1)[:, 1:2], b, l.reshape(-1, 5, 2)

    def units(self):
        f = self.f
        return [f[0], f[2], f[4].a, f[4].b, f[4].shortcut, f[5].a, f[5].b, f[5].shortcut, f[6]]


def fold_onet(network: ResidualONet) -> ResidualONet:
    plain = ResidualONet(norm=False)
    for target, source in zip(plain.units(), network.units()):
        weight, bias = source.folded()
        target.conv.weight.data.copy_(weight)
        target.conv.bias.data.copy_(bias)
    for name in "dcbl":
        getattr(plain, name).load_state_dict(getattr(network, name).state_dict())
    return plain.eval()


NETWORKS = {"pnet": PNet, "rnet": RNet, "onet": ONet, "onet-residual": ResidualONet}


@torch.no_grad()
def load_onnx(network: nn.Module, path: str) -> None:
    """Copy an exported P-, R- or plain O-Net: layers come in the order of the modules.

    Version 0's O-Net holds its landmarks as five x, then five y, and transposes them in the
    graph; here they are (x, y) pairs, so the rows of its last layer are put in that order.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    value = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    layers = [m for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear, nn.PReLU))]
    nodes = [n for n in graph.node if n.op_type in ("Conv", "Gemm", "PRelu")]
    if len(layers) != len(nodes):
        raise ValueError(f"{path}: {len(nodes)} layers, expected {len(layers)}")
    for layer, node in zip(layers, nodes):
        layer.weight.copy_(value[node.input[1]].reshape(layer.weight.shape))
        if not isinstance(layer, nn.PReLU):
            layer.bias.copy_(value[node.input[2]])
    if isinstance(network, ONet) and any(n.op_type == "Transpose" for n in graph.node):
        order = torch.arange(10).reshape(2, 5).T.flatten()
        network.l.weight.copy_(network.l.weight[order].clone())
        network.l.bias.copy_(network.l.bias[order].clone())
