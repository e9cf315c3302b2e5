"""Who pays: what each account gained or lost in every run, from the model's own ledger."""

from __future__ import annotations

from functools import cache

import numpy as np

from experiments.compare import Arm, Comparison
from sim.ledger import ACCOUNTS, KINDS, accounts
from sim.outcomes import OUTCOMES

IN_MONEY = tuple(outcome.name for outcome in OUTCOMES if outcome.unit.startswith("kroner"))


def same_money(pair: Comparison) -> bool:
    """Whether both worlds count in one currency, so that their money can be subtracted."""
    arms = (pair.baseline, pair.policy)
    return len({arm.scenario["district.currency"] for arm in arms}) == 1


def kroner_by_month(arm: Arm) -> np.ndarray:
    """What each account gained (or lost, below 0), in kroner: float64 (seeds, months+1, accounts).

    For the whole district, newcomers included. Each month of each run sums to zero.
    """
    return np.stack(
        [
            run.amounts @ _matrix(world["world.money.municipal_share"])
            for run, world in zip(arm.runs, arm.lived, strict=True)
        ]
    )


@cache
def _matrix(share: float) -> np.ndarray:
    """What every account gains of a krone of each kind."""
    one_krone = [accounts(kind, share) for kind in np.eye(KINDS)]
    return np.array([[balance[account] for account in ACCOUNTS] for balance in one_krone])


def kroner(arm: Arm) -> np.ndarray:
    """The same over all months: float64 (seeds, accounts)."""
    return kroner_by_month(arm).sum(axis=1)
