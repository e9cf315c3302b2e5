"""Claims about trials: known answers, the anchor, the published size, and signs that can fail."""

import dataclasses
import json
import math
import tomllib

import numpy as np
import pytest
from commandline import good, refused

from experiments import compare, posterior
from experiments.trials import anchor as trial_anchor
from experiments.trials import measure as trial_measure
from experiments.trials import run as trial_run
from experiments.trials import sample as trial_sample
from experiments.trials import trial
from experiments.trials import worlds as trial_worlds
from experiments.trials.file import read_file
from experiments.trials.plain_data import as_dict
from experiments.trials.report import Reading, SignTest
from experiments.trials.trial import Figure, Follow, Outcome
from sim import statuses as s
from sim.scenario import load

SHIFT = trial_worlds.SHIFT
MINE = """
[about]
title = "A made-up trial"
country = "denmark"
use = "context"
status = "made up"
[design]
months = {months}
allocation = "{allocation}"
[context.policy.sheltered]
places = 0.0
[arms.control]
n = 50
policy.ips.places = 0.0
[arms.treated]
n = 50
{treated}
[[outcomes]]
name = "job"
state = "job"
measure = "ever"
month = {months}
published.control = {control}
[[outcomes]]
name = "weeks"
state = "job"
measure = "weeks"
month = {months}
{more}
"""


def made_up(
    folder, treated="policy.ips.places = 1.0", more="", months=8, control=0.2, allocation="individual"
):
    """A trial file with these parts, read."""
    path = folder / "mine.toml"
    path.write_text(
        MINE.format(treated=treated, more=more, months=months, control=control, allocation=allocation)
    )
    return read_file(path)


def outcome(**parts):
    return Outcome(**{"name": "x", "label": "x", "measure": "ever", "month": 4, **parts})


def few(name, seeds=range(1, 3), people=100, **options):
    return trial_run.simulate(trial.read(name), seeds, people=people, **options)


# -- shipped trials --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", trial.shipped())
def test_every_shipped_trial_can_be_simulated_and_reported(name):
    """Small; a long one is cut short, except for what its outcomes need."""
    found = few(name, seeds=range(1, 3), people=60, keep_persons=True)
    plain = as_dict(Reading(found))
    for one in found.trial.outcomes:
        assert len(plain["effect"][one]) == found.trial.months + 1
    assert json.dumps(plain["published"]) and plain["manifest"]["trial"]["reads"]


def test_every_shipped_trial_says_where_it_is_from_and_how_it_was_read():
    for name in trial.shipped():
        one = trial.read(name)
        assert one.about["source"] and len(one.about["reads"]) > 40, name
        assert any(o.sign or trial.effect_figure(one, k) for k, o in one.outcomes.items()), name


def test_seed_rests_on_the_counts_of_those_who_answered():
    """Trap 7: 22 of 46 against 3 of 37, which give back the published odds ratio and its interval."""
    levels = trial.read("seed").outcomes["job"].levels
    treated, control = levels["treated"], levels["control"]
    a, b = round(treated.value * treated.n), round(control.value * control.n)
    assert (a, treated.n, b, control.n) == (22, 46, 3, 37)
    odds = (a / (46 - a)) / (b / (37 - b))
    error = math.sqrt(1 / a + 1 / (46 - a) + 1 / b + 1 / (37 - b))
    interval = [odds * math.exp(k * 1.96 * error) for k in (-1, 1)]
    assert (odds, *interval) == pytest.approx((10.39, 2.79, 38.68), abs=0.02)


def test_targets_are_effects_with_an_error_and_no_anchored_figure():
    found = {(t.id, t.arm_or_effect): t for t in trial.targets(trial.read("eqolise"))}
    assert set(found) == {("B-01", "effect"), ("B-02", "effect"), ("B-02", "control")}
    assert found["B-01", "effect"].value == 0.269
    assert found["B-01", "effect"].se == pytest.approx((0.374 - 0.164) / 3.92, rel=1e-3)
    assert trial.targets(trial.read("koning")) == []  # signs only


# -- known answers ---------------------------------------------------------------------------------


def test_equal_arms_have_an_effect_of_exactly_nothing(tmp_path):
    one = made_up(tmp_path, treated="policy.ips.places = 0.0")
    found = trial_run.simulate(one, range(1, 4), people=150)
    for name in one.outcomes:
        for month in range(one.months + 1):
            assert (found.effect(name, month) == 0.0).all()
    assert (found.everybody["treated"] == found.everybody["control"]).all()


def test_where_no_employer_ever_hires_the_effect_is_the_whole_control_level(tmp_path):
    one = made_up(tmp_path, treated="policy.ips.places = 0.0\nworld.hiring.bar = 50.0")
    found = trial_run.simulate(one, range(1, 4), people=300)
    assert found.level("control", "job").mean() > 0.01
    assert (found.effect("job") == -found.level("control", "job")).all()


def test_supported_search_raises_and_idle_specialists_do_not(tmp_path):
    busy = made_up(tmp_path)
    idle = made_up(tmp_path, treated="policy.ips.places = 1.0\nworld.ips.contacts_an_hour = 0.0")
    gains = [trial_run.simulate(one, range(1, 4), people=300).effect("job").mean() for one in (busy, idle)]
    assert gains[0] > 0.1 > 3 * gains[1]


def lives(status, hours=None, active=None, **columns):
    """Lives from rows of statuses, a person each."""
    status = np.array(status, np.int8).T
    people = status.shape[1]
    return trial_measure.Lives(
        status,
        np.full(status.shape, 10.0, np.float32) if hours is None else np.array(hours, np.float32).T,
        np.ones(status.shape, bool) if active is None else np.array(active, bool).T,
        {name: np.array(rows).T for name, rows in columns.items()},
        {"everyone": np.ones(people, bool), "women": np.arange(people) == 0},
        30.0,
    )


N, P, F, E = s.OPEN_BENEFIT, s.PART_TIME, s.FULL_TIME, s.EDUCATION
TWO = lives([[N, P, P, N, P], [N, N, N, N, E]])


@pytest.mark.parametrize(
    ("parts", "first", "second"),
    [
        ({"state": "job"}, 1, 0),
        ({"state": "job_or_education"}, 1, 1),
        ({"state": "job", "measure": "at_month", "month": 3}, 0, 0),
        ({"state": "job", "measure": "months"}, 3, 0),
        ({"state": "job", "measure": "months", "since": 2}, 1, 0),
        ({"state": "job", "measure": "weeks"}, 13, 0),
        ({"state": "job", "measure": "hours"}, 130, 0),
        ({"state": "job", "measure": "days"}, 3 * 365.25 / 12, 0),
        ({"state": "job", "measure": "first_spell"}, 2, math.nan),
        ({"state": "job", "measure": "entered", "since": 1}, math.nan, 0),
        ({"state": "job", "measure": "entered", "month": 1}, 1, 0),
        ({"state": "full_time"}, 0, 0),
        ({"state": "unemployment", "measure": "months"}, 1, 3),
        ({"state": "job", "among": "women"}, 1, math.nan),
    ],
)
def test_outcomes_are_counted_as_said(parts, first, second):
    one = outcome(**parts)
    assert trial_measure.by_month(TWO, one)[one.month] == pytest.approx([first, second], nan_ok=True)


def test_full_time_needs_the_hours():
    enough = lives([[N, F]], hours=[[0, 37]])
    short = lives([[N, F]], hours=[[0, 20]])
    full = outcome(state="full_time", month=1)
    assert trial_measure.by_month(enough, full)[1] == 1 and trial_measure.by_month(short, full)[1] == 0


def test_whoever_has_moved_away_is_counted_no_more():
    left = lives([[N, P, P]], active=[[True, True, False]])
    found = trial_measure.by_month(left, outcome(state="job", month=2))
    assert found[1, 0] == 1 and np.isnan(found[2, 0])


def test_columns_are_read_as_levels_sums_and_thresholds():
    one = lives([[N, N, N]], earnings=[[0.0, 5.0, 7.0]])
    sums = outcome(column="earnings", measure="sum", month=2)
    low = outcome(column="earnings", below=6.0, measure="at_month", month=2)
    assert trial_measure.by_month(one, sums)[2, 0] == 12.0
    assert trial_measure.by_month(one, low)[:, 0].tolist() == [1.0, 1.0, 0.0]


def test_only_those_who_were_in_it_can_drop_out_of_it():
    one = lives([[N, N, N]] * 2, taking=[[0, 4, 4], [0, 0, 0]], drop_outs=[[0, 0, 1], [0, 0, 0]])
    dropped = outcome(state="dropped_out", of="taking", month=2)
    assert trial_measure.by_month(one, dropped)[2] == pytest.approx([1.0, math.nan], nan_ok=True)


# -- people followed from an event -----------------------------------------------------------------


def test_people_are_followed_from_their_own_month():
    """The first person is sanctioned in month 2, the second never, the third at the very end."""
    cuts = [[0, 0, 1, 1, 2], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1]]
    one = lives([[N, N, N, P, P], [N, P, P, P, P], [N, N, N, N, N]], sanctions_received=cuts)
    follow = Follow("treated", "sanctions_received", 1.0)
    start = trial_measure.event_months(one, follow)
    assert start.tolist() == [1, -1, 3]
    told = trial_measure.from_event(one, start)
    found = trial_measure.by_month(told, outcome(state="job", month=2))
    assert found[1] == pytest.approx([0.0, math.nan, 0.0], nan_ok=True)
    assert found[2] == pytest.approx([1.0, math.nan, math.nan], nan_ok=True)
    assert found[0] == pytest.approx([0.0, math.nan, 0.0], nan_ok=True)
    never = trial_measure.event_months(one, dataclasses.replace(follow, never=True))
    assert never.tolist() == [-1, 0, -1]


def test_until_it_happens_twins_have_the_same_life(tmp_path):
    """Before the month of the cut they are alike, but for jobs that others took; then the cut shows."""
    none = trial.read("svarer")
    waiting = {"w": outcome(name="w", state="unemployment", measure="at_month", month=3)}
    found = trial_run.simulate(dataclasses.replace(none, outcomes=waiting), range(1, 5), people=800)
    before, after = (found.effect("w", month).mean() for month in (0, 3))
    assert after < -0.03 and abs(before) < abs(after) / 4
    same = dataclasses.replace(
        none, arms={**none.arms, "control": dataclasses.replace(none.arms["treated"], name="control")}
    )
    found = trial_run.simulate(same, range(1, 3), people=200)
    assert (np.nan_to_num(found.effect("first_quarter")) == 0.0).all()


# -- the anchor ------------------------------------------------------------------------------------


def test_the_anchor_meets_its_figure_and_moves_both_arms_alike():
    found = few("seed", seeds=range(1, 6), people=600)
    published = found.trial.outcomes["job"].levels["control"].value
    assert abs(found.level("control", "job").mean() - published) < 0.01
    assert found.anchor.reached and found.anchor.shift != 0.0
    assert {world[SHIFT] for world in found.scenarios.values()} == {found.anchor.shift}
    free = dataclasses.replace(found.trial, anchor=None)
    apart = trial_run.simulate(free, range(1, 6), people=600)
    assert abs(apart.level("control", "job").mean() - published) > 0.01


def test_a_shift_found_before_gives_the_same_answer():
    first = few("seed")
    again = few("seed", anchor_shift=first.anchor.shift)
    assert (first.effect("job") == again.effect("job")).all()
    assert again.anchor.simulated == first.anchor.simulated


def test_an_anchor_out_of_reach_is_said_so(tmp_path):
    one = made_up(tmp_path, control=0.99, more='[anchor]\narm = "control"\noutcome = "job"')
    found = trial_run.simulate(one, range(1, 3), people=100, keep_persons=True)
    assert not found.anchor.reached and found.anchor.shift == -3.0
    said = good("trial", tmp_path / "mine.toml", "--seeds", "2", "--people", "100", "--quiet")
    assert "out of reach" in said


@pytest.mark.parametrize("root", [-2.9, -0.7, 0.0, 1.3])
def test_the_search_finds_where_a_falling_function_is_zero(root):
    tried = {}

    def above(x):
        tried[x] = math.tanh(root - x) + (root - x) ** 3
        return tried[x]

    found = trial_anchor.fall_to_zero(above, -3.0, 3.0, lambda x: abs(tried[x]) < 1e-3)
    assert found == pytest.approx(root, abs=1e-3) and len(tried) <= 12


@pytest.mark.parametrize(("height", "end"), [(5.0, 3.0), (-5.0, -3.0)])
def test_the_search_ends_where_there_is_no_zero(height, end):
    found = trial_anchor.fall_to_zero(lambda x: height - 0.1 * x, -3.0, 3.0, lambda x: False)
    assert found == end


# -- worlds ----------------------------------------------------------------------------------------


def test_a_parameter_set_lies_below_what_the_country_and_the_file_say():
    sheltered = trial.read("seed")
    values = {"world.hiring.risk": 1.2, "world.people.health": 0.1, "world.money.wage": 1.0}
    world = trial_worlds.worlds(sheltered, values)["control"]
    assert world["world.hiring.risk"] == 1.2
    assert world["world.people.health"] == sheltered.people["world.people.health"] != 0.1
    assert world["world.money.wage"] == load("norway")["world.money.wage"] != 1.0
    assert "world.hiring.risk" not in world.said, "a set says nothing itself"


def test_few_participants_have_the_market_of_many_around_them():
    few_of_many, country = trial.read("seed"), load("norway")
    world = trial_worlds.worlds(few_of_many)["control"]
    for name in ("employers_per_100", "other_applicants", "others_in_work"):
        address = f"world.economy.{name}"
        assert world[address] == pytest.approx(country[address] / few_of_many.share_of_market)
    district = trial_worlds.worlds(trial.read("koning"))["control"]
    assert district["world.economy.others_in_work"] == load("denmark")["world.economy.others_in_work"]


def test_each_seed_may_live_in_its_own_parameter_set():
    one, seeds = trial.read("koning"), range(1, 5)
    sets = [{"world.hiring.bar": -2.7}] * 2 + [{"world.hiring.bar": -3.2}] * 2
    joined = trial_run.simulate(one, seeds, sets, people=150)
    apart = [trial_run.simulate(one, seeds[k : k + 2], sets[k], people=150) for k in (0, 2)]
    expected = np.concatenate([part.level("control", "job_near") for part in apart])
    assert (joined.level("control", "job_near") == expected).all()


def test_a_relative_effect_is_the_same_whether_sets_are_simulated_at_once_or_one_by_one():
    """Each set has its own base, as calibration and the evidence see it."""
    one = trial.read("maibom")
    name = next(k for k, outcome in one.outcomes.items() if outcome.effect_as == "relative")
    means = {
        arm: {name: np.array(values, float)[:, None] * np.ones(one.months + 1)}
        for arm, values in {"control": [1, 3, 10, 10], "treated": [2, 4, 11, 13]}.items()
    }

    def result(rows, together=()):
        cut = {arm: {name: by_name[name][rows]} for arm, by_name in means.items()}
        return trial_run.TrialResult(one, 10, tuple(range(len(rows))), {}, cut, {}, None, together=together)

    joined = result([0, 1, 2, 3], (7, 7, 8, 8)).effect(name)
    assert joined == pytest.approx([0.5, 0.5, 0.1, 0.3])
    assert (joined == np.concatenate([result([0, 1]).effect(name), result([2, 3]).effect(name)])).all()
    assert result([0, 1, 2, 3]).effect(name) == pytest.approx([1 / 6, 1 / 6, 1 / 6, 0.5])


def test_with_the_posterior_two_seeds_share_a_set_and_arms_of_a_seed_always_do():
    one = trial.read("koning")
    found = trial_run.simulate(one, range(1, 5), people=150, parameters="posterior")
    assert found.sets[0] == found.sets[1] != found.sets[2] == found.sets[3]
    apart = trial_run.simulate(one, [3, 4], posterior.values_of(found.sets[2]), people=150)
    assert (found.effect("job_near")[2:] == apart.effect("job_near")).all()
    same = dataclasses.replace(one, arms={**one.arms, "treated": dataclasses.replace(
        one.arms["control"], name="treated")})  # fmt: skip
    assert (
        trial_run.simulate(same, [1, 2], people=100, parameters="posterior").effect("job_near") == 0
    ).all()


def test_results_do_not_depend_on_how_many_cores_there_are(monkeypatch):
    many = few("seed", people=120)
    monkeypatch.setattr(compare, "cores", lambda: 1)
    alone = few("seed", people=120)
    assert many.anchor == alone.anchor and (many.effect("job") == alone.effect("job")).all()


# -- the published size ----------------------------------------------------------------------------


def of_size(found, n):
    """The same result with n people published in each arm."""
    arms = {name: dataclasses.replace(arm, n=n) for name, arm in found.trial.arms.items()}
    outcomes = {name: dataclasses.replace(one, levels={}) for name, one in found.trial.outcomes.items()}
    return dataclasses.replace(found, trial=dataclasses.replace(found.trial, arms=arms, outcomes=outcomes))


def test_at_the_published_size_ranges_are_as_wide_as_luck_makes_them(tmp_path):
    """Four times the people, half the range; and about what a binomial says."""
    one = made_up(tmp_path)
    found = trial_run.simulate(one, range(1, 6), people=800, keep_persons=True)
    small, large = (trial_sample.repeated(of_size(found, n), "job") for n in (50, 200))
    width = {n: again.hi - again.lo for n, again in ((50, small), (200, large))}
    assert width[50] / width[200] == pytest.approx(2.0, rel=0.2)
    shares = [found.level(arm, "job").mean() for arm in ("control", "treated")]
    spread = math.sqrt(sum(p * (1 - p) / 50 for p in shares))
    assert width[50] == pytest.approx(2 * 1.96 * spread, rel=0.2)
    seeds = found.effect("job")
    assert width[200] > seeds.max() - seeds.min()
    assert small.mean == pytest.approx(seeds.mean(), abs=0.01)


def test_equal_arms_of_other_people_differ_by_luck_alone(tmp_path):
    one = made_up(tmp_path, treated="policy.ips.places = 0.0")
    found = trial_run.simulate(one, range(1, 4), people=400, keep_persons=True)
    again = trial_sample.repeated(found, "job")
    assert again.lo < 0.0 < again.hi and abs(again.mean) < 0.01


def test_where_no_size_is_published_the_published_error_stands_for_it():
    found = few("boeheim", seeds=range(1, 4), people=200, keep_persons=True)
    again = trial_sample.repeated(found, "employment")
    assert not again.n and again.hi - again.lo >= 2 * 1.95 * 4.0


@pytest.mark.parametrize(("interval", "meets"), [((0.0, 0.2), True), ((0.31, 0.4), False), (None, None)])
def test_intervals_meet_where_they_have_something_in_common(interval, meets):
    again = trial_sample.Repeated({"control": 9}, 0.2, 0.1, 0.3, 0.12, 0.28)
    assert again.meets(interval) is meets
    assert again.holds(0.2) and not again.holds(0.29)


@pytest.mark.parametrize(
    ("asked", "mean", "passes"),
    [("+", 0.02, True), ("+", 0.01, False), ("-", -0.02, True), ("-", 0.02, False),
     ("0", 0.009, True), ("0", -0.05, False), ("0", -0.02, None), ("0", 0.019, None)],
)  # fmt: skip
def test_a_sign_must_stand_out_of_the_noise_and_none_must_be_small(asked, mean, passes):
    """None is small only where the whole 90% interval is."""
    assert SignTest(asked, 0.026, mean, mcse=0.01).passes is passes


@pytest.mark.parametrize("asked", ["+", "-", "0"])
def test_one_run_says_nothing_of_a_sign(asked):
    test = SignTest(asked, 0.01, 0.0, mcse=None)
    assert test.passes is None and "cannot be told" in test.verdict


# -- published figures -----------------------------------------------------------------------------


def test_standard_errors_come_from_counts_intervals_or_p_values(tmp_path):
    more = "published.effect = { value = 5.7, p = 0.14 }"
    one = made_up(tmp_path, more=more, control="{ count = 10, n = 40 }")
    share = one.outcomes["job"].levels["control"]
    middle = 10.5 / 41
    assert share.se == pytest.approx(math.sqrt(middle * (1 - middle) / 40))
    assert one.outcomes["weeks"].effect.se == pytest.approx(5.7 / 1.4758, rel=1e-3)
    assert Figure(0.2, se=0.1).interval == pytest.approx((0.2 - 0.196, 0.2 + 0.196), abs=1e-3)


def test_the_effect_of_two_levels_is_their_difference_or_their_ratio(tmp_path):
    one = trial.read("seed")
    plain = trial.effect_figure(one, "job")
    assert plain.value == pytest.approx(22 / 46 - 3 / 37)
    job = dataclasses.replace(one.outcomes["job"], effect_as="relative")
    ratio = trial.effect_figure(dataclasses.replace(one, outcomes={"job": job}), "job")
    assert ratio.value == pytest.approx((22 / 46) / (3 / 37) - 1)


# -- the command line ------------------------------------------------------------------------------


@pytest.mark.parametrize("parameters", ["best", "posterior"])
def test_the_json_has_the_promised_shape(parameters):
    found = json.loads(
        good("trial", "eqolise", "--seeds", "2", "--people", "80", "--json", "--parameters", parameters)
    )
    assert set(found) == {
        "arms", "effect", "published", "anchor", "manifest", "large", "at_published_n", "signs", "everybody"
    }  # fmt: skip
    used = found["manifest"]["parameters"]
    assert used["used"] == parameters and found["manifest"]["trial"]["design"] == "trial"
    if parameters == "posterior":
        assert used["drawn"] > 100 and used["fitted"] > 0
        assert "world.mind.motivation" in used["said_by_the_scenario"]  # its profile says it
        assert "world.hiring.risk" not in used["said_by_the_scenario"]
    assert set(found["arms"]) == {"control", "treated"}
    assert set(found["arms"]["control"]["worked"]["18"]) == {"mean", "lo", "hi"}
    assert set(found["effect"]["worked"]["18"]) == {"mean", "lo", "hi"}
    assert found["published"]["worked"]["effect"]["lo"] == 0.164
    assert found["anchor"]["arm"] == "control" and found["manifest"]["seeds"] == [1, 2]
    assert found["at_published_n"]["worked"]["n"] == {"control": 156, "treated": 156}


def test_the_report_has_levels_effects_the_anchor_and_everybody():
    said = good("trial", "seed", "--seeds", "2", "--people", "80")
    for words in ("Our reading", "(anchor)", "same size again", "Displacement at month 12", "published"):
        assert words in said


def test_set_changes_every_arm():
    plain = good("trial", "koning", "--seeds", "1", "--people", "60", "--set", "world.hiring.bar=50", "-q")
    assert "simulated 0.0 points" in plain


def test_the_example_is_a_trial_that_runs(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(good("trial", "--example"))
    assert good("check", path).strip().endswith(": fine")
    assert "Weeks in work" in good("trial", path, "--seeds", "2", "--people", "60")


def test_the_list_names_every_shipped_trial():
    said = good("trial", "--list")
    assert all(name in said for name in trial.shipped())
    assert set(json.loads(good("trial", "--list", "--json"))) == set(trial.shipped())


def test_check_knows_trials_by_name_and_by_file():
    assert good("check", "eqolise", "denmark", trial.shipped()["seed"]).count(": fine") == 3


def test_a_trial_that_is_not_there_is_named_with_the_nearest():
    assert "'eqolise'" in refused("trial", "eqolize")
    assert "Name a trial" in refused("trial")


def test_a_starter_is_a_file_and_no_shipped_trial():
    assert "starter" not in trial.shipped()
    assert tomllib.loads((trial.folder() / "starter.toml").read_text())["about"]["status"] == "made up"
