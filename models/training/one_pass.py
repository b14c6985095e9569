"""Training of the one-pass detector by the dense answers of a larger look (YuNet): no labels are needed.

The teacher saw the clean view; the student sees it damaged, mirrored, its faces covered. A cell counts the more
the further the student's score is from the teacher's (as in the quality focal loss, NeurIPS 2020); box and landmarks
are learnt where the teacher is sure, relative to the face's size.
"""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import spoil_cover as cover
from . import spoil_light as light
from . import spoil_optics as optics
from .common import Average, Budget, Checkpoint, Progress, learning_rate, load, save
from .one_pass_network import STRIDES, OnePass
from .one_pass_views import Pool, fill
from .spoil_optics import rand

DAMAGE = {light.tone: (0.4, 0.8), light.side_light: (0.2, 1.0), light.darkness: (0.1, 0.7), light.overexposure: (0.06, 0.5),
          light.backlight: (0.04, 0.7), light.colour_cast: (0.1, 0.8), light.grey: (0.12, 1.0), optics.noise: (0.1, 0.4),
          optics.jpeg: (0.15, 0.6), cover.screen: (0.04, 0.8), cover.display: (0.04, 0.8), optics.motion: (0.04, 0.35)}
SWAP = [2, 3, 0, 1, 4, 5, 8, 9, 6, 7]  # x, y of the landmarks of a mirrored face, image-left first again


def damaged(x, share, g):
    """Photometric damage on views [n, 3, s, s] 0..255; geometry stays."""
    chosen = rand(len(x), x, g) < share
    for function, (often, top) in DAMAGE.items():
        rows = torch.nonzero(chosen & (rand(len(x), x, g) < often)).flatten()
        if len(rows):
            x[rows] = function(x[rows], rand(len(rows), x, g, 0, top), g).clamp(0, 255)
    rows = torch.nonzero(chosen & (rand(len(x), x, g) < 0.2)).flatten()
    if len(rows):
        x[rows] = optics.gaussian(x[rows], rand(len(rows), x, g, 0.2, 2.2))
    return x


def mirrored(x, answers, rows):
    """Views and the teacher's answers (list of [n, 15, h, w]) with some of them mirrored."""
    x[rows] = x[rows].flip(3)
    for a in answers:
        b = a[rows].flip(3)
        b[:, 1] = 1 - b[:, 1]
        points = b[:, 5:][:, SWAP]
        points[:, 0::2] = 1 - points[:, 0::2]
        b[:, 5:] = points
        a[rows] = b
    return x, answers


def losses(output, answers, config):
    """Focal cross-entropy of scores; L1 of boxes and landmarks in shares of the face's size. Lists of [n, 15, h, w]."""
    flat = [torch.cat([a.flatten(2) for a in side], 2).transpose(1, 2).reshape(-1, 15) for side in (output, answers)]
    mine, theirs = flat
    target = theirs[:, 0]
    apart = (torch.sigmoid(mine[:, 0].detach()) - target).abs() ** config["focus"]
    score = (apart * F.binary_cross_entropy_with_logits(mine[:, 0], target, reduction="none")).sum() / (target.sum() + len(output[0]))
    sure = torch.nonzero(target > config["sure"]).flatten()
    mine, theirs, weight = mine[sure], theirs[sure], target[sure] / target[sure].sum().clamp(min=1e-6)
    size = torch.exp(theirs[:, 3:5].mean(1, keepdim=True)).clamp(min=0.5)
    box = torch.cat([(mine[:, 1:3] - theirs[:, 1:3]) / size, mine[:, 3:5] - theirs[:, 3:5]], 1).abs().mean(1)
    points = ((mine[:, 5:] - theirs[:, 5:]) / size).abs().mean(1)
    box, points = (box * weight).sum(), (points * weight).sum()
    return score + config["box_weight"] * box + config["points_weight"] * points, score, box, points


def run(config, data: Path, out: Path, minutes, steps, seed, device, resume, textures: Path | None) -> Path:
    """Writes one-pass.pt (averaged network); the pool stays in `out` and is used again."""
    size, side, makers = config["pool"], config["side"], config["makers"]
    teacher = Path(config["teachers"]) / "yunet_n_dynamic.onnx"
    folder = out / "pool"
    if not (folder / "views.u8").exists():
        Pool(folder, size, side, True)
    counters = [multiprocessing.get_context("spawn").Value("q", 0) for _ in range(makers)]
    context, processes = multiprocessing.get_context("spawn"), []
    bounds = np.linspace(0, size, makers + 1).astype(int)
    for k in range(makers):
        arguments = (data, out / "cache", textures, teacher, folder, size, side, seed * 1000 + k, config, int(bounds[k]), int(bounds[k + 1]), counters[k])
        processes.append(context.Process(target=fill, args=arguments, daemon=True))
        processes[-1].start()
    torch.manual_seed(seed)
    network = OnePass(**config["network"])
    if config.get("init"):
        network.load_state_dict(load(Path(config["init"]), device)["network"])
    network = network.to(device, memory_format=torch.channels_last).train()
    average = Average(network, config["average"])
    optimiser = torch.optim.AdamW(network.parameters(), lr=config["lr"], weight_decay=config["weight_decay"])
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(out / "one-pass-state.pt", "network", network, average, optimiser, budget)
    known = out / "pool" / "filled"
    checkpoint.resume(resume, device)
    pool, before = Pool(folder, size, side, False), int(known.read_text()) if known.exists() else 0
    g, rng = torch.Generator(device).manual_seed(seed + budget.step), np.random.default_rng([seed, budget.step])
    parts = np.cumsum([0] + [(side // s) ** 2 for s in STRIDES])

    def ready():
        """Rows that hold a view."""
        if before >= size:
            return np.arange(size)
        return np.concatenate([np.arange(a, min(b, a + max(c.value, before // makers))) for a, b, c in zip(bounds[:-1], bounds[1:], counters)])

    def keep():
        checkpoint.keep()
        save(out / "one-pass.pt", {"network": average.module.state_dict(), "step": budget.step})
        known.write_text(str(min(size, max(before, sum(c.value for c in counters)))))

    while len(ready()) < min(size, 8 * config["batch"]):
        if not all(p.is_alive() for p in processes):  # none can have finished so early
            raise RuntimeError("a process that makes views has ended; its message is above")
        time.sleep(1)
    line, seen, last = Progress(budget), {}, budget.spent
    budget.pause()
    while budget.progress < 1:
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, config["lr"])
        rows = np.sort(rng.choice(ready(), config["batch"], replace=False))
        x = torch.from_numpy(pool.views[rows]).to(device).permute(0, 3, 1, 2).float()
        told = torch.from_numpy(pool.answers[rows].astype(np.float32)).to(device)
        answers = [told[:, :, a:b].reshape(len(rows), 15, side // s, side // s) for a, b, s in zip(parts, parts[1:], STRIDES)]
        x, answers = mirrored(x, answers, torch.nonzero(rand(len(x), x, g) < 0.5).flatten())
        x = damaged(x, config["damage"], g)
        total, score, box, points = losses(network.raw(x.contiguous(memory_format=torch.channels_last)), answers, config)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        average.update(network)
        budget.tick()
        for key, value in (("score", score), ("box", box), ("points", points)):
            seen[key] = 0.99 * seen.get(key, float(value.detach())) + 0.01 * float(value.detach())
        line(len(rows), views=sum(c.value for c in counters), **seen)
        if budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            keep()
            budget.pause()
    keep()
    for process in processes:
        process.terminate()
    return out / "one-pass.pt"
