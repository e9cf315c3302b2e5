"""Claims about the page Evidence: the score first, failures in view, filters, links, and files."""

import csv
import json
import re
from functools import partial

import pyarrow as pa
import pytest
from pages import opened, text_of
from test_evidence import MANY, a_row

from dashboard import app_pages, levers, results, words
from dashboard.results import View
from experiments.evidence import picture
from experiments.evidence import results as home
from experiments.evidence import run as evidence_run
from experiments.evidence import words as said
from experiments.evidence.results import Evidence

PAGE = f"""
from pathlib import Path
from dashboard import state
state.begin()
exec(Path({str(next(iter(app_pages.__path__)) + "/evidence.py")!r}).read_text())
"""


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Made-up results where the stored ones are looked for."""
    place = tmp_path / "results.json"
    evidence_run.write(place, MANY)
    monkeypatch.setattr(home, "STORED", place)
    return place


@pytest.fixture
def page():
    """A function that opens the page, as from a link with the given parameters."""

    return partial(opened, PAGE)


def drawn(test):
    """The ids of what the charts of the page draw, in order."""
    found = []
    for chart in test.get("vega_lite_chart"):
        proto = chart.proto
        parts = [part.data.data for part in proto.datasets] or [proto.data.data]
        for part in filter(None, parts):
            found += pa.ipc.open_stream(part).read_all().column("id").to_pylist()
    return found


def test_the_score_comes_first_and_failures_are_in_the_default_view(stored, page):
    test = page()
    assert not test.exception
    headings = [element.value for element in test.markdown if element.value.startswith("## ")]
    assert headings[0] == f"## {said.score(MANY)[0]}"
    assert headings[1:3] == [f"## {said.TEST}", f"## {said.USED}"]
    assert drawn(test)[:3] == ["B-03", "B-02", "B-01"], "the worst miss stands first"
    assert {row.id for row in MANY.rows if not row.only_sign} == set(drawn(test))
    for row in MANY.rows:
        if row.only_sign:
            assert f"**{said.capital(row.verdict)}:** {row.source}" in text_of(test)


def test_what_stands_apart_has_a_section_of_its_own_after_the_others(stored, page):
    evidence_run.write(stored, Evidence((*MANY.rows, a_row("C-16", use=home.SET)), (), MANY.manifest))
    test = page()
    headings = [element.value for element in test.markdown if element.value.startswith("## ")]
    assert headings[1:4] == [f"## {said.TEST}", f"## {said.USED}", f"## {said.APART}"]
    assert drawn(test)[-1] == "C-16" and not test.exception


def test_facts_are_listed_with_what_was_measured(stored, page):
    text = text_of(page())
    assert "Of 2 facts" in text
    assert "**Met: 1. More barriers, fewer jobs.** 0.80" in text
    assert "**Not met: 2. Jobs are fragile.** 1.2" in text


def test_without_results_the_page_says_how_to_get_them(tmp_path, monkeypatch, page):
    monkeypatch.setattr(home, "STORED", tmp_path / "none.json")
    test = page()
    assert not test.exception and test.info[0].value == words.EVIDENCE_NONE
    assert test.code[0].value == words.EVIDENCE_COMMAND


def test_damaged_results_are_said_and_take_nothing_down(stored, page):
    stored.write_text("{")
    test = page()
    assert not test.exception and "holds no results of this version" in test.info[0].value


def test_results_of_another_model_are_said_to_be_stale(stored, page):
    content = json.loads(stored.read_text())
    content["manifest"]["model"] = "another"
    stored.write_text(json.dumps(content))
    assert page().info[0].value == said.STALE


def test_filters_narrow_the_forest_write_the_link_and_leave_the_score(stored, page):
    everything = Evidence(
        (*MANY.rows, a_row("C-01", instrument="Caseload", country="Denmark")), (), MANY.manifest
    )
    evidence_run.write(stored, everything)
    test = page()
    score = said.score(everything)[0]
    test.selectbox(key="evidence_instrument").set_value("Caseload").run()
    assert drawn(test) == ["C-01"] and "Caseload" in test.query_params["i"]
    assert f"## {score}" in text_of(test) and words.evidence_shown(1, 11) in text_of(test)
    test.selectbox(key="evidence_instrument").set_value("").run()
    test.toggle(key="evidence_tests").set_value(True).run()
    assert "test" in test.query_params["set"]
    assert "B-04" not in drawn(test) and "B-05" not in drawn(test) and "B-01" in drawn(test)


def test_a_link_gives_its_view_and_what_it_cannot_name_is_left_out(stored, page):
    test = page(set="test", i="nonsense", land="Sweden", id="nothing")
    assert not test.exception
    assert test.toggle(key="evidence_tests").value is True
    assert test.selectbox(key="evidence_country").value == "Sweden"
    assert test.selectbox(key="evidence_instrument").value == ""


def test_every_chart_says_in_words_what_it_shows(stored, page):
    for panel, rows in said.panels(MANY.rows, True).items():
        text = words.evidence_alt(panel, rows)
        assert text.startswith(panel) and text.endswith(".")
        for row in rows:
            assert row.source in text and row.verdict in text and said.published(row) in text


def test_the_table_has_every_result_tests_first():
    table = results.table(MANY)
    assert len(table) == len(MANY.rows) and list(table.columns) == list(words.EVIDENCE_COLUMNS.values())
    used = list(table[words.EVIDENCE_COLUMNS["use"]])
    assert used.index("fitted") > max(n for n, use in enumerate(used) if use in home.TESTS)


def test_the_file_of_numbers_has_everything_under_lines_that_say_what_it_is():
    lines = results.numbers(MANY).splitlines()
    head = [line for line in lines if line.startswith("# ")]
    assert said.score(MANY)[0] in head[1] and any("Licence" in line for line in head)
    rows = list(csv.DictReader(lines[len(head) :]))
    assert [row["id"] for row in rows] == [row.id for row in results.ordered(MANY)]
    assert float(rows[-2]["published"]) in (36.0, 11.0)


def test_a_study_can_be_asked_in_explore_with_what_its_people_got():
    more = {"baseline": "norway", "policy": {"policy.ips.places": 1.0, "policy.nothing.known": 3.0}}
    found = results.what_if(a_row(more=more), 2)
    assert found.country == "norway" and found.changes().keys() == {"policy.ips.places"}
    assert results.what_if(a_row(), 2) is None
    assert set(levers.COUNTRIES) >= {"norway"}


def test_views_survive_their_links():
    for view in (View(), View("IPS", "Sweden", True)):
        assert View.parse(view.dump(), MANY) == view


def test_the_pictures_of_the_page_can_be_drawn_and_hold_their_data():
    import vl_convert

    rows = said.panels(MANY.rows, True)[said.EFFECTS]
    drawing = vl_convert.vegalite_to_svg(json.dumps({**picture.alone(rows), "width": 360}))
    assert drawing.count("B-0") >= 3
    assert picture.png(MANY, False).startswith(b"\x89PNG")


def test_marks_lie_inside_their_scale_and_rows_under_each_other():
    rows = said.panels(MANY.rows, True)[said.EFFECTS]
    found = picture.records(rows, picture.PHONE)
    assert all(len(line) <= picture.PHONE for entry in found for line in entry["name"].split("\n"))
    tops = [entry["at_name"] for entry in found]
    assert tops == sorted(tops) and all(
        e["at_name"] < e["at_study"] < e["at_model"] < e["at_end"] for e in found
    )


def test_colours_have_contrast_and_verdicts_need_none():
    from test_charts import contrast

    assert min(contrast(colour, "#FFFFFF") for colour in (picture.GREY, picture.BLUE, picture.INK)) >= 4.5
    for entry in picture.records(said.panels(MANY.rows, True)[said.EFFECTS], picture.PHONE):
        assert re.match(r"^([▲▼✗] )?(Too high|Too low|Fits|Cannot tell): ", entry["name"])
