"""What SALib gets wrong without a word, seen to be wrong, and kept out."""

import copy
import warnings

import numpy as np
import pytest
from SALib import ProblemSpec
from SALib.analyze import delta, dgsm, enhanced_hdmr, pawn, rbd_fast
from SALib.analyze import sobol as their_sobol
from SALib.sample import finite_diff

from experiments.sensitivity import given, sobol
from experiments.sensitivity.assemble import analyse
from experiments.sensitivity.design import METHODS, STEP, Design
from experiments.sensitivity.known import MEASURED, ishigami, shared, space
from experiments.sensitivity.salib import analysed, sampled
from sim.errors import InputError

UNITS = range(4)


def plan(method, points=128, seed=1, **more):
    return Design(method, space(3), points, 2, seed, **more)


def problem():
    return {"num_vars": 3, "names": ["x0", "x1", "x2"], "bounds": [[0.0, 1.0]] * 3}


def test_seed_0_is_no_seed_in_salib_and_is_refused_here():
    design = plan("sobol", 64)
    values = ishigami(design.places)
    theirs = [
        their_sobol.analyze({**problem(), "num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4},
                            values, calc_second_order=False, seed=0)["S1_conf"][0]
        for _ in range(2)
    ]  # fmt: skip
    assert theirs[0] != theirs[1]
    for seed in (0, -1, True, 2**31):
        with pytest.raises(InputError, match="0 would mean no seed"):
            plan("sobol", 64, seed=seed)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_points_luck_and_indices(method, monkeypatch):
    for method_, resamples in (("delta", 2), ("pawn", 4)):  # quicker, and the same otherwise
        monkeypatch.setitem(given.RESAMPLES, method_, resamples)
        monkeypatch.setitem(given.DUMMIES, method_, 1)
    one, other = plan(method), plan(method)
    assert (one.places == other.places).all()
    assert [one.seeds_of(row) for row in range(0, one.rows, 7)] == [
        other.seeds_of(row) for row in range(0, one.rows, 7)
    ]
    values = ishigami(one.places) + shared(one, 1.0)
    np.random.seed(1)  # noqa: NPY002
    first = analyse(one, values, MEASURED).as_text()
    np.random.seed(2)  # noqa: NPY002
    assert analyse(other, values, MEASURED).as_text() == first
    assert not (plan(method, seed=2).places == one.places).all()


@pytest.mark.parametrize("analyser", [pawn, delta, dgsm], ids=lambda module: module.__name__.split(".")[-1])
def test_numpys_global_generator_and_pythons_warnings_are_as_they_were(analyser):
    design = plan("dgsm", 64)
    values = ishigami(design.places)
    more = {} if analyser is pawn else {"num_resamples": 2}

    def state():
        name, keys, *rest = np.random.get_state()  # noqa: NPY002
        return name, keys.tolist(), rest

    form, before = warnings.formatwarning, state()
    analysed(analyser.analyze, UNITS, design.places, values, 3, **more)
    assert state() == before
    assert warnings.formatwarning is form
    spec = {**problem(), "num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        analyser.analyze(spec, design.places, values, seed=3, **more)
    warnings.formatwarning = form
    assert state() != before  # what it does when nobody watches


def test_one_value_that_is_no_number_makes_salib_say_that_nothing_matters_and_is_refused_here():
    design = plan("sobol", 64)
    values = ishigami(design.places)
    values[5] = np.nan
    spec = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = their_sobol.analyze(spec, values, calc_second_order=False, seed=1)["S1"]
    assert (np.nan_to_num(theirs) == 0.0).all()
    with pytest.raises(InputError, match="are no numbers"):
        analysed(their_sobol.analyze, UNITS, design.places, values, 1, calc_second_order=False)


def test_second_order_is_said_once_and_a_block_of_another_size_is_refused():
    both, first = plan("sobol", 64, second_order=True), plan("sobol", 64)
    assert (both.rows_of_block, first.rows_of_block) == (10, 6)
    values = np.tile(ishigami(both.places), (2, 1))
    with pytest.raises(InputError, match="but the design has"):
        analyse(first, values, MEASURED)
    with pytest.raises(ValueError, match="a block has 10 rows where the design has 6"):
        sobol.indices(values.reshape(2, 64, 10), 4, second_order=False)
    # SALib cannot tell where both sizes fit: here 30 rows are 3 blocks of 10 and 5 blocks of 6.
    spec = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    wrong = their_sobol.analyze(spec, values[0][:30], calc_second_order=False, num_resamples=2, seed=1)
    assert np.isfinite(wrong["S1"]).all()
    with pytest.raises(InputError, match="--pairs goes with sobol only"):
        plan("morris", 20, second_order=True)


def test_an_analyser_that_writes_into_the_problem_changes_nobody_elses():
    design = plan("rbd_fast", 300)
    values = ishigami(design.places)
    theirs = {**problem(), "num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    before = copy.deepcopy(theirs)
    enhanced_hdmr.analyze(theirs, design.places, values, max_order=2, poly_order=1)
    assert theirs != before
    first = analysed(rbd_fast.analyze, UNITS, design.places, values, 1, num_resamples=2, seed=1)
    analysed(enhanced_hdmr.analyze, UNITS, design.places, values, 1, max_order=2, poly_order=1)
    again = analysed(rbd_fast.analyze, UNITS, design.places, values, 1, num_resamples=2, seed=1)
    assert first["S1"] == again["S1"]


def test_delta_is_read_by_the_names_that_this_salib_has():
    design = plan("delta", 100)
    found = analysed(
        delta.analyze, UNITS, design.places, ishigami(design.places), 1, num_resamples=2, method="delta"
    )
    assert "delta" not in found and len(found["delta_raw"]) == 4


def test_delta_swallows_its_own_errors_and_they_are_told_here():
    design = plan("delta", 100)
    constant = np.column_stack([design.places[:, 0], np.full(design.rows, 0.5)])
    theirs = analysed(
        delta.analyze, range(2), constant, design.places[:, 0], 1, num_resamples=2, method="delta"
    )
    assert np.isnan(theirs["delta_raw"][1])
    alike = np.zeros(design.rows)
    alike[0] = 1.0
    for points, values in ((constant, design.places[:, 0]), (design.places, alike)):
        with pytest.raises(InputError, match="delta gives no number"):
            given._delta(points, values, 1)


def test_salibs_steps_for_slopes_vanish_near_0_and_at_the_upper_end_and_ours_do_not():
    theirs = finite_diff.sample(problem(), 256, seed=1).reshape(256, 4, 3)
    steps = np.abs(theirs[:, 1:].diagonal(axis1=1, axis2=2) - theirs[:, 0])
    assert steps.min() < 1e-4
    design = plan("dgsm", 256)
    ours = design.places.reshape(256, 5, 4)
    moved = ours[:, 1:].diagonal(axis1=1, axis2=2) - ours[:, 0]
    np.testing.assert_allclose(np.abs(moved), STEP)
    assert (design.places >= 0.0).all() and (design.places <= 1.0).all()


def test_salib_names_the_groups_in_our_order_also_beyond_ten():
    units = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11]
    from SALib.sample import sobol as sampler

    places = sampled(sampler.sample, units, 1, 8, calc_second_order=False).reshape(8, 14, 13)
    for unit in range(12):
        moved = (places[:, unit + 1] != places[:, 0]).any(axis=0)
        assert moved.tolist() == [one == unit for one in units]


def test_one_input_is_enough_because_the_dummy_is_a_second():
    with pytest.raises(ValueError, match="only a single parameter"):
        ProblemSpec({"names": ["a"], "bounds": [[0, 1]]}).set_samples(np.zeros((4, 1))).set_results(
            np.zeros(4)
        ).analyze(rbd_fast.analyze)
    design = Design("sobol", space(1), 256, 2, 1)
    analysis = analyse(design, np.tile(design.places[:, 0], (2, 1)) + shared(design, 0.1), MEASURED)
    assert analysis.entries[0].figures["ST"].value == pytest.approx(1.0, abs=0.05)
