"""What is not known, as numbered sets of assumptions: the posterior, and which run lives in which set.

An assumption is known in one of three ways, and its declared grade says how far it may lie from its
default (`drawn`):

- measured: it stays at its default; the study's own error is small beside the rest.
- estimated: normal, with the plausible range as the middle 90% and nothing beyond it.
- judgement: as far from the default as the plausible range goes, everything on one side equally likely.

The default is the middle: as often too high as too low, also where the range reaches further on one side.
Where the default is itself an end of the range, everything lies on the other side. So the same range is
wider as a judgement than as an estimate. Yes or no, lists and plans are rules of the model, not sizes, and
are never drawn.

Assumptions that were fitted to data come from files instead (`people.csv` and `sets.csv` in
`scenarios/posterior/`, a column an address, a row a set). The posterior was found given the rest: a column
`set` in its file names the number under which the rest was drawn, otherwise it is the row's own number,
from 0.

What a set holds of everything else is a pure function of its number, the address and the declaration of that
one address: a new assumption moves no other draw, nor does a new file.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from statistics import NormalDist
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.parameters import Parameter
from sim.scenario import Scenario, check, declarations, show, show_path

CHOICES = ("posterior", "best")
DRAWN = ("estimated", "judgement")
# Each run of so many sets holds every assumption once in each of as many equal parts of its spread.
STRATA = 200
MIDDLE = 0.9  # of what an estimate could be, the share that its plausible range holds
# What the data say of an assumption is worth a word where they take a fifth off its spread, or move its
# middle by half of it.
NARROWER, AWAY = 0.8, 0.5
# The solutions for the population, and on top of them the posterior found from the trials. Other tables
# that lie beside them are no sets.
LAST = "sets.csv"
FILES = ("people.csv", LAST)
NUMBER = "set"

SIZE = "the size of the labour market: only together do they make one in which jobs and workers agree"
PACE = "the pace of the labour market: jobs that open and workers who leave must balance"
# Estimated or judged, and yet no part of what is not known about a country. Drawn one by one, the first
# six made districts with a hundredth or a hundred times the jobs, and 40% of the spread of employment.
NEVER_DRAWN = {
    "world.economy.employers_per_100": SIZE,
    "world.economy.mean_size": SIZE,
    "world.economy.others_in_work": SIZE,
    "world.economy.demand": "good times or bad: a question about the district, not a fact about the world",
    "world.economy.openings": PACE,
    "world.economy.others_separation": PACE,
    "world.hiring.rival_mean": "the scale of all judgements: found by calibration, not drawn",
    "world.hiring.local_shift": "where one trial's people stand; its control arm sets it",
}


def folder() -> Path:
    """Where the fitted sets lie."""
    return Path(str(resources.files("scenarios"))) / "posterior"


@dataclass(frozen=True)
class Table:
    """Fitted sets from one file: its addresses, a row of values a set, and each row's own number."""

    name: str
    addresses: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...]
    fingerprint: str

    def row(self, number: int) -> Mapping[str, Any]:
        """The values of a set; a shorter file begins again."""
        return dict(zip(self.addresses, self.rows[number % len(self.rows)], strict=True))


@cache
def tables() -> tuple[Table, ...]:
    """The files of fitted sets that are there, the posterior last.

    Raises InputError where one cannot be used.
    """
    found = (folder() / name for name in FILES)
    return tuple(read(path) for path in found if path.is_file())


def read(path: Path) -> Table:
    """A file of fitted sets. Raises InputError with one sentence where it is not sound."""
    where = show_path(path)
    try:
        raw = path.read_bytes()
        header, *lines = [line for line in csv.reader(raw.decode("utf-8-sig").splitlines()) if line]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        raise InputError(
            f"{where} holds no parameter sets: it must be UTF-8 text with a line of addresses first, "
            "as 'inroads calibrate' writes it."
        ) from None
    if not lines:
        raise InputError(f"{where} holds no parameter set; 'inroads calibrate' writes it anew.")
    rows, numbers = [], []
    for k, line in enumerate(lines):
        if len(line) != len(header):
            raise InputError(
                f"Line {k + 2} of {where} has {len(line)} entries, but the first line names {len(header)}."
            )
        entries = dict(zip(header, line, strict=True))
        numbers.append(_whole(entries.pop(NUMBER, str(k)), where))
        rows.append(tuple(_value(address, text, where) for address, text in entries.items()))
    addresses = tuple(name for name in header if name != NUMBER)
    fingerprint = hashlib.sha256(raw).hexdigest()
    return Table(path.name, addresses, tuple(rows), tuple(numbers), fingerprint)


def _whole(text: str, where: str) -> int:
    if not text.strip().isdecimal():
        raise InputError(f"A set in {where} has the number {show(text)}, but it must be a whole number.")
    return int(text)


def _value(address: str, text: str, where: str) -> Any:
    try:
        number: Any = float(text)
    except ValueError:
        number = text
    value = check(address, _fitting(address, number), where)
    if declarations()[address].parameter.kind != "assumption":
        raise InputError(f"{address} in {where} is no assumption about the world, so it cannot be fitted.")
    return value


def _fitting(address: str, number: Any) -> Any:
    """Calibration moves whole numbers as if they were not; they are rounded here."""
    known = declarations().get(address)
    whole = known is not None and known.parameter.unit.whole and isinstance(number, float)
    return round(number) if whole and np.isfinite(number) else number


def fitted() -> frozenset[str]:
    """The addresses whose values were found from data."""
    return frozenset(address for table in tables() for address in table.addresses)


@cache
def moved() -> frozenset[str]:
    """The fitted addresses that the data moved: now narrower than before they were fitted, or elsewhere."""
    found = set()
    for address in fitted():
        parameter = declarations()[address].parameter
        if parameter.plausible is None or parameter.unit.kind != "number" or not parameter.grade:
            continue
        *_, table = (table for table in tables() if address in table.addresses)
        after = np.array([row[table.addresses.index(address)] for row in table.rows], float)
        before = (
            even(*parameter.plausible)  # as calibration has it before it sees data
            if table.name == LAST
            else np.array([drawn(address, parameter, number) for number in range(STRATA)], float)
        )
        if narrows_or_shifts(after, before):
            found.add(address)
    return frozenset(found)


def even(low: float, high: float) -> np.ndarray:
    """A range before data are seen, everything in it equally likely."""
    return low + (high - low) * (np.arange(STRATA) + 0.5) / STRATA


def narrows_or_shifts(after: np.ndarray, before: np.ndarray) -> bool:
    """Whether the data say something of a number: it is now narrower than before, or elsewhere."""
    usual = before.std()
    shift = abs(np.median(after) - np.median(before))
    return bool(after.std() < NARROWER * usual or shift > AWAY * usual)


def made_from(scenarios: Sequence[Scenario], seeds: Sequence[int], parameters: str) -> dict[str, Any]:
    """Which sets the runs of some compared worlds had, for a manifest."""
    if check_choice(parameters) == "best":
        return {"used": "best"}
    kept = settled(*scenarios)
    drawn_here = [a for a in values_of(0) if a not in kept]
    return {
        "used": "posterior",
        "sets": sets_of(seeds, parameters),
        "sets_there_are": count(),
        "files": {table.name: table.fingerprint for table in tables()},
        "fitted": sum(address in fitted() for address in drawn_here),
        "drawn": sum(address not in fitted() for address in drawn_here),
        "said_by_the_scenario": sorted(kept.intersection(values_of(0))),
    }


def count() -> int:
    """How many sets there are: those that calibration found, or else solutions for the population."""
    for table in tables():
        if table.name == LAST:
            return len(table.rows)
    return max((len(table.rows) for table in tables()), default=STRATA)


def values_of(number: int) -> Mapping[str, Any]:
    """Every assumption that is not sure, as one set has it: what was fitted, and what is drawn."""
    for table in tables():
        if table.name == LAST:
            found_given = table.numbers[number % len(table.numbers)]
            return MappingProxyType({**carried(found_given), **table.row(number)})
    return MappingProxyType(carried(number))


def carried(number: int) -> dict[str, Any]:
    """What a set holds before the posterior is found, and given which it is found.

    Every assumption that can be drawn is drawn; on top stand the solutions for the population.
    """
    found = {
        address: drawn(address, declaration.parameter, number)
        for address, declaration in declarations().items()
        if can_be_drawn(address, declaration.parameter)
    }
    for table in tables():
        if table.name != LAST:
            found.update(table.row(number))
    return found


def can_be_drawn(address: str, parameter: Parameter) -> bool:
    """Whether a number is an assumption that nobody has measured, and has a range to be drawn from."""
    return (
        parameter.kind == "assumption"
        and parameter.grade in DRAWN
        and parameter.unit.kind == "number"
        and parameter.plausible is not None
        and address not in NEVER_DRAWN
    )


def drawn(address: str, parameter: Parameter, number: int) -> Any:
    """One assumption's value in one set, spread as its grade says; never outside the plausible range."""
    low, high = parameter.plausible
    middle = min(max(parameter.default, low), high)
    place = _place(address, number)
    side = place if middle == low else place - 1.0 if middle == high else 2.0 * place - 1.0
    if parameter.grade == "estimated":
        side = NormalDist().inv_cdf(0.5 + MIDDLE * side / 2.0) / NormalDist().inv_cdf(0.5 + MIDDLE / 2.0)
    value = middle + side * ((high - middle) if side > 0.0 else (middle - low))
    return parameter.accept(round(value) if parameter.unit.whole else float(value))


def _place(address: str, number: int) -> float:
    """Where in its spread (0 to 1) an assumption lies in a set."""
    block, within = divmod(number, STRATA)
    return float(_places(address, block)[within])


@cache
def _places(address: str, block: int) -> np.ndarray:
    """The places of one assumption in STRATA sets on end, one in each equal part, in an order of its own."""
    seed = hashlib.sha256(f"{address} {block}".encode()).digest()
    generator = np.random.default_rng(int.from_bytes(seed[:16], "big"))
    return (generator.permutation(STRATA) + generator.uniform(1e-9, 1.0 - 1e-9, STRATA)) / STRATA


def settled(*scenarios: Scenario) -> frozenset[str]:
    """The addresses that any of some worlds settles itself: said in a file or by `--set`.

    Worlds that are compared leave these out of the sets together, or they would differ in them by more
    than what is asked.
    """
    known = declarations()
    return frozenset(
        address
        for scenario in scenarios
        for address, value in scenario.values.items()
        if address in scenario.said or value != known[address].parameter.default
    )


def with_set(scenario: Scenario, number: int, keep: Iterable[str] = ()) -> Scenario:
    """The scenario with the assumptions of a set where it says nothing itself.

    What its file, its country's file or `--set` says stands, and so does every address in ``keep``.
    """
    return with_values(scenario, values_of(number), keep)


def with_values(scenario: Scenario, given: Mapping[str, Any], keep: Iterable[str] = ()) -> Scenario:
    """The scenario with any assumptions below it: the one rule for what goes under what.

    They take effect where the scenario says nothing itself, and do not count as said by it.
    """
    stands = settled(scenario).union(keep)
    changes = {address: check(address, value) for address, value in given.items() if address not in stands}
    values = MappingProxyType({**scenario.values, **changes})
    return Scenario(scenario.name, values, scenario.about, scenario.said)


def set_of(seed: int) -> int:
    """The number of the set that a seed lives in: two seeds on end, an odd one and the next, share one.

    Sets are taken from all over the posterior, each once before any comes again, so that the first few
    seeds already see much of it.
    """
    pair, sets = (seed - 1) // 2, count()
    stride = round(sets * (5**0.5 - 1) / 2) or 1
    while np.gcd(stride, sets) != 1:
        stride += 1
    return pair * stride % sets


def sets_of(seeds: Sequence[int], parameters: str) -> list[int | None]:
    """The set of each seed; None where only what is best known is used."""
    check_choice(parameters)
    return [set_of(seed) if parameters == "posterior" else None for seed in seeds]


def worlds(
    scenario: Scenario, seeds: Sequence[int], parameters: str, keep: Iterable[str] = ()
) -> list[Scenario]:
    """The scenario as each seed lives it: one a seed. ``keep``: addresses that no set changes.

    parameters: 'posterior', or 'best' for the declared values in every run.
    """
    keep = frozenset(keep)
    found: dict[int | None, Scenario] = {None: scenario}
    for number in dict.fromkeys(sets_of(seeds, parameters)):
        if number is not None:
            found[number] = with_set(scenario, number, keep)
    return [found[number] for number in sets_of(seeds, parameters)]


def forget() -> None:
    """Read the files anew, as after calibration wrote."""
    tables.cache_clear()
    moved.cache_clear()


def check_choice(parameters: str) -> str:
    """The choice itself. Raises InputError for anything but 'posterior' and 'best'."""
    if parameters not in CHOICES:
        raise InputError(f"--parameters is {show(parameters)}, but must be one of {', '.join(CHOICES)}.")
    return parameters
