"""What is known of a country's districts: the files in ``scenarios/nations``, read and checked.

Every number there has a value, a range, a source and a grade; none is typed again in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.parameters import GRADES
from sim.scenario import check, nearest, read_toml, shipped, show, show_path, values_in

COMMON = "common"
NORDIC = "nordic"  # all countries at once


@dataclass(frozen=True)
class Known:
    """A number about a country, the range in which it lies, and how it is known."""

    value: float
    low: float
    high: float
    help: str = ""
    source: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Feature:
    """Something in which districts differ: an assumption's address, how much, and how it goes with size.

    spread: standard deviation of its logarithm (of the log odds for a share); with_size: correlation
    with the logarithm of a district's people.
    """

    name: str
    address: str
    label: str
    spread: Known
    with_size: Known


@dataclass(frozen=True)
class Practice:
    """What an office makes of its staff: these addresses are multiplied, whoever lives there."""

    moves: tuple[str, ...]
    label: str
    spread: Known


@dataclass(frozen=True)
class Office:
    """A kind of office: the share of offices that are like it, and what such an office sets."""

    name: str
    share: Known
    sets: Mapping[str, Any]


@dataclass(frozen=True)
class Country:
    """A country as its file has it.

    people: its vulnerable people; again: share of districts that are lived twice.
    """

    key: str
    name: str
    code: str
    scenario: str
    people: int
    districts: int
    size_spread: Known
    features: tuple[Feature, ...]
    practice: Practice
    offices: tuple[Office, ...]
    again: Known


def folder() -> Path:
    """Where the files lie."""
    return Path(str(resources.files("scenarios"))) / "nations"


@cache
def names() -> tuple[str, ...]:
    """The countries that have a file."""
    return tuple(path.stem for path in sorted(folder().glob("*.toml")) if path.stem != COMMON)


def countries(asked: str) -> tuple[Country, ...]:
    """The country of a name or code ('denmark', 'DK'), or all of them for 'nordic'.

    Raises InputError for any other.
    """
    word = asked.strip().lower()
    if word == NORDIC:
        return tuple(country(name) for name in names())
    for name in names():
        if word in (name, _content(name)["nation"]["code"].lower()):
            return (country(name),)
    raise InputError(
        f"There is no nation {show(asked)}: give {', '.join(names())}, or {NORDIC} for all of them."
        f"{nearest(word, (*names(), NORDIC))}"
    )


@cache
def country(name: str) -> Country:
    """A country by the name of its file. Raises InputError where the file is not sound."""
    return read(folder() / f"{name}.toml")


def read(path: Path, common: Path | None = None) -> Country:
    """A country's file on top of what the countries share. Raises InputError with one sentence."""
    where = show_path(path)
    found = _merged(read_toml(common or folder() / f"{COMMON}.toml"), read_toml(path))
    try:
        about = found["nation"]
        everybody = _known(found["people"]["total"], "people.total", where)
        mine = _known(found["working_age"], "working_age", where)
        ages = {n: _content(n)["working_age"]["value"] for n in names()} | {path.stem: mine.value}
        return Country(
            path.stem, about["name"], about["code"], about["scenario"],
            round(everybody.value * mine.value / sum(ages.values())),
            round(_known(found["districts"], "districts", where).value),
            _known(found["size_spread"], "size_spread", where),
            tuple(_feature(name, table, where) for name, table in found["differ"].items()),
            _practice(found["practice"], where),
            tuple(_office(name, table, where) for name, table in found["office"].items()),
            _known(found["again"], "again", where),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{where} is no sound nation: {show(str(error))} is missing or is not what it should be; "
            "the shipped ones in scenarios/nations show what belongs in one."
        ) from None


@cache
def _content(name: str) -> dict:
    return read_toml(folder() / f"{name}.toml")


def _merged(below: dict, above: dict) -> dict:
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _merged(old, value) if isinstance(value, dict) and isinstance(old, dict) else value
    return found


def _known(table: Mapping[str, Any], name: str, where: str, of: Mapping[str, Any] | None = None) -> Known:
    """A number with its range; help, source and grade may stand one table up (``of``)."""
    about = {**(of or {}), **table}
    value, (low, high) = float(table["value"]), table["range"]
    if not low <= value <= high:
        raise InputError(f"{name} in {where} is {value:g}, outside its own range {low:g} to {high:g}.")
    if about["grade"] not in GRADES or not about["source"]:
        raise InputError(f"{name} in {where} needs a source, and a grade that is one of {', '.join(GRADES)}.")
    return Known(value, float(low), float(high), about["help"], about["source"], about["grade"])


def _feature(name: str, table: Mapping[str, Any], where: str) -> Feature:
    spread, with_size = (
        _known(table[part], f"differ.{name}.{part}", where, table) for part in ("spread", "with_size")
    )
    return Feature(name, _assumption(table["address"], where), table["label"], spread, with_size)


def _practice(table: Mapping[str, Any], where: str) -> Practice:
    moves = tuple(_assumption(address, where) for address in table["moves"])
    return Practice(moves, table["label"], _known(table["spread"], "practice.spread", where, table))


def _assumption(address: str, where: str) -> str:
    from sim.scenario import declarations

    check(address, declarations()[address].parameter.default if address in declarations() else None, where)
    return address


def _office(name: str, table: Mapping[str, Any], where: str) -> Office:
    share = _known(table["share"], f"office.{name}.share", where, table)
    file = shipped()[table["scenario"]]
    content = {k: v for k, v in read_toml(file).items() if k not in ("extends", "about")}
    return Office(name, share, values_in(content, show_path(file)))
