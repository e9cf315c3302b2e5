"""Sheltered train-then-place: practice in a sheltered business first, a job afterwards."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import (
    MONEY_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POINTS,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import SHELTERED


@kernel
def train_first(sheltered, active, enrolled, work_skills, everyday_skills, confidence, lock_in):
    """One month of sheltered practice: a little is learned, and the search for a job waits."""
    sheltered = opened(sheltered)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        lock_in[i] = max(float64(lock_in[i]), sheltered.lock_in)
        work_skills[i] = float64(work_skills[i]) * (1.0 - sheltered.learned)
        everyday_skills[i] = float64(everyday_skills[i]) * (1.0 - sheltered.learned)


class Sheltered(Instrument):
    """The usual comparator of IPS (TVR, AFT). It delays: months in practice are months without
    search, and what is learned there is worth little to ordinary employers (B-06)."""

    name = "sheltered"
    label = "Sheltered practice first (train, then place)"
    mechanism = "time: lock-in while in practice; some skills and routines"
    moves = ("lock_in", "work_skills")
    share = "places"
    status = SHELTERED
    barrier = "work_skills"
    kind = "work"
    excludes = ("ips", "training", "practice")
    payer = "state"
    work = train_first

    places = lever(
        0.05, SHARE, (0.0, 1.0), "Share of those eligible for whom there is a place.",
        label="Places in sheltered practice", source="H-14, order of magnitude",
    )  # fmt: skip
    from_distance = lever(
        2.5, POINTS, (0.0, 5.0), "Distance to work from which a person qualifies.",
        label="Distance from which people qualify", source="S004",
    )  # fmt: skip
    price = lever(
        20975.0, MONEY_PER_MONTH, (10000, 30000), "Paid to the provider for a place.",
        label="Price of a sheltered place", source="H-14 (NOK, 2025)",
    )  # fmt: skip
    take_up = assumption(0.8, SHARE, (0.5, 1.0), "Willing to take part.", source="our judgement",
                         grade="judgement")  # fmt: skip
    drop_out = assumption(0.033, PER_MONTH, (0.01, 0.06), "Leave in a month.",
                          source="B-02: 45% in 18 months", grade="measured")  # fmt: skip
    duration = assumption(14, MONTHS, (6, 36), "Months of a place; 0 for no limit.",
                          source="B-06, H-14", grade="estimated")  # fmt: skip
    lock_in = assumption(0.85, SHARE, (0.5, 1.0), "Search lost while in practice.",
                         source="B-06: internships delayed first jobs", grade="estimated")  # fmt: skip
    learned = assumption(0.01, PER_MONTH, (0.0, 0.04), "Share of skill gaps closed in a month.",
                         source="sign of B-06", grade="judgement")  # fmt: skip
