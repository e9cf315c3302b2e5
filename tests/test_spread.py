"""The range of an answer divided into luck and not knowing, and what an answer rests on."""

import json
from dataclasses import replace

import numpy as np
import pytest
from commandline import MORE_PLACES, good, refused

from experiments import grades, posterior, spread
from experiments.compare import Estimate, compare, run_arm
from experiments.sequence import of_mean, rank
from sim import load
from sim.outcomes import NAMES
from sim.scenario import declarations

BASE = load("denmark").set({"district.people": 150, "district.months": 8})
POLICY = BASE.set({"policy.ips.places": 0.8})
SMALL = ("--people", "80", "--months", "6")


def made_up(sets, each, unknown, luck, seed=1):
    """A value a run: so many sets of so many runs, with known standard deviations of both parts."""
    generator = np.random.default_rng(seed)
    labels = np.repeat(np.arange(sets), each)
    return generator.normal(0, unknown, sets)[labels] + generator.normal(
        0, luck, sets * each
    ), labels.tolist()


@pytest.mark.parametrize(("unknown", "luck"), [(3.0, 1.0), (1.0, 1.0), (1.0, 3.0)])
@pytest.mark.parametrize("each", [2, 3])
def test_known_shares_come_out(unknown, luck, each):
    values, sets = made_up(4000, each, unknown, luck)
    found = spread.split(values, sets)
    wanted = luck**2 / (luck**2 + unknown**2)
    assert found.luck == pytest.approx(wanted, abs=0.025)
    assert found.lo < wanted < found.hi and found.hi - found.lo < 0.06


def test_sets_of_unequal_size_give_the_same_shares():
    values, sets = made_up(6000, 3, 1.5, 1.0)
    kept = np.random.default_rng(2).random(len(values)) < 0.6
    found = spread.split(values[kept], [s for s, k in zip(sets, kept, strict=True) if k])
    assert found.luck == pytest.approx(1 / (1 + 2.25), abs=0.03) and found.alone > 100


def test_the_interval_of_the_share_holds_the_truth_in_nine_of_ten_samples():
    hits = 0
    for seed in range(400):
        found = spread.split(*made_up(10, 2, 1.0, 1.0, seed))
        hits += found.lo <= 0.5 <= found.hi
    assert 0.85 < hits / 400 < 0.95


def test_without_any_difference_between_sets_luck_gets_nearly_all():
    shares = [spread.split(*made_up(100, 2, 0.0, 1.0, seed)).luck for seed in range(40)]
    assert np.mean(shares) > 0.93 and max(shares) == 1.0


def test_the_error_of_a_mean_counts_runs_of_one_set_as_one_piece():
    errors, means = [], []
    for seed in range(600):
        values, sets = made_up(12, 2, 2.0, 1.0, seed)
        means.append(values.mean())
        errors.append(spread.error_of_mean(values, sets) ** 2)
    assert np.mean(errors) == pytest.approx(np.var(means), rel=0.1)
    alone = [spread.error_of_mean(made_up(12, 2, 2.0, 1.0, s)[0], None) ** 2 for s in range(600)]
    assert np.mean(alone) < 0.7 * np.var(means), "runs taken as independent would be too sure"


def test_without_sets_the_error_is_the_usual_one():
    values = np.random.default_rng(3).normal(size=30)
    usual = np.std(values, ddof=1) / np.sqrt(30)
    for sets in (None, (), (None,) * 30, list(range(30))):
        assert spread.error_of_mean(values, sets) == pytest.approx(usual)
    assert spread.error_of_mean(values[:1], [4]) is None


def test_the_interval_of_a_ranking_is_over_sets():
    values, sets = made_up(6, 2, 2.0, 0.1)
    over_sets, over_runs = of_mean(values, sets), of_mean(values)
    assert over_sets.mean == over_runs.mean
    assert over_sets.hi - over_sets.lo > 1.4 * (over_runs.hi - over_runs.lo)
    one_set = of_mean(values[:2], sets[:2])
    assert (one_set.lo, one_set.hi) == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("values", "sets", "why"),
    [
        ([1.0], [3], spread.ONE_RUN),
        ([1.0, 2.0], [3, 3], spread.ONE_SET),
        ([1.0, 2.0, 4.0], [3, 5, 7], spread.NO_PAIRS),
        ([1.0, 1.0, 1.0, 1.0], [3, 3, 7, 7], spread.NO_SPREAD),
        ([1.0, np.nan, 1.0, 1.0], [3, 3, 7, 7], spread.NOBODY),
    ],
)
def test_what_cannot_be_told_is_said(values, sets, why):
    found = spread.split(np.array(values), sets)
    assert found.luck is None and found.why == why
    assert spread.sentence(found, "0.1") == spread.REASONS[why] == found.as_dict()["why"]


def test_a_run_that_has_its_set_for_itself_is_said():
    one_set = compare(BASE, POLICY, [1, 2], parameters="posterior").split("job_any", 8)
    assert one_set.why == spread.ONE_SET
    found = spread.split(np.array([1.0, 2.0, 5.0, 6.5, 9.0]), [3, 3, 7, 7, 9])
    assert "One run has its parameter set for itself" in spread.sentence(found, "0.1")


def test_the_sentence_says_both_shares_the_interval_and_the_error():
    found = spread.Split(0.3, 0.1, 0.6, "", 10, 20)
    said = spread.sentence(found, "0.2 people in 100")
    assert said.startswith("About 70% of the spread between runs is our not knowing, 30% is luck")
    assert "40% to 90%" in said and "10 parameter sets" in said and "(0.2 people in 100)" in said


# ---- in comparisons


def test_a_policy_that_changes_nothing_differs_by_nothing_in_every_set():
    pair = compare(
        BASE, BASE.set({"policy.ips.places": BASE["policy.ips.places"]}), range(1, 9), parameters="posterior"
    )
    assert not np.nan_to_num(pair.differences).any()
    assert len(set(pair.sets)) == 4
    assert np.unique(pair.baseline.values[:, -1, 0]).size > 4, "the runs themselves differ"


def test_both_worlds_of_a_seed_have_the_same_set_and_luck_and_differ_by_the_policy_alone():
    pair = compare(BASE, POLICY, range(3, 7), parameters="posterior")
    assert pair.baseline.sets == pair.policy.sets == tuple(map(posterior.set_of, range(3, 7)))
    for before, after in zip(pair.baseline.lived, pair.policy.lived, strict=True):
        assert set(before.differences(after)) == {"policy.ips.places"}
    again = run_arm(POLICY, range(3, 7), parameters="posterior")
    assert np.array_equal(again.values, pair.policy.values, equal_nan=True)


def test_an_assumption_that_one_world_settles_is_in_no_set_of_either():
    address = "world.search.most_applications"
    pair = compare(BASE, BASE.set({address: 3.0}), range(1, 5), parameters="posterior")
    assert {world[address] for world in pair.baseline.lived} == {BASE[address]}
    assert {world[address] for world in pair.policy.lived} == {3.0}


def test_best_is_one_set_of_assumptions_and_its_range_is_luck():
    pair = compare(BASE, POLICY, range(1, 5))
    assert pair.sets == () and pair.baseline.lived == (BASE,) * 4
    found = pair.split("job_any", 8)
    assert (found.luck, found.sets) == (1.0, 1)
    assert pair.manifest()["parameters"] == {"used": "best"}


def test_luck_is_everything_where_all_sets_are_equal(monkeypatch):
    same = posterior.values_of(0)
    monkeypatch.setattr(posterior, "values_of", lambda number: same)
    pair = compare(BASE, POLICY, range(1, 9), parameters="posterior")
    assert len(set(pair.sets)) == 4 and pair.split("job_any", 8).luck == 1.0
    assert "luck alone" in spread.sentence(pair.split("job_any", 8), "0.1")


def test_estimates_of_a_comparison_know_of_its_sets():
    pair = compare(BASE, POLICY, range(1, 9), parameters="posterior")
    column = pair.differences[:, 8, NAMES.index("job_any")]
    assert pair.difference("job_any", 8) == Estimate.of(column, pair.sets)
    assert pair.split("job_any", 8) == spread.split(column, pair.sets)


def spread_of(address, grade, monkeypatch):
    """How wide the range of an effect is when only one assumption is not known, and it has a grade."""
    known = dict(declarations())
    alone = {a: replace(d, parameter=replace(d.parameter, grade="measured")) for a, d in known.items()
             if d.parameter.kind == "assumption"}  # fmt: skip
    alone[address] = replace(known[address], parameter=replace(known[address].parameter, grade=grade))
    with monkeypatch.context() as patch:
        patch.setattr(posterior, "declarations", lambda: {**known, **alone})
        patch.setattr(posterior, "tables", lambda: ())
        larger = {"district.people": 600}
        pair = compare(BASE.set(larger), POLICY.set(larger), range(1, 41), parameters="posterior")
    found = pair.difference("job_any", 8)
    return found.hi - found.lo, pair.split("job_any", 8).luck


def test_downgrading_an_assumption_that_matters_widens_the_range(monkeypatch):
    address = "world.ips.contacts_an_hour"
    found = [spread_of(address, grade, monkeypatch) for grade in ("measured", "estimated", "judgement")]
    widths, luck = zip(*found, strict=True)
    assert widths[1] > 1.3 * widths[0] and widths[2] > 1.1 * widths[1], widths
    assert luck[0] == 1.0 and luck[2] < luck[1] < 0.6, luck


def test_downgrading_an_assumption_that_does_not_matter_widens_nothing(monkeypatch):
    # What a prize for placement brings, where nobody is paid one.
    address = "world.rewards.placement_pull"
    found = [spread_of(address, grade, monkeypatch) for grade in ("measured", "estimated", "judgement")]
    assert found[0][0] == found[1][0] == found[2][0] > 0


# ---- on the command line and in files


def test_posterior_is_what_the_command_line_uses_and_best_can_be_asked_for():
    words = ("compare", "denmark", *MORE_PLACES, *SMALL, "--seeds", "4", "--json")
    usual, best = (json.loads(good(*words, *more)) for more in ((), ("--parameters", "best")))
    assert usual == json.loads(good(*words, "--parameters", "posterior"))
    made_from = usual["manifest"]["parameters"]
    assert made_from["used"] == "posterior" and best["manifest"]["parameters"] == {"used": "best"}
    assert made_from["sets"] == [posterior.set_of(seed) for seed in range(1, 5)]
    said = made_from["said_by_the_scenario"]
    assert made_from["drawn"] + made_from["fitted"] + len(said) == len(posterior.values_of(0))
    assert usual["baseline"]["job_any"]["6"] != best["baseline"]["job_any"]["6"]
    shares = usual["manifest"]["range"]["hours"]["6"]
    assert 0.0 <= shares["luck"] <= 1.0 and shares["luck"] + shares["not_knowing"] == pytest.approx(1.0)
    assert list(usual["difference"]["hours"]["6"]) == ["mean", "lo", "hi", "mcse"]


@pytest.mark.parametrize("command", ["run", "compare", "sequence"])
def test_another_word_for_parameters_is_refused_in_one_sentence(command):
    more = ("--plans", "language", "practice") if command == "sequence" else ()
    assert "posterior, best" in refused(command, "denmark", *more, "--parameters", "worst")


def test_run_and_sequence_say_what_their_ranges_are_made_of():
    said = good("run", "denmark", *SMALL, "--seeds", "4")
    assert "our not knowing" in said and "is luck" in said
    assert "luck alone" in good("run", "denmark", *SMALL, "--seeds", "4", "--parameters", "best")
    assert "tells nothing of luck" in good("run", "denmark", *SMALL, "--seeds", "1", "--quiet").replace(
        "\n", " "
    )
    asked = ("sequence", "denmark", "--plans", "language", "practice", "--people", "200", "--months", "6")
    text = good(*asked, "--seeds", "4").replace("\n", " ")
    assert "our not knowing" in text or "no range to divide" in text
    assert "over what is not known too" in text and "Evidence: " in text


def test_a_ranking_carries_sets_and_shares():
    world = load("denmark").set({"district.people": 200, "district.months": 6})
    found, _ = rank(world, "everyone", ["training", "practice"], range(1, 7), parameters="posterior")
    assert found.sets == tuple(map(posterior.set_of, range(1, 7)))
    entry = found.manifest()
    assert entry["parameters"]["used"] == "posterior"
    assert list(entry["range"]) == [one.plan for one in found.ranked[1:]]
    assert set(entry["evidence"]["instruments"]) == {"training", "practice"}


# ---- what an answer rests on


@pytest.fixture
def trial_files(tmp_path, monkeypatch):
    """Trial files of our own, none at first."""
    monkeypatch.setattr(grades, "trials_folder", lambda: tmp_path)
    monkeypatch.setattr(posterior, "folder", lambda: tmp_path)
    grades.forget()

    def write(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        grades.forget()

    yield write
    grades.forget()


TRIAL = """
[about]
source = "B-05"
design = "{design}"
use = "{use}"
[arms.control.policy]
ips.places = 0.0
sheltered.places = {sheltered}
[arms.treated.policy]
ips.places = 1.0
sheltered.places = 0.5
"""


def test_a_lever_is_tested_where_a_trial_file_differs_in_it_and_its_inputs_cite_the_trial(trial_files):
    assert grades.support("ips").grade == grades.STUDIES
    trial_files("one.toml", TRIAL.format(design="trial", use="calibrate", sheltered=0.5))
    found = grades.support("ips")
    assert found.badge == "Tested in trials" and found.tested == 1 and found.judged > found.tested
    assert grades.support("sheltered").grade == grades.STUDIES, "the same in both arms"
    assert grades.support("practice").badge == "Our assumption"
    for use in ("context", "sign"):
        trial_files("one.toml", TRIAL.format(design="trial", use=use, sheltered=0.5))
        assert grades.support("ips").grade == grades.STUDIES, f"{use} is no test of a size"
    for design in ("quasi-experiment", "observational"):
        trial_files("one.toml", TRIAL.format(design=design, use="calibrate", sheltered=0.5))
        assert grades.support("ips").grade == grades.STUDIES, f"{design}: nobody drew lots"


def test_of_the_shipped_files_only_trials_with_lots_make_an_instrument_tested():
    """Sanctions and continuity differ between arms of calibrated files, but nobody drew lots there."""
    grades.forget()
    assert {"B-01", "C-08", "C-24"} <= grades.sources()
    assert grades.sources().isdisjoint({"D-01", "D-04", "C-16", "C-17", "E-24", "E-17"})
    assert {"ips", "caseload"} <= grades.in_trials()
    assert grades.in_trials().isdisjoint({"sanctions", "continuity", "wage_subsidy", "language"})
    assert grades.support("ips").badge == "Tested in trials"
    assert grades.support("sanctions").badge != "Tested in trials"


def test_what_the_posterior_fitted_counts_only_where_the_data_moved_it(trial_files):
    trial_files("one.toml", TRIAL.format(design="trial", use="calibrate", sheltered=0.9))
    address = "world.sheltered.learned"
    parameter = declarations()[address].parameter
    wide = posterior.even(*parameter.plausible)  # as before calibration saw any data
    trial_files("sets.csv", "\n".join([address, *map(str, wide)]))
    assert posterior.moved() == frozenset() and grades.support("sheltered").grade == grades.STUDIES
    narrow = [parameter.default + 0.05 * (value - parameter.default) for value in wide]
    trial_files("sets.csv", "\n".join([address, *map(str, narrow)]))
    assert posterior.moved() == {address} and grades.support("sheltered").badge == "Tested in trials"


def test_a_grade_is_the_best_of_an_instruments_inputs_and_strength_counts_the_rest():
    def of(tested, studied, judged, cited=False):
        return grades.Support("x", "X", tested, studied, judged, cited)

    assert [of(1, 0, 9).grade, of(0, 1, 9).grade, of(0, 0, 3, True).grade] == [
        "trials",
        "studies",
        "assumption",
    ]
    assert [of(0, 0, 0, True).grade, of(0, 0, 0).grade] == ["studies", "assumption"]
    assert of(1, 0, 9).strength < of(1, 0, 1).strength and of(0, 5, 0).strength < of(1, 0, 9).strength


def test_the_weakest_instrument_names_the_answer(trial_files):
    changed = ["policy.ips.places", "policy.practice.places", "district.people", "policy.ips.fidelity_zeal"]
    assert [one.instrument for one in grades.behind(changed)] == ["practice", "ips"]
    assert grades.weakest(changed).badge == "Our assumption"
    first, *others = grades.sentences(changed)
    assert "no surer than its weakest part, Workplace practice: our assumption" in first and len(others) == 2
    assert grades.sentences([]) == [] and grades.as_dict([])["weakest"] is None


def test_the_grade_travels_in_text_and_json():
    words = ("compare", "denmark", *MORE_PLACES, *SMALL, "--seeds", "2")
    text = good(*words).replace("\n", " ")
    found = grades.support("ips")
    assert f"Evidence: {found.badge.lower()} for {found.label}" in text
    entry = json.loads(good(*words, "--json"))["manifest"]["evidence"]
    assert entry["weakest"] == entry["instruments"]["ips"]["grade"] == found.badge
