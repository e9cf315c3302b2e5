"""Sharing: the rule by which a caseworker splits the month between clients."""

from sim.instruments.base import Instrument
from sim.parameters import CHOICE, RATIO, SHARE, SPREAD, assumption, lever
from sim.rules.service import SHARING_RULES


class Sharing(Instrument):
    """Hours follow what is *seen* of a client's distance to work: by the caseworker, who errs until
    the client is known, or under ``by_profile`` by the profiling tool, which errs for good (E-32).
    Clients at work keep the claim they have. That somebody gets so little that no meeting is worth
    calling (parking) is our assumption; its signs are D-13 and F-09."""

    name = "sharing"
    label = "How caseworkers share their time"
    mechanism = "time: who of the clients gets the hours there are"
    moves = ("service_hours", "unserved_months")

    rule = lever(
        "equal", CHOICE, None,
        "Who gets more of a caseworker's time: nobody, those far from work, those near, or those whom "
        "the profiling tool calls far.",
        label="Who gets more of the caseworker's time", source="policy choice; S001",
        choices=SHARING_RULES,
    )  # fmt: skip
    strength = lever(
        0.5, RATIO, (0.0, 1.5),
        "Added to the logarithm of a client's claim on time by a standard deviation of distance.",
        label="How strongly time follows the rule", source="policy choice",
    )  # fmt: skip
    park_below = assumption(
        0.3, SHARE, (0.1, 0.5),
        "Share of an equal claim on time below which a client gets no meeting that month.",
        source="fitted to F-09; sign of D-13", grade="estimated",
    )  # fmt: skip
    level_gap = assumption(
        0.5, SPREAD, (0.2, 1.0), "Distance to work between two levels of the profiling tool.",
        source="people near, mid and far as drawn from A-02", grade="estimated",
    )  # fmt: skip
