"""The employment service as a time budget."""

from sim.parameters import (
    HOURS_PER_MONTH,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POSITIVE,
    RATIO,
    SHARE,
    SPREAD,
    Group,
    assumption,
)
from sim.world.grades import JUDGED


class Service(Group):
    """The employment service as a time budget."""

    ordinary_hours = assumption(
        85.0, HOURS_PER_MONTH, (60, 110), "Hours a caseworker has for clients.", **JUDGED
    )
    specialist_hours = assumption(
        110.0, HOURS_PER_MONTH, (80, 130), "Hours an employment specialist has for clients.", **JUDGED
    )
    useful_hours = assumption(
        2.0,
        POSITIVE,
        (0.5, 6.0),
        "Hours for one client in a month at which half the gain is reached.",
        source="shape of C-08, C-24",
        grade="judgement",
    )
    search_gain = assumption(
        0.75,
        RATIO,
        (0.1, 2.0),
        "Most that caseworker time can add to a ready person's job search.",
        source="C-08, C-24",
        grade="estimated",
    )
    far_fade = assumption(
        0.55,
        RATIO,
        (0.2, 1.5),
        "How fast the gain from time fades with distance, content unchanged.",
        source="C-14, trap 9",
        grade="estimated",
    )
    belief_effect = assumption(
        0.33,
        RATIO,
        (0.2, 0.45),
        "Effect of a caseworker's belief on the chance of a job.",
        source="C-17",
        grade="measured",
    )
    change_effect = assumption(
        0.22,
        SHARE,
        (0.14, 0.30),
        "Loss of the chance of a job after a change of caseworker.",
        source="C-16",
        grade="measured",
    )
    change_months = assumption(
        8.0, POSITIVE, (3, 18), "Months until half of that loss is made good.", **JUDGED
    )
    skill_effect = assumption(
        0.13,
        RATIO,
        (0.05, 0.2),
        "Introductions added by a caseworker or specialist better by one standard deviation.",
        source="C-20",
        grade="measured",
    )
    meeting_skill = assumption(
        1.0,
        RATIO,
        (0.5, 1.5),
        "What a meeting adds to search with a caseworker better by one standard deviation, as a share more.",
        source="C-22: nothing for the weakest third of caseworkers, twice as much for the best; C-20",
        grade="estimated",
    )
    turnover = assumption(
        0.018,
        PER_MONTH,
        (0.005, 0.04),
        "A caseworker leaves in a month.",
        source="fitted to the 40% with a change in C-16",
        grade="estimated",
    )
    belief_near = assumption(
        0.62,
        SHARE,
        (0.3, 0.9),
        "A caseworker's first belief in a person at no distance to work.",
        source="C-17",
        grade="judgement",
    )
    belief_slope = assumption(
        0.14, RATIO, (0.0, 0.3), "Belief lost with each standard deviation of distance.", **JUDGED
    )
    belief_error = assumption(
        0.15, SPREAD, (0.0, 0.4), "Error of a caseworker's first belief.", source="C-27", grade="judgement"
    )
    belief_pace = assumption(
        0.02, PER_MONTH, (0.0, 0.2), "Share of the way that belief moves to what distance says.", **JUDGED
    )
    claim_at_work = assumption(
        0.15, SHARE, (0.0, 0.5), "Claim on a caseworker's time by a client at work.", **JUDGED
    )
    specialist_claim_at_work = assumption(
        0.4, SHARE, (0.1, 1.0), "Claim on a specialist's time by a client at work.", **JUDGED
    )
    pause = assumption(
        12, MONTHS, (0, 36), "Months after leaving an instrument before it is offered again.", **JUDGED
    )
    introductions = assumption(
        0.02, RATIO, (0.0, 0.2), "Introductions to employers from an hour of ordinary follow-up.", **JUDGED
    )
    salary = assumption(
        58000.0,
        MONEY_PER_MONTH,
        (50000, 65000),
        "A caseworker, fully loaded.",
        source="H-20",
        grade="estimated",
    )
    contact_loss = assumption(
        0.45, SHARE, (0.2, 0.8), "Claim on a caseworker's time by people with little contact.", **JUDGED
    )
    assessed_at_start = assumption(
        0.4, SHARE, (0.0, 1.0), "How well people in service at the start are known, 1 for fully.", **JUDGED
    )
    assessment_hours = assumption(
        8.0, POSITIVE, (2.0, 30.0), "Hours with a client that halve what is unknown in a month.", **JUDGED
    )
    assessment_error = assumption(
        0.25, SPREAD, (0.0, 0.5), "Error in the severity of a barrier of somebody unknown.", **JUDGED
    )
    distance_error = assumption(
        0.5, SPREAD, (0.0, 1.0), "Error in the distance to work of somebody unknown.", **JUDGED
    )
    change_forgets = assumption(
        0.5, SHARE, (0.2, 0.9), "What is known of a client that a change of caseworker loses.", **JUDGED
    )
    most_arranging = assumption(
        0.6, SHARE, (0.3, 0.9), "Most of a caseworker's time that can go into arranging measures.", **JUDGED
    )
    practice_spread = assumption(
        0.0,
        SPREAD,
        (0.0, 0.3),
        "Spread between offices in hours for clients, of the logarithm; 0 makes all offices alike (BPS6).",
        **JUDGED,
    )
