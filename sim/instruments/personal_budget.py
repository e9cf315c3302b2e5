"""Personal budget: money for what the person and the caseworker think stands most in the way."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_MONTH, MONEY, MONTHS, PER_MONTH, SHARE, YEARS, assumption, lever


@kernel
def spend_budget(
    personal_budget, active, enrolled, dose, care, physical_health, everyday_skills, education,
    motivation_base, confidence, trust,
):  # fmt: skip
    """The money goes to the worst of what money can help with."""
    terms = opened(personal_budget)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        a, b = float64(care[i]), float64(physical_health[i])
        c, e = float64(everyday_skills[i]), float64(education[i])
        # A month's part of the budget does its part of what the whole does.
        part = dose[i] * terms.amount / terms.full_amount / max(terms.duration, 1)
        lifted = min(terms.lifted * part, 1.0)
        if a >= b and a >= c and a >= e:
            care[i] = a * (1.0 - lifted)
        elif b >= c and b >= e:
            physical_health[i] = b * (1.0 - lifted)
        elif c >= e:
            everyday_skills[i] = c * (1.0 - lifted)
        else:
            education[i] = e * (1.0 - lifted)
        motivation_base[i] = clip(float64(motivation_base[i]) + terms.own_choice * part, 0.0, 1.0)
        confidence[i] = clip(float64(confidence[i]) + terms.own_choice * part, 0.0, 1.0)
        trust[i] = clip(float64(trust[i]) + terms.own_choice * part, 0.0, 1.0)


class PersonalBudget(Instrument):
    """A personal (youth) budget (E-28: called positive, no number). Its effect is our judgement from end to
    end."""

    name = "personal_budget"
    label = "Personal budget"
    mechanism = "money for the worst barrier; own choice"
    moves = ("motivation_base", "confidence")
    share = "places"
    once = True
    work = spend_budget

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those young enough who get a budget.",
        label="People with a personal budget",
        source="policy choice",
    )
    amount = lever(
        25000.0,
        MONEY,
        (5000, 60000),
        "What a person may spend in all.",
        label="Personal budget, in all",
        source="E-28",
    )
    to_age = lever(
        30.0,
        YEARS,
        (25, 67),
        "Age up to which people get one.",
        label="Age up to which people get a budget",
        source="E-28",
    )
    caseworker_hours = assumption(
        0.5,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    full_amount = assumption(
        25000.0,
        MONEY,
        (15000, 50000),
        "Budget at which its effect is as declared.",
        source="E-28",
        grade="judgement",
    )
    lifted = assumption(
        0.36,
        SHARE,
        (0.05, 0.7),
        "Share of the worst barrier lifted by the whole budget.",
        source="our judgement",
        grade="judgement",
    )
    own_choice = assumption(
        0.05,
        SHARE,
        (0.0, 0.15),
        "Motivation, confidence and trust gained by the whole budget.",
        source="sign of E-28",
        grade="judgement",
    )
    take_up = assumption(
        0.85, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.01, PER_MONTH, (0.0, 0.05), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        6,
        MONTHS,
        (3, 12),
        "Months over which the money is spent.",
        source="our judgement",
        grade="judgement",
    )

    @classmethod
    def price_of(cls, record) -> float:
        """The budget, spread over its months."""
        return float(record["amount"]) / max(int(record["duration"]), 1)
