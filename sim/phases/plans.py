"""5 Plans are made and revised: barriers are assessed, instruments chosen in order, within places."""

from sim.compiled import kernel
from sim.phases.delivery import deliver
from sim.phases.making_plans import make_plans
from sim.statuses import OPEN_BENEFIT, PRACTICE


@kernel
def want_specialist(enrolled, specialist_wanted):
    """Mark the people who share an employment specialist."""
    for i in range(enrolled.shape[0]):
        if enrolled[i] > 0:
            specialist_wanted[i] = 1


@kernel
def clear_the_week(activity, week_first, week_rest, measures, booked, measures_cost):
    """Nobody has anything on yet this month."""
    for i in range(activity.shape[0]):
        activity[i] = OPEN_BENEFIT
        week_first[i] = 0.0
        week_rest[i] = 0.0
        measures[i] = 0
        booked[i] = 0.0
        measures_cost[i] = 0.0


@kernel
def settle_statuses(active, status, status_months, activity):
    """People on benefit have the status of their main activity, or none."""
    for i in range(active.shape[0]):
        if active[i] == 1 and status[i] <= PRACTICE and status[i] != activity[i]:
            status[i] = activity[i]
            status_months[i] = 0


def plans_are_made(model):
    """Plans are made and revised; places are offered to those who qualify; the rest wait."""
    model.arrays["specialist_wanted"][:] = 0
    model.arrays["amounts"][:] = 0.0
    model.run(clear_the_week)
    if model.has_plans:
        model.run(make_plans)
    for one in model.delivered:
        if one.instrument.eligible:
            model.run(one.instrument.eligible)
        model.run(deliver, label=one.name, **one.given)
        if one.instrument.has_specialists:
            model.run(want_specialist, label=one.name, enrolled=one.enrolled)
    model.run(settle_statuses)
