"""5 Plans are made and revised: who is offered what, within places and waiting lists."""

import numpy as np

from sim.compiled import kernel
from sim.decisions import DROP_OUT, LOTTERY, WILLING
from sim.luck import DISTRICT, stream, uniform
from sim.statuses import DISABILITY_PENSION, EDUCATION, OPEN_BENEFIT


@kernel
def deliver(
    clock, service, number, share, take_up, drop_out, duration, own_status, active, luck,
    lasting_luck, status, status_months, employer, eligible, enrolled, waiting, queue, queue_key, places,
):  # fmt: skip
    """One month of an instrument's places: leavers, waiting list, newly enrolled.

    Places are a share of the people who qualify and are willing. Who gets one is drawn by a lot
    that a person keeps, so that with more places the same people are in, and some more.

    enrolled: months in the instrument, 0 outside, below 0 in the pause after leaving; number: the
    instrument's lasting number, which keeps its luck apart; own_status: the status that goes with it, or
    -1; places: filled here with places [0], taken [1] and waiting [2].
    """
    clock, service = clock[0], service[0]
    taken = 0
    able = 0
    line = 0
    for i in range(active.shape[0]):
        if enrolled[i] == 0 and eligible[i] == 0:
            waiting[i] = 0
            continue
        key = luck[i]
        if enrolled[i] > 0:
            gone = active[i] == 0 or status[i] == EDUCATION or status[i] >= DISABILITY_PENSION
            if own_status >= 0 and status[i] != own_status:
                gone = True
            over = duration > 0 and enrolled[i] >= duration
            drops = employer[i] < 0 and uniform(clock, key, DROP_OUT + 1000 * number) < drop_out
            if gone or over or drops:
                enrolled[i] = -service.pause
                if own_status >= 0 and status[i] == own_status:
                    status[i] = OPEN_BENEFIT
                    status_months[i] = 0
            else:
                enrolled[i] += 1
                taken += 1
                able += 1
        elif enrolled[i] < 0:
            enrolled[i] += 1
        elif eligible[i] == 1:
            able += 1
            if waiting[i] == 0:
                lot = lasting_luck[i]
                if uniform(clock, lot, WILLING + 1000 * number) >= take_up:
                    able -= 1
                    continue
            waiting[i] += 1
            queue[line] = i
            line += 1
    # The fraction of a place is rounded by one lot for good, or places would ratchet upwards.
    spare = uniform(clock, stream(clock, DISTRICT, 0), LOTTERY + 1000 * number)
    places[0] = int(share * able + spare)
    free = min(max(places[0] - taken, 0), line)
    if free > 0:
        for n in range(line):
            lot = lasting_luck[queue[n]]
            queue_key[n] = uniform(clock, lot, LOTTERY + 1000 * number)
        last_in = np.partition(queue_key[:line], line - free)[line - free]
        for n in range(line):
            if queue_key[n] >= last_in:
                i = queue[n]
                enrolled[i] = 1
                waiting[i] = 0
                if own_status >= 0:
                    status[i] = own_status
                    status_months[i] = 0
    places[1] = taken + free
    places[2] = line - free


@kernel
def want_specialist(enrolled, specialist_wanted):
    """Mark the people who share an employment specialist."""
    for i in range(enrolled.shape[0]):
        if enrolled[i] > 0:
            specialist_wanted[i] = 1


def plans_are_made(model):
    """Instruments with places are offered to those who qualify; the rest wait."""
    model.arrays["specialist_wanted"][:] = 0
    for one in model.delivered:
        model.run(one.instrument.eligible)
        model.run(deliver, label=one.name, **one.terms)
        if one.instrument.has_specialists:
            model.run(want_specialist, label=one.name, enrolled=one.enrolled)
