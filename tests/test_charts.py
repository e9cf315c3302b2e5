"""Claims about the charts: what they draw is what the answer says, and it can be seen."""

import csv
import io
import itertools
import tomllib

import numpy as np
import pytest
import vl_convert
from made_up import an_answer

import sim
from dashboard import charts, exports, levers, link, words
from dashboard.answers import Hundred
from dashboard.link import YEARS, WhatIf

GAINS = (0.02, 0.03, 0.04, 0.03)


def contrast(one, other):
    """Contrast of two colours as WCAG defines it."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [charts.INK, charts.GREY, charts.BLUE, charts.FAINT])
def test_colours_of_text_can_be_read_on_white(colour):
    assert contrast(colour, "#FFFFFF") >= 4.5


def test_small_text_on_the_shade_of_the_projection_can_be_read():
    assert contrast(charts.FAINT, "#F3F3F3") >= 4.5


@pytest.mark.parametrize("colour", [charts.BLUE, charts.GREY, charts.ORANGE, charts.FAINT])
def test_colours_of_marks_stand_out_from_white(colour):
    assert contrast(colour, "#FFFFFF") >= 3


def test_the_four_kinds_of_people_differ_in_more_than_colour():
    encoding = charts.hundred_spec(Hundred(10, 2, 1, 87))["encoding"]
    looks = zip(
        encoding["shape"]["scale"]["range"],
        [fill == "#FFFFFF" for fill in encoding["fill"]["scale"]["range"]],
        strict=True,
    )
    assert len(set(looks)) == 4


def test_the_fan_ends_where_the_headline_says():
    answer = an_answer(0.10, GAINS)
    end = charts.fan_frame(answer).iloc[-1]
    assert round(end["mean"]) == answer.rounded.after == 13
    assert round(end["today"]) == answer.rounded.before == 10
    assert end["label_what_if"] == "Your what-if: 13"
    assert end["label_today"] == "Today's policy: 10"


def test_the_bands_of_the_fan_lie_inside_each_other():
    frame = charts.fan_frame(an_answer(0.10, GAINS))
    for low, high in itertools.pairwise(("low", "lower", "upper", "high")):
        assert (frame[low] <= frame[high] + 1e-9).all()
    assert (frame["low"] < frame["high"]).any()


@pytest.mark.parametrize("gains", [GAINS, [-0.02, -0.03], [0.0001, 0.0002], [0.25, 0.26]])
@pytest.mark.parametrize("before", [0.01, 0.10, 0.30])
def test_the_labels_at_the_lines_ends_are_apart_and_on_the_chart(before, gains):
    answer = an_answer(before, [max(g, -before) for g in gains])
    frame = charts.fan_frame(answer)
    top = charts.top_of(frame["high"].max())
    one, other = frame.iloc[-1]["at_what_if"], frame.iloc[-1]["at_today"]
    assert abs(one - other) >= top * 0.07
    assert top * 0.02 < min(one, other) and max(one, other) < top * 1.12


def test_the_scale_is_fixed_until_it_is_exceeded_and_then_says_so():
    assert [charts.top_of(x) for x in (0, 12, 40, 40.1, 61, 100)] == [40, 40, 40, 60, 80, 100]
    assert "extended" not in words.fan_subtitle(40)
    assert "extended to 60" in words.fan_subtitle(60)


def test_time_is_in_months_up_to_two_years_and_in_years_beyond():
    def axis(months):
        layer = charts.fan_spec(40, months)["layer"][-1]
        return layer["encoding"]["x"]["axis"]["title"]

    assert axis(12) == axis(24) == "Months from now"
    assert axis(60) == "Years from now"


def test_the_years_beyond_the_studies_are_marked_as_projection():
    def says(months):
        return words.PROJECTION in str(charts.fan_spec(40, months))

    assert says(60) and not says(24)


@pytest.mark.parametrize("years", YEARS)
def test_every_chart_can_be_drawn(years):
    answer = an_answer(0.10, GAINS, WhatIf.today("denmark", years=years).set(MOVED))
    fan = charts.fan_spec(40, answer.months)
    hundred = charts.hundred_spec(answer.hundred)
    rows = charts.interval_frame([("a", "b", -1.0, 0.5, 2.0), ("c", "d", 0.0, 0.0, 0.0)])
    for spec, frame, marks in (
        (fan, charts.fan_frame(answer), 5),
        (hundred, charts.hundred_frame(answer.hundred), 100),
        (charts.interval_spec(2), rows, 8),
    ):
        whole = {**spec, "width": 600, "data": {"values": frame.to_dict("records")}}
        drawn = vl_convert.vegalite_to_svg(whole)
        assert drawn.count("<path") + drawn.count("<line") >= marks


MOVED = {"policy.ips.places": 0.5}


def test_a_hundred_people_are_a_hundred_marks_in_the_numbers_of_the_legend():
    hundred = Hundred(both=9, extra=4, lost=1, neither=86)
    frame = charts.hundred_frame(hundred)
    assert len(frame) == 100
    assert len(frame[["row", "column"]].drop_duplicates()) == 100
    assert frame["kind"].value_counts().to_dict() == {
        "In work either way: 9": 9, "Extra in work: 4": 4, "No longer in work: 1": 1,
        "Not in work: 86": 86,
    }  # fmt: skip


def test_intervals_of_different_units_get_scales_of_their_own_and_of_one_unit_the_same():
    rows = [("a", "", -1.0, 0.0, 4.0), ("b", "", 10.0, 20.0, 40.0)]
    own = charts.interval_frame(rows)
    assert own["high"].tolist() == [4 / 5, 40 / 50]
    shared = charts.interval_frame(rows, shared=True)
    assert shared["high"].tolist() == [4 / 50, 40 / 50]
    assert np.sign(own["low"]).tolist() == [-1, 1]


# What can be taken away.


def test_the_picture_says_what_was_changed_the_range_and_the_version():
    drawing = exports.drawing(an_answer(0.10, GAINS))
    for text in ("13 of every 100", "Places in supported job search", link.model_version(),
                 "In 9 of 10 model runs", "Your what-if: 13"):  # fmt: skip
        assert text in drawing
    assert exports.picture(an_answer(0.10, GAINS))[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_table_of_numbers_is_tidy_and_says_what_it_is():
    answer = an_answer(0.10, GAINS)
    text = exports.numbers(answer, "http://127.0.0.1/?x")
    head = [line for line in text.splitlines() if line.startswith("# ")]
    for word in ("Title", "Link", "Model version", "Seeds", "Date", "Licence"):
        assert any(line.startswith(f"# {word}: ") for line in head), word
    body = io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("# ")))
    rows = list(csv.DictReader(body))
    end = {r["world"]: r for r in rows if r["outcome"] == "job_any" and r["month"] == "24"}
    assert float(end["difference"]["mean"]) == pytest.approx(0.03)
    assert float(end["today"]["mean"]) == pytest.approx(0.10)
    assert float(end["what-if"]["mean"]) == pytest.approx(0.13)
    assert end["difference"]["unit"] == "share"


@pytest.mark.parametrize("country", levers.COUNTRIES)
def test_the_settings_file_is_a_scenario_that_loads_as_what_was_asked(country, tmp_path):
    what_if = WhatIf.today(country, years=5).set(levers.preset("all", country))
    path = tmp_path / "settings.toml"
    path.write_text(exports.settings(what_if, "http://127.0.0.1/?x"), encoding="utf-8")
    assert sim.load(path).values == what_if.scenario().values
    assert tomllib.loads(path.read_text(encoding="utf-8"))["extends"] == country
