"""Reserve facts 13 to 15: use of the free pass, employers who remember, and creaming."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import FAR, each, sized
from sim import District
from sim.outcomes import distance_group
from sim.scenario import Scenario
from sim.statuses import FULL_TIME, PART_TIME

# -- 13: the free pass ------------------------

CAP = 20_000.0  # the evaluated scheme (trap 2)
PASSES = {"policy.social_free_pass.cap": CAP, "policy.social_free_pass.coverage": 0.5}
HOLDERS, PASS_MONTHS = 3000, 42
LATER, AROUND = 18, 3  # months after first use; months before and after the cap is reached


def _passes(scenario: Scenario, seed: int) -> np.ndarray:
    """Sums and counts: ordinary work 18 months on, share of the cap used in a year, and hours in each
    month from three before the cap is reached to three after: (9, 2)."""
    d = District(scenario, rng=seed, keep_lives=False)
    kept = []
    for _ in range(PASS_MONTHS):
        d.step()
        p = d.people.arrays
        kept.append([p[n][:HOLDERS].copy() for n in ("hours", "pass_used", "status", "free_pass", "active")])
    hours, used, status, holds, active = map(np.array, zip(*kept, strict=True))
    users = (used > 0) & (holds == 1)
    sums = np.zeros((2 + 2 * AROUND + 1, 2))
    for person in np.flatnonzero(users[: PASS_MONTHS - LATER].any(axis=0)):
        month = users[:, person].argmax() + LATER
        if active[month, person]:
            sums[0] += status[month, person] in (PART_TIME, FULL_TIME), 1
    for january in range(0, PASS_MONTHS - 11, 12):
        year = slice(january, january + 12)
        december = used[january + 11]
        in_use = users[january + 11]
        sums[1] += december[in_use].sum() / CAP, in_use.sum()
        full = (december >= CAP - 1) & (holds[year] == 1).all(axis=0)
        for person in np.flatnonzero(full):
            reached = (used[year, person] >= CAP - 1).argmax()
            for offset in range(-AROUND, AROUND + 1):
                if 0 <= reached + offset < 12:
                    sums[2 + AROUND + offset] += hours[january + reached + offset, person], 1
    return sums


def _pass(row: int):
    def measure(base: Scenario, seeds: Seeds) -> Measured:
        found = np.array(each(sized(base, PASS_MONTHS, HOLDERS, PASSES), seeds, _passes))
        return pooled(lambda s: s[row, 0] / s[row, 1], found)

    return measure


def _hours_change(after: int, before: int):
    """Mean weekly hours so many months from the cap, less those at another distance from it."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        found = np.array(each(sized(base, PASS_MONTHS, HOLDERS, PASSES), seeds, _passes))
        mean = lambda s, offset: s[2 + AROUND + offset, 0] / s[2 + AROUND + offset, 1]  # noqa: E731
        return pooled(lambda s: mean(s, after) - mean(s, before), found)

    return measure


FREE_PASS = Fact(
    13,
    "Free pass (reserve)",
    "E-04, E-05, E-07",
    f"The evaluated cap of {CAP:,.0f} kroner, passes for half of those who qualify; ordinary work is "
    "part-time or full-time work 18 months after first use.",
    (
        Claim("rise", "weekly hours in the month the cap is reached, less three months before",
              _hours_change(0, -AROUND), 0.0, strictly=True),
        Claim("drop", "weekly hours three months after the cap is reached, less in its month",
              _hours_change(AROUND, 0), at_most=0.0, strictly=True),
        Claim("use", "share of the cap used in a year by users", _pass(1), 0.70, 0.85),
        Claim("ordinary", "users in ordinary work 18 months on", _pass(0), 0.06, 0.12),
    ),
    (
        Control("hours that nobody gives up, and jobs that rarely end", "drop", {
            "world.search.quit_when_idle_pay": 0.0, "world.jobs.hours_change": 0.5,
            "world.separation.early": 0.0, "world.separation.late": 0.0,
        }),
    ),
)  # fmt: skip

# -- 14: employers remember ------------------------

DISAPPOINTED, HIRED_WITHIN, FIRMS_PEOPLE = 0.5, 12, 2000


def _after_mismatch(scenario: Scenario, seed: int) -> np.ndarray:
    """Half of the employers have just had a placement that ended in mismatch: how many of ours they take
    on within the year, with that memory and without."""
    hired = []
    for arm in range(2):
        d = District(scenario, rng=seed, keep_lives=False)
        firms = d.employers.arrays
        chosen = np.random.default_rng([14, seed]).random(len(firms["memory"])) < DISAPPOINTED
        if arm == 0:
            step = scenario["world.hiring.memory_step"]
            memory = firms["memory"][chosen]
            firms["memory"][chosen] = np.clip(memory - step * (1.0 + memory), -1.0, 1.0)
        count, before = 0, d.people.arrays["employer"][:FIRMS_PEOPLE].copy()
        for _ in range(HIRED_WITHIN):
            d.step()
            now = d.people.arrays["employer"][:FIRMS_PEOPLE]
            count += chosen[now[(now >= 0) & (now != before)]].sum()
            before = now.copy()
        hired.append(count)
    return np.array(hired, float)


def _acceptance(base: Scenario, seeds: Seeds) -> Measured:
    found = np.array(each(sized(base, HIRED_WITHIN, FIRMS_PEOPLE), seeds, _after_mismatch))
    return pooled(lambda s: s[0] / s[1], found)


MEMORY = Fact(
    14,
    "A placement that ends in mismatch (reserve)",
    "G-08",
    "Half of the employers remember a placement that ended within three months; whom they take on within "
    "the next year, against the same employers without that memory.",
    (
        Claim("acceptance", "people of ours taken on, as a ratio", _acceptance, at_most=1.0, strictly=True),
    ),
    (
        Control("employers that give nothing for what they remember", "acceptance",
                {"world.hiring.memory_weight": 0.0}),
    ),
)  # fmt: skip

# -- 15: creaming ------------------------

PAID_BY_PLACEMENT = {"policy.rewards.placements": 1.0, "policy.targeting.discretion": 1.0}
AFTER, CLIENTS, UNSERVED = 18, 3000, 6


def _hours(scenario: Scenario, seed: int) -> np.ndarray:
    """Jobless clients far from work: their number, hours, and those with nothing for six months."""
    d = District(scenario, rng=seed, keep_lives=False)
    for _ in range(AFTER):
        d.step()
    p = {name: column[:CLIENTS] for name, column in d.people.arrays.items()}
    far = (p["caseworker"] >= 0) & (p["employer"] < 0) & (distance_group(p["barriers_at_start"]) == FAR)
    nothing = far & (p["unserved_months"] >= UNSERVED)
    return np.array([far.sum(), p["service_hours"][far].sum(dtype=float), nothing.sum()])


def _rewarded(base: Scenario, seeds: Seeds) -> tuple[np.ndarray, np.ndarray]:
    world = sized(base, AFTER, CLIENTS)
    return tuple(np.array(each(one, seeds, _hours)) for one in (world.set(PAID_BY_PLACEMENT), world))


def _creamed(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(lambda paid, today: paid[1] / paid[0] - today[1] / today[0], *_rewarded(base, seeds))


def _parked(base: Scenario, seeds: Seeds) -> Measured:
    return pooled(lambda paid: paid[2] / paid[0], _rewarded(base, seeds)[0])


CREAMING = Fact(
    15,
    "Creaming and parking (reserve)",
    "D-13, F-09",
    "Pay for placements and full discretion, after 18 months; one in five is read as 15 to 25%.",
    (
        Claim("hours", "hours a month for people far from work, less under equal sharing", _creamed,
              at_most=0.0, strictly=True),
        Claim("parked", "people far from work with nothing for six months", _parked, 0.15, 0.25),
    ),
    (
        Control("rewards that pull on nobody's time", "parked", {
            "world.rewards.placement_pull": 0.0, "world.targeting.belief_pull": 0.0,
        }),
    ),
)  # fmt: skip

FACTS = (FREE_PASS, MEMORY, CREAMING)
