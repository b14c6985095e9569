"""How likely a view is to be accepted, learnt from people known by name: the head's target."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from .data import normalise, to_batch
from .measures import threshold_at
from .network import FaceNetwork
from .spoil import spoil


class Frozen:
    """The embedding network without gradients, bf16, channels last."""

    def __init__(self, network: FaceNetwork, device):
        self.network, self.device = network.eval().requires_grad_(False), device

    @torch.no_grad()
    def __call__(self, x):
        """normalised crops -> body features [n, C, 7, 7] float, unit identity [n, width] float"""
        with torch.autocast(torch.device(self.device).type, torch.bfloat16):
            feature = self.network.body(x.contiguous(memory_format=torch.channels_last))
            identity = self.network.fc(torch.flatten(self.network.neck(feature), 1))
        return feature.float(), F.normalize(identity.float())


def embed(frozen: Frozen, pictures, device, batch=128) -> torch.Tensor:
    """Stored pictures uint8 [n, 128, 128, 3] (any array) -> unit embeddings of the clean crops."""
    return torch.cat([frozen(normalise(to_batch(pictures[i : i + batch][:, 8:120, 8:120], device)))[1].cpu()
                      for i in range(0, len(pictures), batch)])


def pair_indices(identity) -> np.ndarray:
    """[pairs, 2]: every ordered pair of different rows of one person."""
    out = []
    for person in np.unique(identity):
        mine = np.flatnonzero(identity == person)
        out += [(a, b) for a in mine for b in mine if a != b]
    return np.array(out)


def acceptance(frozen, faces, rows, g, device, seed, count=2048, fmr=1e-3):
    """How the cosine of a view to its own clean label predicts acceptance: logistic slope and offset.

    Views of people known by name are compared with another, clean picture of the same person;
    the threshold is that of the clean pictures of different people at `fmr`.
    """
    rng = np.random.default_rng(seed)
    named = rows[faces.identity[rows] != ""]
    people, counts = np.unique(faces.identity[named], return_counts=True)
    chosen = named[np.isin(faces.identity[named], people[counts > 1])]
    chosen = np.sort(rng.choice(chosen, min(len(chosen), count), replace=False))
    clean = embed(frozen, faces.pictures[chosen], device)
    who = faces.identity[chosen]
    pairs = pair_indices(who)
    if len(pairs) < 50:
        return 0.0, 10.0, -5.0  # too few people by name (a toy data set): a plain default
    cosines = (clean @ clean.T).numpy()
    threshold = threshold_at(cosines[who[:, None] != who[None]], fmr)
    views = []
    for i in range(0, len(chosen), 128):
        x, _, _ = spoil(to_batch(faces.pictures[chosen[i : i + 128]], device), g)
        views.append(frozen(normalise(x))[1].cpu())
    views = torch.cat(views)
    own = (views * torch.from_numpy(faces.teacher[chosen].astype(np.float32))).sum(1).numpy()
    pairs = pairs[rng.permutation(len(pairs))[:20000]]
    accepted = ((views[pairs[:, 0]] * clean[pairs[:, 1]]).sum(1).numpy() > threshold).astype(np.float64)
    slope, offset = logistic(own[pairs[:, 0]], accepted)
    return threshold, slope, offset


def logistic(x, y, steps=50) -> tuple[float, float]:
    """Newton's method for P(y) = sigmoid(slope x + offset)."""
    features = np.stack([x, np.ones_like(x)], 1)
    w = np.zeros(2)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(features @ w, -30, 30)))
        hessian = (features * (p * (1 - p))[:, None]).T @ features + 1e-6 * np.eye(2)
        w += np.linalg.solve(hessian, features.T @ (y - p))
    return float(w[0]), float(w[1])
