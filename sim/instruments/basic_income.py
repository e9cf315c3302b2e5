"""Basic income: an amount that is paid whatever the person earns, without requirements."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, YEARS, assumption, lever
from sim.statuses import FEW_HOURS, FULL_TIME, OPEN_BENEFIT, PART_TIME


@kernel
def pay_without_conditions(basic_income, active, enrolled, basic_paid, exempted, mental_health):
    """The amount is set for the month; nobody asks for anything in return."""
    terms = opened(basic_income)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        basic_paid[i] = terms.amount
        exempted[i] = 1
        mental_health[i] = float64(mental_health[i]) * (1.0 - terms.calm)


class BasicIncome(Instrument):
    """A basic income instead of benefit (E-30, H-08: an application, not started). Work always pays, and
    nothing is asked: which of the two weighs more comes out of the model and rests on our judgement."""

    name = "basic_income"
    label = "Basic income"
    mechanism = "price: earnings are kept; pressure: none"
    moves = ("basic_paid", "exempted")
    share = "places"
    ends_at_work = False
    open_to = (OPEN_BENEFIT, FEW_HOURS, PART_TIME, FULL_TIME)
    payer = "state"
    work = pay_without_conditions

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those young enough who get it.",
        label="People on a basic income",
        source="policy choice",
    )
    amount = lever(
        12326.0,
        MONEY_PER_MONTH,
        (6000, 22000),
        "Basic income, before tax.",
        label="Basic income a month",
        source="H-08 (NOK 19,750 a month); the Danish benefit where nothing is said",
    )
    to_age = lever(
        30.0,
        YEARS,
        (25, 67),
        "Age up to which people may start on it.",
        label="Age up to which people get it",
        source="E-30",
    )
    calm = assumption(
        0.005,
        PER_MONTH,
        (0.0, 0.03),
        "Share of mental health issues lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.95, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.0, PER_MONTH, (0.0, 0.03), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        24,
        MONTHS,
        (0, 60),
        "Months of basic income; 0 for no limit.",
        source="our judgement",
        grade="judgement",
    )
