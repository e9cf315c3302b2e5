"""What makes the order of measures matter."""

from sim.parameters import PER_MONTH, RATIO, SHARE, Group, assumption
from sim.world.grades import JUDGED


class Order(Group):
    """What makes the order of measures matter. With all of it at zero, every order costs the same."""

    crowding = assumption(
        1.0,
        SHARE,
        (0.0, 1.0),
        "Share of the hours beyond a person's week that are lost to a measure.",
        source="E-14, E-15: work crowds out classes",
        grade="judgement",
    )
    room = assumption(
        1.15,
        RATIO,
        (1.0, 1.6),
        "Hours of activity a person can do, per hour of work that the person could.",
        **JUDGED,
    )
    needs_everyday = assumption(
        0.6,
        SHARE,
        (0.0, 0.9),
        "Learning lost in a course without any everyday routines.",
        source="S001 box in 2.1; sign of E-11",
        grade="judgement",
    )
    needs_language = assumption(
        0.6,
        SHARE,
        (0.0, 0.9),
        "Learning lost in a course or a practice without the language.",
        source="sign of E-15, E-16",
        grade="judgement",
    )
    needs_health = assumption(
        0.4,
        SHARE,
        (0.0, 0.9),
        "Learning lost in a course with full mental health issues.",
        source="sign of C-19",
        grade="judgement",
    )
    together = assumption(
        1.0,
        RATIO,
        (0.0, 1.5),
        "Added effect of health help while at a workplace.",
        source="sign of C-19: in parallel beats one after the other",
        grade="judgement",
    )
    fading = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.08),
        "Share of what was learned and is not used that is lost again.",
        source="sign of E-15",
        grade="judgement",
    )
    settling = assumption(
        0.05,
        PER_MONTH,
        (0.0, 0.15),
        "Share of what was learned that stays for good after a month of use at work.",
        **JUDGED,
    )
    overload_drop_out = assumption(
        1.5,
        RATIO,
        (0.0, 4.0),
        "Added drop-out when measures ask for twice the hours that there are.",
        source="S001 on services that collide",
        grade="judgement",
    )
    overload_strain = assumption(
        0.02, SHARE, (0.0, 0.08), "Mental health severity added in a month when they do.", **JUDGED
    )
    collision = assumption(
        0.15,
        SHARE,
        (0.0, 0.4),
        "Effect lost for each further measure at the same time, without a common team.",
        source="BPS2",
        grade="judgement",
    )
    known_enough = assumption(
        0.6, SHARE, (0.4, 0.9), "How well a person must be known before a plan is made.", **JUDGED
    )
    patience = assumption(
        6.0,
        RATIO,
        (2.0, 24.0),
        "Months in a row without a place after which a step of a plan is passed over.",
        **JUDGED,
    )
