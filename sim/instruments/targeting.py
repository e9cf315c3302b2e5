"""Targeting: who comes first where places are few, and how far caseworkers may judge for themselves."""

from sim.instruments.base import Instrument
from sim.parameters import CHOICE, RATIO, SHARE, assumption, lever
from sim.rules.service import TARGETING_RULES


class Targeting(Instrument):
    """Without discretion the rule decides; with it the caseworker's belief does, which favours the
    easy (C-17, C-27) and gives rewards more room. What discretion is good for: who may talk about
    whatever matters gets to know a client sooner (S001; the size is our judgement)."""

    name = "targeting"
    label = "Who comes first"
    mechanism = "contact and time: the order of a waiting list, and room for own judgement"
    moves = ("service_hours", "assessed")

    rule = lever(
        "lot", CHOICE, None,
        "Who is first in line for a place: by lot, far from work first, near first, or by profile.",
        label="Who is first in line for a place", source="policy choice; S001",
        choices=TARGETING_RULES,
    )  # fmt: skip
    discretion = lever(
        0.0, SHARE, (0.0, 1.0), "How far caseworkers follow their own judgement instead of a rule.",
        label="Caseworkers' discretion", source="policy choice; C-27, S001",
    )  # fmt: skip
    belief_pull = assumption(
        1.0, RATIO, (0.0, 3.0),
        "Logarithm of time for somebody fully believed in against somebody not, under full discretion.",
        source="signs of C-17, C-27", grade="judgement",
    )  # fmt: skip
    learning = assumption(
        0.3, RATIO, (0.0, 1.0), "How much sooner a client is known under full discretion.",
        source="sign in S001", grade="judgement",
    )  # fmt: skip
