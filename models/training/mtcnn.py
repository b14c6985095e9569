"""Training of P-, R- and O-Net from scenes, aligned faces and pictures without a face.

Order: P and R from `init` weights (or from scratch), then hard windows are mined by the stages
before, then the stage itself. O sees every face anew each time (turn, scale, shift, mirror).
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from . import spoil_light as light
from . import spoil_optics as optics
from .align import YuNet
from .cascade import first, moved, nms, squares, cut
from .common import Average, Budget, Checkpoint, Progress, learning_rate, load
from .data import load_faces, load_nonfaces, load_scenes
from .mtcnn_network import NETWORKS, load_onnx
from .spoil_optics import rand
from .windows import Pictures, around_face, cut_turned, no_face, overlap


def gather(config, data: Path, cache: Path, seed):
    """(scenes, faces, empty): Pictures; landmarks of the aligned faces by the reference detector."""
    scenes, faces, empty = Pictures(), Pictures(), Pictures()
    for picture, found in load_scenes(data):
        scenes.add(picture, [f["box"] for f in found], [f["landmarks"] for f in found], [f["score"] > config["sure"] for f in found])
    stored = load_faces(data, cache)
    count = min(config["aligned"], len(stored.pictures)) if config.get("detector") else 0
    rows = np.sort(np.random.default_rng(seed).choice(len(stored.pictures), count, replace=False))
    marks_file = cache / f"aligned-{count}-{seed}.npz"
    if not marks_file.exists():
        detector = YuNet(Path(config["detector"]), 0.6) if count else None
        boxes, marks = np.zeros((count, 4), np.float32), np.zeros((count, 5, 2), np.float32)
        for k, row in enumerate(rows):
            # half the size again on every side: the detector wants to see where a face ends
            b, _, m = detector(cv2.copyMakeBorder(np.ascontiguousarray(stored.pictures[row]), 32, 32, 32, 32, cv2.BORDER_REPLICATE))
            if len(b):
                boxes[k], marks[k] = b[0] - [32, 32, 0, 0], m[0] - 32
        np.savez(marks_file, boxes=boxes, marks=marks)
    known = np.load(marks_file)
    for row, box, mark in zip(rows, known["boxes"], known["marks"]):
        if box[2] > 40:
            faces.add(stored.pictures[row], [box], [mark], [True])
    for picture in load_nonfaces(data, cache):
        empty.add(picture, [], [], [])
    return scenes, faces, empty


def mine(stage, pictures: Pictures, nets, minimum=14):
    """Square windows [n, 5] (picture, cx, cy, side, best overlap) that reach `stage`."""
    rows = []
    for i in range(len(pictures)):
        picture = pictures.levels[i][0]
        boxes = first(picture, nets["pnet"], minimum, 0.5)
        if stage == "onet" and len(boxes):
            windows = squares(boxes)
            prob, box = nets["rnet"](cut(picture, windows, 24))
            keep = prob[:, 0] > 0.4
            boxes = moved(windows[keep], box[keep], prob[keep, 0])
            boxes = boxes[nms(boxes, 0.7)] if len(boxes) else boxes
        for window in squares(boxes):
            over = overlap(window, pictures.boxes[i])
            rows.append([i, *window, over.max() if len(over) else 0.0])
    return np.array(rows, np.float32).reshape(-1, 5)


def disturb(x, strength, g):
    """Photometric damage on windows [n, 3, k, k] 0..255: light first, it is what the cascade lacks."""
    n = len(x)

    def some(share):
        return torch.nonzero(rand(n, x, g) < share).flatten()

    def level(rows, top=1.0):
        return rand(len(rows), x, g, 0, top) * strength

    for function, share, top in ((light.tone, 0.5, 0.8), (light.side_light, 0.2, 1.0), (light.darkness, 0.1, 0.75),
                                 (light.overexposure, 0.06, 0.5), (light.backlight, 0.05, 0.7), (light.colour_cast, 0.1, 0.8),
                                 (light.grey, 0.12, 1.0), (optics.noise, 0.08, 0.4)):
        rows = some(share)
        if len(rows):
            x[rows] = function(x[rows], level(rows, top), g).clamp(0, 255)
    rows = some(0.15)
    if len(rows):
        x[rows] = optics.gaussian(x[rows], rand(len(rows), x, g, 0.2, 0.03 * x.shape[-1] + 0.2))
    return x


class Sampler:
    """Batches of windows for one network: faces, parts and non-faces, some of them mined."""

    def __init__(self, name, scenes, faces, empty, mined, mined_empty, config, seed):
        self.size = NETWORKS[name].window
        self.scenes, self.faces, self.empty = scenes, faces, empty
        self.config, self.rng = config, np.random.default_rng(seed)
        self.sure = [(i, j) for i in range(len(scenes)) for j in np.flatnonzero(scenes.sure[i])]
        self.hard = mined[mined[:, 4] < 0.25] if len(mined) else mined
        self.hard_empty = mined_empty

    def batch(self, count):
        """uint8 [n, 3, k, k], kind [n], box [n, 4], landmarks [n, 5, 2]"""
        rng, out = self.rng, []
        zero = (np.zeros(4, np.float32), np.zeros((5, 2), np.float32))
        for _ in range(count):
            fill = cv2.BORDER_CONSTANT if rng.random() < 0.7 else cv2.BORDER_REPLICATE
            drawn = rng.random()
            if drawn < self.config["face_share"]:
                if len(self.faces) and rng.random() < self.config["aligned_share"]:
                    i, j, where = rng.integers(len(self.faces)), 0, self.faces
                else:
                    i, j = self.sure[rng.integers(len(self.sure))]
                    where = self.scenes
                out.append(around_face(where, i, j, self.size, rng, self.config["spread"], self.config["turn"], fill,
                                       self.config["enough"]))
                continue
            patch, pick = None, rng.random()
            if pick < 0.45 and len(self.hard):
                i, cx, cy, s, _ = self.hard[rng.integers(len(self.hard))]
                where = self.scenes
            elif pick < 0.65 and len(self.hard_empty):
                i, cx, cy, s, _ = self.hard_empty[rng.integers(len(self.hard_empty))]
                where = self.empty
            else:
                where = self.empty if rng.random() < 0.25 else self.scenes
                patch = no_face(where, int(rng.integers(len(where))), self.size, rng, fill=fill)
                if patch is None:
                    continue
            if patch is None:
                jitter = rng.normal(0, 0.04, 3)
                patch, _ = cut_turned(where.levels[int(i)], cx + jitter[0] * s, cy + jitter[1] * s, s * np.exp(jitter[2]),
                                      rng.normal(0, 5), rng.random() < 0.5, self.size, fill)
            out.append((patch, 0, *zero))
        patches, kind, box, marks = zip(*out)
        return (torch.from_numpy(np.stack(patches)).permute(0, 3, 1, 2), torch.tensor(kind),
                torch.from_numpy(np.stack(box).astype(np.float32)), torch.from_numpy(np.stack(marks).astype(np.float32)))


def losses(output, kind, box, marks, config):
    """Cross-entropy on the hardest part of the labelled windows, smooth L1 on boxes and landmarks."""
    c, b, l = (None if o is None else o.float().flatten(1) for o in output)
    known = kind >= 0
    entropy = F.cross_entropy(c[known], kind[known], reduction="none")
    face = entropy.topk(max(1, int(len(entropy) * config["hard_share"])))[0].mean()
    near = kind != 0
    total = face + config["box_weight"] * F.smooth_l1_loss(b[near], box[near], beta=0.02)
    error = torch.zeros(())
    if l is not None:
        sure = kind == 1
        error = F.smooth_l1_loss(l[sure], marks[sure].flatten(1), beta=0.01)
        total = total + config["landmark_weight"] * error
    return total, face, error


def run(name, config, data: Path, out: Path, minutes, steps, seed, device, resume) -> Path:
    """Train one network of the cascade; `nets` (the stages before) mine its hard windows."""
    config = {**config, **config.get(name, {})}
    cache = out / "cache"
    scenes, faces, empty = gather(config, data, cache, seed)
    mined = mined_empty = np.zeros((0, 5), np.float32)
    if name != "pnet" and config.get("miners"):
        from .cascade import onnx_cascade

        kept = out / f"mined-{name}.npz"
        if not kept.exists():
            nets = onnx_cascade(Path(config["miners"]))
            np.savez(kept, scenes=mine(name, scenes, nets), empty=mine(name, empty, nets))
        mined, mined_empty = np.load(kept)["scenes"], np.load(kept)["empty"]
        print(f"mined: {len(mined)} windows of scenes, {len(mined_empty)} of pictures without a face", flush=True)
    torch.manual_seed(seed)
    network = NETWORKS[name + ("-residual" if config.get("residual") else "")]()
    if config.get("init"):
        load_onnx(network, str(Path(config["init"]) / f"{name}.onnx"))
    network = network.to(device, memory_format=torch.channels_last).train()
    average = Average(network, config["average"])
    optimiser = torch.optim.AdamW(network.parameters(), lr=config["lr"], weight_decay=config["weight_decay"])
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(out / f"{name}.pt", "network", network, average, optimiser, budget)
    checkpoint.resume(resume, device)
    sampler = Sampler(name, scenes, faces, empty, mined, mined_empty, config, [seed, budget.step])
    g = torch.Generator(device).manual_seed(seed + budget.step)
    line, seen, last = Progress(budget), {}, 0.0

    budget.pause()
    while budget.progress < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, config["lr"])
        pictures, kind, box, marks = (t.to(device) for t in sampler.batch(config["batch"]))
        x = (disturb(pictures.float(), config["strength"], g) - 127.5) / 128
        with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=config["half"]):
            output = network.logits(x.contiguous(memory_format=torch.channels_last))
        total, face, error = losses(output, kind, box, marks, config)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        optimiser.step()
        average.update(network)
        budget.tick()
        for key, value in (("face", float(face.detach())), ("landmarks", float(error.detach())), ("total", float(total.detach()))):
            seen[key] = 0.99 * seen.get(key, value) + 0.01 * value
        line(len(kind), **seen)
        if budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            checkpoint.keep()
    with torch.no_grad():  # the operating point: how much more than even a face must be
        average.module.c.bias[1] -= config["margin"]
    checkpoint.keep()
    return checkpoint.path
