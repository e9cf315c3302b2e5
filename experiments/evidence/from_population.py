"""Who the people are, as rows of evidence: shares that are published of them, beside the drawn ones."""

from __future__ import annotations

import math

import numpy as np

from experiments import posterior
from experiments.compare import on_all_cores
from experiments.evidence.draws import HALF_STEP, Draws
from experiments.evidence.results import FITTED, HUNDRED, LEVEL, NOT_FITTED, PEOPLE, Row
from experiments.evidence.run import Found, Piece, Settings
from experiments.evidence.sources import citation
from experiments.people.population import Target, drawn, targets, targets_of, with_people
from sim.scenario import load

COUNTRY = "denmark"
DRAWN = 20_000  # people in each world
EVERYBODY = "everybody"


def pieces() -> list[Piece]:
    """A piece for vulnerable people, and one for each profile of which more is published."""
    profiles = dict.fromkeys(one.profiles[0] for one in targets() if one.only and one.profiles)
    return [_piece(None), *(_piece(name) for name in profiles)]


def _piece(profile: str | None) -> Piece:
    sources = tuple(dict.fromkeys(one.source for one in _wanted(profile)))
    key = f"people:{profile or EVERYBODY}"
    return Piece(key, sources, lambda settings: Found(tuple(rows_of(profile, settings))))


def _wanted(profile: str | None) -> list[Target]:
    """What is published of all, or only of a profile's people."""
    return [one for one in targets_of(profile) if profile is None or one.only]


def rows_of(profile: str | None, settings: Settings) -> list[Row]:
    """Every published share that the drawing says anything about."""
    world = with_people(load(COUNTRY), profile)
    worlds = posterior.worlds(world, list(settings.seeds), settings.parameters)
    people = on_all_cores(
        lambda job: drawn(job[0], DRAWN, job[1]), list(zip(worlds, settings.seeds, strict=True))
    )
    numbers = posterior.sets_of(settings.seeds, settings.parameters)
    which = np.array([-1 if number is None else number for number in numbers])
    found = []
    for target in _wanted(profile):
        shares = np.array([one.share(target.share, target.among) * target.times for one in people])
        if np.isfinite(shares).all():
            found.append(row_of(target, profile, Draws(shares, which)))
    return found


def row_of(target: Target, profile: str | None, draws: Draws) -> Row:
    """One share. A range is taken as it stands, a figure as exact to half a percent."""
    known = citation(target.source)
    low, high = 100.0 * target.low, 100.0 * target.high
    middle = (low + high) / 2.0
    exact = target.published is not None
    half = HALF_STEP if exact else (high - low) / 2.0
    how = "Published in whole percent, without an error." if exact else "Only a range is given."
    if target.times != 1.0:
        how += f" The drawn share is multiplied by {target.times:g} to come to the same denominator."
    whom = f" ({profile.replace('-', ' ')})" if profile else ""
    return Row(
        id=f"people/{target.id}", source=target.source, study=known.study if known else target.source,
        country=known.country if known else "", instrument=PEOPLE,
        outcome=f"{target.label[0].upper()}{target.label[1:]}{whom}", unit=HUNDRED, kind=LEVEL,
        use=FITTED if target.fitted else NOT_FITTED,
        value=middle, low=max(middle - half, 0.0), high=middle + half, se=half / math.sqrt(3.0),
        conversion=how, note=target.note,
        more={"setting": {"Counted among": target.denominator,
                          "Simulated": f"{DRAWN:,} people drawn in each world"}},
        **draws.fields(100.0),
    )  # fmt: skip
