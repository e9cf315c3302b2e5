"""One point of an experiment as a what-if of the page Explore, and what of it Explore cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import levers, link
from dashboard.factors import base_of, label_of, same
from dashboard.link import YEARS, WhatIf
from experiments.designs.experiment import PARAMETERS, POLICY, SCENARIO, SPECIAL, WHAT_IF
from experiments.designs.words import values_at
from experiments.store.results import Results
from sim.scenario import declarations

POSTERIOR = "posterior"


@dataclass(frozen=True)
class InExplore:
    """A point as Explore takes it: the what-if, assumptions that are lost, levers beyond their sliders."""

    what_if: WhatIf
    lost: tuple[str, ...]
    beyond: tuple[str, ...]


def country_of(results: Results, row: Mapping[str, Any]) -> str | None:
    """The country whose policy of today a point starts from; None where Explore has none like it."""
    name = row.get(SCENARIO) or results.manifest["scenario"]["name"]
    if name in levers.COUNTRIES:
        return name
    currency = base_of(results, row).get("district.currency")
    there = [c for c in levers.COUNTRIES if levers.baseline(c)["district.currency"] == currency]
    return there[0] if len(there) == 1 else None


def values_of(results: Results, row: Mapping[str, Any], arm: str) -> dict[str, Any]:
    """Everything that a point says, its scenario included."""
    said = {a: v for a, v in row.items() if a not in SPECIAL}
    policy = {}
    if arm == POLICY:
        named = results.manifest.get("what_ifs", {}).get(row.get(WHAT_IF))
        policy = results.manifest["what_if"] if named is None else named
    return {**base_of(results, row), **said, **policy}


def in_explore(results: Results, point: int, arm: str) -> InExplore | None:
    """A point with the nearest that Explore has: country, levers, years, whether assumptions are drawn."""
    row = values_at(results.design, point)
    country = country_of(results, row)
    if country is None:
        return None
    values, home = values_of(results, row, arm), levers.baseline(country)
    known = levers.controls(country)
    changes, lost = {}, []
    for address, value in values.items():
        declared = declarations().get(address)
        if declared is None or address.startswith("district."):
            if declared is None and address in row:
                lost.append(label_of(address))
            continue
        if same(value, home[address]):
            continue
        if address not in known:
            lost.append(label_of(address))
            continue
        changes[address] = known[address].parameter.accept(value)
    months = values.get("district.months", 24)
    years = min(YEARS, key=lambda y: (abs(12 * y - months), y))
    drawn = PARAMETERS in row or results.manifest.get("design", {}).get("parameters") == POSTERIOR
    wished = WhatIf.today(country, years=years, parameters=POSTERIOR if drawn else "best").set(changes)
    taken, problems = link.parse(link.dump(wished))
    beyond = tuple(label_of(one.name) for one in problems if one.kind == "off_scale")
    return InExplore(taken, tuple(lost), beyond)
