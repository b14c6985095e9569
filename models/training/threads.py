"""How many CPU threads a step should use while other programs come and go.

Every parallel operation waits for its slowest thread. On a machine shared with other work a
thread that is not scheduled stalls all of them (measured: 150 pictures/s alone, 3/s with two
threads against busy neighbours, several times that with one). So the choice is made again
every few steps from a short probe made of many small parallel operations.
"""

from __future__ import annotations

import time

import torch


class Threads:
    def __init__(self, most: int, every: int = 3):
        self.most, self.every, self.count = most, every, 0
        self.probe = torch.randn(64, 64, 32, 32)
        self.kernel = torch.randn(64, 64, 3, 3)

    def _time(self, threads: int) -> float:
        torch.set_num_threads(threads)
        start = time.monotonic()
        with torch.no_grad():
            for part in self.probe.split(16):
                torch.relu(torch.nn.functional.conv2d(part, self.kernel, padding=1))
        return time.monotonic() - start

    def step(self) -> int:
        """Call before a training step; sets and returns the number of threads."""
        if self.most > 1 and self.count % self.every == 0:
            one, many = self._time(1), self._time(self.most)
            torch.set_num_threads(self.most if many < one else 1)
        self.count += 1
        return torch.get_num_threads()
