"""Motivation, confidence and trust."""

from sim.arithmetic import clip
from sim.compiled import rule


@rule
def motivation_target(mind, base, gain_to_work, confidence, trust, values):
    """The motivation towards which a person moves: computed, not drawn (BIM4).

    base: own level; gain_to_work: what work adds to income, as a share of benefit.
    """
    pull = mind.gain_pull * clip(gain_to_work, -0.5, 1.0)
    pull += mind.confidence_pull * (confidence - mind.confidence)
    pull += mind.trust_pull * (trust - mind.trust)
    return clip(base + pull - mind.values_drag * values, 0.0, 1.0)


@rule
def towards(now, target, pace):
    """A feeling a share ``pace`` of the way nearer to its target."""
    return now + pace * (target - now)


@rule
def trust_after_service(mind, trust, hours, support_style, changed):
    """Trust after a month: time given in support builds it, a change of caseworker costs it.

    Support beyond accountability stops helping (S001; C-25), so trust saturates at 1.
    """
    gain = mind.meeting_trust * hours * support_style * (1.0 - trust)
    loss = mind.change_trust * changed
    return clip(trust + gain - loss + mind.trust_return * (mind.trust - trust), 0.0, 1.0)
