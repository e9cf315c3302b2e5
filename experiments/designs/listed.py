"""Points that a file lists one by one: tables in it, or rows of a table beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.designs.experiment import SCENARIO, SPECIAL
from experiments.designs.factors import leaves, once, value_of
from experiments.designs.table import read_table
from sim.errors import InputError
from sim.scenario import Scenario, show, show_path


def rows_of(content: Mapping[str, Any], design: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], ...]:
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


def filled(
    rows: tuple[Mapping[str, Any], ...], base: Scenario, scenarios: Mapping[str, Scenario], where: str
) -> tuple[dict[str, Any], ...]:
    """Points that all say the same addresses: what one leaves out is as in its scenario."""
    columns = list(dict.fromkeys(address for row in rows for address in row))
    found, seen = [], {}
    for number, row in enumerate(rows):
        for special in SPECIAL:
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
                "and ask for more seeds where runs are to be repeated."
            )
        seen[key] = number
        found.append(full)
    return tuple(found)
