"""What tells an experiment from the one that a folder holds, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.designs.experiment import Experiment
from experiments.designs.words import listed
from experiments.store import layout
from sim.errors import InputError
from sim.scenario import show, show_path

MOST_TOLD = 4


def check_same(
    experiment: Experiment, folder: Path, manifest: Mapping[str, Any], identity: str | None = None
) -> None:
    """Raise InputError, with what differs, where a folder is not of this very experiment.

    manifest: the folder's; identity: of the experiment, where it is known already.
    """
    same = (identity or layout.identity(experiment.with_ids(), experiment.keep)) == manifest["experiment"]
    if same and layout.manifest_of(experiment)["keep"] == manifest["keep"]:
        return
    design, runs = (layout.read_table(folder, name, manifest) for name in (layout.DESIGN, layout.RUNS))
    told = list(differences(experiment, manifest, design, runs))
    told = told or ["its runs are put together in another way"]
    more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    raise InputError(
        f"{show_path(folder)} holds another experiment: {'; '.join(told[:MOST_TOLD])}{more}. "
        "Name another folder with --out, or give back the file as it was."
    )


def differences(
    experiment: Experiment, theirs: Mapping[str, Any], design: pd.DataFrame, runs: pd.DataFrame
) -> Iterator[str]:
    """What was otherwise when a folder was begun (manifest, points and runs), one thing after the other."""
    ours = layout.manifest_of(experiment)
    if ours["kind"] != theirs["kind"]:
        yield f"it was a {theirs['kind']} and is a {ours['kind']}"
    yield from _scenarios(ours, theirs)
    yield from _values(theirs["what_if"], ours["what_if"], " under [what_if]")
    yield from _policies(ours["what_ifs"], theirs["what_ifs"])
    yield from _design(ours["design"], theirs["design"])
    yield from _runs(experiment.runs, runs)
    yield from _points(experiment.points, design, ours["design"], theirs["design"])
    for name, now in ours["keep"].items():
        was = theirs["keep"][name]
        if now != was:
            yield f"keep.{name} was {listed(was)} and is {listed(now)}"
    yield from _sets(ours["parameters"], theirs.get("parameters", {}))
    if ours["model"] != theirs["model"]:
        text, was = (one["model"].split("-")[0] for one in (ours, theirs))
        what = "another version of the model" if text != was else "another generator (INROADS_GENERATOR)"
        yield (
            f"its runs were made by {what}, beside which new ones cannot stand "
            "('inroads results' still reads them)"
        )


def _scenarios(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    yield from _scenario(ours["scenario"], theirs["scenario"], "")
    for name in ours["scenarios"].keys() & theirs["scenarios"].keys():
        yield from _scenario(ours["scenarios"][name], theirs["scenarios"][name], f" in the scenario {name}")


def _scenario(ours: Mapping[str, Any], theirs: Mapping[str, Any], where: str) -> Iterator[str]:
    found = list(_values(theirs["values"], ours["values"], where))
    if ours["name"] != theirs["name"] and found:
        yield f"it started from {theirs['name']} and starts from {ours['name']}"
    yield from found
    said = sorted(set(ours["said"]) ^ set(theirs["said"]))
    if said and not found:
        yield f"only one of the two says {said[0]} itself, so that parameter sets may change it in the other"


def _values(was: Mapping[str, Any], now: Mapping[str, Any], where: str) -> Iterator[str]:
    for address in [*was, *(a for a in now if a not in was)]:
        if address not in now:
            yield f"{address}{where} was {show(was[address])} and is not said"
        elif address not in was:
            yield f"{address}{where} was not said and is {show(now[address])}"
        elif was[address] != now[address]:
            yield f"{address}{where} was {show(was[address])} and is {show(now[address])}"


def _policies(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in ours.keys() & theirs.keys():
        yield from _values(theirs[name], ours[name], f" in the policy {name}")


def _design(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*theirs, *ours]):
        if name == "factors":
            continue
        was, now = theirs.get(name), ours.get(name)
        if was != now:
            key = "parameters" if name == "parameters" else f"design.{name}"
            yield f"{key} was {_said(was)} and is {_said(now)}"
    was, now = (_as_dict(one.get("factors")) for one in (theirs, ours))
    for address in was.keys() & now.keys():
        if was[address] != now[address]:
            yield f"{address} was {listed(was[address])} and is {listed(now[address])}"


def _sets(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    now, was = ours.get("files"), theirs.get("files")
    if now is not None and was is not None and now != was:
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        yield f"the parameter sets have changed since ({', '.join(names)})"


def _as_dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _points(
    ours: pd.DataFrame, theirs: pd.DataFrame, design: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[str]:
    for address in theirs.columns.difference(ours.columns, sort=False):
        yield f"{address} was varied and is not"
    for address in ours.columns.difference(theirs.columns, sort=False):
        yield f"{address} was not varied and is"
    if len(ours) != len(theirs):
        yield f"there were {len(theirs):,} points and are {len(ours):,}"
        return
    if design != before:
        return  # told already
    for address in ours.columns.intersection(theirs.columns, sort=False):
        now, was = ours[address].tolist(), theirs[address].tolist()
        if now != was:
            point = next(k for k in range(len(now)) if now[k] != was[k])
            yield f"at point {point} {address} was {show(was[point])} and is {show(now[point])}"


def _runs(ours: pd.DataFrame, theirs: pd.DataFrame) -> Iterator[str]:
    was, now = (runs["seed"].unique().tolist() for runs in (theirs, ours))
    if was != now:
        yield f"seeds were {listed(was)} and are {listed(now)}"
    arms = [runs["arm"].unique().tolist() for runs in (theirs, ours)]
    if arms[0] != arms[1]:
        yield f"the arms were {', '.join(arms[0])} and are {', '.join(arms[1])}"


def _said(value: Any) -> str:
    return "not said" if value is None else show(value)
