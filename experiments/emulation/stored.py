"""Emulators of a result folder: fitted, stored as plain numbers, and refused once the results have changed.

What is stored are a process's few lengths and variances and the measured quality; the predictor itself is
made again from the folder's own points in a moment. So no file can smuggle in anything but numbers.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from experiments.discovery.points import Points, gather
from experiments.emulation.emulator import Emulator, Quality, Tell, fit_points, ranges_of, refit
from experiments.emulation.machines import BOOSTING, PROCESS, kind_for
from experiments.files import explained, whole
from experiments.store.layout import ANALYSIS
from experiments.store.results import Results
from sim.errors import InputError
from sim.scenario import show_path

SCHEMA = 1


def points_of(results: Results, outcome: str, month: int, group: str = "all") -> Points:
    """The points of a result folder. Raises InputError where the outcome, month or group was not kept."""
    return gather(results.table(outcome, month, group), results.factors)


def fit(
    results: Results, outcome: str, month: int, group: str = "all",
    tell: Tell = lambda done, total: None,
) -> Emulator:  # fmt: skip
    """An emulator of what an outcome is at a month, or of what the policy changes of it.

    Raises InputError where the outcome was not kept, or where points are too few.
    """
    return fit_points(points_of(results, outcome, month, group), outcome, month, group, tell)


def place(results: Results, outcome: str, month: int, group: str = "all") -> Path:
    """The file in which an emulator is stored."""
    return results.folder / ANALYSIS / f"emulator-{outcome}-{month}-{group}.json"


def save(results: Results, emulator: Emulator) -> Path:
    """Store an emulator in its result folder; returns the file. Raises InputError if the disk refuses."""
    points = points_of(results, emulator.outcome, emulator.month, emulator.group)
    quality = {name: None if value != value else value for name, value in asdict(emulator.quality).items()}
    content = {
        "schema": SCHEMA,
        "experiment": results.manifest["experiment"],
        "points": points.fingerprint(),
        "outcome": emulator.outcome,
        "month": emulator.month,
        "group": emulator.group,
        "kind": emulator.kind,
        "theta": emulator.machine.theta,
        "stretch": emulator.stretch,
        "quality": quality,
    }
    path = place(results, emulator.outcome, emulator.month, emulator.group)
    text = json.dumps(content, indent=1, allow_nan=False)
    with explained(str(results.folder)):
        path.parent.mkdir(exist_ok=True)
        whole(path, lambda unfinished: unfinished.write_text(f"{text}\n", encoding="utf-8"))
    return path


def load(results: Results, outcome: str, month: int, group: str = "all") -> Emulator | None:
    """The emulator stored in a result folder; None where none is.

    Raises InputError for one that is damaged or of other results than there are now.
    """
    path = place(results, outcome, month, group)
    try:
        stored = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        raise _unusable(path, "cannot be read") from None
    points = points_of(results, outcome, month, group)
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA:
        raise _unusable(path, "was written by another version of Inroads, or is damaged")
    if stored.get("experiment") != results.manifest["experiment"]:
        raise _unusable(path, "belongs to another experiment")
    if stored.get("points") != points.fingerprint():
        raise _unusable(path, "was fitted to other results than there are now")
    asked = {"outcome": outcome, "month": month, "group": group, "kind": kind_for(len(points))}
    if any(stored.get(name) != value for name, value in asked.items()) or not _sound(stored, points):
        raise _unusable(path, "is damaged")
    quality = Quality(**{name: math.nan if v is None else v for name, v in stored["quality"].items()})
    luck = 0.0 if math.isnan(points.luck) else points.luck
    return Emulator(
        outcome, month, group, points.difference, ranges_of(points.inputs), quality,
        refit(points, stored), stored["kind"], luck, stored["stretch"],
    )  # fmt: skip


def _unusable(path: Path, why: str) -> InputError:
    return InputError(f"The emulator {show_path(path)} {why}; 'inroads emulate' without --at fits it anew.")


def _sound(stored: dict[str, Any], points: Points) -> bool:
    """Whether a stored emulator holds the numbers that it must."""
    theta, quality = stored.get("theta"), stored.get("quality")
    numbers = sum(
        1 if isinstance(tried[0], float) else len(tried) for tried in ranges_of(points.inputs).values()
    )
    fits = theta is None if stored["kind"] == BOOSTING else (
        stored["kind"] == PROCESS and isinstance(theta, list) and len(theta) == numbers + 2
        and all(_is_number(one) and abs(one) < 100.0 for one in theta)
    )  # fmt: skip
    return (
        fits
        and _is_number(stored.get("stretch"))
        and isinstance(quality, dict)
        and set(quality) == set(Quality.__dataclass_fields__)
        and all(value is None or _is_number(value) for value in quality.values())
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
