"""The two teacher networks as PyTorch modules, read from their ONNX files.

A small interpreter instead of onnxruntime, so that the teachers run on the student's device
(CUDA included) and in bfloat16. Batch norms are folded into the convolution before them.
Joint embedding: two unit vectors side by side, divided by sqrt 2, so that the dot product of
two joint embeddings is the mean cosine of both teachers.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Graph(nn.Module):
    """Runs the handful of operators that MobileFaceNet exports contain."""

    def __init__(self, path: Path):
        super().__init__()
        import onnx
        from onnx import numpy_helper

        graph = onnx.load(str(path)).graph
        self.constants = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        self.input = next(i.name for i in graph.input if i.name not in self.constants)
        self.output = graph.output[0].name
        self.steps = []
        for node in graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type == "Constant":
                self.constants[node.output[0]] = torch.from_numpy(numpy_helper.to_array(attributes["value"]).copy())
            elif node.op_type not in ("Shape", "Gather", "Unsqueeze", "Concat"):  # only compute a reshape's size
                self.steps.append([node.op_type, list(node.input), list(node.output), attributes])
        self._fold()

    def _fold(self):
        made = {s[2][0]: s for s in self.steps}
        used = [name for s in self.steps for name in s[1]]
        kept = []
        for step in self.steps:
            op, inputs, outputs, attributes = step
            before = made.get(inputs[0])
            if op != "BatchNormalization" or before is None or before[0] != "Conv" or used.count(inputs[0]) > 1:
                kept.append(step)
                continue
            scale, shift, mean, var = (self.constants[n] for n in inputs[1:5])
            gain = scale / torch.sqrt(var + attributes.get("epsilon", 1e-5))
            weight = self.constants[before[1][1]]
            bias = self.constants[before[1][2]] if len(before[1]) > 2 else torch.zeros_like(mean)
            names = [outputs[0] + ".weight", outputs[0] + ".bias"]
            self.constants[names[0]] = weight * gain.view(-1, 1, 1, 1)
            self.constants[names[1]] = shift + (bias - mean) * gain
            before[1][1:], before[2] = names, outputs
            made[outputs[0]] = before
        self.steps = kept

    def _apply(self, fn):
        self.constants = {k: fn(v) if v.is_floating_point() else v for k, v in self.constants.items()}
        return super()._apply(fn)

    @torch.no_grad()
    def forward(self, x):
        value = {self.input: x}

        def get(name):
            return value[name] if name in value else self.constants[name]

        for op, inputs, outputs, at in self.steps:
            a = get(inputs[0])
            if op == "Conv":
                bias = get(inputs[2]) if len(inputs) > 2 else None
                pads = at.get("pads", [0, 0, 0, 0])
                y = F.conv2d(a, get(inputs[1]), bias, at.get("strides", 1), pads[:2], at.get("dilations", 1), at.get("group", 1))
            elif op == "BatchNormalization":
                y = F.batch_norm(a, get(inputs[3]), get(inputs[4]), get(inputs[1]), get(inputs[2]), eps=at.get("epsilon", 1e-5))
            elif op == "PRelu":
                y = F.prelu(a, get(inputs[1]).flatten().to(a.dtype))
            elif op == "Relu":
                y = F.relu(a)
            elif op == "Clip":
                low, high = (float(get(n)) for n in inputs[1:3]) if len(inputs) > 1 else (at["min"], at["max"])
                y = a.clamp(low, high)
            elif op in ("Add", "Sub", "Mul"):
                y = {"Add": torch.add, "Sub": torch.sub, "Mul": torch.mul}[op](a, get(inputs[1]))
            elif op == "Gemm":
                weight = get(inputs[1])
                y = F.linear(a, weight if at.get("transB") else weight.T, get(inputs[2]))
            elif op in ("Flatten", "Reshape"):
                y = a.flatten(1)
            else:
                raise NotImplementedError(op)
            value[outputs[0]] = y
        return value[self.output].float()


class Teachers(nn.Module):
    """Both teachers on uint8 or float crops [n, 3, 112, 112] (0..255, RGB) -> joint [n, 256]."""

    def __init__(self, folder: Path, device="cpu", half: bool = True, flip: bool = True):
        super().__init__()
        self.y1 = Graph(folder / "mobilefacenet-y1.onnx")
        self.foam = Graph(folder / "mobilefacenet-foamliu.onnx")
        self.flip = flip
        self.dtype = torch.bfloat16 if half else torch.float32
        # y1 subtracts and scales inside its graph: the first numbers stay float32 until then.
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1) * 255)
        self.register_buffer("deviation", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1) * 255)
        self.to(device)
        self.y1.to(self.dtype)
        self.foam.to(self.dtype)

    @torch.no_grad()
    def forward(self, crops):
        x = crops.float()
        first = self.y1(x.to(self.dtype).contiguous(memory_format=torch.channels_last))
        z = ((x - self.mean) / self.deviation).to(self.dtype).contiguous(memory_format=torch.channels_last)
        second = self.foam(z)
        if self.flip:
            second = second + self.foam(z.flip(3))
        return torch.cat([F.normalize(first), F.normalize(second)], 1) / 2**0.5


def to_float16(joint: torch.Tensor) -> np.ndarray:
    return joint.cpu().numpy().astype(np.float16)
