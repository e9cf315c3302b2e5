"""Claims about how each result was used: what is a test, what only looks so, and what stands apart."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import t as students_t
from test_evidence import MANY, a_row, a_sign, modelled

from experiments.evidence import document as paper
from experiments.evidence import from_figures, seen, sources, words
from experiments.evidence import results as home
from experiments.evidence import run as evidence_run
from experiments.evidence.draws import Draws
from experiments.evidence.forest import Forest
from experiments.evidence.from_left_out import row_of as left_out
from experiments.evidence.from_trials import rows_of
from experiments.evidence.results import (
    ADDED,
    ANCHORED,
    CANNOT_TELL,
    CONTEXT,
    EFFECT,
    FITTED,
    LEFT_OUT,
    LEVEL,
    NOT_FITTED,
    RATIO,
    SET,
    Evidence,
    Score,
)
from experiments.evidence.run import Settings
from experiments.figures.descriptive import studies
from experiments.figures.patterns import patterns
from experiments.trials.trial import read as read_trial
from sim.scenario import declarations

STUDIES = {study.name: study for study in studies()}


def lived(trial, reached=True):
    """What a trial could have come to, without living it."""
    anchor = None
    if trial.anchor is not None:
        anchor = SimpleNamespace(reached=reached, shift=0.5, outcome=trial.anchor.outcome)
    two = np.array([0.1, 0.2])
    return SimpleNamespace(
        effect=lambda outcome, month=None, arm=None: two * (2.0 if arm == "enhanced" else 1.0),
        level=lambda arm, outcome, month=None: two, anchor=anchor, people=100,
    )  # fmt: skip


def rows(name, **how):
    trial = read_trial(name)
    return {row.id: row for row in rows_of(trial, [lived(trial, **how), lived(trial, **how)])}


# -- where things lie -------------------------------------------------------------------------


def test_results_sources_and_documents_are_looked_for_where_they_are():
    assert (home.STORED.parents[1] / "sources.toml").is_file()
    assert home.STORED.parent.name == "evidence"
    assert sources.citation("B-05").study
    assert (paper.ROOT / "docs").is_dir() and (paper.ROOT / "pyproject.toml").is_file()


def test_parts_are_kept_under_everything_that_they_are_measured_by():
    paths = [path for path in evidence_run._measured_from() if path.suffix == ".py"]
    found = {path.relative_to(evidence_run.PROGRAM.parent).as_posix() for path in paths}
    for package in ("trials", "figures", "people", "facts", "evidence"):
        assert any(name.startswith(f"experiments/{package}/") for name in found), package
    assert home.SCENARIOS / "trials" / "seed.toml" in evidence_run._measured_from()


def test_a_changed_trial_file_is_measured_anew(tmp_path, monkeypatch):
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "mine.toml").write_text("a = 1")
    monkeypatch.setattr(evidence_run, "SCENARIOS", tmp_path)
    before = evidence_run._code()
    assert evidence_run._code() == before
    (tmp_path / "trials" / "mine.toml").write_text("a = 2")
    assert evidence_run._code() != before


# -- what was fitted --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trial", "result"),
    [
        ("boeheim", "boeheim/unsubsidised"),
        ("boeheim", "boeheim/out_of_labour_force"),
        ("boeheim", "boeheim/unemployment"),
        ("eqolise", "eqolise/dropped_out"),
        ("eqolise", "eqolise/dropped_out/control"),
    ],
)
def test_figures_that_calibration_leaves_out_are_tests_and_say_why_they_were_left_out(trial, result):
    found = rows(trial)
    assert found[result].use == NOT_FITTED and found[result].is_test
    assert "Not used for tuning: " in found[result].note
    assert any(row.use == FITTED for row in found.values()), "control: others of the trial are fitted"


def test_an_arm_beyond_the_compared_pair_is_held_against_what_was_published_of_it():
    found = rows("christensen")
    row = found["christensen/job_or_education/enhanced/effect"]
    assert (row.kind, row.use) == (EFFECT, NOT_FITTED)
    assert row.value == pytest.approx(100 * (0.591 - 0.465)) and row.low < row.value < row.high
    assert row.mean == pytest.approx(30.0) and "IPS enhanced" in row.outcome
    assert "59.1 in 100 (of 238) against 46.5 in 100 (of 239)" in row.conversion
    assert found["christensen/job_or_education"].use == FITTED
    assert found["christensen/job_or_education/control"].use == ANCHORED


def test_what_has_no_error_or_is_there_for_context_is_in_no_score():
    found = rows("boeheim")
    row = found["boeheim/employment_women"]
    assert row.use == CONTEXT and row.block is None
    for tests in (True, False):
        assert row not in Score.of(found.values(), tests=tests).rows
    said = words.score(Evidence((*MANY.rows, row)))
    assert said[:-1] == words.score(MANY) and said[-1] == "1 result more is shown apart and in no score."


def test_what_is_shown_apart_is_in_the_forest_and_in_the_document():
    apart = a_row("Z-01", use=CONTEXT)
    found = Evidence((*MANY.rows, apart), MANY.facts, MANY.manifest)
    lines = ["".join(text for text, _ in line) for line in Forest(100).lines(found)]
    assert words.APART in lines and any("Z-01" in line for line in lines[lines.index(words.APART) :])
    text = paper.document(found)
    assert "Z-01" in text.split(f"## {words.APART}")[1].split("## What failed")[0]


def test_a_score_says_how_many_tests_rest_on_an_anchor_that_was_not_reached():
    assert all(row.anchor_missed for row in rows("christensen", reached=False).values())
    assert not any(row.anchor_missed for row in rows("christensen").values())
    missed = replace(MANY.rows[0], more={"anchor_missed": 3})
    said = " ".join(words.score(Evidence((missed, *MANY.rows[1:]))))
    assert "1 of the 8 not used for tuning rests on an anchor that was not reached" in said
    assert "anchor" not in " ".join(words.score(MANY))


# -- what the model had seen ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "use"),
    [
        (a_sign("+", 4.0, name="start-aid/five_years"), ADDED),
        (a_row("wage-subsidy-disability/pension"), ADDED),
        (a_row("left-out/pattern/soon hired with the pass", use=LEFT_OUT), ADDED),
        (a_row("pattern/soon hired with the pass", use=FITTED), FITTED),
        (a_row("caseworker-belief/job_or_education", use=FITTED), SET),
        (a_row("left-out/caseworker-change/job_or_education", use=LEFT_OUT), SET),
        (a_row("seed/job"), NOT_FITTED),
    ],
)
def test_a_mechanism_or_a_number_from_a_finding_makes_it_no_unseen_test(row, use):
    row = replace(row, more={"trial": row.id.removeprefix("left-out/").split("/")[0]})
    assert seen.told_apart(row).use == use


def test_what_was_added_or_typed_in_names_numbers_of_the_model_and_stands_in_the_document():
    entries = (*seen.added(), *seen.typed_in())
    text = paper.document(MANY).split(f"## {words.ADDED_TITLE}")[1].split("\n## ")[0]
    for entry in entries:
        assert entry.rows or entry.fact
        for address in entry.addresses:
            assert address in declarations() and f"`{address}`" in text
    assert seen.facts_helped() == (12,)
    assert "For fact 12 a mechanism was added" in words.facts([replace(MANY.facts[0], number=12)])
    assert "mechanism" not in words.facts(MANY.facts)


# -- figures that were only counted -----------------------------------------------------------


def test_every_counted_figure_is_a_pattern_or_has_a_row_of_its_own():
    known = {one.id: one for one in patterns()}
    for study in STUDIES.values():
        for figure in study.figures:
            if figure.pattern:
                assert figure.use == ("fitted" if known[figure.pattern].fitted else "compared")
            else:
                assert figure in from_figures.wanted(study)
    assert {one.measure for one in from_figures.wanted(STUDIES["free_pass"])} == {"flex_18", "student_18"}
    assert [piece.names for piece in from_figures.pieces()] == [("E-05",), ("E-08", "E-09")]


def test_a_figure_told_in_kroner_is_the_same_as_its_share_of_the_cap():
    earned = next(one for one in STUDIES["free_pass"].figures if one.unit == "kroner")
    share = next(one for one in patterns() if one.id == earned.pattern).published
    assert earned.published / STUDIES["free_pass"].offered["policy.social_free_pass.cap"] == pytest.approx(
        share,
        abs=0.00501,  # rounded to two digits
    )


def test_a_counted_figure_becomes_a_size_and_a_selected_one_a_direction(monkeypatch):
    def count(study, seeds):
        values = {one.measure: np.full((len(seeds), 2), 0.2) for one in study.figures}
        values["in_work_first_hour"] = np.array([[0.5, 0.4], [0.6, 0.4]])
        return SimpleNamespace(values=values)

    monkeypatch.setattr(from_figures, "count", count)
    settings = Settings(2, "best")
    sized = from_figures.rows_of(STUDIES["free_pass"], settings)
    assert [(row.value, row.mean, row.kind) for row in sized] == [(10.0, 20.0, LEVEL), (2.0, 20.0, LEVEL)]
    signs = from_figures.rows_of(STUDIES["regular_hours"], settings)
    assert [row.source for row in signs] == ["E-08", "E-09"] and all(row.only_sign for row in signs)
    assert signs[0].mean == pytest.approx(35.0), "those with a first paid hour, less all"


# -- errors -----------------------------------------------------------------------------------


def test_a_prediction_that_holds_the_sampling_error_is_not_widened_by_it_again():
    row = a_row(unit=RATIO, kind=LEVEL, use=FITTED, value=0.45, low=0.33, high=0.57, se=0.06,
                **modelled(0.6, 0.1))  # fmt: skip
    told = left_out(row, {"mean": 0.6, "lo": 0.5, "hi": 0.7})
    assert told.error == 0.0 and told.expected() == pytest.approx((0.5, 0.7))
    assert row.error > 0.0, "control"


def test_the_mean_of_few_sets_is_known_by_students_t():
    values = np.random.default_rng(3).normal(10.0, 2.0, 12)
    found = Draws.of([np.array([value]) for value in values]).fields()
    half = students_t.ppf(0.95, 11) * values.std(ddof=1) / np.sqrt(12)
    assert (found["mean_high"] - found["mean_low"]) / 2.0 == pytest.approx(half)
    one = Draws.of([values[:1]]).fields()
    assert "mean_low" not in one
    assert a_sign("+", 1.0).verdict == CANNOT_TELL
