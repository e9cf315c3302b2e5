"""Workplace mentor: a colleague who is given time and training to help somebody into the job."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import MONEY_PER_MONTH, MONTHS, PER_MONTH, RATIO, SHARE, SPREAD, assumption, lever
from sim.statuses import (
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FULL_TIME,
    LAST_JOB_STATUS,
    OPEN_BENEFIT,
    PART_TIME,
    SUBSIDISED,
)


@kernel
def guide(
    workplace_mentor, active, enrolled, status, mentored, follow_along, match_social, work_skills, confidence
):
    """Before hiring an employer knows that help will be at hand; afterwards it is."""
    terms = opened(workplace_mentor)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        if FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS:
            follow_along[i] = max(float64(follow_along[i]), terms.follow_up)
            match_social[i] = min(float64(match_social[i]) + terms.belonging, terms.best_belonging)
            work_skills[i] = float64(work_skills[i]) * (1.0 - terms.learned)
            confidence[i] = clip(float64(confidence[i]) + terms.encouragement, 0.0, 1.0)
        else:
            mentored[i] = terms.support_seen


class WorkplaceMentor(Instrument):
    """A mentor at the workplace beside a caseworker (S003, E-13, F-21). It lowers the risk that an employer
    sees and makes a person part of the place, so that jobs last and hours grow."""

    name = "workplace_mentor"
    label = "Workplace mentor"
    mechanism = "information before hiring, belonging and learning after"
    moves = ("mentored", "follow_along")
    share = "places"
    ends_at_work = False
    open_to = (OPEN_BENEFIT, FEW_HOURS, SUBSIDISED, PART_TIME, FULL_TIME)
    paid_at_work = True
    payer = "state"
    work = guide

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those out of work, or new in it, who have a mentor at the workplace.",
        label="People with a workplace mentor",
        source="policy choice",
    )
    price = lever(
        1500.0,
        MONEY_PER_MONTH,
        (0, 6000),
        "Paid to the employer for the mentor's time.",
        label="Price of a workplace mentor",
        source="our judgement",
    )
    support_seen = assumption(
        0.9,
        SHARE,
        (0.4, 1.0),
        "Help at hand, as an employer fully able to mentor sees it.",
        source="sign of B-18, S003",
        grade="judgement",
    )
    follow_up = assumption(0.6, SHARE, (0.0, 1.0), "Support at work.", source="S003", grade="judgement")
    belonging = assumption(
        0.06, SPREAD, (0.0, 0.2), "Social match gained in a month.", source="S003", grade="judgement"
    )
    best_belonging = assumption(
        1.5,
        SPREAD,
        (0.5, 3.0),
        "Social match up to which a mentor helps.",
        source="our judgement",
        grade="judgement",
    )
    learned = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.08),
        "Share of the skill gap closed in a month.",
        source="S003",
        grade="judgement",
    )
    encouragement = assumption(
        0.01, SHARE, (0.0, 0.03), "Confidence gained in a month.", source="S003", grade="judgement"
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
        0.75, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.02, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        18,
        MONTHS,
        (2, 36),
        "Months with a mentor; 0 for no limit.",
        source="our judgement",
        grade="judgement",
    )
