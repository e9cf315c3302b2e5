"""Everyday-life goals: sleep, food, exercise, the day's order, set and followed up."""

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
    YEARS,
    assumption,
    lever,
)


@kernel
def set_goals(
    everyday_goals, active, enrolled, dose, everyday_skills, learned_everyday, confidence, mental_health
):
    """A month of goals that are set and followed up."""
    goals = opened(everyday_goals)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        gap = float64(everyday_skills[i])
        gained = gap * goals.learned * dose[i]
        everyday_skills[i] = gap - gained
        learned_everyday[i] = float64(learned_everyday[i]) + gained
        confidence[i] = clip(float64(confidence[i]) + goals.encouragement * dose[i], 0.0, 1.0)
        mental_health[i] = float64(mental_health[i]) * (1.0 - goals.calm * dose[i])


class EverydayGoals(Instrument):
    """Goal setting for everyday life (E-11, S001 box in 2.1). It works on routines, and through them on
    everything that needs routines."""

    name = "everyday_goals"
    label = "Everyday-life goals"
    mechanism = "barrier: routines; some confidence and calm"
    moves = ("everyday_skills", "confidence")
    share = "places"
    barrier = "everyday_skills"
    kind = "everyday"
    work = set_goals

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with trouble in everyday life for whom there is a place.",
        label="Places in everyday-life goal setting",
        source="policy choice",
    )
    price = lever(
        1200.0,
        MONEY_PER_MONTH,
        (0, 4000),
        "Paid for a place.",
        label="Price of goal setting",
        source="our judgement",
    )
    to_age = lever(
        67.0,
        YEARS,
        (25, 67),
        "Age up to which people are offered it.",
        label="Age up to which goal setting is offered",
        source="policy choice",
    )
    from_severity = assumption(
        0.35,
        SHARE,
        (0.2, 0.6),
        "Trouble from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.75, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.05, PER_MONTH, (0.01, 0.1), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        4, MONTHS, (2, 12), "Months it takes; 0 for no limit.", source="E-11", grade="judgement"
    )
    hours = assumption(
        2.0, HOURS_PER_WEEK, (1, 6), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    caseworker_hours = assumption(
        0.5,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    learned = assumption(
        0.15,
        PER_MONTH,
        (0.05, 0.3),
        "Share of trouble with routines lost in a month.",
        source="sign of E-11",
        grade="judgement",
    )
    encouragement = assumption(
        0.015, SHARE, (0.0, 0.05), "Confidence gained in a month.", source="sign of E-11", grade="judgement"
    )
    calm = assumption(
        0.01,
        PER_MONTH,
        (0.0, 0.03),
        "Share of mental health issues lost in a month.",
        source="E-11: sleep and exercise",
        grade="judgement",
    )
