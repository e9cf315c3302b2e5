"""A sensitivity analysis as charts: plain specifications, and the tables that they draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import pandas as pd

from dashboard import words_of_sensitivity as words
from dashboard.charts import BLUE, CONFIG, GREY, INK
from dashboard.order_charts import COLOURS, DASHES, EMBED, SCHEMA, SHAPES
from dashboard.words_of_grid import how as how_of
from experiments.sensitivity import Analysis, Entry, Figure

NAME, SAID, BAR = 20, 16, 12  # pixels of an input: its name, a line for each index, a bar for each
AIR = 18
LIGHT, HATCH = "#9CC5E3", "#8C8C8C"
LABELLED, LINES = 6, 5
LETTERS = "ABCDEF"
TOP = 1.0  # of the axis of shares


class Told:
    """How the indices of an analysis are written: factor, decimals, percent, unit."""

    def __init__(self, found: Analysis, currency: str):
        self.percent = found.method in words.SHARES
        values = [f.value for e in found.entries for f in e.figures.values() if f is not None]
        self.factor, self.unit, least = 1.0, "", 2
        if found.method == "morris":
            scale = how_of(found.outcome, currency, values)
            self.factor, self.unit, least = scale.factor, scale.name, scale.decimals
        largest = [max((abs(v) * self.factor for v in values), default=1.0)]
        self.digits = words.digits(largest, least)

    def text(self, one: Figure | None) -> str:
        """A value and its interval."""
        return words.between(one, self.factor, self.digits, self.percent)

    def short(self, value: float) -> str:
        """A value."""
        return words.figure(Figure(value, None, None), self.factor, self.digits, self.percent)

    def drawn(self, value: float) -> float:
        """A value on the axis."""
        return value * (100.0 if self.percent else self.factor)


def columns(found: Analysis) -> tuple[str, ...]:
    """The indices that bars show."""
    return ("S1", "ST") if found.method == "sobol" else (found.main,)


def top_of(found: Analysis, entries: Sequence[Entry], told: Told) -> float:
    """The end of the axis: 100% for shares, a little more than the largest elsewhere."""
    if told.percent:
        return 100.0
    ends = [max(f.value, f.hi or 0.0) for e in entries for f in [e.figures[found.main]] if f is not None]
    largest = told.drawn(max([*ends, found.floor, 0.0])) or 1.0
    step = 10.0 ** math.floor(math.log10(largest)) / 2
    return step * math.ceil(largest / step)


def bars_frame(found: Analysis, entries: Sequence[Entry], told: Told) -> pd.DataFrame:
    """A row an index and input, cut to the axis; what is said of the input in its first row."""
    top, names = top_of(found, entries, told), columns(found)
    rows = []
    for entry in entries:
        texts = {name: told.text(entry.figures[name]) for name in names}
        for number, name in enumerate(names):
            one = entry.figures[name] or Figure(0.0, None, None)
            low = one.value if one.lo is None else one.lo
            high = one.value if one.hi is None else one.hi
            value, low, high = (min(max(told.drawn(v), 0.0), top) for v in (one.value, low, high))
            rows.append({
                "key": entry.name, "name": words.label(entry), "said": words.said([name], texts),
                "index": name, "place": number, "value": value, "low": low, "high": high,
                "told": entry.told, "first": number == 0, "start": 0.0,
            })  # fmt: skip
    return pd.DataFrame(rows)


def chance_text(found: Analysis) -> str:
    """What luck's share is."""
    rest = words.CHANCE_REST if found.method in words.SHARES else ""
    return f"{words.between(found.luck, 1.0, 0, True)} {words.CHANCE_OF}{rest}"


@cache
def bars_spec(keys: tuple[str, ...], indices: int, top: float, floor: float, percent: bool) -> dict:
    """Bars from zero under the name of each input, with intervals and the band of an idle input."""
    y = {"field": "key", "type": "nominal", "axis": None, "scale": {"domain": list(keys), "paddingInner": 0}}
    scale = {"domain": [0, top], "nice": False}
    axis = {"title": None, "tickCount": 5, "grid": True, "orient": "bottom",
            **({"labelExpr": "datum.label + '%'"} if percent else {})}  # fmt: skip

    def x(field: str) -> dict:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    def line(field: str, place: int, dy: float, colour: str, weight: str) -> dict:
        return {
            "transform": [{"filter": f"datum.place == {place}"}],
            "mark": {"type": "text", "align": "left", "baseline": "top", "dy": dy, "dx": 2, "color": colour,
                     "fontSize": 12.5, "fontWeight": weight, "aria": False},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": field, "type": "nominal"}},
        }  # fmt: skip

    row = NAME + (SAID + BAR) * indices + AIR
    layers: list[dict] = []
    if floor > 0:
        layers.append({
            "data": {"values": [{"start": 0, "floor": min(floor, top)}]},
            "mark": {"type": "rect", "color": "#D9D9D9", "opacity": 0.55, "aria": False},
            "encoding": {"x": x("start"), "x2": {"field": "floor"}},
        })  # fmt: skip
    for place in range(indices):
        at, size = -row / 2 + NAME + SAID * indices + BAR * (place + 0.5) + 4, BAR - 2
        colour = BLUE if place == indices - 1 else LIGHT
        which = f"datum.place == {place}"
        shared = {"y": y, "x": x("start"), "x2": {"field": "value"}}
        layers += [
            {"transform": [{"filter": f"{which} && datum.told"}],
             "mark": {"type": "bar", "height": size, "yOffset": at, "color": colour, "aria": False},
             "encoding": shared},
            {"transform": [{"filter": f"{which} && !datum.told"}],
             "mark": {"type": "bar", "height": size, "yOffset": at, "color": "#FFFFFF", "stroke": colour,
                      "strokeWidth": 1.5, "aria": False},
             "encoding": shared},
            {"transform": [{"filter": which}],
             "mark": {"type": "rule", "strokeWidth": 1.6, "color": INK, "yOffset": at, "aria": False},
             "encoding": {"y": y, "x": x("low"), "x2": {"field": "high"}}},
        ]  # fmt: skip
        layers.append(line("said", place, -row / 2 + NAME + SAID * place + 2, GREY, "normal"))
    layers.append(line("name", 0, -row / 2 + 4, INK, "bold"))
    return _plain(layers, row * len(keys))


def _plain(layers: list[dict], height: int) -> dict:
    return {
        "$schema": SCHEMA, "width": "container", "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": layers, "config": CONFIG, "usermeta": EMBED,
    }  # fmt: skip


def chance_frame(found: Analysis) -> pd.DataFrame:
    """One row: luck's share of the spread of single runs."""
    luck = found.luck
    low, high = (luck.value if end is None else end for end in (luck.lo, luck.hi))
    row = {"value": luck.value, "low": low, "high": high}
    row = {key: min(max(100.0 * value, 0.0), 100.0) for key, value in row.items()}
    return pd.DataFrame([{"key": words.CHANCE, "said": chance_text(found), "start": 0.0, **row}])


@cache
def chance_spec() -> dict:
    """The bar of luck, with an axis of its own: it is a share of something else."""
    scale = {"domain": [0, 100], "nice": False}
    axis = {"title": None, "tickCount": 5, "labelExpr": "datum.label + '%'", "grid": True}

    def x(field: str) -> dict:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    return _plain([
        {"mark": {"type": "bar", "height": 11, "color": HATCH, "aria": False},
         "encoding": {"x": x("start"), "x2": {"field": "value"}}},
        {"mark": {"type": "rule", "strokeWidth": 1.6, "color": INK, "aria": False},
         "encoding": {"x": x("low"), "x2": {"field": "high"}}},
    ], 26)  # fmt: skip


def scatter_frame(found: Analysis, told: Told) -> pd.DataFrame:
    """A row an input: mu* with its interval, sigma, and a letter for the first six."""
    rows = []
    for number, entry in enumerate(found.inputs):
        star, sigma = entry.figures["mu_star"], entry.figures["sigma"]
        if star is None or sigma is None:
            continue
        low, high = (star.value if end is None else end for end in (star.lo, star.hi))
        rows.append({
            "name": words.label(entry), "letter": LETTERS[number] if number < LABELLED else "",
            "x": told.drawn(star.value), "low": told.drawn(max(low, 0.0)), "high": told.drawn(high),
            "y": told.drawn(sigma.value), "text": told.text(star), "sigma": told.text(sigma),
            "told": entry.told,
        })  # fmt: skip
    return pd.DataFrame(rows)


@cache
def scatter_spec(top: float, unit: str) -> dict:
    """mu* against sigma, with the line on which both are the same."""
    scale = {"domain": [0, top], "nice": False}
    x = {"field": "x", "type": "quantitative", "scale": scale,
         "axis": {"title": f"{words.SCATTER_X}, {unit}", "tickCount": 5}}  # fmt: skip
    y = {"field": "y", "type": "quantitative", "scale": scale, "axis": {"title": None, "tickCount": 5}}
    tip = [{"field": "name", "title": "Input"}, {"field": "text", "title": words.SCATTER_X},
           {"field": "sigma", "title": words.SCATTER_Y}]  # fmt: skip
    ends = {"data": {"values": [{"x": 0, "y": 0}, {"x": top, "y": top}]}}
    point = {"type": "point", "opacity": 1, "size": 110, "stroke": BLUE, "strokeWidth": 2}
    return _plain([
        {**ends,
         "mark": {"type": "line", "color": GREY, "strokeDash": [3, 4], "strokeWidth": 1.4, "aria": False},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "rule", "color": BLUE, "strokeWidth": 1.6, "clip": True, "aria": False},
         "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
        {"mark": point,
         "encoding": {"x": x, "y": y, "tooltip": tip,
                      "fill": {"condition": {"test": "datum.told", "value": BLUE}, "value": "#FFFFFF"}}},
        {"transform": [{"filter": "datum.letter"}],
         "mark": {"type": "text", "dy": -14, "fontSize": 13, "fontWeight": "bold", "color": INK,
                  "aria": False},
         "encoding": {"x": x, "y": y, "text": {"field": "letter"}}},
    ], 320)  # fmt: skip


def scatter_top(frame: pd.DataFrame) -> float:
    """The end of both axes."""
    points = max(float(frame["x"].max()), float(frame["y"].max()), 1e-9)
    largest = max(1.15 * points, min(float(frame["high"].max()), 2.0 * points))
    step = 10.0 ** math.floor(math.log10(largest)) / 2
    return step * math.ceil(largest / step)


def convergence_frame(found: Analysis, told: Told) -> pd.DataFrame:
    """A row a stage and leading input."""
    leading = {entry.name: words.label(entry) for entry in found.inputs[:LINES]}
    top = 100.0 if told.percent else math.inf
    aside = 0.006 * max(
        (stage.runs for stage in found.convergence), default=0
    )  # so that no bar hides another
    rows = []
    for stage in found.convergence:
        for number, (name, label) in enumerate(leading.items()):
            one = stage.main.get(name)
            if one is None:
                continue
            low, high = (one.value if end is None else end for end in (one.lo, one.hi))
            rows.append({
                "runs": stage.runs, "at": stage.runs + aside * (number - len(leading) / 2),
                "input": label, "value": min(told.drawn(one.value), top),
                "low": max(min(told.drawn(low), top), 0.0), "high": min(told.drawn(high), top),
                "text": told.text(one),
            })  # fmt: skip
    return pd.DataFrame(rows)


@cache
def convergence_spec(names: tuple[str, ...], runs: tuple[int, ...], percent: bool, unit: str) -> dict:
    """The main index of the leading inputs for growing parts of the design."""
    x = {"field": "at", "type": "quantitative",
         "axis": {"title": words.RUNS, "values": list(runs), "grid": False, "labelOverlap": True,
                  "format": ",d"},
         "scale": {"domain": [0, max(runs) * 1.03], "nice": False}}  # fmt: skip
    y = {"type": "quantitative", "scale": {"zero": True},
         "axis": {"title": unit or None, "tickCount": 5, "titleAngle": 0, "titleAlign": "left",
                  "titleAnchor": "start", "titleY": -8, "titleX": 0,
                  **({"labelExpr": "datum.label + '%'"} if percent else {})}}  # fmt: skip
    legend = {"orient": "bottom", "title": None, "columns": 1, "symbolSize": 90, "labelLimit": 320,
              "symbolOpacity": 1}  # fmt: skip

    def styled(values: Sequence) -> dict:
        return {"field": "input", "type": "nominal", "legend": legend,
                "scale": {"domain": list(names), "range": list(values[: len(names)])}}  # fmt: skip

    tip = [{"field": "input", "title": "Input"}, {"field": "runs", "title": words.RUNS, "format": ",d"},
           {"field": "text", "title": "Index"}]  # fmt: skip
    return _plain([
        {"mark": {"type": "rule", "strokeWidth": 1.4, "opacity": 0.55, "aria": False},
         "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                      "color": styled(COLOURS)}},
        {"mark": {"type": "line", "strokeWidth": 2.5, "aria": False},
         "encoding": {"x": x, "y": {**y, "field": "value"}, "color": styled(COLOURS),
                      "strokeDash": styled(DASHES)}},
        {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 70},
         "encoding": {"x": x, "y": {**y, "field": "value"}, "color": styled(COLOURS),
                      "shape": styled(SHAPES), "tooltip": tip}},
    ], 280)  # fmt: skip


def table(found: Analysis, told: Told) -> pd.DataFrame:
    """Every input with its indices in words and the range that was tried."""
    tried = {one["name"]: words.tried(one) for one in found.design.get("inputs", [])}
    names = [name for name in (*columns(found), "mu", "sigma") if name in found.entries[0].figures] if (
        found.entries) else []  # fmt: skip
    names = list(dict.fromkeys(names))
    rows = []
    for entry in found.entries:
        row = {words.COLUMNS["input"]: words.label(entry)}
        for name in names:
            title = words.index(name)
            row[title] = told.text(entry.figures[name])
        most = words.NOT_TOLD.format(told.short(max(entry.figures[found.main].most, 0.0)))
        row[words.COLUMNS["told"]] = words.YES if entry.told else words.NO if entry.dummy else most
        row[words.COLUMNS["range"]] = tried.get(entry.name, "")
        rows.append(row)
    return pd.DataFrame(rows)
