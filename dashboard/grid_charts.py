"""A grid as charts: plain Vega-Lite specifications, and the tables that they draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from dashboard import words_of_grid as words
from dashboard.charts import CONFIG, FAINT, GREY, INK
from dashboard.factors import Factor
from dashboard.order_charts import COLOURS, DASHES, EMBED, SCHEMA, SHAPES
from dashboard.words import wrap
from experiments.sentences import Scale

ROW = 46  # pixels of a row of cells
MOST_PRINTED = 12  # columns in which a value still fits
RISE = ("#F4F8FB", "#7DB3DA")  # light to mid blue: black print can be read on both ends
FALL_AND_RISE = ("#EBA06F", "#FFFFFF", "#7DB3DA")
SERIES = 4  # lines of the curve that can be told apart
ON_PHONE = 42  # letters under a map
LABEL = 150  # pixels of a level's name
NAME, LINE = 20, 13  # letters of a level's name on a line, and pixels of it
AXIS = {
    "labelLimit": LABEL,
    "labelAngle": 0,
    "labelAlign": "center",
    "labelFlush": False,
    "ticks": False,
    "labelPadding": 6,
    "titlePadding": 10,
}


def cells_frame(
    cells: pd.DataFrame, x: Factor, y: Factor | None, how: Scale, sign: bool, best: int | None, tied: set[int]
) -> pd.DataFrame:
    """A row a cell of the map: where it stands, what is printed, what it is.

    Every place of the map is there, whether it was run or not; y: None for a map of one row.
    """
    rows = []
    by_place = {
        (row[x.address], row[y.address] if y else None): (cell, row)
        for cell, row in zip(cells.index, cells.to_dict("records"), strict=True)
    }
    for down in y.levels if y else (None,):
        for across in x.levels:
            cell, row = by_place.get((across, down), (-1, None))
            value = row["mean"] if row is not None else np.nan
            ran = value == value
            rows.append({
                "cell": cell, "point": -1 if row is None else int(row["point"]),
                "x": x.text(across), "y": y.text(down) if y else "",
                "value": value * how.factor if ran else None,
                "text": words.told(value, how, sign) if ran else _hole(row),
                "ran": bool(ran), "best": cell == best, "tie": cell in tied,
                "today": row is not None and bool(row["today"]),
                "low": words.told(row["low"], how, sign) if ran else "",
                "high": words.told(row["high"], how, sign) if ran else "",
                "runs": int(row["runs"]) if ran else 0,
            })  # fmt: skip
    return pd.DataFrame(rows)


def _hole(row: Mapping | None) -> str:
    if row is None:
        return words.NOT_PLANNED
    return words.FAILED if row.get("failed", 0) > 0 else words.NOT_RUN


def domain_of(values: pd.Series, sign: bool) -> tuple[float, float]:
    """The ends of the colours: symmetric about zero for differences."""
    known = values.dropna().astype(float)
    if known.empty:
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    if sign:
        half = max(abs(low), abs(high)) or 1.0
        return -half, half
    return (low, high) if high > low else (low - 1.0, high)


@cache
def map_spec(
    across: tuple[str, ...], down: tuple[str, ...], domain: tuple[float, float], sign: bool,
    x_title: str, y_title: str,
) -> dict:  # fmt: skip
    """The heat map: colour, printed value, frames for the cell of today and for ties."""
    x = {"field": "x", "type": "nominal", "scale": {"domain": list(across), "paddingInner": 0.02},
         "axis": {**AXIS, "title": x_title, "labelLimit": max(60, 560 // len(across)), "labelFontSize": 11,
                  "labelOverlap": False if fits(across) else "greedy"}}  # fmt: skip
    lines = in_lines(down)
    up = [{"test": f"length({lines}) == {n}", "value": -LINE * (n - 1) / 2} for n in (2, 3, 4)]
    names = {**AXIS, "title": None, "labelAlign": "right", "labelExpr": lines, "labelOverlap": False,
             "labelFontSize": 11, "labelLineHeight": LINE,
             "labelOffset": {"condition": up, "value": 0}}  # fmt: skip
    y = {"field": "y", "type": "nominal", "scale": {"domain": list(down), "paddingInner": 0.02},
         "sort": None, "axis": names if y_title else None}  # fmt: skip
    printed = len(across) <= MOST_PRINTED
    legend = None if printed else {"orient": "bottom", "title": None, "gradientLength": 200}
    tip = [{"field": "x", "title": x_title}, {"field": "text", "title": "Value"},
           {"field": "low", "title": "9 of 10 runs from"}, {"field": "high", "title": "to"},
           {"field": "runs", "title": "Runs"}]  # fmt: skip
    if y_title:
        tip.insert(1, {"field": "y", "title": y_title})

    def frame(test: str, band: float, **mark) -> dict:
        return {
            "transform": [{"filter": test}],
            "mark": {"type": "rect", "fillOpacity": 0, "stroke": INK, "tooltip": None, "aria": False,
                     "width": {"band": band}, "height": {"band": band}, **mark},
            "encoding": {"x": x, "y": y},
        }  # fmt: skip

    def text(test: str, colour: str, weight: str, size: int) -> dict:
        return {
            "transform": [{"filter": test}],
            "mark": {
                "type": "text",
                "color": colour,
                "fontWeight": weight,
                "fontSize": size,
                "tooltip": None,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "text", "type": "nominal"}},
        }

    layers = [
        {"mark": {"type": "rect", "stroke": "#FFFFFF", "strokeWidth": 1, "cursor": "pointer"},
         "params": [{"name": "pick", "select": {"type": "point", "fields": ["cell"], "toggle": False}}],
         "transform": [{"filter": "datum.ran"}],
         "encoding": {"x": x, "y": y, "tooltip": tip,
                      "color": {"field": "value", "type": "quantitative", "legend": legend,
                                "scale": {"domain": list(domain), "clamp": True, "interpolate": "rgb",
                                          "range": list(FALL_AND_RISE if sign else RISE)}}}},
        frame("!datum.ran && datum.text", 0.94, stroke="#B9BEC4", strokeWidth=1),
        frame("datum.today", 0.97, strokeWidth=3),
        frame("datum.tie", 0.84, strokeWidth=1.6, strokeDash=[1.5, 3], strokeCap="round"),
        text("!datum.ran", FAINT, "normal", 11),
    ]  # fmt: skip
    if sign:
        layers[0]["encoding"]["color"]["scale"]["domain"] = [domain[0], 0.0, domain[1]]
    if printed:
        layers += [text("datum.ran && !datum.best", INK, "normal", 13), text("datum.best", INK, "bold", 15)]
    return {
        "$schema": SCHEMA, "width": "container", "height": ROW * len(down),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "title": {"text": y_title, "anchor": "start", "frame": "bounds", "fontSize": 12, "offset": 8,
                  "fontWeight": "normal", "color": INK},
        "layer": layers, "config": CONFIG, "usermeta": EMBED,
    }  # fmt: skip


def fits(names: tuple[str, ...]) -> bool:
    """Whether names of levels stand beside each other on a phone."""
    return len(names) * max(map(len, names)) <= ON_PHONE


def in_lines(names: tuple[str, ...]) -> str:
    """An expression that breaks long names of levels into lines."""
    return f"{json.dumps({name: wrap(name, NAME) or [''] for name in names})}[datum.label]"


def curve_frame(cells: pd.DataFrame, x: Factor, y: Factor | None, how: Scale, sign: bool) -> pd.DataFrame:
    """A row a cell of the curve: place, mean, ends, and which line it belongs to."""
    known = cells.dropna(subset=["mean"])
    series = y.texts if y else ("",)
    steps = max(len(series) - 1, 1)
    span = (max(x.levels) - min(x.levels)) if x.is_number else len(x.levels) - 1
    rows = []
    for row in known.to_dict("records"):
        line = y.text(row[y.address]) if y else ""
        number = series.index(line)
        # Bars of several lines stand a little beside each other, so that none hides another.
        beside = (number / steps - 0.5) * 0.05 * span if len(series) > 1 else 0.0
        at = (row[x.address] if x.is_number else x.levels.index(row[x.address])) + beside
        rows.append({
            "at": at, "x": x.text(row[x.address]), "line": line, "order": x.levels.index(row[x.address]),
            **{name: row[name] * how.factor for name in ("mean", "low", "high")},
            "text": words.told(row["mean"], how, sign), "runs": int(row["runs"]),
            "lo": words.told(row["low"], how, sign), "hi": words.told(row["high"], how, sign),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values(["line", "order"]) if rows else pd.DataFrame(rows)


def ticks(x: Factor) -> dict:
    """The axis of an input: its own values where they are few, numbers as they are written elsewhere.

    Values in no order stand at 0, 1, 2 and so on.
    """
    share = any(text.endswith("%") for text in x.texts)
    axis: dict = {"title": x.title, "grid": False, "ticks": True, "tickColor": "#BBBBBB", "labelLimit": LABEL}
    if x.is_number:
        if len(x.levels) <= 12:
            axis |= {"values": list(x.levels), "labelOverlap": True}
        else:
            axis["tickCount"] = 8
        axis["labelExpr"] = (
            "format(datum.value * 100, ',~g') + '%'" if share else "format(datum.value, ',~g')"
        )
    else:
        axis["labelAngle"] = 0
    return axis


def curve_spec(x: Factor, lines: tuple[str, ...], sign: bool) -> dict:
    """Mean and nine-in-ten bars against one input, a line for each value of another."""
    axis = ticks(x)
    low, high = (min(x.levels), max(x.levels)) if x.is_number else (0, len(x.levels) - 1)
    room = 0.06 * (high - low)
    if not x.is_number:
        axis |= {"values": list(range(len(x.levels))), "labelExpr": f"{json.dumps(x.texts)}[datum.value]"}
        room = 0.3
    place = {"field": "at", "type": "quantitative", "axis": axis,
             "scale": {"domain": [low - room, high + room], "nice": False}}  # fmt: skip
    y = {"type": "quantitative", "axis": {"title": None, "tickCount": 5}, "scale": {"zero": sign}}
    legend = {"orient": "bottom", "title": None, "symbolSize": 90, "columnPadding": 14, "labelLimit": 260}
    styled = {}
    for channel, values in (("color", COLOURS), ("strokeDash", DASHES), ("shape", SHAPES)):
        scale = {"domain": list(lines), "range": list(values[: len(lines)])}
        styled[channel] = {"field": "line", "type": "nominal", "scale": scale,
                           "legend": legend if len(lines) > 1 else None}  # fmt: skip
    tip = [{"field": "x", "title": x.label}, {"field": "text", "title": "Mean"},
           {"field": "lo", "title": "9 of 10 runs from"}, {"field": "hi", "title": "to"},
           {"field": "runs", "title": "Runs"}]  # fmt: skip
    joined = {"mark": {"type": "line", "strokeWidth": 2.5},
              "encoding": {"x": place, "y": {**y, "field": "mean"}, "color": styled["color"],
                           "strokeDash": styled["strokeDash"]}}  # fmt: skip
    layers = [
        *([joined] if x.is_number else []),  # between values in no order there is nothing to join
        {"mark": {"type": "rule", "strokeWidth": 2, "aria": False},
         "encoding": {"x": place, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                      "color": {**styled["color"], "legend": None}}},
        {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 80},
         "encoding": {"x": place, "y": {**y, "field": "mean"}, "color": styled["color"],
                      "shape": styled["shape"], "tooltip": tip}},
    ]  # fmt: skip
    if sign:
        layers.insert(
            0, {"mark": {"type": "rule", "color": GREY, "aria": False}, "encoding": {"y": {**y, "datum": 0}}}
        )
    return plain(layers, 280)


def plain(layers: list[dict], height: int) -> dict:
    """Layers as a chart as wide as its place."""
    return {
        "$schema": SCHEMA, "width": "container", "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": layers, "config": CONFIG, "usermeta": EMBED,
    }  # fmt: skip
