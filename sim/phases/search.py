"""8 Search: own applications, and introductions brokered by caseworkers and specialists."""

import numpy as np
from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened, rule
from sim.decisions import (
    APPLICATIONS,
    BROKERED_JUDGED,
    BROKERED_WHERE,
    DEVELOPED,
    INTRODUCTIONS,
    JUDGED,
    PRESSED,
    SLOT_HOURS,
    SMALL_INTRODUCTIONS,
    SMALL_JOB_TASTE,
    SUITS_SKILL,
    SUITS_SOCIAL,
    WHERE,
)
from sim.instruments.sanctions import pressed_search
from sim.luck import normal, pair_stream, stream, uniform
from sim.rules.distance import capacity_hours, limits_at_work
from sim.rules.employers import support_behind
from sim.rules.hiring import discrimination, judgement, unknown
from sim.rules.money import ALL_KEPT, gain_from_hours
from sim.rules.search import applies_for, search_intensity
from sim.rules.service import meeting_gain
from sim.statuses import FEW_HOURS, FLEX, LAST_SEEKING

MOST_OWN = 8
MOST_BROKERED = 4
MOST_SMALL = 2
INSIDE = MOST_OWN  # place of the application to one's own employer in the blocks of decisions
MOST_SENT = MOST_OWN + 1 + MOST_BROKERED + MOST_SMALL
MOST_WEIGHED = 8  # employers for one introduction: the width of its block of decisions


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
    help_ratio, few_jobs, follow_up, caseworker, staff_skill_now, search_effort,
):  # fmt: skip
    """How hard each person looks: will, ability, pressure and help."""
    search, service, sanctions, follow_up = opened(search, service, sanctions, follow_up)
    for i in range(active.shape[0]):
        search_effort[i] = 0.0
        if active[i] == 0 or status[i] > LAST_SEEKING:
            continue
        effort = search_intensity(
            search, float64(motivation[i]), float64(mental_health[i]), float64(physical_health[i]),
            float64(labour_market_knowledge[i]), float64(everyday_skills[i]), float64(lock_in[i]),
        )  # fmt: skip
        far = float64(distance[i])
        effort *= float64(help_ratio[i])
        if few_jobs[i] == 1:
            effort *= 1.0 - search.few_jobs_drag
        if float64(pressure[i]) > 0.0:
            effort *= pressed_search(sanctions, float64(pressure[i]), far)
        on_jobs = float64(service_hours[i]) * 2.0 * follow_up.job_search_share
        if caseworker[i] >= 0:
            skill = float64(staff_skill_now[caseworker[i]])
            effort *= 1.0 + meeting_gain(service, on_jobs, far, skill)
        # Somebody with a few hours beside benefit looks for more, but less.
        search_effort[i] = effort * search.in_few_hours if status[i] == FEW_HOURS else effort


@kernel
def list_vacancies(
    clock, jobs, capacity, market, employer_who, employer_openings, vacancy_first,
    vacancy_employer, vacancy_hours,
):  # fmt: skip
    """Number the open vacancies, a run of them for each employer, with their hours."""
    clock, jobs, capacity = opened(clock, jobs, capacity)
    market = market[0]
    count = 0
    for j in range(employer_openings.shape[0]):
        vacancy_first[j] = count
        for slot in range(employer_openings[j]):
            vacancy_employer[count] = j
            vacancy_hours[count] = hours_of_slot(clock, jobs, capacity, employer_who[j], slot)
            count += 1
    market.openings = count
    market.vacancies = count


@kernel
def apply_for_jobs(
    clock, search, hiring, jobs, capacity, money, benefit, social_free_pass, market, active, who, luck,
    lasting_luck, status, search_effort, lock_in, introductions, support, targeting, development,
    small_introductions, subsidy, carve, mentored, job_right, host, employer, accommodated, pressure,
    distance, months_out, immigrant,
    mental_health, physical_health, care, hours, free_pass, pass_used, full_benefit, partner_counted,
    basic_paid, employer_active, employer_who, employer_reach, employer_guide, employer_openings,
    employer_owed, employer_skill_weight, employer_caution_now, employer_prejudice_now, employer_memory,
    employer_inclusion, employer_carving, employer_mentoring, employer_subsidy_taste, vacancy_first,
    vacancy_employer,
    vacancy_hours, person_first, application_person, application_vacancy, application_score,
    application_liking, application_skill, application_social, firms, employer_contact,
):  # fmt: skip
    """Fill the month's applications, a run of them for each person.

    An application goes to an employer, met in proportion to its jobs, and is in vain where no
    vacancy is open. People pass over jobs that suit them badly, unless they are under pressure.
    An introduction goes to the best suited of several employers; where that one has no vacancy,
    outreach may open one. A small introduction goes to an employer with a few hours to offer.
    Somebody with a few hours also asks the own employer when it has a vacancy, and is known there.
    """
    clock, search, hiring, capacity = opened(clock, search, hiring, capacity)
    jobs, money, benefit, firms = opened(jobs, money, benefit, firms)
    market = market[0]
    social_free_pass = opened(social_free_pass)
    count = 0
    vacancies = market.vacancies
    for i in range(active.shape[0]):
        person_first[i] = count
        if active[i] == 0 or status[i] > LAST_SEEKING:
            continue
        key = luck[i]
        own = int(search.most_applications * float64(search_effort[i])
                  + uniform(clock, key, APPLICATIONS))  # fmt: skip
        own = min(own, MOST_OWN)
        brokered = 0
        if float64(introductions[i]) > 0.0:
            expected = float64(introductions[i]) * (1.0 - float64(lock_in[i]))
            brokered = min(int(expected + uniform(clock, key, INTRODUCTIONS)), MOST_BROKERED)
        small = 0
        if float64(small_introductions[i]) > 0.0:
            lot = uniform(clock, key, SMALL_INTRODUCTIONS)
            small = min(int(float64(small_introductions[i]) + lot), MOST_SMALL)
        # People up to here in the list of statuses have an employer only with a few hours.
        inside = 1 if employer[i] >= 0 and employer_openings[employer[i]] > 0 else 0
        if own + inside + brokered + small == 0:
            continue
        possible = capacity_hours(
            capacity,
            float64(mental_health[i]),
            limits_at_work(physical_health[i], accommodated[i]),
            float64(care[i]),
        )
        longest = possible * search.stretch
        pressed = float64(pressure[i])
        for n in range(own + inside + brokered + small):
            is_own = n < own + inside
            is_inside = inside == 1 and n == own
            a = INSIDE if is_inside else n
            b = n - own - inside
            is_small = b >= brokered
            looks = 1
            if not is_own and not is_small:
                weighed = int(search.most_considered * float64(targeting[i]))
                looks = min(1 + weighed, MOST_WEIGHED)
            j = -1
            vacancy = -1
            fit = -1e9
            skill_fit = 0.0
            social_fit = 0.0
            hosted = not is_own and b == 0 and host[i] >= 0
            if hosted:
                looks = 1
            for look in range(looks):
                u = uniform(clock, key, WHERE + a if is_own else BROKERED_WHERE + 8 * b + look)
                # The employer at a share u of all jobs: large firms are met more often. Where u
                # lies within the firm says which of its vacancies is met.
                met = employer_guide[int(u * employer_guide.shape[0])]
                while float64(employer_reach[met]) < u:
                    met += 1
                if hosted:
                    # Whoever has had the person in practice is asked first.
                    met = host[i]
                    u = float64(employer_reach[met])
                if is_inside:
                    before = float64(employer_reach[employer[i] - 1]) if employer[i] > 0 else 0.0
                    met = employer[i]
                    u = before + u * (float64(employer_reach[met]) - before)
                if employer_active[met] == 0:
                    continue
                spot = -1
                if employer_openings[met] > 0 and not is_small:
                    start = float64(employer_reach[met - 1]) if met > 0 else 0.0
                    within = (u - start) / (float64(employer_reach[met]) - start)
                    spot = min(int(within * employer_openings[met]), employer_openings[met] - 1)
                    spot += vacancy_first[met]
                    if float64(vacancy_hours[spot]) > longest:
                        continue
                elif is_own:
                    continue
                pair = pair_stream(clock, who[i], employer_who[met])
                skill = hiring.fit_spread * normal(clock, pair, SUITS_SKILL)
                social = hiring.fit_spread * normal(clock, pair, SUITS_SOCIAL)
                social += hiring.inclusion_effect * (float64(employer_inclusion[met]) - 0.5)
                weight = float64(employer_skill_weight[met])
                this_fit = weight * skill + (1.0 - weight) * social
                if this_fit > fit:
                    j, vacancy, fit = met, spot, this_fit
                    skill_fit, social_fit = skill, social
            if j < 0:
                continue
            hurried = pressed > 0.0 and uniform(clock, key, PRESSED + n) < pressed
            if is_own and fit < search.reservation_fit and not hurried:
                continue
            developed = vacancy < 0
            if developed:
                # An employer that has already hired ahead of need is less ready to do so again.
                ready = 1.0 if is_small else float64(development[i])
                if float64(carve[i]) > 0.0 and not is_small:
                    ready = max(ready, float64(carve[i]) * float64(employer_carving[j]))
                ready /= 1.0 + employer_owed[j]
                if uniform(clock, key, DEVELOPED + b) >= ready:
                    continue
                vacancy = vacancies
                vacancy_employer[vacancy] = j
                vacancy_hours[vacancy] = min(possible, jobs.small_hours) if is_small else possible
            offered = float64(vacancy_hours[vacancy])
            if offered <= float64(hours[i]):
                continue
            left = 0.0
            if free_pass[i] == 1:
                left = max(social_free_pass.cap - float64(pass_used[i]), 0.0)
            if float64(basic_paid[i]) > 0.0:
                left = ALL_KEPT
            gain = gain_from_hours(money, benefit, full_benefit[i], offered, left, partner_counted[i])
            interest = 0.0 if hurried else uniform(clock, lasting_luck[i], SMALL_JOB_TASTE)
            if applies_for(search, offered, possible, gain, interest) == 0:
                continue
            # Only an employer who is called on knows what help is at hand.
            backed = 0.0
            if not is_own and not is_small:
                at_hand = max(float64(support[i]), float64(mentored[i]) * float64(employer_mentoring[j]))
                backed = support_behind(firms, at_hand, float64(employer_contact[j]))
            seen = unknown(hiring, float64(months_out[i]), backed, offered / capacity.full_time)
            if hosted or is_inside:
                seen *= 1.0 - hiring.known_from_practice
            visible = 1.0 if float64(physical_health[i]) >= hiring.visible_from else 0.0
            loss = discrimination(hiring, visible, float64(immigrant[i]))
            lifted = float64(physical_health[i]) - limits_at_work(physical_health[i], accommodated[i])
            far = float64(distance[i]) - hiring.physical_weight * lifted
            if not is_own and not is_small and far > 0.0:
                far *= 1.0 - hiring.tailoring * float64(targeting[i])
            if job_right[i] == FLEX and far > 0.0:
                far *= 1.0 - hiring.flex_relief
            score = judgement(
                hiring, fit, far, seen * float64(employer_caution_now[j]),
                loss * float64(employer_prejudice_now[j]), float64(employer_memory[j]),
                normal(clock, key, JUDGED + a if is_own else BROKERED_JUDGED + b),
            )  # fmt: skip
            if float64(subsidy[i]) > 0.0:
                score += hiring.subsidy_pull * float64(subsidy[i]) * float64(employer_subsidy_taste[j])
            application_person[count] = i
            application_vacancy[count] = vacancy
            application_score[count] = score
            application_liking[count] = fit + search.pay_weight * clip(gain, 0.0, 2.0)
            application_skill[count] = skill_fit
            application_social[count] = social_fit
            count += 1
            if developed:
                vacancies += 1
    person_first[active.shape[0]] = count
    market.vacancies = vacancies
    market.applications = count


def people_search(model):
    """People apply for jobs, and are introduced to employers."""
    model.run(set_effort)
    model.run(list_vacancies)
    model.run(apply_for_jobs)


VACANCY_COLUMNS = {
    "vacancy_employer": np.int32,
    "vacancy_hours": np.float64,
    "vacancy_bar": np.float64,
    "vacancy_rival": np.int8,
    "vacancy_holder": np.int64,
    "vacancy_best": np.float64,
}
APPLICATION_COLUMNS = {
    "application_person": np.int32,
    "application_vacancy": np.int32,
    "application_score": np.float64,
    "application_liking": np.float64,
    "application_skill": np.float64,
    "application_social": np.float64,
}
