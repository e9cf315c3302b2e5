"""Same person, same luck."""

import copy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import District, decisions, load, simulate
from sim.agents import Jobseeker
from sim.luck import normal, pair_stream, stream, threefry, uniform
from sim.model import CLOCK
from sim.statuses import RETIRED
from tests.districts import busy, lived

# Append only: a number that changes here reshuffles everybody's luck.
KNOWN_DECISIONS = {
    "AGE": 1, "WOMAN": 2, "EDUCATION": 7, "MENTAL_CHANGE": 70, "STAFF_LEAVES": 80, "DROP_OUT": 92,
    "MISS_REQUIREMENT": 100, "APPLICATIONS": 110, "WHERE": 120, "JUDGED": 150,
    "INTRODUCTIONS": 180, "BROKERED_WHERE": 190, "SEPARATE": 270, "LEAVE": 280,
    "SUITS_SKILL": 300, "SLOT_HOURS": 1000,
}  # fmt: skip


def clock(seed: int):
    table = np.zeros(1, CLOCK)
    table["seed"] = seed
    return table[0]


def draw(seed: int, who: int, month: int, decision: int) -> float:
    """One draw, as a kernel makes it."""
    return uniform(clock(seed), np.uint64(stream(clock(seed), who, month)), decision)


def columns_differ(one: District, other: District, people: int) -> list[str]:
    """Names of the jobseeker columns in which two districts' first people differ."""
    mine, theirs = one.people.arrays, other.people.arrays
    return [n for n in mine if not np.array_equal(mine[n][:people], theirs[n][:people])]


def test_decisions_keep_their_numbers_and_do_not_share_them():
    numbers = {n: v for n, v in vars(decisions).items() if n.isupper()}
    assert {name: numbers[name] for name in KNOWN_DECISIONS} == KNOWN_DECISIONS
    assert len(set(numbers.values())) == len(numbers)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**43), st.integers(0, 600), st.integers(0, 3000))
def test_a_draw_depends_on_seed_who_month_and_decision_alone(seed, who, month, decision):
    u = draw(seed, who, month, decision)
    assert u == draw(seed, who, month, decision)
    assert 0.0 < u < 1.0


def test_draws_of_neighbours_months_and_decisions_are_independent_and_even():
    draws = np.array([[[draw(7, w, m, d) for d in range(8)] for m in range(1, 13)] for w in range(200)])
    assert draws.mean() == pytest.approx(0.5, abs=4 * np.sqrt(1 / 12 / draws.size))
    counts = np.histogram(draws, bins=20, range=(0, 1))[0]
    expected = draws.size / 20
    assert ((counts - expected) ** 2 / expected).sum() < 43.8  # chi-square, 19 df, p = 0.001
    for axis in range(3):
        a, b = np.moveaxis(draws, axis, 0)[:-1].ravel(), np.moveaxis(draws, axis, 0)[1:].ravel()
        assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(a.size)


def test_a_pair_of_agents_has_lasting_luck_of_its_own():
    c = clock(3)

    def suits(person, employer):
        return normal(c, np.uint64(pair_stream(c, person, employer)), decisions.SUITS_SKILL)

    first = [suits(person, 2**40 + 5) for person in range(500)]
    other = [suits(person, 2**40 + 6) for person in range(500)]
    assert len(set(first)) == 500
    assert abs(np.corrcoef(first, other)[0, 1]) < 4 / np.sqrt(500)


def test_threefry_gives_the_published_answer():
    """Random123's known-answer vectors for threefry2x64 with 20 rounds (first word)."""
    zero, ones = np.uint64(0), np.uint64(2**64 - 1)
    assert int(threefry(zero, zero, zero, zero)) == 0xC2B6E3A8C2C69865
    assert int(threefry(ones, ones, ones, ones)) == 0xE02CB7C4D95D277A


def test_a_policy_that_changes_nothing_changes_nobodys_life():
    base = load("denmark")
    same = base.set({a: base[a] for a in base.values if a.startswith("policy.")})
    one, other = lived(base, 36), lived(same, 36)
    for kind in one.rows:
        for name, column in one.rows[kind].arrays.items():
            assert np.array_equal(column, other.rows[kind].arrays[name]), (kind, name)
    assert np.array_equal(one.books.sums, other.books.sums)


def test_a_policy_that_changes_something_changes_somebody():
    """Negative control of the null policy."""
    base = load("denmark")
    policy = base.set({"policy.ips.places": 0.3})
    assert columns_differ(lived(base, 12), lived(policy, 12), 2000)


def test_one_more_person_outside_the_market_changes_nobody_else():
    scenario = busy(people=300, months=24)
    without, with_one = District(scenario, rng=5), District(scenario, rng=5)
    # Row 300 is a retired stranger; newcomers follow in the rows after it, in both worlds.
    without.people.add(1)
    without.people.arrays["active"][300] = 0
    Jobseeker(with_one, status=RETIRED, age=70.0)
    for _ in range(24):
        without.step()
        with_one.step()
    changed = columns_differ(without, with_one, 300)
    assert changed == []
    later = slice(301, with_one.people.used)
    assert with_one.people.used > 301
    for name, column in without.people.arrays.items():
        assert np.array_equal(column[later], with_one.people.arrays[name][later]), name


def test_one_more_person_in_the_market_is_felt():
    """Negative control: somebody who takes a caseworker's time and a vacancy changes others."""
    scenario = busy(people=300, months=24)
    without, with_one = District(scenario, rng=5), District(scenario, rng=5)
    without.people.add(1)
    without.people.arrays["active"][300] = 0
    Jobseeker(with_one, age=40.0, motivation=1.0, confidence=1.0, trust=1.0, cohort=1)
    for _ in range(24):
        without.step()
        with_one.step()
    assert columns_differ(without, with_one, 300)


def test_threads_and_order_do_not_matter():
    scenario = busy(people=200, months=12)
    alone = {seed: simulate(scenario, seed).outcomes for seed in range(1, 9)}
    with ThreadPoolExecutor(4) as pool:
        together = dict(
            zip(range(8, 0, -1), pool.map(lambda s: simulate(scenario, s).outcomes, range(8, 0, -1)),
                strict=True)
        )  # fmt: skip
    for seed, outcomes in alone.items():
        assert np.array_equal(outcomes, together[seed])


def test_another_process_gives_the_same_bits():
    code = (
        "from tests.districts import busy; from sim import simulate; import hashlib;"
        "print(hashlib.sha256(simulate(busy(people=150, months=12), 4).outcomes.tobytes()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_two_live_models_do_not_touch():
    scenario = busy(people=200, months=12)
    alone = lived(scenario, 12, seed=1)
    one, other = District(scenario, rng=1), District(scenario, rng=2)
    for _ in range(12):
        other.step()
        one.step()
    assert columns_differ(alone, one, 200) == []
    assert columns_differ(one, other, 200)


def test_a_copy_lives_on_as_the_original_would():
    scenario = busy(people=200, months=12)
    district = lived(scenario, 6)
    twin = copy.deepcopy(district)
    for _ in range(6):
        district.step()
    assert columns_differ(district, twin, 200)
    for _ in range(6):
        twin.step()
    assert columns_differ(district, twin, 200) == []


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**63))
def test_any_whole_number_is_a_seed(seed):
    run = simulate(busy(people=40, months=2), seed)
    assert np.isfinite(run.outcome("job_any")).all()
