"""Figures of merit from similarities and qualities; numpy only."""

from __future__ import annotations

import numpy as np


def best_accuracy(scores, mated) -> tuple[float, float]:
    """Highest share of right decisions over all thresholds (accepted is above), and the middle of the first run of such thresholds."""
    values = np.unique(scores)[::-1]
    thresholds = np.append(values, np.nextafter(values[-1], -np.inf))
    apart, together = np.sort(scores[~mated]), np.sort(scores[mated])
    right = np.searchsorted(apart, thresholds, "right") + len(together) - np.searchsorted(together, thresholds, "right")
    i = int(right.argmax())
    middle = (thresholds[max(i - 1, 0)] + thresholds[i]) / 2
    return right[i] / len(scores), float(middle if i and middle < thresholds[i - 1] else thresholds[i])


def errors_allowed(comparisons: int, rate: float) -> int:
    """How many errors of so many comparisons keep a rate; the nudge makes .001 x 3000 three."""
    return min(comparisons - 1, int(np.floor(rate * comparisons * (1 + 1e-12))))


def threshold_at(non_mated, fmr: float) -> float:
    """The lowest threshold whose FMR does not exceed `fmr` (accepted is above): a non-mated similarity that was seen."""
    ranked = np.sort(non_mated)
    return float(ranked[len(ranked) - 1 - errors_allowed(len(ranked), fmr)])


def threshold_at_fnmr(mated, fnmr: float) -> float:
    """The highest threshold whose FNMR does not exceed `fnmr`."""
    ranked = np.sort(mated)
    return float(np.nextafter(ranked[errors_allowed(len(ranked), fnmr)], -np.inf))


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


def discard_curve(missed, quality):
    """Error-versus-discard characteristic: (shares discarded, FNMR of the pairs left), a step curve that ends at (1, 0).

    `missed` [pairs] bool at a fixed threshold; `quality` [pairs] = the lower of both pictures. Pairs of
    equal quality leave together; discards are counted among the mated pairs.
    """
    n, ranked = len(missed), np.sort(quality)
    left = np.sort(np.asarray(quality)[missed])
    steps = np.unique(ranked)
    gone = np.searchsorted(ranked, steps, "right")
    errors = len(left) - np.searchsorted(left, steps, "right")
    fnmr = np.where(gone < n, errors / np.maximum(n - gone, 1), 0.0)
    return np.append(0, gone / n), np.append(len(left) / n, fnmr)


def removed(missed, quality, fraction=0.2) -> float:
    """Share of the misses that a perfect ranking would remove by discarding `fraction` of the pairs."""
    cut = int(round(fraction * len(missed)))
    order = np.argsort(quality, kind="stable")
    return float(missed[order[:cut]].sum() / max(1, min(cut, missed.sum())))


def partial_area(missed, quality, limit=0.3) -> float:
    """pAUC: area under the discard curve (steps) over 0..limit, not divided by anything."""
    discarded, fnmr = discard_curve(missed, quality)
    ends = np.minimum(discarded, limit)
    return float((fnmr[:-1] * np.diff(ends)).sum())


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
