"""Does every lever do something? `inroads audit levers` moves each from end to end and looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments import reports, sentences
from experiments.compare import Arm, Comparison, Estimate, Progress
from experiments.manifest import manifest
from experiments.terminal import complain, progress, say, show
from experiments.work import live
from sim.errors import InputError
from sim.instruments import DELIVERED
from sim.outcomes import BY_NAME, NAMES
from sim.parameters import Parameter
from sim.profiles import PROFILES
from sim.scenario import Scenario, declarations

A_PLAN = "treatment > training"
# Where a lever needs others to be switched on before it can do anything, by the beginning of its
# address. What a longer beginning asks for comes on top, and wins.
NEEDS: dict[str, dict[str, Any]] = {
    f"policy.{i.name}": {f"policy.{i.name}.{i.share}": 0.6} for i in DELIVERED
} | {
    "policy.ips": {"policy.ips.places": 0.6, "policy.ips.from_severity": 0.2},
    # How long follow-along lasts matters where it does not go on anyway.
    "policy.ips.time_limit": {"policy.ips.places": 0.8, "policy.ips.fidelity.follow_along": 0.0},
    "policy.sanctions": {"policy.sanctions.strictness": 0.6},
    "policy.caseload": {"policy.ips.places": 0.5},
    # Nobody notices how long a sanction is remembered where a repeated one is no harder.
    "policy.sanctions.repeat_within": {"policy.sanctions.added_by_repeat": 0.4},
    "policy.campaign": {"policy.campaign.reach": 0.8},
    "policy.employer_service": {"policy.employer_service.visits": 0.8},
    "policy.sharing": {"policy.sharing.rule": "need_first"},
    "policy.profiling": {"policy.profiling.use": True, "policy.sharing.rule": "by_profile"},
    "policy.continuity.retention_price": {"policy.continuity.retention": 0.5},
    # Places must be scarce for it to matter who comes first, or whom they are kept for.
    "policy.targeting": {"policy.treatment.places": 0.3},
    "policy.plans": {"policy.treatment.places": 0.5, "policy.training.places": 0.5},
    "policy.accommodation": {"policy.accommodation.places": 1.0, "world.people.mental_share": 0.3},
    "policy.plans.reserve": {"policy.plans.young": A_PLAN},
    "policy.plans.review": {"policy.plans.everyone": A_PLAN},
}
# The two values to compare, for levers that have no plausible range and are no choice.
ENDS: dict[str, tuple[Any, Any]] = {f"policy.plans.{profile}": ("", A_PLAN) for profile in PROFILES} | {
    "policy.plans.kept": ("", "treatment")
}
CLEAR = 4.0  # errors from which an effect is told from noise, as the largest of many


def levers() -> dict[str, Parameter]:
    """Every lever by its address."""
    return {a: one.parameter for a, one in declarations().items() if one.parameter.kind == "lever"}


def needs(address: str) -> dict[str, Any]:
    """What else has to be set for a lever to have anything to do."""
    found: dict[str, Any] = {}
    for beginning in sorted(NEEDS, key=len):
        if f"{address}.".startswith(f"{beginning}."):
            found |= NEEDS[beginning]
    return {other: value for other, value in found.items() if other != address}


def ends(address: str) -> tuple[Any, Any]:
    """The two values between which a lever is moved: its plausible ends, or no and yes, or the
    first and the last of its choices."""
    parameter = levers()[address]
    if address in ENDS:
        return ENDS[address]
    if parameter.plausible:
        low, high = parameter.plausible
        return parameter.accept(low), parameter.accept(high)
    if parameter.choices:
        return parameter.choices[0], parameter.choices[-1]
    if parameter.unit.kind == "yes_no":
        return False, True
    raise LookupError(f"{address} has no two ends; give it two values in ENDS of experiments/audit.py")


def between(scenario: Scenario, address: str) -> tuple[Scenario, Scenario]:
    """A scenario with a lever at either end, and what it needs switched on."""
    ready = scenario.set(needs(address))
    low, high = ends(address)
    return ready.set({address: low}), ready.set({address: high})


@dataclass(frozen=True)
class Effect:
    """What moving one lever from end to end did. A dead lever changed nothing for anybody, not by
    one bit; otherwise the outcome and month that moved most against their noise.

    errors: the change in units of its Monte Carlo error, None with one seed.
    """

    address: str
    dead: bool
    outcome: str = ""
    month: int = 0
    change: Estimate | None = None
    errors: float | None = None


def effect(address: str, low: Arm, high: Arm, seeds: Sequence[int]) -> Effect:
    """The smallest thing that can be said of a lever from its two worlds.

    The error of a few seeds may be tiny by luck. So no month counts with less noise than the outcome has
    over all months.
    """
    pair = Comparison(low, high, tuple(seeds))
    if not np.nan_to_num(pair.differences).any() and not _moved_elsewhere(low, high):
        return Effect(address, dead=True)
    usual = None
    if len(seeds) > 1:
        months = np.nanvar(pair.differences[:, 1:], axis=0, ddof=1) / len(seeds)
        usual = np.sqrt(months.mean(axis=0))
    found = []
    for month in sentences.months_shown(low.months):
        for column, outcome in enumerate(NAMES):
            change = pair.difference(outcome, month)
            noise = None if usual is None else max(change.mcse, float(usual[column]))
            errors = abs(change.mean) / noise if noise else None
            found.append(Effect(address, False, outcome, month, change, errors))
    return max(found, key=lambda one: (one.errors or 0.0, abs(one.change.mean)))


def _moved_elsewhere(low: Arm, high: Arm) -> bool:
    """Whether money moved, or a group's outcomes, where the means of everybody did not."""
    return any(
        not np.array_equal(one.amounts, other.amounts)
        or any(not np.array_equal(a, b, equal_nan=True)
               for a, b in zip(one.groups, other.groups, strict=True))
        for one, other in zip(low.runs, high.runs, strict=True)
    )  # fmt: skip


def audit(
    scenario: Scenario, seeds: Sequence[int], progress: Progress | None = None
) -> tuple[list[Effect], bool]:
    """The effect of every lever, and whether Ctrl-C cut it short."""
    found: list[Effect] = []
    addresses = list(levers())
    total = 2 * len(seeds) * len(addresses)
    for place, address in enumerate(addresses):
        before = place * 2 * len(seeds)
        bar = progress and (lambda now, _, before=before: progress(before + now, total))
        (low, high), finished, stopped = live(between(scenario, address), seeds, bar)
        if stopped:
            return found, True
        found.append(effect(address, low, high, finished))
    return found, False


def audit_levers(scenario: Scenario, seeds: Sequence[int], as_json: bool) -> tuple[str | None, int]:
    """Audit and report; says what was kept when Ctrl-C cut it short, and how many levers are dead."""
    from experiments.answers import say_json

    if scenario["district.months"] < 1:
        raise InputError("Levers do nothing in 0 months; give --months, for example 24.")
    with progress(reports.waiting_label(), wanted=not as_json) as bar:
        found, stopped = audit(scenario, seeds, bar)
    dead = [one.address for one in found if one.dead]
    if stopped and as_json:
        return f"{len(found)} of {len(levers())} levers were tried; nothing was written", len(dead)
    if as_json:
        entries = {one.address: entry(one) for one in found}
        say_json({"levers": entries, "dead": dead, "manifest": manifest({"scenario": scenario}, list(seeds))})
    elif found:
        report(scenario, seeds, found)
    for address in dead:
        low, high = ends(address)
        complain(f"{address} is dead: from {low} to {high} it changes nothing for anybody.")
    return (f"{len(found)} of {len(levers())} levers were tried" if stopped else None), len(dead)


def entry(one: Effect) -> dict[str, Any]:
    """One lever's effect as plain data."""
    low, high = ends(one.address)
    change = one.change
    return {
        "from": low, "to": high, "needs": needs(one.address), "dead": one.dead,
        "outcome": one.outcome or None, "month": one.month if change else None,
        "change": change and {"mean": change.mean, "lo": change.lo, "hi": change.hi, "mcse": change.mcse},
        "errors": one.errors,
    }  # fmt: skip


def report(scenario: Scenario, seeds: Sequence[int], found: Sequence[Effect]) -> None:
    """A line for each lever, and the weakest of them in a sentence."""
    from experiments.listings import value

    currency = scenario["district.currency"]
    say(reports.heading(scenario))
    say(f"{reports.size_of(scenario, seeds)}; each lever from one plausible end to the other.")
    say()
    table = reports.columns("lever", "from", "to", "errors", "change", "month")
    table.add_column("what moved most, against its noise", overflow="fold")
    for one in found:
        low, high = map(value, ends(one.address))
        if one.dead:
            table.add_row(one.address, low, high, "", "", "", "NOTHING MOVES")
            continue
        how = sentences.scale(BY_NAME[one.outcome].unit, currency)
        mean, _, _ = sentences.difference_cells(one.change, how)
        told = f"{BY_NAME[one.outcome].label}, {how.name}"
        if one.errors is not None and one.errors < CLEAR:
            told += " (may be noise)"
        table.add_row(one.address, low, high, errors_of(one), mean, str(one.month), told)
    show(table)
    say()
    say(summary(found))


def errors_of(one: Effect) -> str:
    """An effect in Monte Carlo errors."""
    return sentences.number(one.errors, 1)


def summary(found: Sequence[Effect]) -> str:
    """How many levers there are, and which of those that live is the weakest."""
    alive = [one for one in found if one.errors is not None]
    said = f"{len(found)} levers, {sum(one.dead for one in found)} dead."
    if alive:
        weakest = min(alive, key=lambda one: one.errors)
        said += (
            f" The smallest detected effect is that of {weakest.address}: {errors_of(weakest)} Monte Carlo "
            f"errors, on '{BY_NAME[weakest.outcome].label}'."
        )
    return said
