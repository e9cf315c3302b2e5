"""Vocational training, with or without a certificate at its end."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    HOURS_PER_WEEK,
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    SHARE,
    YES_NO,
    assumption,
    lever,
)
from sim.rules.plans import readiness
from sim.statuses import IN_PROGRAMME


@kernel
def train(
    training, order, active, enrolled, dose, everyday_skills, language, mental_health, education, work_skills,
    learned_skills, confidence, lock_in,
):  # fmt: skip
    """A month of training; in the last one a certificate shows what was learned, if there is one."""
    training, order = opened(training, order)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        able = dose[i] * readiness(
            order, float64(everyday_skills[i]), float64(language[i]), float64(mental_health[i])
        )
        gap = float64(work_skills[i])
        gained = gap * training.learned * able
        work_skills[i] = gap - gained
        learned_skills[i] = float64(learned_skills[i]) + gained
        lock_in[i] = max(float64(lock_in[i]), training.lock_in)
        if training.certificate == 1 and enrolled[i] == training.duration:
            education[i] = float64(education[i]) * (1.0 - training.certified * able)
            confidence[i] = clip(float64(confidence[i]) + training.pride * able, 0.0, 1.0)


class Training(Instrument):
    """Vocational training. Nothing happens while it lasts (lock-in, E-25), little is learned where routines,
    language or health are missing (S001), and without a certificate what was learned fades and employers
    do not see it (C-15: classroom training alone helps little)."""

    name = "training"
    label = "Vocational training"
    mechanism = "barrier and time: skills, shown by a certificate; lock-in while it lasts"
    moves = ("work_skills", "lock_in")
    share = "places"
    status = IN_PROGRAMME
    barrier = "education"
    kind = "barrier"
    beside_few_hours = True
    excludes = ("sheltered",)
    work = train

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those without relevant education for whom there is a place.",
        label="Places in vocational training",
        source="policy choice",
    )
    certificate = lever(
        True,
        YES_NO,
        None,
        "The training ends with a certificate that employers know.",
        label="Training ends with a certificate",
        source="S001 on Job-VEU",
    )
    price = lever(
        8000.0,
        MONEY_PER_MONTH,
        (3000, 15000),
        "Paid for a place.",
        label="Price of vocational training",
        source="our judgement",
    )
    from_severity = assumption(
        0.35,
        SHARE,
        (0.2, 0.6),
        "Lack of education from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.7, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.04, PER_MONTH, (0.01, 0.1), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        6, MONTHS, (2, 18), "Months of a course; 0 for no limit.", source="our judgement", grade="judgement"
    )
    hours = assumption(
        20.0,
        HOURS_PER_WEEK,
        (10, 37),
        "Hours of the person's week.",
        source="our judgement",
        grade="judgement",
    )
    learned = assumption(
        0.05,
        PER_MONTH,
        (0.01, 0.1),
        "Share of the skill gap closed in a month.",
        source="sign of E-25",
        grade="judgement",
    )
    certified = assumption(
        0.6,
        SHARE,
        (0.2, 0.9),
        "Share of the education gap closed by a certificate.",
        source="sign of E-25",
        grade="judgement",
    )
    pride = assumption(
        0.08, SHARE, (0.0, 0.2), "Confidence from a certificate.", source="our judgement", grade="judgement"
    )
    lock_in = assumption(
        0.7,
        SHARE,
        (0.4, 0.95),
        "Search lost while in training.",
        source="sign of E-25, fact 11",
        grade="estimated",
    )
