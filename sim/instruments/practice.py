"""Workplace practice: unpaid weeks at an ordinary workplace, alone or as a structured series."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.decisions import HOST, SUITS_SKILL, SUITS_SOCIAL
from sim.instruments.base import Instrument
from sim.luck import normal, pair_stream, uniform
from sim.parameters import (
    COUNT,
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POINTS,
    RATIO,
    SHARE,
    YES_NO,
    assumption,
    lever,
)
from sim.rules.plans import readiness
from sim.statuses import PRACTICE


@kernel
def practise(
    clock, practice, order, hiring, active, who, luck, enrolled, first_dose, host, everyday_skills,
    language, work_skills, learned_skills, learned_everyday, confidence, lock_in, introductions,
    development, employer_active, employer_who, employer_reach, employer_guide, employer_memory,
):  # fmt: skip
    """A month at a host; the host may take the person on, and remembers a practice that went badly."""
    clock, practice, order, hiring = opened(clock, practice, order, hiring)
    for i in range(active.shape[0]):
        months = enrolled[i]
        if months <= 0 or active[i] == 0:
            host[i] = -1
            continue
        if months == 1 or host[i] < 0:
            best = -1e9
            for look in range(1 + practice.hosts_weighed * practice.series):
                u = uniform(clock, luck[i], HOST + look)
                met = employer_guide[int(u * employer_guide.shape[0])]
                while float64(employer_reach[met]) < u:
                    met += 1
                if employer_active[met] == 0:
                    continue
                pair = pair_stream(clock, who[i], employer_who[met])
                fit = (
                    0.5
                    * hiring.fit_spread
                    * (normal(clock, pair, SUITS_SKILL) + normal(clock, pair, SUITS_SOCIAL))
                )
                if fit > best:
                    best = fit
                    host[i] = met
        if host[i] < 0:
            continue
        able = first_dose[i] * readiness(order, 0.0, float64(language[i]), 0.0)
        pace = able * (1.0 + practice.series_gain * practice.series)
        gap = float64(work_skills[i])
        gained = gap * min(practice.learned * pace, 1.0)
        work_skills[i] = gap - gained
        learned_skills[i] = float64(learned_skills[i]) + gained
        gap = float64(everyday_skills[i])
        gained = gap * min(practice.routine * pace, 1.0)
        everyday_skills[i] = gap - gained
        learned_everyday[i] = float64(learned_everyday[i]) + gained
        lock_in[i] = max(float64(lock_in[i]), practice.lock_in)
        # Expected introductions are cut by the lock-in, which does not hold for one's own host.
        introductions[i] = float64(introductions[i]) + practice.asked / max(1.0 - float64(lock_in[i]), 0.05)
        development[i] = max(float64(development[i]), practice.made_for)
        if months == practice.duration:
            pair = pair_stream(clock, who[i], employer_who[host[i]])
            fit = (
                0.5
                * hiring.fit_spread
                * (normal(clock, pair, SUITS_SKILL) + normal(clock, pair, SUITS_SOCIAL))
            )
            if fit < practice.bad_fit:
                memory = float64(employer_memory[host[i]])
                employer_memory[host[i]] = clip(memory - hiring.memory_step * (1.0 + memory), -1.0, 1.0)
                confidence[i] = clip(float64(confidence[i]) - practice.disappointment, 0.0, 1.0)
            else:
                confidence[i] = clip(float64(confidence[i]) + practice.encouragement, 0.0, 1.0)


class Practice(Instrument):
    """Practice at an ordinary workplace (C-15, E-23: the more it resembles a job the better). The host gets
    to know the person, so that the risk it sees falls; meanwhile there is little time to look elsewhere. A
    practice that ends in mismatch discourages both sides (G-08)."""

    name = "practice"
    label = "Workplace practice"
    mechanism = "information and skills at one employer; lock-in while it lasts"
    moves = ("work_skills", "lock_in", "host")
    share = "places"
    status = PRACTICE
    barrier = "work_skills"
    kind = "work"
    hours_first = True
    excludes = ("sheltered",)
    work = practise

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those out of work for long enough for whom there is a place.",
        label="Places in workplace practice",
        source="policy choice",
    )
    series = lever(
        False,
        YES_NO,
        None,
        "Practice is a planned series with goals, at a host chosen to suit.",
        label="Practice as a structured series",
        source="S001",
    )
    price = lever(
        1500.0,
        MONEY_PER_MONTH,
        (0, 6000),
        "Cost of arranging a place.",
        label="Price of a practice place",
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
    take_up = assumption(
        0.75, SHARE, (0.5, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.05, PER_MONTH, (0.01, 0.1), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        4,
        MONTHS,
        (1, 12),
        "Months of a practice; 0 for no limit.",
        source="Danish rules, order of magnitude",
        grade="judgement",
    )
    hours = lever(
        20.0,
        HOURS_PER_WEEK,
        (10, 37),
        "Hours of practice a week.",
        label="Hours of practice a week",
        source="policy choice",
    )
    caseworker_hours = assumption(
        0.5,
        HOURS_PER_MONTH,
        (0.0, 2.0),
        "Hours that it takes of a caseworker's month.",
        source="our judgement",
        grade="judgement",
    )
    hosts_weighed = assumption(
        3, COUNT, (0, 7), "Further hosts weighed for a series.", source="our judgement", grade="judgement"
    )
    series_gain = assumption(
        0.4,
        RATIO,
        (0.0, 1.0),
        "Learning added by a series with goals.",
        source="S001, C-19",
        grade="judgement",
    )
    learned = assumption(
        0.05,
        PER_MONTH,
        (0.01, 0.12),
        "Share of the skill gap closed in a month.",
        source="sign of C-15",
        grade="judgement",
    )
    routine = assumption(
        0.04,
        PER_MONTH,
        (0.0, 0.1),
        "Share of trouble with routines lost in a month.",
        source="sign of C-19",
        grade="judgement",
    )
    lock_in = assumption(
        0.5,
        SHARE,
        (0.2, 0.8),
        "Search elsewhere lost while in practice.",
        source="B-06, fact 11",
        grade="judgement",
    )
    asked = assumption(
        0.12,
        RATIO,
        (0.02, 0.4),
        "Times a month that the host considers the person for a job.",
        source="sign of E-23",
        grade="judgement",
    )
    made_for = assumption(
        0.25,
        SHARE,
        (0.0, 0.6),
        "Chance that a host without a vacancy considers the person.",
        source="sign of E-23",
        grade="judgement",
    )
    bad_fit = assumption(
        -0.3,
        POINTS,
        (-1.0, 0.2),
        "Fit below which a practice ends in mismatch.",
        source="sign of G-08",
        grade="judgement",
    )
    disappointment = assumption(
        0.06, SHARE, (0.0, 0.2), "Confidence lost with a mismatch.", source="sign of G-08", grade="judgement"
    )
    encouragement = assumption(
        0.05,
        SHARE,
        (0.0, 0.15),
        "Confidence gained with a good practice.",
        source="our judgement",
        grade="judgement",
    )
