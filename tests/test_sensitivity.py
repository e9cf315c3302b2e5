"""Sensitivity with luck in its place: what is known on paper is found again, however much luck there is."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from experiments.sensitivity import Figure, Stage, given, measured, sobol
from experiments.sensitivity.assemble import analyse
from experiments.sensitivity.crossed import crossed
from experiments.sensitivity.design import Design
from experiments.sensitivity.inputs import DUMMY, Input, Space
from experiments.sensitivity.known import (
    MEASURED,
    apart,
    g_function,
    g_indices,
    ishigami,
    ishigami_indices,
    keyed,
    shared,
    space,
    stirred,
)  # fmt: skip
from experiments.sensitivity.quality import quality
from sim.errors import InputError

CLOSE = 0.02  # what issue 5 promises of S1, ST and luck's share
KNOWN = {"ishigami": (3, ishigami, ishigami_indices), "g": (4, g_function, g_indices)}


@cache
def design(method, inputs, points, replicates=2, seed=1):
    return Design(method, space(inputs), points, replicates, seed)


def found(analysis, key):
    """One index of every input, in the order of the inputs."""
    by_name = {entry.name: entry.figures[key] for entry in analysis.inputs}
    return np.array([by_name[name].value for name in sorted(by_name)])


def blocked(design, values):
    return values.reshape(design.replicates, design.blocks, design.rows_of_block)


# -- known answers -----------------------------------------------------------------------------


@pytest.mark.parametrize("luck", [shared, keyed], ids=["shared", "keyed"])
@pytest.mark.parametrize("function", KNOWN)
def test_sobol_indices_and_lucks_share_are_those_on_paper_when_half_of_the_variance_is_luck(function, luck):
    inputs, model, on_paper = KNOWN[function]
    plan = design("sobol", inputs, 8192)
    first, total, variance = on_paper()
    analysis = analyse(plan, model(plan.places) + luck(plan, np.sqrt(variance)), MEASURED)
    assert np.abs(found(analysis, "S1") - first).max() < CLOSE
    assert np.abs(found(analysis, "ST") - total).max() < CLOSE
    assert abs(analysis.luck.value - 0.5) < CLOSE


def test_luck_that_grows_with_an_input_is_no_influence_of_that_input():
    plan = design("sobol", 3, 8192)
    first, total, variance = ishigami_indices()
    size = 2.0 * plan.places[:, 0]  # luck is twice as large at one end of x0, and none at the other
    analysis = analyse(plan, ishigami(plan.places) + size * shared(plan, np.sqrt(0.75 * variance)), MEASURED)
    assert np.abs(found(analysis, "S1") - first).max() < CLOSE
    assert np.abs(found(analysis, "ST") - total).max() < CLOSE
    assert abs(analysis.luck.value - 0.5) < CLOSE


def test_one_replicate_without_its_pair_takes_luck_for_influence_and_the_check_sees_it():
    from SALib.analyze import sobol as theirs

    from experiments.sensitivity.salib import analysed

    plan = design("sobol", 3, 8192)
    _, _, variance = ishigami_indices()
    noisy = ishigami(plan.places) + apart(plan, np.sqrt(variance))
    naive = analysed(
        theirs.analyze, plan.space.units, plan.places, noisy[0], 1, calc_second_order=False, num_resamples=2
    )
    assert abs(naive["ST"][-1] - 0.5) < CLOSE  # the dummy, which does nothing
    ours = sobol.indices(blocked(plan, noisy), 4)
    assert abs(ours.columns["ST"][-1].value) < CLOSE


@pytest.mark.parametrize("replicates", [2, 3, 5])
def test_without_luck_the_indices_are_salibs_own(replicates):
    from SALib.analyze import sobol as theirs

    from experiments.sensitivity.salib import analysed

    plan = Design("sobol", space(3), 256, replicates, 1, second_order=True)
    values = ishigami(plan.places)
    ours = sobol.indices(blocked(plan, np.tile(values, (replicates, 1))), 4, second_order=True)
    salib = analysed(
        theirs.analyze, plan.space.units, plan.places, values, 1, calc_second_order=True, num_resamples=2
    )
    for key in ("S1", "ST"):
        np.testing.assert_allclose([one.value for one in ours.columns[key]], salib[key], atol=1e-10)
    for (j, k), one in ours.pairs.items():
        assert one.value == pytest.approx(salib["S2"][j, k], abs=1e-10)
    assert ours.luck.value == pytest.approx(0.0, abs=1e-12)


def test_a_pair_that_acts_together_is_found_through_luck():
    plan = Design("sobol", space(3), 4096, 2, 1, second_order=True)
    first, total, variance = ishigami_indices()
    analysis = analyse(plan, ishigami(plan.places) + shared(plan, np.sqrt(variance)), MEASURED)
    assert analysis.pairs["x0", "x2"].value == pytest.approx(total[0] - first[0], abs=3 * CLOSE)
    for pair in (("x0", "x1"), ("x1", "x2")):
        assert analysis.pairs[pair].lo < 0.0 < analysis.pairs[pair].hi
    assert not any(DUMMY in pair for pair in analysis.pairs)
    assert "Together, beyond what each does on its own: x0 with x2 2" in " ".join(analysis.words)


def test_groups_have_the_indices_of_what_is_in_them_together():
    grouped = Design("sobol", space(3, {"outer": ("x0", "x2")}), 4096, 2, 1)
    analysis = analyse(
        grouped, ishigami(grouped.places) + shared(grouped, np.sqrt(ishigami_indices()[2])), MEASURED
    )
    middle = ishigami_indices()[0][1]
    by_name = {entry.name: entry for entry in analysis.entries}
    assert set(by_name) == {"outer", "x1", DUMMY}
    assert by_name["outer"].figures["S1"].value == pytest.approx(1.0 - middle, abs=3 * CLOSE)
    assert by_name["x1"].figures["ST"].value == pytest.approx(middle, abs=CLOSE)


# -- the dummy ---------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sobol", "morris", "dgsm"])
def test_an_input_that_does_nothing_is_exactly_nothing_where_luck_is_shared(method):
    plan = design(method, 3, 64)
    values = ishigami(plan.places) - 0.1 * plan.places[:, 2]
    values = np.sin(6.0 * plan.places[:, 0]) + plan.places[:, 1] + 0.0 * values  # x2 does nothing
    analysis = analyse(plan, values + shared(plan, 3.0), MEASURED)
    for entry in analysis.entries:
        if entry.name in ("x2", DUMMY):
            assert not entry.told
            assert all(one.value == one.lo == one.hi == 0.0 for one in entry.figures.values())


@pytest.mark.parametrize("method", ["sobol", "morris", "dgsm"])
def test_shuffled_rows_are_seen_because_the_dummy_seems_to_do_something(method):
    plan = design(method, 3, 64)
    values = ishigami(plan.places) + shared(plan, 1.0)
    order = np.random.default_rng(1).permutation(plan.rows)
    with pytest.raises(InputError, match="the dummy changed the outcome"):
        analyse(plan, values[:, order], MEASURED)
    two = np.arange(plan.rows)
    two[[1, 4]] = two[[4, 1]]  # even two rows in each other's place, the dummy's among them
    if method != "morris":
        with pytest.raises(InputError, match="the dummy changed the outcome"):
            analyse(plan, values[:, two], MEASURED)


@pytest.mark.parametrize("method", ["rbd_fast", "pawn"])
def test_methods_that_only_look_at_data_hold_inputs_against_pure_chance(method):
    plan = design(method, 3, 1000)
    values = np.sin(3.0 * plan.places[:, 0]) + plan.places[:, 1]
    analysis = analyse(plan, values + shared(plan, 0.4), MEASURED)
    told = {entry.name for entry in analysis.entries if entry.told}
    assert told == {"x0", "x1"}
    assert analysis.floor > 0.0


def test_rbd_fast_finds_first_order_shares_through_luck():
    plan = design("rbd_fast", 3, 2000)
    first, _, variance = ishigami_indices()
    analysis = analyse(plan, ishigami(plan.places) + shared(plan, np.sqrt(variance)), MEASURED)
    assert np.abs(found(analysis, "S1") - first).max() < 2 * CLOSE
    assert abs(analysis.luck.value - 0.5) < 2 * CLOSE


def test_delta_ranks_inputs_and_sees_the_strong_one(monkeypatch):
    monkeypatch.setitem(given.RESAMPLES, "delta", 2)
    plan = design("delta", 2, 100)
    values = 2.0 * plan.places[:, 0] + shared(plan, 0.1)
    analysis = analyse(plan, values, MEASURED)
    assert [entry.name for entry in analysis.entries if entry.told] == ["x0"]


# -- Morris and slopes ----------------------------------------------------------------------------


def test_without_luck_elementary_effects_are_salibs_own():
    from SALib.analyze import morris as theirs

    from experiments.sensitivity.salib import analysed

    plan = design("morris", 3, 30)
    values = ishigami(plan.places)
    analysis = analyse(plan, np.tile(values, (2, 1)), MEASURED)
    salib = analysed(theirs.analyze, plan.space.units, plan.places, values, 1, num_levels=4)
    for key in ("mu", "mu_star", "sigma"):
        np.testing.assert_allclose(found(analysis, key), np.asarray(salib[key])[:3], atol=1e-9)


def test_without_luck_slopes_are_salibs_own():
    from SALib.analyze import dgsm as theirs

    from experiments.sensitivity.salib import analysed

    plan = design("dgsm", 3, 128)
    values = ishigami(plan.places)
    analysis = analyse(plan, np.tile(values, (2, 1)), MEASURED)
    salib = analysed(theirs.analyze, plan.space.units, plan.places, values, 1)
    np.testing.assert_allclose(found(analysis, "dgsm"), salib["dgsm"][:3], rtol=1e-9)


def lines(plan, *effects):
    return sum(effect * plan.places[:, k] for k, effect in enumerate(effects))


def test_weak_inputs_are_told_by_their_direction_and_inputs_that_only_stir_up_luck_are_not():
    told, tries = dict.fromkeys("wvs", 0), 30
    for seed in range(1, tries + 1):
        plan = Design("morris", space(6), 20, 2, seed)
        analysis = analyse(plan, lines(plan, 3.0, 2.5, 1.2, 0.8) + stirred(plan, 1.0, seed), MEASURED)
        entry = {one.name: one for one in analysis.inputs}
        told["w"] += entry["x2"].told
        told["v"] += entry["x3"].told
        told["s"] += entry["x4"].told + entry["x5"].told
    assert told["w"] >= 0.75 * tries and told["v"] >= 0.35 * tries, told
    assert told["s"] <= 0.08 * 2 * tries, told


def test_of_many_inputs_that_only_stir_up_luck_none_is_told_and_what_each_may_be_is_said():
    for seed in range(1, 6):
        plan = Design("sobol", space(14), 128, 2, seed)
        analysis = analyse(plan, lines(plan, 3.0, 2.0) + stirred(plan, 1.0, seed), MEASURED)
        told = {entry.name for entry in analysis.inputs if entry.told}
        assert "x0" in told and told <= {"x0", "x1"}  # x1, ST 0.31, may be lost in so few points
        assert f"{14 - len(told)} of 14 inputs (each at most" in " ".join(analysis.words)


def test_inputs_that_only_add_up_have_no_pairs_however_many_there_are():
    wrong, tries = 0, 12
    for seed in range(1, tries + 1):
        plan = Design("sobol", space(8), 128, 2, seed, second_order=True)
        effects = [3.0 - 0.3 * k for k in range(8)]
        analysis = analyse(plan, lines(plan, *effects) + stirred(plan, 1.0, seed), MEASURED)
        wrong += any(one.lo > 0.0 for one in analysis.pairs.values())
        assert analysis.quality.settled is False
        assert "ogether" not in " ".join(analysis.words)  # and nothing is said of pairs yet
    assert wrong <= 0.1 * tries  # of 28 pairs in each


def test_the_share_that_is_explained_has_an_interval_and_is_not_said_while_moving():
    moving, settled = design("sobol", 3, 64), design("sobol", 3, 8192)
    for plan, said in ((moving, False), (settled, True)):
        analysis = analyse(plan, ishigami(plan.places) + shared(plan, 1.0), MEASURED)
        assert analysis.quality.settled is said
        assert ("of what the inputs do" in analysis.words[0]) is said
    assert " explain about 7" in analysis.words[0] and "% to 7" in analysis.words[0], analysis.words[0]


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("count", [2, 3, 4, 5, 7])
def test_a_morris_design_begins_and_ends_at_every_level_equally_often(count, ordered):
    one = Input("levels", levels=tuple(range(count)), ordered=ordered)
    plan = Design("morris", Space((one, Input("range")), {}), 1500, 2, 1)
    values = plan.space.points(plan.places)["levels"].to_numpy().reshape(plan.blocks, -1)
    for ends in (values[:, 0], values[:, -1], values.ravel()):
        shares = np.bincount(ends, minlength=count) / ends.size
        assert shares == pytest.approx(np.full(count, 1.0 / count), abs=0.04)
    assert (values[:, 0] != values[:, -1]).all()
    if not ordered:
        pairs = np.unique(np.sort(values[:, [0, -1]], axis=1), axis=0, return_counts=True)[1]
        assert len(pairs) == count * (count - 1) // 2
        assert pairs / plan.blocks == pytest.approx(np.full(len(pairs), 1.0 / len(pairs)), abs=0.04)


def test_what_levels_in_no_order_do_does_not_depend_on_how_they_are_listed():
    sizes = []
    for levels in (("A", "B", "C"), ("B", "A", "C"), ("C", "A", "B")):
        plan = Design("morris", Space((Input("a", levels=levels, ordered=False), Input("b")), {}), 200, 2, 1)
        values = (plan.space.points(plan.places)["a"] == "B").to_numpy(float)
        analysis = analyse(plan, np.tile(values, (2, 1)), MEASURED)
        sizes.append(next(e for e in analysis.inputs if e.name == "a").figures["mu_star"].value)
    assert sizes == pytest.approx([2.0 / 3.0] * 3, abs=0.08)  # two of three pairs


def test_luck_that_an_input_only_stirs_up_is_no_effect_of_it():
    """Two lucks agree on no direction, so mu* is near 0 where one luck alone would see an effect."""
    plan = design("morris", 3, 200)
    values = 4.0 * plan.places[:, 1] + keyed(plan, 1.0, column=2)
    analysis = analyse(plan, values, MEASURED)
    x0, x1, x2 = found(analysis, "mu_star")
    assert x0 == 0.0
    assert x1 == pytest.approx(4.0)
    naive = np.abs(np.diff(blocked(plan, values)[0], axis=1)).mean()
    assert x2 < 0.25 * naive


def test_yes_or_no_and_a_range_with_the_same_reach_have_the_same_effect():
    """SALib divides every step by the step of the grid, so yes or no would count half as much again."""
    both = Space(
        (Input("range"), Input("switch", levels=(False, True)), Input("three", levels=(1, 2, 3))), {}
    )
    plan = Design("morris", both, 40, 2, 1)
    points = both.points(plan.places)
    values = points["range"].to_numpy() + points["switch"].to_numpy() + (points["three"].to_numpy() - 1) / 2.0
    analysis = analyse(plan, np.tile(values, (2, 1)), MEASURED)
    assert found(analysis, "mu_star") == pytest.approx([1.0, 1.0, 1.0])


# -- intervals, convergence, quality --------------------------------------------------------------


def test_the_tables_of_the_document_can_be_printed(monkeypatch):
    monkeypatch.setattr(measured, "SIZES", {64: 4})
    monkeypatch.setattr(measured, "POWER", {"morris": (20, 4)})
    lines = [*measured.coverage(1.0), *measured.power(1.0)]
    assert [line.split("|")[2].strip() for line in lines[:3]] == ["shared", "keyed", "apart"]
    assert lines[3].startswith("| `morris`, 20 | 100% | 100% |") and lines[3].endswith("| 0% |")


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    first, total, variance = ishigami_indices()
    held, tries = np.zeros(2), 60
    for seed in range(1, tries + 1):
        plan = Design("sobol", space(3), 128, 2, seed)
        values = ishigami(plan.places) + shared(plan, np.sqrt(variance), seed)
        columns = sobol.indices(blocked(plan, values), 4).columns
        for k, (key, truth) in enumerate((("S1", first), ("ST", total))):
            held[k] += np.mean(
                [one.lo <= t <= one.hi for one, t in zip(columns[key][:3], truth, strict=True)]
            )
    assert (held / tries > 0.8).all(), held / tries


def test_a_smaller_design_is_the_beginning_of_a_larger_one_with_the_same_luck():
    for method in ("sobol", "morris"):
        small, large = design(method, 3, 32), design(method, 3, 64)
        assert (large.places[: small.rows] == small.places).all()
        last = small.rows - 1
        assert large.seeds_of(last) == small.seeds_of(last)


def test_the_last_stage_of_convergence_is_the_analysis():
    plan = design("sobol", 3, 512)
    analysis = analyse(plan, ishigami(plan.places) + shared(plan, 1.0), MEASURED)
    assert [stage.points for stage in analysis.convergence] == [64, 128, 256, 512]
    last = analysis.convergence[-1].main
    assert all(last[entry.name] == entry.figures["ST"] for entry in analysis.entries)
    assert analysis.runs == analysis.convergence[-1].runs == 512 * 6 * 2


def test_few_runs_are_still_moving_and_many_have_settled():
    few, many = design("sobol", 3, 64), design("sobol", 3, 8192)
    moving = analyse(few, ishigami(few.places) + shared(few, 3.7), MEASURED)
    settled = analyse(many, ishigami(many.places) + shared(many, 3.7), MEASURED)
    assert moving.quality.settled is False and moving.quality.words.startswith("still moving")
    assert settled.quality.settled is True and settled.quality.widest < 0.05


def test_another_order_than_with_half_of_the_design_is_still_moving():
    def stage(points, **values):
        return Stage(points, points, {name: Figure(v, v - 0.01, v + 0.01) for name, v in values.items()})

    labels, two = dict(zip("abc", "ABC", strict=True)), [{"a", "b"}, {"a", "b"}]
    half, turned = stage(32, a=0.5, b=0.4, c=0.0), stage(32, a=0.4, b=0.5, c=0.0)
    whole = stage(64, a=0.5, b=0.4, c=0.005)  # c cannot be told from nothing: it has no order
    assert quality("sobol", [half, whole], two, 0.0, labels).settled is True
    moving = quality("sobol", [turned, whole], two, 0.0, labels)
    assert moving.settled is False and "half of those analysed" in moving.words
    assert quality("sobol", [whole], two[:1], 0.0, labels).settled is False
    quarter = stage(16, a=0.5, b=0.4, c=0.0)
    assert quality("sobol", [quarter, whole], two, 0.0, labels).settled is False  # half of it found nothing
    wide = Stage(64, 64, {"a": Figure(0.5, 0.4, 0.6), "b": Figure(0.4, 0.39, 0.41)})
    assert "(A), more than 0.05" in quality("sobol", [wide, wide], two, 0.0, labels).words


def test_nothing_has_settled_while_an_input_that_is_not_told_may_matter():
    close = {"a": Figure(0.5, 0.48, 0.52), "b": Figure(0.4, 0.38, 0.42)}
    labels = dict(zip("abcdefgh", "ABCDEFGH", strict=True))

    def held(told="ab", **more):
        both = [Stage(n, n, {**close, **more}) for n in (32, 64)]
        return quality("sobol", both, [set(told)] * 2, 0.0, labels)

    assert held(c=Figure(0.01, -0.02, 0.04)).settled is True
    may = held(c=Figure(0.04, -0.005, 0.08))
    assert may.settled is False and "C cannot be told from nothing, but may be up to 0.08" in may.words
    small = {name: Figure(0.06, 0.05, 0.07) for name in "cdef"}  # the sixth by value may matter most
    assert held("abcdef", **small, g=Figure(0.03, -0.01, 0.075)).settled is False
    assert held("abcdef", **small).settled is True
    nobody = held("")
    assert nobody.settled is False and "no input can be told" in nobody.words


def test_an_interval_is_as_wide_as_its_larger_side():
    lopsided = Figure(0.5, 0.49, 0.57)  # 0.04 is half of its width
    stages = [Stage(n, n, {"a": lopsided}) for n in (32, 64)]
    found = quality("sobol", stages, [{"a"}] * 2, 0.0, {"a": "A"})
    assert found.settled is False and found.widest == pytest.approx(0.07)


def test_an_outcome_that_nothing_moves_has_no_indices_and_says_so():
    plan = design("sobol", 2, 64)
    analysis = analyse(plan, np.ones((2, plan.rows)), MEASURED)
    assert not analysis.found and not analysis.entries
    assert "Nothing that was tried moves" in analysis.words[0]


def test_nothing_but_luck_has_no_indices_instead_of_wild_ones():
    plan = design("sobol", 2, 64)
    analysis = analyse(plan, shared(plan, 1.0), MEASURED)
    assert not analysis.found
    assert analysis.luck.value > 0.8
    assert "cannot be told from luck" in analysis.words[0]


def test_a_missing_value_is_refused_instead_of_turned_into_zero():
    plan = design("sobol", 3, 64)
    values = ishigami(plan.places) + shared(plan, 1.0)
    values[1, 7] = np.nan
    with pytest.raises(InputError, match="1 of 768 values are no numbers"):
        analyse(plan, values, MEASURED)


def test_whole_blocks_can_be_left_out_knowingly():
    plan = design("sobol", 3, 1024)
    values = ishigami(plan.places) + shared(plan, 1.0)
    values[0, 13] = np.nan
    blocks = np.delete(np.arange(1024), 13 // plan.rows_of_block)
    analysis = analyse(plan, values, MEASURED, blocks)
    assert analysis.dropped == 1
    assert any("1 of 1,024 blocks were left out" in note for note in analysis.notes)


def test_a_design_of_which_half_is_missing_is_not_held_against_itself():
    plan = design("sobol", 3, 1024)
    values = ishigami(plan.places) + shared(plan, 1.0)
    analysis = analyse(plan, values, MEASURED, np.arange(512))
    assert [stage.points for stage in analysis.convergence] == [64, 128, 256, 512]
    late = analyse(plan, values, MEASURED, np.arange(1000, 1024))  # too few for a half of their own
    assert [stage.points for stage in late.convergence] == [24]
    assert late.quality.settled is False
    first = design("rbd_fast", 2, 800)
    smooth = first.places[:, 0] + shared(first, 0.1)
    one = analyse(first, smooth, MEASURED, np.arange(650, 800))
    assert [stage.points for stage in one.convergence] == [150] and one.quality.settled is False


@settings(max_examples=50)
@given_any(st.integers(2, 6), st.integers(1, 5), st.integers(0, 2**31))
def test_products_across_replicates_are_the_mean_over_all_pairs(replicates, size, seed):
    generator = np.random.default_rng(seed)
    a, b = generator.normal(size=(2, replicates, size))
    pairs = [a[r] * b[s] for r in range(replicates) for s in range(replicates) if r != s]
    np.testing.assert_allclose(crossed(a, b), np.mean(pairs, axis=0), atol=1e-12)


@settings(max_examples=25)
@given_any(st.floats(0.1, 1e6), st.floats(-1e6, 1e6))
def test_indices_do_not_depend_on_the_unit_of_the_outcome(scale, shift):
    plan = design("sobol", 3, 64)
    values = ishigami(plan.places) + shared(plan, 1.0)
    one, other = (sobol.indices(blocked(plan, v), 4) for v in (values, scale * values + shift))
    for key in ("S1", "ST"):
        for a, b in zip(one.columns[key], other.columns[key], strict=True):
            assert a.value == pytest.approx(b.value, abs=1e-5)
