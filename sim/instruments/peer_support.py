"""Peer support and alternative arenas: others in the same place, somewhere that is not an office."""

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
    YEARS,
    YES_NO,
    assumption,
    lever,
)
from sim.statuses import OPEN_BENEFIT, SICK_LEAVE


@kernel
def lacks_confidence(peer_support, active, woman, confidence, low_contact, eligible):
    """People with little confidence, or little contact with the service; women only, if so."""
    peers = opened(peer_support)
    for i in range(active.shape[0]):
        shy = float64(confidence[i]) <= peers.to_confidence
        asked = peers.women_only == 0 or woman[i] == 1
        eligible[i] = 1 if asked and (shy or low_contact[i] == 1) else 0


@kernel
def meet_peers(peer_support, active, enrolled, dose, confidence, trust, low_contact, values, motivation_base):
    """A month among peers."""
    peers = opened(peer_support)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        part = dose[i]
        confidence[i] = clip(float64(confidence[i]) + peers.encouragement * part, 0.0, 1.0)
        trust[i] = clip(float64(trust[i]) + peers.trust * part, 0.0, 1.0)
        values[i] = float64(values[i]) * (1.0 - peers.new_view * part)
        motivation_base[i] = clip(float64(motivation_base[i]) + peers.spark * part, 0.0, 1.0)
        if enrolled[i] >= peers.contact_after:
            low_contact[i] = 0


class PeerSupport(Instrument):
    """Peers and arenas outside the office (S001 on Gatelagene and Stadsdelsmammor). They reach people whom
    letters do not reach, and show that somebody like oneself can work."""

    name = "peer_support"
    label = "Peer support and alternative arenas"
    mechanism = "confidence, trust and contact; a new view of jobs"
    moves = ("confidence", "trust", "motivation_base")
    share = "places"
    open_to = (OPEN_BENEFIT, SICK_LEAVE)
    barrier = "confidence"
    kind = "everyday"
    eligible = lacks_confidence
    work = meet_peers

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with little confidence or contact for whom there is a place.",
        label="Places in peer support",
        source="policy choice",
    )
    price = lever(
        1800.0,
        MONEY_PER_MONTH,
        (300, 5000),
        "Paid for a place.",
        label="Price of peer support",
        source="our judgement",
    )
    to_age = lever(
        67.0,
        YEARS,
        (25, 67),
        "Age up to which people are offered it.",
        label="Age up to which peer support is offered",
        source="policy choice",
    )
    women_only = lever(
        False,
        YES_NO,
        None,
        "Peers meet women only.",
        label="Peer support for women only",
        source="S001 on Stadsdelsmammor",
    )
    to_confidence = assumption(
        0.4,
        SHARE,
        (0.2, 0.6),
        "Confidence up to which it is offered.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.6, SHARE, (0.3, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.05, PER_MONTH, (0.01, 0.12), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        9, MONTHS, (3, 24), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
    hours = assumption(
        4.0, HOURS_PER_WEEK, (1, 12), "Hours of the person's week.", source="our judgement", grade="judgement"
    )
    encouragement = assumption(
        0.02, SHARE, (0.0, 0.05), "Confidence gained in a month.", source="our judgement", grade="judgement"
    )
    trust = assumption(
        0.015,
        SHARE,
        (0.0, 0.05),
        "Trust in the service gained in a month.",
        source="our judgement",
        grade="judgement",
    )
    new_view = assumption(
        0.04,
        PER_MONTH,
        (0.0, 0.1),
        "Share of the clash of jobs and values lost in a month.",
        source="our judgement",
        grade="judgement",
    )
    spark = assumption(
        0.005,
        SHARE,
        (0.0, 0.02),
        "Lasting motivation gained in a month.",
        source="our judgement",
        grade="judgement",
    )
    contact_after = assumption(
        3,
        MONTHS,
        (1, 9),
        "Months after which the service is in contact again.",
        source="our judgement",
        grade="judgement",
    )
