"""What employers know, what they can do for people far from work, and how that changes."""

from sim.parameters import PER_MONTH, RATIO, SHARE, Group, assumption
from sim.world.grades import JUDGED


class Firms(Group):
    """What employers know, what they can do for people far from work, and how that changes."""

    informed = assumption(
        0.2,
        SHARE,
        (0.0, 0.5),
        "Mean of what an employer knows of supports and people far from work.",
        source="S001: employers know little of the supports there are",
        grade="judgement",
    )
    forgets = assumption(
        0.06,
        PER_MONTH,
        (0.02, 0.2),
        "Share of what an employer has been told that is gone a month on.",
        **JUDGED,
    )
    information_relief = assumption(
        0.3,
        SHARE,
        (0.0, 0.8),
        "Share of the risk seen that an employer loses who learns all there is to know.",
        source="sign of BEL2",
        grade="judgement",
    )
    attitude_fades = assumption(
        0.08, PER_MONTH, (0.02, 0.3), "Share of a better attitude that is gone a month on.", **JUDGED
    )
    attitude_relief = assumption(
        0.1,
        SHARE,
        (0.0, 0.4),
        "Share of caution and prejudice that a better attitude takes away.",
        **JUDGED,
    )
    contact_backing = assumption(
        0.3,
        SHARE,
        (0.0, 0.7),
        "Share of missing support that a steady contact stands for, as the employer sees it.",
        source="sign of G-07",
        grade="judgement",
    )
    inclusion_learned = assumption(
        0.02,
        SHARE,
        (0.0, 0.3),
        "Share of missing inclusion competence gained with a job of ours that lasts.",
        source="sign of G-08",
        grade="judgement",
    )
    inclusion_fades = assumption(
        0.02, PER_MONTH, (0.0, 0.1), "Share of what was gained of it that is gone a month on.", **JUDGED
    )
    carving = assumption(
        0.3,
        SHARE,
        (0.1, 0.5),
        "Mean readiness to carve a job out of others.",
        source="G-09: cases only",
        grade="judgement",
    )
    mentoring = assumption(
        0.3,
        SHARE,
        (0.1, 0.5),
        "Capacity to mentor of a firm of ten, of middling inclusion competence.",
        source="S003: mentors are found where there are colleagues with time",
        grade="judgement",
    )
    mentoring_size = assumption(
        0.3, RATIO, (0.0, 0.8), "How much more of it a firm ten times as large has, as a ratio.", **JUDGED
    )
    subsidy_spread = assumption(
        0.5, SHARE, (0.0, 1.0), "How far employers differ in how strongly a subsidy sways them.", **JUDGED
    )
    subsidy_size = assumption(
        0.2, RATIO, (0.0, 0.5), "How much less it sways a firm ten times as large.", **JUDGED
    )
