"""Continuity: fewer changes of caseworker, and changes that cost the client less."""

from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_MONTH, MONEY_PER_MONTH, SHARE, assumption, lever


class Continuity(Instrument):
    """A change of caseworker costs the client a fifth of the chance of a job (C-16). A handover
    meeting, in the month of the change and out of the new caseworker's hours, carries part of what
    was known and begun; keeping staff costs the municipality money for every post."""

    name = "continuity"
    label = "Continuity of caseworker"
    mechanism = "contact and information: what a change of caseworker loses, and how often it comes"
    moves = ("help_ratio", "assessed")

    handover = lever(
        0.0, SHARE, (0.0, 1.0), "Share of changes of caseworker with a handover meeting.",
        label="Handover meetings", source="policy choice; C-16",
    )  # fmt: skip
    retention = lever(
        0.0, SHARE, (0.0, 1.0), "Share of the turnover of staff that is avoided.",
        label="Turnover of staff avoided", source="policy choice; C-16",
    )  # fmt: skip
    retention_price = lever(
        6000.0, MONEY_PER_MONTH, (1000, 15000),
        "Paid for each full post if all turnover were avoided; for a part of it, that part.",
        label="Price of keeping staff", source="our judgement; about a tenth of a salary",
    )  # fmt: skip
    meeting_hours = assumption(
        0.5, HOURS_PER_MONTH, (0.25, 2.0), "Hours of the new caseworker that a handover meeting takes.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    saved = assumption(
        0.6, SHARE, (0.2, 0.9), "Share of the loss from a change that a handover meeting avoids.",
        source="our judgement; the loss is C-16", grade="judgement",
    )  # fmt: skip
    most_time = assumption(
        0.5, SHARE, (0.2, 0.9), "Most of a caseworker's month that goes to handover meetings.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
