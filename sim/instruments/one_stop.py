"""One-stop centre for the young: all services behind one door, without an appointment."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import HOURS_PER_WEEK, MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, YEARS, assumption, lever


@kernel
def walk_in(
    one_stop, active, enrolled, dose, low_contact, coordinated, trust, labour_market_knowledge, confidence
):
    """A month with somewhere to go."""
    terms = opened(one_stop)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        part = dose[i]
        low_contact[i] = 0
        coordinated[i] = 1
        trust[i] = clip(float64(trust[i]) + terms.trust * part, 0.0, 1.0)
        confidence[i] = clip(float64(confidence[i]) + terms.encouragement * part, 0.0, 1.0)
        labour_market_knowledge[i] = float64(labour_market_knowledge[i]) * (1.0 - terms.learned * part)


class OneStop(Instrument):
    """A one-stop centre for the young (E-29 on Ohjaamo: covers its cost, no effect size). It works through
    contact, trust and knowledge."""

    name = "one_stop"
    label = "One-stop centre for the young"
    mechanism = "contact, trust and knowledge behind one door"
    moves = ("trust", "labour_market_knowledge")
    share = "places"
    work = walk_in

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those young enough who use the centre.",
        label="Young people at a one-stop centre",
        source="policy choice",
    )
    price = lever(
        1200.0,
        MONEY_PER_MONTH,
        (300, 4000),
        "Cost of one user.",
        label="Price of a one-stop centre",
        source="our judgement",
    )
    to_age = lever(
        30.0,
        YEARS,
        (25, 67),
        "Age up to which people may come.",
        label="Age up to which people may come",
        source="E-29",
    )
    hours = assumption(
        1.0,
        HOURS_PER_WEEK,
        (0.5, 4),
        "Hours of the person's week.",
        source="our judgement",
        grade="judgement",
    )
    trust = assumption(
        0.015, SHARE, (0.0, 0.05), "Trust gained in a month.", source="our judgement", grade="judgement"
    )
    encouragement = assumption(
        0.01, SHARE, (0.0, 0.04), "Confidence gained in a month.", source="our judgement", grade="judgement"
    )
    learned = assumption(
        0.06,
        PER_MONTH,
        (0.01, 0.15),
        "Share of the knowledge gap closed in a month.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.75, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.04, PER_MONTH, (0.0, 0.08), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        9, MONTHS, (2, 24), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
