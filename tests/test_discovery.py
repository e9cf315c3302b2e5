"""Scenario discovery finds the region that is there, and claims nothing where there is none."""

import builtins
import json
import os
import subprocess
import sys
from itertools import pairwise
from math import comb

import numpy as np
import pandas as pd
import pytest
from commandline import ROOT, good, refused
from known_results import folder

from experiments.discovery import boxes, prim
from experiments.discovery.boxes import CLAIM, LUCK, SURE, check, discover, measure, search, simplified
from experiments.discovery.labels import Rule, judge
from experiments.discovery.points import gather
from experiments.discovery.prim import Box
from experiments.discovery.scores import scores
from experiments.store.results import open_results
from sim.errors import InputError

pytest.importorskip("ema_workbench", reason="the extra 'discovery' is not installed")
TRUE = ("a", "c", "d")


def known(points=250, flipped=0.1, seed=0):
    """Eight inputs of which three say where failures are, with a share of labels wrong."""
    luck = np.random.default_rng(seed)
    inputs = pd.DataFrame(luck.random((points, 8)), columns=list("abcdefgh"))
    region = ((inputs.a < 0.5) & (inputs.c > 0.4) & (inputs.d < 0.7)).to_numpy()
    return inputs, region, region ^ (luck.random(points) < flipped)


def mixed(points=160, seed=1):
    """Whole numbers, names and yes and no, as a result folder has them."""
    luck = np.random.default_rng(seed)
    raw = pd.DataFrame(
        {
            "whole": luck.choice([40, 70, 100], points),
            "country": luck.choice(["denmark", "norway", "sweden"], points),
            "flag": luck.random(points) < 0.5,
            "idle": luck.random(points),
        }
    )
    fails = (raw.whole >= 70) & (raw.country != "norway") & raw.flag
    table = raw.assign(point=np.arange(points), seed=1, set=0, value=np.where(fails, 0.0, 1.0))
    return gather(table, list(raw)), fails.to_numpy()


def test_three_true_restrictions_of_eight_are_found_and_no_other(once):
    inputs, region, fails = known()
    (one,) = discover(inputs, fails).found
    assert set(one.measured.box.limits) == set(TRUE)
    assert one.measured.box.limits["a"][1] == pytest.approx(0.5, abs=0.06)
    # Labels are wrong for one in ten, so nine in ten is as dense as a true region can be.
    inside = one.measured.box.holds(inputs)
    assert (inside & region).sum() / region.sum() > 0.8
    assert one.measured.density > 0.8 and one.measured.coverage > 0.55
    assert all(one.check.reproduced[name] >= 0.5 for name in TRUE)
    assert max(one.check.reproduced[name] for name in set(inputs) - set(TRUE)) < 0.5
    assert max(one.measured.quasi_p.values()) <= SURE


def test_a_box_is_counted_as_the_library_counts_it():
    inputs, _, fails = known(200)
    library = prim.load()
    told = {"threshold": prim.ANY_CASE} if "threshold" in library.Prim.__init__.__code__.co_varnames else {}
    told |= {"peel_alpha": prim.PEEL, "paste_alpha": prim.PEEL}
    theirs = library.Prim(inputs, fails.astype(int), **told).find_box().peeling_trajectory
    ours = [measure(box, inputs, fails) for box in prim.path(inputs, fails)]
    for name in ("coverage", "density", "mass"):
        np.testing.assert_allclose([getattr(one, name) for one in ours], theirs[name].astype(float))


def test_quasi_p_values_are_those_of_a_binomial_test():
    inputs = pd.DataFrame({"a": np.arange(20.0)})
    fails = np.arange(20) < 8
    found = measure(Box({"a": (-np.inf, 9.0)}), inputs, fails)
    # Without the limit 8 of 20 fail, so 4 of 10 would; inside, 8 of 10 do.
    by_luck = sum(comb(10, k) * 0.4**k * 0.6 ** (10 - k) for k in (8, 9, 10))
    assert found.quasi_p == {("a", "high"): pytest.approx(by_luck)}


def test_whole_numbers_names_and_yes_and_no_are_restricted_as_what_they_are():
    points, fails = mixed()
    (one,) = discover(points.inputs, fails).found
    limits = one.measured.box.limits
    assert set(limits) == {"whole", "country", "flag"}
    assert 40 < limits["whole"][0] <= 70 and limits["whole"][1] == np.inf
    assert limits["country"] == {"denmark", "sweden"} and limits["flag"] == {"yes"}
    assert one.measured.coverage == one.measured.density == 1.0
    assert set(scores(points.inputs, fails).query("matters").index) == {"flag", "country", "whole"}


def test_shuffled_labels_claim_nothing_although_prim_finds_a_box_in_them():
    inputs, _, fails = known(80)
    for seed in range(2):
        shuffled = np.random.default_rng(seed).permutation(fails)
        found = discover(inputs, shuffled)
        assert not found.found and found.ended == LUCK and found.rejected.p > CLAIM
        densest = max(measure(box, inputs, shuffled).density for box in prim.path(inputs, shuffled))
        assert densest > 1.5 * shuffled.mean()  # without the points left out, one would believe in this
        assert not scores(inputs, shuffled).matters.any()


def test_the_check_sees_the_true_region_in_the_same_points():
    inputs, _, fails = known(120, flipped=0.05)
    found = check(inputs, fails)
    assert found.p < CLAIM and found.density > 2.0 * found.outside


def test_a_box_can_be_asked_for_that_is_as_dense_as_one_likes():
    inputs, _, fails = known()
    _, path = search(inputs, fails)
    assert len(path) > 3
    for wide, dense in pairwise(path):
        assert wide.coverage > dense.coverage and wide.density < dense.density
        # The widest box that is dense enough, and not the densest.
        assert search(inputs, fails, density=(wide.density + dense.density) / 2)[0] == dense
    assert not search(inputs, fails, density=0.9999)[0].box.limits


def test_restrictions_that_do_nothing_are_dropped():
    inputs, _, fails = known()
    needless = Box({"a": (-np.inf, 0.5), "c": (0.4, np.inf), "d": (-np.inf, 0.7), "h": (-np.inf, 0.9)})
    assert set(simplified(needless, inputs, fails).box.limits) == set(TRUE)


def test_the_same_points_give_the_same_boxes(once):
    points, fails = mixed(120)
    assert discover(points.inputs, fails) == discover(points.inputs, fails)


def in_words(path):
    plain = [{n: sorted(v) if isinstance(v, frozenset) else v for n, v in b.limits.items()} for b in path]
    return json.dumps(plain, sort_keys=True)


def test_boxes_do_not_depend_on_how_a_process_orders_words():
    """Sets of words are ordered by a hash that differs between processes."""
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_discovery import in_words, mixed, prim\n"
        "points, fails = mixed(60)\n"
        "print(in_words(prim.path(points.inputs, fails)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-W", "ignore", "-c", code]
    there = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    points, fails = mixed(60)
    here = in_words(prim.path(points.inputs, fails))
    assert there.stdout.strip() == here and "denmark" in here


def test_too_few_points_or_failures_are_refused():
    inputs, _, fails = known(60)
    for x, y in ((inputs[:19], fails[:19]), (inputs, np.arange(60) < 3), (inputs, np.ones(60, bool))):
        with pytest.raises(InputError, match="can be told from luck only among"):
            discover(x, y)


def test_a_point_is_judged_by_its_mean_and_not_by_single_runs():
    # Each point's runs lie on both sides of 0; their means do not.
    table = pd.DataFrame(
        {
            "point": np.repeat(np.arange(40), 2), "seed": np.tile([1, 2], 40), "set": 0,
            "x": np.repeat(np.linspace(0, 1, 40), 2),
            "difference": np.repeat(np.repeat([-0.01, 0.01], 20), 2) + np.tile([0.02, -0.02], 40),
        }
    )  # fmt: skip
    points = gather(table, ["x"])
    judged = judge(points, "job_any", Rule("below", 0.0))
    assert judged.fails.tolist() == [True] * 20 + [False] * 20
    assert judged.close == 40  # a standard error of 0.02: every mean could be on the other side
    # The seeds do the same to every point, which is no reason for points to differ.
    assert points.luck == pytest.approx(0.0, abs=1e-12)
    assert points.error == pytest.approx(0.02 * np.sqrt(80 / 40) / np.sqrt(2))


def test_the_worst_share_is_on_the_side_that_is_worse():
    table = pd.DataFrame(
        {"point": range(20), "seed": 1, "set": 0, "x": np.arange(20.0), "value": np.arange(20.0)}
    )
    points = gather(table, ["x"])
    assert np.flatnonzero(judge(points, "job_any", Rule("worst", 0.25)).fails).tolist() == [0, 1, 2, 3, 4]
    assert np.flatnonzero(judge(points, "public_cost", Rule("worst", 0.1)).fails).tolist() == [18, 19]
    with pytest.raises(InputError, match="neither better nor worse"):
        judge(points, "few_hours", Rule())
    assert judge(points, "job_any", Rule()).close is None  # one run a point says nothing of luck


def test_numbers_of_parameter_sets_are_no_size():
    table = pd.DataFrame({"point": range(20), "seed": 1, "set": 0, "x": np.arange(20.0), "one": 3.0,
                          "parameters": range(20), "value": [np.nan, *range(19)]})  # fmt: skip
    points = gather(table, ["x", "one", "parameters"])
    assert list(points.inputs) == ["x"] and len(points) == 19
    assert len(points.left_out) == 3


@pytest.fixture
def once(monkeypatch):
    """Points are left out once and not four times over: what is said and kept does not depend on it."""
    monkeypatch.setattr(boxes, "REPEATS", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield folder(tmp_path_factory.mktemp("known") / "made", patch)


def test_the_command_finds_where_a_made_up_policy_fails(made, once):
    said = " ".join(good("discover", made, "--below", "0.03", "--quiet").split())
    assert (
        "A point fails where what the policy changes of 'In paid work' after 2 months is below 3.0 people"
        in said
    )
    assert "It fails where 'People per caseworker' (policy.caseload.ordinary) is 7" in said
    assert "world.economy.demand is 1.0" in said or "world.economy.demand is 1.1" in said
    kept = json.loads((made / "analysis" / "boxes-job_any-2-all.json").read_text())
    assert kept["experiment"] == open_results(made).manifest["experiment"]
    (box,) = kept["boxes"]
    assert {one["input"] for one in box["restrictions"]} == {
        "policy.caseload.ordinary",
        "world.economy.demand",
    }
    assert box["coverage"] > 0.8 and box["density"] > 0.8


def test_json_holds_what_is_kept_and_nothing_else_is_printed(made, once):
    printed = json.loads(good("discover", made, "--worst", "0.3", "--group", "all", "--json"))
    assert printed == json.loads((made / "analysis" / "boxes-job_any-2-all.json").read_text())
    assert {"boxes", "scores", "near_threshold", "ended", "results"} <= set(printed)
    assert len(printed["scores"]) == 5 and sum(one["score"] for one in printed["scores"]) == pytest.approx(1)


def test_an_outcome_that_is_noise_gives_no_box(tmp_path, monkeypatch, once):
    noise = folder(tmp_path / "noise", monkeypatch, answer=lambda world: 0.05, noise=0.02)
    said = " ".join(good("discover", noise, "--quiet").split())
    assert "No box is claimed" in said and "It fails where" not in said
    assert "(p " not in said  # it lies near 1 in any noise, and would look like strong evidence
    close = int(said.split(" means lie within")[0].rsplit(" ", 1)[1])
    assert close > 40  # most of the 80 could be on either side


def test_a_half_finished_or_damaged_folder_is_never_answered_for_in_silence(tmp_path, monkeypatch, once):
    broken = folder(tmp_path / "broken", monkeypatch, points=60, seeds=6, fails=lambda run: run < 6)
    parts = sorted((broken / "status").glob("*.parquet"))
    assert len(parts) > 1
    parts[-1].write_bytes(b"rubbish")
    before = {path: path.read_bytes() for path in broken.rglob("*.parquet")}
    said = " ".join(good("discover", broken, "--below", "0.03", "--quiet").split())
    assert "Half-finished:" in said and "of 720 runs have not been made" in said
    assert "6 runs ended with an error and are left out." in said
    assert "Damaged: 1 files are not read" in said
    assert before == {path: path.read_bytes() for path in broken.rglob("*.parquet")}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--outcome", "job_anny"), "job_any"),
        (("--month", "1"), "no month 1"),
        (("--group", "far"), "no group"),
        (("--below", "1", "--worst", "0.2"), "both say what failing is"),
        (("--worst", "1.5"), "between 0 and 1"),
        (("--below", "nan"), "must be a number"),
        (("--density", "2"), "between 0 and 1"),
        (("--below", "-1"), "fail"),
        (("--outcome", "few_hours"), "neither better nor worse"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(made, words, expected):
    assert expected in refused("discover", made, *words)


def test_no_folder_of_results_is_refused(tmp_path):
    assert "no folder of results" in refused("discover", tmp_path)


def test_without_the_library_one_sentence_says_what_to_install(made, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **named):
        if name.startswith("ema_workbench"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "inroads[discovery]" in refused("discover", made)


def test_folds_leave_every_point_out_once_with_its_share_of_failures():
    fails = np.arange(53) < 11
    fold = boxes.folds(fails, 0)
    assert np.bincount(fold).tolist() in ([11, 11, 11, 10, 10], sorted(np.bincount(fold), reverse=True))
    assert np.ptp(np.bincount(fold)) <= 1 and np.ptp(np.bincount(fold[fails], minlength=5)) <= 1
