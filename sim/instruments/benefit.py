"""Benefit: its level, how it falls when a person earns, and when it ends."""

from sim.instruments.base import Instrument
from sim.parameters import MONEY_PER_HOUR, MONEY_PER_MONTH, SHARE, WEEK, lever


class Benefit(Instrument):
    """The budget set: what a person has without work, and keeps with it."""

    name = "benefit"
    label = "Benefit and its taper"
    mechanism = "price: what work adds to a person's income"
    moves = ("gain_to_work",)

    level = lever(
        12326.0, MONEY_PER_MONTH, (8000, 18000), "Benefit without any earnings, before tax.",
        label="Benefit a month", source="H-01",
    )  # fmt: skip
    taper = lever(
        0.95, SHARE, (0.3, 1.0), "Benefit lost for each krone earned above the disregard.",
        label="Benefit lost per krone earned", source="national rules, simplified",
    )  # fmt: skip
    disregard = lever(
        31.0, MONEY_PER_HOUR, (0, 80), "Earnings for each hour worked that do not count.",
        label="Earnings per hour that do not count", source="Danish rules, simplified",
    )  # fmt: skip
    ends_at_hours = lever(
        30.0, WEEK, (20, 37), "Weekly hours from which benefit stops.",
        label="Hours from which benefit stops", source="national rules, simplified",
    )  # fmt: skip
