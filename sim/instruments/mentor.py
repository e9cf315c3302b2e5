"""Life coaching and social mentoring: somebody who knows the way walks along."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_WEEK, MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, YEARS, assumption, lever


@kernel
def walk_along(
    mentor, active, enrolled, dose, labour_market_knowledge, everyday_skills, confidence, trust, lock_in
):
    """A month with a mentor."""
    mentor = opened(mentor)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        part = dose[i]
        labour_market_knowledge[i] = float64(labour_market_knowledge[i]) * (1.0 - mentor.learned * part)
        everyday_skills[i] = float64(everyday_skills[i]) * (1.0 - mentor.routine * part)
        confidence[i] = clip(float64(confidence[i]) + mentor.encouragement * part, 0.0, 1.0)
        trust[i] = clip(float64(trust[i]) + mentor.trust * part, 0.0, 1.0)
        lock_in[i] = max(float64(lock_in[i]), mentor.lock_in)


class Mentor(Instrument):
    """Life coaching and social mentoring. What it gives is knowledge of the way, confidence and trust; a year
    on no effect on regular jobs was found, with lock-in suspected (E-12), so little here acts on jobs
    directly."""

    name = "mentor"
    label = "Life coaching and social mentoring"
    mechanism = "knowledge, confidence and trust; a little time"
    moves = ("labour_market_knowledge", "confidence", "trust")
    share = "places"
    barrier = "labour_market_knowledge"
    kind = "everyday"
    work = walk_along

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those who know little of the labour market for whom there is a place.",
        label="Places with a coach or mentor",
        source="policy choice",
    )
    price = lever(
        2500.0,
        MONEY_PER_MONTH,
        (500, 6000),
        "Paid for a place.",
        label="Price of a coach or mentor",
        source="our judgement",
    )
    to_age = lever(
        67.0,
        YEARS,
        (25, 67),
        "Age up to which people are offered it.",
        label="Age up to which a coach or mentor is offered",
        source="policy choice",
    )
    from_severity = assumption(
        0.3,
        SHARE,
        (0.1, 0.6),
        "Lack of knowledge from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.7, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.04, PER_MONTH, (0.01, 0.1), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        10, MONTHS, (3, 24), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
    hours = assumption(
        2.0, HOURS_PER_WEEK, (1, 8), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    learned = assumption(
        0.08,
        PER_MONTH,
        (0.02, 0.2),
        "Share of the knowledge gap closed in a month.",
        source="our judgement",
        grade="judgement",
    )
    routine = assumption(
        0.02,
        PER_MONTH,
        (0.0, 0.08),
        "Share of trouble with routines lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    encouragement = assumption(
        0.012, SHARE, (0.0, 0.04), "Confidence gained in a month.", source="our judgement", grade="judgement"
    )
    trust = assumption(
        0.012,
        SHARE,
        (0.0, 0.04),
        "Trust in the service gained in a month.",
        source="our judgement",
        grade="judgement",
    )
    lock_in = assumption(
        0.15,
        SHARE,
        (0.0, 0.4),
        "Search lost while it lasts.",
        source="E-12: lock-in suspected",
        grade="judgement",
    )
