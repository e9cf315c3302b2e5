"""Plans: which instrument first, which together, which after another."""

from sim.instruments.base import Instrument
from sim.parameters import CHOICE, MONTHS, PLAN, YES_NO, lever

RULES = (
    "by_lot", "worst_first", "quickest_first", "everyday_first", "work_first", "all_at_once", "caseworker",
)  # fmt: skip


def _typed(people: str, whom: str):
    return lever(
        "",
        PLAN,
        None,
        f"The plan of {people}; empty for none of their own.",
        label=f"Plan of {whom}",
        source="policy choice",
    )


class Plans(Instrument):
    """The order of measures (S001: barriers met in the wrong order make measures ineffective; E-14 to E-20,
    C-19). A person who has been assessed gets a plan: the one typed for the group, or one that a rule
    builds from what the caseworker sees. Without a plan every instrument is offered by itself, by lot."""

    name = "plans"
    label = "Order of measures"
    mechanism = "time and order: what comes first, together and last"
    moves = ("plan",)

    rule = lever(
        "by_lot",
        CHOICE,
        None,
        "How the plan of a person without a typed one is built; by_lot makes none and offers places by lot.",
        label="How plans are built",
        source="S001",
        choices=RULES,
    )
    everyone = _typed("everybody else", "everybody else")
    language = _typed("people short of the local language", "people short of the language")
    everyday = _typed("people with trouble in everyday life", "people with trouble in everyday life")
    young = _typed("people below 30", "the young")
    immigrants = _typed("people born abroad", "people born abroad")
    seniors = _typed("people from 55", "seniors")
    health = _typed("people limited by health", "people limited by health")
    far = _typed("people seen as far from work", "people far from work")
    mid = _typed("people seen as neither near nor far from work", "people neither near nor far")
    near = _typed("people seen as near work", "people near work")
    reserve = lever(
        True,
        YES_NO,
        None,
        "Instruments named in a typed plan are kept for people with a plan.",
        label="Keep planned instruments for people with a plan",
        source="policy choice",
    )
    kept = lever(
        "",
        PLAN,
        None,
        "Further instruments that are only for people with a plan, with '+' between.",
        label="Further instruments kept for people with a plan",
        source="policy choice",
    )
    review = lever(
        24,
        MONTHS,
        (6, 48),
        "Months after which a plan is made anew for a person still without work; 0 for never.",
        label="Months until a plan is made anew",
        source="policy choice",
    )
