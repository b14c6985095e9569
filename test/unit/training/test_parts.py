"""Single ideas of the trainer: damage, norms, calibration, curves."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

from training import spoil  # noqa: E402
from training.calibrate import isotonic, knots  # noqa: E402
from training.measures import best_accuracy, fnmr_at, interpolate, removed, spearman, threshold_at  # noqa: E402
from training.network import FaceNetwork, fold, insert_norms  # noqa: E402
from training.optimise import Optimiser  # noqa: E402
from training.spoil_light import darkness  # noqa: E402

SMALL = {"stem": 8, "channels": [8, 16, 32, 32], "blocks": [1, 1, 1, 1], "neck": 8, "width": 32, "branch": 8}


@pytest.mark.parametrize("kind", list(spoil.KINDS))
def test_damage_keeps_shape_and_range_and_repeats(kind):
    x = torch.rand(3, 3, 112, 112, generator=torch.Generator().manual_seed(0)) * 255
    made = [spoil.apply_kind(x.clone(), torch.arange(3), kind, torch.tensor([0.0, 0.5, 1.0]), torch.Generator().manual_seed(1)) for _ in range(2)]
    assert made[0].shape == x.shape and made[0].min() >= 0 and made[0].max() <= 255 and torch.isfinite(made[0]).all()
    assert torch.equal(made[0], made[1])
    assert (made[0][2] - x[2]).abs().mean() > 1


def test_darkness_is_read_by_eight_bits():
    x = torch.full((64, 3, 112, 112), 128.0)
    dark = darkness(x, torch.ones(64), torch.Generator().manual_seed(0))
    assert any(len(torch.unique(picture)) < 16 for picture in dark)  # brightened or not, few levels are left


def test_inserted_norms_change_nothing_and_fold_away():
    torch.manual_seed(0)
    plain = FaceNetwork(norm=False, **SMALL).eval()
    network = FaceNetwork(norm=True, **SMALL)
    for a, b in zip(network.units(), plain.units()):
        a.conv.weight.data.copy_(b.conv.weight)
        a.norm.bias.data.copy_(b.conv.bias)
    network.fc.load_state_dict(plain.fc.state_dict())
    x = torch.rand(16, 3, 112, 112) * 2 - 1
    insert_norms(network, x)
    network.eval()
    with torch.no_grad():
        assert torch.allclose(network.identity(x), plain.identity(x), atol=1e-4)
        folded = fold(network, **SMALL)
        for a, b in zip(network(x), folded(x)):
            assert torch.allclose(a, b, atol=1e-4)


def test_parts_add_up():
    torch.manual_seed(0)
    network = FaceNetwork(norm=False, **SMALL).eval()
    network.quality_weight.normal_()
    network.quality_bias.fill_(2.5)
    with torch.no_grad():
        embedding, log_quality, parts = network(torch.rand(2, 3, 112, 112))
    assert torch.allclose(parts.flatten(1).sum(1) + 2.5, log_quality[:, 0], atol=1e-4)
    assert torch.allclose(embedding.norm(dim=1), torch.ones(2), atol=1e-5)


def test_a_step_moves_every_parameter_and_all_directions_of_a_matrix_alike():
    torch.manual_seed(0)
    network = FaceNetwork(norm=True, **{**SMALL, "branch": 0}).to(memory_format=torch.channels_last).train()
    before = {name: p.detach().clone() for name, p in network.named_parameters()}
    optimiser = Optimiser(network, lr=0.01, weight_decay=0.0)
    x = torch.rand(8, 3, 112, 112).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):  # as in training; float32 backward with so few channels crashes PyTorch 2.13
        loss = network.identity(x).float().square().sum()
    loss.backward()
    optimiser.rate(0.02)
    optimiser.step()
    after = dict(network.named_parameters())
    assert all((p != before[name]).any() for name, p in after.items())
    moved = (after["body.5.a.conv.weight"] - before["body.5.a.conv.weight"]).flatten(1)
    lengths = torch.linalg.svdvals(moved)
    assert lengths.min() > 0.5 * lengths.max()  # a gradient's own singular values lie orders of magnitude apart


def test_isotonic_pools_violators():
    x, y = isotonic(np.array([3.0, 1.0, 2.0, 4.0]), np.array([1.0, 0.0, 2.0, 3.0]))
    assert list(x) == [1, 2, 3, 4] and list(y) == [0, 1.5, 1.5, 3]


def test_knots_recover_a_probability():
    rng = np.random.default_rng(0)
    log_quality = rng.normal(0, 2, 20000)
    p = 1 / (1 + np.exp(-log_quality))
    k = knots(log_quality, rng.random(20000) < p)
    assert np.abs(interpolate(log_quality, k) - p).mean() < 0.03


def test_figures_on_hand_made_scores():
    scores, mated = np.array([0.9, 0.8, 0.3, 0.6, 0.2, 0.1]), np.array([1, 1, 1, 0, 0, 0], bool)
    assert best_accuracy(scores, mated)[0] == pytest.approx(5 / 6)
    assert threshold_at(np.arange(100.0), 0.01) == 98  # one of a hundred lies above
    assert fnmr_at(scores[mated], scores[~mated], 0.01) == pytest.approx(1 / 3)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    missed, quality = np.array([True, True] + [False] * 8), np.arange(10.0)
    assert removed(missed, quality, 0.2) == 1.0
    assert removed(missed, -quality, 0.2) == 0.0
