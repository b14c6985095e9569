"""Distillation of the embedding: the student's cosines become the teachers'.

On a CPU: real faces with the embeddings of the data set, plus a growing pool of blended
faces on which the teachers run once. On CUDA: the teachers look at the very crop that the
student sees (function matching), as often as it is seen.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .blend import Pool, blended
from .common import Average, Budget, Checkpoint, Progress, learning_rate, load, save
from .data import held_back, load_faces, normalise, to_batch
from .network import FaceNetwork, insert_norms, load_folded_onnx
from .optimise import Optimiser
from .spoil import view
from .teachers import Teachers
from .threads import Threads
from .workers import Workers


def distance(student, teacher, bank, scale, near):
    """(1 - cosine) and a softmax that ranks the right teacher embedding above `bank`'s.

    student [n, w], teacher [n, w], bank [m, w] (unit rows). Bank rows nearer than `near` to the
    teacher's are left out: they may be the same person. Returns both losses.
    """
    unit = F.normalize(student.float())
    right = (unit * teacher).sum(1)
    others = unit @ bank.T
    others = others.masked_fill(teacher @ bank.T > near, -1)
    logits = torch.cat([right[:, None], others], 1) * scale
    return (1 - right).mean(), F.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long, device=logits.device))


def start_network(config: dict, faces, rows, seed: int) -> FaceNetwork:
    """From scratch, or from `init`: an exported .onnx of this architecture or a checkpoint."""
    torch.manual_seed(seed)
    network = FaceNetwork(**config["network"])
    init = config.get("init")
    if not init:
        return network
    if str(init).endswith(".onnx"):
        load_folded_onnx(network, init)
        if config["network"].get("norm", True):
            few = np.random.default_rng(seed).choice(rows, min(1024, len(rows)), replace=False)
            insert_norms(network, normalise(to_batch(faces.pictures[np.sort(few)][:, 8:120, 8:120], "cpu")))
    else:
        network.load_state_dict(load(Path(init))["network"])
    return network


@torch.no_grad()
def held_cosine(network, crops, teacher, device) -> float:
    """Mean cosine to the teachers on clean crops (uint8 [n, 3, 112, 112])."""
    total = 0.0
    for i in range(0, len(crops), 128):
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            out = network.identity(normalise(crops[i : i + 128].to(device)).contiguous(memory_format=torch.channels_last))
        total += float(F.cosine_similarity(out.float(), teacher[i : i + 128].to(device)).sum())
    return total / len(crops)


def run(config: dict, data: Path, out: Path, minutes, steps, seed, device, resume) -> Path:
    """Train, checkpoint every `checkpoint_seconds`, return the path of the averaged network."""
    workers = Workers()
    faces = load_faces(data, out / "cache")
    away = held_back(faces, **config.get("held_back", {}))
    rows, kept = np.flatnonzero(~away), np.flatnonzero(away)
    if len(kept) == 0:
        kept = rows[:: max(1, len(rows) // 256)]
    kept = kept[:: max(1, len(kept) // config["watched"])]
    kept_crops = to_batch(faces.pictures[kept][:, 8:120, 8:120], "cpu")
    kept_teacher = torch.from_numpy(faces.teacher[kept].astype(np.float32))
    network = start_network(config, faces, rows, seed).to(device, memory_format=torch.channels_last).train()
    average = Average(network, config["average"])
    optimiser = Optimiser(network, config["lr"], config["weight_decay"])
    g = torch.Generator(device).manual_seed(seed + 7919 * workers.rank)
    rng = np.random.default_rng([seed, workers.rank])
    budget = Budget(minutes, steps)
    batch, fresh, replay = (workers.share(config[k]) for k in ("batch", "fresh", "replay"))
    on_device = torch.device(device).type == "cuda"
    everything = to_batch(faces.pictures, device) if on_device else None
    reference = config.get("teachers")
    teachers = Teachers(Path(reference), device, flip=on_device) if reference else None
    pool = Pool(out / f"pool-{workers.rank}", workers.share(config["pool"]), faces.teacher.shape[1]) if teachers and not on_device else None
    checkpoint = Checkpoint(out / "face.pt", "network", network, average, optimiser, budget)
    best, history = -1.0, []
    if state := checkpoint.resume(resume, device):
        best, history = state["best"], state["history"]
        g.manual_seed(seed + budget.step + 7919 * workers.rank)
        rng = np.random.default_rng([seed, workers.rank, budget.step])
        print(f"resumed at step {budget.step}, {budget.spent / 60:.1f} minutes", flush=True)

    def real(count):
        drawn = np.sort(rng.choice(rows, count, replace=False))
        if on_device:
            return everything[torch.from_numpy(drawn).to(device)], faces.teacher[drawn]
        return to_batch(faces.pictures[drawn], device), faces.teacher[drawn]

    def measure():
        nonlocal best
        value = held_cosine(average.module, kept_crops, kept_teacher, device)
        history.append([budget.step, budget.spent / 60, value])
        print(f"held-back people, averaged weights: cosine to the teachers {value:.4f}", flush=True)
        checkpoint.keep(best=max(best, value), history=history)
        if value > best:
            best = value
            save(out / "face-best.pt", {"network": average.module.state_dict(), "step": budget.step, "cosine": value})
        budget.pause()

    line, seen, last = Progress(budget), {}, budget.spent
    threads = Threads(1 if on_device else torch.get_num_threads())
    budget.pause()
    while True:
        budget.spent = workers.agree(budget.spent)
        if budget.progress >= 1:
            break
        used = threads.step()
        p = budget.progress
        rate = learning_rate(p, config["lr"])
        optimiser.rate(rate)
        pictures, teacher = real(batch - (0 if pool is None else fresh + (replay if len(pool) > 4096 else 0)))
        parts, labels = [pictures], [torch.from_numpy(teacher.astype(np.float32)).to(device)]
        if pool is not None:
            new = blended(real(fresh)[0], real(fresh)[0], g)
            label = teachers(new[:, :, 8:120, 8:120])
            if len(pool) > 4096:
                old, old_label = pool.draw(replay, rng)
                parts.append(old), labels.append(old_label)
            pool.grow(new, label)
            parts.append(new), labels.append(label)
        elif teachers is not None:
            half = batch // 2
            parts = [parts[0][:half], blended(parts[0][half:], real(batch - half)[0], g)]
        pictures = torch.cat(parts)
        mild = p > config["mild_after"]
        crops = view(pictures, config["mild_share"] if mild else config["share"], config["mild_strength"] if mild else config["strength"], g)
        if on_device and teachers is not None:
            labels = [torch.cat([teachers(c) for c in crops.split(256)])]
        label = torch.cat(labels)
        drawn = rng.choice(rows, min(config["bank"], len(rows)), replace=False)
        bank = torch.from_numpy(faces.teacher[drawn].astype(np.float32)).to(device)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            output = network.identity(normalise(crops).contiguous(memory_format=torch.channels_last))
        apart, ranked = distance(output, label, bank, config["scale"], config["near"])
        loss = config["cosine_weight"] * apart + config["rank_weight"] * ranked
        optimiser.zero_grad()
        loss.backward()
        workers.average_gradients(network.parameters())
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), config["clip"])
        optimiser.step()
        average.update(network)
        budget.tick()
        for key, value in (("cosine", 1 - float(apart.detach())), ("rank", float(ranked.detach())), ("gradient", float(norm))):
            seen[key] = 0.98 * seen.get(key, value) + 0.02 * value
        if workers.first:
            line(len(pictures) * workers.size, threads=used, lr=rate, **seen)
        if budget.spent - last > config["checkpoint_seconds"]:
            last = budget.spent
            if workers.first:
                measure()
    if workers.first:
        measure()
    return out / "face-best.pt"
