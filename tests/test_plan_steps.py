"""Claims about plans as they are lived: whose turn it is, who waits, and what is kept for whom."""

import numpy as np
import pytest

from sim.plan import read
from tests.districts import lived
from tests.planning import (
    ABOUT,
    BARRIERS,
    PLAN,
    QUIET,
    assessed,
    bit,
    enrolled,
    lived_watching,
    opened,
    people_with_plans,
    planned,
    steps,
)

# -- one step after the other ------------------------


def test_nobody_starts_a_later_step_before_the_earlier_one_is_finished():
    line, started = [word for step in read(PLAN) for word in step], dict.fromkeys(ABOUT, 0)
    earlier = {"everyday_goals": (), "language": line[:1], "treatment": line[:1], "practice": line[:3]}
    both_at_once = 0

    def watch(d, before):
        nonlocal both_at_once
        p = d.people.arrays
        for word, first in earlier.items():
            new = (enrolled(d, word) == 1) & (p["plan"] != 0)
            started[word] += int(new.sum())
            assert ((p["finished"][new] & bit(*first)) == bit(*first)).all()
            for one in first:
                assert not ((enrolled(d, one) > 0) & new).any()
        both_at_once += int(((enrolled(d, "language") > 0) & (enrolled(d, "treatment") > 0)).sum())

    lived_watching(planned(PLAN), 36, watch)
    assert all(started[word] > 20 for word in line)
    assert both_at_once > 20  # what stands beside is at the same time


def test_everything_beside_everything_would_be_noticed():
    """Negative control: the same instruments in one step are begun together by many."""
    together = 0

    def watch(d, before):
        nonlocal together
        together += int(((enrolled(d, "everyday_goals") > 0) & (enrolled(d, "practice") > 0)).sum())

    lived_watching(planned(PLAN.replace(">", "+")), 12, watch)
    assert together > 50


@pytest.mark.parametrize("patience", [2, 8])
def test_a_step_without_places_is_passed_over_when_patience_is_up(patience):
    longest = 0

    def watch(d, before):
        nonlocal longest
        one = next(one for one in d.delivered if one.name == "treatment")
        assert not (one.enrolled > 0).any()
        longest = max(longest, int(one.waiting.max()))

    d = lived_watching(
        planned(
            "treatment > practice", policy__treatment__places=1e-9, world__order__patience=float(patience)
        ),
        24,
        watch,
    )
    p = d.people.arrays
    over = (p["waited"] > 0) & (p["finished"] & bit("treatment") != 0)
    assert over.sum() > 50 and longest == patience
    # Practice has places for all at once, so all the waiting was for treatment.
    assert np.median(p["waited"][over]) == patience
    assert (over & (p["finished"] & bit("practice") != 0)).sum() > 30


def test_waiting_for_a_right_that_no_plan_names_is_not_the_plans_waiting():
    """Places in the plan are there for all: however long the line for the free pass, no plan waits."""
    world = planned("everyday_goals", policy__social_free_pass__coverage=0.02)
    d = lived(world, 12)
    line = next(one for one in d.delivered if one.name == "social_free_pass").places[2]
    assert line > 50
    assert d.people.arrays["waited"].sum() == 0


def test_a_plan_with_places_for_all_never_waits():
    """The same without a line for anything else."""
    assert lived(planned("everyday_goals"), 12).people.arrays["waited"].sum() == 0


def ever_in(world, words, months=24):
    """Who was ever newly in each instrument while having a plan, and the district at the end."""
    found = {}

    def watch(d, before):
        for word in words:
            new = (enrolled(d, word) == 1) & (d.people.arrays["plan"] != 0)
            found[word] = found.get(word, np.zeros(len(new), bool)) | new

    return found, lived_watching(world, months, watch)


def test_who_refuses_a_step_goes_on_to_the_next():
    none = planned("treatment > practice", world__treatment__take_up=0.0)
    found, d = ever_in(none, ("treatment", "practice"))
    p = d.people.arrays
    needs = np.maximum(p["mental_health"], p["physical_health"]) >= 0.6
    assert not found["treatment"].any() and found["practice"][needs].sum() > 50
    some, d = ever_in(planned("treatment > practice", world__treatment__take_up=0.5), ("treatment",))
    asked = (d.people.arrays["finished"] & bit("treatment") != 0) & needs
    share = some["treatment"][asked].mean()
    assert abs(share - 0.5) < 4 * np.sqrt(0.25 / asked.sum())


# -- what is kept for whom ------------------------

BUDGET = {"policy.personal_budget.places": 1.0, "policy.personal_budget.to_age": 67.0}


def test_a_right_goes_on_by_lot_beside_a_plan_and_a_measure_does_not():
    world = planned("practice").set({**BUDGET, "policy.treatment.places": 0.8})
    found, d = ever_in(world, ("personal_budget", "treatment", "practice"))
    assert found["personal_budget"].sum() > 5 and found["practice"].sum() > 100
    assert not found["treatment"].any()
    assert (d.people.arrays["plan"] != 0).sum() > 400


def given_without_plan(**settings):
    """Practice begun by people without a plan, and by people with one."""
    world = QUIET.set({**opened("practice", "treatment"), "policy.plans.young": "practice",
                       **{f"policy.plans.{name}": value for name, value in settings.items()}})  # fmt: skip
    counts = {"practice": [0, 0], "treatment": [0, 0]}

    def watch(d, before):
        for word, found in counts.items():
            new = enrolled(d, word) == 1
            for with_plan in (0, 1):
                found[with_plan] += int((new & ((d.people.arrays["plan"] != 0) == with_plan)).sum())

    lived_watching(world, 18, watch)
    return counts


def test_what_a_plan_names_is_kept_for_people_with_a_plan_unless_the_policy_says_no():
    reserved, shared = given_without_plan(reserve=True), given_without_plan(reserve=False)
    assert reserved["practice"][0] == 0 and reserved["practice"][1] > 30
    assert shared["practice"][0] > 100
    assert reserved["treatment"][0] > 50  # named by nobody, so it is everybody's


def test_what_is_kept_goes_to_nobody_without_a_plan_that_names_it():
    kept = given_without_plan(kept="treatment")
    assert kept["treatment"] == [0, 0] and kept["practice"][1] > 30


def test_a_rule_plans_nothing_that_is_kept():
    d = assessed(QUIET.set({**opened(*BARRIERS), "policy.plans.rule": "worst_first",
                            "policy.plans.kept": "treatment"}))  # fmt: skip
    entries = {
        word for i in people_with_plans(d) for step in steps(d.people.arrays["plan"][i]) for word in step
    }
    assert entries == set(BARRIERS) - {"treatment"}


def test_a_plan_is_made_anew_after_its_months_for_those_still_without_work_and_not_before():
    made = {}
    for review in (0, 6):
        gaps, dates, at_work = [], {}, []

        def watch(d, before, gaps=gaps, dates=dates, at_work=at_work):
            p = d.people.arrays
            for i in np.flatnonzero(p["plan_made"] == d.month):
                if i in dates:
                    gaps.append(d.month - dates[i])
                    assert not at_work[-1][i]
                dates[i] = d.month
            at_work.append(p["employer"] >= 0)

        lived_watching(planned("everyday_goals > practice", policy__plans__review=review), 30, watch)
        made[review] = gaps
    assert made[0] == []
    assert len(made[6]) > 300 and min(made[6]) == 6 and np.median(made[6]) <= 8
