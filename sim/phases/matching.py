"""9 Matching: each employer ranks its applicants and hires the best acceptable one, or nobody.

People and vacancies are matched by deferred acceptance (Gale and Shapley 1962): everybody
applies first where they would most like to work, a vacancy keeps the applicant its employer
judges best, and who is turned away asks elsewhere. The result does not depend on the order in
which people are processed.
"""

from numpy import float64

from sim.arithmetic import exp
from sim.compiled import kernel, opened
from sim.decisions import COMES_ANYWAY, SLOT_BEST_RIVAL, SLOT_RIVALS
from sim.luck import stream, uniform
from sim.rules.distance import status_of_job
from sim.rules.hiring import additional_share, best_of, hiring_bar, poisson
from sim.statuses import WITH_SUBSIDY


@kernel
def meet_rivals(
    clock, hiring, economy, capacity, market, employer_who, employer_openings, vacancy_first,
    vacancy_hours, vacancy_bar, vacancy_rival,
):  # fmt: skip
    """What an applicant must exceed at each vacancy: the bar, or the best ordinary applicant.

    For a few hours employers ask less, and ordinary applicants are fewer.
    """
    clock, hiring = opened(clock, hiring)
    economy, capacity, market = opened(economy, capacity, market)
    mean = 0.0
    if market.openings > 0:
        mean = economy.others_applications * market.others_seeking / market.openings
    for j in range(employer_openings.shape[0]):
        if employer_openings[j] == 0:
            continue
        key = stream(clock, employer_who[j], clock.month)
        for slot in range(employer_openings[j]):
            v = vacancy_first[j] + slot
            week = float64(vacancy_hours[v]) / capacity.full_time
            vacancy_bar[v] = hiring_bar(hiring, week)
            vacancy_rival[v] = 0
            rivals = poisson(mean * week, uniform(clock, key, SLOT_RIVALS + slot))
            if rivals > 0:
                best = best_of(hiring, rivals, uniform(clock, key, SLOT_BEST_RIVAL + slot))
                if best >= vacancy_bar[v]:
                    vacancy_bar[v] = best
                    vacancy_rival[v] = 1
    for v in range(market.openings, market.vacancies):
        vacancy_bar[v] = hiring_bar(hiring, float64(vacancy_hours[v]) / capacity.full_time)
        vacancy_rival[v] = 0


@kernel
def defer_acceptance(
    market, person_first, application_person, application_vacancy, application_score,
    application_liking, application_open,
    vacancy_bar, vacancy_holder, vacancy_best, person_held, turned_away,
):  # fmt: skip
    """Match by deferred acceptance; vacancy_holder gets the winning application, or -1."""
    market = opened(market)
    for v in range(market.vacancies):
        vacancy_holder[v] = -1
        vacancy_best[v] = -1e18
    for a in range(market.applications):
        application_open[a] = 1
    people = person_first.shape[0] - 1
    waiting = 0
    for i in range(people):
        person_held[i] = -1
        if person_first[i + 1] > person_first[i]:
            turned_away[waiting] = i
            waiting += 1
    while waiting > 0:
        waiting -= 1
        i = turned_away[waiting]
        choice = -1
        for a in range(person_first[i], person_first[i + 1]):
            if application_open[a] == 1 and (
                choice < 0 or application_liking[a] > application_liking[choice]
            ):
                choice = a
        if choice < 0:
            continue
        application_open[choice] = 0
        v = application_vacancy[choice]
        score = application_score[choice]
        if score < vacancy_bar[v] or score <= vacancy_best[v]:
            turned_away[waiting] = i
            waiting += 1
            continue
        loser = vacancy_holder[v]
        vacancy_holder[v] = choice
        vacancy_best[v] = score
        person_held[i] = choice
        if loser >= 0:
            person_held[application_person[loser]] = -1
            turned_away[waiting] = application_person[loser]
            waiting += 1


@kernel
def hire(
    clock, hiring, economy, capacity, mind, market, wage_subsidy, luck, person_first, person_held,
    application_person, application_vacancy,
    application_skill, application_social, vacancy_employer, vacancy_hours, vacancy_holder,
    vacancy_rival, employer_openings, employer_opened, employer_made, employer_filled, employer_filled_others,
    employer_owed, status, status_months, hours, employer, tenure, match_skill, match_social,
    months_out, never_worked, ever_job, first_job_month, confidence, job_right, job_kind, job_made,
    subsidy_left, host,
):  # fmt: skip
    """Winners start work, rivals take what is left, the rest of the vacancies stay open.

    A job made for somebody is additional, or has only come early: then its employer owes a vacancy.
    """
    clock, hiring, capacity, mind = opened(clock, hiring, capacity, mind)
    market = market[0]
    wage_subsidy = opened(wage_subsidy)
    additional = additional_share(hiring, opened(economy).demand * exp(market.demand_shock))
    for v in range(market.vacancies):
        j = vacancy_employer[v]
        advertised = v < market.openings
        if vacancy_holder[v] >= 0:
            i = application_person[vacancy_holder[v]]
            job_made[i] = 0
            if advertised:
                employer_openings[j] -= 1
            else:
                employer_opened[j] += 1
                if uniform(clock, luck[i], COMES_ANYWAY) < additional:
                    employer_made[j] += 1
                    job_made[i] = 1
                else:
                    employer_owed[j] += 1
            employer_filled[j] += 1
        elif advertised and vacancy_rival[v] == 1 and market.others_seeking > 0:
            employer_openings[j] -= 1
            employer_filled_others[j] += 1
            market.others_seeking -= 1
            market.others_in_work += 1
    for i in range(status.shape[0]):
        won = person_held[i]
        sent = person_first[i + 1] - person_first[i]
        if won < 0:
            if sent > 0:
                confidence[i] = float64(confidence[i]) * max(1.0 - mind.rejection_drop * sent, 0.0)
            continue
        v = application_vacancy[won]
        hours[i] = vacancy_hours[v]
        job_kind[i] = job_right[i]
        subsidy_left[i] = wage_subsidy.months if job_right[i] == WITH_SUBSIDY else 0
        host[i] = -1
        status[i] = status_of_job(capacity, float64(vacancy_hours[v]), job_kind[i])
        status_months[i] = 0
        employer[i] = vacancy_employer[v]
        tenure[i] = 0
        match_skill[i] = application_skill[won]
        match_social[i] = application_social[won]
        kept = 1.0 - wage_subsidy.signals if job_right[i] == WITH_SUBSIDY else 0.0
        months_out[i] = int(kept * months_out[i])
        never_worked[i] = 0
        ever_job[i] = 1
        if first_job_month[i] < 0:
            first_job_month[i] = clock.month


def employers_choose(model):
    """Employers rank their applicants; vacancies are filled, or stay open."""
    model.run(meet_rivals)
    model.run(defer_acceptance)
    model.run(hire)
