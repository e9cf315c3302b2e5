"""A ranking of plans as charts and tables: plain specifications, and the data they draw."""

from __future__ import annotations

import math
from functools import cache

import pandas as pd

from dashboard import words
from dashboard.charts import BLUE, CONFIG, FAINT, GREY, INK, nice_half
from dashboard.orders import LETTERS, Order
from experiments import sentences
from experiments.sequence import WHY, Ranking

# Four plans by colour, dash and shape, and the world in which the group has no plan.
COLOURS = ("#0072B2", "#D55E00", "#007A5A", "#AA4499", "#6B6B6B")
DASHES = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 5])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LINE = 16  # pixels of a line of text
BESIDE_NAME = 64  # pixels of a plan beside its name: numbers, interval, air
EMBED = {"embedOptions": {"renderer": "svg", "actions": False}}


def scale_of(found: Ranking) -> sentences.Scale:
    """How what the plans are ranked by is written."""
    return words.order_scale(found.outcome, found.scenario["district.currency"])


def ranking_frame(found: Ranking, order: Order) -> pd.DataFrame:
    """A row for each plan, best first: its name, what is said of it, its distance to the best."""
    how = scale_of(found)
    rows = []
    for place, one in enumerate(found.ranked):
        behind = one.behind[found.month]
        low, mean, high = (how.factor * v for v in (behind.lo, behind.mean, behind.hi))
        name = words.order_name(order.letter(one.plan), one.plan)
        said = words.order_place(found, place)
        kind = "best" if not place else "tie" if one.tie else "behind"
        rows.append((name, 1 + name.count("\n"), said, low, mean, high, kind))
    return pd.DataFrame(rows, columns=["name", "lines", "said", "low", "mean", "high", "kind"])


def reach(frame: pd.DataFrame) -> tuple[float, float]:
    """The ends of the axis: zero and every interval lie inside, at a round number."""
    low, high = min(frame["low"].min(), 0.0), max(frame["high"].max(), 0.0)
    step = nice_half(max(high - low, 0.1) / 6)
    return round(step * math.floor(low / step), 6), round(step * max(math.ceil(high / step), 1), 6)


def lines_of(frame: pd.DataFrame) -> int:
    """Lines that the longest name takes."""
    return int(frame["lines"].max())


@cache
def ranking_spec(plans: int, lines: int, low: float, high: float, title: str) -> dict:
    """The plans in order, each with a dot and its interval against the best one at zero.

    lines: of the longest name; every plan gets room for as many.
    """
    row = BESIDE_NAME + LINE * lines
    y = {"field": "name", "type": "nominal", "sort": None, "axis": None, "scale": {"paddingInner": 0}}
    scale = {"domain": [low, high], "nice": False}
    axis = {"title": title, "tickCount": 5, "grid": False, "ticks": True, "tickColor": "#BBBBBB"}

    def x(**channel) -> dict:
        return {"type": "quantitative", "scale": scale, "axis": axis, **channel}

    kinds = {"domain": ["best", "tie", "behind"]}
    at = row / 2 - 22  # its interval, from the middle of a row; above it what is said, and its name

    def text(field: str, dy: float, colour: str, weight: str = "normal") -> dict:
        return {
            "mark": {"type": "text", "align": "left", "baseline": "top", "dy": dy, "fontSize": 13,
                     "fontWeight": weight, "color": colour, "lineBreak": "\n", "lineHeight": LINE},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": field}},
        }  # fmt: skip

    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": row * plans,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "rule", "color": "#D0D0D0", "yOffset": at},
             "encoding": {"y": y, "x": x(datum=low), "x2": {"datum": high}}},
            {"mark": {"type": "tick", "color": GREY, "thickness": 2, "size": 22, "yOffset": at},
             "encoding": {"y": y, "x": x(datum=0)}},
            {"mark": {"type": "rule", "color": BLUE, "strokeWidth": 4, "yOffset": at},
             "encoding": {"y": y, "x": x(field="low"), "x2": {"field": "high"}}},
            {"mark": {"type": "point", "opacity": 1, "size": 130, "strokeWidth": 2, "yOffset": at},
             "encoding": {
                 "y": y, "x": x(field="mean"),
                 "shape": {"field": "kind", "scale": {**kinds, "range": ["diamond", "circle", "circle"]},
                           "legend": None},
                 "fill": {"field": "kind", "scale": {**kinds, "range": [INK, "#FFFFFF", BLUE]},
                          "legend": None},
                 "stroke": {"field": "kind", "scale": {**kinds, "range": [INK, BLUE, BLUE]},
                            "legend": None},
                 "tooltip": [{"field": "name", "title": "Plan"}, {"field": "said", "title": "Result"}],
             }},
            # A name of more lines starts higher, so that what is said always stands under its last one.
            *(
                {"transform": [{"filter": f"datum.lines == {n}"}],
                 **text("name", at - 14 - LINE * (n + 1), INK, "bold")}
                for n in range(1, lines + 1)
            ),
            text("said", at - 14 - LINE, GREY),
        ],
        "config": CONFIG,
        "usermeta": EMBED,
    }  # fmt: skip


def paths_frame(found: Ranking, order: Order) -> pd.DataFrame:
    """Month by month, every plan and the world without one."""
    how = scale_of(found)
    by_plan = {one.plan: one.outcome for one in found.ranked}
    paths = [(words.order_short(order.letter(plan)), by_plan[plan]) for plan in order.plans]
    paths.append((words.ORDER_NO_PLAN, found.no_plan))
    rows = [
        (name, month, how.factor * at.mean, month % 6 == 0)
        for name, path in paths
        for month, at in enumerate(path)
    ]
    return pd.DataFrame(rows, columns=["plan", "month", "value", "marked"])


@cache
def paths_spec(plans: int, months: int) -> dict:
    """A line a plan, told apart by colour, dash and shape."""
    names = [*map(words.order_short, LETTERS[:plans]), words.ORDER_NO_PLAN]
    which = [*range(plans), 4]
    if months > 24:
        ticks, title, said = [*range(0, months + 1, 12)], "Years from now", "datum.value / 12"
    else:
        ticks, title, said = [*range(0, months + 1, 6)], "Months from now", "datum.value"
    legend = {
        "orient": "bottom",
        "title": None,
        "columns": min(plans + 1, 4),
        "symbolSize": 90,
        "columnPadding": 14,
        "symbolStrokeWidth": 2,
    }
    axis = {"values": ticks, "labelExpr": said, "title": title, "grid": False}
    x = {"field": "month", "type": "quantitative", "axis": axis,
         "scale": {"domain": [0, months], "nice": False}}  # fmt: skip
    y = {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 5},
         "scale": {"zero": True}}  # fmt: skip

    def of(range_: list) -> dict:
        return {"field": "plan", "type": "nominal", "sort": names,
                "scale": {"domain": names, "range": range_}, "legend": legend}  # fmt: skip

    colour = of([COLOURS[n] for n in which])
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 240,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2.5},
             "encoding": {"x": x, "y": y, "color": colour,
                          "strokeDash": of([DASHES[n] for n in which])}},
            {"transform": [{"filter": "datum.marked"}],
             "mark": {"type": "point", "filled": True, "opacity": 1, "size": 50},
             "encoding": {"x": x, "y": y, "color": colour, "shape": of([SHAPES[n] for n in which]),
                          "tooltip": [{"field": "plan", "title": "Plan"},
                                      {"field": "month", "title": "Month"},
                                      {"field": "value", "title": "Value", "format": ".1f"}]}},
        ],
        "config": {**CONFIG, "axis": {**CONFIG["axis"], "domainColor": FAINT}},
        "usermeta": EMBED,
    }  # fmt: skip


def reasons_frame(found: Ranking, order: Order) -> pd.DataFrame:
    """What each plan costs and leaves behind: a row a reason, a column a plan, so that a phone fits it."""
    by_plan = {one.plan: one.why for one in found.ranked}
    table = {words.ORDER_REASON: [words.ORDER_WHY[name] for name in WHY]}
    for plan in order.plans:
        table[order.letter(plan)] = [
            sentences.number(by_plan[plan][name].mean, words.ORDER_DIGITS[name]) for name in WHY
        ]
    return pd.DataFrame(table).set_index(words.ORDER_REASON)
