"""Money by payer: every krone that leaves one account enters another.

``amounts`` holds what moved in a month, one number for each kind of payment. ``accounts`` says
from whom to whom, so what everybody gains and loses sums to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ACCOUNTS = ("person", "employer", "municipality", "state", "region", "staff", "provider")

BENEFIT, PENSION, GRANT, WAGE, TAX, STAFF = range(6)
PROGRAMME = {"municipality": 6, "state": 7, "region": 8}
WAGE_SUBSIDY, FLEX_TOP_UP, BASIC_INCOME = 9, 10, 11


@dataclass(frozen=True)
class Payment:
    """One kind of payment: its name, the shares of those who pay it, and who receives it."""

    name: str
    payers: dict[str, float]
    receivers: dict[str, float]


def payments(municipal_share: float) -> tuple[Payment, ...]:
    """The kinds of payment, in the order of ``amounts``.

    municipal_share: part of benefits, wage subsidies and flex-job top-ups that the municipality
    pays. Six tenths of taxes are local; a basic income is the state's.
    """
    public = {"municipality": municipal_share, "state": 1.0 - municipal_share}
    return (
        Payment("benefit", public, {"person": 1.0}),
        Payment("pension", public, {"person": 1.0}),
        Payment("student grant", {"state": 1.0}, {"person": 1.0}),
        Payment("wage", {"employer": 1.0}, {"person": 1.0}),
        Payment("tax", {"person": 1.0}, {"municipality": 0.6, "state": 0.4}),
        Payment("service staff", {"municipality": 1.0}, {"staff": 1.0}),
        *(Payment(f"programmes of the {payer}", {payer: 1.0}, {"provider": 1.0})
          for payer in PROGRAMME),
        Payment("wage subsidy", public, {"employer": 1.0}),
        Payment("flex-job top-up", public, {"person": 1.0}),
        Payment("basic income", {"state": 1.0}, {"person": 1.0}),
    )  # fmt: skip


KINDS = len(payments(0.5))


def accounts(amounts: np.ndarray, municipal_share: float) -> dict[str, float]:
    """What each account gained (or lost, below 0) from the amounts, in kroner.

    amounts: array of shape (KINDS,). The values sum to zero.
    """
    balance = dict.fromkeys(ACCOUNTS, 0.0)
    for payment, amount in zip(payments(municipal_share), amounts.tolist(), strict=True):
        for account, share in payment.payers.items():
            balance[account] -= amount * share
        for account, share in payment.receivers.items():
            balance[account] += amount * share
    return balance
