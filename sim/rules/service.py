"""What a caseworker's time does."""

from sim.arithmetic import clip, exp
from sim.compiled import rule
from sim.profiles import MID_TO, NEAR_TO

LN2 = 0.6931471805599453

EQUAL = LOT = 0
NEED_FIRST, EASIEST_FIRST, BY_PROFILE = 1, 2, 3
SHARING_RULES = ("equal", "need_first", "easiest_first", "by_profile")
TARGETING_RULES = ("lot", "need_first", "easiest_first", "by_profile")
MOST_PULL = 30.0  # beyond it, e to its power says "all" or "nothing" anyway


@rule
def post_filled(clients, caseload):
    """Share of a full post that some clients make: a post with fewer than its caseload is part
    time, in hours and in salary."""
    return clients / caseload if clients < caseload else 1.0


@rule
def claim_on_time(service, low_contact, employed):
    """A client's claim on the caseworker's hours: one, less with little contact or in work."""
    claim = 1.0 - service.contact_loss * low_contact
    return claim * service.claim_at_work if employed else claim


@rule
def meeting_gain(service, hours, distance, skill):
    """What hours in a month add to a person's own job search, as a ratio.

    Rises with time ever more slowly (C-08, C-24) and fades with distance while what happens in
    the meetings stays the same (C-14, trap 9). A caseworker's skill (in deviations) is what is
    done with the time: a lost meeting with a weak one loses next to nothing (C-22).
    """
    away = service.far_fade * clip(distance, 0.0, 10.0)
    taught = clip(1.0 + service.meeting_skill * skill, 0.0, 10.0)
    return service.search_gain * taught * hours / ((hours + service.useful_hours) * (1.0 + away * away))


@rule
def skill_ratio(service, skill):
    """Introductions by a caseworker of some skill against an average one; skill in deviations."""
    return exp(service.skill_effect * skill)


@rule
def backing(service, belief, months_together, new_caseworker):
    """How much a caseworker's belief and constancy help, as a ratio to having neither.

    belief: 0 to 1 (C-17); months_together: with this caseworker, from 0; new_caseworker: 1 when
    there was another one before (C-16), less when the change was handed over.
    """
    kept = 1.0
    if new_caseworker > 0.0:
        lost = new_caseworker * service.change_effect
        kept -= lost * exp(-LN2 * months_together / service.change_months)
    return (1.0 + service.belief_effect * belief) * kept


@rule
def first_belief(service, distance, noise):
    """A caseworker's belief in a job for a person: higher near work, with error (C-17, C-27).

    noise: a standard normal draw.
    """
    expected = service.belief_near - service.belief_slope * distance
    return clip(expected + service.belief_error * noise, 0.0, 1.0)


# -- what is known ----------------------------------------------------------------------------


@rule
def level_of(barriers):
    """0 near, 1 mid or 2 far from work, by the number of barriers measured at entry."""
    return 0 if barriers <= NEAR_TO else (1 if barriers <= MID_TO else 2)


@rule
def profiled(profiling, level, u):
    """The level at which a profiling tool puts somebody (E-32).

    level: the right one; u: an even draw. Right with chance ``accuracy``, otherwise one of the
    two others, each as often.
    """
    if not profiling.use or u < profiling.accuracy:
        return level
    first = u < 0.5 * (1.0 + profiling.accuracy)
    if level == 0:
        return 1 if first else 2
    if level == 1:
        return 0 if first else 2
    return 0 if first else 1


@rule
def known_after(service, assessed, hours):
    """How well a client is known after so many hours in a month, 0 to 1; as fast as hours allow."""
    return assessed + (1.0 - assessed) * hours / (hours + service.assessment_hours)


@rule
def severity_seen(service, severity, assessed, noise):
    """The severity of a barrier as the caseworker takes it to be, 0 to 1.

    assessed: how well the person is known, 0 to 1; noise: a standard normal draw.
    """
    return clip(severity + service.assessment_error * (1.0 - assessed) * noise, 0.0, 1.0)


@rule
def distance_seen(service, distance, assessed, noise):
    """Distance to work as the caseworker takes it to be, in standard deviations.

    assessed: how well the person is known, 0 to 1; noise: a standard normal draw.
    """
    return distance + service.distance_error * (1.0 - assessed) * noise


# -- who gets the time, and who comes first ---------------------------------------------------


@rule
def time_pull(sharing, rewards, targeting, seen_distance, profile, belief):
    """Logarithm of a jobless client's claim on time against the same client under equal sharing.

    The rule pulls towards those far or near, rewards towards those near (F-09, D-13), the more so
    the more discretion there is, and discretion towards those believed in (C-17, C-27).
    seen_distance: in standard deviations; profile: 0 to 2; belief: 0 to 1.
    """
    far = sharing.level_gap * profile if sharing.rule == BY_PROFILE else seen_distance
    ruled = 0.0
    if sharing.rule == EASIEST_FIRST:
        ruled = -sharing.strength * far
    elif sharing.rule != EQUAL:
        ruled = sharing.strength * far
    own = targeting.discretion
    to_near = rewards.placement_pull * rewards.placements + rewards.lasting_pull * rewards.lasting
    to_near *= rewards.freedom + (1.0 - rewards.freedom) * own
    pull = (1.0 - own) * ruled - to_near * seen_distance + own * targeting.belief_pull * belief
    return clip(pull, -MOST_PULL, MOST_PULL)


@rule
def follow_up_ratio(rewards):
    """The claim of a client at work under these rewards, as a ratio to the ordinary claim."""
    kept = 1.0 - rewards.placement_drop * rewards.placements
    return kept + rewards.lasting_rise * rewards.lasting


@rule
def standing(distance):
    """Distance to work on a scale from 0 to 1, one half at no distance; order is kept."""
    return 0.5 + 0.5 * distance / (1.0 + (distance if distance > 0.0 else -distance))


@rule
def place_key(targeting, lot, seen_distance, profile, belief):
    """Place in the queue for an instrument, 0 to 1, higher first.

    lot: an even draw that the person keeps; seen_distance: in standard deviations; profile: 0 to
    2, the lot decides within a level; belief: 0 to 1. Discretion mixes the rule with belief.
    """
    if targeting.rule == NEED_FIRST:
        key = standing(seen_distance)
    elif targeting.rule == EASIEST_FIRST:
        key = 1.0 - standing(seen_distance)
    elif targeting.rule == BY_PROFILE:
        key = (profile + lot) / 3.0
    else:
        key = lot
    if targeting.discretion > 0.0:
        key = (1.0 - targeting.discretion) * key + targeting.discretion * belief
    return key


# -- what it costs ----------------------------------------------------------------------------


@rule
def post_cost(service, continuity):
    """A full post in kroner a month: the salary, and what is paid to keep staff."""
    return service.salary + continuity.retention_price * continuity.retention
