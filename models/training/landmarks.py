"""Training of the landmark network: mean distance from the landmarks of many looks of the teacher, in inter-eye distances."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from .align import similarity
from .common import Average, Budget, Checkpoint, Progress, learning_rate, save
from .landmarks_network import EYES, LAYOUT, SIDE, LandmarkNet
from .landmarks_views import Faces, label
from .one_pass import damaged
from .spoil_optics import rand

SWAP = [2, 3, 0, 1, 4, 5, 8, 9, 6, 7]  # x, y of a mirrored face's landmarks, image-left first again


def laid(points: np.ndarray, rng, wrong: float) -> np.ndarray:
    """[2, 3] from the canvas to the window, as an earlier look that errs by `wrong` eye distances would lay it."""
    eyes = np.linalg.norm(points[1] - points[0])
    drawn = points + rng.normal(0, wrong * max(eyes, 12.0), (5, 2)) + rng.normal(0, wrong * max(eyes, 12.0), 2)
    m = similarity(drawn, LAYOUT)
    a, k = np.deg2rad(rng.normal(0, 80 * wrong)), np.exp(rng.normal(0, wrong))
    turn = k * np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    middle = np.full(2, SIDE / 2)
    return np.concatenate([turn @ m[:, :2], (turn @ (m[:, 2] - middle) + middle)[:, None]], 1)


def batch(faces: Faces, rows, rng, g, wrong, damage):
    """Windows [n, 3, SIDE, SIDE] 0..255, damaged, and their landmarks [n, 10] in px of the window."""
    views, points = zip(*[faces.window(row, laid(faces.points[row], rng, wrong), SIDE) for row in rows])
    x = torch.from_numpy(np.stack(views)).permute(0, 3, 1, 2).float().contiguous()
    y = torch.from_numpy(np.stack(points).reshape(-1, 10)).float()
    flip = torch.nonzero(rand(len(x), x, g) < 0.5).flatten()
    x[flip] = x[flip].flip(3)
    mirrored = y[flip][:, SWAP]
    mirrored[:, 0::2] = SIDE - mirrored[:, 0::2]
    y[flip] = mirrored
    for row in torch.nonzero(rand(len(x), x, g) < 0.3 * damage).flatten():  # faces of few pixels
        side = int(rng.integers(16, 64))
        small = F.interpolate(x[row : row + 1], (side, side), mode="area")
        x[row] = F.interpolate(small, (SIDE, SIDE), mode="bilinear")[0]
    return damaged(x, damage, g), y


def distance(output, target):
    """Mean Euclidean distance of the points, in inter-eye distances of the layout; [n]."""
    return ((output - target).view(-1, 5, 2).square().sum(2) + 1e-4).sqrt().mean(1) / EYES


def run(config, data: Path, out: Path, minutes, steps, seed, device, resume) -> Path:
    """Writes landmarks.pt (averaged network); the labelled faces stay in `out` and are used again."""
    cv2.setNumThreads(1)
    teacher = Path(config["teachers"]) / "yunet_n_dynamic.onnx"
    faces = Faces(label(data, out / "cache", teacher, out / "labelled", config["faces"], config["cover"], seed))
    held = np.arange(len(faces.points)) % 25 == 0
    torch.manual_seed(seed)
    network = LandmarkNet(**config["network"]).to(device, memory_format=torch.channels_last).train()
    average = Average(network, config["average"])
    optimiser = torch.optim.AdamW(network.parameters(), lr=config["lr"], weight_decay=config["weight_decay"])
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(out / "landmarks-state.pt", "network", network, average, optimiser, budget)
    checkpoint.resume(resume, device)
    rng, g = np.random.default_rng([seed, budget.step]), torch.Generator().manual_seed(seed + budget.step)
    line, mine, seen, last = Progress(budget), np.flatnonzero(~held), 0.0, budget.spent

    @torch.no_grad()
    def judged() -> float:
        """Median distance on held-back faces, undamaged, laid with the errors of a first look."""
        own, rows = np.random.default_rng(0), np.flatnonzero(held)[:512]
        x, y = batch(faces, rows, own, torch.Generator().manual_seed(0), config["wrong"] / 2, 0.0)
        return float(distance(average.module(x.to(device)), y.to(device)).median())

    def keep():
        checkpoint.keep()
        save(out / "landmarks.pt", {"network": average.module.state_dict(), "step": budget.step})
        print(f"held back: median {judged():.4f} eye distances", flush=True)

    budget.pause()
    while budget.progress < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, config["lr"])
        x, y = batch(faces, np.sort(rng.choice(mine, config["batch"], replace=False)), rng, g, config["wrong"], config["damage"])
        loss = distance(network(x.to(device, memory_format=torch.channels_last)), y.to(device)).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        average.update(network)
        budget.tick()
        seen = 0.99 * seen + 0.01 * float(loss.detach()) if seen else float(loss.detach())
        line(config["batch"], distance=seen)
        if budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            keep()
            budget.pause()
    keep()
    return out / "landmarks.pt"
