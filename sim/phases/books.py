"""13 Books are closed: money by payer, hours by client, outcomes."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments import INSTRUMENTS
from sim.instruments.sanctions import share_cut
from sim.ledger import (
    BASIC_INCOME,
    BENEFIT,
    FLEX_TOP_UP,
    GRANT,
    PENSION,
    PROGRAMME,
    STAFF,
    TAX,
    WAGE,
    WAGE_SUBSIDY,
)
from sim.outcomes import measure
from sim.rules.money import benefit_due, counted_earnings, flex_top_up, monthly_wage
from sim.rules.service import post_cost
from sim.statuses import (
    DISABILITY_PENSION,
    EDUCATION,
    FLEX,
    FLEX_JOB,
    LAST_SEEKING,
    PART_TIME,
    RETIRED,
    SICK_LEAVE,
    SUBSIDISED,
    WITH_SUBSIDY,
)

# What serves everybody: the kernel that says what it costs, its name, and who pays.
COSTS = tuple((one.cost, one.name, PROGRAMME[one.payer]) for one in INSTRUMENTS if one.cost)


@kernel
def pay(
    clock, money, benefit, sanctions, service, caseload, continuity, capacity, social_free_pass, wage_subsidy,
    flex_job, active, status, hours, employer, job_kind, basic_paid, months_out, free_pass, pass_used,
    cut_months, caseworker, specialist, earnings, benefit_paid,
    months_in_work, benefit_months, public_cost, full_benefit, repeated, measures_cost, staff_clients,
    wage_now, paid_now, paid_as, staff_cost, amounts,
):  # fmt: skip
    """Wages, benefits and tax of the month; what each person costs the public so far.

    wage_now, paid_now, staff_cost: kroner of the month; paid_as: the kind of payment.
    """
    clock, money, benefit, caseload = opened(clock, money, benefit, caseload)
    sanctions, service, social_free_pass = opened(sanctions, service, social_free_pass)
    wage_subsidy, flex_job, capacity = opened(wage_subsidy, flex_job, capacity)
    post = post_cost(service, opened(continuity))
    for i in range(active.shape[0]):
        earnings[i] = 0.0
        benefit_paid[i] = 0.0
        wage_now[i] = 0.0
        paid_now[i] = 0.0
        paid_as[i] = BENEFIT
        staff_cost[i] = 0.0
        if active[i] == 0:
            continue
        wage = 0.0
        if employer[i] >= 0:
            wage = monthly_wage(money, float64(hours[i]))
            if job_kind[i] == FLEX:
                wage *= flex_job.effective
            months_in_work[i] += 1
            if job_kind[i] != WITH_SUBSIDY:
                months_out[i] = 0
        else:
            months_out[i] = min(months_out[i] + 1, 999)
        left = 0.0
        if free_pass[i] == 1:
            left = max(social_free_pass.cap - float64(pass_used[i]), 0.0)
            pass_used[i] = float64(pass_used[i]) + min(wage, left)
        paid = 0.0
        kind = BENEFIT
        now = status[i]
        if float64(basic_paid[i]) > 0.0 and now <= SICK_LEAVE and now != EDUCATION:
            paid = float64(basic_paid[i])
            kind = BASIC_INCOME
        elif now == FLEX_JOB:
            paid = flex_top_up(flex_job, full_benefit[i], float64(hours[i]), capacity.full_time)
            kind = FLEX_TOP_UP
        elif now <= LAST_SEEKING or now == SUBSIDISED or now == PART_TIME or now == SICK_LEAVE:
            full = full_benefit[i]
            if cut_months[i] > 0:
                full *= 1.0 - share_cut(sanctions, repeated[i])
            paid = benefit_due(benefit, full, counted_earnings(wage, left), float64(hours[i]))
        elif now == EDUCATION:
            paid = money.student_grant
            kind = GRANT
        elif now == DISABILITY_PENSION:
            paid = money.pension_level
            kind = PENSION
        elif now == RETIRED:
            paid = money.old_age_pension
            kind = PENSION
        if paid > 0.0 and now != EDUCATION:
            benefit_months[i] += 1
        tax = wage * money.tax + paid * money.benefit_tax
        subsidised = 0.0
        if employer[i] >= 0 and job_kind[i] == WITH_SUBSIDY:
            subsidised = wage_subsidy.rate * wage
        staff = 0.0
        if caseworker[i] >= 0:
            staff += post / max(float64(staff_clients[caseworker[i]]), caseload.ordinary)
        if specialist[i] >= 0:
            staff += post / max(float64(staff_clients[specialist[i]]), caseload.specialist)
        earnings[i] = wage
        benefit_paid[i] = paid
        wage_now[i] = wage
        paid_now[i] = paid
        paid_as[i] = kind
        staff_cost[i] = staff
        public_cost[i] = float64(public_cost[i]) + paid + staff + subsidised - tax
        public_cost[i] += measures_cost[i]
    wages = taxes = salaries = benefits = pensions = grants = top_ups = basic_incomes = 0.0
    for i in range(active.shape[0]):
        paid, kind = paid_now[i], paid_as[i]
        wages += wage_now[i]
        taxes += wage_now[i] * money.tax + paid * money.benefit_tax
        salaries += staff_cost[i]
        benefits += paid if kind == BENEFIT else 0.0
        pensions += paid if kind == PENSION else 0.0
        grants += paid if kind == GRANT else 0.0
        top_ups += paid if kind == FLEX_TOP_UP else 0.0
        basic_incomes += paid if kind == BASIC_INCOME else 0.0
        if job_kind[i] == WITH_SUBSIDY and employer[i] >= 0:
            amounts[WAGE_SUBSIDY] += wage_subsidy.rate * wage_now[i]
    amounts[WAGE], amounts[TAX], amounts[STAFF] = wages, taxes, salaries
    amounts[BENEFIT], amounts[PENSION], amounts[GRANT] = benefits, pensions, grants
    amounts[FLEX_TOP_UP], amounts[BASIC_INCOME] = top_ups, basic_incomes


@kernel
def count_leavers(
    employer, job_made, employer_ours, employer_filled, employer_filled_before, employer_made,
    employer_made_before, employer_standing, employer_vacated,
):  # fmt: skip
    """Jobs that our people left at each employer this month, whatever the reason.

    A job that would not have come anyway leaves no vacancy behind.
    """
    for j in range(employer_ours.shape[0]):
        made = employer_made[j] - employer_made_before[j]
        arrived = employer_filled[j] - employer_filled_before[j] - made
        employer_vacated[j] = employer_standing[j] + arrived
        employer_filled_before[j] = employer_filled[j]
        employer_made_before[j] = employer_made[j]
        employer_ours[j] = 0
        employer_standing[j] = 0
    for i in range(employer.shape[0]):
        if employer[i] >= 0:
            employer_ours[employer[i]] += 1
            employer_standing[employer[i]] += 1 - job_made[i]
    for j in range(employer_ours.shape[0]):
        employer_vacated[j] = max(employer_vacated[j] - employer_standing[j], 0)


@kernel
def share_cost(active, public_cost, amounts, whole_cost, programme):
    """What serves everybody costs everybody who is here the same."""
    people = 0
    for i in range(active.shape[0]):
        people += active[i]
    if people == 0 or whole_cost[0] <= 0.0:
        return
    amounts[programme] += whole_cost[0]
    for i in range(active.shape[0]):
        if active[i] == 1:
            public_cost[i] = float64(public_cost[i]) + whole_cost[0] / people


def books_are_closed(model):
    """Everybody is paid, providers and staff too; outcomes are written down."""
    model.run(count_leavers)
    model.run(pay)
    for cost, name, programme in COSTS:
        model.arrays["whole_cost"][0] = model.run(cost)
        model.run(share_cost, label=name, programme=programme)
    measure(model)
