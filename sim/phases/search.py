"""8 Search: own applications, and introductions brokered by caseworkers and specialists."""

import numpy as np

from sim.arithmetic import clip
from sim.compiled import kernel, rule
from sim.decisions import (
    APPLICATIONS,
    BROKERED_JUDGED,
    BROKERED_WHERE,
    BROKERED_WHICH,
    CHOOSY,
    DEVELOPED,
    INTRODUCTIONS,
    JUDGED,
    PRESSED,
    SLOT_HOURS,
    SMALL_JOB_TASTE,
    SUITS_SKILL,
    SUITS_SOCIAL,
    WHERE,
    WHICH,
)
from sim.instruments.sanctions import pressed_search
from sim.luck import normal, pair_stream, stream, uniform
from sim.rules.distance import capacity_hours
from sim.rules.hiring import discrimination, judgement, unknown
from sim.rules.money import gain_from_hours
from sim.rules.search import applies_for, search_intensity
from sim.rules.service import meeting_gain

MOST_OWN = 8
MOST_BROKERED = 4


@rule
def hours_of_slot(clock, jobs, capacity, employer_who, slot):
    """Weekly hours of an employer's vacancy this month."""
    u = uniform(clock, stream(clock, employer_who, clock.month), SLOT_HOURS + slot)
    if u < jobs.small_share:
        return jobs.small_hours
    if u < jobs.small_share + jobs.part_share:
        return jobs.part_hours
    return capacity.full_time


@kernel
def set_effort(
    search, service, sanctions, active, status, motivation, mental_health, physical_health,
    labour_market_knowledge, everyday_skills, lock_in, pressure, distance, service_hours,
    help_ratio, follow_up, search_effort,
):  # fmt: skip
    """How hard each person looks: will, ability, pressure and help."""
    for i in range(active.shape[0]):
        search_effort[i] = 0.0
        if active[i] == 0 or status[i] > 4:
            continue
        effort = search_intensity(
            search, float(motivation[i]), float(mental_health[i]), float(physical_health[i]),
            float(labour_market_knowledge[i]), float(everyday_skills[i]), float(lock_in[i]),
        )  # fmt: skip
        far = float(distance[i])
        effort *= pressed_search(sanctions, float(pressure[i]), far) * float(help_ratio[i])
        on_jobs = float(service_hours[i]) * 2.0 * follow_up.job_search_share
        effort *= 1.0 + meeting_gain(service, on_jobs, far)
        # Somebody with a few hours beside benefit looks for more, but less.
        search_effort[i] = effort * 0.5 if status[i] == 4 else effort


@kernel
def apply_for_jobs(
    clock, search, hiring, jobs, capacity, money, benefit, social_free_pass, active, who, status,
    search_effort, introductions, support, targeting, development, pressure, distance, months_out,
    limited, immigrant, mental_health, physical_health, care, hours, free_pass, pass_used,
    employer_who, employer_reach, employer_size, employer_openings, employer_skill_weight,
    employer_caution, employer_prejudice, employer_memory, employer_inclusion, market,
    vacancy_first, vacancy_employer, vacancy_hours, person_first, application_person,
    application_vacancy, application_score, application_liking, application_skill, application_social,
):  # fmt: skip
    """Fill the month's applications, a run of them for each person.

    An application goes to an employer, met in proportion to its jobs, and is in vain where no
    vacancy is open. Somebody choosy compares two employers; somebody under pressure does not.
    """
    count = 0
    vacancies = 0
    for j in range(employer_openings.shape[0]):
        vacancy_first[j] = vacancies
        for slot in range(employer_openings[j]):
            vacancy_employer[vacancies] = j
            vacancy_hours[vacancies] = hours_of_slot(clock, jobs, capacity, employer_who[j], slot)
            vacancies += 1
    market.openings = vacancies
    for i in range(active.shape[0]):
        person_first[i] = count
        effort = float(search_effort[i])
        if effort <= 0.0 and float(introductions[i]) <= 0.0:
            continue
        if active[i] == 0 or status[i] > 4 or status[i] == 2 and effort <= 0.0:
            continue
        key = stream(clock, who[i], clock.month)
        taste = stream(clock, who[i], 0)
        own = min(int(search.most_applications * effort + uniform(clock, key, APPLICATIONS)),
                  MOST_OWN)  # fmt: skip
        brokered = min(int(float(introductions[i]) + uniform(clock, key, INTRODUCTIONS)),
                       MOST_BROKERED)  # fmt: skip
        if own + brokered == 0:
            continue
        possible = capacity_hours(
            capacity, float(mental_health[i]), float(physical_health[i]), float(care[i])
        )
        left = 0.0
        if free_pass[i] == 1:
            left = max(social_free_pass.cap - float(pass_used[i]), 0.0)
        for a in range(own + brokered):
            is_own = a < own
            b = a - own
            # Which employer
            best = -1
            best_fit = -1e9
            best_skill = 0.0
            best_social = 0.0
            if is_own:
                pressed = uniform(clock, key, PRESSED + a) < float(pressure[i])
                looks = 1 if pressed else 2
                if looks == 2 and uniform(clock, key, CHOOSY + a) >= search.pickiness:
                    looks = 1
            else:
                looks = 1 + int(4.0 * float(targeting[i]))
            for look in range(looks):
                if is_own:
                    u = uniform(clock, key, WHERE + 2 * a + look)
                else:
                    u = uniform(clock, key, BROKERED_WHERE + 8 * b + look)
                # The employer at a share u of all jobs: large firms are met more often.
                j, high = 0, employer_reach.shape[0] - 1
                while j < high:
                    middle = (j + high) // 2
                    if float(employer_reach[middle]) < u:
                        j = middle + 1
                    else:
                        high = middle
                if is_own and employer_openings[j] == 0:
                    continue
                pair = pair_stream(clock, who[i], employer_who[j])
                skill_fit = hiring.fit_spread * normal(clock, pair, SUITS_SKILL)
                social_fit = hiring.fit_spread * normal(clock, pair, SUITS_SOCIAL)
                social_fit += 0.3 * (float(employer_inclusion[j]) - 0.5)
                weight = float(employer_skill_weight[j])
                fit = weight * skill_fit + (1.0 - weight) * social_fit
                if fit > best_fit:
                    best, best_fit = j, fit
                    best_skill, best_social = skill_fit, social_fit
            if best < 0:
                continue
            j = best
            # Which vacancy, or one that outreach opens
            developed = False
            vacancy = -1
            if employer_openings[j] > 0:
                u = uniform(clock, key, WHICH + a if is_own else BROKERED_WHICH + b)
                vacancy = vacancy_first[j] + int(u * employer_openings[j])
            elif uniform(clock, key, DEVELOPED + b) < float(development[i]):
                developed = True
                vacancy = vacancies
            if vacancy < 0:
                continue
            if developed:
                if vacancies >= vacancy_employer.shape[0]:
                    continue
                offered = possible if possible < capacity.full_time else capacity.full_time
                vacancy_employer[vacancies] = j
                vacancy_hours[vacancies] = offered
            else:
                offered = float(vacancy_hours[vacancy])
            if offered <= float(hours[i]):
                continue
            gain = gain_from_hours(money, benefit, benefit.level, offered, left)
            interest = uniform(clock, taste, SMALL_JOB_TASTE)
            if is_own and float(pressure[i]) > 0.3:
                interest = 0.0
            if applies_for(search, offered, possible, gain, interest) == 0:
                continue
            seen = unknown(
                hiring, float(months_out[i]), float(support[i]), offered / capacity.full_time
            ) * float(employer_caution[j])
            loss = discrimination(
                hiring, float(employer_size[j]), float(limited[i]), float(immigrant[i])
            ) * float(employer_prejudice[j])
            error = normal(clock, key, JUDGED + a if is_own else BROKERED_JUDGED + b)
            score = judgement(
                hiring, float(employer_skill_weight[j]), best_skill, best_social,
                float(distance[i]), seen, loss, float(employer_memory[j]), error,
            )  # fmt: skip
            application_person[count] = i
            application_vacancy[count] = vacancy
            application_score[count] = score
            application_liking[count] = best_fit + 0.5 * clip(gain, 0.0, 2.0)
            application_skill[count] = best_skill
            application_social[count] = best_social
            count += 1
            if developed:
                vacancies += 1
    person_first[active.shape[0]] = count
    market.vacancies = vacancies
    market.applications = count


def people_search(model):
    """People apply for jobs, and are introduced to employers."""
    model.run(set_effort)
    model.run(apply_for_jobs)


APPLICATION_COLUMNS = {
    "application_person": np.int32,
    "application_vacancy": np.int32,
    "application_score": np.float64,
    "application_liking": np.float64,
    "application_skill": np.float64,
    "application_social": np.float64,
}
