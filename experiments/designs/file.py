"""An experiment as a file: what is varied, how points are chosen, what is kept. All input is checked here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from experiments.designs import keys
from experiments.designs.experiment import PARAMETERS, Keep
from experiments.designs.factors import Factor, Levels, Range, factor_of, leaves, once
from experiments.designs.listed import filled, rows_of
from experiments.designs.settings import keep_of, parameters_of, seeds_of
from experiments.designs.start import base_of, fixed_of, what_if_of, whole_of
from sim.errors import InputError
from sim.scenario import LARGEST_FILE, Scenario, nearest, read_toml, show, show_path

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
    where = show_path(path)
    content, text = _content(path, where)
    _known(content, keys.TABLES, where, "part")
    tables = {one: _table(content, one, where) for one in keys.TABLES if one != "points"}
    for one in ("about", "experiment", "keep", "design"):
        _known(tables[one], keys.TABLES[one], f"[{one}] in {where}")
    settings = tables["experiment"]
    start, fixed = base_of(settings, path), fixed_of(tables["set"], where)
    base = start.set(fixed)
    what_if = what_if_of(tables["what_if"], start, fixed, path)
    factors = {
        address: factor_of(address, value, where)
        for address, value in once(leaves(tables["factors"]), where).items()
    }
    design = _design(tables["design"], content, factors, where)
    rows = rows_of(content, design, path)
    scenarios, what_ifs = whole_of(factors, rows, start, fixed, path)
    asked = parameters_of(settings, where)
    varied = {*factors, *(a for row in rows for a in row)}
    for address in fixed:
        if address in varied:
            raise InputError(f"{address} in {where} is varied and stands in [set] too; keep one.")
    _check_apart(varied, what_if, what_ifs, asked, where)
    rows = filled(rows, base, scenarios, where)
    return ExperimentFile(
        path, path.stem, _about(tables["about"], where), base, seeds_of(settings, where), asked,
        keep_of(tables["keep"], base, where), what_if, factors, design, rows,
        _groups(tables["groups"], varied, where), scenarios, what_ifs, text,
    )  # fmt: skip


def _content(path: Path, where: str) -> tuple[dict[str, Any], str]:
    """What a file says, and its text. Raises InputError where it is empty or cannot be read."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise InputError(
            f"{where} is larger than {LARGEST_FILE:,} bytes; many points go into a table beside it: "
            'design.kind = "csv".'
        )
    content = read_toml(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        same = repr(tomllib.loads(text)) == repr(content)  # not by ==, as no nan is equal to itself
    except (OSError, ValueError):
        same = False
    if not same:  # the text is kept with the results, so it must be what they come from
        raise InputError(f"{where} was changed while it was read; try again.")
    if not content:
        raise InputError(f"{where} is empty; 'inroads experiment --example' prints a file to start from.")
    return content, text


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
            "[factors], or use another kind."
        )
    if kind != "list" and "points" in content:
        raise InputError(
            f'{where} has [[points]], but they belong to a design of kind "list" without [factors], '
            f"not {kind}."
        )
    return {**table, "kind": kind}


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


def _groups(table: Mapping[str, Any], varied: set[str], where: str) -> dict[str, tuple[str, ...]]:
    """Named lists of what is varied, or of what that begins with.

    Which of them may stand together is for the analysis to say. Raises InputError.
    """
    for name, members in table.items():
        if not isinstance(members, list) or not members or not all(isinstance(m, str) for m in members):
            raise InputError(f"groups.{name} in {where} is {show(members)}, but must be a list of addresses.")
        for one in members:
            if not any(a == one or a.startswith(one.rstrip(".") + ".") for a in varied):
                raise InputError(
                    f"groups.{name} in {where} names {show(one)}, but nothing under [factors] is called that."
                    f"{nearest(one, varied)}"
                )
    return {name: tuple(members) for name, members in table.items()}
