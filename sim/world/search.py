"""How people look for work, and how much of it they can do."""

from sim.parameters import HOURS_PER_WEEK, PER_MONTH, POINTS, RATIO, SHARE, WEEK, Group, assumption
from sim.world.grades import JUDGED


class Search(Group):
    """How people look for work, and which jobs they take."""

    most_applications = assumption(
        2.0, RATIO, (1.0, 8.0), "Applications a month at full intensity.", **JUDGED
    )
    health_drag = assumption(0.55, SHARE, (0.2, 0.9), "Search lost with full health issues.", **JUDGED)
    few_jobs_drag = assumption(
        0.3,
        SHARE,
        (0.0, 0.7),
        "Search in vain where few jobs lie within reach.",
        source="BEL5",
        grade="judgement",
    )
    knowledge_drag = assumption(
        0.35, SHARE, (0.1, 0.7), "Search lost with no knowledge of the labour market.", **JUDGED
    )
    everyday_drag = assumption(0.4, SHARE, (0.1, 0.7), "Search lost without everyday routines.", **JUDGED)
    small_job_gain = assumption(
        0.08,
        SHARE,
        (0.02, 0.2),
        "Extra income, as a share of benefit, that makes a small job worth it.",
        source="E-04, E-07",
        grade="judgement",
    )
    small_job_interest = assumption(
        0.15, SHARE, (0.05, 0.6), "Apply for a small job although it hardly pays.", **JUDGED
    )
    quit_when_idle_pay = assumption(
        0.35,
        PER_MONTH,
        (0.1, 0.8),
        "Give up a small job in a month in which it hardly pays.",
        source="sign of E-07",
        grade="judgement",
    )
    reservation_fit = assumption(
        -0.15,
        POINTS,
        (-1.0, 0.5),
        "How badly a job may suit before a person without pressure passes.",
        source="sign of D-09",
        grade="judgement",
    )
    most_considered = assumption(
        2.5, RATIO, (0.0, 6.0), "Further employers weighed for an introduction, at full choice.", **JUDGED
    )
    pay_weight = assumption(
        0.5, RATIO, (0.0, 2.0), "Weight of doubled income against one deviation of fit.", **JUDGED
    )
    in_few_hours = assumption(0.5, SHARE, (0.0, 1.0), "Search kept up beside a few paid hours.", **JUDGED)
    stretch = assumption(
        1.25, RATIO, (1.0, 2.0), "How far a job's hours may exceed what the person can work.", **JUDGED
    )


class Capacity(Group):
    """How many hours a person can work."""

    health = assumption(0.65, SHARE, (0.3, 0.9), "Hours lost with full health issues.", **JUDGED)
    care = assumption(0.5, SHARE, (0.2, 0.8), "Hours lost with full care duties.", **JUDGED)
    full_time = assumption(
        37.0,
        WEEK,
        (35, 40),
        "Hours of a full-time week.",
        source="Danish collective agreements",
        grade="measured",
    )
    full_time_from = assumption(
        30.0,
        HOURS_PER_WEEK,
        (28, 35),
        "Hours that count as full time.",
        source="OECD definition",
        grade="measured",
    )
    few_hours_to = assumption(
        12.0,
        HOURS_PER_WEEK,
        (8, 15),
        "Hours up to which a job is 'a few hours beside benefit'.",
        source="E-08: 2 to 10 hours",
        grade="estimated",
    )
