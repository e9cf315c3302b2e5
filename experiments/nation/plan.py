"""A nation as an experiment: a point a district, lived with a seed of its own, without and with a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs.experiment import ONE_ARM, SCENARIO, TWO_ARMS, Experiment, Keep, plan_runs
from experiments.nation.draw import again, luck_of, sample
from experiments.nation.source import NORDIC, Country, countries
from sim.errors import InputError
from sim.scenario import Scenario, check, load

MONTHS = 120
EVERY = 12  # months between those that are kept
LEAST_AGAIN = 24  # districts that are lived twice, if there are so many
NO_ADDRESS = ("people", "office", "practice", "stands_for", "of")
PEOPLE, LENGTH = "district.people", "district.months"


@dataclass(frozen=True)
class Asked:
    """What is asked of a nation: which, how much of it, for how long, with which luck, what is changed."""

    nation: str
    scale: float = 1.0
    months: int = MONTHS
    seed: int = 1
    changes: Mapping[str, Any] | None = None
    other: str | None = None


def experiment_of(asked: Asked) -> Experiment:
    """The experiment of a nation. Raises InputError for what is no nation, scale, length or policy."""
    asked_of = countries(asked.nation)
    drawn = {one.key: sample(one, asked.seed, asked.scale) for one in asked_of}
    months = check(LENGTH, asked.months)
    if not months:
        raise InputError("--months is 0, but a nation is lived for at least one month.")
    bases = {one.key: load(one.scenario).set({LENGTH: months}) for one in asked_of}
    what_if = changes_of(asked_of, bases, asked)
    rows = [{SCENARIO: key, **row_of(row)} for key, table in drawn.items() for _, row in table.iterrows()]
    seeds = seeds_of(asked_of, drawn, asked.seed)
    single = len(asked_of) == 1
    points = pd.DataFrame(rows)
    return Experiment(
        kind="nation",
        name=asked_of[0].key if single else NORDIC,
        about={"title": f"{asked_of[0].name if single else 'The Nordic countries'} in districts"},
        scenario=next(iter(bases.values())),
        what_if=what_if,
        points=points.drop(columns=SCENARIO) if single else points,
        runs=plan_runs(len(rows), (), TWO_ARMS if what_if else ONE_ARM, "best", lambda k: seeds[k]),
        keep=Keep(months=tuple(sorted({*range(0, months + 1, EVERY), months}))),
        more={
            **design_of(drawn, asked, {one.key: one.name for one in asked_of}),
            "features": features_of(points, asked_of),
        },
        scenarios={} if single else bases,
    )


def row_of(drawn: pd.Series) -> dict[str, Any]:
    """What a district says, {address: value}, its people among them."""
    found = {PEOPLE: int(drawn["people"])}
    for address, value in drawn.items():
        if address not in NO_ADDRESS:
            found[address] = check(address, getattr(value, "item", lambda v=value: v)())
    return found


def seeds_of(asked_of: Sequence[Country], drawn: Mapping[str, pd.DataFrame], seed: int) -> list[list[int]]:
    """The seeds of every district in order: one, and a second for those that are lived again."""
    everywhere = sum(len(table) for table in drawn.values())
    found = []
    for one in asked_of:
        table = drawn[one.key]
        twice = set(again(one, len(table), LEAST_AGAIN * len(table) / everywhere).tolist())
        for place, number in enumerate(table.index):
            found.append([luck_of(one, seed, number, life) for life in range(2 if place in twice else 1)])
    return found


def changes_of(asked_of: Sequence[Country], bases: Mapping[str, Scenario], asked: Asked) -> dict[str, Any]:
    """What the policy's arm changes in every district, {address: value}. Raises InputError."""
    found: dict[str, Any] = {}
    if asked.other is not None:
        if len(asked_of) > 1:
            raise InputError(
                "--with names a scenario with one country's money and rules, so it cannot be laid over all "
                "Nordic countries; name one country, or say the policy with --set."
            )
        base = bases[asked_of[0].key]
        other = load(asked.other).set({LENGTH: base[LENGTH]})
        said = set(base.differences(other)) | (other.said - base.said)
        found = {address: other[address] for address in sorted(said) if address != PEOPLE}
    for address, value in (asked.changes or {}).items():
        found[address] = check(address, value)
    for address in found:
        if address.startswith("district."):
            raise InputError(
                f"{address} sizes a district, and the two worlds of a nation have the same people over the "
                "same time; --scale and --months size both."
            )
    return found


def design_of(drawn: Mapping[str, pd.DataFrame], asked: Asked, names: Mapping[str, str]) -> dict[str, Any]:
    """How the districts were drawn, for the manifest: what reading the results needs to know of each."""
    everything = pd.concat(drawn, names=["country"]).reset_index()
    table = everything[["country", "district", "people", "stands_for", "of", "office", "practice"]]
    return {
        "kind": "nation", "nation": asked.nation.strip().lower(), "scale": asked.scale, "seed": asked.seed,
        "names": dict(names), "districts": {name: table[name].tolist() for name in table},
    }  # fmt: skip


def district_scenario(country: Country, number: int, seed: int, months: int) -> Scenario:
    """One district's world, as the whole nation has it. Raises InputError for a number that is not there."""
    from experiments.nation.draw import districts

    drawn = districts(country, seed)
    if number not in drawn.index:
        raise InputError(
            f"{country.name} has no district {number}: its {len(drawn)} districts are numbered from 1, the "
            f"largest, to {len(drawn)}."
        )
    row = drawn.loc[number]
    base = load(country.scenario)
    about = {**base.about, "title": f"District {number} of {country.name}"}
    world = base.set({LENGTH: check(LENGTH, months)}).set(row_of(row))
    return replace(world, about=about)


def features_of(points: pd.DataFrame, countries_asked: Sequence[Country]) -> list[str]:
    """The addresses of demand and of who people are: what a district is held against others by."""
    wanted = dict.fromkeys(f.address for one in countries_asked for f in one.features)
    return [address for address in wanted if address in points and np.ptp(points[address]) > 0]
