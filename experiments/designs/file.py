"""An experiment as a file: what is varied, how points are chosen, what is kept. All input is checked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from experiments.designs.experiment import GROUPS, PARAMETERS, SCENARIO, SIZES, Keep
from experiments.posterior import check_choice, count
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import Scenario, check, declarations, load, nearest, read_toml, show, show_path, values_in

TABLES = ("about", "experiment", "keep", "what_if", "factors", "design", "points", "groups")
SETTINGS = ("scenario", "people", "months", "seeds", "parameters")
KINDS = ("grid", "list", "latin", "sobol", "csv")
MOST_RUNS = 20_000_000


@dataclass(frozen=True)
class Range:
    """Numbers from low to high."""

    low: float
    high: float


@dataclass(frozen=True)
class Levels:
    """Some values, each as it would stand in a scenario."""

    values: tuple[Any, ...]


Factor = Range | Levels


@dataclass(frozen=True)
class ExperimentFile:
    """A checked experiment file.

    factors: what is varied, by address or 'scenario' or 'parameters'; design: kind, points, seed, file;
    rows: the points of a list or a table; groups: factors that sensitivity analysis takes as one.
    """

    path: Path
    name: str
    about: Mapping[str, str]
    scenario: Scenario
    seeds: tuple[int, ...]
    parameters: str
    keep: Keep
    what_if: Mapping[str, Any]
    factors: Mapping[str, Factor]
    design: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)


def shipped() -> dict[str, Path]:
    """The experiment files that come with Inroads, by name."""
    root = Path(str(resources.files("scenarios"))) / "experiments"
    return {path.stem: path for path in sorted(root.glob("*.toml"))}


def find(name: str) -> Path:
    """The file of an experiment: a shipped one by name, or a path. Raises InputError."""
    known = shipped()
    if name in known:
        return known[name]
    try:
        if Path(name).exists():
            return Path(name)
    except (OSError, ValueError):
        pass
    raise InputError(
        f"There is no experiment {show_path(name)}: give a TOML file, or one of {', '.join(known)}."
        f"{nearest(name, known)}"
    )


def read(name: str | Path) -> ExperimentFile:
    """The experiment in a file. Raises InputError with one sentence for what is not a sound one."""
    path = find(str(name))
    where, content = show_path(path), read_toml(path)
    for table in content:
        if table not in TABLES:
            raise InputError(
                f"{where} has a part {show(table)}, but an experiment has {', '.join(TABLES)}."
                f"{nearest(table, TABLES)}"
            )
    settings = _table(content, "experiment", where)
    _known(settings, SETTINGS, f"[experiment] in {where}")
    base = _base(settings, path)
    what_if = values_in(_table(content, "what_if", where), where)
    scenarios: dict[str, Scenario] = {}
    factors = {
        address: _factor(address, value, where)
        for address, value in _leaves(_table(content, "factors", where), where)
    }
    for address in factors.keys() & what_if.keys():
        raise InputError(f"{address} in {where} stands in [factors] and in [what_if]; keep one.")
    if SCENARIO in factors:
        sizes = {address: base[address] for address in SIZES}
        for value in factors[SCENARIO].values:
            scenarios[value] = _beside(value, path).set(sizes)
    design = _table(content, "design", where)
    rows = tuple(
        {a: _value(a, v, where) for a, v in _leaves(row, where)} for row in content.get("points", ())
    )
    return ExperimentFile(
        path, path.stem, _table(content, "about", where), base, _seeds(settings, where),
        check_choice(settings.get("parameters", "best")), _keep(content, base, where), what_if, factors,
        design, rows, _table(content, "groups", where), scenarios,
    )  # fmt: skip


def _table(content: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise InputError(f"{name} in {where} is {show(table)}, but must be a table, as in [{name}].")
    return table


def _known(table: Mapping[str, Any], names: Sequence[str], place: str) -> None:
    for name in table:
        if name not in names:
            raise InputError(
                f"{place} has no entry {show(name)}; it takes {', '.join(names)}.{nearest(name, names)}"
            )


def _beside(name: str, path: Path) -> Scenario:
    """A scenario by its shipped name, or a file beside the experiment's."""
    beside = path.parent / name
    return load(beside if name.endswith(".toml") and beside.exists() else name)


def _base(settings: Mapping[str, Any], path: Path) -> Scenario:
    name = settings.get("scenario", "denmark")
    if not isinstance(name, str):
        raise InputError(f"scenario in {show_path(path)} is {show(name)}, but must be a scenario's name.")
    asked = {"district.people": settings.get("people"), "district.months": settings.get("months")}
    return _beside(name, path).set({a: value for a, value in asked.items() if value is not None})


def _seeds(settings: Mapping[str, Any], where: str) -> tuple[int, ...]:
    asked = settings.get("seeds", 4)
    numbers = list(range(1, asked + 1)) if type(asked) is int and 1 <= asked <= 100_000 else asked
    fits = isinstance(numbers, list) and numbers and all(type(n) is int and 1 <= n <= 2**53 for n in numbers)
    if not fits or len(set(numbers)) != len(numbers):
        raise InputError(
            f"seeds in {where} is {show(asked)}, but must be how many (1 to 100,000) or a list of different "
            "whole numbers from 1."
        )
    return tuple(numbers)


def _keep(content: Mapping[str, Any], base: Scenario, where: str) -> Keep:
    table = _table(content, "keep", where)
    _known(table, ("outcomes", "months", "groups"), f"[keep] in {where}")
    outcomes, last = table.get("outcomes", list(NAMES)), base["district.months"]
    if not isinstance(outcomes, list) or not outcomes or not set(map(str, outcomes)) <= set(NAMES):
        odd = next((str(o) for o in outcomes if o not in NAMES), "") if isinstance(outcomes, list) else ""
        raise InputError(
            f"keep.outcomes in {where} is {show(outcomes)}, but must be a list of outcomes such as "
            f"{NAMES[0]}; 'inroads run denmark --json' shows them all.{nearest(odd, NAMES)}"
        )
    months = table.get("months", "all")
    months = list(range(last + 1)) if months == "all" else months
    if (
        not isinstance(months, list)
        or not months
        or not all(type(m) is int and 0 <= m <= last for m in months)
    ):
        raise InputError(
            f'keep.months in {where} is {show(months)}, but must be "all" or a list of months from 0 '
            f"to {last}."
        )
    groups = table.get("groups", False)
    if not isinstance(groups, bool):
        raise InputError(f"keep.groups in {where} is {show(groups)}, but must be true or false.")
    return Keep(
        tuple(dict.fromkeys(outcomes)), tuple(sorted(set(months))), GROUPS if groups else GROUPS[:1]
    )  # fmt: skip


def _leaves(table: Mapping[str, Any], where: str, prefix: str = "") -> list[tuple[str, Any]]:
    """(address, value) of nested tables, down to what is declared; special columns as they are."""
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        address = f"{prefix}{key}"
        known = address in declarations() or address in (SCENARIO, PARAMETERS)
        if isinstance(value, dict) and not known:
            found += _leaves(value, where, f"{address}.")
        else:
            found.append((address, value))
    return found


def _value(address: str, value: Any, where: str) -> Any:
    if address == SCENARIO:
        if not isinstance(value, str):
            raise InputError(f"scenario in {where} is {show(value)}, but must be a scenario's name.")
        return value
    if address == PARAMETERS:
        if type(value) is not int or not 0 <= value < count():
            raise InputError(
                f"parameters in {where} is {show(value)}, but must be the number of a set, "
                f"0 to {count() - 1}."
            )
        return value
    return check(address, value, where)


def _factor(address: str, value: Any, where: str) -> Factor:
    if address == PARAMETERS and value == "posterior":
        return Levels(tuple(range(count())))
    if isinstance(value, list):
        if not value:
            raise InputError(f"{address} in {where} has no levels; name at least one, as in [0.1, 0.5].")
        return Levels(tuple(_value(address, one, where) for one in value))
    if address not in declarations():
        check(address, value, where) if address not in (SCENARIO, PARAMETERS) else None
        raise InputError(f"{address} in {where} is {show(value)}, but must be a list of levels.")
    parameter = declarations()[address].parameter
    if parameter.unit.kind == "yes_no" and value == "plausible":
        return Levels((False, True))
    if parameter.unit.kind == "choice" and value == "plausible":
        return Levels(parameter.choices)
    if value == "plausible" and parameter.plausible is not None:
        return Range(*map(float, parameter.plausible))
    if isinstance(value, dict) and {"from", "to"} <= value.keys() <= {"from", "to", "steps"}:
        low, high = (_value(address, value[end], where) for end in ("from", "to"))
        if not low < high:
            raise InputError(f"{address} in {where} goes from {low} to {high}, but must go upwards.")
        steps = value.get("steps")
        if steps is None:
            return Range(float(low), float(high))
        if type(steps) is not int or not 2 <= steps <= 1000:
            raise InputError(f"{address}.steps in {where} is {show(steps)}, but must be from 2 to 1,000.")
        size = (high - low) / (steps - 1)
        return Levels(
            tuple(_value(address, _rounded(low + k * size, parameter), where) for k in range(steps))
        )
    raise InputError(
        f"{address} in {where} is {show(value)}, but must be a list of levels, "
        '{ from = .., to = .., steps = .. }, or "plausible" for the declared range.'
    )


def _rounded(value: float, parameter: Any) -> float:
    """Without the last digits that dividing a range leaves, and whole where only that has a meaning."""
    return round(value) if parameter.unit.whole else float(f"{value:.12g}")
