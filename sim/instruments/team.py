"""Cross-sector team: employment, health and social services see the person together."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    HOURS_PER_MONTH,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POINTS,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import FEW_HOURS, IN_PROGRAMME, OPEN_BENEFIT, PRACTICE, SHELTERED, SICK_LEAVE


@kernel
def work_as_one(team, active, enrolled, dose, coordinated, trust, mental_health, everyday_skills):
    """Measures no longer collide; the team itself helps a little with health and everyday life."""
    terms = opened(team)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        coordinated[i] = 1
        trust[i] = clip(float64(trust[i]) + terms.trust * dose[i], 0.0, 1.0)
        mental_health[i] = float64(mental_health[i]) * (1.0 - terms.calm * dose[i])
        everyday_skills[i] = float64(everyday_skills[i]) * (1.0 - terms.routine * dose[i])


class Team(Instrument):
    """A team across sectors (BPS2, BPS4; C-01, C-19). What it gives is time of several professions and
    measures that fit each other."""

    name = "team"
    label = "Team across services"
    mechanism = "time: measures that fit each other; help with health and everyday life"
    moves = ("coordinated", "trust")
    share = "places"
    ends_at_work = False
    open_to = (OPEN_BENEFIT, IN_PROGRAMME, SHELTERED, PRACTICE, FEW_HOURS, SICK_LEAVE)
    work = work_as_one

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those far from work who are seen by a team.",
        label="People seen by a team across services",
        source="policy choice",
    )
    price = lever(
        2200.0,
        MONEY_PER_MONTH,
        (500, 6000),
        "Staff of other services, for a place.",
        label="Price of a team's time",
        source="H-19, order of magnitude",
    )
    from_distance = assumption(
        1.8,
        POINTS,
        (0.0, 5.0),
        "Distance to work from which people are seen by a team.",
        source="our judgement",
        grade="judgement",
    )
    caseworker_hours = assumption(
        0.4,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    trust = assumption(
        0.01, SHARE, (0.0, 0.04), "Trust gained in a month.", source="our judgement", grade="judgement"
    )
    calm = assumption(
        0.008,
        PER_MONTH,
        (0.0, 0.03),
        "Share of mental health issues lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    routine = assumption(
        0.015,
        PER_MONTH,
        (0.0, 0.05),
        "Share of trouble with routines lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.85, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.01, PER_MONTH, (0.0, 0.05), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        24, MONTHS, (6, 60), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
