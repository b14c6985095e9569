"""The face network: plain residual blocks, an embedding and an additive quality.

Contract (every tensor float32):
    face          [N, 3, 112, 112]  RGB, (x - 127.5) / 127.5, so -1..1
    embedding     [N, 512]          unit length
    log_quality   [N, 1]            logarithm of odds; higher is better
    quality_map   [N, 7, 7]         parts; sum(parts) + bias = log_quality
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class ConvNorm(nn.Module):
    """A convolution and, while training, its batch norm. `norm=False` is the folded form."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int = 1, norm: bool = True):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=not norm)
        self.norm = nn.BatchNorm2d(cout) if norm else None

    def forward(self, x):
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)

    @torch.no_grad()
    def folded(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Weight and bias of the one convolution that equals conv + norm at inference."""
        weight = self.conv.weight.detach()
        if self.norm is None:
            return weight.clone(), self.conv.bias.detach().clone()
        gain = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        return weight * gain[:, None, None, None], self.norm.bias - gain * self.norm.running_mean


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut: relu(f(x) + shortcut(x))."""

    def __init__(self, cin: int, cout: int, stride: int, norm: bool):
        super().__init__()
        self.a = ConvNorm(cin, cout, 3, stride, norm)
        self.b = ConvNorm(cout, cout, 3, 1, norm)
        plain = stride == 1 and cin == cout
        self.shortcut = None if plain else ConvNorm(cin, cout, 1, stride, norm)

    def forward(self, x):
        y = self.b(F.relu(self.a(x), inplace=True))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)), inplace=True)


class QualityBranch(nn.Module):
    """What damage looks like, straight from the pixels: (N,3,112,112) -> (N,width,7,7).

    The body is trained to see through noise, gratings and darkness, so its last features hardly
    show them. Two paths, .05 GMAC: `steps` halve the picture at once and see its coarse look;
    `texture` filters at full resolution and averages what is left without its sign, so that a
    display's grid of two pixels' period is a steady value instead of a beat against the stride.
    The quality stays linear over the 7x7 cells, so its map stays exact.
    """

    def __init__(self, width=96, norm=True):
        super().__init__()
        fine = width // 3
        self.steps = nn.ModuleList([ConvNorm(3, 32, 5, 2, norm), ConvNorm(32, 48, 3, 2, norm),
                                    ConvNorm(48, 64, 3, 2, norm), ConvNorm(64, width - fine, 3, 2, norm)])
        self.texture = nn.ModuleList([ConvNorm(3, 16, 5, 1, norm), ConvNorm(16, 32, 3, 2, norm), ConvNorm(32, fine, 3, 2, norm)])

    def forward(self, x):
        coarse, fine = x, F.avg_pool2d(self.texture[0](x).abs(), 4)
        for step in self.steps:
            coarse = F.relu(step(coarse), inplace=True)
        for step in self.texture[1:]:
            fine = F.relu(step(fine), inplace=True)
        return torch.cat([coarse, fine], 1)

    def units(self) -> list[ConvNorm]:
        return [*self.steps, *self.texture]


class FaceNetwork(nn.Module):
    """Body (N,3,112,112) -> (N,C,7,7); neck 1x1, flatten, linear to the teachers' width.

    Flattening kept more identity than a global depthwise convolution of the same cost.
    `isometry` [width, 512] has orthonormal rows: it only widens the embedding to the
    project's 512 numbers and changes no cosine. `norm` False is the folded form (all that an
    exported file holds); the pixel branch of the quality keeps its own norms while training.
    """

    def __init__(self, stem=32, channels=(32, 64, 160, 256), blocks=(1, 2, 3, 2), neck=96,
                 width=256, embedding=512, norm=True, branch=0, branch_norm=True):
        super().__init__()
        layers: list[nn.Module] = [ConvNorm(3, stem, 3, 2, norm), nn.ReLU(inplace=True)]
        cin = stem
        for stage, (cout, count) in enumerate(zip(channels, blocks)):
            for i in range(count):
                layers.append(Block(cin, cout, 2 if i == 0 and stage > 0 else 1, norm))
                cin = cout
        self.body = nn.Sequential(*layers)
        self.neck = ConvNorm(cin, neck, 1, 1, norm)
        self.fc = nn.Linear(neck * 49, width)
        self.register_buffer("isometry", torch.linalg.qr(torch.randn(embedding, width))[0].T.contiguous())
        self.register_buffer("quality_weight", torch.zeros(1, cin + branch, 7, 7))
        self.register_buffer("quality_centre", torch.zeros(1, 7, 7))
        self.register_buffer("quality_bias", torch.zeros(1))
        self.branch = QualityBranch(branch, branch_norm) if branch else None

    def identity(self, x):
        """[N,3,112,112] -> [N,width] before normalisation: what distillation trains."""
        return self.fc(torch.flatten(self.neck(self.body(x)), 1))

    def quality_features(self, x, feature):
        """[N, C (+ branch), 7, 7]: what the linear quality looks at."""
        return feature if self.branch is None else torch.cat([feature, self.branch(x)], 1)

    def forward(self, x):
        """The contract: embedding, log_quality, quality_map."""
        feature = self.body(x)
        wide = self.fc(torch.flatten(self.neck(feature), 1)) @ self.isometry
        embedding = wide / torch.linalg.vector_norm(wide, dim=1, keepdim=True)
        seen = self.quality_features(x, feature)  # last: load_folded_onnx relies on the order
        parts = (seen * self.quality_weight).sum(1) - self.quality_centre
        return embedding, parts.flatten(1).sum(1, keepdim=True) + self.quality_bias, parts

    def units(self) -> list[ConvNorm]:
        """Every convolution in the order of an exported graph (shortcut last in a block)."""
        found = [self.body[0]]
        for block in list(self.body)[2:]:
            found += [block.a, block.b] + ([block.shortcut] if block.shortcut is not None else [])
        return found + [self.neck]


def fold(network: FaceNetwork, **shape) -> FaceNetwork:
    """The same function without batch norm, for export (equal to rounding)."""
    plain = FaceNetwork(**{**shape, "norm": False, "branch_norm": False})
    for target, source in zip(plain.units(), network.units()):
        weight, bias = source.folded()
        target.conv.weight.data.copy_(weight)
        target.conv.bias.data.copy_(bias)
    if network.branch is not None:
        for target, source in zip(plain.branch.units(), network.branch.units()):
            weight, bias = source.folded()
            target.conv.weight.data.copy_(weight)
            target.conv.bias.data.copy_(bias)
    plain.fc.load_state_dict(network.fc.state_dict())
    for name in ("isometry", "quality_weight", "quality_centre", "quality_bias"):
        getattr(plain, name).copy_(getattr(network, name))
    return plain.eval()


@torch.no_grad()
def load_folded_onnx(network: FaceNetwork, path: str) -> None:
    """Copy the weights of an exported (batch-norm-free) graph of this very architecture, its pixel branch too where `network`
    has one without norms.

    With batch norm in `network` the norms stay as constructed: call `insert_norms` next.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    value = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    convs = [n for n in graph.node if n.op_type == "Conv"][: len(network.units())]
    units = network.units()
    if len(convs) != len(units):
        raise ValueError(f"{path}: {len(convs)} convolutions, this network has {len(units)}")
    for unit, node in zip(units, convs):
        weight, bias = value[node.input[1]], value[node.input[2]]
        if weight.shape != unit.conv.weight.shape:
            raise ValueError(f"{path}: {node.name} is {tuple(weight.shape)}")
        unit.conv.weight.copy_(weight)
        if unit.norm is None:
            unit.conv.bias.copy_(bias)
        else:
            unit.norm.bias.copy_(bias)  # completed by insert_norms
    branch = network.branch
    if branch is not None and branch.steps[0].norm is None:
        traced = [branch.texture[0], *branch.steps, *branch.texture[1:]]  # in the order of its forward pass
        nodes = [n for n in graph.node if n.op_type == "Conv"][len(units) : len(units) + len(traced)]
        for unit, node in zip(traced, nodes, strict=True):
            unit.conv.weight.copy_(value[node.input[1]])
            unit.conv.bias.copy_(value[node.input[2]])
    gemm = next(n for n in graph.node if n.op_type == "Gemm")
    network.fc.weight.copy_(value[gemm.input[1]])
    network.fc.bias.copy_(value[gemm.input[2]])
    matmul = next(n for n in graph.node if n.op_type == "MatMul")
    network.isometry.copy_(value[matmul.input[1]])
    for name, tensor in value.items():
        if tensor.shape == network.quality_weight.shape:
            network.quality_weight.copy_(tensor)
        elif tensor.shape == network.quality_centre.shape:
            network.quality_centre.copy_(tensor)
        elif name.endswith(("b", "bias")) and tensor.shape == network.quality_bias.shape:
            network.quality_bias.copy_(tensor)


@torch.no_grad()
def insert_norms(network: FaceNetwork, pictures: torch.Tensor) -> None:
    """Give every batch norm the statistics it would have learnt, and the gain that undoes them.

    After this the network in evaluation mode equals the folded graph, and in training mode
    it nearly does (batch statistics instead of running ones). Layer by layer, because the
    statistics of a layer depend on the ones before; `pictures` [N,3,112,112], N >= 512.
    """
    bias = {u: u.norm.bias.clone() for u in network.units()}

    def measure(unit, inputs):
        out = unit.conv(inputs[0])
        var, mean = torch.var_mean(out, (0, 2, 3))
        unit.norm.running_mean.copy_(mean)
        unit.norm.running_var.copy_(var)
        unit.norm.weight.copy_(torch.sqrt(var + unit.norm.eps))
        unit.norm.bias.copy_(mean + bias[unit])

    hooks = [u.register_forward_pre_hook(measure) for u in network.units()]
    network.eval()
    network.identity(pictures)
    for hook in hooks:
        hook.remove()
