"""The reliability diagram of the card: share accepted against calibrated quality."""

from __future__ import annotations

from pathlib import Path

from .measures import expected_calibration_error, reliability


def draw(series: dict, path: Path) -> None:
    """series: {name: (quality [n], accepted [n])}; a small PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(4, 4), dpi=90)
    axis.plot([0, 1], [0, 1], color="#999999", linewidth=1)
    for name, (quality, accepted) in series.items():
        points = reliability(quality, accepted)
        error = expected_calibration_error(quality, accepted)
        axis.plot([p[0] for p in points], [p[1] for p in points], marker="o", markersize=4, label=f"{name}: error {error:.3f}")
    axis.set(xlabel="quality", ylabel="share of mated comparisons accepted", xlim=(0, 1), ylim=(0, 1))
    axis.legend(fontsize=7, loc="upper left")
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)
