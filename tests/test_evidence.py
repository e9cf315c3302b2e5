"""Claims about the evidence: what is said of a result, the score, the forest, and the document."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from commandline import good, inroads, refused

from experiments.evidence import document as paper
from experiments.evidence import picture, words
from experiments.evidence import report as evidence_report
from experiments.evidence import results as home
from experiments.evidence import run as evidence_run
from experiments.evidence.draws import Draws
from experiments.evidence.forest import PLAIN, PRETTY, Forest, signs_for
from experiments.evidence.from_trials import rows_of
from experiments.evidence.results import (
    ANCHORED,
    CANNOT_TELL,
    EFFECT,
    FITS,
    FITTED,
    HUNDRED,
    LEFT_OUT,
    LEVEL,
    NOT_FITTED,
    RATIO,
    SIGN_RIGHT,
    SIGN_WRONG,
    TOO_HIGH,
    TOO_LOW,
    Evidence,
    Fact,
    Row,
    Score,
    worst_first,
)
from experiments.evidence.run import Found, Piece, Settings
from experiments.manual import Stopped
from experiments.trials.run import simulate
from experiments.trials.trial import read as read_trial
from sim.errors import InputError


def a_row(name="B-05", **changes):
    """Published 36 (18 to 54), model 36 (30 to 42)."""
    known = {
        "id": name, "source": name, "study": "Somebody 2015", "country": "Sweden", "instrument": "IPS",
        "outcome": "Has had a job, month 18", "unit": HUNDRED, "kind": EFFECT, "use": NOT_FITTED,
        "value": 36.0, "low": 18.0, "high": 54.0,
        "mean": 36.0, "model_low": 30.0, "model_high": 42.0, "mean_low": 35.0, "mean_high": 37.0,
        "worlds": 24,
    }  # fmt: skip
    return Row(**{**known, **changes})


def modelled(mean, half=6.0):
    """What the model says, so far to either side."""
    return {"mean": mean, "model_low": mean - half, "model_high": mean + half,
            "mean_low": mean - half / 5, "mean_high": mean + half / 5}  # fmt: skip


def a_sign(sign, mean, half=1.0, within=0.0, name="D-04"):
    told = {"value": None, "low": None, "high": None, "sign": sign, "within": within}
    model = {**modelled(mean, 9.0), "mean_low": mean - half, "mean_high": mean + half}
    return a_row(name, **told, **model)


MANY = Evidence(
    (
        a_row("B-01"),
        a_row("B-02", **modelled(80.0), use=LEFT_OUT),
        a_row("B-03", **modelled(-20.0)),
        a_row("B-04", use=FITTED),
        a_row("B-05", use=ANCHORED, kind=LEVEL, value=11.0, low=1.0, high=21.0, **modelled(11.0, 2.0)),
        a_row("C-08", unit="days", value=-36.0, low=-44.0, high=-28.0, **modelled(-20.0, 5.0)),
        a_row("C-16", unit=RATIO, kind=LEVEL, value=0.78, low=0.70, high=0.86, **modelled(0.8, 0.05)),
        a_sign("+", 4.0, name="D-01"),
        a_sign("-", 4.0, name="D-02"),
        a_sign("0", 0.2, 0.5, within=1.0, name="D-04"),
    ),
    (Fact(1, "More barriers, fewer jobs.", True, "0.80", "A-02"), Fact(2, "Jobs are fragile.", False, "1.2")),
    {**home.versions(), "seeds": 24, "parameters_said": "all with the best parameter set"},
)


# -- what is said of a result -----------------------------------------------------------------


def test_the_range_to_expect_is_the_models_and_the_studys_error_together():
    """3-4-5: a model range of ±3 and a sampling error whose 90% interval is ±4 make ±5."""
    error = 4.0 / home.Z90
    row = a_row(value=0.0, low=-home.Z95 * error, high=home.Z95 * error, **modelled(0.0, 3.0))
    assert row.expected() == pytest.approx((-5.0, 5.0), rel=1e-6)
    assert row.expected(home.Z50)[1] == pytest.approx(5.0 * home.Z50 / home.Z90, rel=1e-6)


@pytest.mark.parametrize(("mean", "verdict"), [(4.9, FITS), (5.1, TOO_HIGH), (-5.1, TOO_LOW)])
def test_a_result_fits_up_to_the_end_of_that_range_and_not_beyond(mean, verdict):
    error = 4.0 / home.Z90
    row = a_row(value=0.0, low=-home.Z95 * error, high=home.Z95 * error, **modelled(mean, 3.0))
    assert row.verdict == verdict and row.failed == (verdict != FITS)


def test_without_a_published_interval_only_the_models_own_range_counts():
    row = a_row(value=10.0, low=None, high=None, **modelled(15.9))
    assert row.verdict == FITS
    assert replace(row, **modelled(16.1)).verdict == TOO_HIGH


def test_nine_in_ten_studies_of_a_right_model_fit():
    """Coverage: the truth is drawn from the model, the study from the truth."""
    luck = np.random.default_rng(1)
    model, error = 3.0, 4.0
    truths = luck.normal(20.0, model, 4000)
    found = luck.normal(truths, error)
    half = home.Z90 * model
    rows = [a_row(value=v, low=v - home.Z95 * error, high=v + home.Z95 * error,
                  **modelled(20.0, half)) for v in found]  # fmt: skip
    assert np.mean([row.verdict == FITS for row in rows]) == pytest.approx(0.90, abs=0.015)
    assert np.mean([row.in_half for row in rows]) == pytest.approx(0.50, abs=0.025)


def test_ratios_are_judged_by_their_logarithm():
    row = a_row(unit=RATIO, kind=LEVEL, value=5.9, low=1.91, high=18.19, mean=2.0, model_low=1.8,
                model_high=2.2, mean_low=1.9, mean_high=2.1)  # fmt: skip
    assert row.verdict == TOO_LOW
    low, high = row.expected()
    assert 0.0 < low < 2.0 < high and high / 2.0 > 2.0 / low * 0.95


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (a_sign("+", 2.0), SIGN_RIGHT),
        (a_sign("+", 0.5), CANNOT_TELL),
        (a_sign("+", -2.0), SIGN_WRONG),
        (a_sign("-", -2.0), SIGN_RIGHT),
        (a_sign("-", 2.0), SIGN_WRONG),
        (a_sign("0", 0.4, 0.5, within=1.0), SIGN_RIGHT),
        (a_sign("0", 0.8, 0.5, within=1.0), CANNOT_TELL),  # the mean lies within, its interval does not
        (replace(a_sign("+", 9.0), mean_low=None, mean_high=None), CANNOT_TELL),  # one run
        (replace(a_sign("0", 0.0, within=1.0), mean_low=None, mean_high=None), CANNOT_TELL),
        (a_sign("0", 1.5, within=1.0), CANNOT_TELL),
        (a_sign("0", 2.5, within=1.0), SIGN_WRONG),
        (a_row(mean=None), CANNOT_TELL),
        (a_row(mean=float("nan")), CANNOT_TELL),
    ],
)
def test_a_direction_is_right_wrong_or_cannot_be_told(row, verdict):
    assert row.verdict == verdict


def test_the_worst_miss_stands_first_and_what_fits_last():
    rows = [a_row("B-01"), a_row("B-02", **modelled(60.0)), a_row("B-03", **modelled(90.0)),
            a_row("B-04", mean=None)]  # fmt: skip
    assert [row.id for row in worst_first(rows)] == ["B-03", "B-02", "B-04", "B-01"]


# -- the score --------------------------------------------------------------------------------


def test_the_score_counts_only_what_was_not_used_for_tuning():
    score = Score.of(MANY.rows, tests=True)
    assert [row.id for row in score.rows if not row.only_sign] == ["B-03", "B-02", "C-08", "C-16", "B-01"]
    assert (len(score.sizes), score.inside, len(score.signs)) == (5, 2, 3)
    assert len(Score.of(MANY.rows, tests=False).sizes) == 1, "an anchor fits by construction"


def test_the_sentences_say_how_many_how_many_expected_and_where_it_misses():
    said = words.score(MANY)
    assert said[0] == (
        "Of 5 results not used for tuning, 2 lie inside the model's 9-in-10 range; 4.5 would be expected."
    )
    assert "too high on B-02 (Has had a job, month 18) and C-08 (Has had a job, month 18)." in " ".join(said)
    assert "too low on B-03" in " ".join(said)
    assert "Of 3 directions not used for tuning, 2 come out right, 1 wrong, and 0 cannot be told." in said
    assert said[-1] == "Of 1 result used for tuning, 1 lies inside; that is no test."


def test_with_nothing_kept_back_it_is_said_that_nothing_is_a_test():
    assert "nothing here is a test" in words.score(Evidence((a_row(use=FITTED),)))[0]


def test_many_misses_are_counted_and_not_all_named():
    rows = tuple(a_row(f"B-{n}", **modelled(90.0)) for n in range(10, 16))
    assert words.score(Evidence(rows))[2].endswith("and 3 others.")


def test_a_narrow_interval_is_not_rounded_away():
    assert words.published(a_row(kind=LEVEL, value=12.0, low=11.78, high=12.22)) == "12.0 (11.8 to 12.2)"
    assert words.published(a_row()) == "+36 (18 to 54)"
    assert words.simulated(a_row(mean=-0.031, model_low=-0.05, model_high=-0.012)) == "−0.03 (−0.05 to −0.01)"
    assert words.published(a_sign("-", 1.0)) == "less"


# -- the forest -------------------------------------------------------------------------------


def text_of(line):
    return "".join(text for text, _ in line)


@pytest.mark.parametrize("signs", [PRETTY, PLAIN], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [40, 57, 80, 100, 140])
def test_the_forest_is_never_wider_than_the_terminal(width, signs):
    lines = [text_of(line) for line in Forest(width, signs).lines(MANY)]
    assert max(map(len, lines)) <= width
    for row in MANY.rows:
        assert any(row.source in line for line in lines), "no result is left out"


def test_in_ascii_there_is_nothing_but_ascii():
    assert signs_for("ascii") is PLAIN and signs_for("latin-1") is PLAIN and signs_for("utf-8") is PRETTY
    assert signs_for(None) is PLAIN and signs_for("no such encoding") is PLAIN
    assert all(text_of(line).isascii() for line in Forest(80, PLAIN).lines(MANY))
    assert not all(text_of(line).isascii() for line in Forest(80, PRETTY).lines(MANY))


def test_published_and_simulated_stand_at_their_numbers_on_one_scale():
    row = a_row(value=50.0, low=25.0, high=75.0, **modelled(100.0, 5.0), kind=LEVEL)
    axis_line = [text_of(line) for line in Forest(100).panel([row])]
    above, below = (next(line for line in axis_line if line.startswith(start))
                    for start in ("  published", "  model"))  # fmt: skip
    zero = above.index("│")
    share = (above.index("□") - zero) / (below.index("●") - zero)
    assert share == pytest.approx(0.5, abs=0.02)
    assert above.index("├") - zero == pytest.approx((above.index("□") - zero) / 2, abs=1)


def test_units_are_never_mixed_on_one_scale():
    panels = words.panels(MANY.rows, True)
    assert [row.id for row in panels[words.OTHERS]] == ["C-08", "C-16"]
    assert {row.unit for row in panels[words.EFFECTS]} == {HUNDRED}


def test_other_units_are_drawn_as_percent_of_the_published_value_whatever_its_sign():
    from experiments.evidence.forest import drawn

    at = drawn(a_row(unit="days", value=-40.0, low=-50.0, high=-30.0, **modelled(-20.0, 10.0)))
    assert (at["value"], at["mean"]) == (100.0, 50.0)
    assert (at["low"], at["high"]) == (75.0, 125.0) and at["model_low"] < at["mean"] < at["model_high"]


def test_the_picture_has_every_number_in_words_and_names_what_is_shown():
    drawing = picture.svg(MANY, True)
    assert drawing.startswith("<svg") and 'role="img"' in drawing[:400]
    assert "<title " in drawing and picture.description(MANY, True) in drawing
    assert "B-02 Somebody 2015, Sweden" in drawing
    assert "B-04" not in drawing, "what was tuned is in another picture"


# -- stored results ---------------------------------------------------------------------------


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Results in a place of their own."""
    place = tmp_path / "results.json"
    evidence_run.write(place, MANY)
    monkeypatch.setattr(home, "STORED", place)
    return place


def test_what_is_written_is_read_again(stored):
    found = home.read()
    assert [row.id for row in found.rows] == [row.id for row in MANY.rows]
    assert [row.verdict for row in found.rows] == [row.verdict for row in MANY.rows]
    assert found.facts == MANY.facts and not found.is_stale


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"layout": 1}', '{"layout": 99, "rows": [], "facts": [], "manifest": {}}',
             '{"layout": 1, "rows": [{"id": "x"}], "facts": [], "manifest": {}}', "\x00"],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path, text):
    place = tmp_path / "mine.json"
    place.write_text(text)
    with pytest.raises(InputError, match=r"'mine.json' holds no results of this version; .*\.$"):
        home.read(place)


def test_without_results_the_way_to_them_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "STORED", tmp_path / "none.json")
    with pytest.raises(InputError, match="'inroads evidence --run' measures them"):
        home.read()


def test_a_changed_model_makes_results_stale(stored):
    content = json.loads(stored.read_text())
    content["manifest"]["model"] = "another"
    stored.write_text(json.dumps(content))
    assert home.read().is_stale and not MANY.is_stale


def test_the_command_prints_score_forest_and_facts_and_warns_once_where_the_model_changed(stored, capsys):
    asked = evidence_report.Asked(file=str(stored))
    evidence_report.stored(asked)
    out = capsys.readouterr()
    assert out.err == ""
    for part in (words.score(MANY)[0], words.TEST, words.USED, "Of 2 facts", "not met"):
        assert part in out.out
    assert out.out.index("Fact 2") < out.out.index("Fact 1"), "what is not met stands first"
    content = json.loads(stored.read_text())
    content["manifest"]["model"] = "another"
    stored.write_text(json.dumps(content))
    evidence_report.stored(asked)
    assert capsys.readouterr().err == f"{words.STALE}\n"


def test_one_result_is_told_with_everything_about_it(stored, capsys):
    evidence_report.stored(evidence_report.Asked(only=("C-08",)))
    out = capsys.readouterr().out
    assert "How it is used: not fitted" in out and "Where: http" in out and "B-01" not in out
    with pytest.raises(InputError, match=r"no result called 'C-09'. Did you mean 'C-08'\?"):
        evidence_report.stored(evidence_report.Asked(only=("C-09",)))


def test_json_is_one_object_with_rows_verdicts_and_score(stored, capsys):
    evidence_report.stored(evidence_report.Asked(as_json=True))
    found = json.loads(capsys.readouterr().out)
    assert [row["verdict"] for row in found["rows"]] == [row.verdict for row in MANY.rows]
    assert found["score"] == words.score(MANY) and found["stale"] is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--seeds", 3), "so they need --run"),
        (("--run", "--only", "B-05", "--out", "x.json"), "leave out one of them"),
        (("--run", "--facts"), "do not go together"),
        (("--run", "--only", "Z-99"), "no evidence called 'Z-99'"),
        (("--run", "--parameters", "mine"), "must be one of"),
        (("--descriptive", "--parameters", "posterior"), "--parameters does not go with --descriptive"),
        (("--descriptive", "--only", "E-08"), "--only does not go with --descriptive"),
        (("--facts", "--only", "fact 3"), "--only does not go with --facts"),
        (("--file", "nowhere.json"), "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(arguments, sentence):
    assert sentence in refused("evidence", *arguments)


# -- measuring --------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence_run.platformdirs, "user_cache_path", lambda name: tmp_path / "cache")
    return tmp_path / "cache"


def pieces(calls, stop_at=None):
    def measure(name):
        def work(settings):
            if name == stop_at:
                raise KeyboardInterrupt
            calls.append(name)
            return Found((a_row(name, worlds=settings.worlds),))

        return work

    return [Piece(name, (name,), measure(name)) for name in ("B-01", "B-02", "B-03")]


def test_ctrl_c_loses_nothing_that_was_finished_and_the_next_call_goes_on(cache):
    calls = []
    with pytest.raises(Stopped, match="2 of 3 parts are kept"):
        evidence_run.measured(pieces(calls, stop_at="B-03"), Settings(4), quiet=True)
    found = evidence_run.measured(pieces(calls), Settings(4), quiet=True)
    assert calls == ["B-01", "B-02", "B-03"], "each was measured once"
    assert [row.id for row in found.rows] == calls and not found.is_stale
    evidence_run.measured(pieces(calls), Settings(6), quiet=True)
    assert len(calls) == 6, "other settings are measured anew"


def test_a_damaged_part_is_measured_again(cache):
    calls = []
    evidence_run.measured(pieces(calls), Settings(4), quiet=True)
    for part in (cache / "evidence").iterdir():
        part.write_text("{")
    evidence_run.measured(pieces(calls), Settings(4), quiet=True)
    assert len(calls) == 6


def test_worlds_of_one_parameter_set_are_no_independent_draws():
    """Ten sets of two equal worlds tell as much of the mean as ten worlds do."""
    values = np.random.default_rng(2).normal(10.0, 2.0, 10)
    pairs, singles = Draws.of([np.repeat(v, 2) for v in values]), Draws.of([np.array([v]) for v in values])
    both, alone = pairs.fields(), singles.fields()
    assert both["mean_high"] - both["mean_low"] == pytest.approx(alone["mean_high"] - alone["mean_low"])
    assert both["worlds"] == 20 and alone["worlds"] == 10
    assert Draws.of([np.array([np.nan])]).fields() == {"worlds": 0}


def test_a_trial_becomes_an_effect_and_an_anchored_level_with_the_conversion_shown():
    trial = read_trial("seed")
    rows = rows_of(trial, [simulate(trial, [1, 2], people=200)])
    effect, level = rows[:2]
    assert (effect.kind, effect.use, level.use) == (EFFECT, FITTED, ANCHORED)
    assert effect.value == pytest.approx(100 * (22 / 46 - 3 / 37))
    assert level.value == pytest.approx(100 * 3 / 37) and level.low >= 0.0
    assert "47.8 in 100 (of 46) against 8.11 in 100 (of 37)" in effect.conversion
    assert effect.more["policy"]["policy.ips.places"] == 1.0 and effect.worlds == 2
    assert effect.model_low <= effect.mean <= effect.model_high


# -- the document -----------------------------------------------------------------------------


def test_results_parameter_sets_and_the_account_of_calibration_are_stored():
    """Without them the tests of what is stored would pass for want of anything to test."""
    for place in (
        home.STORED,
        home.SCENARIOS / "posterior" / "sets.csv",
        paper.ROOT / "docs" / "calibration.md",
    ):
        assert place.is_file(), place.name
    assert home.read().rows


def test_the_document_says_what_the_stored_results_say():
    assert paper.outdated(paper.stored()) == [], f"run {paper.COMMAND}"


def test_the_document_shows_failures_both_blocks_facts_and_how_to_add_a_trial():
    text = paper.document(MANY)
    assert text.index(words.TEST) < text.index(words.USED)
    failed = text.split("## What failed")[1].split("\n## ")[0]
    assert "**too high** (left out in turn): B-02" in failed and "**sign wrong** (not fitted): D-02" in failed
    assert "B-01" not in failed and "**not met**" in text and "inroads trial --example" in text
    for grade in ("measured", "estimated", "judgement"):
        assert re.search(rf"\| {grade} \| \d+ \|", text)


def test_a_document_that_is_behind_is_noticed_and_written_anew(tmp_path, monkeypatch, stored, capsys):
    monkeypatch.setattr(paper, "ROOT", tmp_path)
    monkeypatch.setattr(paper, "STORED", stored)
    monkeypatch.setattr(paper, "again", lambda: "")
    with pytest.raises(SystemExit) as leaving:
        paper.main(["--check"])
    assert "docs/evidence.md and docs/img/evidence-test.svg" in str(leaving.value)
    paper.main([])
    paper.main(["--check"])
    assert "says what the stored results say" in capsys.readouterr().out


@pytest.mark.slow
def test_the_command_line_reads_the_stored_results():
    assert good("evidence", "--help")
    assert "not used for tuning" in inroads("evidence", "--quiet").stdout


# -- what calibration predicted, and what nobody tested -----------------------------------------


def test_a_study_left_out_is_told_by_its_prediction_and_counts_as_a_test(tmp_path):
    from experiments.evidence.from_left_out import rows_of as left_out

    found = {
        "targets": [{"id": "seed/job/effect"}, {"id": "pattern/elsewhere"}],
        "leave_out": [{"study": "B-13", "target": 0, "mean": 0.3, "lo": 0.1, "hi": 0.45, "inside": True},
                      {"study": "X", "target": 1, "mean": 1.0, "lo": 0.0, "hi": 2.0, "inside": True}],
    }  # fmt: skip
    (tmp_path / "calibration.json").write_text(json.dumps(found))
    fitted = a_row("seed/job", use=FITTED, value=40.0)
    (row,) = left_out([fitted], tmp_path)
    assert (row.use, row.is_test, row.mean) == (LEFT_OUT, True, pytest.approx(30.0))
    assert row.expected() == pytest.approx((10.0, 45.0)) and row.verdict == FITS
    assert replace(row, value=46.0).verdict == TOO_LOW
    assert left_out([fitted], tmp_path / "nowhere") == []
    said = words.score(Evidence((row,)))
    assert "1 of them is of studies left out in turn" in said[2]


def test_instruments_without_a_published_test_are_named():
    from sim.instruments import INSTRUMENTS

    tested = a_row(more={"policy": {"policy.ips.places": 1.0}})
    text = words.untested([tested])
    assert f"{len(INSTRUMENTS) - 1} of the {len(INSTRUMENTS)} instruments" in text
    every = {f"policy.{one.name}.x": 1.0 for one in INSTRUMENTS}
    assert words.untested([a_row(more={"policy": every})]) == ""


def test_a_name_given_to_run_stands_for_trials_patterns_people_and_facts():
    from experiments.evidence.rows import pieces as every

    known = every()
    assert len({piece.key for piece in known}) == len(known)
    for name in ("B-05", "eqolise", "F-01", "A-02", "fact 3"):
        assert evidence_run.chosen(known, [name]), name
