"""What a result was made from: values, seeds and versions. Independent of the machine."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.compiled import GENERATOR, model_fingerprint
from sim.scenario import Scenario

PACKAGES = ("inroads", "mesa", "numpy", "numba")
USUAL_GENERATOR = "splitmix"  # of luck; the other one gives other lives


def model_version() -> str:
    """The model that lives a run: a hash of its text, and the generator of its luck where that is another."""
    return model_fingerprint() if GENERATOR == USUAL_GENERATOR else f"{model_fingerprint()}-{GENERATOR}"


def hashed(raw: bytes) -> str:
    """A short hash of some bytes, as hexadecimal digits: how all of a result's files are told apart."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


@cache
def commit() -> str | None:
    """The commit of the checkout that the model runs from, or None outside one."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True,
            text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip() or None


@cache
def versions() -> dict[str, str]:
    """Versions of Inroads and of the packages that a number depends on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def manifest(scenarios: dict[str, Scenario], seeds: list[int]) -> dict[str, Any]:
    """Everything needed to make a result again.

    scenarios: by role ('baseline', 'policy'); the policy is written as its differences too.
    """
    entry: dict[str, Any] = {
        "model": model_version(),
        "commit": commit(),
        "versions": versions(),
        "seeds": seeds,
        "scenarios": {
            role: {"name": scenario.name, "values": dict(scenario.values)}
            for role, scenario in scenarios.items()
        },
    }
    if "baseline" in scenarios and "policy" in scenarios:
        changes = scenarios["baseline"].differences(scenarios["policy"])
        entry["changes"] = {a: {"from": old, "to": new} for a, (old, new) in changes.items()}
    return entry
