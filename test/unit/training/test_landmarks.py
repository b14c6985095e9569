"""The landmark network: where its windows lie, what is learnt of them, its export."""

from pathlib import Path

import numpy as np
import pytest
import yaml

torch = pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

from training.common import load, save  # noqa: E402
from training.export import export_landmarks  # noqa: E402
from training.landmarks import batch, distance, laid  # noqa: E402
from training.landmarks_network import EYES, LAYOUT, SIDE, LandmarkNet, fold  # noqa: E402
from training.landmarks_views import CANVAS, Faces  # noqa: E402
from training.train import main  # noqa: E402

CONFIG = Path(__file__).resolve().parents[3] / "models" / "training" / "configs" / "landmarks.yaml"
SMALL = {"channels": [8, 8, 12, 16], "blocks": [0, 0, 1, 0], "squeeze": 8, "hidden": 16}


def labelled(tmp_path, n=8):
    """Canvases with a bright spot at each landmark."""
    rng = np.random.default_rng(0)
    points = (LAYOUT - SIDE / 2) * 1.5 + CANVAS / 2 + rng.normal(0, 3, (n, 5, 2))
    pictures = np.zeros((n, CANVAS, CANVAS, 3), np.uint8)
    for picture, face in zip(pictures, points):
        for x, y in face.astype(int):
            picture[y - 2 : y + 3, x - 2 : x + 3] = 255
    points = points.astype(int) + 0.5
    pictures.tofile(tmp_path / "labelled.u8")
    np.save(tmp_path / "labelled.npy", points.astype(np.float32))
    return Faces(tmp_path / "labelled")


def test_a_window_that_errs_by_nothing_has_the_layout_and_the_spots_are_where_it_says(tmp_path):
    faces = labelled(tmp_path)
    rng = np.random.default_rng(1)
    for wrong, most in ((0.0, 0.2), (0.08, 1.0)):
        view, points = faces.window(3, laid(faces.points[3], rng, wrong), SIDE)
        assert np.abs(points - LAYOUT).mean() < most * EYES
        for x, y in points:
            near = np.argwhere(view[..., 0] > 100)
            near = near[np.hypot(near[:, 1] + 0.5 - x, near[:, 0] + 0.5 - y) < 6]
            assert np.allclose(near.mean(0)[::-1] + 0.5, [x, y], atol=0.7)


def test_mirrored_windows_keep_left_left(tmp_path):
    faces, g = labelled(tmp_path), torch.Generator().manual_seed(0)
    x, y = batch(faces, list(range(8)) * 4, np.random.default_rng(0), g, 0.03, 0.0)
    assert x.shape == (32, 3, SIDE, SIDE) and y.shape == (32, 10)
    assert bool((y[:, 0] < y[:, 2]).all()) and bool((y[:, 6] < y[:, 8]).all())
    for view, points in zip(x, y.view(-1, 5, 2)):
        for px, py in points.round().int().clamp(1, SIDE - 2).tolist():
            assert view[0, py - 2 : py + 2, px - 2 : px + 2].max() > 100


def test_distance_is_in_eye_distances():
    target = torch.zeros(2, 10)
    assert torch.allclose(distance(target + EYES * 0.1, target), torch.full((2,), 0.1 * 2**0.5), atol=1e-3)


def test_the_untrained_network_says_the_layout_and_the_folded_one_the_same(tmp_path):
    network = LandmarkNet(**SMALL).eval()
    x = torch.rand((2, 3, SIDE, SIDE)) * 255
    assert torch.allclose(network(x)[1], torch.tensor(LAYOUT.reshape(-1), dtype=torch.float32))
    for p in network.out.parameters():
        torch.nn.init.normal_(p, 0, 0.1)
    network.train()(x), network.eval()
    assert torch.allclose(network(x), fold(network, **SMALL)(x), atol=1e-3)
    save(tmp_path / "landmarks.pt", {"network": network.state_dict(), "step": 1})
    made = export_landmarks(tmp_path / "landmarks.pt", {"network": SMALL}, tmp_path / "landmarks.onnx")
    assert made["difference"] < 1e-3


def test_a_short_run_learns_and_goes_on_where_it_was(tmp_path):
    labelled(tmp_path, 64)
    config = {**yaml.safe_load(CONFIG.read_text()), "network": SMALL, "batch": 16, "lr": 0.01, "average": 0.5, "damage": 0.0, "wrong": 0.04}
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(config))
    given = ["landmarks", "--data", str(tmp_path), "--out", str(tmp_path), "--config", str(tmp_path / "small.yaml"), "--teachers", str(tmp_path)]
    main([*given, "--steps", "2"])
    x, y = batch(Faces(tmp_path / "labelled"), list(range(64)), np.random.default_rng(5), torch.Generator().manual_seed(5), 0.04, 0.0)

    def far() -> float:
        network = LandmarkNet(**SMALL).eval()
        network.load_state_dict(load(tmp_path / "landmarks.pt")["network"])
        with torch.no_grad():
            return float(distance(network(x), y).mean())

    before = far()
    main([*given, "--steps", "80", "--resume"])
    assert load(tmp_path / "landmarks.pt")["step"] == 80
    assert far() < 0.9 * before
