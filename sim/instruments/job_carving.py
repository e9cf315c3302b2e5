"""Job carving: tasks are put together into a job that suits a person."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    HOURS_PER_MONTH,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POINTS,
    RATIO,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import PRACTICE


@kernel
def carve_jobs(job_carving, active, enrolled, dose, status, introductions, targeting, carve, support):
    """Consultants go through the tasks of employers with one person in mind."""
    terms = opened(job_carving)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0 or status[i] > PRACTICE:
            continue
        introductions[i] = float64(introductions[i]) + terms.contacts * dose[i]
        targeting[i] = max(float64(targeting[i]), terms.suited)
        carve[i] = max(float64(carve[i]), terms.carved)
        support[i] = max(float64(support[i]), terms.support_seen)


class JobCarving(Instrument):
    """Carved jobs (G-09): what others need not do is a job for somebody. It works through employers who had
    no vacancy, and through jobs in which less of a person's distance matters."""

    name = "job_carving"
    label = "Job carving"
    mechanism = "contact: jobs made to suit, at employers without a vacancy"
    moves = ("introductions", "targeting", "carve")
    share = "places"
    ends_at_work = True
    kind = "work"
    work = carve_jobs

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those far from work for whom a job is carved.",
        label="People for whom a job is carved",
        source="policy choice",
    )
    price = lever(
        2500.0,
        MONEY_PER_MONTH,
        (0, 8000),
        "Consultants, for a place.",
        label="Price of job carving",
        source="our judgement",
    )
    from_distance = assumption(
        1.5,
        POINTS,
        (0.0, 4.0),
        "Distance to work from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    caseworker_hours = assumption(
        0.3,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    contacts = assumption(
        0.12,
        RATIO,
        (0.02, 0.4),
        "Employers gone through in a month, for a person.",
        source="G-09: dissemination was hard",
        grade="judgement",
    )
    suited = assumption(
        0.9, SHARE, (0.4, 1.0), "How far the job follows the person.", source="G-09", grade="judgement"
    )
    carved = assumption(
        0.8,
        SHARE,
        (0.3, 1.0),
        "Chance that a fully ready employer without a vacancy carves a job.",
        source="G-09",
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
    take_up = assumption(
        0.75, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.02, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        9, MONTHS, (2, 24), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
