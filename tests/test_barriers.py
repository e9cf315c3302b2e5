"""Claims about the 24 barriers: each is measured, by hand-made districts, and measuring is harmless."""

import json

import numpy as np
import pytest
from commandline import good, inroads, refused

from experiments.prevalence import GROUPS, months_within, prevalence
from sim import District, load
from sim.barriers import BARRIERS, BY_CODE, districts_behind, faced, hours_a_client
from sim.scenario import declarations
from sim.statuses import OPEN_BENEFIT, OUT_OF_CONTACT, SICK_LEAVE
from tests.districts import busy, lived

FRAMEWORK = [f"{kind}{n}" for kind, most in (("BIC", 8), ("BIM", 4), ("BEL", 6), ("BPS", 6))
             for n in range(1, most + 1)]  # fmt: skip
ONE, OTHER = 3, 4  # the person who is made to face something, and one who is not


def untroubled() -> District:
    """A district after a month, made by hand so that nobody faces any barrier."""
    district = lived(busy(people=30, months=3), 1)
    column = district.people.arrays
    for barrier in BARRIERS:
        if barrier.column:
            column[barrier.column][:] = 0.0
    for name in ("pension_pull", "incentive", "distance", "immigrant", "few_jobs", "low_contact",
                 "unserved_months", "support_hours"):  # fmt: skip
        column[name][:] = 0
    column["motivation"][:] = 1.0
    column["distance"][:] = -5.0
    column["status"][:] = OPEN_BENEFIT
    column["employer"][:] = -1
    column["caseworker"][:] = 0
    column["service_hours"][:] = 5.0
    district.market["demand_shock"] = 0.0
    for one in district.delivered:
        one.enrolled[:] = one.waiting[:] = 0
    return district


def place(district: District, name: str, row: int = ONE) -> None:
    next(one for one in district.delivered if one.name == name).enrolled[row] = 1


def put(**values):
    """Set columns of ONE; a name that ends in _wait puts ONE on a list, one that ends in _in enrols."""

    def change(district: District) -> None:
        for name, value in values.items():
            if name.endswith("_in"):
                place(district, name.removesuffix("_in"))
            elif name.endswith("_wait"):
                waits = name.removesuffix("_wait")
                next(one for one in district.delivered if one.name == waits).waiting[ONE] = value
            else:
                district.people.arrays[name][ONE] = value

    return change


def two_at_once(district: District) -> None:
    """ONE is in two measures that take time."""
    district.arrays["measures"][ONE] = 2


def poor_jobs_everywhere(district: District) -> None:
    district.employers.arrays["conditions"][:] = 1.0
    put(physical_health=0.5)(district)


def a_slump(district: District) -> None:
    district.market["demand_shock"] = -0.2


MADE = {
    "BIC1": put(mental_health=0.36), "BIC2": put(physical_health=0.9), "BIC3": put(education=0.5),
    "BIC4": put(joint_retirement=1.0, pension_pull=1.0), "BIC5": put(language=0.5),
    "BIC6": put(labour_market_knowledge=0.5), "BIC7": put(work_skills=0.5), "BIC8": put(care=0.6),
    "EDL": put(everyday_skills=0.4),
    "BIM1": put(incentive=0.7), "BIM2": put(status=SICK_LEAVE), "BIM3": put(values=0.5),
    "BIM4": put(motivation=0.2),
    "BEL1": put(distance=6.0), "BEL2": put(distance=2.2, months_out=40), "BEL3": put(immigrant=1),
    "BEL4": poor_jobs_everywhere, "BEL5": put(few_jobs=1), "BEL6": a_slump,
    "BPS1": put(sheltered_in=1), "BPS2": two_at_once,
    "BPS3": put(status=OUT_OF_CONTACT), "BPS4": put(education=0.5, language=0.5),
    "BPS5": put(ips_wait=2),
}  # fmt: skip


def test_the_framework_has_24_barriers_and_everyday_life_skills_are_the_addition():
    codes = [barrier.code for barrier in BARRIERS]
    assert sorted(codes) == sorted([*FRAMEWORK, "EDL"]) and len(codes) == 25
    assert set(MADE) | {"BPS6"} == set(codes)
    assert all(barrier.label and barrier.measure for barrier in BARRIERS)


def test_in_a_district_without_trouble_nobody_faces_anything():
    found = faced(untroubled())
    assert {code for code, share in found.items() if share is not None and share.any()} == set()


@pytest.mark.parametrize("code", MADE)
def test_who_is_made_to_face_a_barrier_is_counted_and_nobody_else(code):
    district = untroubled()
    MADE[code](district)
    found = faced(district)[code]
    assert found[ONE] > 0.0
    assert found[OTHER] == (1.0 if code == "BEL6" else 0.0)
    assert found.min() >= 0.0 and found.max() <= 1.0


@pytest.mark.parametrize("column", [b.column for b in BARRIERS if b.column and b.code != "BIC4"])
def test_a_severity_just_below_the_mildest_that_counts_is_no_barrier(column):
    district = untroubled()
    put(**{column: 0.3499})(district)
    (code,) = (b.code for b in BARRIERS if b.column == column)
    assert not faced(district)[code].any()


def test_a_partner_who_retires_is_no_barrier_before_a_pension_is_within_reach():
    district = untroubled()
    put(joint_retirement=1.0)(district)
    assert not faced(district)["BIC4"].any()


def test_somebody_too_costly_to_hire_is_not_counted_as_too_risky_as_well():
    district = untroubled()
    put(distance=6.0, months_out=40)(district)
    found = faced(district)
    assert found["BEL1"][ONE] == 1.0 and found["BEL2"][ONE] == 0.0


def test_help_at_hand_lifts_the_risk_that_employers_see():
    district = untroubled()
    put(distance=2.2, months_out=40, support=1.0)(district)
    assert not faced(district)["BEL2"].any()


def test_poor_conditions_are_those_of_the_own_job_for_people_at_work():
    district = untroubled()
    put(physical_health=0.5, employer=0)(district)
    conditions = district.employers.arrays["conditions"]
    conditions[:], conditions[0] = 0.0, 1.0
    assert faced(district)["BEL4"][ONE] == 1.0
    conditions[:], conditions[0] = 1.0, 0.0
    assert faced(district)["BEL4"][ONE] == 0.0


def test_a_measure_that_works_against_a_barrier_they_have_is_neither_ineffective_nor_too_little():
    district = untroubled()
    put(work_skills=0.5, education=0.5, sheltered_in=1)(district)
    found = faced(district)
    assert not found["BPS1"].any() and not found["BPS4"].any()
    place(untroubled(), "sheltered")


def test_one_barrier_alone_is_not_too_little_help_with_others():
    district = untroubled()
    put(education=0.5)(district)
    assert not faced(district)["BPS4"].any()


def test_hardly_any_hours_are_a_lack_of_resources_only_for_those_who_look_for_work():
    district = untroubled()
    put(service_hours=0.2)(district)
    assert faced(district)["BPS5"][ONE] == 1.0
    put(employer=0)(district)
    assert faced(district)["BPS5"][ONE] == 0.0


def test_measures_collide_where_a_team_does_not_see_to_them_all():
    district = untroubled()
    two_at_once(district)
    assert faced(district)["BPS2"].nonzero()[0].tolist() == [ONE]
    put(coordinated=1)(district)
    assert not faced(district)["BPS2"].any()
    district.arrays["overload"][ONE] = 0.5
    assert faced(district)["BPS2"].nonzero()[0].tolist() == [ONE]


def test_a_district_is_behind_when_its_clients_get_a_tenth_fewer_hours_than_the_mean():
    assert districts_behind(np.array([2.0, 2.0, 1.0, 2.0]), 0.1).tolist() == [False, False, True, False]
    assert not districts_behind(np.array([2.0, 1.95, 1.9]), 0.1).any()
    assert not districts_behind(np.array([np.nan, 2.0]), 0.1).any()


def test_hours_a_client_are_those_of_people_with_a_caseworker():
    district = untroubled()
    district.people.arrays["caseworker"][5:] = -1
    district.people.arrays["service_hours"][:5] = (1.0, 2.0, 3.0, 4.0, 5.0)
    district.people.arrays["support_hours"][:5] = 1.0
    assert hours_a_client(district) == 4.0


def test_what_only_a_lived_month_can_show_is_not_said_at_the_start():
    found = faced(District(busy(people=30), rng=1))
    silent = {code for code, share in found.items() if share is None}
    assert silent == {"BIM1", "BPS1", "BPS2", "BPS4", "BPS5", "BPS6"}


def test_measuring_changes_nobodys_life():
    watched, alone = (District(busy(people=200, months=12), rng=1) for _ in range(2))
    for _ in range(12):
        faced(watched)
        watched.step()
        alone.step()
    for name, column in watched.people.arrays.items():
        assert np.array_equal(column, alone.people.arrays[name]), name


def test_thresholds_change_what_is_counted_and_nobodys_life():
    ends = {a: d.parameter.accept(d.parameter.plausible[1]) for a, d in declarations().items()
            if a.startswith("world.barriers.")}  # fmt: skip
    assert len(ends) == 7
    one, other = lived(busy(people=200), 6), lived(busy(people=200).set(ends), 6)
    for name, column in one.people.arrays.items():
        assert np.array_equal(column, other.people.arrays[name]), name
    assert faced(one)["BIM4"].sum() < faced(other)["BIM4"].sum()


# Prevalence


@pytest.fixture(scope="module")
def small_offices():
    """Districts of a few people each, where everything happens and offices differ by luck."""
    scenario = busy(people=60, months=24).set({"policy.ips.from_severity": 0.2})
    measures = {f"policy.{name}.places": 0.6 for name in ("treatment", "everyday_goals", "mentor")}
    return prevalence(scenario.set({"world.economy.cycle": 0.15, **measures}), range(1, 9))


def test_every_barrier_is_common_at_some_time_and_all_of_them_change(small_offices):
    for barrier in BARRIERS:
        over_time = [small_offices.share(barrier.code, month) for month in small_offices.months]
        said = [share for share in over_time if np.isfinite(share)]
        assert max(said) > 0.0, barrier.code
        assert len(set(said)) > 1, barrier.code


def test_at_the_start_shares_are_the_published_ones():
    """A-05: 31% without relevant education; A-12 as declared: 39% with few jobs; A-13: 6%."""
    found = prevalence(load("denmark").set({"district.months": 0}), range(1, 6))
    people = 5 * 2000
    for code, share in (("BIC3", 0.31), ("BEL5", 0.39)):
        error = np.sqrt(share * (1 - share) / people)
        assert abs(found.share(code, 0) - share) < 4 * error, code
    assert found.share("BEL3", 0, "immigrants") == 1.0
    assert found.share("BIC1", 0, "health") > 2 * found.share("BIC1", 0)


def test_groups_are_those_of_the_start_and_near_mid_and_far_add_up(small_offices):
    names = list(GROUPS)
    people = small_offices.people
    three = sum(people[:, names.index(name)] for name in ("near", "mid", "far"))
    assert np.array_equal(three, people[:, 0])
    assert people[0, 0] == 8 * 60 and people[-1, 0] < people[0, 0]


def test_one_district_alone_cannot_tell_regional_differences():
    alone = prevalence(busy(people=60, months=12), [1])
    assert np.isnan(alone.share("BPS6", 12))
    assert np.isfinite(alone.share("BPS5", 12))


@pytest.mark.parametrize(
    ("months", "shown"),
    [(60, (0, 12, 24, 60)), (180, (0, 12, 24, 60)), (30, (0, 12, 24)), (5, (0, 5)), (0, (0,))],
)
def test_months_0_12_24_and_60_are_shown_as_far_as_there_are(months, shown):
    assert months_within(months) == shown


# The command

TINY = ("--people", 60, "--months", 14, "--seeds", 3)


def test_barriers_prints_all_25_over_time_and_by_group_within_100_columns():
    text = good("barriers", "denmark", *TINY)
    for barrier in BARRIERS:
        assert text.count(f"{barrier.code} {barrier.label} ") == 2, barrier.code
    assert max(map(len, text.splitlines())) <= 100
    assert "month 0  month 12" in text and "By group, month 12" in text


def test_one_group_over_time_and_definitions_when_asked():
    text = good("barriers", "denmark", *TINY, "--group", "young", "--long")
    assert "Over time, young (below 30)" in text and "By group" not in text
    for barrier in BARRIERS:
        assert barrier.measure in " ".join(text.split())


def test_barriers_as_json_has_every_code_group_and_month_and_a_definition():
    printed = json.loads(good("barriers", "norway", *TINY, "--json"))
    assert list(printed) == ["barriers", "groups", "people", "manifest"]
    assert set(printed["barriers"]) == set(BY_CODE)
    for entry in printed["barriers"].values():
        assert entry["arises"] in ("person", "employer", "service") and entry["measure"]
        assert set(entry["prevalence"]) == set(GROUPS)
        assert all(list(months) == ["0", "12"] for months in entry["prevalence"].values())
    assert printed["barriers"]["BPS6"]["prevalence"]["all"]["0"] is None
    assert printed["people"]["all"]["0"] == 180


def test_set_changes_what_is_measured():
    words = ("barriers", "denmark", *TINY, "--json", "--set", "world.barriers.motivation_below=0.5")
    shares = [json.loads(good(*some))["barriers"]["BIM4"]["prevalence"]["all"]["0"]
              for some in (words[:-2], words)]  # fmt: skip
    assert shares[0] < shares[1]


@pytest.mark.parametrize("words", [("barriers", "denmark"), ("life", "denmark", "--person", "3")])
def test_ctrl_c_says_that_nothing_was_written(words, monkeypatch):
    def stopped(district):
        raise KeyboardInterrupt

    monkeypatch.setattr(District, "step", stopped)
    result = inroads(*words, "--people", 60)
    assert (result.exit_code, result.stderr) == (130, "Stopped: nothing was written.\n")


def test_an_unknown_group_gets_the_nearest_name():
    sentence = refused("barriers", "denmark", "--group", "immigrant")
    assert "Did you mean 'immigrants'?" in sentence and "near, mid, far" in sentence
