"""What simulated figures depend on besides the model, its free numbers and its targets, as one hash."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

CODE = Path(__file__).parents[1]
# Places below scenarios/ and below experiments/, as patterns.
DATA = ("*.toml", "trials/*.toml", "profiles/*.toml", "posterior/people.csv")
PROGRAM = ("trials/*.py", "figures/*.py", "posterior.py", "calibration/simulate.py")


def files() -> list[Path]:
    """Trials, profiles, countries, published figures, the population, and the code that measures."""
    data = Path(str(resources.files("scenarios")))
    found = [sorted(root.glob(one)) for root, many in ((data, DATA), (CODE, PROGRAM)) for one in many]
    return [path for paths in found for path in paths]


def fingerprint() -> str:
    """A hash of all of them with their names."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(f"{path.parent.name}/{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
