"""Claims about the grid explorer's numbers: cells, luck, today, noise, the edge, and the way to Explore."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from made_up_results import CASELOAD, DEMAND, PLACES, RULE, THREE, TODAY, crossed, grid, in_work, made, own
from test_charts import contrast

from dashboard import charts, grid_charts, grid_files, grid_scatters, points, views
from dashboard import grid as home
from dashboard import words_of_grid as words
from dashboard.factors import MOST_LEVELS, label_of
from dashboard.grid import Grid
from dashboard.shown import Shown
from experiments.designs.experiment import TWO_ARMS, plan_runs
from experiments.store.results import open_results
from sim.scenario import load


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """A function from an experiment to what the page shows of its results."""

    def of(experiment, given=None, **how):
        folder = made(tmp_path / f"r{len(list(tmp_path.iterdir()))}", experiment, monkeypatch, **how)
        found = Grid(open_results(folder))
        return Shown.of(found, views.parse(given or {}, found))

    return of


def cell(found, **at):
    names = {"caseload": CASELOAD, "demand": DEMAND, "places": PLACES, "rule": RULE}
    rows = found.summary
    for name, value in at.items():
        rows = rows[rows[names[name]] == value]
    (number,) = rows.index
    return number


def test_every_cell_has_the_mean_of_its_own_runs_and_the_best_is_the_best(shown):
    found = shown(grid(THREE))
    world = load("denmark")
    luck = np.mean([0.01, 0.02, 0.03, 0.04])
    for _, row in found.summary.iterrows():
        here = world.set({CASELOAD: row[CASELOAD], DEMAND: row[DEMAND]})
        assert row["mean"] == pytest.approx(in_work(here, luck)) and row["runs"] == 4
    assert found.best == cell(found, caseload=40.0, demand=1.3)
    assert "people per caseworker 40 · local demand for labour against the average 1.3" in found.headline


def test_luck_that_all_cells_share_makes_no_ties(shown):
    found = shown(grid(THREE))
    assert found.tied == set()
    strangers = found.frame.assign(seed=range(len(found.frame)))  # the same values, nothing in common
    apart = home.gaps(strangers, found.cells.index, found.best)
    assert home.ties(apart, found.best), "without pairing, luck would hide which cell is best"


def test_no_cell_is_called_the_best_where_luck_alone_tells_them_apart(shown):
    found = shown(grid({CASELOAD: [TODAY, TODAY + 0.001, TODAY + 0.002]}), luck=own)
    assert len(found.tied) == 2
    assert "none of the 3 settings can be told from another" in found.headline
    assert "the best is" not in found.headline
    assert "the best is" in shown(grid(THREE)).headline


def test_values_that_were_drawn_are_shown_short_and_those_that_were_typed_in_full(shown):
    drawn = shown(grid({CASELOAD: [69.912345678, 40.0]})).grid.factors[0]
    assert drawn.text(69.912345678) == "69.9" and drawn.text(40.0) == "40"
    assert shown(grid({CASELOAD: [69.95, 40.0]})).grid.factors[0].text(69.95) == "69.95"


def test_cells_that_luck_alone_tells_apart_are_tied(shown):
    columns = crossed(caseload=[69.9, TODAY], demand=[0.4, 1.0])
    found = shown(grid(columns, seeds=range(1, 31)), luck=own)
    best = found.best
    assert cell(found, caseload=69.9, demand=0.4) not in found.tied | {best}
    assert found.tied == {cell(found, caseload=69.9, demand=1.0), cell(found, caseload=TODAY, demand=1.0)} - {
        best
    }


def test_differences_are_said_to_be_noise_below_two_errors_and_not_at_all_with_one_run(shown):
    assert "nothing can be said about noise" in words.noise(None, words.how("job_any", "DKK", [0.1]), 1)
    found = shown(grid(THREE), luck=own)
    apart = home.gaps(found.frame, found.cells.index, found.best)
    low, high = found.noise
    errors = apart["error"][apart["error"] > 0]
    assert 2 * errors.min() <= low <= 2 * errors.median() <= high <= 2 * errors.max()
    how = words.how("job_any", "DKK", [0.1])
    assert (
        words.noise((0.01, 0.012), how, 4)
        == "Differences under 1.2 people in 100 are noise at 4 runs a point."
    )
    assert "Differences under 0.50 to 2.00 people" in words.noise((0.005, 0.02), how, 4)
    assert shown(grid(THREE, seeds=(3,))).noise is None


def test_the_difference_from_today_is_nothing_at_today_and_free_of_luck(shown):
    found = shown(grid(THREE), {"d": "today"})
    today = cell(found, caseload=TODAY, demand=1.0)
    assert found.summary.loc[today, ["mean", "low", "high"]].tolist() == [0.0, 0.0, 0.0]
    other = found.summary.loc[cell(found, caseload=40.0, demand=1.3)]
    assert other["mean"] == pytest.approx(0.0002 * 30 + 0.05 * 0.3)
    assert other["error"] == pytest.approx(0.0, abs=1e-12)


def test_todays_cell_is_the_one_with_the_scenarios_own_values(shown):
    found = shown(grid(THREE))
    assert found.summary.index[found.summary["today"]].tolist() == [cell(found, caseload=TODAY, demand=1.0)]
    assert found.today_name == "today's policy in Denmark"
    nowhere = shown(grid(crossed(caseload=[40.0, 50.0], demand=[0.7, 1.3])))
    assert nowhere.today_name is None and nowhere.grid.measures == (home.LEVEL,)


def test_whole_scenarios_have_a_today_each(shown):
    sizes = {"district.people": 100, "district.months": 24}
    whole = {name: load(name).set(sizes) for name in ("denmark", "norway")}
    norways = whole["norway"][CASELOAD]
    columns = {"scenario": ["denmark", "denmark", "norway", "norway"], CASELOAD: [TODAY, norways] * 2}
    found = shown(grid(columns, scenarios=whole), {"d": "today"})
    todays = found.summary[found.summary["today"]]
    assert set(zip(todays["scenario"], todays[CASELOAD], strict=True)) == {
        ("denmark", TODAY),
        ("norway", norways),
    }
    assert todays["mean"].tolist() == [0.0, 0.0], "each country is held against itself"
    assert shown(grid(columns, scenarios=whole), {"o": "public_cost"}).money_mixed


def test_two_worlds_are_shown_by_what_the_policy_changes(shown):
    found = shown(grid(THREE, what_if={PLACES: 0.5}))
    assert found.grid.measures == (home.DIFFERENCE, "baseline", "policy")
    today = load("denmark")[PLACES]
    assert found.summary["mean"].tolist() == pytest.approx([0.04 * (0.5 - today)] * 9)
    assert found.summary["error"].tolist() == pytest.approx([0.0] * 9, abs=1e-12)


def test_a_sign_is_printed_for_differences_and_for_nothing_else(shown):
    found = shown(grid(THREE, what_if={PLACES: 0.5}))
    texts = found.maps()[0][1]["text"]
    assert all(text.startswith("+") for text in texts)
    found = shown(grid(THREE))
    assert not any(text.startswith("+") for text in found.maps()[0][1]["text"])


def test_cells_that_were_not_run_or_failed_say_so(shown):
    columns = {CASELOAD: [40.0, 40.0, 100.0], DEMAND: [0.7, 1.3, 0.7]}
    experiment = grid(columns, design="list")
    found = shown(experiment, refuses=lambda world, seed: world[CASELOAD] == 40.0 and world[DEMAND] == 1.3)
    frame = found.maps()[0][1].set_index(["x", "y"])
    assert frame.loc[("40", "1.3"), "text"] == words.FAILED
    assert frame.loc[("100", "1.3"), "text"] == words.NOT_PLANNED
    assert frame.loc[("40", "0.7"), "ran"] and not frame.loc[("40", "1.3"), "ran"]
    assert found.summary["failed"].sum() == 4


def test_runs_that_are_still_missing_leave_an_empty_cell(tmp_path, monkeypatch):
    folder = made(tmp_path / "half", grid(THREE), monkeypatch, runs_a_chunk=4)
    (folder / "status" / "part-000008.parquet").unlink()
    found = Grid(open_results(folder))
    one = Shown.of(found, views.parse({}, found))
    frame = one.maps()[0][1].set_index(["x", "y"])
    assert frame.loc[("100", "1.3"), "text"] == words.NOT_RUN
    assert frame["ran"].sum() == 8 and one.best is not None


def test_parameter_sets_are_luck_and_no_axis(shown):
    columns = {CASELOAD: [40.0, 40.0, TODAY, TODAY], "parameters": [0, 1, 0, 1]}
    found = shown(grid(columns, seeds=(1, 2)))
    assert [factor.address for factor in found.grid.factors] == [CASELOAD]
    assert found.summary["runs"].tolist() == [4, 4] and found.summary["planned"].tolist() == [4, 4]


def test_a_third_input_gives_a_map_for_each_of_its_values(shown):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    found = shown(grid(columns), {"b": PLACES})
    parts = found.maps()
    assert [heading for _, _, heading in parts] == [f"{label_of(PLACES)}: 10%", f"{label_of(PLACES)}: 50%"]
    assert parts[0][0] is parts[1][0], "all maps have one scale of colours"
    means = [frame["value"].mean() for _, frame, _ in parts]
    assert means[1] - means[0] == pytest.approx(100 * 0.04 * 0.4)


def test_what_is_on_no_axis_is_held_at_the_scenarios_own_value_first(shown):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    found = shown(grid(columns), {"x": DEMAND, "y": PLACES})
    assert dict(found.view.fixed) == {CASELOAD: TODAY} and len(found.cells) == 4
    moved = shown(grid(columns), {"x": DEMAND, "y": PLACES, "f": f"{CASELOAD}-40"})
    assert dict(moved.view.fixed) == {CASELOAD: 40.0}


def test_whole_policies_are_levels_with_their_titles_and_go_to_explore(shown):
    named = {"recommendations/4-2-better-matches": {PLACES: 0.3}, "none.toml": {PLACES: 0.0}}
    columns = {"what_if": list(named) * 2, "scenario": ["denmark", "denmark", "norway", "norway"]}
    sizes = {"district.people": 100, "district.months": 24}
    whole = {name: load(name).set(sizes) for name in ("denmark", "norway")}
    found = shown(
        replace(grid(columns, scenarios=whole), what_ifs=named, runs=plan_runs(4, (1, 2), TWO_ARMS))
    )
    assert found.grid.two and not found.summary["today"].any()
    assert {f.label for f in found.grid.factors} == {"Policy", "Country"}
    assert "4.2 Better matches and one contact for employers" in found.grid.factor("what_if").texts
    there = points.in_explore(found.grid.results, 2, "policy")
    assert there.what_if.country == "norway" and there.what_if[PLACES] == 0.3


def test_choices_stand_in_their_declared_order_and_in_words(shown):
    found = shown(grid(crossed(rule=["need_first", "lot"], caseload=[40.0, TODAY])))
    factor = found.grid.factor(RULE)
    assert factor.levels == ("lot", "need_first") and factor.texts == ("Lot", "Need first")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_nobody_beats_the_edge_and_the_edge_beats_everybody_else(pairs):
    one, two = (pd.Series([float(pair[n]) for pair in pairs]) for n in (0, 1))
    found = home.edge(one, two, 1, -1)

    def beats(a, b):
        better = one[a] >= one[b] and two[a] <= two[b]
        return better and (one[a] > one[b] or two[a] < two[b])

    assert found and all(not beats(other, cell) for cell in found for other in one.index)
    for cell_ in set(one.index) - set(found):
        assert any(beats(a, cell_) or (one[a], two[a]) == (one[cell_], two[cell_]) for a in found)


def test_there_is_no_edge_where_neither_more_nor_less_is_better(shown):
    assert home.edge(pd.Series([1.0]), pd.Series([2.0]), 1, 0) == []
    found = shown(grid(THREE), {"k": "few_hours"})
    assert found.trade()[2] == [] and words.edge([], "a", "b") == words.EDGE_NONE


def test_the_trade_off_names_every_cell_on_its_edge(shown):
    found = shown(grid(THREE), {"k": "public_cost"})
    _, frame, letters, title, alt = found.trade()
    assert len(frame) == 9 and "against public cost so far" in title and str(len(letters)) in alt
    assert [letter for letter, _ in letters] == list(grid_scatters.LETTERS[: len(letters)])
    good_times = "local demand for labour against the average 1.3"
    assert all(good_times in text for _, text in letters), "good times cost nothing here"


def test_a_sample_is_drawn_against_one_input_with_the_mean_of_neighbours(shown):
    generator = np.random.default_rng(1)
    columns = {CASELOAD: generator.uniform(20, 120, 200), DEMAND: generator.uniform(0.7, 1.3, 200)}
    found = shown(grid(columns, seeds=(1, 2), design="latin"), {"x": DEMAND})
    assert found.grid.is_sample and found.view.y == "" and "200 points" in found.spread
    spec, frame, reading = found.cloud()
    assert reading == f"{words.SAMPLE} {words.LINE}" and len(frame) == 200
    line = next(layer["data"]["values"] for layer in spec["layer"] if "data" in layer)
    assert sum(one["points"] for one in line) == 200
    means = [one["mean"] for one in line]
    assert means == sorted(means), "demand raises work, whatever the caseload"


def test_a_list_that_fills_little_of_its_grid_is_shown_as_points(shown):
    levels = [20.0, 40.0, 60.0, 80.0, 100.0]
    found = shown(grid({CASELOAD: levels, DEMAND: [0.7, 0.8, 0.9, 1.1, 1.2]}, design="csv"))
    assert found.grid.is_sample and found.cloud()[2] == words.SAMPLE, "five points make no line"
    full = shown(grid(THREE, design="list"))
    assert not full.grid.is_sample


def test_more_points_than_dots_can_show_are_counted_before_they_are_drawn():
    factor = views.Factor(DEMAND, "Demand", "", "", tuple(np.linspace(0.7, 1.3, 60_000)), True)
    cells = pd.DataFrame({DEMAND: factor.levels, "mean": np.linspace(0.1, 0.2, 60_000), "today": False})
    frame, squares = grid_scatters.cloud_frame(cells, factor, words.how("job_any", "DKK", [0.1]), False)
    assert squares and len(frame) <= 40 * 24 and frame["points"].sum() == 60_000


def test_values_of_a_range_are_shortened_and_those_of_a_grid_are_not():
    many = views.Factor(CASELOAD, "c", "", "", tuple(np.linspace(20.0, 120.0, MOST_LEVELS + 1)), True)
    few = views.Factor("policy.benefit.level", "b", "", "DKK", (12326.0, 14000.0), True)
    assert many.text(41.15587644) == "41.2" and few.texts == ("12,326", "14,000")


def test_smoothing_keeps_a_flat_line_flat():
    x = pd.Series(np.linspace(0, 1, 57))
    found = home.smoothed(x, pd.Series(np.full(57, 3.0)))
    assert found["mean"].tolist() == pytest.approx([3.0] * len(found)) and found["points"].sum() == 57
    assert found["low"].tolist() == pytest.approx([3.0] * len(found))


def test_views_survive_their_links_and_nonsense_is_left_out(shown):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    found = shown(grid(columns), {"x": PLACES, "y": CASELOAD, "o": "public_cost", "t": "12", "g": "far"})
    assert views.parse(found.view.dump(), found.grid) == found.view
    assert (found.view.look.month, found.view.look.group, found.view.x) == (12, "far", PLACES)
    odd = {"x": "nothing", "y": "nothing", "o": "?", "t": "7", "g": "?", "d": "?", "p": "999", "f": "~~-~x-1"}
    assert views.parse(odd, found.grid) == views.parse({}, found.grid)


def test_an_input_that_takes_anothers_place_gives_it_its_own(shown):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    found = shown(grid(columns))
    turned = views.along(found.view, "x", found.view.y, found.grid)
    assert (turned.x, turned.y) == (found.view.y, found.view.x)
    split = views.along(found.view, "by", PLACES, found.grid)
    assert split.by == PLACES and split.fixed == ()


def test_a_point_goes_to_explore_with_its_levers_and_what_is_lost_is_said(shown):
    found = shown(grid(THREE, what_if={PLACES: 0.5}))
    point = int(found.summary.loc[cell(found, caseload=40.0, demand=1.3), "point"])
    there = points.in_explore(found.grid.results, point, "policy")
    assert {a: after for a, (_, after) in there.what_if.changes().items()} == {CASELOAD: 40.0, PLACES: 0.5}
    assert there.lost == ("Local demand for labour against the average",)
    assert there.what_if.years == 2 and there.beyond == ()
    assert "Local demand for labour against the average" in words.lost(there.lost)
    alone = points.in_explore(found.grid.results, point, "baseline")
    assert alone.what_if.changes().keys() == {CASELOAD}
    far = shown(grid({CASELOAD: [TODAY, 900.0]}))
    assert points.in_explore(far.grid.results, 1, "scenario").beyond == (label_of(CASELOAD),)


def test_every_chart_can_be_drawn_and_prints_its_values(shown):
    found = shown(grid(THREE))
    drawing = next(make() for key, _, _, make in grid_files.files(found) if key == "svg")
    for text in found.maps()[0][1]["text"]:
        assert f">{text}<" in drawing
    for spec, frame in (found.curve(), found.trade()[:2]):
        whole = {**spec, "width": 360, "data": {"values": json.loads(frame.to_json(orient="records"))}}
        assert "<svg" in vl_convert.vegalite_to_svg(json.dumps(whole))
    assert all(make() for _, _, _, make in grid_files.files(found))


def test_the_file_of_numbers_holds_every_cell_under_lines_that_say_what_it_is(shown):
    found = shown(grid(THREE))
    lines = grid_files.numbers(found).splitlines()
    head = [line for line in lines if line.startswith("# ")]
    assert found.title in head[0] and any("Licence" in line for line in head)
    rows = list(csv.DictReader(lines[len(head) :]))
    assert len(rows) == 9 and {row["unit"] for row in rows} == {"share"}
    assert [float(row["mean"]) for row in rows] == pytest.approx(found.summary["mean"].tolist(), abs=1e-7)


@pytest.mark.parametrize("colour", [*grid_charts.RISE, *grid_charts.FALL_AND_RISE])
def test_print_can_be_read_on_every_colour_of_the_map(colour):
    assert contrast(charts.INK, colour) >= 4.5


def test_the_table_has_the_cells_of_the_map_on_top_and_the_best_first(shown):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    found = shown(grid(columns))
    assert found.table.index[0] == found.best and len(found.table) == 8
    assert set(found.table.index[:4]) == set(found.cells.index)


@pytest.mark.parametrize("name", ["folders", "grid", "sensitivity"])
def test_the_words_of_the_pages_are_free_of_jargon(name):
    source = Path(words.__file__).with_name(f"words_of_{name}.py").read_text().lower()
    for word in ("multiplier", "significant", "p-value", "effectiveness", "optimal", "pareto", "factorial"):
        assert not re.search(rf"\b{word}", source), word


def test_every_level_and_label_on_the_page_is_in_words_and_never_an_address(shown):
    columns = crossed(
        caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5], rule=["lot", "need_first"]
    )
    found = shown(grid(columns))
    said = [found.headline, found.title, *found.table.columns, *found.made_from, found.curve_note()]
    said += [found.place(number) for number in found.cells.index]
    for text in said:
        assert "policy." not in text and "world." not in text and "_" not in text, text


def test_groups_of_people_have_their_own_numbers(shown):
    everyone, far = (shown(grid(THREE), {"g": group}) for group in ("all", "far"))
    assert far.summary["mean"].tolist() == pytest.approx((everyone.summary["mean"] * 0.5).tolist())
    assert "people far from work" in far.title
