"""The commands that list what there is: levers and assumptions, phases, scenarios."""

from __future__ import annotations

import inspect
import json
import math
from typing import Any

from experiments.terminal import say, show
from sim.errors import InputError
from sim.parameters import GRADES, Parameter
from sim.scenario import declarations, load, shipped

WIDEST = 100  # columns of the list of scenarios


def levers(everything: bool, as_json: bool) -> None:
    """Levers, or every declared number, as tables or as one JSON object by address."""
    wanted = {
        address: one.parameter
        for address, one in declarations().items()
        if everything or one.parameter.kind == "lever"
    }
    if as_json:
        entries = {address: entry(parameter) for address, parameter in wanted.items()}
        say(json.dumps(entries, indent=2, ensure_ascii=False, allow_nan=False))
        return
    show(lever_table(wanted))
    if everything:
        say()
        say("In brackets: the unit; for an assumption also its source and how sure it is.")
        for grade, meaning in GRADES.items():
            say(f"{grade}: {meaning}.")


def entry(parameter: Parameter) -> dict[str, Any]:
    """One declaration as plain data."""
    unit = parameter.unit
    low, high = (bound if math.isfinite(bound) else None for bound in (unit.low, unit.high))
    number = unit.kind == "number"
    return {
        "kind": parameter.kind,
        "default": parameter.default,
        "unit": unit.name,
        "allowed": parameter.allowed(),
        "minimum": low if number else None,
        "maximum": high if number else None,
        "whole": unit.whole,
        "choices": list(parameter.choices) or None,
        "plausible": list(parameter.plausible) if parameter.plausible else None,
        "label": parameter.label,
        "help": parameter.help,
        "source": parameter.source,
        "grade": parameter.grade,
        "headline": parameter.headline,
    }


def lever_table(wanted: dict[str, Parameter]):
    """Address, default, plausible range and meaning with the unit; source and grade where known."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("address", "default", "range"):
        justify = "left" if title == "address" else "right"
        table.add_column(title, justify=justify, no_wrap=title == "address", overflow="fold")
    table.add_column("meaning [unit]", overflow="fold")
    for address, parameter in wanted.items():
        known = [parameter.unit.name]
        if parameter.grade:
            known += [parameter.source, parameter.grade]
        meaning = f"{parameter.help} [{'; '.join(known)}]"
        table.add_row(address, value(parameter.default), span(parameter), meaning)
    return table


def value(number: Any) -> str:
    """A value as one would write it in a scenario file."""
    if isinstance(number, bool):
        return "true" if number else "false"
    return f"{number:g}" if isinstance(number, float) and abs(number) < 1e6 else str(number)


def span(parameter: Parameter) -> str:
    """The plausible range, or the list that a choice is from."""
    if parameter.choices:
        return ", ".join(parameter.choices)
    if parameter.unit.kind == "yes_no" or not parameter.plausible:
        return parameter.allowed()
    low, high = parameter.plausible
    return f"{value(low)} to {value(high)}"


def phases() -> None:
    """The lines of a month with what each says of itself, read from the code that runs."""
    from sim.month import MONTH

    say("One month, in this order:")
    for number, phase in enumerate(MONTH, start=1):
        title = phase.__name__.replace("_", " ")
        first = (inspect.getdoc(phase) or "").partition("\n")[0]
        say(f"{number:3d}. {title[0].upper()}{title[1:]}")
        if first:
            say(f"     {first}")


def scenarios(as_json: bool) -> None:
    """The shipped scenarios with a line each, in a block for each folder."""
    about = {}
    for name in shipped():
        try:
            about[name] = dict(load(name).about)
        except InputError as error:  # a broken one must not hide the others
            about[name] = {"title": str(error)}
    if as_json:
        say(json.dumps(about, indent=2, ensure_ascii=False))
        return
    folders: dict[str, list[str]] = {}
    for name in about:
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    for place, folder in enumerate(sorted(folders)):  # baselines first, then a block for each folder
        if place:
            say()
        width = max(map(len, folders[folder]))
        for name in folders[folder]:
            say(_cut(f"{name:{width}s}  {about[name].get('title', '')}".rstrip()))


def _cut(line: str) -> str:
    """A line of the list at its widest; 'inroads check' tells the rest of a long complaint."""
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 3].rstrip()}..."
