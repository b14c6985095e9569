"""The trainer counts as the package does: same vectors, same numbers (TypeScript: test/unit/evaluation/vectors.test.ts)."""

import json
from pathlib import Path

import numpy as np
import pytest

from training.measures import (best_accuracy, discard_curve, expected_calibration_error, fnmr_at, partial_area,
                               threshold_at, threshold_at_fnmr)

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "evaluation"
EXPECTED = json.loads((VECTORS / "expected.json").read_text())
AGREED = json.loads((VECTORS / "agreed.json").read_text())


def scores(name, kind):
    return np.array([float(line) for line in (VECTORS / f"{name}-{kind}.txt").read_text().split()])


@pytest.mark.parametrize("name", EXPECTED["rates"])
def test_thresholds_and_counts_are_the_definitions(name):
    mated, apart = scores(name, "mated"), scores(name, "non-mated")
    for target, expected in ((t, e) for t, e in EXPECTED["rates"][name].items() if isinstance(e, dict)):
        at = threshold_at(apart, float(target))
        assert [(apart > at).sum(), (mated <= at).sum()] == [expected["falseMatches"], expected["falseNonMatches"]]
        assert fnmr_at(mated, apart, float(target)) == expected["falseNonMatches"] / expected_count(name)


def expected_count(name):
    return EXPECTED["rates"][name]["mated"]


@pytest.mark.parametrize("name", AGREED["scores"])
def test_thresholds_and_accuracy_are_those_of_the_package(name):
    mated, apart = scores(name, "mated"), scores(name, "non-mated")
    agreed = AGREED["scores"][name]
    for target, at in agreed["thresholdAtFmr"].items():
        assert threshold_at(apart, float(target)) == at
    for target, at in agreed["thresholdAtFnmr"].items():
        assert threshold_at_fnmr(mated, float(target)) == at
    accuracy, at = best_accuracy(np.concatenate([mated, apart]), np.arange(len(mated) + len(apart)) < len(mated))
    assert [accuracy, at] == agreed["bestAccuracy"]


def test_discard_curves_have_the_published_areas_and_the_package_s_points():
    example = json.loads((VECTORS / EXPECTED["edc"]["file"]).read_text())
    pairs = example["similarity_scores"]["scores_by_pair_ids"]
    similarity = np.array(list(pairs.values()))
    missed = similarity <= threshold_at_fnmr(similarity, EXPECTED["edc"]["startingError"])
    assert missed.sum() == 500
    for name, areas in EXPECTED["edc"]["pauc"].items():
        quality = example["quality_scores_by_sample_id_per_algorithm"][name]
        low = np.array([min(quality[s] for s in pair.split("-")) for pair in pairs])
        for limit, area in areas.items():
            assert partial_area(missed, low, float(limit)) == pytest.approx(area, abs=1e-6)
    ties = AGREED["ties"]
    discarded, fnmr = discard_curve(np.array(ties["missed"]), np.array(ties["quality"]))
    assert [list(p) for p in zip(discarded, fnmr)] == ties["points"]


def test_the_calibration_error_is_the_package_s():
    c = AGREED["calibration"]
    assert expected_calibration_error(np.array(c["predicted"]), np.array(c["accepted"], float)) == pytest.approx(c["error"], abs=1e-12)
