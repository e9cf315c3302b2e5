"""Delivery of instruments in places: who qualifies, who waits, who is in, when it ends. The same for all."""

from numpy import float64, int64

from sim.compiled import kernel, opened, rule
from sim.decisions import DROP_OUT, LOTTERY, SEEN_DISTANCE, WILLING
from sim.luck import DISTRICT, normal, stream, uniform
from sim.phases.making_plans import RIGHT
from sim.rules.plans import is_willing, overloaded
from sim.rules.service import LOT, distance_seen, place_key
from sim.statuses import DISABILITY_PENSION, EDUCATION, LAST_JOB_STATUS, OPEN_BENEFIT, PRACTICE

UNWILLING = -1.0
FOR_GOOD = -30_000  # months of pause that nobody lives through


@kernel
def qualify(
    terms, active, status, employer, tenure, age, distance, months_out, severity, eligible, plan, taking,
    activity, lot, enrolled, waiting, candidate,
):  # fmt: skip
    """Who may be offered an instrument by lot (1), has a plan that may ask for it (2), suits its terms (4),
    has been out of work for long enough (8), and is to be looked at this month (16): whoever is in it, in
    the pause after it, has a plan, or may be offered it and is not known to be unwilling.

    One simple loop without a branch, which the processor takes several people at a time.
    """
    offered = 1 if terms.reserved == 0 else 0
    untested = 1 if terms.own_test == 0 else 0
    beside = terms.status < 0
    for i in range(active.shape[0]):
        suits = (float64(distance[i]) >= terms.from_distance) & (float64(distance[i]) <= terms.to_distance)
        suits &= (float64(age[i]) >= terms.from_age) & (float64(age[i]) <= terms.to_age)
        suits &= (employer[i] < 0) | (float64(tenure[i]) <= terms.to_tenure)
        suits &= (taking[i] & terms.excludes) == 0
        open_now = ((terms.open_by_lot >> int64(status[i])) & 1) & offered & active[i]
        long_out = float64(months_out[i]) >= terms.from_months_out
        open_now &= int64(float64(severity[i]) >= terms.from_severity) & int64(suits & long_out)
        open_now &= untested | eligible[i]
        has_plan = plan[i] != 0
        may_ask = (open_now == 1) & (beside | (activity[i] == OPEN_BENEFIT)) & (lot[i] != UNWILLING)
        look = int64((enrolled[i] != 0) | has_plan | may_ask)
        waiting[i] = waiting[i] * look
        candidate[i] = (
            open_now | (int64(suits) << 2) | (int64(has_plan) << 1) | (int64(long_out) << 3) | (look << 4)
        )


@rule
def the_last_of(keys, count, wanted):
    """The lowest of the highest ``wanted`` of the first ``count`` keys, by Hoare's selection.

    The room behind them, as long again, is worked in.
    """
    if wanted >= count:
        return -1e18
    for n in range(count):
        keys[count + n] = keys[n]
    first, last, place = count, 2 * count - 1, 2 * count - wanted
    while first < last:
        pivot = keys[place]
        low, high = first, last
        while low <= high:
            while keys[low] < pivot:
                low += 1
            while keys[high] > pivot:
                high -= 1
            if low <= high:
                keys[low], keys[high] = keys[high], keys[low]
                low += 1
                high -= 1
        if high < place:
            first = low
        if low > place:
            last = high
    return keys[place]


@kernel
def deliver(
    clock, service, order, mind, policy_targeting, terms, active, luck, lasting_luck, status, employer,
    distance, tenure, age, months_out, severity, eligible, candidate, asking, plan, asked,
    next_up, remaining, finished, taking, waited, drop_outs, overload, profile, assessed, belief,
    activity, week_first, week_rest, measures, booked, measures_cost, amounts, programme, enrolled,
    waiting, lot, members, queue, queue_key, places, motivation_base,
):  # fmt: skip
    """One month of an instrument's places: leavers, waiting list, newly enrolled.

    Places are a share of the people who qualify and are willing. Who gets one is drawn by a lot
    that a person keeps, so that with more places the same people are in, and some more.

    terms: see ``sim.delivered``; candidate: see ``qualify``; asking: rows to be looked at;
    enrolled: months in the instrument, 0 outside, below 0 in the pause after leaving; lot: drawn once,
    UNWILLING or above 0;
    places: filled here with places [0], taken [1] and waiting [2]; programme: the payment under which
    the price is booked.
    """
    clock, service, order, mind = opened(clock, service, order, mind)
    terms, targeting = opened(terms, policy_targeting)
    bit = 1 << terms.number
    number = 1000 * terms.luck
    qualify(
        terms, active, status, employer, tenure, age, distance, months_out, severity, eligible, plan, taking,
        activity, lot, enrolled, waiting, candidate,
    )  # fmt: skip
    to_look_at = 0
    for i in range(active.shape[0]):
        asking[to_look_at] = i
        to_look_at += candidate[i] >> 4
    taken = 0
    able = 0
    line = 0
    for n in range(to_look_at):
        i = asking[n]
        months = enrolled[i]
        now = status[i]
        if months > 0:
            gone = active[i] == 0 or now == EDUCATION or now >= DISABILITY_PENSION
            if terms.ends_from <= now <= LAST_JOB_STATUS or (terms.status >= 0 and now > LAST_JOB_STATUS):
                gone = True
            over = terms.duration > 0 and months >= terms.duration
            drops = False
            if employer[i] < 0:
                chance = overloaded(order, terms.drop_out, overload[i])
                drops = uniform(clock, luck[i], DROP_OUT + number) < chance
            if gone or over or drops:
                enrolled[i] = FOR_GOOD if terms.once == 1 else -service.pause
                taking[i] &= ~bit
                finished[i] |= asked[i] & bit
                if drops and not gone and not over:
                    drop_outs[i] += 1
            else:
                enrolled[i] += 1
                taken += 1
                members[taken - 1] = i
            continue
        if months < 0:
            enrolled[i] += 1
            finished[i] |= next_up[i] & bit  # had it lately
            continue
        # Rights are everybody's: a plan that does not name one does not take it away.
        planned = plan[i] != 0 and (asked[i] & bit != 0 or terms.kind != RIGHT)
        planned = planned and terms.in_work_only == 0
        if planned and (active[i] == 0 or remaining[i] & bit == 0):
            waiting[i] = 0
            continue
        if not planned and (candidate[i] & 1 == 0 or (terms.status >= 0 and activity[i] != OPEN_BENEFIT)):
            waiting[i] = 0
            continue
        if lot[i] == 0.0:
            u = uniform(clock, lasting_luck[i], WILLING + number)
            willing = is_willing(mind, terms.take_up, float64(motivation_base[i]), u) == 1
            lot[i] = uniform(clock, lasting_luck[i], LOTTERY + number) if willing else UNWILLING
        if lot[i] == UNWILLING:
            finished[i] |= asked[i] & bit
            continue
        if planned:
            if next_up[i] & bit == 0 or (terms.open_in_plan >> now) & 1 == 0 or candidate[i] & 8 == 0:
                if now <= PRACTICE:
                    able += 1
                waiting[i] = 0
                continue
            unsuited = candidate[i] & 4 == 0 or (terms.own_test == 1 and eligible[i] == 0)
            if unsuited or waiting[i] >= order.patience:
                # Whom it does not suit when the turn comes, and who has waited long, goes on.
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
                members[taken] = i
                taken += 1
                if terms.duration == 0:
                    # What has no end opens the next step of a plan once it has begun.
                    finished[i] |= asked[i] & bit
    for n in range(line):
        i = queue[n]
        if waiting[i] > 0 and (remaining[i] >> terms.number) & 1 == 1:
            waited[i] += 1
    places[1] = taken
    places[2] = line - free
    for n in range(taken):
        i = members[n]
        if terms.status > activity[i]:
            activity[i] = terms.status
        if terms.hours > 0.0:
            measures[i] += 1
            if terms.hours_first == 1:
                week_first[i] += terms.hours
            else:
                week_rest[i] += terms.hours
        booked[i] += terms.caseworker_hours
        if terms.paid_at_work == 0 or employer[i] >= 0:
            measures_cost[i] += terms.price
            amounts[programme] += terms.price
