"""From where on something counts as a barrier, where that is a matter of degree."""

from sim.parameters import HOURS_PER_MONTH, MONTHS, SHARE, Group, assumption
from sim.world.grades import JUDGED


class Barriers(Group):
    """Thresholds for counting barriers. They describe lives and change nobody's."""

    little_gain_from = assumption(
        0.5,
        SHARE,
        (0.3, 0.8),
        "Lack of economic incentive from which it counts: full-time work adds less than half.",
        **JUDGED,
    )
    motivation_below = assumption(
        0.35, SHARE, (0.25, 0.5), "Motivation below which its lack counts as a barrier.", **JUDGED
    )
    poor_conditions_from = assumption(
        0.7, SHARE, (0.5, 0.9), "Working conditions from which a job is too poor for ill health.", **JUDGED
    )
    weak_demand = assumption(
        0.05, SHARE, (0.0, 0.2), "Share by which demand lies below its trend before it counts.", **JUDGED
    )
    unserved_months = assumption(
        6, MONTHS, (2, 12), "Months without a meeting that count as no contact.", **JUDGED
    )
    least_hours = assumption(
        1.0, HOURS_PER_MONTH, (0.5, 2.0), "Hours with staff below which there is too little help.", **JUDGED
    )
    district_behind = assumption(
        0.1, SHARE, (0.05, 0.3), "Share by which a district gives fewer hours before it counts.", **JUDGED
    )
