"""Making plans: barriers are assessed with error, measures put in order, turns worked out."""

from numpy import float64

from sim.compiled import kernel, opened, rule
from sim.decisions import ASSESSED_SEVERITY, PLAN_JUDGED
from sim.luck import normal
from sim.plan import instruments_of, next_step
from sim.rules.plans import addressed, offer_order, suits_terms, typed_plan
from sim.rules.service import severity_seen
from sim.statuses import EDUCATION, LAST_IN_SERVICE, PRACTICE

MOST = 9  # entries of a plan
RIGHT = 3  # a kind of instrument, in ``sim.delivered.KINDS``
ALL_AT_ONCE = 5  # a rule, in ``sim.instruments.plans.RULES``


@rule
def first_of(offers, offer_place, offer_key, count, together):
    """The packed plan of the nine offers that come first by key; together: all in one step."""
    made = 0
    for place in range(min(count, MOST)):
        best = place
        for other in range(place + 1, count):
            if offer_key[other] < offer_key[best]:
                best = other
        key, k = offer_key[best], offer_place[best]
        offer_key[best], offer_place[best] = offer_key[place], offer_place[place]
        offer_key[place], offer_place[place] = key, k
        beside = 64 if together and place > 0 else 0
        made |= (offers[k].number + beside) << (7 * place)
    return made


@kernel
def make_plans(
    clock, plans, people, service, order, offers, offer_place, offer_key, active, lasting_luck, status,
    caseworker, belief, age, distance, language, young, immigrant, senior, limited, profile,
    mental_health, physical_health, education, labour_market_knowledge, work_skills, care, everyday_skills,
    confidence, trust, assessed, plan, plan_made, finished, taking, asked, next_up, remaining,
):  # fmt: skip
    """People who have been assessed get a plan, or a new one; whose turn it is in it is worked out.

    offers: the funded instruments, a record each. asked: mask of the instruments in a person's plan;
    remaining: of those it still asks for; next_up: of those it asks for now.
    """
    clock, plans, people = opened(clock, plans, people)
    service, order = opened(service, order)
    orderly, limited_in_time = 0, 0
    for k in range(offers.shape[0]):
        # What nobody without a job may start comes when there is a job, whatever a plan says.
        if offers[k].in_work_only == 0:
            orderly |= 1 << offers[k].number
        if offers[k].duration > 0:
            limited_in_time |= 1 << offers[k].number
    for i in range(active.shape[0]):
        asked[i] = 0
        next_up[i] = 0
        remaining[i] = 0
        if active[i] == 0 or status[i] > LAST_IN_SERVICE or status[i] == EDUCATION:
            continue
        # A plan is made anew when it is old and nothing of it that ends is under way.
        under_way = taking[i] & instruments_of(plan[i]) & limited_in_time
        old = plan_made[i] > 0 and plans.review > 0 and clock.month - plan_made[i] >= plans.review
        due = plan_made[i] == 0 or (old and under_way == 0)
        known = float64(assessed[i]) >= order.known_enough
        if due and known and status[i] <= PRACTICE and caseworker[i] >= 0:
            lot = lasting_luck[i]
            typed = typed_plan(
                plans, float64(language[i]) >= people.severity_low,
                float64(everyday_skills[i]) >= people.severity_low, young[i], immigrant[i], senior[i],
                limited[i], profile[i],
            )  # fmt: skip
            wanted = instruments_of(typed)
            count = 0
            finished[i] = 0
            for k in range(offers.shape[0]):
                offer = offers[k]
                bit = 1 << offer.number
                if typed != 0 and wanted & bit == 0:
                    continue
                if typed == 0 and (plans.rule == 0 or offer.kind == RIGHT or offer.kept == 1):
                    continue
                if not suits_terms(offer, float64(distance[i]), float64(age[i])):
                    finished[i] |= bit
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
                    finished[i] |= bit
                    continue
                if typed == 0:
                    judged = normal(clock, lot, PLAN_JUDGED + 1000 * offer.luck)
                    offer_key[count] = offer_order(
                        plans.rule, offer.kind, seen, float64(offer.duration), float64(belief[i]), judged
                    )  # fmt: skip
                    offer_place[count] = k
                    count += 1
            made = typed
            if typed == 0 and count > 0:
                made = first_of(offers, offer_place, offer_key, count, plans.rule == ALL_AT_ONCE)
            # What has no places in this scenario is passed over.
            finished[i] |= instruments_of(made) & ~orderly
            # What goes on without an end holds up nothing.
            finished[i] |= instruments_of(made) & taking[i] & ~limited_in_time
            plan[i] = made
            plan_made[i] = clock.month
        if plan[i] != 0:
            asked[i] = instruments_of(plan[i])
            remaining[i] = asked[i] & ~finished[i]
            next_up[i] = next_step(plan[i], finished[i])
