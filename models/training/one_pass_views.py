"""Views for the one-pass detector: what the teacher sees, and what it says of every cell.

A view is a square cut of scenes, mosaics of scenes, aligned faces laid on backgrounds, pictures without a
face or large textures. The teacher (YuNet) looks at the clean view; the pool keeps the view that the
student starts from, which may have masks, sunglasses or hands painted on its faces.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort
import torch

from . import spoil_cover as cover
from .align import TEMPLATE, read, similarity
from .data import load_faces, load_nonfaces, load_scenes
from .one_pass_network import STRIDES

COVERS = (cover.face_mask, cover.glasses, cover.hand, cover.hair, cover.blocks)


class Dense:
    """The teacher's answer for every cell: [15, h, w] a stride; channel 0 is sqrt(cls obj)."""

    def __init__(self, path: Path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = ort.InferenceSession(str(path), options)
        self.names = [o.name for o in self.session.get_outputs()]

    def __call__(self, picture: np.ndarray) -> list[np.ndarray]:
        side_y, side_x = picture.shape[:2]
        raw = dict(zip(self.names, self.session.run(None, {"input": picture[None, :, :, ::-1].transpose(0, 3, 1, 2).astype(np.float32)})))
        out = []
        for s in STRIDES:
            score = np.sqrt(np.clip(raw[f"cls_{s}"], 0, 1) * np.clip(raw[f"obj_{s}"], 0, 1))[0]
            rows = np.concatenate([score, raw[f"bbox_{s}"][0], raw[f"kps_{s}"][0]], 1)
            out.append(rows.T.reshape(15, side_y // s, side_x // s).astype(np.float32))
        return out


def cut(picture, side, scale, rng, turn=0.0):
    """A square [side, side, 3] of the picture at `scale`, turned, at a random place, and the matrix [2, 3] that says where.

    Outside the picture it is black, repeated or mirrored.
    """
    h, w = picture.shape[:2]
    before = 1.0
    if scale < 0.6:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        (h, w), before, scale = picture.shape[:2], scale, 1.0
    room = (w * scale - side, h * scale - side)
    corner = [rng.uniform(min(r, 0), max(r, 0)) for r in room]
    a = np.deg2rad(turn)
    cos, sin = np.cos(a) * scale, np.sin(a) * scale
    m = np.array([[cos, sin, 0], [-sin, cos, 0]])
    middle = np.array([(corner[0] + side / 2) / scale, (corner[1] + side / 2) / scale])
    m[:, 2] = side / 2 - m[:, :2] @ middle
    border = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT)[rng.choice(3, p=[0.5, 0.3, 0.2])]
    m[:, 2] += (m[:, :2] @ [0.5, 0.5]) - 0.5  # px centres
    view = cv2.warpAffine(picture, m, (side, side), flags=cv2.INTER_LINEAR, borderMode=border)
    return view, m @ np.diag([before, before, 1])


def covered(picture, landmarks, g, rng):
    """The picture with something before the face whose five landmarks are given."""
    m = similarity(landmarks)
    crop = cv2.warpAffine(picture, m, (112, 112), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    x = torch.from_numpy(crop.transpose(2, 0, 1)[None].astype(np.float32))
    y = COVERS[rng.choice(len(COVERS), p=[0.4, 0.25, 0.15, 0.1, 0.1])](x, torch.tensor([rng.uniform(0.2, 1.0)]), g)
    change = (y - x)[0].numpy().transpose(1, 2, 0)
    back = cv2.invertAffineTransform(m)
    painted = cv2.warpAffine(change, back, picture.shape[1::-1], flags=cv2.INTER_LINEAR)
    return np.clip(picture + painted, 0, 255).astype(np.uint8)


class Maker:
    """Draws views; `side` px."""

    def __init__(self, data: Path, cache: Path, textures: Path | None, side: int, seed: int, config: dict):
        self.rng, self.side = np.random.default_rng(seed), side
        self.g = torch.Generator().manual_seed(seed)
        self.scenes = load_scenes(data)
        self.faces, self.empty = load_faces(data, cache).pictures, load_nonfaces(data, cache)
        # every fifth texture is kept for the figures
        files = [f for i, f in enumerate(sorted(textures.glob("*"))) if i % 5] if textures else []
        self.textures = [cv2.resize(read(f), None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA) for f in files]
        self.kinds, self.shares = zip(*config["shares"].items())
        self.cover = config["cover"]

    def scene(self, side=None, low=0.5, high=2.2):
        """One scene; returns the clean view and the one with a face covered (or the same)."""
        rng, side = self.rng, side or self.side
        picture, found = self.scenes[rng.integers(len(self.scenes))]
        turn = rng.uniform(-30, 30) if rng.random() < 0.5 else 0.0
        view, m = cut(picture, side, np.exp(rng.uniform(np.log(low), np.log(high))), rng, turn)
        hidden = view
        if rng.random() < self.cover:
            for face in found[:3]:
                hidden = covered(hidden, np.array(face["landmarks"]) @ m[:, :2].T + m[:, 2], self.g, rng)
        return view, hidden

    def mosaic(self):
        half = self.side // 2
        parts = [self.scene(half, 0.2, 0.9) if self.rng.random() < 0.8 else [self.texture(half)[0]] * 2 for _ in range(4)]
        return tuple(np.vstack([np.hstack([parts[0][k], parts[1][k]]), np.hstack([parts[2][k], parts[3][k]])]) for k in (0, 1))

    def texture(self, side=None):
        side = side or self.side
        if not self.textures or self.rng.random() < 0.15:
            view, _ = cut(self.empty[self.rng.integers(len(self.empty))], side, np.exp(self.rng.uniform(-0.5, 1.2)), self.rng)
            return view, view
        picture = self.textures[self.rng.integers(len(self.textures))]
        least = max(side / min(picture.shape[:2]), 0.15)
        view, _ = cut(picture, side, np.exp(self.rng.uniform(np.log(least), np.log(1.6))), self.rng)
        return view, view

    def laid(self):
        """Aligned faces, 30 to 400 px, on a background; the largest fill the picture."""
        rng, side = self.rng, self.side
        view = self.texture()[0].copy() if rng.random() < 0.6 else np.full((side, side, 3), rng.integers(0, 255, 3), np.uint8)
        marks = []
        for _ in range(1 if rng.random() < 0.6 else int(rng.integers(2, 6))):
            face = self.faces[rng.integers(len(self.faces))]
            if rng.random() < 0.5:
                face = face[:, ::-1]
            size = np.exp(rng.uniform(np.log(24), np.log(380)))
            k, a = size / 128, np.deg2rad(rng.normal(0, 12))
            m = np.array([[np.cos(a) * k, -np.sin(a) * k, 0], [np.sin(a) * k, np.cos(a) * k, 0]])
            m[:, 2] = np.array([rng.uniform(0.1, 0.9) * side, rng.uniform(0.1, 0.9) * side]) - m[:, :2] @ [64, 64]
            small = face if k > 0.6 else cv2.resize(face, (max(16, round(size * 1.3)),) * 2, interpolation=cv2.INTER_AREA)
            n = m @ np.diag([128 / small.shape[1], 128 / small.shape[0], 1]) if small is not face else m
            alpha = np.zeros(small.shape[:2], np.float32)
            edge = max(1, small.shape[0] // 24)
            alpha[edge:-edge, edge:-edge] = 1
            alpha = cv2.warpAffine(cv2.blur(alpha, (2 * edge + 1,) * 2), n, (side, side))[..., None]
            view = (cv2.warpAffine(np.ascontiguousarray(small), n, (side, side)) * alpha + view * (1 - alpha)).astype(np.uint8)
            marks.append((TEMPLATE + 8) @ m[:, :2].T + m[:, 2])
        if rng.random() > self.cover:
            return view, view
        hidden = view
        for points in marks[:2]:
            hidden = covered(hidden, points, self.g, rng)
        return view, hidden

    def __call__(self):
        kind = self.kinds[self.rng.choice(len(self.kinds), p=self.shares)]
        return getattr(self, kind)()


class Pool:
    """A ring of views on disk with the teacher's answers: makers write, the trainer reads."""

    def __init__(self, folder: Path, size: int, side: int, write: bool):
        folder.mkdir(parents=True, exist_ok=True)
        cells = sum((side // s) ** 2 for s in STRIDES)
        mode = "r+" if write and (folder / "views.u8").exists() else "w+" if write else "r"
        self.views = np.memmap(folder / "views.u8", np.uint8, mode, shape=(size, side, side, 3))
        self.answers = np.memmap(folder / "answers.f16", np.float16, mode, shape=(size, 15, cells))
        self.side = side

    def put(self, i, view, answers):
        self.views[i] = view
        self.answers[i] = np.concatenate([a.reshape(15, -1) for a in answers], 1)


def fill(data, cache, textures, teacher, folder, size, side, seed, config, start, stop, done):
    """A maker process: fills rows start..stop, `rounds` times."""
    cv2.setNumThreads(1), torch.set_num_threads(1)
    maker, dense = Maker(data, cache, textures, side, seed, config), Dense(teacher)
    pool = Pool(folder, size, side, True)
    for _ in range(config["rounds"]):
        for i in range(start, stop):
            clean, seen = maker()
            pool.put(i, seen, dense(clean))
            with done.get_lock():
                done.value += 1
