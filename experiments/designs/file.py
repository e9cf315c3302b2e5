"""An experiment as a file: what is varied, how points are chosen, what is kept. All input is checked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from experiments.designs import keys
from experiments.designs.experiment import PARAMETERS, SCENARIO, SIZES, WHAT_IF, Keep
from experiments.designs.factors import Factor, Levels, Range, factor_of, leaves, once, value_of
from experiments.designs.settings import keep_of, parameters_of, seeds_of
from experiments.designs.table import read_table
from sim.errors import InputError
from sim.scenario import Scenario, check, load, nearest, read_toml, show, show_path, values_in

__all__ = ["ExperimentFile", "Factor", "Levels", "Range", "find", "read", "shipped"]


@dataclass(frozen=True)
class ExperimentFile:
    """A checked experiment file.

    factors: what is varied, by address or 'scenario', 'what_if' or 'parameters'; design: kind, points, seed,
    file; rows: the points of a list or a table, all with the same addresses; groups: factors that sensitivity
    analysis takes as one; scenarios, what_ifs: whole scenarios, and changes of whole policies, by the name
    that factors or points give them; text: the file as it stands.
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
    what_ifs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str = ""


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
    _known(content, keys.TABLES, where, "part")
    tables = {one: _table(content, one, where) for one in keys.TABLES if one != "points"}
    for one in ("about", "experiment", "keep", "design"):
        _known(tables[one], keys.TABLES[one], f"[{one}] in {where}")
    settings = tables["experiment"]
    start, fixed = _base(settings, path), _fixed(tables["set"], where)
    base = start.set(fixed)
    what_if = _what_if(tables["what_if"], start, path)
    factors = {
        address: factor_of(address, value, where)
        for address, value in once(leaves(tables["factors"]), where).items()
    }
    design = _design(tables["design"], content, factors, where)
    rows = _rows(content, design, path)
    scenarios, what_ifs = _whole(factors, rows, start, path)
    scenarios = {one: whole.set(fixed) for one, whole in scenarios.items()}
    asked = parameters_of(settings, where)
    varied = {*factors, *(a for row in rows for a in row)}
    for address in fixed:
        if address in varied:
            raise InputError(f"{address} in {where} is varied and stands in [set] too; keep one.")
    _check_apart(varied, what_if, what_ifs, asked, where)
    rows = _filled(rows, base, scenarios, where)
    return ExperimentFile(
        path, path.stem, _about(tables["about"], where), base, seeds_of(settings, where), asked,
        keep_of(tables["keep"], base, where), what_if, factors, design, rows,
        _groups(tables["groups"], where), scenarios, what_ifs, path.read_text(encoding="utf-8-sig"),
    )  # fmt: skip


def _table(content: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise InputError(f"{name} in {where} is {show(table)}, but must be a table, as in [{name}].")
    return table


def _known(table: Iterable[str], names: Iterable[str], place: str, noun: str = "entry") -> None:
    for name in table:
        if name not in names:
            takes = "an experiment has" if noun == "part" else "it takes"
            raise InputError(
                f"{place} has {'a part' if noun == 'part' else 'no entry'} {show(name)}"
                f"{', but' if noun == 'part' else ';'} {takes} {', '.join(names)}.{nearest(name, names)}"
            )


def _about(table: Mapping[str, Any], where: str) -> Mapping[str, str]:
    for key, text in table.items():
        if not isinstance(text, str):
            raise InputError(f"about.{key} in {where} is {show(text)}, but must be a sentence.")
    return table


def _beside(name: Any, path: Path, key: str = SCENARIO) -> Scenario:
    """A scenario by its shipped name, or a file beside the experiment's."""
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"{key} in {show_path(path)} is {show(name)}, but must be a scenario's name.")
    try:
        beside = path.parent / name
        return load(beside if name.endswith(".toml") and beside.exists() else name)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{key} in {show_path(path)} is {show(name)}, which is no scenario's name."
        ) from None


def _base(settings: Mapping[str, Any], path: Path) -> Scenario:
    asked = dict(zip(SIZES, (settings.get("people"), settings.get("months")), strict=True))
    sizes = {a: check(a, value, show_path(path)) for a, value in asked.items() if value is not None}
    return _beside(settings.get("scenario", "denmark"), path).set(sizes)


def _fixed(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What every run has. Raises InputError for sizes, which have a place of their own."""
    values = values_in(dict(table), where)
    for address in SIZES:
        if address in values:
            name = address.rpartition(".")[2]
            raise InputError(
                f"{address} in {where} stands in [set]; write {name} = .. in [experiment] instead."
            )
    return values


def _what_if(table: Mapping[str, Any], base: Scenario, path: Path) -> Mapping[str, Any]:
    """What the policy's arm changes: a scenario's differences from the base, then single addresses."""
    where = show_path(path)
    table = dict(table)
    name = table.pop(SCENARIO, None)
    changes = {} if name is None else _differences(name, base, path, "what_if.scenario")
    changes.update(values_in(table, where))
    for address in changes:
        if address.startswith("district."):
            raise InputError(
                f"{address} in {where} stands in [what_if], but both arms have the same people over the same "
                "time; set it in [experiment]."
            )
    return changes


def _differences(name: Any, base: Scenario, path: Path, key: str) -> dict[str, Any]:
    """What a scenario says otherwise than the base, sizes left aside."""
    found = base.differences(_beside(name, path, key))
    changes = {a: theirs for a, (_, theirs) in found.items() if not a.startswith("district.")}
    if not changes:
        raise InputError(
            f"{key} in {show_path(path)} is {show(name)}, which says nothing else than the scenario that the "
            "experiment starts from; name another."
        )
    return changes


def _design(
    table: Mapping[str, Any], content: Mapping[str, Any], factors: Mapping[str, Any], where: str
) -> dict[str, Any]:
    kind = table.get("kind", "list" if "points" in content and not factors else "grid")
    if kind not in keys.KINDS:
        raise InputError(
            f"design.kind in {where} is {show(kind)}, but must be one of {', '.join(keys.KINDS)}."
            f"{nearest(str(kind), keys.KINDS)}"
        )
    if kind in ("list", "csv") and factors:
        place = "the [[points]]" if kind == "list" else "the table"
        raise InputError(
            f"{where} has [factors], but a design of kind {kind} takes all from {place}; leave out "
            "[factors], or "
            "use another kind."
        )
    if kind != "list" and "points" in content:
        raise InputError(
            f'{where} has [[points]], but they belong to a design of kind "list" without [factors], not '
            f"{kind}."
        )
    return {**table, "kind": kind}


def _rows(content: Mapping[str, Any], design: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], ...]:
    """The points of a list or a table as they are written, checked."""
    where = show_path(path)
    if design["kind"] == "csv":
        name = design.get("file")
        if not isinstance(name, str) or not name.strip():
            raise InputError(
                f"design.file in {where} is {show(name)}, but must be the name of a table, as in "
                '"points.csv".'
            )
        return read_table(path.parent / name)
    if design["kind"] != "list":
        return ()
    points = content.get("points", [])
    if not isinstance(points, list) or not all(isinstance(one, dict) for one in points):
        raise InputError(f"points in {where} is {show(points)}, but must be tables, one a point: [[points]].")
    if not points:
        raise InputError(f"{where} lists no points; add [[points]], one table a point.")
    found = []
    for number, point in enumerate(points):
        place = f"point {number} of {where}"
        row = {a: value_of(a, v, place) for a, v in once(leaves(point), place).items()}
        if not row:
            raise InputError(f"{place[0].upper()}{place[1:]} is empty; give it a value, or leave it out.")
        found.append(row)
    return tuple(found)


def _whole(
    factors: Mapping[str, Factor], rows: Iterable[Mapping[str, Any]], base: Scenario, path: Path
) -> tuple[dict[str, Scenario], dict[str, Mapping[str, Any]]]:
    """The whole scenarios and policies that levels or points name."""

    def names(column: str) -> list[str]:
        levels = factors[column].values if column in factors else ()
        return list(dict.fromkeys([*levels, *(row[column] for row in rows if column in row)]))

    sizes = {address: base[address] for address in SIZES}
    scenarios = {name: _beside(name, path).set(sizes) for name in names(SCENARIO)}
    return scenarios, {name: _differences(name, base, path, WHAT_IF) for name in names(WHAT_IF)}


def _check_apart(
    varied: set[str], what_if: Mapping[str, Any], what_ifs: Mapping[str, Mapping[str, Any]],
    parameters: str, where: str,
) -> None:  # fmt: skip
    """No address is said twice over. Raises InputError."""
    if what_if and what_ifs:
        raise InputError(f"{where} varies what_if and has a table [what_if] too; keep one.")
    for address in sorted(varied):
        if address in what_if:
            raise InputError(f"{address} in {where} is varied and stands in [what_if] too; keep one.")
        for name, changes in what_ifs.items():
            if address in changes:
                raise InputError(
                    f"{address} in {where} is varied, and the policy {show(name)} sets it too; keep one."
                )
    if PARAMETERS in varied and parameters != "best":
        raise InputError(
            f'{where} varies parameters point by point, so parameters in [experiment] must be "best".'
        )


def _filled(
    rows: tuple[Mapping[str, Any], ...], base: Scenario, scenarios: Mapping[str, Scenario], where: str
) -> tuple[dict[str, Any], ...]:
    """Points that all say the same addresses: what one leaves out is as in its scenario."""
    columns = list(dict.fromkeys(address for row in rows for address in row))
    found, seen = [], {}
    for number, row in enumerate(rows):
        for special in (SCENARIO, WHAT_IF, PARAMETERS):
            if special in columns and special not in row:
                raise InputError(
                    f"Point {number} of {where} says no {special}, but others do; say it in all."
                )
        start = scenarios.get(row.get(SCENARIO), base)
        full = {address: row[address] if address in row else start[address] for address in columns}
        key = tuple(full.values())
        if key in seen:
            raise InputError(
                f"Points {seen[key]} and {number} of {where} (counted from 0) are the same; keep one, "
                "and ask "
                "for more seeds where runs are to be repeated."
            )
        seen[key] = number
        found.append(full)
    return tuple(found)


def _groups(table: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    """Named lists of addresses; which of them may stand together is for the analysis to say."""
    for name, members in table.items():
        if not isinstance(members, list) or not members or not all(isinstance(m, str) for m in members):
            raise InputError(f"groups.{name} in {where} is {show(members)}, but must be a list of addresses.")
    return {name: tuple(members) for name, members in table.items()}
