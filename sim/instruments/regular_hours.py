"""Few regular paid hours: a small ordinary job beside benefit, sought and followed up."""

from numpy import float64

from sim.arithmetic import clip
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
from sim.statuses import FEW_HOURS, OPEN_BENEFIT, PART_TIME, PRACTICE


@kernel
def seek_small_jobs(
    regular_hours, active, enrolled, dose, status, small_introductions, support, follow_along, confidence
):
    """A consultant looks for a few hours; once there, hours are followed up."""
    terms = opened(regular_hours)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        if status[i] <= PRACTICE:
            small_introductions[i] = float64(small_introductions[i]) + terms.contacts * dose[i]
            support[i] = max(float64(support[i]), terms.support_seen)
        elif status[i] == FEW_HOURS or status[i] == PART_TIME:
            follow_along[i] = max(float64(follow_along[i]), terms.follow_up * dose[i])
            confidence[i] = clip(float64(confidence[i]) + terms.encouragement, 0.0, 1.0)


class RegularHours(Instrument):
    """Few regular paid hours (E-08, E-09): real work at a real wage, two to ten hours a week, beside benefit.
    Who gets the first hour is selected, by motivation, caseworkers' belief where they have discretion, and
    employers; what the hours themselves add is the model's own effect, which is smaller (trap 3)."""

    name = "regular_hours"
    label = "Few regular paid hours"
    mechanism = "contact: employers with a few hours to offer; follow-up of those hours"
    moves = ("small_introductions",)
    share = "places"
    ends_at_work = False
    open_to = (OPEN_BENEFIT, FEW_HOURS)
    kind = "work"
    work = seek_small_jobs

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those out of work for whom a consultant seeks a few paid hours.",
        label="Places in 'few regular paid hours'",
        source="policy choice",
    )
    price = lever(
        900.0,
        MONEY_PER_MONTH,
        (0, 4000),
        "Consultants, for a place.",
        label="Price of seeking paid hours",
        source="our judgement",
    )
    from_months_out = assumption(
        6.0,
        RATIO,
        (0.0, 24.0),
        "Months out of work from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    caseworker_hours = assumption(
        0.2,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    contacts = assumption(
        0.12,
        RATIO,
        (0.02, 0.3),
        "Employers with a few hours to offer, met in a month.",
        source="sign of E-08",
        grade="judgement",
    )
    support_seen = assumption(
        0.3,
        SHARE,
        (0.0, 0.8),
        "Help at hand, as employers see it.",
        source="our judgement",
        grade="judgement",
    )
    follow_up = assumption(
        0.4, SHARE, (0.0, 1.0), "Support at work in small jobs.", source="our judgement", grade="judgement"
    )
    encouragement = assumption(
        0.01,
        SHARE,
        (0.0, 0.03),
        "Confidence from a month of paid hours with follow-up.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.8, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.02, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        18, MONTHS, (2, 36), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
