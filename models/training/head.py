"""The quality head: linear over the 7x7 cells of the frozen network (and of its pixel branch).

Two objectives, compared in the card:
  accepted     target = probability that this view would be accepted against a good reference
               at FMR 1e-3, from its cosine to the clean picture's embedding; 0 for non-faces,
               screens, prints and drawings (a picture of a face is not a capture of one)
  temperature  random temperature scaling (AAAI 2023): logits over people divided by a
               temperature drawn around 1 / quality with chi-square noise, pulled towards 1
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from . import naming
from .acceptance import Frozen, acceptance
from .common import Average, Budget, Checkpoint, Progress, learning_rate, load, save
from .data import held_back, load_faces, load_nonfaces, load_scenes, normalise, to_batch
from .network import FaceNetwork
from .spoil import KINDS, spoil
from .threads import Threads
from .windows import Pictures, no_face
from .workers import Workers

NAMES = list(KINDS)
COUNTERFEIT = {"screen": 0.0, "display": 0.0, "print": 0.15, "drawn": 0.0}  # factors on the target


def backgrounds(data: Path, count: int, seed: int) -> np.ndarray:
    """uint8 [count, 128, 128, 3]: windows of the scenes that hold no face."""
    scenes, rng, out = Pictures(), np.random.default_rng(seed), []
    for picture, found in load_scenes(data):
        scenes.add(picture, [f["box"] for f in found], [f["landmarks"] for f in found], [True] * len(found))
    for _ in range(count * 4):
        patch = no_face(scenes, int(rng.integers(len(scenes))), 128, rng, smallest=24)
        if patch is not None:
            out.append(patch)
        if len(out) == count:
            break
    return np.stack(out)


def temperature_loss(log_quality, student, teacher, bank, noise, config, g):
    """Softmax over people with a random temperature exp(-log_quality / s) * chi2_k / k."""
    k = config["freedom"]
    draw = torch._standard_gamma(torch.full_like(log_quality, k / 2), generator=g) * 2 / k
    temperature = torch.exp(-log_quality / config["softness"])
    right = (student * teacher).sum(1)
    others = (student @ bank.T).masked_fill(teacher @ bank.T > config["near"], -1)
    logits = torch.cat([right[:, None], others], 1) * config["scale"] / (temperature * draw)[:, None]
    entropy = F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long), reduction="none")
    entropy = torch.where(noise, -logits.log_softmax(1).mean(1), entropy)  # a non-face is nobody: a flat answer
    return (entropy + config["pull"] * (temperature - 1 - torch.log(temperature))).mean()


def run(config, data: Path, out: Path, minutes, steps, seed, device, resume, objective="accepted") -> Path:
    """Train the head on `face-best.pt`; writes `head-<objective>.pt` (a whole network)."""
    head, workers = config["head"], Workers()
    faces, empty = load_faces(data, out / "cache"), load_nonfaces(data, out / "cache")
    away = held_back(faces, **config.get("held_back", {}))
    rows = np.flatnonzero(~away)
    empty = np.concatenate([empty, backgrounds(data, head["backgrounds"], seed)])
    network = FaceNetwork(**{**config["network"], "branch": head["branch"]})
    state = load(out / "face-best.pt", device)["network"]
    network.load_state_dict({k: v for k, v in state.items() if not k.startswith("quality")}, strict=False)
    if network.branch is not None:
        part = 0.0 if head.get("init") else head["naming"]["share"]
        if head.get("init"):
            earlier = load(Path(head["init"]), device)["network"]
            network.branch.load_state_dict({k[7:]: v for k, v in earlier.items() if k.startswith("branch.")})
        elif not ((out / "branch.pt").exists() and resume):
            naming.run(head, faces, rows, out, minutes and minutes * part, steps and max(1, round(steps * part)), seed, device, resume)
        if not head.get("init"):
            network.branch.load_state_dict(load(out / "branch.pt", device)["branch"])
        minutes, steps = minutes and minutes * (1 - part), steps and max(1, round(steps * (1 - part)))
    network = network.to(device, memory_format=torch.channels_last)
    frozen = Frozen(network, device)
    g = torch.Generator(device).manual_seed(seed)
    rng = np.random.default_rng([seed, workers.rank])
    threshold, slope, offset = acceptance(frozen, faces, rows, g, device, seed)
    print(f"similarity at FMR 1e-3 {threshold:.3f}; accepted = sigmoid({slope:.2f} x cosine {offset:+.2f})", flush=True)
    cells = torch.nn.Linear(network.quality_weight.numel(), 1).to(device)
    torch.nn.init.zeros_(cells.weight)
    channels = network.quality_weight.shape[1]
    scale = torch.ones(1, channels, 1, 1, device=device)  # features have very different sizes
    with torch.no_grad():
        first = frozen(normalise(to_batch(faces.pictures[rows[:256]][:, 8:120, 8:120], device)))[0]
    scale[:, : first.shape[1]] = 1 / first.std((0, 2, 3)).clamp(min=0.05)[None, :, None, None]
    if head.get("init"):  # an earlier head goes on learning
        with torch.no_grad():
            cells.weight.copy_((earlier["quality_weight"] / scale).reshape(1, -1))
            cells.bias.copy_(earlier["quality_bias"] - earlier["quality_centre"].sum())
    branch = network.branch.train().requires_grad_(True) if network.branch is not None else None
    trained = torch.nn.ModuleDict({"cells": cells, **({"branch": branch} if branch is not None else {})})
    average = Average(trained, head["average"])
    optimiser = torch.optim.AdamW([{"params": cells.parameters(), "weight_decay": head["cells_decay"], "rate": head["cells_lr"]},
                                   {"params": branch.parameters() if branch is not None else [], "weight_decay": 0.01, "rate": head["lr"]}])
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(out / f"head-{objective}-state.pt", "trained", trained, average, optimiser, budget)
    checkpoint.resume(resume, device)
    line, seen, last = Progress(budget), {}, 0.0
    g.manual_seed(seed + budget.step + 7919 * workers.rank)
    batch = workers.share(head["batch"])
    count = round(batch * head["empty_share"])

    def keep():
        checkpoint.keep()

    threads = Threads(1 if torch.device(device).type == "cuda" else torch.get_num_threads())
    budget.pause()
    while True:
        budget.spent = workers.agree(budget.spent)
        if budget.progress >= 1:
            break
        threads.step()
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, group["rate"])
        drawn = np.sort(rng.choice(rows, min(batch, len(rows)) - count, replace=False))
        none = np.sort(rng.choice(len(empty), min(count, len(empty)), replace=False))
        pictures = torch.cat([to_batch(faces.pictures[drawn], device), to_batch(empty[none], device)])
        crops, kind, level = spoil(pictures, g, weights=head.get("weights"))
        label = torch.from_numpy(faces.teacher[drawn].astype(np.float32)).to(device)
        label = torch.cat([label, torch.zeros(len(none), label.shape[1], device=device)])
        noise = torch.arange(len(pictures), device=device) >= len(drawn)
        x = normalise(crops).contiguous(memory_format=torch.channels_last)
        feature, student = frozen(x)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            seen_by = feature if branch is None else torch.cat([feature, branch(x)], 1)
        log_quality = cells((seen_by.float() * scale).flatten(1))[:, 0]
        if objective == "accepted":
            target = torch.sigmoid(slope * (student * label).sum(1) + offset)
            for name, factor in COUNTERFEIT.items():
                shown = (kind == NAMES.index(name)) & ((level > 0.08) | (name == "display"))
                target = torch.where(shown, target * factor, target)
            target = torch.where(noise, torch.zeros_like(target), target)
            loss = F.binary_cross_entropy_with_logits(log_quality, target)
        else:
            bank = torch.from_numpy(faces.teacher[rng.choice(rows, min(4096, len(rows)), replace=False)].astype(np.float32)).to(device)
            loss = temperature_loss(log_quality, student, label, bank, noise, head["temperature"], g)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        workers.average_gradients(trained.parameters())
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 5.0)
        optimiser.step()
        average.update(trained)
        budget.tick()
        seen["loss"] = 0.98 * seen.get("loss", float(loss.detach())) + 0.02 * float(loss.detach())
        if workers.first:
            line(len(pictures) * workers.size, **seen)
        if workers.first and budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            keep()
    if not workers.first:
        return out / f"head-{objective}.pt"
    keep()
    final = finish(network, average.module, scale, faces, rows, frozen, device, seed)
    save(out / f"head-{objective}.pt", {"network": final.state_dict(), "objective": objective, "seed": seed})
    return out / f"head-{objective}.pt"


@torch.no_grad()
def finish(network, trained, scale, faces, rows, frozen, device, seed):
    """Write the averaged head into the network; centre its parts on good faces, cell by cell.

    Good faces: the better half (by this head) of 600 clean crops. Their mean part in every
    cell moves into the bias, so a part of 0 says "as in a good face".
    """
    channels = network.quality_weight.shape[1]
    network.quality_weight.copy_(trained["cells"].weight.reshape(1, channels, 7, 7) * scale)
    network.quality_centre.zero_()
    network.quality_bias.copy_(trained["cells"].bias)
    if network.branch is not None:
        network.branch.load_state_dict(trained["branch"].state_dict())
    network.eval()
    few = np.sort(np.random.default_rng(seed).choice(rows, min(600, len(rows)), replace=False))
    parts = torch.cat([network(normalise(to_batch(faces.pictures[few[i : i + 100]][:, 8:120, 8:120], device)))[2].cpu()
                       for i in range(0, len(few), 100)])
    total = parts.flatten(1).sum(1)
    centre = parts[total >= total.median()].mean(0, keepdim=True)
    network.quality_centre.copy_(centre)
    network.quality_bias.add_(centre.sum().to(device))
    return network
