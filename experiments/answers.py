"""What `run` and `compare` do: live the worlds through, write the files, say what came out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments import reports
from experiments.compare import Arm, Comparison, check_pairable
from experiments.manifest import manifest
from experiments.terminal import progress, say
from experiments.work import live
from sim.outcomes import NAMES
from sim.scenario import Scenario


@dataclass(frozen=True)
class Question:
    """What is asked beside the worlds: which seeds, where to write, how to print."""

    seeds: Sequence[int]
    out: str | None
    as_json: bool
    quiet: bool


def one_world(world: Scenario, question: Question) -> str | None:
    """Live one scenario through and report it.

    Returns None, or what was kept when Ctrl-C cut the work short.
    """
    arms, seeds, stopped = _work([world], question)
    if not seeds:
        return reports.NOTHING_KEPT
    made_from = manifest({"scenario": world}, seeds)
    kept = _write({"scenario": arms[0]}, seeds, made_from, question, stopped)
    if stopped:
        return kept
    if question.as_json:
        say_json({"outcomes": table_of(arms[0]), "manifest": made_from})
    else:
        reports.of_one(arms[0], seeds, question.quiet)
    return None


def two_worlds(baseline: Scenario, policy: Scenario, question: Question) -> str | None:
    """Live two scenarios through with the same luck and report what differs.

    Returns None, or what was kept when Ctrl-C cut the work short.
    """
    check_pairable(baseline, policy)
    arms, seeds, stopped = _work([baseline, policy], question)
    if not seeds:
        return reports.NOTHING_KEPT
    pair = Comparison(arms[0], arms[1], tuple(seeds))
    made_from = pair.manifest()
    kept = _write({"baseline": arms[0], "policy": arms[1]}, seeds, made_from, question, stopped)
    if stopped:
        return kept
    if question.as_json:
        say_json(pair.as_dict())
    else:
        reports.of_two(pair, question.quiet)
    return None


def _work(worlds: list[Scenario], question: Question) -> tuple[list[Arm], list[int], bool]:
    label = reports.waiting_label()
    with progress(label, wanted=not (question.quiet or question.as_json)) as bar:
        return live(worlds, question.seeds, bar)


def _write(arms, seeds, made_from, question, stopped) -> str:
    """Write the folder that was asked for; says what is in it now."""
    return reports.NOTHING_KEPT


def table_of(arm: Arm) -> dict[str, dict]:
    """One world as plain data: outcome, then month, then mean, range and Monte Carlo error."""
    found: dict[str, dict] = {}
    for name in NAMES:
        found[name] = {}
        for month in range(arm.months + 1):
            e = arm.at(name, month)
            found[name][str(month)] = {"mean": e.mean, "lo": e.lo, "hi": e.hi, "mcse": e.mcse}
    return found


def say_json(found: Any) -> None:
    """One JSON object on standard output; what has no value is null."""
    say(json.dumps(without_nan(found), indent=1, ensure_ascii=False, allow_nan=False))


def without_nan(found: Any) -> Any:
    """The same data with None where a number is not finite."""
    if isinstance(found, dict):
        return {key: without_nan(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [without_nan(value) for value in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found
