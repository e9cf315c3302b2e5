"""Recognition of prior learning: what a person can do already is tested and written down."""

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


@kernel
def has_something_to_show(recognition, active, never_worked, education, eligible):
    """People without papers who have worked."""
    recognition = opened(recognition)
    for i in range(active.shape[0]):
        lacks = float64(education[i]) >= recognition.from_severity
        eligible[i] = 1 if lacks and never_worked[i] == 0 else 0


@kernel
def recognise(recognition, active, enrolled, dose, never_worked, education, work_skills, confidence):
    """At the end there are papers; micro-credentials fill single gaps besides."""
    recognition = opened(recognition)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        if recognition.micro_credentials == 1:
            work_skills[i] = float64(work_skills[i]) * (1.0 - recognition.gaps_filled * dose[i])
        if enrolled[i] == recognition.duration and never_worked[i] == 0:
            education[i] = float64(education[i]) * (1.0 - recognition.recognised * dose[i])
            confidence[i] = clip(float64(confidence[i]) + recognition.pride, 0.0, 1.0)


class Recognition(Instrument):
    """Recognition of prior learning and micro-credentials (S001 on transversal skills and validation). It
    adds no skill of weight: it makes visible what is there, to employers and to the person."""

    name = "recognition"
    label = "Recognition of prior learning"
    mechanism = "information: skills that are there get papers"
    moves = ("education",)
    share = "places"
    barrier = "education"
    kind = "barrier"
    eligible = has_something_to_show
    work = recognise

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with experience and no papers for whom there is a place.",
        label="Places in recognition of prior learning",
        source="policy choice",
    )
    micro_credentials = lever(
        False,
        YES_NO,
        None,
        "Short certified modules fill single gaps besides.",
        label="Micro-credentials besides",
        source="S001",
    )
    price = lever(
        3500.0,
        MONEY_PER_MONTH,
        (1000, 8000),
        "Paid for a place.",
        label="Price of recognition",
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
        0.02, PER_MONTH, (0.0, 0.06), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        2, MONTHS, (1, 6), "Months it takes; 0 for no limit.", source="our judgement", grade="judgement"
    )
    hours = assumption(
        5.0, HOURS_PER_WEEK, (2, 15), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    recognised = assumption(
        0.3,
        SHARE,
        (0.1, 0.6),
        "Share of the education gap that papers close.",
        source="our judgement",
        grade="judgement",
    )
    gaps_filled = assumption(
        0.06,
        PER_MONTH,
        (0.0, 0.15),
        "Share of the skill gap closed a month by modules.",
        source="our judgement",
        grade="judgement",
    )
    pride = assumption(
        0.06, SHARE, (0.0, 0.2), "Confidence from papers.", source="our judgement", grade="judgement"
    )
