"""Several single-threaded workers instead of one process with several threads.

On a shared machine they waste far less: they wait for each other once a step, not once an
operation. `torchrun --nproc-per-node 2 -m training face ... --threads 1` starts them; each
takes its part of the batch, the gradients are averaged (gloo; one call a step).
"""

from __future__ import annotations

import os

import torch
from torch import distributed


class Workers:
    def __init__(self):
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        if self.size > 1 and not distributed.is_initialized():
            distributed.init_process_group("gloo")

    @property
    def first(self) -> bool:
        return self.rank == 0

    def share(self, count: int) -> int:
        return count // self.size

    @torch.no_grad()
    def average_gradients(self, parameters) -> None:
        if self.size == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        distributed.all_reduce(flat)
        flat /= self.size
        at = 0
        for g in gradients:
            g.copy_(flat[at : at + g.numel()].view_as(g))
            at += g.numel()

    def agree(self, value: float) -> float:
        """The first worker's value, everywhere: the schedule must not drift apart."""
        if self.size == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64)
        distributed.broadcast(shared, 0)
        return float(shared)
