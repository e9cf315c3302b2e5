"""2 Lives move: age, health, care, skills; people move away and newcomers arrive."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.decisions import (
    CARE_CHANGE,
    MENTAL_CHANGE,
    MOVE_AWAY,
    NEWCOMERS,
    PHYSICAL_CHANGE,
    PHYSICAL_SHOCK_SIZE,
    SHOCK_SIZE,
    SICK,
)
from sim.luck import DISTRICT, stream, uniform
from sim.rules.distance import distance_to_work
from sim.rules.lives import care_changes, routines_lost, strain_on_mind, widened
from sim.statuses import DISABILITY_PENSION, PRACTICE, RETIRED, SICK_LEAVE

# Several short loops instead of one long one: the processor takes several people at a time in each.


@kernel
def grow_older(
    clock, people, exits, active, who, luck, age, young, senior, pension_pull, status, hours, employer,
    caseworker, specialist,
):  # fmt: skip
    """The month's luck is drawn; everybody grows a month older, and some move away."""
    clock, people, exits = opened(clock, people, exits)
    for i in range(active.shape[0]):
        if active[i] == 0:
            continue
        age[i] = float64(age[i]) + 1.0 / 12.0
        luck[i] = stream(clock, who[i], clock.month)
        if uniform(clock, luck[i], MOVE_AWAY) < people.move_away:
            active[i] = 0
            employer[i] = -1
            caseworker[i] = -1
            specialist[i] = -1
            hours[i] = 0.0
        elif status[i] != DISABILITY_PENSION and status[i] != RETIRED:
            young[i] = 1 if float64(age[i]) < 30.0 else 0
            senior[i] = 1 if float64(age[i]) >= 55.0 else 0
            pension_pull[i] = 1.0 if float64(age[i]) >= exits.early_from else 0.0


@kernel
def fall_ill_and_recover(
    clock, health, skills, people, active, luck, status, status_months, mental_health, physical_health,
    everyday_skills, months_out, limited, employer, worst_health, gain_to_work,
):  # fmt: skip
    """Health worsens and recovers, and routines with it; some take sick leave."""
    clock, health, skills, people = opened(clock, health, skills, people)
    for i in range(active.shape[0]):
        if active[i] == 0 or status[i] == DISABILITY_PENSION or status[i] == RETIRED:
            continue
        key = luck[i]
        mental, physical = float64(mental_health[i]), float64(physical_health[i])
        working = employer[i] >= 0
        routines = float64(everyday_skills[i])
        strain = strain_on_mind(health, months_out[i], working, physical, routines, float64(gain_to_work[i]))
        # One draw for each kind of health: the lowest are shocks, the highest recoveries.
        u = uniform(clock, key, MENTAL_CHANGE)
        if u < health.mental_shock * strain:
            mental += health.shock_size * 2.0 * uniform(clock, key, SHOCK_SIZE)
        elif u > 1.0 - health.mental_recovery:
            mental *= 1.0 - health.recovery_size
        u = uniform(clock, key, PHYSICAL_CHANGE)
        if u < health.physical_shock:
            physical += health.shock_size * 2.0 * uniform(clock, key, PHYSICAL_SHOCK_SIZE)
        elif u > 1.0 - health.physical_recovery:
            physical *= 1.0 - health.recovery_size
        mental, physical = clip(mental, 0.0, 1.0), clip(physical, 0.0, 1.0)
        mental_health[i] = mental
        physical_health[i] = physical
        worst = mental if mental > physical else physical
        limited[i] = 1 if worst >= people.severity_low else 0
        worst_health[i] = worst
        if working:
            everyday_skills[i] = routines * (1.0 - skills.routine_learned)
        else:
            everyday_skills[i] = widened(routines, routines_lost(skills, mental, months_out[i]))
        if status[i] <= PRACTICE and worst > 0.0 and uniform(clock, key, SICK) < health.sick_leave * worst:
            status[i] = SICK_LEAVE
            status_months[i] = 0


@kernel
def learn_and_unlearn(
    clock, health, skills, capacity, active, luck, status, hours, employer, care, work_skills, language,
    values, labour_market_knowledge,
):  # fmt: skip
    """Care duties begin and end; skills grow at work and are lost without."""
    clock, health, skills, capacity = opened(clock, health, skills, capacity)
    for i in range(active.shape[0]):
        if active[i] == 0 or status[i] == DISABILITY_PENSION or status[i] == RETIRED:
            continue
        cares = float64(care[i]) > 0.1
        if care_changes(health, cares, uniform(clock, luck[i], CARE_CHANGE)) == 1:
            care[i] = 0.0 if cares else health.care_severity
        if employer[i] >= 0:
            share = float64(hours[i]) / capacity.full_time
            work_skills[i] = float64(work_skills[i]) * (1.0 - skills.learned * share)
            language[i] = float64(language[i]) * (1.0 - skills.language_learned * share)
            values[i] = float64(values[i]) * (1.0 - skills.values_settled * share)
        else:
            work_skills[i] = widened(float64(work_skills[i]), skills.lost)
            knowledge = float64(labour_market_knowledge[i])
            labour_market_knowledge[i] = widened(knowledge, skills.knowledge_lost)
            if float64(language[i]) > 0.0:
                language[i] = widened(float64(language[i]), skills.language_lost)


@kernel
def measure_distance(
    hiring, active, status, mental_health, physical_health, education, language, work_skills, care,
    everyday_skills, confidence, months_out, never_worked, distance,
):  # fmt: skip
    """Distance to work follows what has changed."""
    hiring = opened(hiring)
    for i in range(active.shape[0]):
        if active[i] == 0 or status[i] == DISABILITY_PENSION or status[i] == RETIRED:
            continue
        distance[i] = distance_to_work(
            hiring, float64(mental_health[i]), float64(physical_health[i]), float64(education[i]),
            float64(language[i]), float64(work_skills[i]), float64(care[i]), float64(everyday_skills[i]),
            float64(confidence[i]), float64(months_out[i]), float64(never_worked[i]),
        )  # fmt: skip


@kernel
def count_newcomers(clock, people, district):
    """How many people enter the district this month."""
    clock, people, district = opened(clock, people, district)
    key = stream(clock, DISTRICT, clock.month)
    return int(people.newcomers * district.people + uniform(clock, key, NEWCOMERS))


def lives_move(model):
    """People age, fall ill, recover, learn and forget; some leave and newcomers arrive."""
    model.run(grow_older)
    model.run(fall_ill_and_recover)
    model.run(learn_and_unlearn)
    model.run(measure_distance)
    arriving = model.run(count_newcomers)
    if arriving:
        model.let_in(arriving)
