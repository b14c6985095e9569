"""The face network's fourth output: what is wrong with the picture, by name.

The network stays as it is, embedding and quality alike; a second look at the pixels (a copy of the quality's branch, which
has learnt what damage looks like) and the frozen body's features are read by one layer that knows where in the face it looks.
A probability is that of the training's mixture; what is said of it to people is decided by thresholds beside the components.

One thing of the quality does change: a picture of a display is no capture, and its quality pays for what the cause says.
    log_quality = linear head - weight * softplus(logit(screen) - offset), and each of the 49 parts gives its share.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .causes_views import CAUSES, INDEX, causes_view, real_masks
from .common import Average, Budget, Checkpoint, Progress, learning_rate, save
from .data import held_back, load_faces, load_nonfaces, normalise, to_batch
from .head import backgrounds
from .network import FaceNetwork, QualityBranch, load_folded_onnx


class CausesHead(nn.Module):
    """(features [N, C, 7, 7], face [N, 3, 112, 112]) -> logits [N, K]."""

    def __init__(self, body=256, branch=96, width=64):
        super().__init__()
        self.branch = QualityBranch(branch, norm=False)
        self.mix = nn.Conv2d(body + branch, width, 1)
        self.cells = nn.Linear(width * 49, len(CAUSES))
        self.register_buffer("scale", torch.ones(1, body, 1, 1))

    def forward(self, features, x):
        seen = torch.cat([features * self.scale, self.branch(x)], 1)
        return self.cells(torch.flatten(F.relu(self.mix(seen)), 1))


class FaceWithCauses(nn.Module):
    """The contract of the exported face network: embedding, log_quality, quality_map, causes."""

    def __init__(self, network: FaceNetwork, head: CausesHead, weight=0.0, offset=0.0):
        super().__init__()
        self.network, self.head, self.weight, self.offset = network, head, weight, offset

    def forward(self, x):
        n = self.network
        feature = n.body(x)
        wide = n.fc(torch.flatten(n.neck(feature), 1)) @ n.isometry
        embedding = wide / torch.linalg.vector_norm(wide, dim=1, keepdim=True)
        logits = self.head(feature, x)
        paid = self.weight * F.softplus(logits[:, INDEX["screen"]] - self.offset)
        parts = (n.quality_features(x, feature) * n.quality_weight).sum(1) - n.quality_centre - paid[:, None, None] / 49
        return embedding, parts.flatten(1).sum(1, keepdim=True) + n.quality_bias, parts, torch.sigmoid(logits)


def start(config: dict, onnx_file: str) -> FaceNetwork:
    """The exported network with its pixel branch, frozen."""
    network = FaceNetwork(**{**config["network"], "norm": False, "branch": config["head"]["branch"], "branch_norm": False})
    load_folded_onnx(network, onnx_file)
    return network.eval().requires_grad_(False)


def loss_of(logits, labels):
    """Cross-entropy over what was asked; the positives of a cause weigh as much as four of its negatives."""
    asked = labels >= 0
    each = F.binary_cross_entropy_with_logits(logits, labels.clamp(min=0), reduction="none")
    weight = asked * torch.where(labels > 0, 4.0, 1.0)
    return (each * weight).sum() / len(logits)


def run(config: dict, data: Path, out: Path, minutes, steps, seed, device, resume) -> Path:
    """Writes causes.pt: head and average; the face network is read from `init`."""
    settings = config["causes"]
    faces, empty = load_faces(data, out / "cache"), load_nonfaces(data, out / "cache")
    rows = np.flatnonzero(~held_back(faces, **config.get("held_back", {})))
    nobody = np.concatenate([empty, backgrounds(data, settings["backgrounds"], seed)])
    masks = real_masks(data, out / "cache")
    torch.manual_seed(seed)
    network = start(config, config["init"]).to(device, memory_format=torch.channels_last)
    head = CausesHead(branch=config["head"]["branch"]).to(device, memory_format=torch.channels_last)
    head.branch.load_state_dict(network.branch.state_dict())
    with torch.no_grad():
        first = network.body(normalise(to_batch(faces.pictures[rows[:256]][:, 8:120, 8:120], device)))
        head.scale.copy_(1 / first.std((0, 2, 3)).clamp(min=0.05)[None, :, None, None])
    average = Average(head, settings["average"])
    optimiser = torch.optim.AdamW(head.parameters(), lr=settings["lr"], weight_decay=settings["weight_decay"])
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(out / "causes-state.pt", "head", head, average, optimiser, budget)
    checkpoint.resume(resume, device)
    g, rng = torch.Generator(device).manual_seed(seed + budget.step), np.random.default_rng([seed, budget.step])
    line, seen, last = Progress(budget), {}, budget.spent

    def keep():
        checkpoint.keep()
        save(out / "causes.pt", {"head": average.module.state_dict(), "step": budget.step})

    counts = [settings["batch"] - settings["empty"] - settings["masks"], settings["masks"], settings["empty"]]
    masked = torch.arange(settings["batch"]) >= counts[0]
    no_face = torch.arange(settings["batch"]) >= counts[0] + counts[1]
    masked &= ~no_face
    budget.pause()
    while budget.progress < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, settings["lr"])
        pictures = [pool[np.sort(rng.choice(len(pool) if pool is not faces.pictures else rows, k, replace=False))]
                    for pool, k in zip((faces.pictures, masks, nobody), counts)]
        x, labels = causes_view(to_batch(np.concatenate(pictures), device), masked, no_face, g)
        x = normalise(x).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            feature = network.body(x)
        logits = head(feature, x)
        loss = loss_of(logits, labels)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 5.0)
        optimiser.step()
        average.update(head)
        budget.tick()
        asked = labels >= 0
        right = ((logits > 0) == (labels > 0))[asked].float().mean()
        hit = (logits > 0)[labels > 0].float().mean()
        for key, value in (("loss", loss), ("right", right), ("found", hit)):
            seen[key] = 0.98 * seen.get(key, float(value.detach())) + 0.02 * float(value.detach())
        line(len(x), **seen)
        if budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            keep()
            budget.pause()
    keep()
    return out / "causes.pt"
