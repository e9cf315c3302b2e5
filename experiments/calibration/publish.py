"""The result as files: sets, predictions, and everything that was found out about them."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import numpy as np

from experiments.calibration.diagnostics import (
    HIGH,
    LOW,
    chains_beside,
    coverage,
    leave_out,
    moved,
    predictive,
)
from experiments.calibration.matching import LIMIT, implausibility, ranked
from experiments.calibration.pipeline import Outcome, made_with
from experiments.calibration.problem import Problem
from experiments.manifest import versions
from experiments.posterior import even, narrows_or_shifts
from sim.errors import InputError
from sim.scenario import show_path

SETS, RESULT = "sets.csv", "calibration.json"
CHECKS = "checks"  # a folder of its own, because every table beside the sets is taken for sets
PREDICTIONS = "predictions.csv"
DIGITS = 5  # significant, of what is written
TRUTHS = 100
ALL_SETS = "all sets"  # where a study is left out; results that do not say so began with the sets kept


def findings(problem: Problem, out: Outcome) -> dict:
    """All that is known about the posterior, as plain data."""
    p, s, kept = problem, out.settings, out.kept
    names = p.space.names
    low, high = np.array(p.space.low), np.array(p.space.high)
    values, best = p.space.values(out.z[kept]), p.space.values(out.best_z)
    simulated = out.simulated[kept]
    se, discrepancy = (np.array([getattr(t, k) for t in p.targets]) for k in ("se", "discrepancy"))
    luck_left = np.nan_to_num(np.nanmean(out.luck[kept], axis=0))
    d, noise = out.design, p.noise * p.stretch(p.published)
    explained, said = out.emulator.held_out(d.z, d.straight, d.draws)
    shares = moved(values, low, high)
    seen = predictive(simulated, p.published, se, discrepancy, s.seed)
    unexplained = [one.scale**2 * (one.level + one.noise) for one in out.emulator.processes]
    allowed = np.sqrt(noise**2 + luck_left * p.stretch(p.published) ** 2)
    without = leave_out(
        p, out.emulator,
        {"z": out.z, "simulated": out.simulated, "prior": out.prior, "data": out.data},
        allowed, s.seed, s.rank_of_sets,
    )  # fmt: skip
    return {
        "made_with": made_with(p, s),
        "versions": versions(),
        "simulated_sets": out.runs,
        "waves": out.waves,
        "sets": {
            "asked": len(kept), "kept": int(kept.sum()), "limit": LIMIT,
            "rank": s.rank_of_sets, "last_moves": out.moved,
        },
        "free": [
            {
                "address": name, "low": float(low[n]), "high": float(high[n]),
                "mean": float(values[:, n].mean()), "sd": float(values[:, n].std(ddof=1)),
                "lo": float(np.percentile(values[:, n], LOW)), "hi": float(np.percentile(values[:, n], HIGH)),
                "moved": float(shares[n]), "best": float(best[n]),
                "said": narrows_or_shifts(values[:, n], even(low[n], high[n])),
            }
            for n, name in enumerate(names)
        ],
        "targets": [
            {
                "id": t.id, "study": t.study, "source": t.source or t.study, "label": t.label,
                "published": t.published, "se": t.se,
                "discrepancy": t.discrepancy, "fitted": t.fitted, "anchor": t.anchor, "predicted": seen[n],
                "best": _number(out.best_simulated[n]),
                "best_luck": _number(np.sqrt(out.best_luck[n])),
                "luck": _number(np.sqrt(luck_left[n])),
                "held_out_r2": _number(explained[n]), "held_out_error": _number(said[n]),
            }
            for n, t in enumerate(p.targets)
        ],
        "coverage": coverage(
            d.z, d.straight, d.draws, s.waves[0], out.emulator, noise, p.fitted,
            min(TRUTHS, s.waves[0]), s.seed,
        ),
        "chains": chains_beside(
            out.emulator, p.straight(p.published), noise**2 + np.array(unexplained), p.fitted, s.seed
        ),
        "leave_out": without,
        "left_out_of": ALL_SETS,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def rounded(value):
    """Plain data with floats of a few significant digits, so that files are short and stable."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None
    return value


def sets_table(problem: Problem, out: Outcome) -> str:
    """A line a set: the number of its draw of everything else, then the free numbers."""
    numbers = np.flatnonzero(out.kept)
    values = problem.space.values(out.z[out.kept])
    return _table(["set", *problem.space.names], [[n, *row] for n, row in zip(numbers, values, strict=True)])


def predictions_table(problem: Problem, out: Outcome) -> str:
    """A line a set: what its own simulation gave of every target."""
    numbers = np.flatnonzero(out.kept)
    rows = [[n, *row] for n, row in zip(numbers, out.simulated[out.kept], strict=True)]
    return _table(["set", *(t.id for t in problem.targets)], rows)


def _table(header: list[str], rows: list[list]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    for row in rows:
        table.writerow([row[0], *(f"{value:.{DIGITS + 1}g}" for value in row[1:])])
    return text.getvalue()


def write(folder: Path, problem: Problem, out: Outcome) -> dict:
    """Everything into a folder, whole files at once. Returns the findings."""
    found = rounded(findings(problem, out))
    for name, text in (
        (f"{CHECKS}/{PREDICTIONS}", predictions_table(problem, out)),
        (RESULT, json.dumps(found, indent=1, allow_nan=False) + "\n"),
        (SETS, sets_table(problem, out)),
    ):
        put(folder / name, text)
    return found


def put(path: Path, text: str) -> None:
    """A file, or nothing: never half of one. Raises InputError where it cannot be written."""
    beside = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise InputError(
            f"{show_path(path)} cannot be written: {error.strerror}; name another folder with --out."
        ) from None


def read(folder: Path) -> dict:
    """The findings in a folder. Raises InputError where there are none.

    What follows from the sets is worked out from them anew: whether data moved a number, and which
    share of the sets asked for has its 1st, 2nd ... largest implausibility below the limit.
    """
    path = folder / RESULT
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        raise InputError(f"{show_path(path)} holds no calibration; 'inroads calibrate' makes one.") from None
    sets = _columns(folder / SETS)
    for one in found.get("free", ()):
        if one["address"] in sets:
            one["said"] = narrows_or_shifts(sets[one["address"]], even(one["low"], one["high"]))
    predicted = _columns(folder / CHECKS / PREDICTIONS)
    if predicted and "sets" in found:
        found["sets"]["by_rank"] = by_rank(found, predicted)
    return found


def _columns(path: Path) -> dict[str, np.ndarray]:
    """A table of numbers by the names in its first line; nothing where there is no such file."""
    if not path.is_file():
        return {}
    header, *rows = csv.reader(path.read_text("utf-8").splitlines())
    return dict(zip(header, np.array(rows, float).reshape(len(rows), len(header)).T, strict=True))


def by_rank(found: dict, predicted: dict[str, np.ndarray]) -> list[float]:
    """Of the sets asked for, the share with all fitted figures within the limit, all but one, ...

    Sets that were not kept stay out at every rank up to that of the cut. Luck is pooled over sets.
    """
    used = [one for one in found["targets"] if one["fitted"]]
    values = np.array([predicted[one["id"]] for one in used]).T
    variance = np.array(
        [one["se"] ** 2 + one["discrepancy"] ** 2 + (one["luck"] or 0.0) ** 2 for one in used]
    )
    distance = implausibility(values, np.array([one["published"] for one in used]), variance)
    sets = found["sets"]
    within = [int((ranked(distance, rank) < sets["limit"]).sum()) for rank in range(1, sets["rank"])]
    return [count / sets["asked"] for count in (*within, sets["kept"])]
