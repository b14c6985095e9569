"""Reading the documented data layout and keeping decoded pictures in one file.

    DIR/faces/faces-NN.tar    aligned faces, 128x128: the 112x112 template plus 8 px each side
    DIR/faces/index.csv       row, shard, name, source, identity, detector_score, face_width_px
    DIR/faces/teacher.f16     float16 [rows, width], unit rows (two teachers side by side / sqrt 2)
    DIR/nonfaces.tar          pictures 128x128 without a usable face
    DIR/scenes.tar + .json    whole photos with boxes and landmarks

Pictures are decoded once into `CACHE/*.u8` (uint8 [rows, 128, 128, 3], RGB) and memory-mapped:
on a CPU the page cache holds them, on CUDA `Faces.to` copies them into device memory.
"""

from __future__ import annotations

import csv
import io
import json
import tarfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

SIDE = 128  # stored side in px; the network sees [8:120, 8:120] of it


@dataclass
class Faces:
    """All aligned faces of a data directory, row by row as in index.csv."""

    pictures: np.ndarray  # uint8 [rows, 128, 128, 3]
    teacher: np.ndarray  # float16 [rows, width]
    source: np.ndarray  # str [rows]
    identity: np.ndarray  # str [rows], "" where unknown


def decode(data: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    if picture.size != (SIDE, SIDE):
        picture = picture.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.asarray(picture)


def decode_tars(tars: list[Path], cache: Path) -> np.ndarray:
    """Every picture of the archives in order, decoded once; memory-mapped uint8."""
    marker = cache.with_suffix(".rows")
    if not marker.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        rows = 0
        with open(cache, "wb") as out, ThreadPoolExecutor(2) as pool:
            for tar in tars:
                with tarfile.open(tar) as archive:
                    blobs = [archive.extractfile(m).read() for m in archive if m.isfile()]
                for picture in pool.map(decode, blobs):
                    out.write(picture.tobytes())
                    rows += 1
        marker.write_text(str(rows))
    return np.memmap(cache, np.uint8, "r", shape=(int(marker.read_text()), SIDE, SIDE, 3))


def load_faces(data: Path, cache: Path) -> Faces:
    with open(data / "faces" / "index.csv", newline="") as file:
        index = list(csv.DictReader(file))
    pictures = decode_tars(sorted((data / "faces").glob("faces-*.tar")), cache / "faces.u8")
    teacher = np.fromfile(data / "faces" / "teacher.f16", np.float16).reshape(len(index), -1)
    if len(pictures) != len(index):
        raise ValueError(f"{len(pictures)} pictures in the archives, {len(index)} rows in index.csv")
    return Faces(pictures, teacher, np.array([r["source"] for r in index]),
                 np.array([r["identity"] for r in index]))


def load_nonfaces(data: Path, cache: Path) -> np.ndarray:
    return decode_tars([data / "nonfaces.tar"], cache / "nonfaces.u8")


def load_scenes(data: Path) -> list[tuple[np.ndarray, list[dict]]]:
    """[(uint8 [h, w, 3], [{box: [x, y, w, h], landmarks: [[x, y]] * 5, score}])]"""
    described = json.loads((data / "scenes.json").read_text())
    scenes = []
    with tarfile.open(data / "scenes.tar") as archive:
        blobs = {Path(m.name).name: archive.extractfile(m).read() for m in archive if m.isfile()}
    for scene in described:
        picture = Image.open(io.BytesIO(blobs[scene["file"]])).convert("RGB")
        scenes.append((np.asarray(picture), scene["faces"]))
    return scenes


def held_back(faces: Faces, sources=("cel10k", "matush"), share=0.15, seed=2026) -> np.ndarray:
    """bool [rows]: rows of the identities kept out of training, for calibration.

    Identities (not rows) are drawn, separately for each source, so that no person is on both
    sides of the split. The same seed always gives the same people.
    """
    rng = np.random.default_rng(seed)
    out = np.zeros(len(faces.source), bool)
    for source in sources:
        mine = (faces.source == source) & (faces.identity != "")
        people = np.unique(faces.identity[mine])
        drawn = rng.permutation(people)[: round(share * len(people))]
        out |= mine & np.isin(faces.identity, drawn)
    return out


def to_batch(pictures: np.ndarray, device) -> torch.Tensor:
    """uint8 [n, h, w, 3] -> uint8 [n, 3, h, w] on the device."""
    return torch.from_numpy(np.array(pictures, order="C")).to(device).permute(0, 3, 1, 2)


def normalise(pictures: torch.Tensor) -> torch.Tensor:
    """0..255 [n, 3, 112, 112] -> the network's -1..1."""
    return (pictures.float() - 127.5) / 127.5
