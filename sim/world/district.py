"""The size and place of a district: settings, neither policy nor fact."""

from sim.parameters import CHOICE, MONTH_OF_YEAR, MONTHS, PEOPLE_TOTAL, Group, setting
from sim.profiles import PROFILES


class DISTRICT(Group):
    """One local labour market with one employment office."""

    people = setting(2000, PEOPLE_TOTAL, (1000, 10000), "Jobseekers far from work at the start.")
    months = setting(60, MONTHS, (12, 180), "How long lives are followed.")
    start_month = setting(0, MONTH_OF_YEAR, (0, 11), "Calendar month of the start, 0 for January.")
    focus = setting("everyone", CHOICE, None, "People whose results are also shown apart.",
                    choices=("everyone", *PROFILES[:-1]))  # fmt: skip
    currency = setting("DKK", CHOICE, None, "The money everything is counted in.",
                       choices=("DKK", "NOK", "SEK", "EUR", "ISK"))  # fmt: skip
