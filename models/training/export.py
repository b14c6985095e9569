"""ONNX files with the pipeline's contracts, checked against PyTorch to 1e-4."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .common import load
from .mtcnn_network import NETWORKS, ResidualONet, fold_onet
from .landmarks_network import SIDE as WINDOW
from .landmarks_network import LandmarkNet
from .landmarks_network import fold as fold_landmarks
from .network import FaceNetwork, fold
from .one_pass_network import STRIDES, OnePass
from .one_pass_network import fold as fold_one_pass

TOLERANCE = 1e-4


def write(network: nn.Module, example: torch.Tensor, path: Path, inputs, outputs, axes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, (example,), str(path), input_names=inputs, output_names=outputs,
                          dynamic_axes=axes, opset_version=17, dynamo=False)


def check(network: nn.Module, path: Path, name: str, examples) -> float:
    """Largest difference between PyTorch and onnxruntime over batches of several sizes."""
    import onnxruntime as ort

    session, worst = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"]), 0.0
    for example in examples:
        with torch.no_grad():
            expected = network(example)
        for a, b in zip(expected, session.run(None, {name: example.numpy()})):
            if tuple(a.shape) != b.shape:
                raise AssertionError(f"{path.name}: shapes {tuple(a.shape)} and {b.shape}")
            worst = max(worst, float(np.abs(a.numpy() - b).max()))
    if worst > TOLERANCE:
        raise AssertionError(f"{path.name}: differs from PyTorch by {worst:.2e}")
    return worst


def export_face(checkpoint: Path, config: dict, path: Path) -> dict:
    """Batch norms folded, dynamic batch. Also checks unit length and the additive map."""
    network = FaceNetwork(**{**config["network"], "branch": config["head"]["branch"]})
    network.load_state_dict(load(checkpoint)["network"])
    plain = fold(network.eval(), **{**config["network"], "branch": config["head"]["branch"]})
    g = torch.Generator().manual_seed(0)
    examples = [torch.rand((n, 3, 112, 112), generator=g) * 2 - 1 for n in (1, 5)]
    axes = {k: {0: "N"} for k in ("face", "embedding", "log_quality", "quality_map")}
    write(plain, examples[1], path, ["face"], ["embedding", "log_quality", "quality_map"], axes)
    with torch.no_grad():
        a, b = network(examples[1]), plain(examples[1])
        folding = max(float((x - y).abs().max()) for x, y in zip(a, b))
        embedding, log_quality, parts = b
        sums = float((parts.flatten(1).sum(1) + plain.quality_bias - log_quality[:, 0]).abs().max())
        length = float((embedding.norm(dim=1) - 1).abs().max())
    if max(sums, length) > TOLERANCE or folding > 1e-3:
        raise AssertionError(f"map {sums:.2e}, length {length:.2e}, folding {folding:.2e}")
    worst = check(plain, path, "face", examples)
    return {"difference": worst, "bias": float(plain.quality_bias), "parameters": sum(p.numel() for p in plain.parameters())}


def export_cascade(name: str, checkpoint: Path, path: Path) -> dict:
    """P-, R- or O-Net from the averaged weights of its checkpoint."""
    state = load(checkpoint)["average"]
    network = NETWORKS["onet-residual" if name == "onet" and "d.1.weight" in state else name]()
    network.load_state_dict(state)
    network.eval()
    plain = fold_onet(network) if isinstance(network, ResidualONet) else network
    g = torch.Generator().manual_seed(0)
    size = network.window
    sizes = [(1, size, size), (3, size, size)] + ([(1, 40, 57)] if name == "pnet" else [])
    examples = [torch.rand((n, 3, h, w), generator=g) * 2 - 1 for n, h, w in sizes]
    outputs = ["prob", "box"] + (["landmarks"] if name == "onet" else [])
    axes = {k: {0: "N"} for k in ["x", *outputs]}
    if name == "pnet":
        axes = {"x": {0: "N", 2: "H", 3: "W"}, "prob": {0: "N", 2: "h", 3: "w"}, "box": {0: "N", 2: "h", 3: "w"}}
    write(plain, examples[-1], path, ["x"], outputs, axes)
    return {"difference": check(plain, path, "x", examples), "parameters": sum(p.numel() for p in plain.parameters())}


def export_causes(checkpoint: Path, config: dict, path: Path) -> dict:
    """The face network of `init` with its fourth output; embedding and linear quality are what they were."""
    from .causes import CausesHead, FaceWithCauses, start

    network, head = start(config, config["init"]), CausesHead(branch=config["head"]["branch"])
    head.load_state_dict(load(checkpoint)["head"])
    screens = config["causes"]["screens"]
    whole = FaceWithCauses(network, head.eval(), screens["weight"], screens["offset"]).eval()
    g = torch.Generator().manual_seed(0)
    examples = [torch.rand((n, 3, 112, 112), generator=g) * 2 - 1 for n in (1, 5)]
    outputs = ["embedding", "log_quality", "quality_map", "causes"]
    write(whole, examples[1], path, ["face"], outputs, {k: {0: "N"} for k in ("face", *outputs)})
    with torch.no_grad():
        _, log_quality, parts, _ = whole(examples[1])
    sums = float((parts.flatten(1).sum(1) + network.quality_bias - log_quality[:, 0]).abs().max())
    if sums > TOLERANCE:
        raise AssertionError(f"the map does not add up: {sums:.2e}")
    return {"difference": check(whole, path, "face", examples), "parameters": sum(p.numel() for p in whole.parameters())}


def export_one_pass(checkpoint: Path, config: dict, path: Path) -> dict:
    """Batch norms folded; any number of pictures, height and width are free multiples of 32."""
    network = OnePass(**config["network"])
    network.load_state_dict(load(checkpoint)["network"])
    plain = fold_one_pass(network.eval(), **config["network"])
    g = torch.Generator().manual_seed(0)
    examples = [torch.rand((n, 3, h, w), generator=g) * 255 for n, h, w in ((1, 128, 192), (3, 64, 96))]
    outputs = [f"{name}_{s}" for s in STRIDES for name in ("score", "box", "points")]
    axes = {"image": {0: "N", 2: "H", 3: "W"}} | {o: {0: "N", 2: "h" + o.split("_")[1], 3: "w" + o.split("_")[1]} for o in outputs}
    write(plain, examples[0], path, ["image"], outputs, axes)
    return {"difference": check(plain, path, "image", examples), "parameters": sum(p.numel() for p in plain.parameters())}


def export_landmarks(checkpoint: Path, config: dict, path: Path) -> dict:
    """Batch norms folded, dynamic batch."""
    network = LandmarkNet(**config["network"])
    network.load_state_dict(load(checkpoint)["network"])
    plain = fold_landmarks(network.eval(), **config["network"])
    g = torch.Generator().manual_seed(0)
    examples = [torch.rand((n, 3, WINDOW, WINDOW), generator=g) * 255 for n in (1, 3)]
    write(Listed(plain), examples[1], path, ["face"], ["points"], {"face": {0: "N"}, "points": {0: "N"}})
    return {"difference": check(Listed(plain), path, "face", examples), "parameters": sum(p.numel() for p in plain.parameters())}


class Listed(nn.Module):
    """One output as a list of outputs."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, x):
        return [self.network(x)]


def described(path: Path) -> dict:
    data = path.read_bytes()
    return {"file": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
