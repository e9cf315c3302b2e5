"""The worlds of a trial: a scenario for each arm, from a country, a parameter set and the trial's file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from experiments import posterior
from experiments.trials.trial import Trial
from sim.instruments import DELIVERED
from sim.scenario import Scenario, declarations, load

SHIFT = "world.hiring.local_shift"
PEOPLE = 1000  # in each arm, for each seed
MOST_PEOPLE = 4000
# What there is in a market for each of the people who are simulated.
PER_PERSON = ("world.economy.employers_per_100", "world.economy.other_applicants",
              "world.economy.others_in_work")  # fmt: skip
# What a trial offers to everybody who is allocated: the ends of what narrows an offer.
OPEN_TO_ALL = {
    "from_severity": "low", "from_distance": "low", "to_distance": "high", "from_months_out": "low",
    "take_up": "high",
}  # fmt: skip


@cache
def _base(country: str) -> Scenario:
    return load(country)


@cache
def _settled(country: str) -> frozenset[str]:
    return posterior.settled(_base(country))


def _given(trial: Trial) -> dict[str, dict[str, Any]]:
    """What the file itself says, arm by arm."""
    return {name: {**trial.people, **trial.context, **arm.changes} for name, arm in trial.arms.items()}


def _offers(trial: Trial) -> dict[str, Any]:
    """Whoever is allocated is offered the measures of the arms, and takes part."""
    if not trial.offered_to_everybody:
        return {}
    shares = {f"policy.{one.name}.{one.share}" for one in DELIVERED}
    given = _given(trial)
    used = {a.split(".")[1] for arm in given.values() for a, v in arm.items() if a in shares and v > 0}
    found = {}
    for address, declaration in declarations().items():
        _, group, *rest = address.split(".")
        if group in used and rest and rest[-1] in OPEN_TO_ALL:
            unit = declaration.parameter.unit
            found[address] = unit.low if OPEN_TO_ALL[rest[-1]] == "low" else unit.high
    return found


def market_around(base: Scenario, share: float) -> dict[str, Any]:
    """The employers, other applicants and other workers around people who are this share of a market."""
    return {} if share >= 1.0 else {address: base[address] / share for address in PER_PERSON}


def worlds(
    trial: Trial,
    values: Mapping[str, Any] | None = None,
    *,
    people: int | None = None,
    changes: Mapping[str, Any] | None = None,
    shift: float | None = None,
) -> dict[str, Scenario]:
    """The scenario of each arm.

    From below to above: the country, a parameter set (``values``, where the country says nothing),
    the market around few participants, the offer to all who are allocated, the trial's own file,
    ``changes`` in every arm, and the anchor's shift.
    """
    base = _base(trial.about["country"])
    settled = _settled(trial.about["country"])
    base = base.set({a: v for a, v in (values or {}).items() if a not in settled})
    size = {"district.people": people or people_of(trial), "district.months": trial.months}
    around = market_around(base, trial.share_of_market)
    if not trial.cluster:
        around["world.people.newcomers"] = 0.0
    common = base.set({**size, **around, **_offers(trial)})
    last = {**(changes or {}), **({} if shift is None else {SHIFT: shift})}
    return {name: common.set({**own, **last}) for name, own in _given(trial).items()}


def people_of(trial: Trial) -> int:
    """People in each arm: a thousand, or as many as were in the trial, within what is quick.

    Where whole districts are allocated, as many as the country's file says.
    """
    if trial.cluster:
        return int(_base(trial.about["country"])["district.people"])
    published = sum(arm.n or 0 for arm in trial.arms.values())
    return min(max(PEOPLE, published), MOST_PEOPLE)
