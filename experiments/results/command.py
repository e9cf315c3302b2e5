"""``inroads results``: what a folder holds, whether it is whole, and its outcomes by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from experiments.answers import say_json
from experiments.files import GROUPS
from experiments.results import export, report
from experiments.results.points import ByPoint
from experiments.results.verify import verify
from experiments.store.failures import failures
from experiments.store.parts import Problem
from experiments.store.results import Results, facts, open_results
from experiments.terminal import complain, progress, say
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import nearest, show

MAIN = "job_any"
MOST_OUTCOMES = 3  # shown where none is named


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    folder: str
    outcomes: tuple[str, ...] = ()
    month: int | None = None
    group: str = "all"
    csv: str | None = None
    by_point: bool = False
    check: bool = False
    as_json: bool = False
    quiet: bool = False


def results(asked: Asked) -> bool:
    """Read and tell; whether nothing is wrong. Raises InputError for what holds no results."""
    if asked.by_point and asked.csv is None:
        raise InputError("--by-point says how a table is written; say with --csv FILE where.")
    found = open_results(asked.folder)
    outcomes, month = wanted(found, asked)
    tables = [ByPoint.of(found, name, month, asked.group) for name in outcomes] if found.done else []
    wrong = _checked(found, asked) if asked.check else list(found.problems)
    rows = None
    if asked.csv is not None:
        rows = _exported(found, tables, asked)
    if asked.as_json:
        say_json(_as_dict(found, tables, wrong, asked))
    else:
        report.told(found, tables, wrong, asked.check, asked.quiet)
        if rows is not None:
            say(f"{rows:,} rows were written to {asked.csv}.")
    for problem in wrong:
        complain(f"{problem.file} {problem.wrong}.")
    return not wrong


def wanted(found: Results, asked: Asked) -> tuple[list[str], int]:
    """The outcomes and the month that are shown. Raises InputError for what was not kept."""
    keep = found.manifest["keep"]
    for name in asked.outcomes:
        if name not in keep["outcomes"]:
            known = keep["outcomes"]
            why = "was not kept" if name in NAMES else "is no outcome"
            raise InputError(f"{show(name)} {why}; there are {', '.join(known)}.{nearest(name, known)}")
    if asked.group not in keep["groups"]:
        raise InputError(
            f"--group is {show(asked.group)}, but these results are of {', '.join(keep['groups'])}"
            f"{'; groups = true under [keep] keeps the others' if asked.group in GROUPS else ''}."
        )
    month = keep["months"][-1] if asked.month is None else asked.month
    if month not in keep["months"]:
        close = min(keep["months"], key=lambda one: abs(one - month))
        raise InputError(f"Month {month} was not kept; the nearest that was is {close}.")
    first = sorted(keep["outcomes"], key=lambda name: name != MAIN)[:MOST_OUTCOMES]
    return list(dict.fromkeys(asked.outcomes)) or first, month


def _checked(found: Results, asked: Asked) -> list[Problem]:
    with progress("parts", wanted=not (asked.quiet or asked.as_json)) as bar:
        return verify(found, bar)


def _exported(found: Results, tables: list[ByPoint], asked: Asked) -> int:
    if not found.done:
        raise InputError(f"{asked.folder} holds no run that came to an end, so there is nothing to write.")
    if asked.by_point:
        return export.write_points(tables, asked.csv)
    return export.write_runs(found, asked.csv, list(asked.outcomes), asked.month, asked.group)


def _as_dict(found: Results, tables: list[ByPoint], wrong: list[Problem], asked: Asked) -> dict[str, Any]:
    return {
        "folder": asked.folder,
        "kind": found.kind,
        "name": found.manifest["name"],
        **facts(found),
        "problems": [{"file": one.file, "wrong": one.wrong} for one in wrong],
        "checked": asked.check,
        "model_changed": report.model_changed(found),
        "failures": failures(found),
        "tables": [report.as_dict(one) for one in tables],
        "manifest": found.manifest,
    }
