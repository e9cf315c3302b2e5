"""4 Caseworkers share their hours: meetings, follow-up, trust and belief."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel
from sim.rules.mind import towards, trust_after_service
from sim.rules.service import backing, claim_on_time, first_belief, post_filled, skill_ratio
from sim.statuses import OUT_OF_CONTACT

MOST_HOURS_FOR_ONE = 12.0  # nobody meets one client for longer in a month


@kernel
def share_hours(
    service, skills, mind, follow_up, caseload, active, status, employer, caseworker, caseworker_months,
    new_caseworker, specialist, low_contact, belief, distance, trust, labour_market_knowledge,
    service_hours, support_hours, unserved_months, help_ratio, staff_active, staff_kind,
    staff_clients, staff_filled, staff_hours, staff_need, staff_hours_spent, staff_skill,
    staff_skilled, staff_support_style,
):  # fmt: skip
    """Each caseworker's hours are shared by claim; what is not there cannot be given."""
    service, skills, mind, follow_up = service[0], skills[0], mind[0], follow_up[0]
    caseload = caseload[0]
    for c in range(staff_active.shape[0]):
        staff_need[c] = 0.0
        staff_hours_spent[c] = 0.0
        caseload_of_kind = caseload.ordinary if staff_kind[c] == 0 else caseload.specialist
        staff_filled[c] = post_filled(staff_clients[c], caseload_of_kind)
        staff_skilled[c] = skill_ratio(service, float64(staff_skill[c]))
    for i in range(active.shape[0]):
        at_work = employer[i] >= 0
        if caseworker[i] >= 0:
            staff_need[caseworker[i]] += claim_on_time(service, float64(low_contact[i]), at_work)
        if specialist[i] >= 0:
            staff_need[specialist[i]] += service.specialist_claim_at_work if at_work else 1.0
    for i in range(active.shape[0]):
        c = caseworker[i]
        s = specialist[i]
        at_work = employer[i] >= 0
        service_hours[i] = 0.0
        support_hours[i] = 0.0
        if s >= 0:
            claim = service.specialist_claim_at_work if at_work else 1.0
            part = claim / staff_need[s] if staff_need[s] > 0.0 else 0.0
            given = min(float64(staff_hours[s]) * staff_filled[s] * part, MOST_HOURS_FOR_ONE)
            support_hours[i] = given
            staff_hours_spent[s] += given
        if c < 0:
            help_ratio[i] = 1.0
            unserved_months[i] = unserved_months[i] + 1 if status[i] == OUT_OF_CONTACT else 0
            continue
        claim = claim_on_time(service, float64(low_contact[i]), at_work)
        part = claim / staff_need[c] if staff_need[c] > 0.0 else 0.0
        given = min(float64(staff_hours[c]) * staff_filled[c] * part, MOST_HOURS_FOR_ONE)
        service_hours[i] = given
        staff_hours_spent[c] += given
        unserved_months[i] = 0 if given > 0.1 or s >= 0 else unserved_months[i] + 1
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
        help_ratio[i] = backing(
            service, float64(belief[i]), float64(staff_skilled[c]), float64(caseworker_months[i]),
            new_caseworker[i] == 1,
        )  # fmt: skip


def caseworkers_share_their_hours(model):
    """Caseworkers and specialists share their hours; trust and belief follow."""
    model.run(share_hours)
