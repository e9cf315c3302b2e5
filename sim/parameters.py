"""One home for every number: how levers and assumptions are declared.

A *lever* is set by a policy maker and lives under ``policy.``. An *assumption* is how the world
is; it has a source and a grade and lives under ``world.``. A *setting* sizes the district. Each
is written once, as an attribute of a ``Group``, and everything that shows, changes, varies or
documents it reads that one declaration.

Validity comes from the unit: a share outside 0 to 1 is refused. The plausible range only feeds
sliders and sensitivity analysis, so a researcher may go beyond it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from sim import plan

GRADES = {
    "measured": "read in a published study or register",
    "estimated": "worked out from published figures, or fitted to them",
    "judgement": "our own judgement; no study settles it",
}


@dataclass(frozen=True)
class Unit:
    """What a number counts, and between which bounds it has a meaning."""

    name: str
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    kind: str = "number"  # number, yes_no, choice or plan

    def allowed(self) -> str:
        """The allowed values, in words."""
        if self.kind == "yes_no":
            return "true or false"
        if self.kind == "plan":
            return plan.allowed()
        noun = "a whole number" if self.whole else "a number"
        if math.isinf(self.low) and math.isinf(self.high):
            return noun
        if math.isinf(self.high):
            return f"{noun} of {self.low:g} or more"
        return f"{noun} from {self.low:g} to {self.high:g}"


SHARE = Unit("share", 0.0, 1.0)
PER_MONTH = Unit("probability a month", 0.0, 1.0)
MOST_MONEY = 1e9  # far beyond any sense; sums of it over people and months stay finite
MONEY = Unit("kroner", 0.0, MOST_MONEY)
MONEY_PER_MONTH = Unit("kroner a month", 0.0, MOST_MONEY)
MONEY_PER_YEAR = Unit("kroner a calendar year", 0.0, MOST_MONEY)
MONEY_PER_HOUR = Unit("kroner an hour", 0.0, MOST_MONEY)
PEOPLE = Unit("people", 1, 1_000_000)
PEOPLE_TOTAL = Unit("people", 1, 5_000_000, whole=True)
MONTHS = Unit("months", 0, 600, whole=True)
YEARS = Unit("years", 0, 120)
HOURS_PER_MONTH = Unit("hours a month", 0, 400)
HOURS_PER_WEEK = Unit("hours a week", 0, 60)
COUNT = Unit("count", 0, 1_000_000, whole=True)
POSITIVE_SHARE = Unit("share", 0.01, 1.0)
MONTH_OF_YEAR = Unit("month, 0 for January", 0, 11, whole=True)
POSITIVE = Unit("ratio", 0.01, 1_000.0)
WEEK = Unit("hours a week", 1, 60)
RATIO = Unit("ratio", 0.0, 1_000.0)
SPREAD = Unit("standard deviations", 0.0, 50.0)
POINTS = Unit("standard deviations", -50.0, 50.0)
YES_NO = Unit("yes or no", 0, 1, kind="yes_no")
CHOICE = Unit("one of a list", kind="choice")
PLAN = Unit("instruments in order", kind="plan")


@dataclass
class Parameter:
    """One declared number: what it is, where it comes from and how sure we are."""

    kind: str
    default: Any
    unit: Unit
    help: str
    plausible: tuple[float, float] | None = None
    label: str = ""
    source: str = ""
    grade: str = ""
    choices: tuple[str, ...] = ()
    headline: bool = False
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def allowed(self) -> str:
        """The allowed values, in words."""
        if self.unit.kind == "choice":
            return "one of " + ", ".join(self.choices)
        return self.unit.allowed()

    def accept(self, value: Any) -> Any:
        """The value in its canonical type.

        Raises ValueError with what is allowed when the value has no meaning in this unit.
        """
        if self.unit.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
        elif self.unit.kind == "plan":
            if isinstance(value, str):
                return plan.canonical(value)
        elif self.unit.kind == "yes_no":
            if isinstance(value, bool):
                return value
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                finite = math.isfinite(value)
            except OverflowError:  # a whole number beyond every float
                finite = False
            fits = finite and self.unit.low <= value <= self.unit.high
            if fits and (not self.unit.whole or float(value).is_integer()):
                return int(value) if self.unit.whole else float(value)
        raise ValueError(self.allowed())

    def as_number(self, value: Any) -> float:
        """The value as the kernels see it: a choice is its place in the list, a plan is packed."""
        if self.unit.kind == "plan":
            return plan.pack(value)
        return self.choices.index(value) if self.unit.kind == "choice" else value


def lever(default, unit, plausible, help, *, label, source="", choices=(), headline=False):
    """Declare a number that a policy maker sets.

    default: today's value where nothing else is said; unit: what it counts; plausible: the range
    for sliders and sensitivity analysis; help: one sentence; label: plain words for a slider;
    source: where today's value or the range comes from; headline: shown on the first page.
    """
    return Parameter("lever", default, unit, help, plausible, label, source, "", tuple(choices), headline)


def assumption(default, unit, plausible, help, *, source, grade, choices=()):
    """Declare a number that describes the world, with where it comes from and how sure we are."""
    if grade not in GRADES:
        raise ValueError(f"grade must be one of {', '.join(GRADES)}, not {grade!r}")
    return Parameter("assumption", default, unit, help, plausible, "", source, grade, tuple(choices))


def setting(default, unit, plausible, help, *, choices=()):
    """Declare a number that sizes or places the district: no policy, no fact."""
    return Parameter("setting", default, unit, help, plausible, "", "", "", tuple(choices))


class Group:
    """A named set of declared numbers. Subclass it, write parameters and groups as attributes."""

    @classmethod
    def declared(cls) -> list[tuple[tuple[str, ...], Parameter]]:
        """Every parameter with its path below this group, in the order written."""
        found: dict[tuple[str, ...], Parameter] = {}
        for base in reversed(cls.__mro__):
            for name, value in vars(base).items():
                if isinstance(value, Parameter):
                    found[(name,)] = value
                elif isinstance(value, type) and issubclass(value, Group):
                    for path, parameter in value.declared():
                        found[(name, *path)] = parameter
        return list(found.items())
