"""What is measured: each outcome declared once, with its unit and which way is better.

Outcomes are means over the cohort: everybody who was in the district at the start and has not
moved away. *At a month* and *ever by a month* are two different things (trap 5).
"""

from collections import namedtuple
from dataclasses import dataclass

import numpy as np
from numpy import float64

from sim.compiled import kernel, opened
from sim.profiles import MID_TO, NEAR_TO
from sim.statuses import (
    DISABILITY_PENSION,
    EDUCATION,
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FLEX_JOB,
    IN_PROGRAMME,
    LAST_JOB_STATUS,
    OUT_OF_CONTACT,
    PART_TIME,
    PRACTICE,
    SHELTERED,
    SUBSIDISED,
)


@dataclass(frozen=True)
class Outcome:
    """One measure of the cohort: plain label, unit, and whether more is better (+1, -1 or 0)."""

    name: str
    label: str
    unit: str
    better: int


OUTCOMES = (
    Outcome("job_any", "In paid work", "share", 1),
    Outcome("job_ordinary", "In ordinary paid work", "share", 1),
    Outcome("job_fulltime", "In full-time work", "share", 1),
    Outcome("job_ever", "Has had a job", "share", 1),
    Outcome("few_hours", "A few paid hours beside benefit", "share", 0),
    Outcome("hours", "Paid hours a week", "hours a week", 1),
    Outcome("months_in_work", "Months in work so far", "months", 1),
    Outcome("disability_pension", "On disability pension", "share", 0),
    Outcome("out_of_contact", "Out of contact with the service", "share", -1),
    Outcome("education", "In education", "share", 1),
    Outcome("sheltered", "In sheltered practice", "share", 0),
    Outcome("public_cost", "Public cost so far", "kroner a person", -1),
    Outcome("income", "Income before tax this month", "kroner a month", 1),
    Outcome("benefit_months", "Months on benefit or pension so far", "months", -1),
    Outcome("benefit_cuts", "Benefit cuts so far", "cuts a person", -1),
    Outcome("service_hours", "Hours with staff this month", "hours a month", 1),
    Outcome("unserved", "No meeting for six months", "share", -1),
    Outcome("trust", "Trust in the service", "0 to 1", 1),
    Outcome("motivation", "Motivation", "0 to 1", 1),
    Outcome("mental_health", "Mental health issues, severity", "0 to 1", -1),
    Outcome("distance", "Distance to work", "standard deviations", -1),
    Outcome("others_in_work", "Other workers in work, per jobseeker of ours", "ratio", 1),
    Outcome("jobs_all", "Everybody in work, per jobseeker of ours", "ratio", 1),
    Outcome("in_programme", "In a programme", "share", 0),
    Outcome("practice", "In workplace practice", "share", 0),
    Outcome("subsidised", "In a subsidised job", "share", 0),
    Outcome("flex_job", "In a flex job", "share", 0),
    Outcome("barriers_left", "Barriers that weigh on a person", "barriers a person", -1),
    Outcome("waited", "Months for which a plan had to wait for a place so far", "months", -1),
    Outcome("drop_outs", "Measures left before their end so far", "measures a person", -1),
    Outcome("crowded_hours", "Hours of measures lost for want of time so far", "hours a person", -1),
    Outcome("employers_with_ours", "Employers with jobseekers of ours at work", "share of employers", 1),
)
NAMES = tuple(outcome.name for outcome in OUTCOMES)
AT = namedtuple("At", NAMES)(*range(len(NAMES)))  # the place of each outcome in a row of sums
BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}

# By barriers at the start, as the stylised facts of the register split people.
DISTANCE_GROUPS = ("near (0-1 barriers)", "mid (2-3 barriers)", "far (4+ barriers)")


def distance_group(barriers: np.ndarray) -> np.ndarray:
    """0 near, 1 mid or 2 far from work, for numbers of barriers at the start."""
    return np.digitize(barriers, (NEAR_TO + 1, MID_TO + 1)).astype(np.int8)


@kernel
def add_up(
    clock, capacity, people, active, cohort, in_focus, barriers_at_start, status, hours, ever_job,
    months_in_work,
    public_cost, earnings, benefit_paid, benefit_months, sanctions_received, service_hours,
    support_hours, unserved_months, trust, motivation, mental_health, distance, physical_health, education,
    language, labour_market_knowledge, work_skills, care, everyday_skills, values, waited, drop_outs,
    crowded_hours, barriers_left, in_status, sums, counts,
):  # fmt: skip
    """Sum the month's outcomes over the cohort, apart for people near, mid and far from work.

    sums: float64 (months+1, 6, outcomes), counts: int64 (months+1, 6); this month's are filled. The
    first three groups are the people outside the focus, the last three those within.
    """
    clock, capacity, people = opened(clock, capacity, people)
    counts_from = people.severity_low
    month = clock.month
    for i in range(active.shape[0]):
        left = int(float64(mental_health[i]) >= counts_from) + int(float64(physical_health[i]) >= counts_from)
        left += int(float64(education[i]) >= counts_from) + int(float64(language[i]) >= counts_from)
        left += int(float64(work_skills[i]) >= counts_from) + int(float64(care[i]) >= counts_from)
        left += int(float64(everyday_skills[i]) >= counts_from) + int(float64(values[i]) >= counts_from)
        left += int(float64(labour_market_knowledge[i]) >= counts_from)
        barriers_left[i] = left
    in_status[:] = 0
    for i in range(active.shape[0]):
        if active[i] == 0 or cohort[i] == 0:
            continue
        group = 0 if barriers_at_start[i] <= NEAR_TO else (1 if barriers_at_start[i] <= MID_TO else 2)
        group += 3 * in_focus[i]
        in_status[group, status[i]] += 1
        row = sums[month, group]
        if FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS:
            row[AT.job_fulltime] += int(float64(hours[i]) >= capacity.full_time_from)
            row[AT.hours] += float64(hours[i])
        row[AT.job_ever] += ever_job[i]
        row[AT.months_in_work] += months_in_work[i]
        row[AT.public_cost] += float64(public_cost[i])
        row[AT.income] += float64(earnings[i]) + float64(benefit_paid[i])
        row[AT.benefit_months] += benefit_months[i]
        row[AT.benefit_cuts] += sanctions_received[i]
        row[AT.service_hours] += float64(service_hours[i]) + float64(support_hours[i])
        row[AT.unserved] += int(unserved_months[i] >= 6)
        row[AT.trust] += float64(trust[i])
        row[AT.motivation] += float64(motivation[i])
        row[AT.mental_health] += float64(mental_health[i])
        row[AT.distance] += float64(distance[i])
        row[AT.barriers_left] += barriers_left[i]
        row[AT.waited] += waited[i]
        row[AT.drop_outs] += drop_outs[i]
        row[AT.crowded_hours] += float64(crowded_hours[i])
    for group in range(counts.shape[1]):
        row = sums[month, group]
        for now in range(in_status.shape[1]):
            people_in = in_status[group, now]
            counts[month, group] += people_in
            if FIRST_JOB_STATUS <= now <= LAST_JOB_STATUS:
                row[AT.job_any] += people_in
            if now == FEW_HOURS or PART_TIME <= now <= LAST_JOB_STATUS:
                row[AT.job_ordinary] += people_in
        row[AT.few_hours] += in_status[group, FEW_HOURS]
        row[AT.disability_pension] += in_status[group, DISABILITY_PENSION]
        row[AT.out_of_contact] += in_status[group, OUT_OF_CONTACT]
        row[AT.education] += in_status[group, EDUCATION]
        row[AT.sheltered] += in_status[group, SHELTERED]
        row[AT.in_programme] += in_status[group, IN_PROGRAMME]
        row[AT.practice] += in_status[group, PRACTICE]
        row[AT.subsidised] += in_status[group, SUBSIDISED]
        row[AT.flex_job] += in_status[group, FLEX_JOB]


def measure(model) -> None:
    """Write this month's outcomes, ledger and lives into the model's books."""
    books, month = model.books, model.month
    model.run(add_up, label="books", sums=books.sums, counts=books.counts)
    books.others_in_work[month] = model.market["others_in_work"]
    firms = model.employers.arrays
    ours = firms["ours"][firms["active"] == 1]
    books.employers_with_ours[month] = np.count_nonzero(ours) / max(len(ours), 1)
    books.amounts[month] = model.arrays["amounts"]
    if books.lives is not None:
        books.lives[month] = model.people.arrays["status"]


class Books:
    """What a run has measured so far, month by month (month 0 is the start).

    sums (months+1, 6, outcomes) and counts (months+1, 6) for the three distance groups, outside the
    focus and within;
    amounts (months+1, kinds of payment) in kroner; lives (months+1, rows) of statuses, or None.
    """

    def __init__(self, months: int, kinds: int, rows: int, keep_lives: bool):
        self.sums = np.zeros((months + 1, 6, len(OUTCOMES)))
        self.counts = np.zeros((months + 1, 6), np.int64)
        self.others_in_work = np.zeros(months + 1)
        self.employers_with_ours = np.zeros(months + 1)
        self.amounts = np.zeros((months + 1, kinds))
        self.lives = np.zeros((months + 1, rows), np.int8) if keep_lives else None

    def outcomes(self, through: int, group: int | str | None = None) -> np.ndarray:
        """Outcome means, shape (through+1, outcomes); group 0, 1, 2, "focus" or None for everybody.

        A group with nobody in it has no mean: NaN.
        """
        take = {None: slice(None), "focus": slice(3, 6)}.get(group) or [group, group + 3]
        sums = self.sums[: through + 1, take].sum(axis=1)
        people = self.counts[: through + 1, take].sum(axis=1)
        everybody = self.counts[: through + 1].sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = sums / people[:, None]
            others = np.where(everybody > 0, self.others_in_work[: through + 1] / everybody, np.nan)
        means[:, AT.others_in_work] = others
        means[:, AT.jobs_all] = others + means[:, AT.job_any]
        means[:, AT.employers_with_ours] = self.employers_with_ours[: through + 1]
        return means
