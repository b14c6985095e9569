"""Figures of merit from similarities and qualities; numpy only."""

from __future__ import annotations

import numpy as np


def best_accuracy(scores, mated) -> tuple[float, float]:
    """Highest share of right decisions over all thresholds, and that threshold."""
    order = np.argsort(-scores)
    hits = np.concatenate([[0], np.cumsum(np.where(mated[order], 1, -1))]) + np.sum(~mated)
    i = int(hits.argmax())
    ranked = scores[order]
    return hits[i] / len(scores), float(ranked[max(i - 1, 0)])


def threshold_at(non_mated, fmr: float) -> float:
    """The similarity above which a share `fmr` of the non-mated comparisons lies."""
    ranked = np.sort(non_mated)
    return float(ranked[min(len(ranked) - 1, int(np.ceil(len(ranked) * (1 - fmr))))])


def fnmr_at(mated, non_mated, fmr: float) -> float:
    return float((mated <= threshold_at(non_mated, fmr)).mean())


def all_pairs(embedding, identity):
    """Cosines [pairs], mated [pairs], and the row indices of both sides, over all pairs."""
    i, j = np.triu_indices(len(embedding), 1)
    return (embedding @ embedding.T)[i, j], identity[i] == identity[j], i, j


def ranks(values) -> np.ndarray:
    """Ranks with ties averaged."""
    unique, inverse, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[inverse]


def spearman(a, b) -> float:
    return float(np.corrcoef(ranks(np.asarray(a)), ranks(np.asarray(b)))[0, 1])


def discard_curve(missed, quality, fractions):
    """FNMR of the mated pairs left after discarding the `fractions` with the lowest quality.

    `missed` [pairs] bool at a fixed threshold; `quality` [pairs] = the lower of both pictures.
    Discards are counted among the mated pairs (the non-mated ones do not enter the FNMR).
    """
    order = np.argsort(quality, kind="stable")
    left = missed[order].astype(float)
    return np.array([left[int(round(f * len(left))):].mean() if f < 1 else 0.0 for f in fractions])


def removed(missed, quality, fraction=0.2) -> float:
    """Share of the misses that a perfect ranking would remove by discarding `fraction` of the pairs."""
    cut = int(round(fraction * len(missed)))
    order = np.argsort(quality, kind="stable")
    return float(missed[order[:cut]].sum() / max(1, min(cut, missed.sum())))


def partial_area(missed, quality, limit=0.3, steps=31) -> float:
    """pAUC of the discard curve up to `limit`, divided by that of no discard (1 = useless, lower is better)."""
    f = np.linspace(0, limit, steps)
    curve = discard_curve(missed, quality, f)
    return float(np.trapezoid(curve, f) / (limit * max(curve[0], 1e-9)))


def reliability(quality, accepted, bins=10):
    """[(mean quality, share accepted, count)] over equally filled bins."""
    order = np.argsort(quality)
    return [(float(quality[b].mean()), float(accepted[b].mean()), len(b)) for b in np.array_split(order, bins) if len(b)]


def expected_calibration_error(quality, accepted, bins=15) -> float:
    """Mean |share accepted - mean quality| over bins of equal width, weighted by their size."""
    where = np.minimum((quality * bins).astype(int), bins - 1)
    error = 0.0
    for b in range(bins):
        mine = where == b
        if mine.any():
            error += mine.sum() * abs(accepted[mine].mean() - quality[mine].mean())
    return float(error / len(quality))


def interpolate(log_quality, knots) -> np.ndarray:
    """Calibrated quality from monotone knots [[log_quality, quality], ...]; constant outside."""
    knots = np.asarray(knots, float)
    return np.interp(np.asarray(log_quality, float), knots[:, 0], knots[:, 1])
