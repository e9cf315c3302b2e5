"""Claims about the page Grid explorer: every state of a folder is told in a sentence, and links hold."""

import json
from functools import partial

import numpy as np
import pytest
from made_up_results import CASELOAD, DEMAND, PLACES, THREE, TODAY, crossed, grid, made
from pages import opened, text_of

from dashboard import app_pages, explorer, folders, jobs, picker
from dashboard import words_of_folders as folder_words
from dashboard import words_of_grid as words

PAGE = f"""
from pathlib import Path
from dashboard import state
state.begin()
exec(Path({str(next(iter(app_pages.__path__)) + "/grid.py")!r}).read_text())
"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A folder of its own for runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jobs, "_children", {})
    return tmp_path / "runs"


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    return partial(opened, PAGE)


def charts_of(test):
    return [json.loads(chart.proto.spec) for chart in test.get("vega_lite_chart")]


def asked(test, name):
    value = test.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_without_results_the_page_says_how_to_get_them_and_offers_to_make_some(page):
    test = page()
    assert not test.exception and test.info[0].value == folder_words.NO_FOLDERS
    assert test.code[0].value == folder_words.GRID_COMMAND
    assert test.button(key="job_start").label == folder_words.RUN


def test_one_world_gets_a_headline_a_map_a_curve_and_a_trade_off(home, page, monkeypatch):
    made(home / "one", grid(THREE), monkeypatch)
    test = page()
    assert not test.exception
    assert "the best is" in text_of(test) and "9 points · 4 seeds (1 to 4) · all 36 runs done" in text_of(
        test
    )
    assert len(charts_of(test)) == 3
    assert test.selectbox(key="grid_measure").options == [words.MEASURES["level"], words.MEASURES["today"]]
    for chart in test.get("vega_lite_chart"):
        assert len(chart.proto.alt) > 40


def test_two_worlds_show_what_the_policy_changes_first(home, page, monkeypatch):
    made(home / "two", grid(THREE, what_if={PLACES: 0.5}), monkeypatch)
    test = page()
    assert test.selectbox(key="grid_measure").value == "difference"
    assert "The policy: places in supported job search (IPS) 50%" in text_of(test)
    test.selectbox(key="grid_measure").set_value("baseline").run()
    assert asked(test, "d") == "baseline" and not test.exception


def test_a_sample_is_shown_as_points_without_a_map(home, page, monkeypatch):
    generator = np.random.default_rng(2)
    columns = {CASELOAD: generator.uniform(20, 120, 60), DEMAND: generator.uniform(0.7, 1.3, 60)}
    made(home / "sample", grid(columns, seeds=(1, 2), design="sobol"), monkeypatch)
    test = page()
    assert not test.exception and words.SAMPLE in text_of(test)
    assert "grid_y" not in [box.key for box in test.selectbox]


def test_inputs_of_a_kind_without_order_are_drawn_too(home, page, monkeypatch):
    made(home / "rule", grid(crossed(rule=["lot", "need_first"], caseload=[40.0, TODAY])), monkeypatch)
    test = page()
    assert not test.exception and len(charts_of(test)) == 3


def test_one_input_and_one_outcome_are_enough(home, page, monkeypatch):
    experiment = grid({CASELOAD: [40.0, TODAY]}, seeds=(1,))
    made(home / "small", experiment, monkeypatch)
    test = page()
    assert not test.exception and "nothing can be said about noise" in text_of(test)


def test_where_only_what_is_not_known_differs_the_page_still_has_something_to_say(home, page, monkeypatch):
    made(home / "sets", grid({"parameters": [0, 1, 2]}, design="list", seeds=(1,)), monkeypatch)
    test = page()
    assert not test.exception and f"## {words.ALONE}" in text_of(test)
    assert "(3 runs)" in text_of(test)


def test_a_third_input_fills_maps_of_its_own(home, page, monkeypatch):
    columns = crossed(caseload=[40.0, TODAY], demand=[0.7, 1.0], places=[0.1, 0.5])
    made(home / "three", grid(columns), monkeypatch)
    test = page()
    before = len(charts_of(test))
    assert words.FIXED in text_of(test)
    test.selectbox(key="grid_by").set_value(PLACES).run()
    assert len(charts_of(test)) == before + 1 and asked(test, "b") == PLACES
    assert words.FIXED not in text_of(test)


def test_a_link_gives_its_view_and_every_control_writes_it(home, page, monkeypatch):
    made(home / "one", grid(THREE), monkeypatch)
    made(home / "two", grid(THREE, what_if={PLACES: 0.5}), monkeypatch)
    test = page(run="runs/one", o="public_cost", t="12", g="far", x=DEMAND, k="job_any")
    for key, value in {"outcome": "public_cost", "month": 12, "group": "far", "x": DEMAND}.items():
        assert test.selectbox(key=f"grid_{key}").value == value
    test.selectbox(key="grid_outcome").set_value("job_any").run()
    test.selectbox(key="grid_month").set_value(24).run()
    test.selectbox(key="grid_pick_folder").set_value("runs/two").run()
    assert (asked(test, "o"), asked(test, "t"), asked(test, "run")) == ("job_any", "24", "runs/two")
    assert asked(test, "g") == "far", "what is looked at is carried to another folder"


def test_a_point_that_is_picked_says_what_came_of_it_and_what_explore_leaves_out(home, page, monkeypatch):
    made(home / "one", grid(THREE), monkeypatch)
    test = page()
    test.selectbox(key="grid_cell").set_value(2).run()
    text = text_of(test)
    assert "people per caseworker 40 · local demand for labour against the average 1.3" in text
    assert "9 of 10 runs from" in text
    assert "Local demand for labour against the average" in text and "its answer will differ" in text
    assert test.button(key="grid_explore").label == words.EXPLORE and asked(test, "p") == "2"


def test_failed_runs_are_listed_with_their_values_seed_and_error(home, page, monkeypatch):
    made(
        home / "odd", grid(THREE), monkeypatch, refuses=lambda world, seed: world[DEMAND] == 0.7 and seed == 3
    )
    test = page()
    assert not test.exception and "3 runs failed" in test.info[0].value
    assert f"{folder_words.FAILED_RUNS} (3)" in [e.label for e in test.expander]
    listed = next(d.value for d in test.dataframe if folder_words.COLUMN_ERROR in d.value)
    assert listed[folder_words.COLUMN_SEED].tolist() == ["3"] * 3
    assert listed["Local demand for labour against the average"].tolist() == ["0.7"] * 3
    assert all("nobody is left" in error for error in listed[folder_words.COLUMN_ERROR])


def test_a_half_finished_folder_says_so_and_what_to_do(home, page, monkeypatch):
    folder = made(home / "half", grid(THREE), monkeypatch, runs_a_chunk=4)
    (folder / "status" / "part-000008.parquet").unlink()
    test = page()
    assert not test.exception and "is not finished: 4 runs are missing" in test.info[0].value
    assert "The same command goes on" in test.info[0].value
    assert f"{folder_words.MISSING_RUNS} (4)" in [e.label for e in test.expander]
    folders.ask_to_stop("runs/half")
    assert "was stopped" in page().info[0].value


def test_a_damaged_file_is_named_and_the_rest_is_shown(home, page, monkeypatch):
    folder = made(home / "hurt", grid(THREE), monkeypatch, runs_a_chunk=4)
    part = folder / "outcomes" / "part-000003.parquet"
    part.write_bytes(part.read_bytes()[:-40])
    test = page()
    assert not test.exception and "1 file in this folder cannot be used" in test.warning[0].value
    listed = next(d.value for d in test.dataframe if folder_words.COLUMN_FILE in d.value)
    assert listed[folder_words.COLUMN_FILE].tolist() == ["outcomes/part-000003.parquet"]
    assert len(charts_of(test)) == 3


def test_a_folder_where_nothing_is_done_yet_says_so(home, page, monkeypatch):
    folder = made(home / "new", grid(THREE), monkeypatch)
    for part in (folder / "status").glob("part-*"):
        part.unlink()
    test = page()
    assert not test.exception and folder_words.NOTHING_YET in [info.value for info in test.info]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made_by": "another"}', '{"experiment": "x"}'])
def test_what_is_no_result_folder_is_refused_in_a_sentence(home, page, content):
    (home / "foreign").mkdir(parents=True)
    (home / "foreign" / "manifest.json").write_text(content)
    test = page(run="runs/foreign")
    assert not test.exception and test.warning[0].value.endswith(".")
    (home / "foreign" / "manifest.json").unlink()
    assert "foreign" in page(run="runs/foreign").warning[0].value
    assert "nowhere" in page(run="nowhere").warning[0].value


def test_a_typed_folder_is_opened_wherever_it_is(tmp_path, page, monkeypatch):
    made(tmp_path / "elsewhere" / "copied", grid(THREE), monkeypatch)
    test = page()
    test.text_input(key="grid_pick_folder_typed").set_value("elsewhere/copied").run()
    assert not test.exception and asked(test, "run") == "elsewhere/copied" and len(charts_of(test)) == 3


def test_results_of_another_model_are_shown_with_a_warning(home, page, monkeypatch):
    made(home / "old", grid(THREE), monkeypatch)
    monkeypatch.setattr(picker, "model_version", lambda: "another")
    test = page()
    assert test.warning[0].value == folder_words.OTHER_MODEL and len(charts_of(test)) == 3
    assert "another version" in text_of(test)


def test_a_long_table_is_cut_and_says_so(home, page, monkeypatch):
    monkeypatch.setattr(explorer, "MOST_ROWS", 5)
    made(home / "one", grid(THREE), monkeypatch)
    assert words.cut(5, 9) in text_of(page())


def test_folders_are_found_below_runs_the_newest_first_and_nothing_else(home, monkeypatch):
    made(home / "first", grid(THREE), monkeypatch)
    made(home / "deep" / "second", grid(THREE), monkeypatch)
    (home / "compare").mkdir()
    (home / "compare" / "manifest.json").write_text('{"made_by": "inroads"}')
    assert folders.found() == ["runs/deep/second", "runs/first"]
    assert folders.found(analysed=True) == []
