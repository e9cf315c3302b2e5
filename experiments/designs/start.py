"""Where runs start from, and what a policy changes: scenarios by name, single addresses, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.designs.experiment import SCENARIO, SIZES, WHAT_IF
from experiments.designs.factors import Factor
from sim.errors import InputError
from sim.scenario import Scenario, check, load, show, show_path, values_in


def base_of(settings: Mapping[str, Any], path: Path) -> Scenario:
    """What every run starts from, with the sizes of the experiment. Raises InputError."""
    asked = dict(zip(SIZES, (settings.get("people"), settings.get("months")), strict=True))
    sizes = {a: check(a, value, show_path(path)) for a, value in asked.items() if value is not None}
    return _beside(settings.get("scenario", "denmark"), path, "experiment.scenario").set(sizes)


def fixed_of(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What every run has. Raises InputError for sizes, which have a place of their own."""
    values = values_in(dict(table), where)
    for address in SIZES:
        if address in values:
            name = address.rpartition(".")[2]
            raise InputError(
                f"{address} in {where} stands in [set]; write {name} = .. in [experiment] instead."
            )
    return values


def what_if_of(
    table: Mapping[str, Any], start: Scenario, fixed: Mapping[str, Any], path: Path
) -> Mapping[str, Any]:
    """What the policy's arm changes: what a scenario says otherwise than the start, then single addresses.

    fixed: what every run has, of which no policy may say anything else. Raises InputError.
    """
    where = show_path(path)
    table = dict(table)
    name = table.pop(SCENARIO, None)
    changes = {} if name is None else _differences(name, start, fixed, path, "what_if.scenario")
    single = values_in(table, where)
    for address in single:
        if address.startswith("district."):
            raise InputError(
                f"{address} in {where} stands in [what_if], but both arms have the same people over the same "
                "time; set it in [experiment]."
            )
        if address in fixed:
            raise InputError(f"{address} in {where} stands in [set] and in [what_if] too; keep one.")
    return {**changes, **single}


def whole_of(
    factors: Mapping[str, Factor], rows: Iterable[Mapping[str, Any]], start: Scenario,
    fixed: Mapping[str, Any], path: Path,
) -> tuple[dict[str, Scenario], dict[str, Mapping[str, Any]]]:  # fmt: skip
    """The whole scenarios, with what every run has, and the policies that levels or points name."""

    def names(column: str) -> list[str]:
        levels = factors[column].values if column in factors else ()
        return list(dict.fromkeys([*levels, *(row[column] for row in rows if column in row)]))

    def key(column: str) -> str:
        return f"factors.{column}" if column in factors else column

    every = {**{address: start[address] for address in SIZES}, **fixed}
    scenarios = {name: _beside(name, path, key(SCENARIO)).set(every) for name in names(SCENARIO)}
    policies = {name: _differences(name, start, fixed, path, key(WHAT_IF)) for name in names(WHAT_IF)}
    return scenarios, policies


def _beside(name: Any, path: Path, key: str) -> Scenario:
    """A scenario by its shipped name, or a file beside the experiment's."""
    where = show_path(path)
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{key} in {where} is {show(name)}, but must be a scenario's name.")
    try:
        beside = path.parent / name
        return load(beside if name.endswith(".toml") and beside.exists() else name)
    except InputError as error:
        raise InputError(f"{key} in {where} cannot be used: {error}") from None
    except (OSError, ValueError):
        raise InputError(f"{key} in {where} is {show(name)}, which is no scenario's name.") from None


def _differences(
    name: Any, start: Scenario, fixed: Mapping[str, Any], path: Path, key: str
) -> dict[str, Any]:
    """What a scenario says otherwise than the start, sizes left aside.

    What every run has holds in the policy's arm too, so a scenario that says something else is refused.
    """
    found = start.differences(_beside(name, path, key))
    where = show_path(path)
    for address, (_, theirs) in found.items():
        if address in fixed and fixed[address] != theirs:
            raise InputError(
                f"{address} in {where} stands in [set], and the policy {show(name)} sets it too; keep one."
            )
    changes = {
        a: theirs for a, (_, theirs) in found.items() if a not in fixed and not a.startswith("district.")
    }
    if not changes:
        what = "the scenario that the experiment starts from" + (" and [set]" if fixed else "")
        raise InputError(
            f"{key} in {where} is {show(name)}, which says nothing else than {what}; name another."
        )
    return changes
