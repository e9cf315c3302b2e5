"""Caseworkers: who gets their time, what they know, and what a change of caseworker costs.

The register's findings are claimed in sign, most over seeds with a standard error; each claim has
a control in which the cause is missing.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import load, simulate
from sim.outcomes import NAMES, distance_group
from sim.rules.service import (
    SHARING_RULES,
    TARGETING_RULES,
    backing,
    distance_seen,
    known_after,
    level_of,
    place_key,
    severity_seen,
    time_pull,
)
from sim.scenario import declarations
from tests.districts import busy, lived

DENMARK = load("denmark").set({"district.people": 1500, "district.months": 24})
R = {name: table[0] for name, table in DENMARK.records().items()}
SEEDS = range(1, 9)
PAID_BY_PLACEMENT = {"policy.rewards.placements": 1.0, "policy.targeting.discretion": 1.0}
NEAR, MID, FAR = range(3)
share = st.floats(0, 1)


def changed(group, **values):
    """A copy of a group's record with some values changed."""
    record = R[group].copy()
    for name, value in values.items():
        record[name] = value
    return record


def clients(district):
    """Columns of the first people who have a caseworker and no job, and their distance group."""
    people = {name: column[:1500] for name, column in district.people.arrays.items()}
    served = (people["caseworker"] >= 0) & (people["employer"] < 0)
    return {name: column[served] for name, column in people.items()}


def by_group(changes, measure, months=18, seeds=SEEDS):
    """A measure of jobless clients by near, mid and far: one row for each seed."""
    rows = []
    for seed in seeds:
        them = clients(lived(DENMARK.set(changes), months, seed))
        group = distance_group(them["barriers_at_start"])
        rows.append([measure(them)[group == g].mean() for g in range(3)])
    return np.array(rows)


def hours(them):
    return them["service_hours"].astype(float)


def nothing_for_six_months(them):
    return (them["unserved_months"] >= 6).astype(float)


def rises(differences):
    """Whether a mean is above zero by two standard errors."""
    differences = np.asarray(differences)
    return differences.mean() > 2 * differences.std(ddof=1) / math.sqrt(len(differences)) > 0


# -- sharing: creaming, parking and their opposite ------------------------------------------------


def test_paid_by_placement_with_discretion_hours_leave_the_far_and_some_get_nothing():
    """F-09, D-13: creaming, and about one in five of the far group with nothing for half a year."""
    before, after = by_group({}, hours), by_group(PAID_BY_PLACEMENT, hours)
    assert rises(after[:, NEAR] - before[:, NEAR])
    assert rises(before[:, FAR] - after[:, FAR])
    unserved = by_group(PAID_BY_PLACEMENT, nothing_for_six_months)
    assert rises(unserved[:, FAR] - unserved[:, NEAR])
    assert 0.12 < unserved[:, FAR].mean() < 0.28
    # Control: shared equally, nobody with a caseworker goes half a year without a meeting, and
    # the far get what the others get.
    assert by_group({}, nothing_for_six_months).max() == 0.0
    assert before[:, FAR].mean() > 0.9 * before[:, NEAR].mean()


def test_creaming_and_parking_show_in_the_outcomes_by_distance():
    arms = [[simulate(DENMARK.set(changes), seed, keep_lives=False) for seed in SEEDS]
            for changes in ({}, PAID_BY_PLACEMENT)]  # fmt: skip

    def gain(outcome, group):
        at = [np.array([run.groups[group][18, NAMES.index(outcome)] for run in arm]) for arm in arms]
        return at[1] - at[0]

    assert rises(-gain("service_hours", FAR)) and rises(gain("service_hours", NEAR))
    assert rises(gain("unserved", FAR)) and rises(gain("unserved", FAR) - gain("unserved", NEAR))


def test_discretion_gives_rewards_more_room():
    """Fact 15: it takes both. Less discretion, less creaming; without rewards, next to none."""
    far = [
        by_group(changes, nothing_for_six_months, seeds=range(1, 5))[:, FAR].mean()
        for changes in (
            {"policy.targeting.discretion": 1.0},
            {"policy.rewards.placements": 1.0},
            {"policy.rewards.placements": 1.0, "policy.targeting.discretion": 0.5},
            PAID_BY_PLACEMENT,
        )
    ]
    assert far[0] < 0.01 and far[1] < 0.05
    assert far[1] < far[2] < far[3]


def test_need_first_gives_the_far_more_and_easiest_first_less():
    equal = by_group({}, hours)
    need = by_group({"policy.sharing.rule": "need_first"}, hours)
    easy = by_group({"policy.sharing.rule": "easiest_first"}, hours)
    assert rises(need[:, FAR] - equal[:, FAR]) and rises(equal[:, NEAR] - need[:, NEAR])
    assert rises(equal[:, FAR] - easy[:, FAR]) and rises(easy[:, NEAR] - equal[:, NEAR])


def test_reward_for_lasting_work_tilts_less_and_brings_time_to_those_at_work():
    placed, lasting = by_group(PAID_BY_PLACEMENT, hours), by_group(
        {"policy.rewards.lasting": 1.0, "policy.targeting.discretion": 1.0}, hours
    )  # fmt: skip
    spread = lambda of: of[:, NEAR] - of[:, FAR]  # noqa: E731
    assert rises(spread(placed) - spread(lasting))

    def at_work(changes, column):
        found = []
        for seed in SEEDS:
            p = {n: c[:1500] for n, c in lived(DENMARK.set(changes), 18, seed).people.arrays.items()}
            found.append(p[column][(p["employer"] >= 0) & (p["specialist"] < 0)].mean())
        return np.array(found)

    for column in ("service_hours", "follow_along"):
        by_reward = at_work({"policy.rewards.lasting": 1.0}, column)
        assert rises(by_reward - at_work({}, column))
        assert rises(by_reward - at_work({"policy.rewards.placements": 1.0}, column))
    # Control: followed up only where lasting work counts.
    assert at_work({}, "follow_along").max() == 0.0


@pytest.mark.parametrize("rule", SHARING_RULES)
@pytest.mark.parametrize("taken", [False, True], ids=["all for clients", "much of it taken"])
def test_under_every_rule_hours_spent_are_hours_given_and_never_more_than_there_are(rule, taken):
    changes = {"policy.sharing.rule": rule, "policy.sharing.strength": 2.0, **PAID_BY_PLACEMENT}
    if taken:
        changes |= {"policy.staff_training.hours": 12.0, "policy.continuity.handover": 1.0,
                    "policy.outreach.proactive": 1.0, "world.service.turnover": 0.1,
                    "world.outreach.hours": 4.0}  # fmt: skip
    scenario = busy(people=500).set({**changes, "world.service.practice_spread": 0.3})
    for months in (1, 6, 18):
        d = lived(scenario, months)
        staff, people = d.staff.arrays, d.people.arrays
        for mine, kind in (("caseworker", 0), ("specialist", 1)):
            of = "service_hours" if kind == 0 else "support_hours"
            served = people[mine] >= 0
            given = np.bincount(
                people[mine][served], people[of][served].astype(float), minlength=len(staff["kind"])
            )
            posts = staff["kind"] == kind
            assert given[posts] == pytest.approx(staff["hours_spent"][posts], rel=1e-5, abs=1e-5)
        there = staff["hours"] * staff["filled"]
        assert (staff["hours_spent"] + staff["hours_taken"] <= there + 1e-4).all()
        # Nothing is lost to parking either: what is not given is above nobody's twelve hours.
        full = (staff["kind"] == 0) & (staff["clients"] >= 20)
        used = staff["hours_spent"] + staff["hours_taken"]
        capped = np.unique(people["caseworker"][people["service_hours"] >= 12.0])
        full[capped[capped >= 0]] = False
        assert full.any()
        assert used[full] == pytest.approx(there[full], rel=1e-5)


@given(st.floats(-3, 8), share, st.integers(0, 2), st.sampled_from(range(4)), share)
def test_the_pull_on_time_is_nothing_without_rule_rewards_and_discretion(seen, belief, profile, rule, own):
    off = time_pull(
        changed("sharing", rule=0, strength=5.0), R["rewards"], R["targeting"], seen, profile, belief
    )
    assert off == 0.0
    pull = lambda at: time_pull(  # noqa: E731
        changed("sharing", rule=rule), changed("rewards", placements=1.0),
        changed("targeting", discretion=own), at, profile, belief,
    )  # fmt: skip
    # Paid by placement, somebody further away never has a larger claim, except under need first.
    assert pull(seen + 1.0) <= pull(seen) or rule == 1


# -- profiling ------------------------------------------------------------------------------------


@pytest.mark.parametrize("accuracy", [0.5, 0.8, 1.0])
def test_a_profiling_tool_is_right_as_often_as_it_says(accuracy):
    """E-32: 0.8 errs for one in five; 1.0 is the truth."""
    p = lived(DENMARK.set({"district.people": 5000, "policy.profiling.use": True,
                           "policy.profiling.accuracy": accuracy}), 0).people.arrays  # fmt: skip
    truth = distance_group(p["barriers_at_start"][:5000])
    right = p["profile"][:5000] == truth
    if accuracy == 1.0:
        assert right.all()
    for level in range(3):
        there = right[truth == level]
        error = math.sqrt(accuracy * (1 - accuracy) / len(there))
        assert there.mean() == pytest.approx(accuracy, abs=4 * error)
        wrong = p["profile"][:5000][(truth == level) & ~right]
        if len(wrong):
            others = np.bincount(wrong, minlength=3)[[g for g in range(3) if g != level]]
            assert others[0] / len(wrong) == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(len(wrong)))


def test_without_the_tool_the_level_is_what_the_barriers_say():
    p = lived(DENMARK.set({"policy.profiling.accuracy": 0.4}), 0).people.arrays
    assert np.array_equal(p["profile"][:1500], distance_group(p["barriers_at_start"][:1500]))
    assert [level_of(n) for n in range(6)] == [0, 0, 1, 1, 2, 2]


def test_errors_of_the_tool_take_time_from_those_it_calls_near():
    """By profile the far get more, the less so the more the tool errs."""
    tool = {"policy.sharing.rule": "by_profile", "policy.profiling.use": True}
    far = {
        accuracy: by_group({**tool, "policy.profiling.accuracy": accuracy}, hours)[:, FAR]
        for accuracy in (0.4, 1.0)
    }
    assert rises(far[1.0] - far[0.4])
    assert rises(far[1.0] - by_group({}, hours)[:, FAR])


# -- who comes first for a place ------------------------------------------------------------------


@given(share, st.floats(-3, 8), st.integers(0, 2), share)
def test_by_lot_the_key_to_a_place_is_the_lot_itself(lot, seen, profile, belief):
    assert place_key(R["targeting"], lot, seen, profile, belief) == lot


@given(st.sampled_from(range(4)), share, share, st.floats(-50, 50), st.integers(0, 2), share)
def test_a_key_to_a_place_is_a_share_and_keeps_the_order_of_its_rule(rule, own, lot, seen, profile, belief):
    key = lambda **of: place_key(  # noqa: E731
        changed("targeting", rule=rule, discretion=own),
        of.get("lot", lot), of.get("seen", seen), of.get("profile", profile), of.get("belief", belief),
    )  # fmt: skip
    assert 0.0 <= key() <= 1.0
    assert key(belief=1.0) >= key(belief=0.0)
    far, near = key(seen=seen + 1.0), key(seen=seen)
    if TARGETING_RULES[rule] == "need_first":
        assert far >= near
    elif TARGETING_RULES[rule] == "easiest_first":
        assert far <= near
    else:
        assert far == near
    if TARGETING_RULES[rule] == "by_profile":
        assert key(profile=2, lot=0.01) >= key(profile=1, lot=0.99)
    if own == 1.0:
        assert key() == pytest.approx(belief)


# -- assessment -----------------------------------------------------------------------------------


def test_a_client_is_known_by_hours_and_half_forgotten_with_a_change():
    s = R["service"]
    assert known_after(s, 0.2, 0.0) == 0.2
    assert known_after(s, 0.0, s["assessment_hours"]) == pytest.approx(0.5)
    assert known_after(s, 1.0, 5.0) == 1.0
    # In a district: turnover keeps clients less well known, and parking too.
    known = lambda changes: np.array(  # noqa: E731
        [clients(lived(DENMARK.set(changes), 12, seed))["assessed"].mean() for seed in SEEDS]
    )
    ordinary = known({"world.service.turnover": 0.0})
    assert rises(ordinary - known({"world.service.turnover": 0.1}))
    assert rises(known({"policy.caseload.ordinary": 35.0}) - ordinary)
    still = {
        "world.service.change_forgets": 0.0,
        "world.people.newcomers": 0.0,
        "world.people.move_away": 0.0,
    }
    assert abs(known({**still, "world.service.turnover": 0.1}) - known(
        {**still, "world.service.turnover": 0.0})).mean() < 0.002  # fmt: skip


@given(share, share, st.floats(-4, 4))
def test_what_is_seen_is_the_truth_when_known_and_within_bounds_when_not(severity, assessed, noise):
    s = R["service"]
    assert severity_seen(s, severity, 1.0, noise) == severity
    assert distance_seen(s, severity, 1.0, noise) == severity
    assert 0.0 <= severity_seen(s, severity, assessed, noise) <= 1.0
    error = lambda known: abs(distance_seen(s, severity, known, noise) - severity)  # noqa: E731
    assert error(0.0) >= error(assessed) >= error(1.0)


# -- what a caseworker does for a client ----------------------------------------------------------


def test_a_change_of_caseworker_costs_a_fifth_at_first_and_a_handover_saves_part():
    """C-16: -22%; worked out by hand."""
    s = R["service"]
    help = lambda months, lost: backing(s, 0.5, months, lost) / backing(s, 0.5, months, 0.0)  # noqa: E731
    assert help(0.0, 1.0) == pytest.approx(1 - s["change_effect"])
    assert help(s["change_months"], 1.0) == pytest.approx(1 - s["change_effect"] / 2)
    assert help(0.0, 0.4) == pytest.approx(1 - 0.4 * s["change_effect"])


def helped(changes, seed, months=18):
    """Mean help from the caseworker's person, over jobless clients."""
    return clients(lived(DENMARK.set(changes), months, seed))["help_ratio"].mean()


def gains(before, after, seeds=SEEDS):
    """Help under one policy less help under another, one number for each seed."""
    return np.array([helped(after, seed) - helped(before, seed) for seed in seeds])


def test_turnover_lowers_help_and_handover_and_retention_raise_it():
    """C-16. The control is a world in which a change costs nothing."""
    restless = {"world.service.turnover": 0.08, "world.service.belief_error": 0.0,
                "world.service.skill_effect": 0.0}  # fmt: skip
    assert rises(-gains({**restless, "world.service.turnover": 0.0}, restless))
    assert rises(gains(restless, {**restless, "policy.continuity.handover": 1.0}))
    assert rises(gains(restless, {**restless, "policy.continuity.retention": 0.8}))
    harmless = {**restless, "world.service.change_effect": 0.0}
    assert abs(gains(harmless, {**harmless, "policy.continuity.handover": 1.0})).max() < 1e-3


def test_a_handover_meeting_takes_hours_and_not_more_than_half_a_month():
    scenario = DENMARK.set({"world.service.turnover": 0.3, "policy.continuity.handover": 1.0})
    for per_client in (0.5, 3.0):
        d = lived(scenario.set({"world.continuity.meeting_hours": per_client}), 3)
        taken, filled = d.staff.arrays["hours_taken"], d.staff.arrays["filled"]
        p = d.people.arrays
        moved = (p["caseworker"] >= 0) & (p["new_caseworker"] == 1) & (p["caseworker_months"] == 0)
        count = np.bincount(p["caseworker"][moved], minlength=len(taken))
        wanted, room = count * per_client, 0.5 * d.staff.arrays["hours"] * filled
        assert count.max() > 20
        assert taken == pytest.approx(np.minimum(wanted, room), rel=1e-6)
        part = np.minimum(1.0, room / np.maximum(wanted, 1e-9))
        assert p["handed_over"][moved] == pytest.approx(part[p["caseworker"][moved]], rel=1e-5)


def test_retention_lowers_turnover_by_its_share_and_is_paid_for_each_post():
    scenario = DENMARK.set({"world.service.turnover": 0.1, "district.people": 4000})

    def left(retention):
        of = [lived(scenario.set({"policy.continuity.retention": retention}), 12, s).staff for s in SEEDS]
        return np.array([staff.arrays["generation"].sum() for staff in of])

    assert left(1.0).sum() == 0
    assert rises(left(0.0) - left(0.5))
    assert left(0.5).mean() == pytest.approx(left(0.0).mean() / 2, rel=0.12)


def test_belief_helps_by_a_third():
    """C-17: +33%, for somebody fully believed in."""
    s = R["service"]
    assert backing(s, 1.0, 5.0, 0.0) / backing(s, 0.0, 5.0, 0.0) == pytest.approx(1.33)


def test_training_costs_hours_first_and_raises_help_later():
    """C-20, C-21 in sign. What was taught is lost with whoever leaves."""
    training = {"policy.staff_training.hours": 8.0}
    steady = {"world.service.turnover": 0.0}

    def searched(changes):
        """Mean search of jobless clients, who are met as long as before."""
        same_time = {**steady, **changes, "policy.caseload.ordinary": 70.0 * (77 / 85 if changes else 1.0)}
        found = [clients(lived(DENMARK.set(same_time), 18, seed))["search_effort"].mean() for seed in SEEDS]
        return np.array(found)

    assert rises(searched(training) - searched({}))
    before, after = by_group({}, hours), by_group(training, hours)
    assert rises((before - after).mean(axis=1))
    assert after.mean() == pytest.approx(before.mean() * (1 - 8 / 85), rel=0.02)
    # Control: teaching that teaches nothing.
    nothing = {"world.staff_training.learned_an_hour": 0.005, "world.staff_training.skill_gain": 0.0,
               "world.staff_training.error_cut": 0.0}  # fmt: skip
    assert not rises(searched({**training, **nothing}) - searched({}))

    def taught(changes):
        staff = lived(DENMARK.set({**training, **changes}), 24).staff.arrays
        return staff["trained"][(staff["active"] == 1) & (staff["kind"] == 0)].mean()

    assert 0.5 < taught(steady) <= 1.0
    assert taught({"world.service.turnover": 0.2}) < 0.6 * taught(steady)
    assert taught({**steady, "policy.staff_training.hours": 16.0}) > taught(steady)


def test_a_better_caseworker_gets_more_people_to_search():
    """C-20 and C-18: search effort rises with the skill of whoever is assigned by lot."""
    slopes, flat = [], []
    for seed in SEEDS:
        for effect, found in ((R["service"]["meeting_skill"], slopes), (0.0, flat)):
            d = lived(DENMARK.set({"world.service.meeting_skill": float(effect)}), 12, seed)
            them = clients(d)
            looking = them["search_effort"] > 0
            skill = d.staff.arrays["skill"][them["caseworker"][looking]]
            slopes_of = np.polyfit(skill, np.log(them["search_effort"][looking]), 1)
            found.append(slopes_of[0])
    assert rises(slopes)
    assert np.mean(slopes) == pytest.approx(0.13, abs=4 * np.std(slopes, ddof=1) / math.sqrt(len(slopes)))
    assert not rises(flat) and not rises(-np.array(flat))


def test_a_month_without_a_meeting_costs_search():
    """C-22 in sign. The control is a world in which meetings add nothing to search."""
    parked = {**PAID_BY_PLACEMENT, "policy.sharing.rule": "easiest_first"}

    def effort_lost(world):
        lost = []
        for seed in SEEDS:
            met = lived(DENMARK.set(world), 1, seed).people.arrays
            missed = lived(DENMARK.set({**world, **parked}), 1, seed).people.arrays
            them = (missed["caseworker"] >= 0) & (missed["service_hours"] == 0.0) & (met["search_effort"] > 0)
            assert them.sum() > 20
            lost.append(1.0 - missed["search_effort"][them].mean() / met["search_effort"][them].mean())
        return np.array(lost)

    found = effort_lost({})
    assert rises(found) and found.mean() > 0.03
    # What little is left of it comes by trust, which meetings build.
    assert effort_lost({"world.service.search_gain": 0.0}).mean() < 0.1 * found.mean()


# -- outreach, and offices that differ ------------------------------------------------------------


def test_outreach_brings_people_back_gives_the_unseen_time_and_costs_the_others():
    """S002 in sign, with BPS3. The control is a world in which outreach changes nothing for people."""
    away = {"world.exits.lose_contact": 0.02}
    proactive = {**away, "policy.outreach.proactive": 1.0}

    def out_of_contact(changes):
        return np.array([
            (lived(DENMARK.set(changes), 24, seed).people.arrays["status"] == 13).mean() for seed in SEEDS
        ])  # fmt: skip

    def time(changes, unseen):
        rows = (clients(lived(DENMARK.set(changes), 18, seed)) for seed in SEEDS)
        return np.array([r["service_hours"][r["low_contact"] == unseen].mean() for r in rows])

    assert rises(out_of_contact(away) - out_of_contact(proactive))
    assert rises(time(proactive, 1) - time(away, 1))
    assert rises(time(away, 0) - time(proactive, 0))
    idle = {"world.outreach.return_gain": 0.0, "world.outreach.contact_gain": 0.0}
    found = out_of_contact(away) - out_of_contact(proactive)
    left = out_of_contact({**away, **idle}) - out_of_contact({**proactive, **idle})
    assert abs(left.mean()) < 0.25 * found.mean()


def test_more_outreach_seeks_out_the_same_people_and_some_more():
    few, many = (lived(DENMARK.set({"policy.outreach.proactive": p}), 1).people.arrays["sought_out"]
                 for p in (0.3, 0.8))  # fmt: skip
    assert 0 < few.sum() < many.sum()
    assert not ((few == 1) & (many == 0)).any()


def test_offices_differ_by_the_declared_spread_and_each_keeps_its_practice():
    """BPS6: the logarithm of hours for clients, drawn once for each district."""
    spread, logs = 0.25, []
    for seed in range(1, 61):
        d = lived(DENMARK.set({"district.people": 60, "world.service.practice_spread": spread}), 2, seed)
        staff = d.staff.arrays
        mine = staff["hours"][(staff["active"] == 1) & (staff["kind"] == 0)]
        assert np.ptp(mine) == 0.0
        logs.append(math.log(mine[0] / R["service"]["ordinary_hours"]))
    assert np.std(logs, ddof=1) == pytest.approx(spread, rel=3 / math.sqrt(2 * 59))
    assert abs(np.mean(logs)) < 3 * spread / math.sqrt(60)


# -- nothing moves that should not ----------------------------------------------------------------

MINE = ("sharing", "rewards", "profiling", "targeting", "staff_training", "continuity", "outreach")
DOES_NOTHING_ALONE = {
    "policy.sharing.strength": 1.5,
    "policy.profiling.accuracy": 0.4,
    "policy.continuity.retention_price": 15000.0,
}


@pytest.mark.parametrize("months", [12])
def test_what_depends_on_a_switch_that_is_off_changes_nobodys_life(months):
    small = DENMARK.set({"district.people": 300})
    assumed = {
        address: one.parameter.accept(one.parameter.plausible[1])
        for address, one in declarations().items()
        if address.split(".")[0] == "world" and address.split(".")[1] in MINE
    }
    assert len(assumed) > 20
    one, other = lived(small, months), lived(small.set({**DOES_NOTHING_ALONE, **assumed}), months)
    for kind in one.rows:
        for name, column in one.rows[kind].arrays.items():
            assert np.array_equal(column, other.rows[kind].arrays[name]), name
    assert np.array_equal(one.books.amounts, other.books.amounts)


def test_the_tool_alone_changes_levels_and_nobodys_life():
    small = DENMARK.set({"district.people": 300})
    one, other = lived(small, 12), lived(small.set({"policy.profiling.use": True}), 12)
    differ = [n for n, c in one.people.arrays.items() if not np.array_equal(c, other.people.arrays[n])]
    assert differ == ["profile"]
