"""What `run` and `compare` do: live the worlds through, write the files, say what came out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments import posterior, reports
from experiments.compare import Arm, Comparison, check_pairable, shares
from experiments.manifest import manifest
from experiments.manual import NOTHING_KEPT, Stopped
from experiments.money import IN_MONEY, same_money
from experiments.terminal import progress, say
from experiments.work import live
from sim.outcomes import NAMES
from sim.scenario import Scenario, show


@dataclass(frozen=True)
class Question:
    """What is asked beside the worlds: which seeds, which assumptions, where to write, how to print."""

    seeds: Sequence[int]
    out: str | None
    as_json: bool
    quiet: bool
    parameters: str = "posterior"


def one_world(world: Scenario, question: Question) -> str | None:
    """Live one scenario through and report it.

    Returns None, or what was kept when Ctrl-C cut the work short.
    """
    prepare(question)
    arms, seeds, stopped = _work([world], question)
    if not seeds:
        return NOTHING_KEPT
    made_from = manifest({"scenario": world}, seeds)
    made_from["parameters"] = posterior.made_from([world], seeds, question.parameters)
    made_from["range"] = shares(arms[0].split, arms[0].months)
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
    prepare(question)
    arms, seeds, stopped = _work([baseline, policy], question)
    if not seeds:
        return NOTHING_KEPT
    pair = Comparison(arms[0], arms[1], tuple(seeds))
    made_from = pair.manifest()
    kept = _write({"baseline": arms[0], "policy": arms[1]}, seeds, made_from, question, stopped)
    if stopped:
        return kept
    if question.as_json:
        say_json(as_plain(pair))
    else:
        reports.of_two(pair, question.quiet)
    return None


def prepare(question: Question) -> None:
    """Refuse a folder that cannot take the result before the work, not after it."""
    if question.out is not None:
        from experiments import files

        files.prepare(question.out)


def _work(worlds: list[Scenario], question: Question) -> tuple[list[Arm], list[int], bool]:
    label = reports.waiting_label()
    with progress(label, wanted=not (question.quiet or question.as_json)) as bar:
        return live(worlds, question.seeds, bar, question.parameters)


def _write(
    arms: dict[str, Arm],
    seeds: list[int],
    made_from: dict[str, Any],
    question: Question,
    stopped: bool,
) -> str:
    """Write the folder that was asked for; says what is in it now."""
    if question.out is None:
        return NOTHING_KEPT
    from experiments import files

    asked = len(question.seeds)
    if stopped:
        made_from = {**made_from, "stopped": f"after {len(seeds)} of {asked} seeds"}
    try:
        files.write(Path(question.out), arms, seeds, made_from)
    except KeyboardInterrupt:
        raise Stopped(
            f"the files in {show(question.out)} are whole, but without {files.MANIFEST} the "
            "result is not finished"
        ) from None
    return f"{len(seeds)} of {asked} seeds were finished and are in {show(question.out)}"


def table_of(arm: Arm) -> dict[str, dict]:
    """One world as plain data: outcome, then month, then mean, range and Monte Carlo error."""
    found: dict[str, dict] = {}
    for name in NAMES:
        found[name] = {}
        for month in range(arm.months + 1):
            e = arm.at(name, month)
            found[name][str(month)] = {"mean": e.mean, "lo": e.lo, "hi": e.hi, "mcse": e.mcse}
    return found


def as_plain(pair: Comparison) -> dict[str, Any]:
    """A comparison as plain data; money in two currencies has no difference."""
    found = pair.as_dict()
    if not same_money(pair):
        for name in IN_MONEY:
            for entry in found["difference"][name].values():
                entry.update(dict.fromkeys(entry))
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
