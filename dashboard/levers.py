"""The levers of the first page as a person meets them: range, step, today's value, evidence.

All of it is read from the declarations, so that nothing is typed twice. No Streamlit here: the
link, the exports and the tests need levers without a page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sim
from sim.instruments import INSTRUMENTS, Instrument
from sim.parameters import SHARE, Parameter
from sim.scenario import Scenario, declarations

COUNTRIES = ("denmark", "norway")
FIDELITY = "policy.ips.fidelity."

# IPS-25 has 25 items of 1 to 5 points; a part that is fully done counts as 5, one not done as 1.
LOWEST_SCORE, HIGHEST_SCORE = 25, 125


@dataclass(frozen=True)
class Control:
    """One lever with the numbers that a slider needs, in the unit that is shown.

    A share is shown as a percentage; everything else as it is declared.
    """

    address: str
    parameter: Parameter
    instrument: type[Instrument]
    low: float
    high: float
    step: float

    @property
    def scale(self) -> int:
        """What a declared value is multiplied by to be shown."""
        return 100 if self.parameter.unit == SHARE else 1

    @property
    def part_of_fidelity(self) -> bool:
        """Whether the lever is one part of how IPS is done."""
        return self.address.startswith(FIDELITY)

    def shown(self, value: float) -> float:
        """A declared value on the slider's scale: whole where the steps are whole."""
        steps = round((value * self.scale - self.low) / self.step)
        shown = min(max(self.low + steps * self.step, self.low), self.high)
        return round(shown) if float(self.step).is_integer() else round(shown, 6)

    def declared(self, shown: float, today: float) -> float:
        """The declared value for a place on the slider; today's place gives today's very value."""
        if shown == self.shown(today):
            return today
        return self.parameter.accept(shown / self.scale)


def nice_step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a range into some hundred places."""
    power = 10.0 ** math.floor(math.log10(span / 100.0))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= span / 150.0)


def _control(address: str, parameter: Parameter) -> Control:
    instrument = next(i for i in INSTRUMENTS if i.name == address.split(".")[1])
    low, high = parameter.plausible
    scale = 100 if parameter.unit == SHARE else 1
    low, high = low * scale, high * scale
    step = 1.0 if scale == 100 or high - low <= 200 else nice_step(high - low)
    if all(float(number).is_integer() for number in (low, high, step)):
        low, high, step = int(low), int(high), int(step)
    return Control(address, parameter, instrument, low, high, step)


@cache
def controls() -> Mapping[str, Control]:
    """The core levers and the parts of IPS fidelity, by address, in the declared order."""
    return {
        address: _control(address, item.parameter)
        for address, item in declarations().items()
        if item.parameter.kind == "lever" and (item.parameter.headline or address.startswith(FIDELITY))
    }


@cache
def baseline(country: str) -> Scenario:
    """Today's policy in a country."""
    return sim.load(country)


def today(country: str) -> dict[str, Any]:
    """Today's value of every lever of the page."""
    scenario = baseline(country)
    return {address: scenario[address] for address in controls()}


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


@dataclass(frozen=True)
class Support:
    """How many of the inputs behind a lever come from studies, and how many are judgement."""

    studied: int
    judged: int
    cited: bool

    @property
    def grade(self) -> str:
        """``studies``, ``some`` or ``judgement``: the key of the words for the badge."""
        if self.studied + self.judged == 0:
            return "some" if self.cited else "judgement"
        share = self.studied / (self.studied + self.judged)
        return "studies" if share >= 0.75 else "some" if share > 0 else "judgement"


def support(control: Control) -> Support:
    """The grades of the assumptions by which the lever's instrument works."""
    grades = [p.grade for _, p in control.instrument.declared() if p.kind == "assumption"]
    judged = grades.count("judgement")
    cited = re.search(r"\b[A-HS]-?\d{2,3}\b", control.parameter.source) is not None
    return Support(len(grades) - judged, judged, cited)


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
    """Values of every lever of the page under a preset."""
    values = today(country)
    for address, wanted in PRESETS[name].items():
        value = values[address] * wanted[1] if isinstance(wanted, tuple) else wanted
        values[address] = controls()[address].parameter.accept(value)
    return values


def odd_combinations(values: Mapping[str, Any], country: str) -> list[tuple[str, dict[str, Any]]]:
    """Settings that contradict each other or go beyond what was studied.

    Each is the key of a sentence and the numbers for it.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    now, scenario = today(country), baseline(country)
    places, caseload = values["policy.ips.places"], values["policy.caseload.specialist"]
    cap, coverage = (values[f"policy.social_free_pass.{name}"] for name in ("cap", "coverage"))
    willing = scenario["world.ips.take_up"]
    if score(values) >= 100 and caseload > 25 and places > 0:
        found.append(("fidelity_and_caseload", {"score": score(values), "people": caseload}))
    if places == 0 and any(values[a] != now[a] for a in (*fidelity_parts(), "policy.caseload.specialist")):
        found.append(("no_places", {}))
    if places > willing:
        found.append(("more_places_than_willing", {"places": places, "willing": willing}))
    if coverage == 0 and cap != now["policy.social_free_pass.cap"]:
        found.append(("no_pass", {}))
    if coverage > 0 and cap == 0:
        found.append(("empty_pass", {}))
    if cap > now["policy.social_free_pass.cap"] and coverage > 0:
        found.append(("cap_beyond_rules", {"cap": cap}))
    if values["policy.sanctions.strictness"] > 2 * max(now["policy.sanctions.strictness"], 0.1):
        found.append(("cuts_beyond_today", {"share": values["policy.sanctions.strictness"]}))
    if values["policy.caseload.ordinary"] < now["policy.caseload.ordinary"] / 2:
        found.append(("caseload_beyond_trials", {"people": values["policy.caseload.ordinary"]}))
    return found
