"""The pixel branch learns to name damage before the quality head uses it.

Without the body a step costs a quarter, so the branch sees far more screens, prints and noise in
the same time. Its labels are free: which kind of damage was applied.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .common import Average, Budget, Checkpoint, Progress, learning_rate
from .data import normalise, to_batch
from .network import QualityBranch
from .spoil import KINDS, spoil
from .workers import Workers


class Namer(nn.Module):
    """Branch, mean over the cells of a linear map: logits of every kind, the last one for none."""

    def __init__(self, width: int):
        super().__init__()
        self.branch = QualityBranch(width)
        self.names = nn.Conv2d(width, len(KINDS) + 1, 1)

    def forward(self, x):
        return self.names(self.branch(x)).mean((2, 3))


def run(head: dict, faces, rows, out: Path, minutes, steps, seed, device, resume) -> Path:
    """Writes branch.pt; `rows` are the faces used. Returns its path."""
    config, path, workers = head["naming"], out / "branch.pt", Workers()
    torch.manual_seed(seed)
    namer = Namer(head["branch"]).to(device, memory_format=torch.channels_last).train()
    average = Average(namer, head["average"])
    optimiser = torch.optim.AdamW(namer.parameters(), lr=config["lr"], weight_decay=0.01)
    budget = Budget(minutes, steps)
    checkpoint = Checkpoint(path, "namer", namer, average, None, budget)
    checkpoint.resume(resume, device)
    g = torch.Generator(device).manual_seed(seed + budget.step + 7919 * workers.rank)
    rng = np.random.default_rng([seed, workers.rank, budget.step])
    line, seen, last, batch = Progress(budget), {}, budget.spent, workers.share(config["batch"])

    def keep():
        if workers.first:
            checkpoint.keep(branch=average.module.branch.state_dict())

    budget.pause()
    while True:
        budget.spent = workers.agree(budget.spent)
        if budget.progress >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(budget.progress, config["lr"])
        drawn = np.sort(rng.choice(rows, min(batch, len(rows)), replace=False))
        crops, kind, level = spoil(to_batch(faces.pictures[drawn], device), g, weights=config["weights"])
        label = torch.where((kind < 0) | (level < 0.04), torch.full_like(kind, len(KINDS)), kind)
        with torch.autocast(torch.device(device).type, torch.bfloat16):
            logits = namer(normalise(crops).contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(logits.float(), label, label_smoothing=0.05)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        workers.average_gradients(namer.parameters())
        nn.utils.clip_grad_norm_(namer.parameters(), 5.0)
        optimiser.step()
        average.update(namer)
        budget.tick()
        for key, value in (("loss", loss), ("right", (logits.argmax(1) == label).float().mean())):
            seen[key] = 0.98 * seen.get(key, float(value.detach())) + 0.02 * float(value.detach())
        if workers.first:
            line(len(drawn) * workers.size, **seen)
        if budget.spent - last > 60:
            last = budget.spent
            keep()
    keep()
    workers.agree(0.0)  # nobody reads the file before it is written
    return path
