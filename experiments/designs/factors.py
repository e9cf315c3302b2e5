"""What is varied, and between which values: levels, or a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.designs.experiment import PARAMETERS, SPECIAL
from experiments.posterior import count
from sim.errors import InputError
from sim.parameters import Parameter
from sim.scenario import check, declarations, show

MONTHS = "district.months"
MOST_STEPS = 10_000


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


def leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """(address, value) of nested tables, down to what is declared; special columns as they are."""
    for key, value in table.items():
        address = f"{prefix}{key}"
        if isinstance(value, dict) and not is_known(address):
            if not value:
                yield address, value
            yield from leaves(value, f"{address}.")
        else:
            yield address, value


def is_known(address: str) -> bool:
    """Whether something of this name can be varied."""
    return address in SPECIAL or address in declarations()


def once(found: Iterator[tuple[str, Any]], where: str) -> dict[str, Any]:
    """The pairs as a table. Raises InputError for an address with two values."""
    table: dict[str, Any] = {}
    for address, value in found:
        if address in table:
            raise InputError(f"{address} in {where} has two values; keep one.")
        table[address] = value
    return table


def value_of(address: str, value: Any, where: str) -> Any:
    """One value, checked and in its declared type. Raises InputError."""
    if address == PARAMETERS:
        if type(value) is not int or not 0 <= value < count():
            raise InputError(
                f"parameters in {where} is {show(value)}, but must be the number of a set, "
                f"0 to {count() - 1}."
            )
        return value
    if address in SPECIAL:
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"{address} in {where} is {show(value)}, but must be a scenario's name.")
        return value
    if address == MONTHS:
        raise InputError(
            f"{MONTHS} in {where} cannot vary within an experiment: set months in [experiment] to the "
            "longest, and read earlier months from the same runs."
        )
    return check(address, value, where)


def factor_of(address: str, value: Any, where: str) -> Factor:
    """A factor as a file writes it. Raises InputError."""
    if isinstance(value, list):
        return levels_of(address, tuple(value_of(address, one, where) for one in value), where)
    if address in SPECIAL:
        if address == PARAMETERS and value == "posterior":
            return Levels(tuple(range(count())))
        means = ', or "posterior" for all sets' if address == PARAMETERS else ', as in ["denmark", "norway"]'
        raise InputError(f"{address} in {where} is {show(value)}, but must be a list of levels{means}.")
    if address not in declarations() or address == MONTHS:
        value_of(address, value, where)
    parameter = declarations()[address].parameter
    if value == "plausible":
        return _plausible(address, parameter, where)
    if isinstance(value, dict) and parameter.unit.kind == "number":
        return _range(address, value, parameter, where)
    ways = "a list of levels"
    if parameter.unit.kind == "number":
        ways += ', { from = .., to = .., steps = .. }, or "plausible" for the declared range'
    raise InputError(f"{address} in {where} is {show(value)}, but must be {ways}.")


def levels_of(address: str, values: tuple[Any, ...], where: str) -> Levels:
    """Levels that differ. Raises InputError where there are none, or one stands twice."""
    if not values:
        raise InputError(f"{address} in {where} has no levels; name at least one.")
    seen = set()
    for value in values:
        if value in seen:
            raise InputError(f"{address} in {where} has the level {show(value)} twice; keep one.")
        seen.add(value)
    return Levels(values)


def _plausible(address: str, parameter: Parameter, where: str) -> Factor:
    if parameter.unit.kind == "yes_no":
        return Levels((False, True))
    if parameter.unit.kind == "choice":
        return Levels(parameter.choices)
    if parameter.unit.kind != "number" or parameter.plausible is None:
        raise InputError(f"{address} in {where} has no declared range; give a list of levels.")
    return Range(*map(float, parameter.plausible))


def _range(address: str, value: Mapping[str, Any], parameter: Parameter, where: str) -> Factor:
    if not {"from", "to"} <= value.keys() <= {"from", "to", "steps"}:
        raise InputError(
            f"{address} in {where} is a table with {', '.join(map(str, value)) or 'nothing'}, but a "
            "range has from, to and, in a grid, steps."
        )
    low, high = (value_of(address, value[end], where) for end in ("from", "to"))
    if not low < high:
        raise InputError(f"{address} in {where} goes from {low:g} to {high:g}, but must go upwards.")
    steps = value.get("steps")
    if steps is None:
        return Range(float(low), float(high))
    if type(steps) is not int or not 2 <= steps <= MOST_STEPS:
        raise InputError(
            f"{address}.steps in {where} is {show(steps)}, but must be a whole number from 2 to "
            f"{MOST_STEPS:,}."
        )
    if parameter.unit.whole and steps > high - low + 1:
        raise InputError(
            f"{address} in {where} has {steps} steps from {low} to {high}, but there are only "
            f"{high - low + 1} whole numbers."
        )
    size = (high - low) / (steps - 1)
    values = tuple(rounded(low + k * size, parameter, low, high) for k in range(steps))
    if len(set(values)) < steps:
        raise InputError(
            f"{address} in {where} has {steps} steps from {low!r} to {high!r}, but values have twelve "
            "digits, in which some of these are the same; take fewer steps, or ends further apart."
        )
    return Levels(values)


def rounded(value: float, parameter: Parameter, low: float, high: float) -> Any:
    """Between the ends, without the last digits that division leaves; whole where only that means a thing."""
    if parameter.unit.whole:
        return int(min(max(round(value), low), high))
    return min(max(float(f"{value:.12g}"), float(low)), float(high))
