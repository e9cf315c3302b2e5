"""Any district of a nation, and any person in it, looked at by itself: the life that the nation counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.nation.draw import luck_of
from experiments.nation.plan import MONTHS, Asked, changes_of, district_scenario
from experiments.nation.source import Country, countries
from sim import District
from sim.errors import InputError
from sim.scenario import Scenario, load, show

PREFIX = "nation:"
PLACE = re.compile(r"nation:(?P<nation>[^/]+)/district=(?P<district>\d{1,9})(/person=(?P<person>\d{1,9}))?")


@dataclass(frozen=True)
class Place:
    """A district of a country, and perhaps a person in it."""

    country: Country
    district: int
    person: int | None

    def world(self, seed: int = 1, months: int = MONTHS) -> Scenario:
        """The district's world. Raises InputError for a district that is not there."""
        return district_scenario(self.country, self.district, seed, months)

    def luck(self, seed: int = 1) -> int:
        """The seed with which the district lives in the nation of a seed."""
        return luck_of(self.country, seed, self.district)


def place(text: str) -> Place:
    """What 'nation:denmark/district=17/person=42' names. Raises InputError for what is no such place."""
    found = PLACE.fullmatch(text.strip())
    if found is None:
        raise InputError(
            f"{show(text)} names no place in a nation; write it as in nation:denmark/district=17/person=42."
        )
    several = countries(found["nation"])
    if len(several) > 1:
        raise InputError(
            f"{show(text)} names all countries at once; districts are numbered by country, as in "
            "nation:denmark/district=17/person=42."
        )
    person = found["person"]
    return Place(several[0], int(found["district"]), None if person is None else int(person))


def district(
    nation: str,
    number: int,
    *,
    seed: int = 1,
    months: int = MONTHS,
    changes: Mapping[str, Any] | None = None,
    **options: Any,
) -> District:
    """One district of a nation before its first month, as a Mesa model.

    seed: the nation's; changes: a policy, {address: value}; options: as for ``District``. It lives as it
    does in the whole nation, to the last digit: ``district("denmark", 17).people.agent(42)`` is a person.
    Raises InputError for a district that is not there.
    """
    there = place(f"{PREFIX}{nation}/district={number}")
    world = there.world(seed, months).set(changes or {})
    return District(world, rng=there.luck(seed), **options)


def life(
    text: str, *, person: int | None, changes: Mapping[str, Any], other: str | None, people: int | None,
    months: int | None, seed: int,
) -> tuple[dict[str, Scenario], int, int]:  # fmt: skip
    """The worlds of a person in a nation, the person's number and the district's luck.

    Raises InputError for a place that is not there, or with no person in it.
    """
    if people is not None:
        raise InputError("--people sizes a district, but the districts of a nation have their own size.")
    there = place(text)
    number = person if there.person is None else there.person
    if number is None or person not in (None, number):
        raise InputError(
            f"{show(text)} names no one person; name one, as in nation:denmark/district=17/person=42."
        )
    world = there.world(seed, MONTHS if months is None else months)
    what_if = changes_of((there.country,), {there.country.key: load(there.country.scenario)},
                         Asked(there.country.key, changes=changes, other=other))  # fmt: skip
    worlds = {"baseline": world, "policy": world.set(what_if)} if what_if else {"scenario": world}
    return worlds, number, there.luck(seed)
