"""The ways out that are not work, and what everything pays."""

from sim.parameters import MONEY_PER_HOUR, MONEY_PER_MONTH, PER_MONTH, RATIO, SHARE, YEARS, Group, assumption
from sim.world.grades import JUDGED


class Exits(Group):
    """The ways out that are not work."""

    pension = assumption(
        0.016,
        PER_MONTH,
        (0.005, 0.04),
        "Granted disability pension in a month, with full health issues.",
        source="F-08",
        grade="estimated",
    )
    pension_after = assumption(12.0, RATIO, (0, 36), "Months out of work before it is granted.", **JUDGED)
    pension_in_measure = assumption(
        0.4,
        SHARE,
        (0.0, 1.0),
        "Pensions granted while a measure is tried, against otherwise.",
        source="sign of E-27",
        grade="judgement",
    )
    education = assumption(
        0.0053, PER_MONTH, (0.0, 0.02), "A young person starts education, without a caseworker.", **JUDGED
    )
    education_end = assumption(0.03, PER_MONTH, (0.01, 0.1), "Education ends in a month.", **JUDGED)
    education_success = assumption(0.5, SHARE, (0.2, 0.8), "Education gap closed by education.", **JUDGED)
    retirement_age = assumption(
        67.0, YEARS, (62, 70), "Age of the old-age pension.", source="national rules", grade="measured"
    )
    early_from = assumption(60.0, YEARS, (58, 65), "Age from which early retirement is in reach.", **JUDGED)
    early_retirement = assumption(
        0.007, PER_MONTH, (0.0, 0.03), "Retire early in a month, with pension within reach.", **JUDGED
    )
    partner_effect = assumption(0.6, RATIO, (0.0, 2.0), "Added by a partner who retires too.", **JUDGED)
    lose_contact = assumption(
        0.006, PER_MONTH, (0.0, 0.02), "Lose contact with the service in a month, without trust.", **JUDGED
    )
    pressure_out = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.08),
        "Added risk of losing contact under full pressure, far from work.",
        source="sign of D-07, D-09, D-11",
        grade="judgement",
    )
    return_rate = assumption(0.05, PER_MONTH, (0.01, 0.15), "Come back into contact in a month.", **JUDGED)


class Money(Group):
    """Wages and tax."""

    wage = assumption(143.0, MONEY_PER_HOUR, (137, 150), "Entry wage.", source="H-22", grade="estimated")
    tax = assumption(0.34, SHARE, (0.25, 0.45), "Average tax on a low wage.", **JUDGED)
    benefit_tax = assumption(0.22, SHARE, (0.1, 0.35), "Average tax on benefit.", **JUDGED)
    municipal_share = assumption(
        0.7, SHARE, (0.2, 1.0), "Share of benefits and wage subsidies paid by the municipality.", **JUDGED
    )
    pension_level = assumption(19000.0, MONEY_PER_MONTH, (15000, 24000), "Disability pension.", **JUDGED)
    old_age_pension = assumption(14500.0, MONEY_PER_MONTH, (12000, 22000), "Old-age pension.", **JUDGED)
    student_grant = assumption(6800.0, MONEY_PER_MONTH, (5000, 13000), "Student grant.", **JUDGED)
