"""Facts 3 to 5: what place-then-train adds depends on what it is compared with, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.studies import TREATED, arm, levels, sizes
from experiments.facts.worlds import TAKE_PART, few_in_a_market, outcome, sized, told_by
from experiments.trials.trial import CONTROL
from sim.scenario import Scenario, profile

# -- fact 3 ------------------------

SHELTERED, ACTIVE = ("B-05", "B-13"), "B-10"


def _ratio(study: str):
    return lambda base, seeds: pooled(lambda s: s[0] / s[1], levels(base, seeds, study))


def _ratio_falls(study: str):
    return lambda base, seeds: pooled(
        lambda one, other: one[0] / one[1] - other[0] / other[1],
        levels(base, seeds, study), levels(base, seeds, ACTIVE),
    )  # fmt: skip


def _hazards(study: str):
    """Monthly chance of a first job among the treated, against sheltered care over active care."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        arms = [arm(base, seeds, one, TREATED) for one in (study, ACTIVE)]
        months = [one["district.months"] for one in arms]
        ever = [outcome(one, seeds, "job_ever", m) for one, m in zip(arms, months, strict=True)]

        def ratio(sums: np.ndarray) -> float:
            hazard = [1.0 - (1.0 - share / sums[2]) ** (1.0 / m)
                      for share, m in zip(sums[:2], months, strict=True)]  # fmt: skip
            return hazard[0] / hazard[1]

        return pooled(ratio, np.column_stack([*ever, np.ones(len(ever[0]))]))

    return measure


COMPARATOR = Fact(
    3,
    "Place-then-train beats train-then-place, and the ratio falls with a better comparator",
    "B-01 to B-14",
    "Sheltered training first: the trials B-05 and B-13; active usual care: B-10; as their files tell them. "
    "Each control arm is anchored by one shift of distance, the treated arm follows.",
    (
        *(Claim(f"ratio-{s.lower()}", f"IPS against sheltered training, {s}: ratio of the shares employed",
                _ratio(s), 2.5) for s in SHELTERED),
        Claim("ratio-active", "IPS against active usual care, B-10: ratio of the shares employed",
              _ratio(ACTIVE), 1.1, 1.7),
        *(Claim(f"falls-{s.lower()}", f"the ratio of {s}, less that of B-10", _ratio_falls(s), 0.0,
                strictly=True) for s in SHELTERED),
        *(Claim(f"hazard-{s.lower()}", f"monthly chance of a first job with IPS: {s} against B-10",
                _hazards(s), 0.5, 2.0, strictly=True) for s in SHELTERED),
    ),
    (
        Control("specialists who meet no employers", "ratio-b-05", {"world.ips.contacts_an_hour": 0.0}),
        Control("usual care that is done as closely as IPS", "ratio-active", {
            f"policy.ips.fidelity.{part}": 0.85
            for part in ("integration", "rapid_search", "employer_outreach", "client_choice", "follow_along")
        }),
    ),
)  # fmt: skip

# -- fact 4 ------------------------

SEVERE_STUDY, MOOD_STUDY = "B-07", "B-15"
AFTER = 24


def _work(base: Scenario, seeds: Seeds, study: str, name: str) -> np.ndarray:
    return outcome(arm(base, seeds, study, name, AFTER), seeds, "job_any", AFTER)


def _effect(base: Scenario, seeds: Seeds, study: str) -> np.ndarray:
    return _work(base, seeds, study, TREATED) - _work(base, seeds, study, CONTROL)


def _severe_above_mood(base: Scenario, seeds: Seeds) -> Measured:
    return Measured.of(_effect(base, seeds, SEVERE_STUDY) - _effect(base, seeds, MOOD_STUDY))


def _mood(base: Scenario, seeds: Seeds) -> Measured:
    return Measured.of(_effect(base, seeds, MOOD_STUDY))


def _mood_at_size(base: Scenario, seeds: Seeds) -> Measured:
    """The effect with the interval of one trial of the published size."""
    arms = [_work(base, seeds, MOOD_STUDY, name).mean() for name in (TREATED, CONTROL)]
    error = sum(share * (1 - share) / n for share, n in zip(arms, sizes(MOOD_STUDY), strict=True)) ** 0.5
    return Measured.around(arms[0] - arms[1], error)


FIDELITY = Fact(
    4,
    "Group and fidelity",
    "B-07, B-15",
    "Severe: the setting of B-07. Mood and anxiety: that of B-15, without integration, people finding jobs "
    "themselves. Share in work at month 24. Whether nought is in the interval is asked of 30 large "
    "districts and of one trial of the published size. The second (mood-at-size) has little power: the "
    "interval of so small a trial reaches some nine points either way, so it says only that the model does "
    "not contradict the trial.",
    (
        Claim("severe-mood", "effect on work at month 24: severe, less mood and anxiety",
              _severe_above_mood, 0.0, strictly=True),
        Claim("mood", "mood and anxiety: effect at month 24, over all seeds", _mood, includes=0.0),
        Claim("mood-at-size", "mood and anxiety: the same in one trial of 162 and 164 people",
              _mood_at_size, includes=0.0),
    ),
    (
        Control("specialists who meet many employers without visiting them", "mood-at-size", {
            "world.ips.outreach_floor": 1.0, "world.ips.contacts_an_hour": 0.2,
        }),
    ),
)  # fmt: skip

# -- fact 5 ------------------------

MONTHS = (6, 12, 18, 24, 36, 60)
PEOPLE = 1000
NO_SUPPORT = {
    "policy.ips.places": 0.0, "policy.sheltered.places": 0.0, "policy.regular_hours.places": 0.0,
    "policy.caseload.ordinary": 1000.0, "policy.follow_up.support_at_work": 0.0,
}  # fmt: skip
ACTIVE_FOLLOW_UP = {**NO_SUPPORT, "policy.caseload.ordinary": 35.0, "policy.follow_up.support_at_work": 0.05}
ORDINARY = {**ACTIVE_FOLLOW_UP, "policy.caseload.ordinary": 70.0}
# What it is, for whom (a profile), as in which scenario, and what has places for all of them.
INSTRUMENTS: dict[str, tuple[str, str, str, str]] = {
    "ips": ("IPS, severe mental illness", "severe-mental-illness", "denmark", "ips"),
    "supported-employment": ("supported employment by the service, health issues", "health",
                             "ips/supported-employment", "ips"),
    "regular-hours": ("a few paid hours, everybody", "", "denmark", "regular_hours"),
}  # fmt: skip
COMPARED: dict[str, dict] = {"no support": NO_SUPPORT, "active follow-up": ACTIVE_FOLLOW_UP}


def _world(base: Scenario, people: str, policy: dict) -> Scenario:
    who = profile(people) if people else {}
    return sized(base, MONTHS[-1], PEOPLE, {**few_in_a_market(base), **TAKE_PART, **who, **policy})


def effect_against(base: Scenario, seeds: Seeds, instrument: str, comparator: str, month: int) -> np.ndarray:
    """What an instrument beside ordinary service adds against a comparator, one value a seed."""
    _, people, like, opened = INSTRUMENTS[instrument]
    treated = _world(base, people, {**ORDINARY, **told_by(like), f"policy.{opened}.places": 1.0})
    control = _world(base, people, COMPARED[comparator])
    return outcome(treated, seeds, "job_any", month) - outcome(control, seeds, "job_any", month)


def _more_against_nothing(instrument: str, month: int, base: Scenario, seeds: Seeds) -> Measured:
    none, active = (effect_against(base, seeds, instrument, one, month) for one in COMPARED)
    return Measured.of(none - active)


def time_profile(base: Scenario, seeds: Seeds) -> list[tuple[str, str, list[Measured]]]:
    """The table of fact 5: instrument, comparator, and E(m) for each month of ``MONTHS``."""
    return [
        (INSTRUMENTS[one][0], against,
         [Measured.of(effect_against(base, seeds, one, against, month)) for month in MONTHS])
        for one in INSTRUMENTS for against in COMPARED
    ]  # fmt: skip


USELESS = {
    "world.service.search_gain": 0.0, "world.service.introductions": 0.0,
    "world.mind.meeting_trust": 0.0, "world.sanctions.search_effect": 0.0,
    "world.exits.pressure_out": 0.5, "policy.sanctions.strictness": 0.8,
}  # fmt: skip
Profile = Callable[[Scenario, Seeds], list[tuple[str, str, list[Measured]]]]

PROFILE = Fact(
    5,
    "Comparator and time profile",
    "register section 2; traps 5 and 6",
    "Each place-then-train instrument beside ordinary service (70 clients to a caseworker), for a small part "
    "of the market, against no support (1,000 clients to a caseworker, no programme) and against active "
    "follow-up (35). The treated world is the same in both, so a claim says that active follow-up of these "
    "people brings no fewer into work than no support. The table of effects stands below the claims.",
    tuple(
        Claim(f"{one}-{month}", f"{INSTRUMENTS[one][0]}: effect at month {month} against no support, less "
              "against active follow-up", partial(_more_against_nothing, one, month), 0.0)
        for one in INSTRUMENTS for month in MONTHS
    ),
    (
        *(Control("follow-up that helps nobody and drives people out", f"{one}-{MONTHS[-1]}", USELESS)
          for one in INSTRUMENTS),
    ),
)  # fmt: skip
