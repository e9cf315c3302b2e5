"""Health treatment and rehabilitation, with a waiting list where places are few."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import HEALTH, Instrument
from sim.parameters import HOURS_PER_WEEK, MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, assumption, lever
from sim.statuses import (
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FULL_TIME,
    LAST_JOB_STATUS,
    OPEN_BENEFIT,
    PART_TIME,
    PRACTICE,
    SICK_LEAVE,
)


@kernel
def treat(treatment, order, active, enrolled, first_dose, status, mental_health, physical_health):
    """A month of treatment; it does more for people who are at a workplace meanwhile."""
    treatment, order = opened(treatment, order)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        at_work = status[i] == PRACTICE or FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS
        part = first_dose[i] * (1.0 + order.together) if at_work else first_dose[i]
        mental_health[i] = float64(mental_health[i]) * (1.0 - min(treatment.mental * part, 1.0))
        physical_health[i] = float64(physical_health[i]) * (1.0 - min(treatment.physical * part, 1.0))


class Treatment(Instrument):
    """Treatment and rehabilitation. It lowers severity and says nothing of jobs; in parallel with a workplace
    it does more than before or after it (C-19)."""

    name = "treatment"
    label = "Health treatment and rehabilitation"
    mechanism = "barrier: severity of health issues"
    moves = ("mental_health", "physical_health")
    share = "places"
    ends_at_work = False
    hours_first = True
    open_to = (OPEN_BENEFIT, SICK_LEAVE, FEW_HOURS, PART_TIME, FULL_TIME)
    barrier = HEALTH
    kind = "barrier"
    payer = "region"
    work = treat

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with health issues for whom there is a place; the rest wait.",
        label="Places in treatment",
        source="policy choice",
    )
    price = lever(
        6000.0,
        MONEY_PER_MONTH,
        (2000, 12000),
        "Cost of treating one person.",
        label="Price of treatment",
        source="our judgement",
    )
    from_severity = assumption(
        0.45,
        SHARE,
        (0.3, 0.7),
        "Severity from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.75, SHARE, (0.5, 1.0), "Willing to be treated.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.03, PER_MONTH, (0.01, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        9, MONTHS, (3, 24), "Months of treatment; 0 for no limit.", source="our judgement", grade="judgement"
    )
    hours = assumption(
        2.0, HOURS_PER_WEEK, (1, 8), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    mental = assumption(
        0.03,
        PER_MONTH,
        (0.01, 0.08),
        "Share of mental health issues lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    physical = assumption(
        0.015,
        PER_MONTH,
        (0.0, 0.05),
        "Share of physical limits lost in a month.",
        source="our judgement",
        grade="judgement",
    )
