"""A small data set in the documented layout, drawn from scratch, for tests that run everywhere."""

import csv
import io
import json
import tarfile

import numpy as np
from PIL import Image, ImageDraw


def face(rng, identity, side=128):
    """A cartoon whose colours and proportions belong to the identity, with a little noise."""
    own = np.random.default_rng(identity)
    skin, hair, eye = (tuple(int(v) for v in own.integers(40, 230, 3)) for _ in range(3))
    width, gap, mouth = own.uniform(30, 46), own.uniform(15, 22), own.uniform(8, 22)
    dx, dy = rng.normal(0, 1.5, 2)
    picture = Image.new("RGB", (side, side), tuple(int(v) for v in rng.integers(0, 255, 3)))
    draw = ImageDraw.Draw(picture)
    cx, cy = 64 + dx, 70 + dy
    draw.ellipse([cx - width - 4, 10, cx + width + 4, 110], fill=hair)
    draw.ellipse([cx - width, 22, cx + width, 124], fill=skin)
    for sign in (-1, 1):
        draw.ellipse([cx + sign * gap - 6, cy - 14, cx + sign * gap + 6, cy - 6], fill=(250, 250, 250))
        draw.ellipse([cx + sign * gap - 3, cy - 13, cx + sign * gap + 3, cy - 7], fill=eye)
    draw.line([cx, cy - 4, cx - 3, cy + 12, cx + 3, cy + 12], fill=(30, 30, 30), width=2)
    draw.line([cx - mouth, cy + 28, cx + mouth, cy + 28], fill=(150, 30, 40), width=4)
    pixels = np.asarray(picture, np.float32) + rng.normal(0, 5, (side, side, 3))
    marks = [[cx - gap, cy - 10], [cx + gap, cy - 10], [cx, cy + 12], [cx - mouth, cy + 28], [cx + mouth, cy + 28]]
    return np.clip(pixels, 0, 255).astype(np.uint8), marks


def webp(pixels):
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", quality=85)
    return out.getvalue()


def add(archive, name, data):
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    archive.addfile(entry, io.BytesIO(data))


def make(folder, count=500, width=256, seed=3):
    """500 faces of 125 people (sources cel10k, matush, utk), 40 non-faces, 30 scenes."""
    rng = np.random.default_rng(seed)
    (folder / "faces").mkdir(parents=True)
    # the "teacher" is a fixed projection of the coarse picture: a network can learn it quickly
    projection = np.random.default_rng(0).normal(size=(192, width))
    rows, teacher = [], []
    for shard in range(2):
        with tarfile.open(folder / "faces" / f"faces-{shard:02d}.tar", "w") as archive:
            for i in range(shard * count // 2, (shard + 1) * count // 2):
                identity = i % 125
                source = ("cel10k", "matush", "utk")[identity % 3]
                name = f"{i:05d}.webp"
                pixels = face(rng, identity)[0]
                add(archive, name, webp(pixels))
                rows.append([i, shard, name, source, "" if source == "utk" else identity, 0.9, 60])
                coarse = np.asarray(Image.fromarray(pixels).resize((8, 8), Image.Resampling.BOX), float)
                halves = ((coarse.flatten() - 128) @ projection).reshape(2, -1)
                teacher.append((halves / np.linalg.norm(halves, axis=1, keepdims=True)).flatten() / 2**0.5)
    with open(folder / "faces" / "index.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "shard", "name", "source", "identity", "detector_score", "face_width_px"])
        writer.writerows(rows)
    np.array(teacher, np.float16).tofile(folder / "faces" / "teacher.f16")
    with tarfile.open(folder / "nonfaces.tar", "w") as archive:
        for i in range(40):
            coarse = rng.integers(0, 255, (8, 8, 3)).astype(np.uint8)
            add(archive, f"{i:04d}.webp", webp(np.asarray(Image.fromarray(coarse).resize((128, 128)))))
    scenes = []
    with tarfile.open(folder / "scenes.tar", "w") as archive:
        for i in range(30):
            pixels = np.asarray(Image.fromarray(rng.integers(0, 255, (6, 8, 3)).astype(np.uint8)).resize((320, 240))).copy()
            one, marks = face(rng, int(rng.integers(125)))
            x, y = int(rng.integers(0, 190)), int(rng.integers(0, 110))
            pixels[y : y + 128, x : x + 128] = one
            add(archive, f"{i:04d}.webp", webp(pixels))
            scenes.append({"file": f"{i:04d}.webp", "source": "drawn", "width": 320, "height": 240, "faces": [
                {"box": [x + 24, y + 14, 80, 110], "landmarks": [[x + a, y + b] for a, b in marks], "score": 0.9}]})
    (folder / "scenes.json").write_text(json.dumps(scenes))
