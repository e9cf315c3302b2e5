"""Claims about the page Sensitivity: what matters first, luck in its place, doubt in view, states told."""

import csv
import json
from functools import partial

import pytest
import vl_convert
from made_up_results import CASELOAD, DEMAND, PLACES, THREE, grid, made
from pages import opened, text_of
from test_charts import contrast
from test_grid_page import asked, charts_of

from dashboard import app_pages, charts, jobs
from dashboard import sensitivity_charts as drawn
from dashboard import words_of_folders as folder_words
from dashboard import words_of_sensitivity as words
from experiments.sensitivity import Figure
from experiments.sensitivity.analysis import from_dict

NAME = "Local demand for labour against the average"  # of world.economy.demand

PAGE = f"""
from pathlib import Path
from dashboard import state
state.begin()
exec(Path({str(next(iter(app_pages.__path__)) + "/sensitivity.py")!r}).read_text())
"""
LABELS = {CASELOAD: "People per caseworker", DEMAND: NAME, PLACES: "Places in IPS"}


def figure(value, half=0.02):
    return {"value": value, "lo": value - half, "hi": value + half}


def analysis(method="sobol", **changes):
    """An analysis of three inputs as its file has it: demand matters most, places not at all."""
    sizes = {DEMAND: 0.7, CASELOAD: 0.3, PLACES: 0.01}
    columns = {"sobol": ("S1", "ST"), "morris": ("mu_star", "mu", "sigma"), "pawn": ("pawn",)}[method]
    indices = [
        {"name": name, "label": LABELS[name], "dummy": False, "told": size > 0.02,
         **{column: figure(size * (0.9 if column == "S1" else 1.0)) for column in columns}}
        for name, size in sizes.items()
    ] + [{"name": "dummy", "label": "Dummy (changes nothing)", "dummy": True, "told": False,
          **{column: figure(0.0) for column in columns}}]  # fmt: skip
    stages = [
        {"points": n, "runs": 100 * n, "main": {name: figure(size, 0.4 / n) for name, size in sizes.items()}}
        for n in (1, 2, 4)
    ]
    tried = {
        DEMAND: {"unit": "ratio", "kind": "range", "from": 0.7, "to": 1.3},
        CASELOAD: {"unit": "people", "kind": "levels", "levels": [40.0, 70.0]},
        PLACES: {"unit": "share", "kind": "range", "from": 0.0, "to": 0.5},
    }
    inputs = [{"name": name, "label": LABELS[name], **one} for name, one in tried.items()]
    return {
        "format": 1, "method": method, "outcome": "job_any", "month": 24, "label": "In paid work",
        "unit": "share",
        "measure": "level", "experiment": "made-up",
        "design": {"points": 4, "replicates": 2, "rows": 36, "seed": 1, "second_order": False,
                   "inputs": inputs, "groups": {}},
        "runs": 400, "dropped": 0, "luck": figure(0.25, 0.05), "found": True,
        "main": {"sobol": "ST", "morris": "mu_star", "pawn": "pawn"}[method], "indices": indices, "pairs": [],
        "floor": 0.03, "convergence": stages,
        "quality": {"settled": True, "widest": 0.02, "words": "settled"},
        "words": ["Economy and caseload explain most.", "This depends on the ranges tried."], "notes": [],
        **changes,
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A result folder, and a function that keeps an analysis in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(jobs, "_children", {})
    place = made(tmp_path / "runs" / "drives", grid(THREE, kind="sensitivity"), monkeypatch)

    def keep(*analyses):
        for one in analyses:
            name = f"sensitivity-{one['outcome']}-{one['month']}.json"
            (place / "analysis" / name).write_text(json.dumps(one))
        return place

    return keep


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    return partial(opened, PAGE)


def test_without_an_analysis_the_page_says_how_to_make_one(tmp_path, monkeypatch, page):
    monkeypatch.chdir(tmp_path)
    test = page()
    assert not test.exception and test.info[0].value == words.NONE
    assert test.code[0].value == words.COMMAND
    assert "--method morris" in test.code[-1].value, "a small screening can be started here"


def test_what_matters_most_is_the_headline_and_luck_stands_beside_it(folder, page):
    folder(analysis())
    test = page()
    assert not test.exception
    text = text_of(test)
    assert f"## In paid work: {NAME} and People per caseworker matter most" in text
    assert "Economy and caseload explain most. This depends on the ranges tried." in text
    assert "**Chance alone:** 25% (20% to 30%) of the spread between single runs is luck" in text
    assert "**Settled.** 400 runs" in text


def test_bars_are_ranked_and_cut_to_the_axis_and_idle_inputs_are_hollow():
    content = analysis()
    content["indices"][0]["ST"] = {"value": 0.9, "lo": -0.2, "hi": 1.4}
    found = from_dict(content)
    frame = drawn.bars_frame(found, found.inputs, drawn.Told(found, "DKK"))
    assert frame["name"].drop_duplicates().tolist() == [words.label(one) for one in found.inputs]
    first = frame[(frame["key"] == DEMAND) & (frame["index"] == "ST")].iloc[0]
    assert (first["low"], first["value"], first["high"]) == (0.0, 90.0, 100.0)
    assert "(−20% to 140%)" in first["said"], "the words keep what the axis cuts"
    assert frame[frame["key"] == PLACES]["told"].tolist() == [False, False]
    spec = drawn.bars_spec((DEMAND, CASELOAD, PLACES), 2, 100.0, 3.0, True)
    band = spec["layer"][0]
    assert band["mark"]["type"] == "rect" and band["data"]["values"] == [{"start": 0, "floor": 3.0}]


def test_a_share_at_or_below_nothing_is_said_to_be_indistinguishable():
    assert words.between(Figure(-0.26, -1.0, 0.2), 1.0, 0, True) == words.NOTHING
    assert words.between(Figure(0.42, 0.12, 1.2), 1.0, 0, True) == "42% (12% to 120%)"


def test_a_screening_shows_how_far_and_how_evenly_inputs_move_the_outcome(folder, page):
    folder(analysis("morris", luck=figure(0.6)))
    test = page()
    assert not test.exception and len(charts_of(test)) == 4
    assert f"## {words.SCATTER}" in text_of(test) and f"- **A:** {NAME}" in text_of(test)
    assert "share the rest" not in text_of(test), "mu* is no share of a spread"
    found = from_dict(analysis("morris"))
    frame = drawn.scatter_frame(found, drawn.Told(found, "DKK"))
    assert frame["x"].tolist() == pytest.approx([70.0, 30.0, 1.0]), "people in 100"
    assert frame["letter"].tolist() == ["A", "B", "C"]


def test_an_index_of_another_method_is_shown_by_itself(folder, page):
    folder(analysis("pawn"))
    test = page()
    assert not test.exception and "PAWN" in text_of(test) and "S1" not in text_of(test)


def test_a_picture_that_is_still_moving_says_so(folder, page):
    folder(analysis(quality={"settled": False, "widest": 0.2, "words": "still moving"}))
    assert "**Still moving.** 400 runs; the widest interval among the first inputs is ±20%" in text_of(page())


def test_where_nothing_can_be_told_from_luck_no_bars_are_drawn(folder, page):
    folder(analysis(found=False, indices=[], convergence=[], words=["It cannot be told from luck."],
                    quality={"settled": None, "widest": 0.0, "words": ""}))  # fmt: skip
    test = page()
    assert not test.exception and "no input can be told from luck" in text_of(test)
    assert len(charts_of(test)) == 1, "luck alone"


def test_pairs_that_do_more_together_are_named_and_others_are_not(folder, page):
    pairs = [{"a": DEMAND, "b": CASELOAD, "S2": {"value": 0.2, "lo": 0.1, "hi": 0.3}},
             {"a": DEMAND, "b": PLACES, "S2": {"value": 0.1, "lo": -0.1, "hi": 0.3}}]  # fmt: skip
    folder(analysis(pairs=pairs))
    text = text_of(page())
    assert f"**{NAME}** with **People per caseworker**: 20% (10% to 30%)" in text
    assert "with **Places in IPS**" not in text
    folder(analysis(pairs=pairs, quality={"settled": False, "widest": 0.2, "words": "still moving"}))
    text = text_of(page())
    assert words.PAIRS_MOVING in text and "with **People per caseworker**" not in text


def test_many_inputs_are_folded_and_can_all_be_shown(folder, page):
    content = analysis()
    content["indices"][:0] = [{**content["indices"][0], "name": f"world.made.up{n}", "label": f"Input {n}"}
                              for n in range(12)]  # fmt: skip
    folder(content)
    test = page()
    assert words.hidden(12, 15) in text_of(test)
    test.toggle(key="sensitivity_all").set_value(True).run()
    assert words.hidden(12, 15) not in text_of(test) and not test.exception


def test_outcomes_and_months_are_chosen_and_stand_in_the_link(folder, page):
    cost = analysis(outcome="public_cost", label="Public cost so far", unit="kroner a person")
    folder(analysis(), analysis(month=12), cost)
    test = page(o="public_cost", t="24")
    assert test.selectbox(key="sensitivity_outcome").value == "public_cost"
    test.selectbox(key="sensitivity_outcome").set_value("job_any").run()
    test.selectbox(key="sensitivity_month").set_value(12).run()
    assert (asked(test, "o"), asked(test, "t"), asked(test, "run")) == ("job_any", "12", "runs/drives")
    assert "after 1 year" in text_of(test) and not test.exception
    assert not page(o="nothing", t="x").exception


def test_a_damaged_analysis_is_named_with_what_to_do(folder, page):
    (folder() / "analysis" / "sensitivity-job_any-24.json").write_text("{")
    test = page()
    assert not test.exception and "makes it again from the runs" in test.warning[0].value


def test_a_folder_without_analysis_says_what_it_is_and_half_a_one_what_is_missing(folder, page, monkeypatch):
    place = folder()
    assert words.NOT_YET in [info.value for info in page().info]
    (place / "status" / "part-000003.parquet").unlink()
    test = page()
    assert "is not finished" in test.info[0].value and not test.exception
    made(place.parent / "grid", grid(THREE), monkeypatch)
    test = page(run="runs/grid")
    assert words.NONE_HERE in [info.value for info in test.info] and not test.exception


def test_every_chart_and_table_says_in_words_what_it_shows(folder, page):
    folder(analysis("morris"))
    for chart in page().get("vega_lite_chart"):
        assert len(chart.proto.alt) > 40
    found = from_dict(analysis())
    table = drawn.table(found, drawn.Told(found, "DKK"))
    assert table[words.COLUMNS["range"]].tolist() == ["0.7 to 1.3", "40, 70", "0% to 50%", ""]
    assert table[words.COLUMNS["told"]].tolist() == ["yes", "yes", "no; at most 3%", "no"]


@pytest.mark.parametrize("method", ["sobol", "morris", "pawn"])
def test_every_chart_can_be_drawn_and_holds_its_words(method):
    found = from_dict(analysis(method))
    told = drawn.Told(found, "DKK")
    frame = drawn.bars_frame(found, found.inputs, told)
    keys, top = tuple(e.name for e in found.inputs), drawn.top_of(found, found.inputs, told)
    spec = drawn.bars_spec(keys, len(drawn.columns(found)), top, told.drawn(found.floor), told.percent)
    parts = [(spec, frame), (drawn.chance_spec(), drawn.chance_frame(found))]
    lines = drawn.convergence_frame(found, told)
    names = tuple(lines["input"].unique())
    parts.append((drawn.convergence_spec(names, (100, 200, 400), told.percent, told.unit), lines))
    if method == "morris":
        dots = drawn.scatter_frame(found, told)
        parts.append((drawn.scatter_spec(drawn.scatter_top(dots), told.unit), dots))
    for one, data in parts:
        whole = {**one, "width": 360, "data": {"values": json.loads(data.to_json(orient="records"))}}
        drawing = vl_convert.vegalite_to_svg(json.dumps(whole))
        assert "NaN" not in drawing
    bars = {**spec, "width": 360, "data": {"values": json.loads(frame.to_json(orient="records"))}}
    drawing = vl_convert.vegalite_to_svg(json.dumps(bars))
    assert all(text in drawing for text in ("Local demand for labour against the average", "Places in IPS"))


def test_files_of_an_analysis_can_be_taken_away(folder, page):
    from experiments.sensitivity.analysis import as_csv

    folder(analysis())
    buttons = {button.key for button in page().get("download_button")}
    assert {f"sensitivity_save_{kind}" for kind in ("png", "svg", "csv", "json")} == buttons
    rows = list(csv.DictReader(as_csv([from_dict(analysis())]).splitlines()))
    assert [row["name"] for row in rows] == [DEMAND, CASELOAD, PLACES, "dummy"]


def test_running_work_is_not_said_to_be_missing(folder, page):
    import fcntl

    place = folder()
    (place / "status" / "part-000003.parquet").unlink()
    with (place / "LOCK").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        test = page()
        assert folder_words.running("runs/drives") in text_of(test) and "missing" not in text_of(test)


def test_colours_of_bars_can_be_seen_and_their_words_read():
    assert contrast(charts.BLUE, "#FFFFFF") >= 3 and contrast(drawn.HATCH, "#FFFFFF") >= 3
    assert contrast(charts.GREY, "#D9D9D9") >= 4.5, "words on the grey band"
