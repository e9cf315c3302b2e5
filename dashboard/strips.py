"""Two lives as strips of months, and what came of them, as tables and a plain specification."""

from __future__ import annotations

from functools import cache

import pandas as pd

from dashboard import words
from dashboard.charts import CONFIG, INK
from dashboard.lives import Pair, spells

# Six kinds of status that can be told apart with any colour vision; text on each can be read.
KIND_COLOURS = ("#C9C9C9", "#E69F00", "#CC79A7", "#009E73", "#0072B2", "#000000")
KIND_TEXT = (INK, INK, INK, INK, "#FFFFFF", "#FFFFFF")


def life_frame(pair: Pair) -> pd.DataFrame:
    """A row for every spell of both lives, in months from the start."""
    rows = [
        (world, spell.first - 1, spell.last, words.LIFE_KINDS[spell.kind],
         words.spell(spell), KIND_TEXT[spell.kind])
        for world, life in ((words.TODAY, pair.today), (words.WHAT_IF, pair.what_if))
        for spell in spells(life)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["world", "from", "to", "kind", "status", "ink"])


def balance_frame(pair: Pair) -> pd.DataFrame:
    """What came of the two lives."""
    currency = pair.today.scenario["district.currency"]
    rows = [words.balance_row(*row, currency) for row in pair.balance()]
    return pd.DataFrame(rows, columns=[words.BALANCE, words.TODAY, words.WHAT_IF]).set_index(words.BALANCE)


@cache
def life_spec(months: int, only_today: bool) -> dict:
    """Two strips of months, one under the other, with the status written where it fits."""
    worlds = [words.TODAY] if only_today else [words.TODAY, words.WHAT_IF]
    x = {"field": "from", "type": "quantitative", "scale": {"domain": [0, months], "nice": False},
         "axis": {"values": [*range(0, months + 1, 6)], "title": "Months from now",
                  "grid": False}}  # fmt: skip
    y = {"field": "world", "type": "nominal", "sort": worlds, "axis": None,
         "scale": {"domain": worlds, "paddingInner": 0.45}}  # fmt: skip
    kinds = list(words.LIFE_KINDS)
    colour = {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": list(KIND_COLOURS)},
              "legend": {"orient": "bottom", "title": None, "columns": 2, "labelLimit": 240}}  # fmt: skip
    fits = f"(datum.to - datum.from) / {months} * width > 7.5 * length(datum.status)"
    shown = {"filter": {"field": "world", "oneOf": worlds}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": 74 * len(worlds),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "transform": [shown],
        "layer": [
            {"mark": {"type": "bar", "stroke": "white", "strokeWidth": 2},
             "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "color": colour,
                          "tooltip": [{"field": "status", "title": "Status"},
                                      {"field": "from", "title": "After month"},
                                      {"field": "to", "title": "To month"}]}},
            {"transform": [{"filter": fits}],
             "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontSize": 12},
             "encoding": {"x": x, "y": y, "text": {"field": "status"},
                          "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None}}},
            {"transform": [{"filter": "datum.from == 0"}],
             "mark": {"type": "text", "align": "left", "baseline": "middle", "dy": -31, "fontSize": 12,
                      "fontWeight": "bold", "color": INK},
             "encoding": {"x": {"datum": 0, "type": "quantitative"}, "y": y, "text": {"field": "world"}}},
        ],
        "resolve": {"scale": {"color": "independent"}},
        "config": CONFIG,
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }  # fmt: skip
