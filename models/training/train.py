"""The one command line of the trainer; run it in `models/`:

    python -m training face|head|calibrate|causes|detector|landmarks|mtcnn|export|evaluate --data DIR --out DIR

Order for the face network: face, head, calibrate, causes, export, evaluate. `detector`, `landmarks` and `mtcnn` are independent.
Everything a run writes lies in --out; --resume goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
import yaml

HERE = Path(__file__).resolve().parent
DEFAULTS = {"mtcnn": "mtcnn.yaml", "detector": "one-pass.yaml", "landmarks": "landmarks.yaml"}


def arguments(argv=None) -> argparse.Namespace:
    p = argparse.ArgumentParser(prog="python -m training", description="Train the embedded networks of facegauge.")
    p.add_argument("command", choices=["face", "head", "calibrate", "causes", "detector", "landmarks", "mtcnn", "export", "evaluate"])
    p.add_argument("--data", type=Path, help="training data in the documented layout")
    p.add_argument("--out", type=Path, required=True, help="checkpoints, caches and results")
    p.add_argument("--config", type=Path, help="YAML (default: the one of this folder with the name of what is trained)")
    p.add_argument("--minutes", type=float, help="training time; the schedule fits itself to it")
    p.add_argument("--steps", type=int, help="instead of minutes: a number of steps (repeatable exactly)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--device", default="cpu", help="cpu or cuda")
    p.add_argument("--threads", type=int, default=0, help="CPU threads (0: all)")
    p.add_argument("--resume", action="store_true")
    p.add_argument("--init", help="start from this .onnx or checkpoint (mtcnn: folder); 'none': from scratch")
    p.add_argument("--teachers", help="folder with the reference networks (teachers, YuNet)")
    p.add_argument("--textures", type=Path, help="detector: folder of large photographs without people")
    p.add_argument("--network", default="all", help="mtcnn: pnet, rnet, onet or all")
    p.add_argument("--objective", default="accepted", choices=["accepted", "temperature"], help="of the quality head")
    p.add_argument("--eval", type=Path, help="evaluate: the evaluation pictures")
    p.add_argument("--samples", type=Path, help="evaluate: the sample pictures")
    p.add_argument("--models", type=Path, help="evaluate: folder with the ONNX files and manifest.json (default: --out)")
    p.add_argument("--pictures", type=int, default=300, help="evaluate: faces in the spoiled-copies figures")
    p.add_argument("--only", default="", help="evaluate: comma-separated parts (default: all)")
    return p.parse_args(argv)


def configuration(a: argparse.Namespace) -> dict:
    config = yaml.safe_load((a.config or HERE / "configs" / (DEFAULTS.get(a.command, "rts-s.yaml"))).read_text())
    if a.init:
        config["init"] = None if a.init == "none" else a.init
    if a.teachers:
        config["teachers"] = a.teachers
    return config


def main(argv=None) -> None:
    a = arguments(argv)
    if a.threads:
        torch.set_num_threads(a.threads)
    config = configuration(a)
    a.out.mkdir(parents=True, exist_ok=True)
    budget = (a.minutes, a.steps if a.minutes or a.steps else 1000)
    if a.command == "face":
        from .distil import run

        print(run(config, a.data, a.out, *budget, a.seed, a.device, a.resume))
    elif a.command == "head":
        from .head import run

        print(run(config, a.data, a.out, *budget, a.seed, a.device, a.resume, a.objective))
    elif a.command == "calibrate":
        from .calibrate import run

        print(run(config, a.data, a.out, a.seed, a.device, a.objective))
    elif a.command == "causes":
        from .causes import run

        print(run(config, a.data, a.out, *budget, a.seed, a.device, a.resume))
    elif a.command == "detector":
        from .one_pass import run

        print(run(config, a.data, a.out, *budget, a.seed, a.device, a.resume, a.textures))
    elif a.command == "landmarks":
        from .landmarks import run

        print(run(config, a.data, a.out, *budget, a.seed, a.device, a.resume))
    elif a.command == "mtcnn":
        from .mtcnn import run

        if a.teachers:
            config["detector"] = str(Path(a.teachers) / "yunet_n_dynamic.onnx")
        names = ["pnet", "rnet", "onet"] if a.network == "all" else [a.network]
        minutes = a.minutes / len(names) if a.minutes else None
        for name in names:
            print(run(name, config, a.data, a.out, minutes, budget[1], a.seed, a.device, a.resume))
    elif a.command == "export":
        from .manifest import export_all

        export_all(config, a.out, a.objective)
    else:
        from .evaluate import run

        run(a.models or a.out, a.eval, a.samples, a.teachers, a.pictures, a.seed, {p for p in a.only.split(",") if p}, a.out)


if __name__ == "__main__":
    main()
