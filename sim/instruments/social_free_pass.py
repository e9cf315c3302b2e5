"""The social free pass: earnings up to a yearly cap that do not reduce benefit."""

from numpy import float64

from sim.arithmetic import exp, log
from sim.compiled import kernel, opened, rule
from sim.instruments.base import Instrument
from sim.parameters import (
    MONEY_PER_YEAR,
    MONTHS,
    PER_MONTH,
    POINTS,
    RATIO,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import FEW_HOURS, OPEN_BENEFIT


@rule
def contacts_with_pass(social_free_pass, months):
    """Employers with a few hours whom a holder meets in a month; months: with the pass, from 1."""
    fresh = exp((months - 1) * log(1.0 - social_free_pass.contacts_fade))
    return social_free_pass.small_job_contacts * fresh


@kernel
def hold_pass(
    clock, social_free_pass, active, status, enrolled, free_pass, pass_used, small_introductions,
):  # fmt: skip
    """Holders keep their pass, and are met by employers with a few hours to offer while it lasts.

    A pass is granted with a job in view, and most is done about it when it is new. What was
    used of a pass starts from nothing every January.
    """
    clock, social_free_pass = opened(clock, social_free_pass)
    for i in range(active.shape[0]):
        free_pass[i] = 1 if active[i] == 1 and enrolled[i] > 0 else 0
        if clock.calendar_month == 0:
            pass_used[i] = 0.0
        left = social_free_pass.cap - float64(pass_used[i])
        if free_pass[i] == 1 and status[i] == OPEN_BENEFIT and left > 0.0:
            met = contacts_with_pass(social_free_pass, enrolled[i])
            small_introductions[i] = float64(small_introductions[i]) + met


class SocialFreePass(Instrument):
    """A price mechanism: the first kroner earned in a year are the person's own. When the cap is
    used up, a few hours hardly pay any more (E-07), and people act on that. A pass is granted with a job
    in view, so that most who use it do so soon (E-02); who is hired is chosen by employers (traps 1, 2)."""

    name = "social_free_pass"
    label = "Social free pass"
    mechanism = "price: small earnings do not reduce benefit; contact with small jobs"
    moves = ("free_pass",)
    share = "coverage"
    open_to = (OPEN_BENEFIT, FEW_HOURS)
    payer = "municipality"
    bites = True
    work = hold_pass

    cap = lever(
        41000.0, MONEY_PER_YEAR, (0, 120000),
        "Earnings in a calendar year that do not reduce benefit. The evaluated scheme had 20,000.",
        label="Earnings a person may keep with no cut in benefit (social free pass)",
        source="E-06", headline=True,
    )  # fmt: skip
    coverage = lever(
        0.04, SHARE, (0.0, 1.0), "Share of those eligible who hold a pass.",
        label="People who qualify and hold a free pass", source="E-01, order of magnitude",
        headline=True,
    )  # fmt: skip
    from_distance = lever(
        2.2, POINTS, (0.0, 5.0), "Distance to work from which a person qualifies.",
        label="Distance from which people qualify", source="E-05: special social problems",
    )  # fmt: skip
    take_up = assumption(0.9, SHARE, (0.6, 1.0), "Willing to hold a pass.", source="our judgement",
                         grade="judgement")  # fmt: skip
    drop_out = assumption(0.0, PER_MONTH, (0.0, 0.05), "Give the pass back in a month.",
                          source="our judgement", grade="judgement")  # fmt: skip
    small_job_contacts = assumption(0.135, RATIO, (0.0, 0.4),
                                    "Employers with a few hours whom the holder of a new pass meets a month.",
                                    source="fitted to E-01", grade="estimated")  # fmt: skip
    contacts_fade = assumption(0.2, PER_MONTH, (0.0, 0.4),
                               "Share of these contacts that is gone a month on.",
                               source="fitted to E-02", grade="estimated")  # fmt: skip
    duration = assumption(0, MONTHS, (0, 60), "Months a pass lasts; 0 for no limit.",
                          source="E-06", grade="measured")  # fmt: skip
