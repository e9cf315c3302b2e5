"""Language training: classes in the local language."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_WEEK, MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, assumption, lever
from sim.rules.plans import readiness
from sim.statuses import FEW_HOURS, IN_PROGRAMME, OPEN_BENEFIT


@kernel
def attend_classes(
    policy_language, order, active, enrolled, dose, everyday_skills, mental_health, language,
    learned_language, lock_in,
):  # fmt: skip
    """A month of classes: the more of them are attended, the more is learned."""
    course, order = opened(policy_language, order)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        gap = float64(language[i])
        able = readiness(order, float64(everyday_skills[i]), 0.0, float64(mental_health[i]))
        gained = gap * min(course.learned * course.hours * dose[i] * able, 0.9)
        language[i] = gap - gained
        learned_language[i] = float64(learned_language[i]) + gained
        lock_in[i] = max(float64(lock_in[i]), course.lock_in)


class Language(Instrument):
    """Language training. It takes time now and pays later (E-16, E-17); work that takes the same hours crowds
    it out (E-14, E-15)."""

    name = "language"
    label = "Language training"
    mechanism = "barrier and time: language is learned in hours that work may need"
    moves = ("language",)
    share = "places"
    status = IN_PROGRAMME
    barrier = "language"
    kind = "barrier"
    beside_few_hours = True
    open_to = (OPEN_BENEFIT, FEW_HOURS)
    work = attend_classes

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those short of the language for whom there is a place.",
        label="Places in language training",
        source="policy choice",
    )
    hours = lever(
        15.0,
        HOURS_PER_WEEK,
        (5, 30),
        "Hours of class a week.",
        label="Hours of language class a week",
        source="E-17, order of magnitude",
    )
    price = lever(
        4500.0,
        MONEY_PER_MONTH,
        (2000, 9000),
        "Paid for a place.",
        label="Price of language training",
        source="our judgement",
    )
    from_severity = assumption(
        0.35,
        SHARE,
        (0.2, 0.6),
        "Shortage of language from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.85,
        SHARE,
        (0.5, 1.0),
        "Willing to take part.",
        source="E-15: 93% of refugees in class",
        grade="estimated",
    )
    drop_out = assumption(
        0.03, PER_MONTH, (0.01, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        12, MONTHS, (6, 36), "Months of a course; 0 for no limit.", source="our judgement", grade="judgement"
    )
    learned = assumption(
        0.0055,
        SHARE,
        (0.003, 0.01),
        "Share of the language gap closed in a month, per weekly hour of class.",
        source="E-17: 100 hours add 8 to 9% to fluency, which leaves 0.0037 an hour; more at the start",
        grade="estimated",
    )
    lock_in = assumption(
        0.35, SHARE, (0.1, 0.6), "Search lost while in class.", source="sign of E-16", grade="judgement"
    )
