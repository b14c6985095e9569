"""Executes the notebooks of `notebooks/` and writes their outputs back, free of times and store of this machine.

For whoever changes a notebook, a card or a network: .venv/bin/python scripts/refresh_notebooks.py [NAME…]
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


def refresh(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.clear()
    resources = {"metadata": {"path": str(NOTEBOOKS)}}
    NotebookClient(notebook, timeout=600, kernel_name="tslab", record_timing=False, resources=resources).execute()
    nbformat.write(notebook, path)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    chosen = [NOTEBOOKS / name for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(FACEGAUGE_STORE=str(Path(folder) / "facegauge.db"), LC_ALL="C.UTF-8")
        for notebook in chosen:
            refresh(notebook)
