"""What somebody is asking, and the share link that carries all of it.

A link names the country, the model's version and the levers that differ from today's policy; it
stays short among more than a hundred levers, and a version that is not this one is said. Whatever a
link contains, ``parse`` gives a sound what-if and says what did not fit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from typing import Any

from dashboard import levers
from experiments import posterior
from sim.compiled import model_fingerprint
from sim.outcomes import DISTANCE_GROUPS

QUICK, MANY = 16, 200  # runs of each world: at once, and when asked for more
YEARS = (1, 2, 5)
GROUPS = ("all", *(label.split()[0] for label in DISTANCE_GROUPS))
LONGEST = 8000  # characters of ``s`` that are looked at

BETWEEN, IS = "~", "-"
YES, NO = "yes", "no"
THEN, WITH = ".", "-"  # in a plan: signs that an address carries as they are


@dataclass(frozen=True)
class WhatIf:
    """One question to the model. ``values`` holds every lever in declared order.

    parameters: 'posterior' with all that is not known, or 'best' with what is best known only.
    """

    country: str
    values: tuple[tuple[str, Any], ...]
    group: str = "all"
    years: int = 2
    runs: int = QUICK
    parameters: str = posterior.CHOICES[0]

    @classmethod
    def today(cls, country: str = levers.COUNTRIES[0], **view: Any) -> WhatIf:
        """Today's policy in a country."""
        return cls(country, tuple(levers.today(country).items()), **view)

    def __getitem__(self, address: str) -> Any:
        return dict(self.values)[address]

    def set(self, changes: Mapping[str, Any]) -> WhatIf:
        """A copy with some levers moved; a moved lever starts from few runs again."""
        values = {**dict(self.values), **changes}
        return replace(self, values=tuple(values.items()), runs=QUICK)

    def moved_to(self, country: str) -> WhatIf:
        """The same question about another country: what was moved stays moved, in its prices."""
        moved = {
            address: levers.carried_over(address, value, self.country, country)
            for address, (_, value) in self.changes().items()
        }
        there = WhatIf.today(country, group=self.group, years=self.years, parameters=self.parameters)
        return there.set(moved) if moved else there

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """The levers that differ from today, each with (today's value, this value)."""
        now = levers.today(self.country)
        return {a: (now[a], value) for a, value in self.values if value != now[a]}

    @property
    def is_today(self) -> bool:
        """Whether this is today's policy."""
        return not self.changes()

    @property
    def months(self) -> int:
        """Months that are simulated."""
        return 12 * self.years

    def scenario(self):
        """The scenario to simulate."""
        return levers.baseline(self.country).set({**dict(self.values), "district.months": self.months})


@dataclass(frozen=True)
class Problem:
    """Something in a link that did not fit: what kind, where, what it said, what is used."""

    kind: str
    name: str = ""
    given: str = ""
    used: str = ""


@cache
def model_version() -> str:
    """Release and fingerprint of the model with the baselines and parameter sets that it is used with."""
    digest = hashlib.sha256(model_fingerprint().encode())
    for country in levers.COUNTRIES:
        digest.update(repr(sorted(levers.baseline(country).values.items())).encode())
    for table in posterior.tables():
        digest.update(table.fingerprint.encode())
    try:
        release = metadata.version("inroads")
    except metadata.PackageNotFoundError:
        release = "0"
    return f"{release}.{digest.hexdigest()[:8]}"


def _short(address: str) -> str:
    return address.removeprefix("policy.")


def written(value: Any) -> str:
    """A lever's value as the link writes it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str):
        return value.replace(" > ", THEN).replace(" + ", WITH)
    return f"{value:.10g}"


def read(control: levers.Control, text: str) -> Any:
    """The value that a link's text stands for. Raises ValueError where it cannot be one."""
    if control.kind == "number":
        return control.parameter.accept(float(text))
    if control.kind == "yes_no":
        return control.parameter.accept({YES: True, NO: False}.get(text))
    if control.kind == "plan":
        text = text.replace(THEN, " > ").replace(WITH, " + ")
    return control.parameter.accept(text)


def dump(what_if: WhatIf) -> dict[str, str]:
    """The parameters of the link."""
    values = [f"{_short(address)}{IS}{written(value)}" for address, (_, value) in what_if.changes().items()]
    return {
        "m": model_version(),
        "c": what_if.country,
        "h": str(what_if.years),
        "who": what_if.group,
        "n": str(what_if.runs),
        "u": what_if.parameters,
        "s": BETWEEN.join(values),
    }


def parse(parameters: Mapping[str, str]) -> tuple[WhatIf, list[Problem]]:
    """The what-if of a link, and what in it did not fit."""
    problems: list[Problem] = []

    def one_of(name: str, allowed: tuple, default):
        given = parameters.get(name)
        for option in allowed:
            if given == str(option):
                return option
        if given is not None:
            problems.append(Problem("not_offered", name, given[:40], str(default)))
        return default

    country = one_of("c", levers.COUNTRIES, levers.COUNTRIES[0])
    view = {
        "group": one_of("who", GROUPS, "all"),
        "years": one_of("h", YEARS, WhatIf.years),
        "runs": one_of("n", (QUICK, MANY), QUICK),
        "parameters": one_of("u", posterior.CHOICES, WhatIf.parameters),
    }
    what_if = WhatIf.today(country, **view)
    version = parameters.get("m")
    if version is not None and version != model_version():
        problems.append(Problem("other_version", given=version[:40], used=model_version()))
    text = parameters.get("s", "")
    if text:
        values, found = _values(text, country)
        problems += found
        what_if = replace(what_if, values=tuple({**dict(what_if.values), **values}.items()))
    return what_if, problems


def _values(text: str, country: str) -> tuple[dict[str, Any], list[Problem]]:
    known = {_short(address): control for address, control in levers.controls(country).items()}
    now = levers.today(country)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    if len(text) > LONGEST:
        problems.append(Problem("too_long", given=str(len(text)), used=str(LONGEST)))
        text = text[:LONGEST]
    for entry in text.split(BETWEEN):
        name, _, given = entry.partition(IS)
        control = known.get(name)
        if control is None:
            problems.append(Problem("no_lever", given=entry[:40]))
            continue
        if control.address in values:
            problems.append(Problem("twice", control.address, given[:40]))
        value, problem = _fit(control, given, now[control.address])
        values[control.address] = value
        if problem is not None:
            problems.append(problem)
    return values, problems


def _fit(control: levers.Control, given: str, now: Any) -> tuple[Any, Problem | None]:
    """The nearest value that the page can show, and a problem where that is another one."""
    try:
        value = read(control, given)
    except ValueError:
        return now, Problem("no_number", control.address, given[:40], written(now))
    # Compared as the link writes them; today's value is sound even where it is off the steps.
    if written(value) == written(now):
        return now, None
    nearest = control.within(value)
    if nearest == value:
        return value, None
    return nearest, Problem("off_scale", control.address, given[:40], written(nearest))
