"""The stylised facts of the register as claims that are measured, met or not.

``measure`` simulates; ``python -m experiments.facts`` prints; with ``--write`` it makes docs/facts.md
and the list of claims not met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from experiments.facts import (
    caseload,
    comparators,
    complexity,
    continuity,
    equilibrium,
    fragile_jobs,
    order,
    realness,
    reserve,
    sanctions,
)
from experiments.facts.claims import Claim, ClaimResult, Control, Fact, FactResult, Measured
from sim.errors import InputError
from sim.scenario import Scenario, load

FACTS: tuple[Fact, ...] = (
    complexity.FACT,
    fragile_jobs.FACT,
    comparators.COMPARATOR,
    comparators.FIDELITY,
    comparators.PROFILE,
    sanctions.GRADIENT,
    sanctions.SHORT,
    caseload.FACT,
    continuity.FACT,
    order.FACT,
    realness.FACT,
    equilibrium.FACT,
    *reserve.FACTS,
)
SEEDS = range(1, 31)

__all__ = ["FACTS", "SEEDS", "Claim", "ClaimResult", "Control", "Fact", "FactResult", "Measured",
           "control_fails", "fact", "measure"]  # fmt: skip


def fact(number: int) -> Fact:
    """The fact of that number. Raises InputError when there is none."""
    for one in FACTS:
        if one.number == number:
            return one
    raise InputError(f"There is no fact {number}; the facts are numbered 1 to {FACTS[-1].number}.")


def measure(
    numbers: Sequence[int] | None = None,
    seeds: Sequence[int] = SEEDS,
    world: Scenario | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[FactResult]:
    """Measure every claim of these facts (all of them when None), in a world (Denmark when None).

    progress: called with (claims measured, claims). Raises InputError for a number that no fact has.
    """
    base = load("denmark") if world is None else world
    asked = FACTS if numbers is None else tuple(fact(number) for number in numbers)
    total, done, results = sum(len(one.claims) for one in asked), 0, []
    for one in asked:
        found = []
        for claim in one.claims:
            found.append(ClaimResult(one.number, claim, claim.measure(base, tuple(seeds))))
            done += 1
            if progress is not None:
                progress(done, total)
        results.append(FactResult(one, tuple(found)))
    return results


def control_fails(
    one: Fact, control: Control, seeds: Sequence[int], world: Scenario | None = None
) -> tuple[bool, Measured]:
    """Whether the claim of a control is refuted in its changed world, and what was measured there."""
    base = load("denmark") if world is None else world
    claim = one.claim(control.claim)
    found = claim.measure(base.set(control.changes), tuple(seeds))
    return claim.refuted_by(found), found
