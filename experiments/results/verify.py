"""Whether a folder of results is whole: every part is read and held against the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from experiments.store import layout, parts
from experiments.store.parts import Problem
from experiments.store.results import Results
from sim.errors import InputError


def verify(results: Results, progress: Callable[[int, int], None] | None = None) -> list[Problem]:
    """Everything that is wrong, file by file; empty where all that is there can be trusted.

    Memory stays that of one part. Runs that have not been made are no problem.
    """
    found = {problem.file: problem for problem in (*results.check(), *_plan(results))}
    planned = dict(tuple(results.runs.groupby("chunk")["run"]))
    for number, (chunk, runs) in enumerate(planned.items(), start=1):
        if progress is not None:
            progress(number, len(planned))
        for problem in _chunk(results, int(chunk), set(runs)):
            found.setdefault(problem.file, problem)
    return [found[file] for file in sorted(found)]


def _plan(results: Results) -> Iterator[Problem]:
    """The plan itself: runs that are those of the manifest, and points that they name."""
    runs, manifest = results.runs, results.manifest
    if layout.identity(runs, layout.keep_of(manifest)) != manifest["experiment"]:
        yield Problem(layout.RUNS, "is not the plan that the manifest was written for")
    if len(results.design) != manifest["points"] or not runs["point"].isin(results.design.index).all():
        yield Problem(layout.DESIGN, "does not have the points that the runs name")
    try:
        ids = layout.read(results.folder).with_ids()["id"]
    except InputError as error:
        yield Problem(layout.DESIGN, f"cannot be made a world of ({error})")
        return
    same_model = layout.model_version() == manifest["model"]
    if same_model and ids.tolist() != runs["id"].tolist():
        yield Problem(layout.DESIGN, "or the manifest was changed: runs are not of the worlds they say")


def _chunk(results: Results, chunk: int, planned: set[int]) -> Iterator[Problem]:
    """Whether a part has what its chunk must have, each once."""
    status, outcomes = (layout.part(results.folder, kind, chunk) for kind in (layout.STATUS, layout.OUTCOMES))
    if not status.exists():
        return
    try:
        said = parts.read_status(status, results.manifest["experiment"])
        runs = said.runs
        if set(runs["run"]) != planned or runs["run"].duplicated().any():
            yield Problem(_name(status), "does not have the runs of its chunk, each once")
        table = parts.read_outcomes(outcomes, said)
    except parts.Damaged:
        return  # named already
    keep = results.manifest["keep"]
    done = sorted(runs["run"][runs["status"] == parts.OK])
    if missing := [name for name in keep["outcomes"] if name not in table.column_names]:
        yield Problem(_name(outcomes), f"lacks the outcome {missing[0]}")
    rows = pd.MultiIndex.from_frame(table.select(["run", "month", "group"]).to_pandas())
    wanted = pd.MultiIndex.from_product([done, keep["months"], keep["groups"]])
    if rows.has_duplicates or len(rows) != len(wanted) or not rows.isin(wanted).all():
        yield Problem(_name(outcomes), "does not have every month of its runs, each once")


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
