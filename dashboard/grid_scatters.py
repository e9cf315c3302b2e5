"""Points of a grid as scatters: a sample against one input, and one outcome against another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard import grid as home
from dashboard import words_of_grid as words
from dashboard.charts import BLUE, GREY, INK, ORANGE
from dashboard.factors import Factor
from dashboard.grid_charts import plain, ticks
from experiments.sentences import Scale

LETTERS = "ABCDEFGH"
FEWEST = 3  # means that make a line


def cloud_frame(cells: pd.DataFrame, x: Factor, how: Scale, sign: bool) -> tuple[pd.DataFrame, bool]:
    """A row a point of a sample, or a row a square of many points; and whether they are squares."""
    known = cells.dropna(subset=["mean"])
    at = known[x.address] if x.is_number else known[x.address].map(x.text)
    frame = pd.DataFrame({"at": at, "value": known["mean"] * how.factor})
    if len(frame) <= home.MANY or not x.is_number:
        frame = _some(frame)
        frame["text"] = [words.told(value / how.factor, how, sign) for value in frame["value"]]
        frame["x"] = [x.text(value) if x.is_number else value for value in frame["at"]]
        return frame, False
    count, xs, ys = np.histogram2d(frame["at"].astype(float), frame["value"], bins=(40, 24))
    i, j = np.nonzero(count)
    return pd.DataFrame({"at": xs[i], "at_end": xs[i + 1], "value": ys[j], "value_end": ys[j + 1],
                         "points": count[i, j]}), True  # fmt: skip


def _some(frame: pd.DataFrame) -> pd.DataFrame:
    """As many rows as can be drawn, evenly over all of them."""
    if len(frame) <= home.MANY:
        return frame
    return frame.iloc[np.linspace(0, len(frame) - 1, home.MANY).astype(int)]


def line_frame(cells: pd.DataFrame, x: Factor, how: Scale) -> pd.DataFrame:
    """The smoothed mean of a sample against one input."""
    known = cells.dropna(subset=["mean"])
    value = known["mean"] * how.factor
    if x.is_number:
        found = home.smoothed(known[x.address].astype(float), value).rename(columns={"x": "at"})
        return found if len(found) >= FEWEST else found.head(0)
    by = pd.DataFrame({"at": known[x.address].map(x.text), "y": value}).groupby("at")["y"]
    found = by.agg(mean="mean", points="size", spread="std").reset_index()
    half = 1.645 * found.pop("spread").fillna(0.0) / np.sqrt(found["points"])
    return found.assign(low=found["mean"] - half, high=found["mean"] + half)


def cloud_spec(x: Factor, line: pd.DataFrame, squares: bool, sign: bool) -> dict:
    """Points of a sample against one input, and the mean of those side by side, which is inside."""
    kind = "quantitative" if x.is_number else "nominal"
    scale = {"zero": False, "nice": False} if x.is_number else {"domain": list(x.texts)}
    axis = {**ticks(x), "values": None} if x.is_number else ticks(x)
    axis = {key: value for key, value in axis.items() if value is not None}
    place = {"field": "at", "type": kind, "axis": axis, "scale": scale}
    y = {"type": "quantitative", "axis": {"title": None, "tickCount": 5}, "scale": {"zero": False}}
    if squares:
        marks = {
            "mark": {"type": "rect"},
            "encoding": {"x": place, "x2": {"field": "at_end"}, "y": {**y, "field": "value"},
                         "y2": {"field": "value_end"},
                         "color": {"field": "points", "type": "quantitative",
                                   "scale": {"range": ["#EAF2F8", "#5A9BC8"], "type": "sqrt"},
                                   "legend": {"orient": "bottom", "title": "Points", "titleColor": INK}}},
        }  # fmt: skip
    else:
        jitter = {} if x.is_number else {"xOffset": {"field": "beside", "type": "quantitative"}}
        marks = {
            "transform": [] if x.is_number else [{"calculate": "random()", "as": "beside"}],
            "mark": {"type": "point", "filled": True, "opacity": 0.45, "size": 34, "color": BLUE},
            "encoding": {"x": place, "y": {**y, "field": "value"}, **jitter,
                         "tooltip": [{"field": "x", "title": x.label}, {"field": "text", "title": "Mean"}]},
        }  # fmt: skip
    own = {"data": {"values": line.to_dict("records")}}
    mean = {"type": "line", "color": ORANGE, "strokeWidth": 3.5, "point": {"color": ORANGE, "size": 60}}
    if not x.is_number:
        mean = {
            "type": "point",
            "filled": True,
            "opacity": 1,
            "shape": "diamond",
            "size": 160,
            "color": ORANGE,
        }
    layers = [
        {**own, "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 2, "aria": False},
         "encoding": {"x": place, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {**own, "mark": {**mean, "aria": False}, "encoding": {"x": place, "y": {**y, "field": "mean"}}},
    ]  # fmt: skip
    layers = [marks, *(layers if len(line) else [])]
    if sign:
        layers.append(
            {"mark": {"type": "rule", "color": GREY, "aria": False}, "encoding": {"y": {**y, "datum": 0}}}
        )
    return plain(layers, 300)


def trade_frame(
    one: pd.DataFrame, other: pd.DataFrame, named: list[int], hows: tuple[Scale, Scale],
    places: Mapping[int, str],
) -> pd.DataFrame:  # fmt: skip
    """A row a cell: both means, its letter where it lies on the edge, where it stands there."""
    both = pd.DataFrame({"up": one["mean"] * hows[0].factor, "along": other["mean"] * hows[1].factor,
                         "today": one["today"]}).dropna()  # fmt: skip
    letters = dict(zip(letter_places(named), LETTERS, strict=False))
    order = {cell: number for number, cell in enumerate(named)}
    both["letter"] = [letters.get(cell, "") for cell in both.index]
    both["order"] = [order.get(cell, -1) for cell in both.index]
    both["name"] = [places.get(cell, "") for cell in both.index]
    edge, others = both[both["order"] >= 0], both[both["order"] < 0]
    return pd.concat([_some(others), edge]).reset_index(drop=True)


def letter_places(named: list[int]) -> list[int]:
    """The cells of the edge that get a letter: all of them, or some spread over it."""
    if len(named) <= len(LETTERS):
        return named
    chosen = np.linspace(0, len(named) - 1, len(LETTERS)).round().astype(int)
    return [named[place] for place in chosen]


def trade_spec(along: str, up: str) -> dict:
    """One outcome against another, the edge joined and lettered."""
    x = {"field": "along", "type": "quantitative", "axis": {"title": along, "tickCount": 6, "grid": True},
         "scale": {"zero": False}}  # fmt: skip
    y = {"field": "up", "type": "quantitative", "axis": {"title": None, "tickCount": 5},
         "scale": {"zero": False}}  # fmt: skip
    tip = [{"field": "name", "title": "Where"}, {"field": "up", "title": up, "format": ",.4~g"},
           {"field": "along", "title": along, "format": ",.4~g"}]  # fmt: skip
    layers = [
        {"transform": [{"filter": "datum.order >= 0"}],
         "mark": {"type": "line", "color": INK, "strokeWidth": 1.8, "aria": False},
         "encoding": {"x": x, "y": y, "order": {"field": "order", "type": "quantitative"}}},
        {"mark": {"type": "point", "filled": True, "opacity": 0.75, "size": 55, "color": "#8AB4D2"},
         "encoding": {"x": x, "y": y, "tooltip": tip}},
        {"transform": [{"filter": "datum.order >= 0"}],
         "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90, "color": BLUE, "aria": False},
         "encoding": {"x": x, "y": y, "tooltip": tip}},
        {"transform": [{"filter": "datum.today"}],
         "mark": {"type": "point", "filled": False, "opacity": 1, "size": 240, "stroke": INK, "aria": False,
                  "strokeWidth": 2.5, "shape": "square"},
         "encoding": {"x": x, "y": y}},
        {"transform": [{"filter": "datum.letter"}],
         "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold", "color": INK, "dy": -13, "dx": -6,
                  "aria": False},
         "encoding": {"x": x, "y": y, "text": {"field": "letter"}}},
    ]  # fmt: skip
    return plain(layers, 320)
