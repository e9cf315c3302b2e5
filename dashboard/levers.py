"""Levers as a person meets them: range, step, today's value, evidence, and what they belong to.

All of it is read from the declarations, so that nothing is typed twice. No Streamlit here: the
link, the exports and the tests need levers without a page.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import sim
from sim.instruments import INSTRUMENTS, Instrument
from sim.parameters import SHARE, Parameter
from sim.scenario import Scenario, declarations, shipped

COUNTRIES = ("denmark", "norway", "sweden", "finland", "iceland")
FIDELITY = "policy.ips.fidelity."

# IPS-25 has 25 items of 1 to 5 points; a part that is fully done counts as 5, one not done as 1.
LOWEST_SCORE, HIGHEST_SCORE = 25, 125


@dataclass(frozen=True)
class Control:
    """One lever with the numbers that a slider needs, in the unit that is shown.

    A share is shown as a percentage; everything else as it is declared. Only a number has a range:
    yes or no, a choice and a plan are shown as they are.
    """

    address: str
    parameter: Parameter
    instrument: type[Instrument]
    low: float = 0
    high: float = 0
    step: float = 0

    @property
    def kind(self) -> str:
        """``number``, ``yes_no``, ``choice`` or ``plan``."""
        return self.parameter.unit.kind

    @property
    def scale(self) -> int:
        """What a declared value is multiplied by to be shown."""
        return 100 if self.parameter.unit == SHARE else 1

    @property
    def is_money(self) -> bool:
        """Whether the lever counts money, in each country its own."""
        return "kroner" in self.parameter.unit.name

    @property
    def part_of_fidelity(self) -> bool:
        """Whether the lever is one part of how IPS is done."""
        return self.address.startswith(FIDELITY)

    @property
    def first(self) -> bool:
        """Whether the lever stands on the page before anything is opened."""
        return self.parameter.headline or self.part_of_fidelity

    def shown(self, value: Any) -> Any:
        """A declared value on the slider's scale: whole where the steps are whole."""
        if self.kind != "number":
            return value
        steps = round((value * self.scale - self.low) / self.step)
        shown = min(max(self.low + steps * self.step, self.low), self.high)
        return round(shown) if float(self.step).is_integer() else round(shown, 6)

    def declared(self, shown: Any, today: Any) -> Any:
        """The declared value for a place on the slider; today's place gives today's very value."""
        if self.kind != "number":
            return self.parameter.accept(shown)
        if shown == self.shown(today):
            return today
        return self.parameter.accept(shown / self.scale)

    def within(self, value: Any) -> Any:
        """The value, or the end of the slider that it lies beyond."""
        if self.kind != "number" or self.low <= value * self.scale <= self.high:
            return value
        return self.parameter.accept((self.low if value * self.scale < self.low else self.high) / self.scale)


def nice_step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a range into some hundred places."""
    power = 10.0 ** math.floor(math.log10(span / 100.0))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= span / 150.0)


def two_digits(number: float, up: bool) -> float:
    """A number with two digits that count, at least (up) or at most as large."""
    if number <= 0:
        return 0.0
    power = 10.0 ** (math.floor(math.log10(number)) - 1)
    return float(round((math.ceil if up else math.floor)(round(number / power, 6)) * power, 6))


@cache
def price_level(country: str) -> float:
    """How much of the country's money goes for a krone of the declared ranges.

    Read from what the country's own file says of money, against the declared defaults.
    """
    scenario = baseline(country)
    money = [
        (scenario[address], item.parameter.default)
        for address, item in declarations().items()
        if item.parameter.kind == "lever" and "kroner" in item.parameter.unit.name
    ]
    return statistics.median(there / declared for there, declared in money if there and declared)


def _range(address: str, parameter: Parameter, country: str) -> tuple[float, float]:
    """The plausible range, in the country's prices, with room for what is shipped for it."""
    low, high = (float(end) for end in parameter.plausible)
    level = price_level(country)
    if "kroner" in parameter.unit.name and level != 1.0:
        low, high = two_digits(low * level, up=False), two_digits(high * level, up=True)
    values = [scenario[address] for scenario in scenarios_of(country).values()]
    if min(values) < low:
        low = two_digits(min(values), up=False)
    if max(values) > high:
        high = two_digits(max(values), up=True)
    return low, high


def _control(address: str, parameter: Parameter, country: str) -> Control:
    instrument = next(i for i in INSTRUMENTS if i.name == address.split(".")[1])
    if parameter.unit.kind != "number":
        return Control(address, parameter, instrument)
    scale = 100 if parameter.unit == SHARE else 1
    low, high = (round(end * scale, 6) for end in _range(address, parameter, country))
    step = 1.0 if scale == 100 or 10 < high - low <= 200 else nice_step(high - low)
    if parameter.unit.whole:
        step = max(step, 1.0)
    if all(float(number).is_integer() for number in (low, high, step)):
        low, high, step = int(low), int(high), int(step)
    return Control(address, parameter, instrument, low, high, step)


@cache
def controls(country: str = COUNTRIES[0]) -> Mapping[str, Control]:
    """Every lever by address, in the declared order."""
    return MappingProxyType({
        address: _control(address, item.parameter, country)
        for address, item in declarations().items()
        if item.parameter.kind == "lever"
    })  # fmt: skip


@cache
def baseline(country: str) -> Scenario:
    """Today's policy in a country."""
    return sim.load(country)


@cache
def scenarios_of(country: str) -> Mapping[str, Scenario]:
    """Today's policy in a country and the shipped scenarios that are compared with it, by name."""
    found = {country: baseline(country)}
    for name in shipped():
        if "/" in name and (scenario := sim.load(name)).about.get("compare_with") == country:
            found[name] = scenario
    return found


@cache
def today(country: str) -> Mapping[str, Any]:
    """Today's value of every lever."""
    scenario = baseline(country)
    return MappingProxyType(
        {a: scenario[a] for a, item in declarations().items() if item.parameter.kind == "lever"}
    )


def carried_over(address: str, value: Any, there: str, here: str) -> Any:
    """A lever's value taken to another country: money in its prices, everything else as it is."""
    control = controls(here)[address]
    if not control.is_money:
        return value
    ratio = price_level(here) / price_level(there)
    new = control.within(control.parameter.accept(value * ratio))
    return control.declared(control.shown(new), today(here)[address])


def fidelity_parts() -> list[str]:
    """The addresses of the parts of IPS fidelity."""
    return [address for address in controls() if address.startswith(FIDELITY)]


def score(values: Mapping[str, Any]) -> int:
    """How closely IPS is done as designed, on the scale of IPS-25 (25 to 125)."""
    parts = [values[address] for address in fidelity_parts()]
    return round(LOWEST_SCORE + (HIGHEST_SCORE - LOWEST_SCORE) * sum(parts) / len(parts))


def parts_for_score(wanted: int, of_today: Mapping[str, Any]) -> dict[str, float]:
    """Parts of fidelity that give a score: today's parts, all moved by the same amount.

    Whole percentages, so that the score comes out exactly and today's score gives today's parts.
    """
    addresses = fidelity_parts()
    if wanted == score(of_today):
        return {address: of_today[address] for address in addresses}
    percent = [round(100 * of_today[address]) for address in addresses]
    goal = round((wanted - LOWEST_SCORE) / (HIGHEST_SCORE - LOWEST_SCORE) * 100 * len(addresses))
    goal = min(max(goal, 0), 100 * len(addresses))
    while sum(percent) != goal:
        step = 1 if sum(percent) < goal else -1
        room = [k for k, value in enumerate(percent) if 0 <= value + step <= 100]
        # The lowest rises first and the highest falls first, so the parts draw level at the ends.
        chosen = min(room, key=lambda k: step * percent[k])
        percent[chosen] += step
    return {address: value / 100 for address, value in zip(addresses, percent, strict=True)}


# Presets: which levers they move, and where to. A number in a tuple with "x" is times today's.
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "ips": {"policy.ips.places": 0.5},
    "no_cuts": {"policy.sanctions.strictness": 0.0},
    "all": {
        "policy.ips.places": 0.5,
        "policy.caseload.ordinary": ("x", 0.5),
        "policy.social_free_pass.coverage": 0.5,
    },
}


def preset(name: str, country: str) -> dict[str, Any]:
    """Values of every lever under a preset."""
    values = dict(today(country))
    for address, wanted in PRESETS[name].items():
        value = values[address] * wanted[1] if isinstance(wanted, tuple) else wanted
        values[address] = controls()[address].parameter.accept(value)
    return values
