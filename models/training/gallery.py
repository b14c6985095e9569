"""What the tests and the self-test take from the sample gallery: where the reference detector sees each face, and crops.

    cd models; python -m training.gallery --reference ../../shared/reference

writes test/vectors/samples/faces.json (box and landmarks of the largest face, in px of the picture) and the aligned crops
of the people below into kernel-lib/assets/self-test.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2

from .align import YuNet, choose, read, similarity, warp

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "notebooks" / "samples"
# As unlike as the gallery has them, two of them with real variation between their pictures.
PEOPLE = ("p01", "p04", "p06", "p09", "p11", "p13", "p16", "p19")


def plain(values):
    """One decimal; whole numbers without."""
    return [int(v) if v == int(v) else v for v in (round(float(value), 1) for value in values)]


def faces(detector: YuNet) -> dict:
    found = {}
    for path in sorted(SAMPLES.glob("*.jpg")):
        picture = read(path)
        boxes, _, landmarks = detector(picture)
        if len(boxes):
            i = choose(boxes, picture.shape, "largest")
            box = dict(zip(("x", "y", "width", "height"), plain(boxes[i])))
            found[path.name] = {"box": box, "landmarks": [plain(p) for p in landmarks[i]], "faces": len(boxes)}
    return found


def write_vectors(found: dict, path: Path) -> None:
    def text(value):
        return json.dumps(value, separators=(",", ":"))

    path.write_text("{\n" + ",\n".join(f"{text(name)}: {text(face)}" for name, face in found.items()) + "\n}\n")


def write_crops(found: dict, folder: Path) -> None:
    for old in folder.glob("*.webp"):
        old.unlink()
    for name in (f"{person}-{view}.jpg" for person in PEOPLE for view in "ab"):
        crop = warp(read(SAMPLES / name), similarity(found[name]["landmarks"]))
        target = folder / name.replace(".jpg", ".webp")
        cv2.imwrite(str(target), cv2.cvtColor(crop, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, 90])


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reference", type=Path, required=True, help="folder with yunet_n_dynamic.onnx")
    seen = faces(YuNet(arguments.parse_args().reference / "yunet_n_dynamic.onnx", 0.6))
    write_vectors(seen, ROOT / "test" / "vectors" / "samples" / "faces.json")
    write_crops(seen, ROOT / "kernel-lib" / "assets" / "self-test")
    print(f"{len(seen)} of {len(list(SAMPLES.glob('*.jpg')))} samples have a face to the reference detector")
