"""Whether a folder of results is whole: every part is read and held against the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from experiments.store import layout, parts
from experiments.store.results import Problem, Results
from sim.errors import InputError


def verify(results: Results, progress: Callable[[int, int], None] | None = None) -> list[Problem]:
    """Everything that is wrong, file by file; empty where all that is there can be trusted.

    Memory stays that of one part. Runs that have not been made are no problem.
    """
    found = {problem.file: problem for problem in results.problems}
    found.update({problem.file: problem for problem in _plan(results)})
    chunks = sorted(results.runs["chunk"].unique().tolist())
    planned = dict(tuple(results.runs.groupby("chunk")["run"]))
    for number, chunk in enumerate(chunks, start=1):
        if progress is not None:
            progress(number, len(chunks))
        for problem in _chunk(results, chunk, set(planned[chunk])):
            found.setdefault(problem.file, problem)
    found.update({problem.file: problem for problem in _strangers(results.folder, set(chunks), found)})
    return [found[file] for file in sorted(found)]


def _plan(results: Results) -> Iterator[Problem]:
    """The plan itself: runs that are those of the manifest, and points that they name."""
    runs, manifest = results.runs, results.manifest
    if layout.identity(runs) != manifest["experiment"]:
        yield Problem(layout.RUNS, "is not the plan that the manifest was written for")
    if len(results.design) != manifest["points"] or not runs["point"].isin(results.design.index).all():
        yield Problem(layout.DESIGN, "does not have the points that the runs name")
    try:
        ids = layout.read(results.folder).with_ids()["id"]
    except InputError as error:
        yield Problem(layout.DESIGN, f"cannot be made a world of ({error})")
        return
    same_model = layout.model_fingerprint() == manifest["model"]
    if same_model and ids.tolist() != runs["id"].tolist():
        yield Problem(layout.DESIGN, "or the manifest was changed: runs are not of the worlds they say")


def _chunk(results: Results, chunk: int, planned: set[int]) -> Iterator[Problem]:
    experiment, folder = results.manifest["experiment"], results.folder
    status = layout.part(folder, layout.STATUS, chunk)
    outcomes = layout.part(folder, layout.OUTCOMES, chunk)
    if not status.exists():
        return
    try:
        frame, vouched = parts.read_status(status, experiment)
    except (parts.Damaged, OSError) as damage:
        yield Problem(_name(status), _why(damage))
        return
    if set(frame["run"]) != planned or frame["run"].duplicated().any():
        yield Problem(_name(status), "does not have the runs of its chunk, each once")
    try:
        table = parts.read_outcomes(outcomes, experiment, vouched)
    except (parts.Damaged, OSError) as damage:
        yield Problem(_name(outcomes), _why(damage))
        return
    keep = results.manifest["keep"]
    done = set(frame["run"][frame["status"] == parts.OK])
    rows = pd.MultiIndex.from_frame(table.select(["run", "month", "group"]).to_pandas())
    wanted = pd.MultiIndex.from_product([sorted(done), keep["months"], keep["groups"]])
    if rows.has_duplicates or len(rows) != len(wanted) or not rows.isin(wanted).all():
        yield Problem(_name(outcomes), "does not have every month of its runs, each once")
    if missing := [name for name in keep["outcomes"] if name not in table.column_names]:
        yield Problem(_name(outcomes), f"lacks the outcome {missing[0]}")


def _strangers(folder: Path, chunks: set[int], known: dict[str, Problem]) -> Iterator[Problem]:
    """Files among the parts that are none."""
    for kind in (layout.OUTCOMES, layout.STATUS):
        names = {layout.part(folder, kind, chunk).name for chunk in chunks}
        for path in sorted((folder / kind).glob("*")):
            if path.name not in names and not path.name.startswith(".") and _name(path) not in known:
                yield Problem(_name(path), "is no part of this experiment")


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _why(damage: Exception) -> str:
    return str(damage) if isinstance(damage, parts.Damaged) else "cannot be read"
