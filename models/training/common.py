"""What every training run needs: a budget, an averaged copy, checkpoints, progress lines."""

from __future__ import annotations

import copy
import math
import os
import time
from pathlib import Path

import torch


class Budget:
    """Progress 0..1 of a run that ends after `minutes` of training time or after `steps`.

    Minutes count training only and survive a resume. With `steps` the run is repeatable
    bit for bit on one machine; with minutes the number of steps depends on its speed.
    """

    def __init__(self, minutes: float | None, steps: int | None):
        self.limit, self.steps = (minutes or math.inf) * 60, steps
        self.spent, self.step, self.last = 0.0, 0, time.monotonic()

    def tick(self) -> None:
        now = time.monotonic()
        self.spent += now - self.last
        self.last = now
        self.step += 1

    def pause(self) -> None:
        """Do not count what happened since the last tick."""
        self.last = time.monotonic()

    @property
    def progress(self) -> float:
        return min(1.0, self.step / self.steps if self.steps else self.spent / self.limit)

    @property
    def eta(self) -> float:
        """Seconds left, from the pace so far."""
        if not self.steps:
            return max(0.0, self.limit - self.spent)
        return self.spent / max(self.step, 1) * (self.steps - self.step)


def learning_rate(progress: float, peak: float, warm: float = 0.02) -> float:
    """Linear warm-up, then a cosine to zero."""
    if progress < warm:
        return peak * (progress / warm + 0.02)
    return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warm) / (1 - warm))))


class Average:
    """Exponential average of all weights and statistics; young averages forget faster."""

    def __init__(self, module: torch.nn.Module, decay: float):
        self.module = copy.deepcopy(module).eval().requires_grad_(False)
        self.decay, self.count = decay, 0

    @torch.no_grad()
    def update(self, module) -> None:
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        for mine, theirs in zip(self.module.state_dict().values(), module.state_dict().values()):
            if mine.is_floating_point():
                mine.lerp_(theirs.to(mine.dtype), 1 - decay)
            else:
                mine.copy_(theirs)


def save(path: Path, state: dict) -> None:
    """Atomically: a killed run leaves the previous checkpoint, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    os.replace(temporary, path)


def load(path: Path, device="cpu") -> dict:
    return torch.load(path, map_location=device, weights_only=True)


class Checkpoint:
    """What a run goes on with: what it trains, the average of that, its optimiser (if it is kept), its budget.

    `name` is what the trained weights are called in the file, so that files of earlier runs are read.
    """

    def __init__(self, path: Path, name: str, trained: torch.nn.Module, average: Average, optimiser, budget: Budget):
        self.path, self.name, self.trained = path, name, trained
        self.average, self.optimiser, self.budget = average, optimiser, budget

    def resume(self, wanted: bool, device="cpu") -> dict | None:
        """Takes up what the file holds, where that is wanted and there is one; returns all of it."""
        if not wanted or not self.path.exists():
            return None
        state = load(self.path, device)
        self.trained.load_state_dict(state[self.name])
        self.average.module.load_state_dict(state["average"])
        if self.optimiser is not None:
            self.optimiser.load_state_dict(state["optimiser"])
        self.average.count = self.budget.step = state["step"]
        self.budget.spent = state["spent"]
        return state

    def keep(self, **more) -> None:
        optimiser = {} if self.optimiser is None else {"optimiser": self.optimiser.state_dict()}
        save(self.path, {self.name: self.trained.state_dict(), "average": self.average.module.state_dict(), **optimiser,
                         "step": self.budget.step, "spent": self.budget.spent, **more})


def clock(seconds: float) -> str:
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"


class Progress:
    """A line every `every` seconds: share done, rate, time left, and the figures given."""

    def __init__(self, budget: Budget, every: float = 20.0):
        self.budget, self.every = budget, every
        self.at, self.pictures = time.monotonic(), 0

    def __call__(self, pictures: int, **figures: float) -> None:
        self.pictures += pictures
        now = time.monotonic()
        if now - self.at >= self.every:
            rate = self.pictures / (now - self.at)
            shown = " ".join(f"{k} {v:.4f}" for k, v in figures.items())
            print(f"{100 * self.budget.progress:5.1f} % step {self.budget.step} {rate:.0f}/s "
                  f"ETA {clock(self.budget.eta)} {shown}", flush=True)
            self.at, self.pictures = now, 0
