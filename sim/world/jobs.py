"""What jobs offer, how they grow and how they end."""

from sim.parameters import HOURS_PER_WEEK, PER_MONTH, RATIO, SHARE, Group, assumption
from sim.world.grades import JUDGED


class Jobs(Group):
    """What vacancies offer, and how hours grow."""

    small_share = assumption(0.22, SHARE, (0.05, 0.4), "Vacancies of a few hours a week.", **JUDGED)
    part_share = assumption(0.26, SHARE, (0.1, 0.5), "Part-time vacancies.", **JUDGED)
    small_hours = assumption(
        7.0, HOURS_PER_WEEK, (2, 10), "Hours of a small job.", source="E-08", grade="estimated"
    )
    part_hours = assumption(22.0, HOURS_PER_WEEK, (15, 28), "Hours of a part-time job.", **JUDGED)
    hours_change = assumption(
        0.06,
        PER_MONTH,
        (0.0, 0.15),
        "Hours grow in a month where there is room and a good match.",
        source="E-10",
        grade="estimated",
    )
    hours_step = assumption(5.0, HOURS_PER_WEEK, (1, 10), "Hours added when they grow.", **JUDGED)


class Separation(Group):
    """How jobs end. Hazards are for an average match; they are fitted to the survival in F-04."""

    early = assumption(
        0.104,
        PER_MONTH,
        (0.05, 0.15),
        "A job ends in a month, in its first three.",
        source="F-05",
        grade="estimated",
    )
    late = assumption(
        0.0415, PER_MONTH, (0.02, 0.07), "A job ends in a month, later.", source="F-05", grade="estimated"
    )
    settled = assumption(
        0.018,
        PER_MONTH,
        (0.005, 0.04),
        "A job ends in a month, after a year.",
        source="B-32",
        grade="judgement",
    )
    match_effect = assumption(
        0.35, RATIO, (0.1, 0.8), "Fall of the logarithm of the hazard for a better match.", **JUDGED
    )
    health_effect = assumption(
        0.7, RATIO, (0.2, 1.5), "Rise of the logarithm of the hazard with full health issues.", **JUDGED
    )
    everyday_effect = assumption(
        0.5, RATIO, (0.1, 1.2), "Rise of the logarithm of the hazard without routines.", **JUDGED
    )
    overstretch_effect = assumption(
        0.6, RATIO, (0.1, 1.5), "Rise of the logarithm of the hazard when hours exceed capacity.", **JUDGED
    )
    conditions_effect = assumption(
        0.6,
        RATIO,
        (0.0, 1.5),
        "Rise of the logarithm of the hazard from best to worst conditions, ill.",
        source="BEL4",
        grade="judgement",
    )
    support_effect = assumption(
        0.15,
        SHARE,
        (0.0, 0.4),
        "Fall of the hazard with follow-along support.",
        source="B-34: no causal evidence",
        grade="judgement",
    )
