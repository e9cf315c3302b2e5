"""Vacancies, and the other applicants who want them."""

from sim.parameters import PEOPLE, PER_MONTH, RATIO, SHARE, SPREAD, Group, assumption
from sim.world.grades import JUDGED


class Economy(Group):
    """Vacancies, and the other applicants who want them."""

    employers_per_100 = assumption(10.0, PEOPLE, (4, 25), "Employers per 100 jobseekers.", **JUDGED)
    mean_size = assumption(22.0, PEOPLE, (8, 60), "Mean employees in a firm.", **JUDGED)
    size_spread = assumption(1.1, SPREAD, (0.5, 1.8), "Spread of the logarithm of firm size.", **JUDGED)
    openings = assumption(
        0.016,
        PER_MONTH,
        (0.005, 0.04),
        "Vacancies opened a month that ask for no long training, per employee.",
        source="Danish hiring rates; order of magnitude",
        grade="judgement",
    )
    lapse = assumption(0.30, PER_MONTH, (0.1, 0.6), "An unfilled vacancy is withdrawn in a month.", **JUDGED)
    season = assumption(0.10, SHARE, (0.0, 0.3), "Swing of vacancies over the year.", **JUDGED)
    cycle = assumption(0.06, SPREAD, (0.0, 0.2), "Monthly shocks to the logarithm of demand.", **JUDGED)
    cycle_memory = assumption(0.95, SHARE, (0.8, 0.99), "Share of a shock that is left a month on.", **JUDGED)
    demand = assumption(1.0, RATIO, (0.6, 1.6), "Local demand for labour against the average.", **JUDGED)
    other_applicants = assumption(
        0.30, RATIO, (0.1, 1.0), "Ordinary jobseekers at the start, per jobseeker of ours.", **JUDGED
    )
    others_in_work = assumption(
        2.2, RATIO, (0.5, 5.0), "Ordinary workers in the same jobs, per jobseeker of ours.", **JUDGED
    )
    others_separation = assumption(
        0.016, PER_MONTH, (0.006, 0.03), "Ordinary workers who lose or leave their job in a month.", **JUDGED
    )
    replacement = assumption(
        1.0, SHARE, (0.5, 1.0), "A job that one of our people leaves is advertised again.", **JUDGED
    )
    others_applications = assumption(
        2.5, RATIO, (1.0, 6.0), "Applications a month by an ordinary jobseeker.", **JUDGED
    )
