"""12 Exits: education, disability pension, retirement, losing contact; and ways back."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.decisions import EARLY_RETIREMENT, LEAVE, RETURN
from sim.luck import uniform
from sim.rules.exits import (
    early_retirement_hazard,
    lose_contact_hazard,
    pension_hazard,
    return_chance,
)
from sim.statuses import (
    DISABILITY_PENSION,
    EDUCATION,
    OPEN_BENEFIT,
    OUT_OF_CONTACT,
    RETIRED,
    SHELTERED,
    SICK_LEAVE,
)


@kernel
def leave_and_return(
    clock, exits, health, outreach, active, luck, age, status, status_months, hours, employer, mental_health,
    physical_health, months_out, motivation, education, trust, pressure, distance, pension_pull,
    joint_retirement, specialist, measures, sought_out, help_ratio,
):  # fmt: skip
    """At most one change a month for each person."""
    clock, exits, health, outreach = opened(clock, exits, health, outreach)
    for i in range(active.shape[0]):
        if active[i] == 0:
            continue
        now = status[i]
        to = now
        if float64(age[i]) >= exits.retirement_age:
            to = RETIRED
        elif now != RETIRED and now != DISABILITY_PENSION:
            key = luck[i]
            early = early_retirement_hazard(exits, float64(pension_pull[i]), float64(joint_retirement[i]))
            if now == EDUCATION:
                if uniform(clock, key, RETURN) < exits.education_end:
                    education[i] = float64(education[i]) * (1.0 - exits.education_success)
                    to = OPEN_BENEFIT
            elif early > 0.0 and uniform(clock, key, EARLY_RETIREMENT) < early:
                to = RETIRED
            elif employer[i] < 0:
                # Competing ways out share one draw: pension first, then loss of contact, study.
                u = uniform(clock, key, LEAVE)
                pension = pension_hazard(
                    exits, float64(mental_health[i]), float64(physical_health[i]),
                    float64(months_out[i]), now == SHELTERED or specialist[i] >= 0 or measures[i] > 0,
                )  # fmt: skip
                if u < pension:
                    to = DISABILITY_PENSION
                elif now == OUT_OF_CONTACT:
                    if uniform(clock, key, RETURN) < return_chance(exits, outreach, sought_out[i]):
                        to = OPEN_BENEFIT
                elif now == SICK_LEAVE:
                    if uniform(clock, key, RETURN) < health.sick_leave_end:
                        to = OPEN_BENEFIT
                else:
                    lost = lose_contact_hazard(
                        exits, float64(trust[i]), float64(pressure[i]), float64(distance[i])
                    )
                    study = 0.0
                    if float64(age[i]) < 30.0:
                        # A caseworker's belief and constancy count for study as for work (C-16, C-17).
                        study = exits.education * 2.0 * float64(motivation[i]) * float64(help_ratio[i])
                    if u < pension + lost:
                        to = OUT_OF_CONTACT
                    elif u < pension + lost + study:
                        to = EDUCATION
        if to != now:
            status[i] = to
            status_months[i] = 0
            if to >= EDUCATION:
                employer[i] = -1
                hours[i] = 0.0
        else:
            status_months[i] += 1


def people_leave_and_return(model):
    """Some take up education, a pension or lose contact; some come back."""
    model.run(leave_and_return)
