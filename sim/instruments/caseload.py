"""Caseload: how many people share one caseworker's month."""

from sim.instruments.base import Instrument
from sim.parameters import PEOPLE, lever


class Caseload(Instrument):
    """A caseload is a time budget, nothing else: fewer people, more hours each. What the hours
    do depends on who sits there and what they are used for (trap 9)."""

    name = "caseload"
    label = "Caseload"
    mechanism = "time: hours a caseworker has for each person"
    moves = ("service_hours",)

    ordinary = lever(
        70.0, PEOPLE, (20, 150), "People for each ordinary caseworker.",
        label="People per caseworker", source="C-01 (70 to 80), C-28 (40 to 120)", headline=True,
    )  # fmt: skip
    specialist = lever(
        20.0, PEOPLE, (8, 45), "People for each employment specialist.",
        label="People per IPS worker", source="B-36 (12 to 20)", headline=True,
    )  # fmt: skip
