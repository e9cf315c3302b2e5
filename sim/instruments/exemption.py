"""Exemption from requirements for a time: peace to get well, or to get going."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import MONTHS, PER_MONTH, POINTS, SHARE, assumption, lever


@kernel
def be_left_in_peace(exemption, active, enrolled, exempted, lock_in, trust, mental_health):
    """No requirements: trust and calm grow, and less is looked for."""
    terms = opened(exemption)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        exempted[i] = 1
        lock_in[i] = max(float64(lock_in[i]), terms.ease)
        trust[i] = clip(float64(trust[i]) + terms.trust, 0.0, 1.0)
        mental_health[i] = float64(mental_health[i]) * (1.0 - terms.calm)


class Exemption(Instrument):
    """Exemption from requirements for a time (S001 on trust-based services)."""

    name = "exemption"
    label = "Exemption from requirements"
    mechanism = "pressure: none for a time; some trust and calm, less search"
    moves = ("exempted", "trust")
    share = "places"
    ends_at_work = True
    work = be_left_in_peace

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those far from work who are exempt from requirements.",
        label="People exempt from requirements",
        source="policy choice",
    )
    months = lever(
        6,
        MONTHS,
        (1, 24),
        "Months of an exemption.",
        label="Months of an exemption",
        source="policy choice",
    )
    from_distance = assumption(
        2.0,
        POINTS,
        (0.0, 5.0),
        "Distance to work from which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.9, SHARE, (0.5, 1.0), "Willing to be exempt.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.0, PER_MONTH, (0.0, 0.05), "Give it up in a month.", source="our judgement", grade="judgement"
    )
    ease = assumption(
        0.2,
        SHARE,
        (0.0, 0.5),
        "Search given up while nobody asks for it.",
        source="sign of C-25",
        grade="judgement",
    )
    trust = assumption(
        0.015, SHARE, (0.0, 0.05), "Trust gained in a month.", source="our judgement", grade="judgement"
    )
    calm = assumption(
        0.01,
        PER_MONTH,
        (0.0, 0.03),
        "Share of mental health issues lost in a month.",
        source="sign of D-11",
        grade="judgement",
    )
