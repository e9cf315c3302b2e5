"""4 Caseworkers share their hours: meetings, follow-up, trust and belief."""

from numpy import float64

from sim.arithmetic import clip, exp
from sim.compiled import kernel, opened
from sim.decisions import SEEN_DISTANCE, SOUGHT_OUT
from sim.instruments.staff_training import trained_after
from sim.luck import normal, uniform
from sim.rules.mind import towards, trust_after_service
from sim.rules.service import (
    EQUAL,
    backing,
    claim_on_time,
    distance_seen,
    first_belief,
    follow_up_ratio,
    known_after,
    post_filled,
    time_pull,
)
from sim.statuses import OUT_OF_CONTACT

MOST_HOURS_FOR_ONE = 12.0  # nobody meets one client for longer in a month


@kernel
def open_posts(
    service, caseload, staff_training, staff_active, staff_kind, staff_clients, staff_filled,
    staff_hours, staff_hours_spent, staff_hours_taken, staff_skill, staff_skill_now,
    staff_trained,
):  # fmt: skip
    """The month of each post begins: how full it is, what its holder can do, hours for training."""
    service, caseload, staff_training = opened(service, caseload, staff_training)
    for c in range(staff_active.shape[0]):
        staff_hours_spent[c] = 0.0
        staff_hours_taken[c] = 0.0
        caseload_of_kind = caseload.ordinary if staff_kind[c] == 0 else caseload.specialist
        staff_filled[c] = post_filled(staff_clients[c], caseload_of_kind)
        trained = float64(staff_trained[c])
        staff_skill_now[c] = float64(staff_skill[c]) + staff_training.skill_gain * trained
        if staff_training.hours > 0.0 and staff_active[c] == 1 and staff_kind[c] == 0:
            hours = min(staff_training.hours, float64(staff_hours[c]))
            staff_hours_taken[c] = hours * staff_filled[c]
            staff_trained[c] = trained_after(staff_training, trained, hours)


@kernel
def arrange_measures(
    service, caseworker, booked, arranged, post_sums, staff_filled, staff_hours, staff_hours_taken
):
    """Measures take caseworkers' hours; where there are too few, measures reach people less.

    booked: hours that a person's measures asked for last month; arranged: the share that was found.
    """
    service = opened(service)
    post_sums[:] = 0.0
    for i in range(caseworker.shape[0]):
        if caseworker[i] >= 0:
            post_sums[caseworker[i], 0] += booked[i]
    for c in range(staff_hours.shape[0]):
        wanted = post_sums[c, 0]
        post_sums[c, 1] = 1.0
        if wanted > 0.0:
            room = service.most_arranging * (float64(staff_hours[c]) * staff_filled[c] - staff_hours_taken[c])
            given = min(wanted, room)
            staff_hours_taken[c] += given
            post_sums[c, 1] = given / wanted
    for i in range(caseworker.shape[0]):
        arranged[i] = post_sums[caseworker[i], 1] if caseworker[i] >= 0 and booked[i] > 0.0 else 1.0


@kernel
def seek_out(
    clock, outreach, active, lasting_luck, status, caseworker, low_contact, sought_out,
    staff_active, staff_kind, staff_filled, staff_hours, staff_hours_taken,
):  # fmt: skip
    """Some of those with little or no contact are sought out, by all ordinary staff together.

    A person keeps the lot, so that with more outreach the same people are sought out, and some
    more. Where hours do not suffice, fewer are.
    """
    clock, outreach = opened(clock, outreach)
    available = 0.0
    for c in range(staff_active.shape[0]):
        if staff_active[c] == 1 and staff_kind[c] == 0:
            available += float64(staff_hours[c]) * staff_filled[c] - staff_hours_taken[c]
    room = outreach.most_time * available
    wanted = 0.0
    for i in range(active.shape[0]):
        unseen = status[i] == OUT_OF_CONTACT or (caseworker[i] >= 0 and low_contact[i] == 1)
        sought_out[i] = 0
        if active[i] == 1 and unseen and uniform(clock, lasting_luck[i], SOUGHT_OUT) < outreach.proactive:
            sought_out[i] = 1
            wanted += outreach.hours
    if wanted > room:
        below = outreach.proactive * room / wanted
        for i in range(active.shape[0]):
            if sought_out[i] == 1 and uniform(clock, lasting_luck[i], SOUGHT_OUT) >= below:
                sought_out[i] = 0
    if available > 0.0:
        part = min(wanted, room) / available
        for c in range(staff_active.shape[0]):
            if staff_active[c] == 1 and staff_kind[c] == 0:
                left = float64(staff_hours[c]) * staff_filled[c] - staff_hours_taken[c]
                staff_hours_taken[c] += part * left


@kernel
def hand_over(
    continuity, caseworker, caseworker_months, new_caseworker, handed_over, post_sums,
    staff_filled, staff_hours, staff_hours_taken,
):  # fmt: skip
    """Clients who have just changed caseworker are handed over, as far as hours allow.

    post_sums: changes at each post [0], and the share of them that is handed over [1].
    """
    continuity = opened(continuity)
    post_sums[:] = 0.0
    for i in range(caseworker.shape[0]):
        if caseworker[i] >= 0 and new_caseworker[i] == 1 and caseworker_months[i] == 0:
            post_sums[caseworker[i], 0] += 1.0
    for c in range(staff_hours.shape[0]):
        wanted = post_sums[c, 0] * continuity.handover * continuity.meeting_hours
        if wanted > 0.0:
            room = continuity.most_time * (float64(staff_hours[c]) * staff_filled[c] - staff_hours_taken[c])
            given = min(wanted, room)
            staff_hours_taken[c] += given
            post_sums[c, 1] = continuity.handover * given / wanted
    for i in range(caseworker.shape[0]):
        if caseworker[i] >= 0 and new_caseworker[i] == 1 and caseworker_months[i] == 0:
            handed_over[i] = post_sums[caseworker[i], 1]


@kernel
def ask_for_time(
    service, rewards, outreach, employer, caseworker, specialist, low_contact, sought_out, claim,
    staff_need,
):  # fmt: skip
    """Everybody's claim on a caseworker's time under equal sharing, and the sum of each post."""
    service, rewards, outreach = opened(service, rewards, outreach)
    staff_need[:] = 0.0
    followed = follow_up_ratio(rewards)
    for i in range(employer.shape[0]):
        at_work = employer[i] >= 0
        if caseworker[i] >= 0:
            unseen = float64(low_contact[i]) * (1.0 - outreach.contact_gain * sought_out[i])
            mine = claim_on_time(service, unseen, at_work)
            claim[i] = mine * followed if at_work else mine
    for i in range(employer.shape[0]):
        at_work = employer[i] >= 0
        if caseworker[i] >= 0:
            staff_need[caseworker[i]] += claim[i]
        if specialist[i] >= 0:
            staff_need[specialist[i]] += service.specialist_claim_at_work if at_work else 1.0


@kernel
def tilt_claims(
    clock, service, sharing, rewards, policy_targeting, lasting_luck, employer, caseworker, distance,
    assessed, profile, belief, claim, tilted, post_sums, staff_kind, staff_need,
):  # fmt: skip
    """Jobless clients' claims follow rule, rewards and belief; who is left too little is parked.

    At each post the jobless clients' claims keep their sum before parking, so that a tilt moves
    no time from or to clients at work. post_sums: claims under equal sharing [0], tilted [1].
    """
    clock, service, sharing, rewards = opened(clock, service, sharing, rewards)
    policy_targeting = opened(policy_targeting)
    post_sums[:] = 0.0
    for i in range(caseworker.shape[0]):
        if caseworker[i] < 0 or employer[i] >= 0:
            continue
        noise = normal(clock, lasting_luck[i], SEEN_DISTANCE)
        seen = distance_seen(service, float64(distance[i]), float64(assessed[i]), noise)
        pull = time_pull(sharing, rewards, policy_targeting, seen, float64(profile[i]), float64(belief[i]))
        tilted[i] = claim[i] * exp(pull)
        post_sums[caseworker[i], 0] += claim[i]
        post_sums[caseworker[i], 1] += tilted[i]
    for c in range(staff_need.shape[0]):
        if staff_kind[c] == 0:
            staff_need[c] = 0.0
    for i in range(caseworker.shape[0]):
        c = caseworker[i]
        if c < 0:
            continue
        if employer[i] < 0 and post_sums[c, 1] > 0.0:
            mine = tilted[i] * post_sums[c, 0] / post_sums[c, 1]
            claim[i] = 0.0 if mine < sharing.park_below * claim[i] else mine
        staff_need[c] += claim[i]


@kernel
def share_hours(
    service, skills, mind, follow_up, staff_training, policy_targeting, continuity, active, status, employer,
    caseworker, caseworker_months, new_caseworker, handed_over, specialist, belief, assessed,
    distance, trust, labour_market_knowledge, service_hours, support_hours, unserved_months,
    help_ratio, claim, time_given, staff_filled, staff_hours, staff_hours_taken, staff_need,
    staff_hours_spent, staff_trained, staff_support_style,
):  # fmt: skip
    """Each caseworker's hours are shared by claim; what is not there cannot be given."""
    service, skills, mind, follow_up = opened(service, skills, mind, follow_up)
    staff_training, continuity = opened(staff_training, continuity)
    learning = 1.0 + opened(policy_targeting).learning * opened(policy_targeting).discretion
    for i in range(active.shape[0]):
        s = specialist[i]
        support_hours[i] = 0.0
        if s >= 0:
            mine = service.specialist_claim_at_work if employer[i] >= 0 else 1.0
            part = mine / staff_need[s] if staff_need[s] > 0.0 else 0.0
            given = min(float64(staff_hours[s]) * staff_filled[s] * part, MOST_HOURS_FOR_ONE)
            support_hours[i] = given
            staff_hours_spent[s] += given
    for i in range(active.shape[0]):
        c = caseworker[i]
        time_given[i] = 0.0
        service_hours[i] = 0.0
        if c < 0:
            help_ratio[i] = 1.0
            unserved_months[i] = unserved_months[i] + 1 if status[i] == OUT_OF_CONTACT else 0
            continue
        part = claim[i] / staff_need[c] if staff_need[c] > 0.0 else 0.0
        left = float64(staff_hours[c]) * staff_filled[c] - staff_hours_taken[c]
        given = min(left * part, MOST_HOURS_FOR_ONE)
        service_hours[i] = given
        time_given[i] = given
        unserved_months[i] = 0 if given > 0.1 or specialist[i] >= 0 else unserved_months[i] + 1
        style = follow_up.support * 2.0 * float64(staff_support_style[c])
        just_changed = 1.0 if new_caseworker[i] == 1 and caseworker_months[i] == 0 else 0.0
        # Time for the person is what finding jobs leaves; half and half is the yardstick.
        personal = given * 2.0 * (1.0 - follow_up.job_search_share)
        trust[i] = trust_after_service(mind, float64(trust[i]), personal, clip(style, 0.0, 1.5), just_changed)
        gap = float64(labour_market_knowledge[i])
        labour_market_knowledge[i] = gap * (1.0 - clip(skills.knowledge_learned * personal, 0.0, 0.5))
        belief[i] = towards(
            float64(belief[i]), first_belief(service, float64(distance[i]), 0.0), service.belief_pace
        )
        lost = 1.0 - continuity.saved * float64(handed_over[i])
        help_ratio[i] = backing(
            service, float64(belief[i]), float64(caseworker_months[i]),
            lost if new_caseworker[i] == 1 else 0.0,
        )  # fmt: skip
        known = float64(assessed[i]) * (1.0 - just_changed * service.change_forgets * lost)
        pace = learning * (1.0 + staff_training.assessment_gain * float64(staff_trained[c]))
        assessed[i] = known_after(service, known, given * pace)
    for i in range(active.shape[0]):
        if caseworker[i] >= 0:
            staff_hours_spent[caseworker[i]] += time_given[i]


def caseworkers_share_their_hours(model):
    """Caseworkers and specialists share their hours; trust and belief follow."""
    policy = model.records
    model.run(open_posts)
    if model.books_hours:
        model.run(arrange_measures)
    if policy["outreach"]["proactive"] > 0.0:
        model.run(seek_out)
    if policy["continuity"]["handover"] > 0.0:
        model.run(hand_over)
    model.run(ask_for_time)
    rewards = policy["rewards"]
    if (
        policy["sharing"]["rule"] != EQUAL
        or policy["targeting"]["discretion"] > 0.0
        or rewards["placements"] + rewards["lasting"] > 0.0
    ):
        model.run(tilt_claims)
    model.run(share_hours)
