"""How the ten measured barriers go together: as the published shares say, and otherwise evenly.

Given a person's age group and whether health limits them (six kinds of people), the other nine
barriers follow the distribution that has the declared shares, has the declared weights on one
barrier and on four or more, and assumes nothing else (a log-linear model of largest entropy).
It is found once for each set of shares, by raising and lowering the odds of each barrier in turn
until every share holds (iterative proportional fitting), and kept as a table from which
``draw_people`` draws. Where declared shares contradict each other, those of a group come before
those of all; where they leave somebody without any barrier, that person has none.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.arithmetic import clip
from sim.compiled import kernel, making_kernel, rule

# The ten, in the order of their bits in the column ``ten_barriers``.
TEN = (
    "health", "education", "skills", "no recent job", "never worked", "care", "other income",
    "high replacement", "few jobs", "low contact",
)  # fmt: skip

# Kinds of people: twice the age group, plus 1 if limited by health.
OTHER_AGE, YOUNG, SENIOR = 0, 1, 2
KINDS = 6
EVERYBODY, LIMITED = 0b111111, 0b101010
THE_YOUNG, THE_SENIORS = 0b001100, 0b110000

# Barriers that are drawn together, with what each outcome adds to a person's count.
SCHOOLING, EXPERIENCE, CARE, OTHER_INCOME, REPLACEMENT, FEW_JOBS, LOW_CONTACT = range(7)
STEPS = 7
UNSKILLED, UNEDUCATED, BOTH = 1, 2, 3  # 0 is neither
RECENT_JOB, NO_RECENT_JOB, NEVER_WORKED = 0, 1, 2
ADDS = np.array(
    [[0, 1, 1, 2], [0, 1, 2, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]]
)
OUTCOMES = np.array([4, 3, 2, 2, 2, 2, 2])
MOST = 10  # barriers that one person can have
YES = 0b0010

SWEEPS = 400
SETTLED = 1e-8  # change of every share in a sweep, below which it is found
SMALLEST = 1e-12  # stands for a share of 0, which odds cannot leave again


@rule
def health_share(people, young, immigrant):
    """Share limited by health in a person's group, so that groups and total are as published.

    Nobody belongs to two groups (A-07, A-08): immigrants first, then the young; the rest make up
    the total.
    """
    if immigrant:
        return people.health_if_immigrant
    if young:
        return people.health_if_young
    young_share = (1.0 - people.immigrants) * people.young
    rest = 1.0 - people.immigrants - young_share
    known = people.immigrants * people.health_if_immigrant + young_share * people.health_if_young
    return clip((people.health - known) / rest, 0.0, 1.0) if rest > 0.0 else people.health


def shares_of_kinds(people) -> np.ndarray:
    """Share of each kind among all people."""
    young = min(people.young, 1.0)
    senior = min(people.seniors, 1.0 - young)
    found = np.zeros(KINDS)
    for age, share in ((OTHER_AGE, 1.0 - young - senior), (YOUNG, young), (SENIOR, senior)):
        native = health_share(people, age == YOUNG, False)
        ill = (1.0 - people.immigrants) * native + people.immigrants * people.health_if_immigrant
        found[2 * age : 2 * age + 2] = share * (1.0 - ill), share * ill
    return found


def claims(people) -> list[tuple[int, int, int, float]]:
    """What the declared shares say: (step, outcomes, kinds, share), the later the stronger.

    Outcomes and kinds are sets, one bit each.
    """
    skills, education, both = 1 << UNSKILLED, 1 << UNEDUCATED, 1 << BOTH
    no_recent, never = 1 << NO_RECENT_JOB, 1 << NEVER_WORKED
    return [
        (SCHOOLING, skills | both, EVERYBODY, people.skills),
        (SCHOOLING, education | both, EVERYBODY, people.education),
        (SCHOOLING, education | both, LIMITED, people.education_if_limited),
        (SCHOOLING, education | skills | both, LIMITED,
         max(people.education_or_skills_if_limited, people.education_if_limited)),
        (EXPERIENCE, never, EVERYBODY, people.never_worked),
        (EXPERIENCE, never, THE_YOUNG, people.never_worked_if_young),
        (EXPERIENCE, never, THE_SENIORS, people.never_worked_if_senior),
        (EXPERIENCE, no_recent | never, EVERYBODY, people.no_recent_job),
        (EXPERIENCE, no_recent | never, LIMITED, people.no_recent_job_if_limited),
        (EXPERIENCE, no_recent | never, THE_SENIORS, people.no_recent_job_if_senior),
        (CARE, YES, EVERYBODY, people.care_share),
        (OTHER_INCOME, YES, EVERYBODY, people.other_income_share),
        (REPLACEMENT, YES, EVERYBODY, people.high_replacement),
        (REPLACEMENT, YES, LIMITED, people.high_replacement_if_limited),
        (FEW_JOBS, YES, EVERYBODY, people.few_jobs),
        (FEW_JOBS, YES, THE_YOUNG, people.few_jobs_if_young),
        (LOW_CONTACT, YES, EVERYBODY, people.low_contact_share),
        (LOW_CONTACT, YES, THE_YOUNG, people.low_contact_if_young),
    ]  # fmt: skip


@rule
def ten_bits(ill, schooling, experience, care, income, replacement, few_jobs, low_contact):
    """Which of the ten barriers somebody has, one bit each."""
    bits = (1 if ill else 0) | (2 if schooling >= UNEDUCATED else 0)
    bits |= 4 if schooling == UNSKILLED or schooling == BOTH else 0
    bits |= (8 if experience >= NO_RECENT_JOB else 0) | (16 if experience == NEVER_WORKED else 0)
    return bits | care << 5 | income << 6 | replacement << 7 | few_jobs << 8 | low_contact << 9


@rule
def raised(share, now):
    """By how much odds have to be multiplied to bring a share from where it is now to another."""
    wanted = clip(share, SMALLEST, 1.0 - SMALLEST)
    if now <= 0.0 or now >= 1.0:
        return 1.0
    return wanted / (1.0 - wanted) * (1.0 - now) / now


@rule
def weight_of_count(count, weights):
    """Weight of having so many barriers: none, one, two or three, four or more."""
    if count == 0:
        return weights[0]
    if count == 1:
        return weights[1]
    return weights[2] if count >= 4 else 1.0


@kernel
def look_ahead(odds, weights, ahead):
    """ahead[kind, step, count]: weight of all that can still come for a person with that count."""
    for kind in range(KINDS):
        for count in range(MOST + 1):
            ahead[kind, STEPS, count] = weight_of_count(count, weights)
        for step in range(STEPS - 1, -1, -1):
            for count in range(MOST + 1):
                total = 0.0
                for outcome in range(OUTCOMES[step]):
                    after = count + ADDS[step, outcome]
                    if after <= MOST:
                        total += odds[kind, step, outcome] * ahead[kind, step + 1, after]
                ahead[kind, step, count] = total


@making_kernel
def fit(step_of, outcomes_of, kinds_of, share_of, kinds, none, two, four, weights, chance):
    """Find odds and weights at which every claim holds, and write the table of chances.

    kinds: share of each kind; none, two, four: shares with none, two or more, and four or more
    barriers, negative where the weight given in ``weights`` is to stay; chance[kind, step, count,
    outcome]: chance of this outcome or a worse one, for a person with that count so far.
    """
    odds = np.zeros((KINDS, STEPS, 4))
    for step in range(STEPS):
        odds[:, step, : OUTCOMES[step]] = 1.0 / OUTCOMES[step]
    ahead = np.zeros((KINDS, STEPS + 1, MOST + 1))
    so_far = np.zeros((KINDS, MOST + 1))
    counts = np.zeros((KINDS, MOST + 1))
    mass = np.zeros((KINDS, 4))
    before = np.full(share_of.shape[0] + 3, -1.0)
    for _ in range(SWEEPS):
        moved = 0.0
        look_ahead(odds, weights, ahead)
        so_far[:] = 0.0
        for kind in range(KINDS):
            so_far[kind, kind % 2] = 1.0
        for step in range(STEPS):
            for kind in range(KINDS):
                total = 0.0
                for outcome in range(4):
                    mass[kind, outcome] = 0.0
                    for count in range(MOST + 1 - ADDS[step, outcome]):
                        mass[kind, outcome] += (
                            so_far[kind, count] * odds[kind, step, outcome]
                            * ahead[kind, step + 1, count + ADDS[step, outcome]]
                        )  # fmt: skip
                    total += mass[kind, outcome]
                for outcome in range(4):
                    mass[kind, outcome] *= kinds[kind] / total
            for claim in range(share_of.shape[0]):
                if step_of[claim] != step:
                    continue
                there = among = 0.0
                for kind in range(KINDS):
                    if kinds_of[claim] >> kind & 1:
                        among += kinds[kind]
                        for outcome in range(4):
                            if outcomes_of[claim] >> outcome & 1:
                                there += mass[kind, outcome]
                if among <= 0.0:
                    continue
                now = there / among
                moved = max(moved, abs(now - before[claim]))
                before[claim] = now
                change = raised(share_of[claim], now)
                for kind in range(KINDS):
                    if not kinds_of[claim] >> kind & 1:
                        continue
                    total = total_mass = 0.0
                    for outcome in range(4):
                        if outcomes_of[claim] >> outcome & 1:
                            odds[kind, step, outcome] *= change
                            mass[kind, outcome] *= change
                        total += odds[kind, step, outcome]
                        total_mass += mass[kind, outcome]
                    for outcome in range(4):
                        odds[kind, step, outcome] /= total
                        if total_mass > 0.0:
                            mass[kind, outcome] *= kinds[kind] / total_mass
            for kind in range(KINDS):
                for count in range(MOST, -1, -1):
                    total = 0.0
                    for outcome in range(4):
                        if ADDS[step, outcome] <= count:
                            total += so_far[kind, count - ADDS[step, outcome]] * odds[kind, step, outcome]
                    so_far[kind, count] = total
        for target in range(3):
            share = none if target == 0 else (1.0 - two - max(none, 0.0) if target == 1 else four)
            if (none if target == 0 else (two if target == 1 else four)) < 0.0:
                continue
            now = 0.0
            for kind in range(KINDS):
                total = there = 0.0
                for count in range(MOST + 1):
                    counts[kind, count] = so_far[kind, count] * weight_of_count(count, weights)
                    total += counts[kind, count]
                    if (target == 2 and count >= 4) or count == target < 2:
                        there += counts[kind, count]
                now += kinds[kind] * there / total
            moved = max(moved, abs(now - before[share_of.shape[0] + target]))
            before[share_of.shape[0] + target] = now
            weights[target] = clip(weights[target] * raised(share, now), 1e-9, 1e9)
        if moved < SETTLED:
            break
    look_ahead(odds, weights, ahead)
    for kind in range(KINDS):
        for step in range(STEPS):
            for count in range(MOST + 1):
                worse = 0.0
                for outcome in range(3, 0, -1):
                    after = count + ADDS[step, outcome]
                    if after <= MOST and ahead[kind, step, count] > 0.0:
                        worse += (
                            odds[kind, step, outcome] * ahead[kind, step + 1, after]
                            / ahead[kind, step, count]
                        )  # fmt: skip
                    chance[kind, step, count, outcome] = worse
                chance[kind, step, count, 0] = 1.0


def fitted(people, two: float = -1.0, four: float = -1.0) -> tuple[np.ndarray, np.ndarray]:
    """The table of chances for a record of shares, and the weights of none, one, and four or more.

    two, four: shares with two or more and four or more barriers, where the weights are to be found.
    """
    said = claims(people)
    weights = np.array([1e-9, people.just_one, people.four_or_more])
    chance = np.zeros((KINDS, STEPS, MOST + 1, 4))
    fit(
        np.array([claim[0] for claim in said]), np.array([claim[1] for claim in said]),
        np.array([claim[2] for claim in said]), np.array([claim[3] for claim in said]),
        shares_of_kinds(people), float(people.without_barrier), float(two), float(four), weights, chance,
    )  # fmt: skip
    return chance, weights


def chances(people) -> np.ndarray:
    """The table of chances for a record of shares; found once for the same shares."""
    return _chances(tuple((name, float(people[name])) for name in people.dtype.names))


@lru_cache(maxsize=256)
def _chances(values: tuple[tuple[str, float], ...]) -> np.ndarray:
    record = np.zeros(1, [(name, np.float64) for name, _ in values]).view(np.recarray)
    for name, value in values:
        record[name] = value
    found, _ = fitted(record[0])
    found.flags.writeable = False
    return found
