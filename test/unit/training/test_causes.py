"""The causes: what is asked of a view, and that the fourth output leaves the first three as they were."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

from training.causes import CausesHead, FaceWithCauses, loss_of  # noqa: E402
from training.causes_views import CAUSES, INDEX, causes_view, dim  # noqa: E402
from training.network import FaceNetwork  # noqa: E402

NONE = torch.zeros(300, dtype=torch.bool)


def pictures(n=300):
    return torch.from_numpy(np.random.default_rng(1).integers(60, 200, (n, 3, 128, 128)).astype(np.uint8))


def test_every_cause_is_asked_for_and_a_clean_view_is_asked_for_all():
    x, labels = causes_view(pictures(), NONE, NONE, torch.Generator().manual_seed(1))
    assert x.shape == (300, 3, 112, 112) and labels.shape == (300, len(CAUSES))
    assert set(labels.unique().tolist()) == {-1, 0, 1}
    assert (labels == 1).any(0).all(), "a cause that is never seen cannot be learnt"
    assert (labels == 0).all(1).sum() > 30


def test_a_real_mask_is_a_mask_and_nothing_is_asked_of_an_empty_picture():
    masked, empty = NONE.clone(), NONE.clone()
    masked[:20], empty[20:40] = True, True
    _, labels = causes_view(pictures(), masked, empty, torch.Generator().manual_seed(2))
    drawn = labels[:20, INDEX["not-a-face"]] != 0
    assert (labels[:20, INDEX["mask"]][~drawn] == 1).all()
    assert (labels[20:40, : INDEX["not-a-face"]] == -1).all() and (labels[20:40, INDEX["not-a-face"]] == 1).all()


def test_darkness_leaves_whole_grey_values():
    out = dim(pictures(8).float(), torch.full((8,), 0.9), torch.Generator().manual_seed(0))
    assert out.max() < 30 and torch.equal(out, out.round())


def test_what_is_not_asked_costs_nothing():
    logits = torch.randn(4, len(CAUSES), requires_grad=True)
    labels = torch.full((4, len(CAUSES)), -1.0)
    labels[0, 0] = 1
    loss_of(logits, labels).backward()
    assert (logits.grad != 0).sum() == 1


def test_the_fourth_output_leaves_embedding_and_quality():
    shape = {"stem": 8, "channels": (8, 16, 32, 32), "blocks": (1, 1, 1, 1), "neck": 16, "norm": False, "branch": 16, "branch_norm": False}
    network = FaceNetwork(**shape).eval()
    torch.nn.init.normal_(network.quality_weight, std=0.01)
    head = CausesHead(body=32, branch=16).eval()
    x = torch.rand(2, 3, 112, 112) * 2 - 1
    embedding, log_quality, parts = network(x)
    same = FaceWithCauses(network, head)(x)
    assert torch.allclose(same[0], embedding) and torch.allclose(same[1], log_quality, atol=1e-5) and torch.allclose(same[2], parts, atol=1e-6)
    assert ((0 <= same[3]) & (same[3] <= 1)).all()
    # a display is paid for, and the parts still add up
    paid = FaceWithCauses(network, head, weight=2.0, offset=-3.0)(x)
    assert (paid[1] < log_quality).all()
    assert torch.allclose(paid[2].flatten(1).sum(1, keepdim=True) + network.quality_bias, paid[1], atol=1e-4)
