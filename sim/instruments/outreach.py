"""Outreach: the service seeks out people whom it does not see."""

from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_MONTH, RATIO, SHARE, assumption, lever


class Outreach(Instrument):
    """Some offices wait until people come, some go to them (S002: reactive and proactive offices).
    It lifts the barrier that the service has no contact (BPS3), and its hours are missing
    elsewhere. S002 gives the direction; every size is our assumption."""

    name = "outreach"
    label = "Proactive outreach"
    mechanism = "contact: people with little or none are sought out"
    moves = ("service_hours", "sought_out")

    proactive = lever(
        0.0, SHARE, (0.0, 1.0), "Share of people with little or no contact whom the service seeks out.",
        label="Proactive outreach", source="policy choice; S002",
    )  # fmt: skip
    hours = assumption(
        1.0, HOURS_PER_MONTH, (0.25, 4.0), "Hours a month that seeking out one person takes.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    contact_gain = assumption(
        0.8, SHARE, (0.2, 1.0), "Share of what little contact takes off a claim on time that is made good.",
        source="sign in S002", grade="judgement",
    )  # fmt: skip
    return_gain = assumption(
        2.0, RATIO, (0.0, 5.0), "Added to the chance that somebody out of contact returns, as a ratio to it.",
        source="sign in S002", grade="judgement",
    )  # fmt: skip
    most_time = assumption(
        0.5, SHARE, (0.1, 0.9), "Most of the caseworkers' hours that go to outreach.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
