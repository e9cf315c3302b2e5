"""The order of measures and what each does alone: facts 10 and 11, and themes C and E, in sign.

Every claim is about the people who have the plan. Each block has a control in which the mechanism is
taken away and the effect with it.
"""

from functools import cache

import numpy as np
import pytest

from sim import District, simulate
from sim.instruments.language import attend_classes
from sim.outcomes import NAMES
from sim.statuses import FEW_HOURS, FIRST_JOB_STATUS, LAST_JOB_STATUS
from tests.districts import lived
from tests.pairs import (
    BASE,
    FEW_SEEDS,
    MANY_SEEDS,
    SURE,
    apart,
    arm,
    by_lot,
    error_of,
    policy,
    surely_less,
    surely_more,
    within,
    world,
)  # fmt: skip

FOR_LANGUAGE = ("language", "practice")
FULL_WEEK = (("policy.practice.hours", 37.0),)


# -- language first, or work first (fact 10) ------------------------


def language(plan: str) -> np.ndarray:
    return arm("language", plan, FOR_LANGUAGE, 60, FULL_WEEK, MANY_SEEDS)


def test_language_costs_work_now_and_brings_it_after_classes_end():
    """Fact 10: E(12) <= 0 and E(60) > 0. E-16: the gain emerges after classes end, and lasts."""
    none, taught = language(""), language("language")
    assert surely_less(apart(taught, none, "job_any", 6))
    assert apart(taught, none, "job_any", 12)[0] <= 0.0
    for month in (24, 36, 48, 60):
        assert surely_more(apart(taught, none, "job_any", month)), month


def test_classes_that_teach_nothing_only_cost_time():
    """Negative control: without learning the late gain is gone and the early loss stays."""
    dull = (*FULL_WEEK, ("world.language.learned", 0.0))
    found = [arm("language", plan, FOR_LANGUAGE, 60, dull, FEW_SEEDS) for plan in ("language", "")]
    assert surely_less(apart(*found, "job_any", 6))
    assert not surely_more(apart(*found, "job_any", 60))


def test_early_work_beside_classes_gains_at_first_and_nothing_after_three_years():
    """Fact 10 and E-15: E(12) > 0, and by month 36 at most a quarter of it is left."""
    both, taught = language("language + practice"), language("language")
    for month in (3, 6, 12):
        assert surely_more(apart(both, taught, "job_any", month)), month
    early, late = (apart(both, taught, "job_any", month)[0] for month in (12, 36))
    assert abs(late) <= 0.25 * early
    assert not surely_more(apart(both, taught, "job_any", 60))


def test_work_instead_of_classes_is_ahead_for_a_year_and_behind_for_good():
    """E-14, E-16: faster, but it does not last."""
    work, taught = language("practice"), language("language")
    for month in (6, 12):
        assert surely_more(apart(work, taught, "job_any", month)), month
    for month in (24, 36, 60):
        assert surely_less(apart(work, taught, "job_any", month)), month


def test_language_then_practice_overtakes_practice_then_language():
    """The order of the same two measures, full weeks of practice: early loss, late gain."""
    first, last = language("language > practice"), language("practice > language")
    assert surely_less(apart(first, last, "job_any", 6))
    assert surely_more(apart(first, last, "job_any", 24))


@cache
def language_at_24(plan: str, crowding: float = 1.0) -> np.ndarray:
    """Mean severity of lack of language in the group after two years, one number a seed."""
    changes = (*FULL_WEEK, ("world.order.crowding", crowding), ("world.order.collision", 0.0))
    scenario = world("language", plan, FOR_LANGUAGE, 24, changes)
    means = []
    for seed in FEW_SEEDS:
        d = lived(scenario, 24, seed)
        p = d.people.arrays
        group = (d.arrays["in_focus"] == 1) & (p["active"] == 1) & (p["cohort"] == 1)
        means.append(p["language"][group].mean(dtype=float))
    return np.array(means)


def test_full_weeks_of_practice_crowd_out_classes_and_what_is_learned_there():
    """Fact 10, E-15: class hours are lost and the language is worse two years on."""
    both, taught = language("language + practice"), language("language")
    hours = apart(both, taught, "crowded_hours", 24)
    assert surely_more(hours) and hours[0] > 100.0  # hours a person
    worse = error_of(language_at_24("language + practice") - language_at_24("language"))
    assert surely_more(worse) and worse[0] > 0.02


def test_without_crowding_out_practice_takes_little_from_the_language():
    """Negative control: with room for both, less than a quarter of what was lost is lost."""
    crowded = language_at_24("language + practice") - language_at_24("language")
    free = language_at_24("language + practice", 0.0) - language_at_24("language", 0.0)
    assert abs(free.mean()) < 0.25 * crowded.mean()


def fluency_after(weekly: float, months: int) -> np.ndarray:
    """What lack of language leaves (1 is fluent) of the 2,000 drawn people short of it, after classes."""
    d = District(BASE.set({"policy.language.places": 1.0, "policy.language.hours": weekly}), rng=1)
    one = next(one for one in d.delivered if one.name == "language")
    group = d.people.arrays["language"] >= BASE["world.language.from_severity"]
    one.enrolled[group] = 1
    for _ in range(months):
        d.run(attend_classes, enrolled=one.enrolled)
    return 1.0 - d.people.arrays["language"][group].astype(float)


def test_a_month_of_classes_by_hand():
    """A tenth of the gap, say, is a tenth of what is missing: 0.0055 of it for each weekly hour."""
    d = District(BASE.set({"policy.language.places": 1.0, "policy.language.hours": 20.0}), rng=1)
    one = next(one for one in d.delivered if one.name == "language")
    p = d.people.arrays
    p["language"][:], p["everyday_skills"][:], p["mental_health"][:], one.enrolled[:] = 0.8, 0.5, 0.25, 1
    d.run(attend_classes, enrolled=one.enrolled)
    readiness = (1.0 - 0.6 * 0.5) * (1.0 - 0.4 * 0.25)
    assert p["language"][0] == pytest.approx(0.8 * (1.0 - 0.0055 * 20.0 * readiness))


def test_a_hundred_more_hours_of_class_raise_fluency_by_eight_or_nine_in_a_hundred():
    """E-17, on top of half of the usual course: 15 hours a week for half a year.

    The first hundred hours do more and the last less, as what is missing gets less.
    """
    weekly = 100.0 / (6 * 52 / 12)
    gains = [
        fluency_after(hours + weekly, 6).mean() / fluency_after(hours, 6).mean() - 1 for hours in (10, 15, 20)
    ]
    assert 0.08 <= gains[1] <= 0.09
    assert gains[0] > gains[1] > gains[2] > 0.0


def test_training_does_more_for_people_whose_everyday_life_is_seen_to():
    """Fact 10 (E-11): what training adds after goals is more than what it adds alone, two years on."""
    two = ("everyday_goals", "training")
    worlds = [arm("everyday", plan, two, 24, (), range(1, 161))
              for plan in ("everyday_goals > training", "everyday_goals", "training", "")]  # fmt: skip
    both, goals, training, none = (each[:, 24, NAMES.index("job_any")] for each in worlds)
    assert surely_more(error_of((both - goals) - (training - none)))


# -- the more it resembles a job, the better (fact 11) ------------------------


def alone(plan: str, outcome: str, month: int, **levers) -> tuple[float, float]:
    """What one plan for everybody adds to the same people without a plan."""
    changes = tuple((f"policy.{name.replace('__', '.')}", value) for name, value in levers.items())
    return apart(arm("everyone", plan, changes=changes), arm("everyone", ""), outcome, month)


def test_paid_hours_do_more_than_practice_and_practice_more_than_the_classroom():
    """Fact 11, C-15, E-23: ordinary work five years on, and the classroom adds about nothing."""
    none = arm("everyone", "")
    hours, practice = (arm("everyone", plan) for plan in ("regular_hours", "practice"))
    classroom = arm("everyone", "training", changes=(("policy.training.certificate", False),))
    for month in (24, 60):
        assert surely_more(apart(hours, practice, "job_ordinary", month))
        assert surely_more(apart(practice, classroom, "job_ordinary", month))
        assert within(apart(classroom, none, "job_ordinary", month), 0.2)
    assert surely_more(apart(hours, none, "job_ordinary", 60))


def test_a_certificate_makes_training_last():
    """C-15: without one it is forgotten and unseen."""
    with_it, without = (arm("everyone", "training", changes=(("policy.training.certificate", yes),))
                        for yes in (True, False))  # fmt: skip
    assert surely_more(apart(with_it, without, "job_ordinary", 24))
    assert surely_more(apart(with_it, without, "job_ordinary", 60))
    assert surely_more(apart(with_it, arm("everyone", ""), "job_ordinary", 60))


def test_practice_as_a_planned_series_does_more_than_practice_alone():
    series = arm("everyone", "practice", changes=(("policy.practice.series", True),))
    for month in (12, 24, 60):
        assert surely_more(apart(series, arm("everyone", "practice"), "job_ordinary", month))


def test_training_and_subsidy_cost_ordinary_work_while_they_last():
    """Fact 11 and E-25: months 1 to 6 at or below nought, in ordinary work; training is back above by 24."""
    for plan in ("training", "wage_subsidy", "sheltered"):
        for month in range(1, 7):
            found = alone(plan, "job_ordinary", month)
            assert found[0] <= 0.0, (plan, month)
        assert surely_less(found)
    assert surely_more(alone("training", "job_ordinary", 36))


def test_months_in_a_measure_that_locked_nobody_in_would_be_noticed():
    """Negative control: training that takes no search away costs less than half the work in month 6."""
    free = tuple((f"world.training.{name}", 0.0) for name in ("lock_in", "learned", "certified", "pride"))
    found = [arm("everyone", plan, months=6, changes=free) for plan in ("training", "")]
    locked_in = alone("training", "job_ordinary", 6)
    assert apart(*found, "job_ordinary", 6)[0] > 0.5 * locked_in[0]


def test_sheltered_practice_first_delays_work():
    """B-06: two years on fewer work, and five years on no more do."""
    assert alone("sheltered", "job_any", 24)[0] < -1.0
    assert surely_less(alone("sheltered", "job_any", 24))
    assert not surely_more(alone("sheltered", "job_any", 60))


def test_a_wage_subsidy_does_more_as_the_last_step_than_as_the_first():
    """Fact 11, E-19, E-20: unsubsidised work once both are through, and five years on."""
    first, last = (arm("everyone", plan, seeds=range(1, 49)) for plan in
                   ("wage_subsidy > training > practice", "practice > training > wage_subsidy"))  # fmt: skip
    for month in (36, 60):
        assert surely_more(apart(last, first, "job_ordinary", month)), month
    # Meanwhile the early subsidy shows more work of any kind.
    assert surely_more(apart(first, last, "job_any", 12))


RENEWED = (("policy.wage_subsidy.places", 1.0), ("policy.wage_subsidy.months", 12),
           ("policy.wage_subsidy.renewed", 0.8))  # fmt: skip


def test_subsidies_that_can_last_for_years_lower_unsubsidised_work_and_raise_work_of_any_kind():
    """E-19, E-20: unsubsidised work lower for years, any work higher, pensions somewhat lower."""
    for month in (6, 24, 36, 60):
        assert surely_less(lasting("job_ordinary", month, RENEWED)), month
        assert surely_more(lasting("job_any", month, RENEWED)), month
    assert surely_less(lasting("disability_pension", 60, RENEWED))


def test_subsidies_that_end_after_half_a_year_do_not():
    """Negative control: it is being renewed that locks people in."""
    for month in (24, 36, 60):
        assert surely_more(lasting("job_ordinary", month, RENEWED[:1])), month


def lasting(outcome: str, month: int, changes) -> tuple[float, float]:
    """What wage subsidies for all who are out for long add, by lot, over five years."""
    with_it, without = (policy(these, 60, FEW_SEEDS).values for these in (changes, ()))
    return apart(with_it, without, outcome, month)


def test_a_wage_subsidy_means_more_work_of_any_kind_and_fewer_pensions():
    """E-19: any job higher, disability pension somewhat lower."""
    assert surely_more(alone("wage_subsidy", "job_any", 24))
    assert surely_less(alone("wage_subsidy", "disability_pension", 36))
    assert surely_more(alone("wage_subsidy", "subsidised", 6))


def test_mentoring_shows_no_effect_on_work_after_a_year():
    """E-12: nothing on regular jobs at a year; half a point either way would show."""
    assert within(alone("mentor", "job_any", 12), 0.25)
    assert surely_more(alone("mentor", "trust", 12))  # it did something


def test_goals_for_everyday_life_bring_work_within_a_year():
    """E-11."""
    assert surely_more(alone("everyday_goals", "job_any", 12))
    inert = tuple((f"world.everyday_goals.{name}", 0.0) for name in ("learned", "encouragement", "calm"))
    plans = [
        arm("everyone", plan, months=12, changes=inert, seeds=FEW_SEEDS) for plan in ("everyday_goals", "")
    ]
    assert not surely_more(apart(*plans, "job_any", 12))


# -- a few paid hours (E-08 to E-10) ------------------------

HOURS_FOR_ALL = (("policy.regular_hours.places", 1.0),)


@cache
def hours_of_small_jobs(chance: float | None = None):
    """(hours then, hours a year later, status then) of those in the same small job for a year; lives too."""
    changes = {} if chance is None else {"world.jobs.hours_change": chance}
    scenario = BASE.set({"district.months": 24, **dict(HOURS_FOR_ALL), **changes})
    then, later = [], []
    for seed in range(1, 7):
        d = lived(scenario, 12, seed)
        p = {name: d.people.arrays[name].copy() for name in ("hours", "employer", "status", "tenure")}
        for _ in range(12):
            d.step()
        now = d.people.arrays
        same = (
            (p["status"] == FEW_HOURS)
            & (now["employer"] == p["employer"])
            & (now["tenure"] == p["tenure"] + 12)
        )
        then.append(p["hours"][same])
        later.append(now["hours"][same])
    lives = [simulate(scenario, seed).lives for seed in range(1, 7)] if chance is None else None
    return np.concatenate(then), np.concatenate(later), lives


def test_hours_grow_in_small_jobs_that_last():
    """E-10: a fifth of those in jobs of up to ten hours raised their hours, over some years."""
    then, later, _ = hours_of_small_jobs()
    assert len(then) > 100 and then.max() <= BASE["world.capacity.few_hours_to"]
    assert (later >= then).all() and (later > then).mean() > 0.21
    still, same, _ = hours_of_small_jobs(0.0)
    assert len(still) > 100 and (still == same).all()  # control: hours that cannot grow


def test_those_with_a_first_paid_hour_differ_far_more_than_the_offer_of_it_explains():
    """Fact 11, trap 3: the raw gap is at least three times what the offer does. E-08."""
    _, _, lives = hours_of_small_jobs()
    gaps, with_hours = [], []
    for life in lives:
        at_work = (life[24] >= FIRST_JOB_STATUS) & (life[24] <= LAST_JOB_STATUS)
        small = (life[1:13] == FEW_HOURS).any(axis=0)
        gaps.append(100 * (at_work[small].mean() - at_work[~small].mean()))
        with_hours.append(100 * at_work[small].mean())
    gap, offered = error_of(np.array(gaps)), by_lot("job_any", 24, *HOURS_FOR_ALL)
    assert surely_more(offered)
    assert gap[0] - SURE * gap[1] >= 3.0 * (offered[0] + SURE * offered[1])
    assert 40.0 < np.mean(with_hours) < 65.0


# -- health help and a workplace together (C-19) ------------------------

HEALTH = ("treatment", "practice")


def health(plan: str, changes=()) -> np.ndarray:
    return arm("health", plan, HEALTH, 36, changes, FEW_SEEDS)


def test_health_help_beside_practice_lowers_distance_more_within_the_year_than_one_after_the_other():
    """C-19: parallel gives the largest progression; no measure means stagnation."""
    together = health("treatment + practice")
    for other in ("treatment > practice", "practice > treatment", "treatment", "practice", ""):
        for month in (6, 9, 12):
            assert surely_less(apart(together, health(other), "distance", month)), (other, month)
    for one in ("treatment", "practice"):
        assert surely_less(apart(health(one), health(""), "distance", 12))


def test_the_workplace_is_the_best_single_measure_while_it_lasts():
    """C-19."""
    assert surely_less(apart(health("practice"), health("treatment"), "distance", 6))


def test_health_gets_better_with_a_workplace_beside_treatment_than_with_treatment_first():
    """C-19 for mental health, after both are over."""
    found = apart(health("treatment + practice"), health("treatment > practice"), "mental_health", 18)
    assert surely_less(found)


def test_where_the_week_has_room_health_gets_better_with_a_workplace_beside_treatment():
    """The control that says why the one above does not hold: crowding out, and nothing else."""
    room = (("world.order.crowding", 0.0),)
    better = apart(
        *(health(plan, room) for plan in ("treatment + practice", "treatment > practice")),
        "mental_health",
        18,
    )
    assert surely_less(better)
    alone = (*room, ("world.order.together", 0.0), ("world.order.collision", 0.0))
    found = [health(plan, alone) for plan in ("treatment + practice", "treatment > practice")]
    assert apart(*found, "mental_health", 18)[0] > 0.25 * better[0]


def test_common_teams_take_away_what_two_measures_lose_to_each_other():
    """BPS2: measures without a common team collide; with collision at nought nothing is lost."""
    none = (("world.order.collision", 0.0),)
    better = apart(health("treatment + practice", none), health("treatment + practice"), "distance", 12)
    assert surely_less(better)
    same = apart(health("treatment", none), health("treatment"), "distance", 12)
    assert same == (0.0, 0.0)  # one measure collides with nothing
