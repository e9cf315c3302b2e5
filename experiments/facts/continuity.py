"""Fact 9: what a change of caseworker, a caseworker's belief, and a lost meeting do."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import NEAR, each, few_in_a_market, sized
from sim import District
from sim.outcomes import distance_group
from sim.scenario import Scenario, profile
from sim.statuses import EDUCATION

PEOPLE, SETTLED = 8000, 6  # people, and months before a change of caseworker
PANEL, YEAR = 3, 12  # months between two measurements of the Danish panel, and of the belief study
FEW = 0.15  # share of clients treated: so few that they hardly stand in each other's way


def _lot(seed: int, count: int) -> np.ndarray:
    """Even draws that decide who is treated, the same in both worlds."""
    return np.random.default_rng([9, seed]).random(count)


def _clients(d: District, people: int) -> np.ndarray:
    """People with a caseworker and without a job."""
    p = d.people.arrays
    return (p["caseworker"][:people] >= 0) & (p["employer"][:people] < 0)


def _exits(d: District) -> np.ndarray:
    """Whether people are in a job or in education."""
    p = d.people.arrays
    return (p["employer"][:PEOPLE] >= 0) | (p["status"][:PEOPLE] == EDUCATION)


def _changes(scenario: Scenario, seed: int) -> np.ndarray:
    """Some clients get another caseworker: clients, and out to job or education within three
    and twelve months, with the change and without."""
    counts = np.zeros((2, 3))
    for arm in range(2):
        d = District(scenario, rng=seed, keep_lives=False)
        for _ in range(SETTLED):
            d.step()
        chosen = _clients(d, PEOPLE) & (_lot(seed, PEOPLE) < FEW)
        if arm == 0:
            d.people.arrays["caseworker"][:PEOPLE][chosen] = -1
            d.people.arrays["new_caseworker"][:PEOPLE][chosen] = 1
        out = np.zeros(PEOPLE, bool)
        counts[arm, 0] = chosen.sum()
        for month in range(1, YEAR + 1):
            d.step()
            out |= _exits(d)
            if month == PANEL:
                counts[arm, 1] = (chosen & out).sum()
        counts[arm, 2] = (chosen & out).sum()
    return counts


def _beliefs(scenario: Scenario, seed: int) -> np.ndarray:
    """Some clients are believed in throughout, or not at all: clients, out within the year."""
    counts = np.zeros((2, 2))
    for arm, belief in enumerate((1.0, 0.0)):
        d = District(scenario, rng=seed, keep_lives=False)
        d.step()
        chosen = _clients(d, PEOPLE) & (_lot(seed, PEOPLE) < FEW)
        out = np.zeros(PEOPLE, bool)
        for _ in range(YEAR):
            d.people.arrays["belief"][:PEOPLE][chosen] = belief
            d.step()
            out |= _exits(d)
        counts[arm] = chosen.sum(), (chosen & out).sum()
    return counts


def _ratio_of_exits(live, months: int, column: int):
    def measure(base: Scenario, seeds: Seeds) -> Measured:
        counts = np.array(each(sized(base, months, PEOPLE), seeds, live))
        return pooled(lambda c: (c[0, column] / c[0, 0]) / (c[1, column] / c[1, 0]), counts)

    return measure


# -- a lost meeting ------------------------

# People who have just lost a job, near work, a small part of the market: unemployed for about 200
# days on average, as those for whom a lost meeting meant 10 days and 5%.
UNEMPLOYED_FOR = 200.0 / 365.25 * 12  # months (C-22: 10 days are 5%)
LOST_IN, FOLLOWED, NEWLY = 2, 24, 2000
ABSENT = 0.5  # share of caseworkers who miss the month
WEAK, MIDDLE, STRONG = range(3)


def _absences(scenario: Scenario, seed: int) -> np.ndarray:
    """Half of the caseworkers are absent for a month, unplanned: clients near work still without a job
    then and the months until they find one, by third of caseworkers: (thirds, absent or not, 2)."""
    counts = np.zeros((3, 2, 2))
    for arm in range(2):
        d = District(scenario, rng=seed, keep_lives=False)
        p, staff = d.people.arrays, d.staff.arrays
        found = np.full(NEWLY, FOLLOWED + 1.0)
        for month in range(1, FOLLOWED + 1):
            if month == LOST_IN:
                at_risk = _clients(d, NEWLY) & (distance_group(p["barriers_at_start"][:NEWLY]) == NEAR)
                mine = p["caseworker"][:NEWLY]
                third = np.digitize(staff["skill"], (-0.43, 0.43))[mine]  # thirds of a standard normal
                away = _lot(seed, len(staff["hours"])) < ABSENT
                chosen = at_risk & away[mine]
                hours = staff["hours"].copy()
                if arm == 0:
                    staff["hours"][away] = 0.0
            d.step()
            if month == LOST_IN and arm == 0:
                staff["hours"][:] = hours
            working = (p["employer"][:NEWLY] >= 0) & (found > FOLLOWED)
            found[working] = month
        for g in range(3):
            them = chosen & (third == g)
            counts[g, arm] = them.sum(), found[them].sum()
    return counts


def _durations(scenario: Scenario, seed: int) -> np.ndarray:
    """People near work, and the months until they find a job."""
    d = District(scenario, rng=seed, keep_lives=False)
    found = np.full(NEWLY, FOLLOWED + 1.0)
    near = distance_group(d.people.arrays["barriers_at_start"][:NEWLY]) == NEAR
    for month in range(1, FOLLOWED + 1):
        d.step()
        found[(d.people.arrays["employer"][:NEWLY] >= 0) & (found > FOLLOWED)] = month
    return np.array([near.sum(), found[near].sum()])


def newly_unemployed(base: Scenario, seeds: Seeds) -> Scenario:
    """People near work who are without it for about 200 days: one shift of distance, found by halving."""
    world = sized(base, FOLLOWED, NEWLY, {**few_in_a_market(base), **profile("short-term-unemployed")})
    few = tuple(seeds)[:5]
    low, high = -6.0, 2.0
    for _ in range(7):
        middle = (low + high) / 2.0
        shifted = world.set({"world.hiring.local_shift": middle})
        people, months = np.sum(each(shifted, few, _durations), axis=0)
        low, high = (middle, high) if months / people < UNEMPLOYED_FOR else (low, middle)
    return shifted


def _longer(third: int | None):
    """Share by which unemployment lasts longer after a lost meeting; by third of caseworkers or all."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        counts = np.array(each(newly_unemployed(base, seeds), seeds, _absences))

        def longer(sums: np.ndarray) -> float:
            mine = sums.sum(axis=0) if third is None else sums[third]
            lasted = mine[:, 1] / mine[:, 0]
            return lasted[0] / lasted[1] - 1.0

        return pooled(longer, counts)

    return measure


FACT = Fact(
    9,
    "Continuity and belief",
    "C-16, C-17, C-22",
    "Some clients get another caseworker at month 7, against the same people who keep theirs; exits "
    "are to a job or education, within three months (the step of the Danish panel) and within twelve. "
    "Belief: throughout, against none. Lost meeting: half of the caseworkers absent in the second month "
    "of unemployment, for people near work who are unemployed for 200 days on average; thirds of "
    "caseworkers by their skill. 'About 0' is read as at most 1.5% either way.",
    (
        Claim("change-3", "ratio of exits within 3 months after a change of caseworker",
              _ratio_of_exits(_changes, SETTLED + YEAR, 1), 0.70, 0.86),
        Claim("change-12", "ratio of exits within 12 months after a change of caseworker",
              _ratio_of_exits(_changes, SETTLED + YEAR, 2), 0.70, 0.86),
        Claim("belief", "ratio of exits within 12 months with belief", _ratio_of_exits(_beliefs, YEAR + 1, 1),
              1.2, 1.45),
        Claim("lost-meeting", "longer unemployment after a lost early meeting, as a share", _longer(None),
              0.03, 0.07),
        Claim("lost-meeting-weakest", "the same for the weakest third of caseworkers", _longer(WEAK),
              -0.015, 0.015),
    ),
    (
        *(Control("a change that costs nothing", f"change-{months}", {
            "world.service.change_effect": 0.0, "world.mind.change_trust": 0.0,
        }) for months in (PANEL, YEAR)),
        Control("belief that does nothing", "belief", {"world.service.belief_effect": 0.0}),
        Control("meetings that add nothing to search", "lost-meeting", {
            "world.service.search_gain": 0.0, "world.service.introductions": 0.0,
        }),
        Control("caseworkers whose meetings are all worth the same", "lost-meeting-weakest", {
            "world.service.skill_effect": 0.0, "world.service.meeting_skill": 0.0,
        }),
    ),
)  # fmt: skip
