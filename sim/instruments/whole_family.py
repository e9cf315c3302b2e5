"""Whole-family work: one plan and one worker for all members of a family."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    SHARE,
    assumption,
    lever,
)


@kernel
def see_the_family(whole_family, active, enrolled, dose, care, mental_health, everyday_skills, trust):
    """A month in which the whole family is seen to."""
    terms = opened(whole_family)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        part = dose[i]
        care[i] = float64(care[i]) * (1.0 - terms.care * part)
        mental_health[i] = float64(mental_health[i]) * (1.0 - terms.calm * part)
        everyday_skills[i] = float64(everyday_skills[i]) * (1.0 - terms.routine * part)
        trust[i] = clip(float64(trust[i]) + terms.trust * part, 0.0, 1.0)


class WholeFamily(Instrument):
    """Whole-family work (E-27: no effect on hours, fewer early pensions, more flex jobs). It takes care
    duties and strain off a person, and while it is tried pensions are granted less often."""

    name = "whole_family"
    label = "Whole-family work"
    mechanism = "barrier: care, strain and routines; trust"
    moves = ("care", "trust")
    share = "places"
    barrier = "care"
    kind = "barrier"
    work = see_the_family

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with care duties whose family is worked with.",
        label="Families worked with",
        source="policy choice",
    )
    price = lever(
        5000.0,
        MONEY_PER_MONTH,
        (1000, 12000),
        "Cost for a family.",
        label="Price of whole-family work",
        source="our judgement",
    )
    from_severity = assumption(
        0.3,
        SHARE,
        (0.1, 0.6),
        "Care duties from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    hours = assumption(
        3.0, HOURS_PER_WEEK, (1, 8), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    caseworker_hours = assumption(
        1.0,
        HOURS_PER_MONTH,
        (0.0, 4.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    care = assumption(
        0.06,
        PER_MONTH,
        (0.01, 0.15),
        "Share of care duties lifted in a month.",
        source="our judgement",
        grade="judgement",
    )
    calm = assumption(
        0.015,
        PER_MONTH,
        (0.0, 0.04),
        "Share of mental health issues lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    routine = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.08),
        "Share of trouble with routines lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    trust = assumption(
        0.015, SHARE, (0.0, 0.05), "Trust gained in a month.", source="our judgement", grade="judgement"
    )
    take_up = assumption(
        0.7, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.02, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        18, MONTHS, (6, 36), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
