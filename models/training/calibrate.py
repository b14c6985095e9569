"""What a quality means: monotone knots [log_quality, quality] from people held back.

quality = the probability that a mated comparison of this picture with a good reference is
accepted at FMR 1e-3. Views: clean and spoiled pictures of held-back people of cel10k and
matush; references: clean pictures of the same person that are good themselves.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from .acceptance import pair_indices
from .common import load
from .data import held_back, load_faces, normalise, to_batch
from .measures import expected_calibration_error, interpolate, reliability, threshold_at
from .network import FaceNetwork
from .spoil import spoil

# Cosine of the teachers below which two pictures under one name are taken for a wrong name: 95 % of
# different people lie below it, and the teachers decide 99.4 % of LFW rightly.
MISLABELLED = 0.1
# A screen, print or drawing is marked down although it would be accepted: it has no part in the meaning.
GENUINE = {"screen": 0, "display": 0, "print": 0, "drawn": 0}


def isotonic(x, y, weight=None):
    """Pool adjacent violators: the nondecreasing step function nearest to y. Returns (x, fitted)."""
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order].astype(float)
    w = np.ones(len(y)) if weight is None else weight[order].astype(float)
    mean, mass, size = [], [], []
    for value, weight_ in zip(y, w):
        mean.append(value), mass.append(weight_), size.append(1)
        while len(mean) > 1 and mean[-2] >= mean[-1]:
            total = mass[-2] + mass[-1]
            mean[-2] = (mean[-2] * mass[-2] + mean[-1] * mass[-1]) / total
            mass[-2], size[-2] = total, size[-2] + size[-1]
            mean.pop(), mass.pop(), size.pop()
    return x, np.repeat(mean, size)


def knots(log_quality, accepted, bins=40, count=16):
    """At most `count` + 2 knots, strictly increasing in log_quality, not falling in quality.

    Equally filled bins first (a step function over single pairs would be noise), isotonic over
    them, then thinned to the bins where the curve moves.
    """
    order = np.argsort(log_quality, kind="stable")
    parts = [b for b in np.array_split(order, bins) if len(b)]
    x = np.array([log_quality[b].mean() for b in parts])
    y = np.array([(accepted[b].sum() + 0.5) / (len(b) + 1) for b in parts])
    x, y = isotonic(x, y, np.array([len(b) for b in parts]))
    chosen = {0, len(x) - 1} | {int(np.abs(y - v).argmin()) for v in np.linspace(y[0], y[-1], count)}
    out = []
    for i in sorted(chosen):
        if not out or x[i] > out[-1][0] + 1e-3:
            out.append([float(x[i]), float(y[i])])
    low = [out[0][0] - 4.0, out[0][1] * 0.05]  # beyond what was seen: towards 0, and hardly upwards
    high = [out[-1][0] + 2.0, min(1.0, out[-1][1] + 0.005)]
    return [[round(a, 4), round(b, 5)] for a, b in [low, *out, high]]


@torch.no_grad()
def judge(network, crops, batch=128):
    """float crops 0..255 [n, 3, 112, 112] -> embeddings [n, 512], log_quality [n] (numpy)"""
    e, q = [], []
    for i in range(0, len(crops), batch):
        x = normalise(crops[i : i + batch]).contiguous(memory_format=torch.channels_last)
        with torch.autocast(x.device.type, torch.bfloat16):  # twice as fast; the sums stay float32
            embedding, log_quality, _ = network(x)
        e.append(F.normalize(embedding.float())), q.append(log_quality[:, 0].float())
    return torch.cat(e).cpu().numpy(), torch.cat(q).cpu().numpy()


def run(config, data: Path, out: Path, seed, device, objective="accepted", copies=2, fmr=1e-3) -> Path:
    """Writes calibration.json: knots, thresholds on the held-back people, reliability before export."""
    faces = load_faces(data, out / "cache")
    rows = np.flatnonzero(held_back(faces, **config.get("held_back", {})))
    network = FaceNetwork(**{**config["network"], "branch": config["head"]["branch"]})
    network.load_state_dict(load(out / f"head-{objective}.pt", device)["network"])
    network = network.to(device, memory_format=torch.channels_last).eval()
    who = faces.identity[rows]
    clean, quality = judge(network, to_batch(faces.pictures[rows][:, 8:120, 8:120], device).float())
    # one person counts as much as another: at most 8 pictures each (matush has 20, cel10k 2)
    different = who[:, None] != who[None]
    similarity = clean @ clean.T
    threshold = threshold_at(similarity[different], fmr)
    good = quality >= np.quantile(quality, 0.25)  # references: the better three quarters
    g, rng = torch.Generator(device).manual_seed(seed), np.random.default_rng(seed)
    views, scores = [clean], [quality]
    for _ in range(copies):
        crops = torch.cat([spoil(to_batch(faces.pictures[rows[i : i + 128]], device), g, clean=0.1, weights=GENUINE)[0] for i in range(0, len(rows), 128)])
        e, q = judge(network, crops)
        views.append(e), scores.append(q)
    pairs = pair_indices(who)
    pairs = pairs[good[pairs[:, 1]]]
    teacher = faces.teacher[rows].astype(np.float32)
    strangers = (teacher[pairs[:, 0]] * teacher[pairs[:, 1]]).sum(1) < MISLABELLED
    print(f"{strangers.sum()} of {len(pairs)} pairs left out: to the teachers their clean pictures show different people")
    pairs = pairs[~strangers]
    log_quality, accepted, person = [], [], []
    for e, q in zip(views, scores):
        log_quality.append(q[pairs[:, 0]])
        accepted.append((e[pairs[:, 0]] * clean[pairs[:, 1]]).sum(1) > threshold)
        person.append(who[pairs[:, 0]])
    log_quality, accepted, person = map(np.concatenate, (log_quality, accepted, person))
    names, inverse, counts = np.unique(person, return_inverse=True, return_counts=True)
    keep = rng.random(len(person)) < np.minimum(1, 60 / counts)[inverse]
    log_quality, accepted, person = log_quality[keep], accepted[keep], person[keep]
    half = np.isin(person, rng.permutation(names)[: len(names) // 2])  # fit on one half, check on the other
    check = knots(log_quality[half], accepted[half])
    error = expected_calibration_error(interpolate(log_quality[~half], check), accepted[~half])
    final = knots(log_quality, accepted)
    apart = similarity[different]
    thresholds = {str(f): threshold_at(apart, f) for f in (0.01, 0.001, 0.0001)}
    thresholds["data"] = f"{len(apart) // 2} pairs of different held-back people"
    result = {"calibration": final, "thresholds": thresholds, "fmr": fmr,
              "threshold": float(threshold), "pairs": int(len(accepted)), "mislabelled": int(strangers.sum()), "people": int(len(names)),
              "held_back": {"sources": ["cel10k", "matush"], "share": 0.15, "seed": 2026} | config.get("held_back", {}),
              "expected_error_other_people": error, "bias": float(network.quality_bias),
              "reliability": reliability(interpolate(log_quality[~half], check), accepted[~half])}
    (out / "calibration.json").write_text(json.dumps(result, indent=1) + "\n")
    print(f"{len(accepted)} comparisons of {len(names)} held-back people, similarity {threshold:.3f} at FMR {fmr}; "
          f"expected calibration error on the half not fitted {error:.3f}", flush=True)
    return out / "calibration.json"
