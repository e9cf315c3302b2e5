"""Shipped scenarios to start from: recommendations and projects, each with all its levers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dashboard import levers
from dashboard.link import WhatIf
from sim.scenario import Scenario

FIRST = ("recommendations", "projects")  # of the folders; the others follow


@dataclass(frozen=True)
class Bundle:
    """One shipped scenario: its words, its country, and what it changes there.

    changes: levers by address; elsewhere: other addresses, which this page leaves at today's.
    """

    name: str
    country: str
    title: str
    question: str
    assumes: str
    source: str
    changes: tuple[tuple[str, Any], ...]
    elsewhere: tuple[str, ...]

    def what_if(self, view: WhatIf) -> WhatIf:
        """Its levers in its country, for the people and years that are looked at."""
        start = WhatIf.today(self.country, group=view.group, years=view.years, parameters=view.parameters)
        return start.set(dict(self.changes)) if self.changes else start

    def left_in(self, what_if: WhatIf) -> int:
        """How many of its changes a what-if still holds."""
        if what_if.country != self.country:
            return 0
        return sum(what_if[address] == value for address, value in self.changes)

    def is_all_of(self, what_if: WhatIf) -> bool:
        """Whether a what-if is this bundle and nothing else."""
        return replace(self.what_if(what_if), runs=what_if.runs) == what_if


def _bundle(name: str, country: str, scenario: Scenario) -> Bundle:
    changed = scenario.differences(levers.baseline(country))
    about = {key: " ".join(text.split()) for key, text in scenario.about.items()}
    return Bundle(
        name, country, about.get("title", name), about.get("question", ""), about.get("assumes", ""),
        about.get("source", ""),
        tuple((a, mine) for a, (mine, _) in changed.items() if a.startswith("policy.")),
        tuple(a for a in changed if a.startswith("world.")),
    )  # fmt: skip


def _order(bundle: Bundle) -> tuple[int, str]:
    folder = bundle.name.partition("/")[0]
    return (FIRST.index(folder) if folder in FIRST else len(FIRST), bundle.title)


@cache
def bundles() -> dict[str, Bundle]:
    """Every shipped scenario that is compared with a country, by name: recommendations first."""
    found = [
        _bundle(name, country, scenario)
        for country in levers.COUNTRIES
        for name, scenario in levers.scenarios_of(country).items()
        if name != country
    ]
    return {bundle.name: bundle for bundle in sorted(found, key=_order)}


def bundle_of(what_if: WhatIf, started_from: str | None) -> Bundle | None:
    """The bundle that a what-if is, or still has something of where one was started from."""
    for bundle in bundles().values():
        if bundle.changes and bundle.is_all_of(what_if):
            return bundle
    bundle = bundles().get(started_from or "")
    return bundle if bundle and bundle.left_in(what_if) else None
