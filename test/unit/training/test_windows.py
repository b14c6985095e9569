"""Mirroring and turning of cascade windows: the labels must follow the pixels."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed: see models/training/requirements.txt")

from training.windows import Pictures, cut_turned, label, overlap  # noqa: E402


def scene():
    """A dark picture with one bright pixel block at each landmark, all of different colours."""
    picture = np.zeros((120, 160, 3), np.uint8)
    marks = np.array([[60, 40], [90, 42], [75, 58], [63, 75], [88, 76]], np.float32)
    for i, (x, y) in enumerate(marks.astype(int)):
        picture[y - 2 : y + 2, x - 2 : x + 2] = 50 * (i + 1)
    pictures = Pictures()
    pictures.add(picture, [[50, 25, 50, 65]], [marks], [True])
    return pictures, marks


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("degrees", [0, 12, -20])
def test_landmarks_land_on_their_pixels(mirror, degrees):
    pictures, marks = scene()
    patch, m = cut_turned(pictures.levels[0], 75, 58, 80, degrees, mirror, 80, 0)
    _, points = label(m, 80, pictures.boxes[0][0], marks, mirror)
    values = [patch[int(y * 80), int(x * 80), 0] for x, y in points]
    order = [2, 1, 3, 5, 4] if mirror else [1, 2, 3, 4, 5]
    assert np.allclose(np.array(values) / 50, order, atol=0.35)
    assert points[0, 0] < points[1, 0] and points[3, 0] < points[4, 0]  # image-left first


def test_mirrored_box_is_the_box_of_the_mirrored_picture():
    pictures, marks = scene()
    box = pictures.boxes[0][0]
    for mirror in (False, True):
        _, m = cut_turned(pictures.levels[0], 70, 60, 90, 0, mirror, 48, 0)
        offsets, _ = label(m, 48, box, marks, mirror)
        x1, x2 = (50 - 25) / 90, (100 - 25) / 90
        expected = (1 - x2, 1 - x1) if mirror else (x1, x2)
        assert np.allclose([offsets[0], 1 + offsets[2]], expected, atol=1e-5)
        assert offsets[0] < 1 + offsets[2]


def test_overlap_is_that_of_squares():
    assert overlap((50, 50, 20), np.array([[40.0, 40, 20, 20]]))[0] == pytest.approx(1)
    assert overlap((50, 50, 20), np.array([[42.0, 40, 16, 20]]))[0] == pytest.approx(1)  # the square around it
    assert overlap((70, 50, 20), np.array([[40.0, 40, 20, 20]]))[0] == 0
