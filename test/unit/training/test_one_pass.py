"""The one-pass detector: its views, what is learnt of them, its export; taught by a small network that stands for the reference."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

import synthetic  # noqa: E402
import yaml  # noqa: E402
from training.export import export_one_pass  # noqa: E402
from training.one_pass import losses, mirrored  # noqa: E402
from training.one_pass_network import STRIDES, OnePass, fold  # noqa: E402
from training.one_pass_views import cut  # noqa: E402
from training.train import main  # noqa: E402

CONFIG = Path(__file__).resolve().parents[3] / "models" / "training" / "configs" / "one-pass.yaml"
SMALL = {"stem": 12, "channels": [12, 16, 16, 16], "blocks": [0, 1, 1, 1], "width": 16}


def answers(n=2, side=64, seed=0):
    g = torch.Generator().manual_seed(seed)
    return [torch.rand((n, 15, side // s, side // s), generator=g) for s in STRIDES]


def test_a_cut_says_where_it_lies():
    picture = np.zeros((300, 400, 3), np.uint8)
    picture[140:161, 240:261] = 255  # a bright spot whose middle, in pixel edges, is (250.5, 150.5)
    for scale, turn in ((0.3, 0), (1.0, 20), (1.7, -30)):
        rng = np.random.default_rng(2)
        for _ in range(20):
            view, m = cut(picture, 256, scale, rng, turn)
            x, y = m[:, :2] @ [250.5, 150.5] + m[:, 2]
            if 30 < x < 226 and 30 < y < 226:
                break
        bright = np.argwhere(view[..., 0] > 128)
        # outside the picture it is repeated in a mirror: only the spot itself counts
        bright = bright[np.hypot(bright[:, 1] - x, bright[:, 0] - y) < 25]
        assert np.allclose(bright.mean(0)[::-1] + 0.5, [x, y], atol=0.8)


def test_mirroring_twice_changes_nothing_and_keeps_left_left():
    x, told = torch.rand(2, 3, 64, 64), answers()
    rows = torch.tensor([0, 1])
    once_x, once = mirrored(x.clone(), [a.clone() for a in told], rows)
    # the image-left eye of the mirror lies where the image-right eye was
    assert torch.allclose(once[0][:, 5], 1 - told[0][:, 7].flip(2))
    twice_x, twice = mirrored(once_x, once, rows)
    assert torch.equal(twice_x, x) and all(torch.allclose(a, b) for a, b in zip(twice, told))


def test_the_teachers_own_answer_costs_nothing_and_a_shifted_point_does():
    config = {"focus": 1.5, "sure": 0.35, "box_weight": 1.0, "points_weight": 3.0}
    told = answers()
    said = [torch.cat([torch.logit(a[:, :1].clamp(1e-4, 1 - 1e-4)), a[:, 1:]], 1) for a in told]
    total, *_ = losses(said, told, config)
    assert total < 1e-2
    said[0][:, 5:] += 0.5
    assert losses(said, told, config)[3] > 0.05


def test_folding_keeps_the_function(tmp_path):
    network = OnePass(**SMALL).train()
    network.raw(torch.rand(4, 3, 64, 96) * 255)  # norms have seen something
    network.eval()
    x = torch.rand(1, 3, 64, 96) * 255
    for a, b in zip(network(x), fold(network, **SMALL)(x)):
        assert torch.allclose(a, b, atol=1e-4)


class Teacher(torch.nn.Module):
    """Names and shapes of the reference detector; sees bright spots as faces."""

    def forward(self, x):
        out = []
        for s in STRIDES:
            light = torch.nn.functional.avg_pool2d(x.mean(1, keepdim=True) / 255, s).flatten(2).transpose(1, 2)
            out += [light, light, light.expand(-1, -1, 4) * 0.1 + 0.5, light.expand(-1, -1, 10) * 0.1 + 0.5]
        return out


def test_a_short_run_learns_resumes_and_exports(tmp_path):
    synthetic.make(tmp_path / "data", count=60)
    teachers = tmp_path / "teachers"
    teachers.mkdir()
    names = [f"{n}_{s}" for s in STRIDES for n in ("cls", "obj", "bbox", "kps")]
    torch.onnx.export(Teacher(), (torch.rand(1, 3, 64, 64),), str(teachers / "yunet_n_dynamic.onnx"), input_names=["input"],
                      output_names=names, dynamic_axes={"input": {2: "h", 3: "w"}}, dynamo=False)
    config = yaml.safe_load(CONFIG.read_text()) | {"network": SMALL, "side": 64, "pool": 48, "batch": 8, "average": 0.8}
    path = tmp_path / "one-pass.yaml"
    path.write_text(yaml.safe_dump(config))
    common = ["detector", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--config", str(path), "--teachers", str(teachers)]
    main([*common, "--steps", "30"])
    first = torch.load(tmp_path / "out" / "one-pass-state.pt", weights_only=True)["step"]
    main([*common, "--steps", "40", "--resume"])
    assert (first, torch.load(tmp_path / "out" / "one-pass-state.pt", weights_only=True)["step"]) == (30, 40)
    made = export_one_pass(tmp_path / "out" / "one-pass.pt", config, tmp_path / "out" / "detector.onnx")
    assert made["difference"] < 1e-4
