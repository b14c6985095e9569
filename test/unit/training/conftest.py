import sys
from pathlib import Path

import pytest

try:
    import torch  # noqa: F401
except ImportError:
    pytest.skip("PyTorch is not installed: the training tests need models/training/requirements.txt", allow_module_level=True)

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "models"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
