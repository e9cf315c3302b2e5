"""Claims about time: what a week has room for, what fades, and whom too much drives out."""

import numpy as np
import pytest

from experiments.compare import compare
from sim import District
from sim.outcomes import NAMES
from sim.phases.instruments import share_the_week, use_or_lose
from sim.phases.service import arrange_measures
from sim.rules.plans import attended, overloaded, readiness
from tests.districts import lived
from tests.planning import (
    ORDER,
    QUIET,
    planned,
)

# -- a week has so many hours ------------------------


@pytest.mark.parametrize(
    ("hours", "room", "share"), [(20, 40, 1.0), (20, 20, 1.0), (20, 5, 0.25), (20, 0, 0.0), (0, 0, 1.0)]
)
def test_of_hours_there_is_no_room_for_the_rest_is_lost(hours, room, share):
    assert attended(float(hours), float(room)) == pytest.approx(share)


def week(health, workplace, courses, measures, coordinated=0, **order):
    """The doses (course, workplace), hours lost in the month and overload of one person's week."""
    d = District(
        QUIET.set({**{f"world.order.{name}": v for name, v in order.items()}, "district.people": 20})
    )
    p, a = d.people.arrays, d.arrays
    p["mental_health"][:] = p["care"][:] = p["hours"][:] = p["crowded_hours"][:] = 0.0
    p["physical_health"][:] = health
    p["coordinated"][:] = coordinated
    a["week_first"][:], a["week_rest"][:], a["measures"][:] = workplace, courses, measures
    d.run(share_the_week)
    return [float(x[0]) for x in (a["dose"], a["first_dose"], p["crowded_hours"], a["overload"])]


def test_a_week_is_shared_as_worked_out_by_hand():
    """In full health a week has 37 x 1.15 = 42.55 hours of activity; the workplace takes its own first."""
    assert week(0.0, 0.0, 15.0, 1) == pytest.approx([1.0, 1.0, 0.0, 0.0])
    first = 42.55 - 37.0
    wanted = [0.85 * first / 15.0, 0.85, (15.0 - first) * 52 / 12, (15.0 - first) / 42.55]
    assert week(0.0, 37.0, 15.0, 2) == pytest.approx(wanted)
    wanted[0], wanted[1] = first / 15.0, 1.0
    assert week(0.0, 37.0, 15.0, 2, coordinated=1) == pytest.approx(wanted)
    assert week(0.0, 37.0, 15.0, 2, crowding=0.0, collision=0.0) == pytest.approx([1.0, 1.0, 0.0, 0.0])
    assert week(0.0, 50.0, 15.0, 2, collision=0.0)[:2] == pytest.approx([0.0, 42.55 / 50.0])


def test_hours_given_never_exceed_the_room_in_anybodys_week():
    """800 people with drawn health, drawn measures; and with no crowding some would."""
    draw = np.random.default_rng(1)
    over = {}
    for crowding in (0.0, 1.0):
        d = District(QUIET.set({"world.order.crowding": crowding, "world.order.collision": 0.0}))
        p, a, n = d.people.arrays, d.arrays, d.people.capacity
        workplace, courses = draw.uniform(0, 40, n), draw.uniform(0, 40, n)
        a["week_first"][:], a["week_rest"][:], a["measures"][:] = workplace, courses, 2
        mental = p["mental_health"].copy()
        d.run(share_the_week)
        worst = np.maximum(mental, p["physical_health"]).astype(float)
        capacity = d.records["capacity"]
        share = (1 - capacity["health"] * worst) * (1 - capacity["care"] * p["care"].astype(float))
        room = ORDER["room"] * np.maximum(capacity["full_time"] * share, 2.0)
        given = a["first_dose"] * workplace + a["dose"] * courses
        live = p["active"] == 1
        over[crowding] = (given[live] > room[live] + 1e-4).mean()
        if crowding:
            lost = (workplace + courses - given)[live] * 52 / 12
            np.testing.assert_allclose(p["crowded_hours"][live], lost, atol=0.01)
            # The workplace comes first: a class is attended only where the workplace has all its hours.
            assert (a["dose"][live][a["first_dose"][live] < 1 - 1e-9] < 1e-9).all()
    assert over[1.0] == 0.0 and over[0.0] > 0.3


def test_hours_of_caseworkers_that_are_not_there_lower_the_dose():
    d = lived(planned("treatment + practice"), 2)
    a, staff = d.arrays, d.staff.arrays
    who = d.people.arrays["caseworker"]
    served = who >= 0
    most = d.records["service"]["most_arranging"] * (staff["hours"].astype(float) * staff["filled"])
    for booked in (0.01, 5.0):
        staff["hours_taken"][:] = 0.0
        a["booked"][:] = 0.0
        a["booked"][served] = booked
        d.run(arrange_measures)
        wanted = np.bincount(who[served], minlength=len(most)) * booked
        share = np.minimum(1.0, most / np.maximum(wanted, 1e-12))
        np.testing.assert_allclose(a["arranged"][served], share[who[served]], rtol=1e-6)
        np.testing.assert_allclose(staff["hours_taken"][: len(most)], np.minimum(wanted, most), rtol=1e-5)
        assert (a["arranged"][served] == 1.0).all() == (booked == 0.01)
    assert (a["arranged"][~served] == 1.0).all()


def test_less_is_learned_where_caseworkers_have_no_hours_to_arrange_measures():
    """The same people and the same luck; hours of service are what differs."""
    learned = []
    for most in (0.6, 0.0):
        world = planned("practice", world__service__most_arranging=most).set({"district.months": 12})
        d = lived(world, 12)
        learned.append(d.books.outcomes(12)[12])
        dose = d.arrays["arranged"]
    assert dose.min() == 0.0  # nobody arranges anything
    assert learned[0][NAMES.index("barriers_left")] < learned[1][NAMES.index("barriers_left")]


# -- what is learned fades, or settles ------------------------


def month_after(employed: bool, measures: int, learned: float = 0.5) -> tuple[float, float]:
    """(language barrier, learned and not settled) after one month."""
    d = District(QUIET.set({"district.people": 20}))
    p = d.people.arrays
    p["language"][:], p["learned_language"][:] = 0.25, learned
    p["employer"][:] = 0 if employed else -1
    d.arrays["measures"][:] = measures
    d.run(use_or_lose)
    return float(p["language"][0]), float(p["learned_language"][0])


def test_what_is_learned_settles_at_work_fades_out_of_it_and_waits_in_a_measure():
    assert month_after(True, 0) == pytest.approx((0.25, 0.5 * 0.95))
    assert month_after(False, 1) == pytest.approx((0.25, 0.5))
    assert month_after(False, 0) == pytest.approx((0.25 + 0.03 * 0.5, 0.5 * 0.97))
    assert month_after(False, 0, learned=0.0) == (0.25, 0.0)


def test_a_course_finds_less_learned_where_routines_or_health_are_missing():
    assert readiness(ORDER, 0.0, 0.0, 0.0) == 1.0
    assert readiness(ORDER, 1.0, 0.0, 0.0) == pytest.approx(0.4)
    assert readiness(ORDER, 0.5, 0.5, 0.5) == pytest.approx(0.7 * 0.7 * 0.8)


def test_twice_the_hours_there_are_make_drop_out_two_and_a_half_times_as_likely():
    assert overloaded(ORDER, 0.03, 0.0) == 0.03
    assert overloaded(ORDER, 0.03, 1.0) == pytest.approx(0.03 * 2.5)
    assert overloaded(ORDER, 0.9, 2.0) == 1.0


def test_overload_raises_drop_out_in_a_district_and_only_where_it_is_said_to():
    """20 paired districts of 800: measures dropped a person, with and without the mechanism."""
    full = planned("training + practice", policy__practice__hours=37.0).set({"district.months": 18})
    unhurried = full.set({"world.order.overload_drop_out": 0.0})
    more = compare(unhurried, full, range(1, 21)).difference("drop_outs", 18)
    assert more.mean > 3 * more.mcse
    light = {"world.order.crowding": 0.0}  # nobody is overloaded
    none = compare(unhurried.set(light), full.set(light), range(1, 3)).difference("drop_outs", 18)
    assert none.mean == 0.0
