"""Wage subsidy: part of the wage is paid back to the employer for some months."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_MONTH, MONTHS, PER_MONTH, RATIO, SHARE, assumption, lever
from sim.statuses import PRACTICE, WITH_SUBSIDY


@kernel
def carry_subsidy(wage_subsidy, active, enrolled, dose, status, subsidy, job_right, introductions):
    """Whoever holds a right to a subsidy is hired with it."""
    terms = opened(wage_subsidy)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0 or status[i] > PRACTICE:
            continue
        subsidy[i] = terms.rate
        job_right[i] = WITH_SUBSIDY
        introductions[i] = float64(introductions[i]) + terms.contacts * dose[i]


class WageSubsidy(Instrument):
    """A wage subsidy: a price that sways employers (E-19, E-20, E-22). People in subsidised jobs do not look
    for others (lock-in), and when it ends the employer asks for it again where it is renewed, or keeps those
    it would hire at the full wage, so it works best as the last step. A subsidised job hides only part of
    a time out of work from other employers."""

    name = "wage_subsidy"
    label = "Wage subsidy"
    mechanism = "price: an employer pays part of the wage; lock-in while it lasts"
    moves = ("subsidy", "job_right")
    share = "places"
    ends_at_work = True
    excludes = ("flex_job",)
    kind = "work"
    payer = "state"
    work = carry_subsidy

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those out of work for long enough who hold a right to a subsidy.",
        label="People who may be hired with a wage subsidy",
        source="policy choice",
    )
    rate = lever(
        0.5,
        SHARE,
        (0.2, 0.85),
        "Share of the wage that the employer gets back.",
        label="Wage subsidy, share of the wage",
        source="H-17, H-18",
    )
    months = lever(
        6,
        MONTHS,
        (2, 36),
        "Months for which a job is subsidised.",
        label="Months of wage subsidy",
        source="H-17",
    )
    renewed = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of wage subsidies that are renewed when they end. An employer asks for it before it keeps "
        "anybody at the full wage.",
        label="Wage subsidies that are renewed",
        source="policy choice; E-19 is about subsidies that could last for years",
    )
    signals = assumption(
        0.5,
        SHARE,
        (0.0, 1.0),
        "Share of a person's time out of work that other employers forget after a subsidised job.",
        source="sign of E-19",
        grade="judgement",
    )
    from_months_out = assumption(
        9.0,
        RATIO,
        (0.0, 24.0),
        "Months out of work from which it is offered.",
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
        (0.0, 0.4),
        "Employers a month to whom a holder is introduced.",
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
        8,
        MONTHS,
        (2, 24),
        "Months for which the right is held without a job; 0 for no limit.",
        source="our judgement",
        grade="judgement",
    )
