"""Charts as plain Vega-Lite specifications, and the tables that they draw.

A specification is built once for each shape of chart and the data are handed over separately:
that is what keeps a slider's answer fast. Colours are Okabe and Ito's; meaning is always carried
by a label or a shape as well.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers import Answer, Hundred

BLUE, GREY, ORANGE, FAINT, INK = "#0072B2", "#4A4A4A", "#D55E00", "#6B6B6B", "#14181D"
ROW = 25  # people in a row of the array of a hundred
STUDIED = 24  # months that studies followed people
TOP, STEP = 40, 20

TEXT = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
CONFIG: dict[str, Any] = {
    "view": {"stroke": None},
    "axis": {**TEXT, "titleFontWeight": "normal", "gridColor": "#E6E6E6", "domain": False},
    "legend": {"labelColor": INK, "labelFontSize": 12},
}


def top_of(highest: float) -> int:
    """The fixed end of the scale, extended in steps only where the data exceed it."""
    return TOP + STEP * max(0, math.ceil((highest - TOP) / STEP))


def fan_frame(answer: Answer) -> pd.DataFrame:
    """Month by month: bands and mean of the what-if, today's mean, labels in the last row."""
    frame = pd.DataFrame(answer.paths())
    frame["label_today"] = frame["label_what_if"] = None
    frame["at_today"] = frame["at_what_if"] = np.nan
    last = frame.index[-1]
    top = top_of(frame["high"].max())
    end = frame.loc[last]
    numbers = answer.rounded
    if answer.what_if.is_today:
        frame["mean"] = np.nan  # there is no what-if, so only today's line is drawn
        frame.loc[last, "label_today"] = words.end_label(words.TODAY, numbers.before)
        frame.loc[last, "at_today"] = end["high"] + top * 0.05
        return frame
    frame.loc[last, "label_today"] = words.end_label(words.TODAY, numbers.before)
    frame.loc[last, "label_what_if"] = words.end_label(words.WHAT_IF, numbers.after)
    # Labels reach back over the last third of the lines, so they must be clear of all of it.
    tail = frame.loc[last - len(frame) // 3 :]
    above, below = _label_places(
        min(tail["low"].min(), tail["today"].min()),
        max(tail["high"].max(), tail["today"].max()),
        top,
    )
    what_if_on_top = end["mean"] >= end["today"]
    frame.loc[last, "at_what_if"] = above if what_if_on_top else below
    frame.loc[last, "at_today"] = below if what_if_on_top else above
    return frame


def _label_places(low: float, high: float, top: float) -> tuple[float, float]:
    """Where the upper and the lower label stand, clear of the band and of the axis."""
    line = top * 0.075
    above, below = high + line * 0.6, low - line * 0.6
    if below < line * 0.6:
        return above + line, above
    return above, below


def numbers_frame(answer: Answer) -> pd.DataFrame:
    """What the fan chart shows, in words and numbers: a row for every half year or month."""
    step = 6 if answer.months > STUDIED else 3
    months = range(0, answer.months + 1, step)
    paths = answer.paths()
    rows = [words.numbers_row(m, paths, answer.difference_at(m)) for m in months]
    columns = list(words.NUMBERS_COLUMNS)
    return pd.DataFrame(rows, columns=columns).set_index(columns[0])


def where_frame(answer: Answer) -> pd.DataFrame:
    """The statuses that people are in at the end, under both worlds, out of 100."""
    rows = [words.where_row(*row) for row in answer.where()]
    frame = pd.DataFrame(rows, columns=[words.WHERE, words.TODAY, words.WHAT_IF]).set_index(words.WHERE)
    return frame.drop(columns=words.WHAT_IF) if answer.what_if.is_today else frame


@cache
def fan_spec(top: int, months: int, height: int = 230) -> dict:
    """The fan chart: bands and line of the what-if, today's line dashed, both labelled."""
    if months > STUDIED:
        ticks, title, expression = [*range(0, months + 1, 12)], "Years from now", "datum.value / 12"
    else:
        step = 6 if months > 12 else 3
        ticks, title, expression = [*range(0, months + 1, step)], "Months from now", "datum.value"
    x = {
        "field": "month",
        "type": "quantitative",
        "scale": {"domain": [0, months], "nice": False},
        "axis": {"values": ticks, "labelExpr": expression, "title": title, "grid": False,
                 "ticks": True, "tickColor": "#BBBBBB"},
    }  # fmt: skip
    scale = {"domain": [0, top], "nice": False}
    axis = {"title": None, "values": [*range(0, top + 1, 10)], "grid": True, "ticks": False,
            "labelPadding": 6}  # fmt: skip

    def y(field: str) -> dict:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    def band(low: str, high: str, opacity: float) -> dict:
        return {
            "mark": {"type": "area", "color": BLUE, "opacity": opacity},
            "encoding": {"x": x, "y": y(low), "y2": {"field": high}},
        }

    def label(field: str, place: str, colour: str, weight: str) -> dict:
        return {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "text", "align": "right", "baseline": "middle", "dx": -2,
                     "fontSize": 13, "fontWeight": weight, "color": colour},
            "encoding": {"x": x, "y": y(place), "text": {"field": field, "type": "nominal"}},
        }  # fmt: skip

    layers: list[dict] = []
    if months > STUDIED:
        start = {**x, "datum": STUDIED}
        start.pop("field")
        height_of_scale = {**y("high"), "datum": top}
        height_of_scale.pop("field")
        layers += [
            {"data": {"values": [{}]},
             "mark": {"type": "rect", "color": "#000000", "opacity": 0.045},
             "encoding": {"x": start, "x2": {"datum": months}}},
            {"data": {"values": [{}]},
             "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 6, "dy": 4,
                      "color": FAINT, "fontSize": 12, "text": words.PROJECTION},
             "encoding": {"x": start, "y": height_of_scale}},
        ]  # fmt: skip
    layers += [
        band("low", "high", 0.16),
        band("lower", "upper", 0.28),
        {"mark": {"type": "line", "color": GREY, "strokeWidth": 2, "strokeDash": [5, 4]},
         "encoding": {"x": x, "y": y("today")}},
        {"mark": {"type": "line", "color": BLUE, "strokeWidth": 3.5},
         "encoding": {"x": x, "y": y("mean")}},
        label("label_today", "at_today", GREY, "normal"),
        label("label_what_if", "at_what_if", BLUE, "bold"),
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": layers,
        "config": CONFIG,
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }


def hundred_frame(hundred: Hundred) -> pd.DataFrame:
    """A hundred rows: where a person stands in the array, and which of the four kinds."""
    kinds = [kind for kind, n in zip(*words.hundred_kinds(hundred), strict=True) for _ in range(n)]
    place = np.arange(len(kinds))
    return pd.DataFrame({"column": place % ROW, "row": place // ROW, "kind": kinds})


@cache
def hundred_spec(hundred: Hundred) -> dict:
    """A hundred people by shape and fill, so that it can be read without colour."""
    kinds = list(words.hundred_kinds(hundred)[0])
    scales = {
        "shape": {"domain": kinds, "range": ["circle", "triangle-up", "cross", "circle"]},
        "fill": {"domain": kinds, "range": [GREY, BLUE, ORANGE, "#FFFFFF"]},
        "stroke": {"domain": kinds, "range": [GREY, BLUE, ORANGE, FAINT]},
    }
    legend = {"orient": "bottom", "title": None, "columns": 2, "symbolOpacity": 1,
              "symbolSize": 110, "labelLimit": 240, "columnPadding": 24}  # fmt: skip
    hidden = {"axis": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": 24 * 100 // ROW,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "mark": {"type": "point", "opacity": 1, "size": 100, "strokeWidth": 1.3},
        "encoding": {
            "x": {"field": "column", "type": "quantitative", **hidden,
                  "scale": {"domain": [-0.6, ROW - 0.4], "nice": False}},
            "y": {"field": "row", "type": "quantitative", **hidden,
                  "scale": {"domain": [100 / ROW - 0.4, -0.6], "nice": False}},
            **{channel: {"field": "kind", "type": "nominal", "scale": scale, "legend": legend}
               for channel, scale in scales.items()},
        },
        "config": CONFIG,
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }  # fmt: skip


def nice_half(size: float) -> float:
    """The half-width of an axis around zero: 1, 2 or 5 times a power of ten."""
    if size <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= size * 0.999)


def interval_frame(rows: list[tuple[str, str, float, float, float]], shared: bool = False) -> pd.DataFrame:
    """Rows of (label, text, low, mean, high), scaled to run from -1 to 1.

    Each row gets an axis of its own, because outcomes count different things; ``shared`` rows
    count the same and get the same.
    """
    sizes = [max(abs(low), abs(high), abs(mean)) for _, _, low, mean, high in rows]
    if shared:
        sizes = [max(sizes)] * len(rows)
    table = []
    for (label, text, low, mean, high), size in zip(rows, sizes, strict=True):
        half = nice_half(size)
        table.append((label, text, low / half, mean / half, high / half, f"±{half:,g}"))
    return pd.DataFrame(table, columns=["label", "text", "low", "mean", "high", "end"])


@cache
def interval_spec(rows: int) -> dict:
    """One interval a row against zero: label above it, the numbers in words under the label."""
    y = {"field": "label", "type": "nominal", "sort": None, "axis": None,
         "scale": {"paddingInner": 0}}  # fmt: skip
    domain = {"domain": [-1.12, 1.12], "nice": False}

    def x(field: str) -> dict:
        return {"field": field, "type": "quantitative", "scale": domain, "axis": None}

    def text(field: str, align: str, place: float, dy: int, colour: str = INK, size: int = 12):
        return {
            "mark": {"type": "text", "align": align, "baseline": "middle", "dy": dy,
                     "fontSize": size, "color": colour, "limit": 330},
            "encoding": {"y": y, "x": {"datum": place, "type": "quantitative", "scale": domain,
                                       "axis": None}, "text": {"field": field}},
        }  # fmt: skip

    line = {"dy": 8}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": 58 * rows,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "rule", "color": "#D0D0D0", "yOffset": 14},
             "encoding": {"y": y, "x": {"datum": -1, "scale": domain, "axis": None},
                          "x2": {"datum": 1}}},
            {"mark": {"type": "tick", "color": GREY, "thickness": 1.5, "size": 18, "yOffset": 14},
             "encoding": {"y": y, "x": {"datum": 0, "scale": domain, "axis": None}}},
            {"mark": {"type": "rule", "color": BLUE, "strokeWidth": 4, "yOffset": 14, **line},
             "encoding": {"y": y, "x": x("low"), "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "opacity": 1, "color": BLUE, "size": 90,
                      "yOffset": 14, "stroke": "white", "strokeWidth": 1.5},
             "encoding": {"y": y, "x": x("mean")}},
            text("label", "left", -1.12, -20),
            text("text", "left", -1.12, -4, GREY),
        ],
        "config": CONFIG,
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }  # fmt: skip
