"""5 Plans are made and revised: barriers are assessed, instruments chosen in order, within places."""

import numpy as np
from numpy import float64, int64

from sim.compiled import kernel, rule
from sim.decisions import ASSESSED_SEVERITY, DROP_OUT, LOTTERY, PLAN_JUDGED, SEEN_DISTANCE, WILLING
from sim.luck import DISTRICT, normal, stream, uniform
from sim.plan import instruments_of, next_step
from sim.rules.plans import addressed, offer_order, overloaded, suits_terms, typed_plan
from sim.rules.service import LOT, distance_seen, place_key, severity_seen
from sim.statuses import DISABILITY_PENSION, EDUCATION, LAST_IN_SERVICE, OPEN_BENEFIT, PRACTICE

MOST = 9  # entries of a plan
UNWILLING = -1.0
FEW = 12  # places for which a short list is faster than a partition
RIGHT = 3  # a kind of instrument, in ``sim.delivered.KINDS``


@kernel
def make_plans(
    clock, plans, people, service, order, offers, offer_place, offer_key, active, lasting_luck, status,
    caseworker, belief, age, distance, months_out, language, young, immigrant, senior, limited, profile,
    mental_health, physical_health, education, labour_market_knowledge, work_skills, care, everyday_skills,
    confidence, trust, never_worked, assessed, plan, plan_made, finished, taking, next_up, remaining,
):  # fmt: skip
    """People who have been assessed get a plan, or a new one; whose turn it is in it is worked out.

    offers: the funded instruments, a record each. next_up: mask of the instruments that a person's
    plan asks for now; remaining: of all that it still asks for.
    """
    clock, plans, people, service, order = clock[0], plans[0], people[0], service[0], order[0]
    for i in range(active.shape[0]):
        next_up[i] = 0
        remaining[i] = 0
        if active[i] == 0 or status[i] > LAST_IN_SERVICE or status[i] == EDUCATION:
            continue
        old = plan_made[i] > 0 and plans.review > 0 and clock.month - plan_made[i] >= plans.review
        if (plan_made[i] == 0 or (old and taking[i] == 0)) and status[i] <= PRACTICE and caseworker[i] >= 0:
            ready = float64(assessed[i]) >= order.known_enough
            if ready:
                lot = lasting_luck[i]
                made = typed_plan(
                    plans, float64(language[i]) >= people.severity_low,
                    float64(everyday_skills[i]) >= people.severity_low, young[i], immigrant[i], senior[i],
                    limited[i], profile[i],
                )  # fmt: skip
                count = 0
                if made != 0 or plans.rule > 0:
                    wanted = instruments_of(made)
                    for k in range(offers.shape[0]):
                        offer = offers[k]
                        chosen = (wanted >> offer.number) & 1
                        if made == 0 and (offer.kind == RIGHT or offer.reserved == 1):
                            continue
                        if made != 0 and chosen == 0:
                            continue
                        if not suits_terms(offer, float64(distance[i]), float64(age[i]), months_out[i]):
                            finished[i] |= 1 << offer.number
                            continue
                        severity = addressed(
                            offer.barrier, float64(mental_health[i]), float64(physical_health[i]),
                            float64(education[i]), float64(language[i]), float64(labour_market_knowledge[i]),
                            float64(work_skills[i]), float64(care[i]), float64(everyday_skills[i]),
                            float64(confidence[i]), float64(trust[i]),
                        )  # fmt: skip
                        noise = normal(clock, lot, ASSESSED_SEVERITY + offer.barrier)
                        seen = severity_seen(service, severity, float64(assessed[i]), noise)
                        if offer.barrier > 0 and offer.from_severity > 0.0 and seen < offer.from_severity:
                            # Not needed, as far as the caseworker sees: left out of a typed plan too.
                            finished[i] |= 1 << offer.number
                            continue
                        finished[i] &= ~(1 << offer.number)
                        if made == 0:
                            judged = normal(clock, lot, PLAN_JUDGED + k)
                            offer_key[count] = offer_order(
                                plans.rule,
                                offer.kind,
                                seen,
                                float64(offer.duration),
                                float64(belief[i]),
                                judged,
                            )
                            offer_place[count] = k
                            count += 1
                    if made == 0:
                        # The nine that come first, in order.
                        for place in range(min(count, MOST)):
                            best = place
                            for other in range(place + 1, count):
                                if offer_key[other] < offer_key[best]:
                                    best = other
                            key, k = offer_key[best], offer_place[best]
                            offer_key[best], offer_place[best] = offer_key[place], offer_place[place]
                            offer_key[place], offer_place[place] = key, k
                            beside = 64 if plans.rule == 5 and place > 0 else 0
                            made |= (offers[k].number + beside) << (7 * place)
                    plan[i] = made
                    plan_made[i] = clock.month
        if plan[i] != 0:
            remaining[i] = instruments_of(plan[i]) & ~finished[i]
            next_up[i] = next_step(plan[i], finished[i])


@kernel
def qualify(
    terms, active, status, age, distance, months_out, severity, eligible, plan, taking, candidate
):  # fmt: skip
    """Who may be offered an instrument by lot (1), and who has a plan that may ask for it (2).

    One simple loop without a branch, which the processor takes several people at a time.
    """
    terms = terms[0]
    offered = 1 if terms.reserved == 0 else 0
    for i in range(active.shape[0]):
        open_now = ((terms.open_by_lot >> int64(status[i])) & 1) & offered & active[i]
        suits = float64(severity[i]) >= terms.from_severity
        suits &= (float64(distance[i]) >= terms.from_distance) & (float64(distance[i]) <= terms.to_distance)
        suits &= (float64(age[i]) >= terms.from_age) & (float64(age[i]) <= terms.to_age)
        suits &= (float64(months_out[i]) >= terms.from_months_out) & ((taking[i] & terms.excludes) == 0)
        candidate[i] = open_now & int64(suits)
    if terms.own_test == 1:
        for i in range(active.shape[0]):
            candidate[i] &= eligible[i]
    for i in range(active.shape[0]):
        candidate[i] |= int64(plan[i] != 0) * 2


@rule
def the_last_of(keys, count, wanted):
    """The lowest of the highest ``wanted`` of the first ``count`` keys."""
    if wanted >= count:
        return -1e18
    if wanted > FEW:
        return np.partition(keys[:count], count - wanted)[count - wanted]
    # For a few, a short list in order (kept behind the keys) beats a partition of all.
    last = keys.shape[0] - 1
    held = 0
    for n in range(count):
        key = keys[n]
        if held == wanted and key <= keys[last - held + 1]:
            continue
        if held < wanted:
            held += 1
        spot = last - held + 1
        while spot < last and keys[spot + 1] < key:
            keys[spot] = keys[spot + 1]
            spot += 1
        keys[spot] = key
    return keys[last - held + 1]


@kernel
def deliver(
    clock, service, order, policy_targeting, terms, active, luck, lasting_luck, status, employer, distance,
    eligible, candidate, plan, next_up, remaining, finished, taking, waited, drop_outs, overload, profile,
    assessed, belief, activity, week_workplace, week_courses, measures, booked, measures_cost, amounts,
    programme, enrolled, waiting, lot, queue, queue_key, places,
):  # fmt: skip
    """One month of an instrument's places: leavers, waiting list, newly enrolled.

    Places are a share of the people who qualify and are willing. Who gets one is drawn by a lot
    that a person keeps, so that with more places the same people are in, and some more.

    terms: see ``sim.delivered``; candidate: see ``qualify``; enrolled: months in the instrument, 0
    outside, below 0 in the pause after leaving; lot: drawn once, UNWILLING or above 0;
    places: filled here with places [0], taken [1] and waiting [2]; programme: the payment under which
    the price is booked.
    """
    clock, service, order, terms, targeting = clock[0], service[0], order[0], terms[0], policy_targeting[0]
    bit = 1 << terms.number
    number = 1000 * terms.luck
    taken = 0
    able = 0
    line = 0
    for i in range(active.shape[0]):
        months = enrolled[i]
        if months == 0 and candidate[i] == 0:
            waiting[i] = 0
            continue
        now = status[i]
        if months > 0:
            gone = active[i] == 0 or now == EDUCATION or now >= DISABILITY_PENSION
            if terms.ends_at_work == 1 and now > PRACTICE:
                gone = True
            over = terms.duration > 0 and months >= terms.duration
            drops = False
            if employer[i] < 0:
                chance = overloaded(order, terms.drop_out, overload[i])
                drops = uniform(clock, luck[i], DROP_OUT + number) < chance
            if gone or over or drops:
                enrolled[i] = -service.pause
                taking[i] &= ~bit
                if plan[i] != 0:
                    finished[i] |= bit
                if drops and not gone and not over:
                    drop_outs[i] += 1
            else:
                enrolled[i] += 1
                taken += 1
                queue[queue.shape[0] - taken] = i
            continue
        if months < 0:
            enrolled[i] += 1
            continue
        # Rights are everybody's: a plan that does not name one does not take it away.
        planned = False
        if plan[i] != 0:
            named = ((remaining[i] | finished[i]) >> terms.number) & 1 == 1
            planned = named or terms.kind != RIGHT
        if not planned:
            if candidate[i] & 1 == 0 or (terms.status >= 0 and activity[i] != OPEN_BENEFIT):
                waiting[i] = 0
                continue
        else:
            if active[i] == 0 or (remaining[i] >> terms.number) & 1 == 0:
                waiting[i] = 0
                continue
            if terms.own_test == 1 and eligible[i] == 0:
                finished[i] |= bit
                waiting[i] = 0
                continue
            open_now = (terms.open_in_plan >> now) & 1 == 1 and (taking[i] & terms.excludes) == 0
            if (next_up[i] >> terms.number) & 1 == 0 or not open_now:
                if now <= PRACTICE:
                    able += 1
                waiting[i] = 0
                continue
        if lot[i] == 0.0:
            willing = uniform(clock, lasting_luck[i], WILLING + number) < terms.take_up
            lot[i] = uniform(clock, lasting_luck[i], LOTTERY + number) if willing else UNWILLING
        if lot[i] == UNWILLING:
            if planned:
                finished[i] |= bit
            continue
        if planned and waiting[i] >= order.patience:
            finished[i] |= bit
            waiting[i] = 0
            continue
        waiting[i] += 1
        queue[line] = i
        line += 1
    able += taken + line
    # The fraction of a place is rounded by one lot for good, or places would ratchet upwards.
    spare = uniform(clock, stream(clock, DISTRICT, 0), LOTTERY + number)
    places[0] = int(terms.share * able + spare)
    free = min(max(places[0] - taken, 0), line)
    if free > 0:
        by_lot = targeting.rule == LOT and targeting.discretion == 0.0
        for n in range(line):
            i = queue[n]
            queue_key[n] = lot[i]
            if not by_lot:
                noise = normal(clock, lasting_luck[i], SEEN_DISTANCE)
                seen = distance_seen(service, float64(distance[i]), float64(assessed[i]), noise)
                queue_key[n] = place_key(targeting, lot[i], seen, float64(profile[i]), float64(belief[i]))
        last_in = the_last_of(queue_key, line, free)
        for n in range(line):
            i = queue[n]
            if queue_key[n] >= last_in:
                enrolled[i] = 1
                waiting[i] = 0
                taking[i] |= bit
                taken += 1
                queue[queue.shape[0] - taken] = i
    for n in range(line):
        i = queue[n]
        if waiting[i] > 0 and (remaining[i] >> terms.number) & 1 == 1:
            waited[i] += 1
    places[1] = taken
    places[2] = line - free
    amounts[programme] += terms.price * taken
    # What the measure is to each person's month; those in it stand at the end of the queue's room.
    for n in range(queue.shape[0] - taken, queue.shape[0]):
        i = queue[n]
        if terms.status > activity[i]:
            activity[i] = terms.status
        if terms.hours > 0.0:
            measures[i] += 1
            if terms.at_workplace == 1:
                week_workplace[i] += terms.hours
            else:
                week_courses[i] += terms.hours
        booked[i] += terms.caseworker_hours
        measures_cost[i] += terms.price


@kernel
def want_specialist(enrolled, specialist_wanted):
    """Mark the people who share an employment specialist."""
    for i in range(enrolled.shape[0]):
        if enrolled[i] > 0:
            specialist_wanted[i] = 1


@kernel
def clear_the_week(activity, week_workplace, week_courses, measures, booked, measures_cost):
    """Nobody has anything on yet this month."""
    for i in range(activity.shape[0]):
        activity[i] = OPEN_BENEFIT
        week_workplace[i] = 0.0
        week_courses[i] = 0.0
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
        model.run(qualify, label=one.name, terms=one.terms, severity=one.severity)
        model.run(deliver, label=one.name, **one.given)
        if one.instrument.has_specialists:
            model.run(want_specialist, label=one.name, enrolled=one.enrolled)
    model.run(settle_statuses)
