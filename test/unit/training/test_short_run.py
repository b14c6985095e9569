"""face -> head -> calibrate -> mtcnn -> export on 500 drawn faces, in well under a minute."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

import synthetic  # noqa: E402
import yaml  # noqa: E402
from training.train import main  # noqa: E402

MODELS = Path(__file__).resolve().parents[3] / "models"


def small(tmp_path, name, **changes):
    """The committed configuration with a network that trains in seconds."""
    config = yaml.safe_load((MODELS / "training" / "configs" / name).read_text()) | changes
    path = tmp_path / name
    path.write_text(yaml.safe_dump(config))
    return path


def training(command, tmp_path, config, *more):
    main([command, "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--config", str(config), "--threads", "2", *more])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("training")
    synthetic.make(tmp_path / "data")
    whole = yaml.safe_load((MODELS / "training" / "configs" / "rts-s.yaml").read_text())
    face = small(tmp_path, "rts-s.yaml", init=None, teachers=None, batch=32, bank=64, lr=0.003, average=0.9,
                 network={**whole["network"], "norm": True, "stem": 8, "channels": [8, 16, 32, 32], "blocks": [1, 1, 1, 1], "neck": 16},
                 head={**whole["head"], "batch": 32, "backgrounds": 40, "branch": 16, "average": 0.9})
    training("face", tmp_path, face, "--steps", "30")
    training("face", tmp_path, face, "--steps", "40", "--resume")
    training("head", tmp_path, face, "--steps", "20")
    training("calibrate", tmp_path, face)
    cascade = small(tmp_path, "mtcnn.yaml", init=None, detector=None, miners=None, batch=32, aligned=0)
    training("mtcnn", tmp_path, cascade, "--steps", "8")
    training("export", tmp_path, face)
    return tmp_path / "out"


def test_networks_fulfil_their_contract(trained):
    import onnxruntime as ort

    out = trained
    manifest = json.loads((out / "manifest.json").read_text())["networks"]
    assert set(manifest) == {"face", "pnet", "rnet", "onet"}
    session = ort.InferenceSession(str(out / "face.onnx"))
    x = np.random.default_rng(0).uniform(-1, 1, (3, 3, 112, 112)).astype(np.float32)
    embedding, log_quality, parts = session.run(None, {"face": x})
    assert embedding.shape == (3, 512) and log_quality.shape == (3, 1) and parts.shape == (3, 7, 7)
    assert np.allclose(np.linalg.norm(embedding, axis=1), 1, atol=1e-4)
    assert np.allclose(parts.reshape(3, -1).sum(1) + manifest["face"]["bias"], log_quality[:, 0], atol=1e-4)
    prob, box, marks = ort.InferenceSession(str(out / "onet.onnx")).run(None, {"x": x[:, :, :48, :48]})
    assert prob.shape == (3, 1) and box.shape == (3, 4) and marks.shape == (3, 5, 2)
    prob, box = ort.InferenceSession(str(out / "pnet.onnx")).run(None, {"x": x[:, :, :30, :41]})
    assert prob.shape == (3, 1, 10, 16) and box.shape == (3, 4, 10, 16)


def test_calibration_is_monotone(trained):
    knots = np.array(json.loads((trained / "calibration.json").read_text())["calibration"])
    assert (np.diff(knots[:, 0]) > 0).all() and (np.diff(knots[:, 1]) >= 0).all()
    assert 0 <= knots[:, 1].min() and knots[:, 1].max() <= 1


def test_learning_and_resuming(trained):
    import torch

    state = torch.load(trained / "face.pt", weights_only=True)
    assert state["step"] == 40  # 30 steps, then 10 more after the resume
    assert state["history"][-1][2] > 0.05  # the averaged cosine to the teachers on held-back people rises from 0

