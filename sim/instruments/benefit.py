"""Benefit: its level, whose earnings reduce it, and when it ends."""

from sim.instruments.base import Instrument
from sim.parameters import MONEY_PER_HOUR, MONEY_PER_MONTH, RATIO, SHARE, WEEK, assumption, lever


class Benefit(Instrument):
    """The budget set: what a person has without work, and keeps with it.

    On an individual base a partner's earnings do not matter; on a household base they are taken off
    the person's benefit, up to all of it, and what work adds is then weighed against both
    incomes. Whether the partner goes on working is not modelled. Lower rates hurry some into
    work (D-15), fewer where jobs are few; but money that does not go far wears on people's health, so that
    the gain is gone within years and more leave the labour market (D-14). Higher rates hardly keep
    anybody from work (D-16, D-18).
    """

    name = "benefit"
    label = "Benefit and its taper"
    mechanism = "price: what work adds to a person's income"
    moves = ("gain_to_work",)

    level = lever(
        12326.0, MONEY_PER_MONTH, (8000, 18000), "Benefit without any earnings, before tax.",
        label="Benefit a month", source="H-01",
    )  # fmt: skip
    taper = lever(
        0.95, SHARE, (0.3, 1.0), "Share of earnings above the disregard that is taken off benefit.",
        label="Earnings taken off benefit", source="national rules, simplified",
    )  # fmt: skip
    disregard = lever(
        31.0, MONEY_PER_HOUR, (0, 80), "Earnings for each hour worked that do not count.",
        label="Earnings per hour that do not count", source="Danish rules, simplified",
    )  # fmt: skip
    ends_at_hours = lever(
        30.0, WEEK, (20, 37), "Weekly hours from which benefit stops.",
        label="Hours from which benefit stops", source="national rules, simplified",
    )  # fmt: skip
    household = lever(
        0.0, SHARE, (0.0, 1.0),
        "Share of a partner's earnings taken off a person's benefit; 0 for an individual base.",
        label="Partner's earnings taken off benefit", source="policy choice; D-13 for married couples",
    )  # fmt: skip
    young_rate = lever(
        1.0, RATIO, (0.5, 1.0), "Benefit of people under 30, against that of everybody else.",
        label="Benefit under 30 against the full rate", source="H-03: 0.64 when living out, in Denmark",
    )  # fmt: skip
    working_partner = assumption(0.2, SHARE, (0.1, 0.4), "People who have a partner in work.",
                                 source="our judgement", grade="judgement")  # fmt: skip
    partner_earnings = assumption(0.9, RATIO, (0.5, 1.3),
                                  "Mean earnings of such a partner, against full-time entry wages.",
                                  source="our judgement", grade="judgement")  # fmt: skip
    partner_spread = assumption(0.5, SHARE, (0.0, 0.8),
                                "How far a partner's earnings may lie from that mean, as a share of it.",
                                source="our judgement", grade="judgement")  # fmt: skip
