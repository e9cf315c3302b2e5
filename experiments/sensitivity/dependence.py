"""What cannot vary on its own, and why: the methods here are for inputs that do not depend on each other."""

from __future__ import annotations

from collections.abc import Iterable

from experiments import posterior
from experiments.designs.experiment import PARAMETERS
from sim.errors import InputError
from sim.scenario import Scenario

TOGETHER = (posterior.SIZE, posterior.PACE)
INSTEAD = f'take it out and put {PARAMETERS} = "posterior" under [factors], which moves them together'


def refuse(addresses: Iterable[str], scenario: Scenario, where: str) -> None:
    """Raise InputError, with the reason and what to do instead, for an input that depends on others.

    scenario: what every run starts from; what it says itself no parameter set changes.
    """
    asked = list(addresses)
    found_together = {
        address for table in posterior.tables() if table.name != posterior.LAST for address in table.addresses
    }
    for address in asked:
        reason = posterior.NEVER_DRAWN.get(address)
        if reason in TOGETHER:
            raise InputError(
                f"{address} in {where} cannot vary on its own, for it is part of {reason}; take it out and "
                "vary world.economy.demand instead."
            )
        if address in found_together:
            raise InputError(
                f"{address} in {where} cannot vary on its own: it was found together with "
                f"{len(found_together) - 1} other numbers, which only jointly meet the published shares; "
                f"{INSTEAD}."
            )
    if PARAMETERS in asked:
        moved = set(posterior.values_of(0)) - posterior.settled(scenario)
        twice = next((address for address in asked if address in moved), None)
        if twice is not None:
            raise InputError(
                f"{twice} in {where} would vary twice, on its own and as a part of {PARAMETERS} = "
                '"posterior"; keep one of the two.'
            )


def fitted_apart(addresses: Iterable[str]) -> list[str]:
    """Which of some addresses calibration found together with others, and which vary on their own here."""
    tables = [table for table in posterior.tables() if table.name == posterior.LAST]
    return [address for address in addresses if any(address in table.addresses for table in tables)]
