"""Follow-up after a job starts: somebody asks how it goes, and helps when it does not."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    HOURS_PER_MONTH,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    RATIO,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import (
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FLEX_JOB,
    FULL_TIME,
    LAST_JOB_STATUS,
    PART_TIME,
    SUBSIDISED,
)


@kernel
def ask_how_it_goes(follow_on, active, enrolled, dose, status, follow_along, labour_market_knowledge):
    """A month of follow-up at work."""
    terms = opened(follow_on)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        if FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS:
            follow_along[i] = max(float64(follow_along[i]), terms.help * dose[i])
            labour_market_knowledge[i] = float64(labour_market_knowledge[i]) * (1.0 - terms.learned)


class FollowOn(Instrument):
    """Follow-up after a job starts (S001, S004). No study shows that it makes jobs last (B-34), so what it
    does is small and a judgement."""

    name = "follow_on"
    label = "Follow-up after a job starts"
    mechanism = "time: help at work in the first months"
    moves = ("follow_along",)
    share = "places"
    ends_at_work = False
    paid_at_work = True
    open_to = (FEW_HOURS, SUBSIDISED, FLEX_JOB, PART_TIME, FULL_TIME)
    work = ask_how_it_goes

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those in a new job who are followed up.",
        label="People followed up in a new job",
        source="policy choice",
    )
    price = lever(
        600.0,
        MONEY_PER_MONTH,
        (0, 3000),
        "Staff, for a place.",
        label="Price of follow-up at work",
        source="our judgement",
    )
    caseworker_hours = assumption(
        0.3,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    help = assumption(0.6, SHARE, (0.0, 1.0), "Support at work.", source="S001", grade="judgement")
    learned = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.1),
        "Share of the knowledge gap closed in a month.",
        source="our judgement",
        grade="judgement",
    )
    to_tenure = assumption(
        3.0,
        RATIO,
        (1.0, 12.0),
        "Months in a job up to which it may begin.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.85, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.02, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        6, MONTHS, (3, 24), "Months of follow-up; 0 for no limit.", source="our judgement", grade="judgement"
    )
