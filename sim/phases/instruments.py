"""6 Instruments work: time is shared, barriers fall, help is at hand, what is not used fades."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.rules.distance import capacity_hours
from sim.rules.plans import attended


@kernel
def no_help_yet(
    active, lock_in, introductions, support, follow_along, targeting, development,
    small_introductions, subsidy, carve, mentored, job_right, coordinated, exempted, basic_paid, accommodated,
):  # fmt: skip
    """What instruments do this month is set anew, from nothing."""
    for i in range(active.shape[0]):
        lock_in[i] = 0.0
        introductions[i] = 0.0
        support[i] = 0.0
        follow_along[i] = 0.0
        targeting[i] = 0.0
        development[i] = 0.0
        small_introductions[i] = 0.0
        subsidy[i] = 0.0
        carve[i] = 0.0
        mentored[i] = 0.0
        job_right[i] = 0
        coordinated[i] = 0
        exempted[i] = 0
        basic_paid[i] = 0.0
        accommodated[i] = 0.0


@kernel
def share_the_week(
    order, capacity, active, hours, mental_health, physical_health, care, coordinated, week_first,
    week_rest, measures, arranged, overload, dose, first_dose, crowded_hours,
):  # fmt: skip
    """Parallel measures share the week: workplace and treatment first, courses get what is left.

    dose and first_dose: share of a measure that reaches the person this month.
    """
    order, capacity = opened(order, capacity)
    for i in range(active.shape[0]):
        overload[i] = 0.0
        dose[i] = arranged[i]
        first_dose[i] = arranged[i]
        if active[i] == 0 or measures[i] == 0:
            continue
        possible = capacity_hours(
            capacity, float64(mental_health[i]), float64(physical_health[i]), float64(care[i])
        )
        room = max(order.room * possible - float64(hours[i]), 0.0)
        urgent, courses = week_first[i], week_rest[i]
        first = attended(urgent, room)
        second = attended(courses, max(room - first * urgent, 0.0))
        lost = urgent * (1.0 - first) + courses * (1.0 - second)
        if lost > 0.0:
            crowded_hours[i] = float64(crowded_hours[i]) + order.crowding * lost * 52.0 / 12.0
            beyond = clip(lost / max(room, 1.0), 0.0, 2.0) * order.crowding
            overload[i] = beyond
            mental_health[i] = clip(float64(mental_health[i]) + order.overload_strain * beyond, 0.0, 1.0)
        clear = 1.0
        if coordinated[i] == 0 and measures[i] > 1:
            clear = max(1.0 - order.collision * (measures[i] - 1), 0.0)
        first_dose[i] *= clear * (1.0 - order.crowding * (1.0 - first))
        dose[i] *= clear * (1.0 - order.crowding * (1.0 - second))


@kernel
def use_or_lose(
    order, active, employer, measures, language, work_skills, everyday_skills, learned_language,
    learned_skills, learned_everyday,
):  # fmt: skip
    """What was learned in a measure settles when it is used at work, and fades when it is not."""
    order = opened(order)
    for i in range(active.shape[0]):
        spoken, skilled = float64(learned_language[i]), float64(learned_skills[i])
        routine = float64(learned_everyday[i])
        if active[i] == 0 or spoken + skilled + routine <= 0.0:
            continue
        if employer[i] >= 0:
            keep = 1.0 - order.settling
        elif measures[i] > 0:
            continue
        else:
            keep = 1.0 - order.fading
            language[i] = clip(float64(language[i]) + order.fading * spoken, 0.0, 1.0)
            work_skills[i] = clip(float64(work_skills[i]) + order.fading * skilled, 0.0, 1.0)
            everyday_skills[i] = clip(float64(everyday_skills[i]) + order.fading * routine, 0.0, 1.0)
        learned_language[i] = spoken * keep
        learned_skills[i] = skilled * keep
        learned_everyday[i] = routine * keep


def instruments_work(model):
    """Each instrument does its month's work on the people enrolled in it."""
    if model.delivered:
        model.run(share_the_week)
        model.run(use_or_lose)
    model.run(no_help_yet)
    model.work_of_instruments(bites=False)
