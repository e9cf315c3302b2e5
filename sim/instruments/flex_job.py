"""Flex job: a lasting job on few or light hours, in which only effective work is paid for by the employer."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import MONTHS, PER_MONTH, POINTS, RATIO, SHARE, assumption, lever
from sim.statuses import FLEX, OPEN_BENEFIT, PRACTICE, SICK_LEAVE


@kernel
def seek_flex_job(flex_job, active, enrolled, status, job_right, introductions):
    """Whoever is entitled is hired in a flex job."""
    terms = opened(flex_job)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0 or status[i] > PRACTICE:
            continue
        job_right[i] = FLEX
        introductions[i] = float64(introductions[i]) + terms.contacts


class FlexJob(Instrument):
    """Flex jobs (F-08: a quarter of those who leave resource rehabilitation; E-10). A lasting price mechanism
    for people whose capacity is lowered for good."""

    name = "flex_job"
    label = "Flex job"
    mechanism = "price: employers pay for effective work only"
    moves = ("job_right",)
    share = "places"
    ends_at_work = True
    excludes = ("wage_subsidy",)
    open_to = (OPEN_BENEFIT, SICK_LEAVE)
    work = seek_flex_job

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those far from work for long who are entitled to a flex job.",
        label="People entitled to a flex job",
        source="F-08, order of magnitude",
    )
    top_up = lever(
        0.6,
        SHARE,
        (0.3, 0.98),
        "Benefit paid beside the wage, as a share of the full benefit, falling with hours.",
        label="Top-up in a flex job",
        source="Danish rules, simplified",
    )
    effective = assumption(
        0.5,
        SHARE,
        (0.3, 0.9),
        "Share of the hours in a flex job that is effective work, which the employer pays.",
        source="our judgement",
        grade="judgement",
    )
    from_distance = assumption(
        2.5,
        POINTS,
        (1.0, 5.0),
        "Distance to work from which people are entitled.",
        source="our judgement",
        grade="judgement",
    )
    from_months_out = assumption(
        12.0,
        RATIO,
        (0.0, 36.0),
        "Months out of work from which people are entitled.",
        source="our judgement",
        grade="judgement",
    )
    contacts = assumption(
        0.03,
        RATIO,
        (0.0, 0.2),
        "Employers a month to whom a person is introduced.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.8, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.0, PER_MONTH, (0.0, 0.03), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        0,
        MONTHS,
        (0, 60),
        "Months for which the right is held without a job; 0 for no limit.",
        source="our judgement",
        grade="judgement",
    )
