"""The forest as Vega-Lite: a panel for each scale, used by the document and by the page.

Published results are grey squares with a thin line, the model's are blue circles with a thick one
just below; the verdict stands in words before each result, so nothing depends on colour.
"""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Sequence
from typing import Any

from experiments.evidence import words
from experiments.evidence.forest import Axis, drawn
from experiments.evidence.results import Evidence, Row

GREY, BLUE, INK, PALE = "#4A4A4A", "#0072B2", "#14181D", "#BBBBBB"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LINE, APART, AIR, BETWEEN = 16, 14, 13, 8  # pixels: a line of text, published to model, air, between rows
PHONE, PAGE = 50, 96  # signs in a line of text
WIDTH = 720  # of the picture in the document
TEXT = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {**TEXT, "titleFontWeight": "normal", "domain": False},
}


def records(rows: Sequence[Row], wrap: int) -> list[dict[str, Any]]:
    """What is drawn of each row and how many pixels down, with lines of at most ``wrap`` signs.

    Where lines are short, as on a phone, the numbers stand in the tooltip and the table only.
    """
    found, down = [], 0
    for row in rows:
        pointer = f"{words.SYMBOLS[row.verdict]} " if row.failed else ""
        name = textwrap.wrap(f"{pointer}{words.capital(row.verdict)}: {words.label(row)}", wrap)
        about = row.outcome if row.use in (words.FITTED, words.NOT_FITTED) else f"{row.outcome} ({row.use})"
        numbers = f"published {words.published(row)}, model {words.simulated(row)}"
        told = textwrap.wrap(about if wrap < PAGE else f"{about}: {numbers}", wrap)
        study = down + LINE * (len(name) + len(told)) + AIR
        found.append({
            "id": row.id, "name": "\n".join(name), "told": "\n".join(told), "numbers": numbers,
            "at_name": down, "at_told": down + LINE * len(name), "at_study": study, "at_model": study + APART,
            "at_top": study - AIR + 4, "at_end": study + APART + AIR - 4, **drawn(row),
        })  # fmt: skip
        down = study + APART + AIR + BETWEEN
    return found


def panel(rows: Sequence[Row], wrap: int = PHONE, width: int | str = "container") -> dict[str, Any]:
    """One panel: rows that share a scale, in the order given, with their data."""
    found, axis = records(rows, wrap), Axis.around(rows, 100)
    height = found[-1]["at_end"]
    scale = {"domain": [axis.low, axis.high], "nice": False, "clamp": True}
    ruler = {"title": None, "tickCount": 6, "grid": False, "ticks": True, "tickColor": PALE}

    def x(**channel) -> dict:
        return {"type": "quantitative", "scale": scale, "axis": ruler, **channel}

    def y(field: str) -> dict:
        return {"field": field, "type": "quantitative", "axis": None,
                "scale": {"domain": [0, height], "reverse": True, "nice": False}}  # fmt: skip

    def bar(low: str, high: str, colour: str, thick: float, at: str) -> dict:
        return {
            "transform": [{"filter": f"isValid(datum.{low}) && isValid(datum.{high})"}],
            "mark": {"type": "rule", "color": colour, "strokeWidth": thick},
            "encoding": {"y": y(at), "x": x(field=low), "x2": {"field": high}},
        }

    def mark(field: str, shape: str, colour: str, at: str, said: str) -> dict:
        tip = [{"field": "name", "title": said}, {"field": "numbers", "title": "Numbers"}]
        return {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90, "shape": shape,
                     "color": colour},
            "encoding": {"y": y(at), "x": x(field=field), "tooltip": tip},
        }  # fmt: skip

    def text(field: str, at: str, weight: str, colour: str) -> dict:
        return {
            "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 12.5,
                     "fontWeight": weight, "color": colour, "lineBreak": "\n", "lineHeight": LINE},
            "encoding": {"y": y(at), "x": {"value": 0}, "text": {"field": field}},
        }  # fmt: skip

    return {
        "data": {"values": found},
        "width": width,
        "height": height,
        "layer": [
            {"mark": {"type": "rule", "color": GREY, "strokeWidth": 1.5},
             "encoding": {"y": y("at_top"), "y2": {"field": "at_end"}, "x": x(datum=axis.zero)}},
            bar("low", "high", GREY, 1.5, "at_study"),
            mark("value", "square", GREY, "at_study", "Published"),
            bar("expected_low", "expected_high", BLUE, 1.5, "at_model"),
            bar("model_low", "model_high", BLUE, 5, "at_model"),
            mark("mean", "circle", BLUE, "at_model", "Model"),
            text("name", "at_name", "bold", INK),
            text("told", "at_told", "normal", GREY),
        ],
    }  # fmt: skip


def alone(rows: Sequence[Row], wrap: int = PHONE) -> dict[str, Any]:
    """A panel as a chart of the page, as wide as its place."""
    return {
        "$schema": SCHEMA,
        **panel(rows, wrap),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": CONFIG,
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }


def picture(evidence: Evidence, test: bool, title: str | None = None) -> dict[str, Any]:
    """One block as a picture that explains itself."""
    said = words.score(evidence) if test else [words.TUNED_IS_NO_TEST]
    parts = [
        {"title": {"text": name, "anchor": "start", "fontSize": 14}, **panel(rows, PAGE, WIDTH)}
        for name, rows in words.panels(evidence.rows, test).items()
        if name != words.SIGNS
    ]  # fmt: skip
    nothing = {"data": {"values": [{}]}, "width": WIDTH, "height": 20,
               "mark": {"type": "text", "align": "left", "x": 0, "text": words.NOTHING_YET}}  # fmt: skip
    lines = [*said[:4], words.READING, words.made_from(evidence)]
    return {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 16,
        "title": {
            "text": title or words.BLOCKS[test],
            "subtitle": [part for line in lines for part in textwrap.wrap(line, 115)],
            "anchor": "start", "fontSize": 18, "subtitleFontSize": 12, "subtitlePadding": 6, "offset": 14,
        },
        "vconcat": parts or [nothing],
        "config": CONFIG,
    }  # fmt: skip


def svg(evidence: Evidence, test: bool) -> str:
    """The picture as SVG with a title and a description for those who do not see it."""
    import vl_convert

    drawing = vl_convert.vegalite_to_svg(json.dumps(picture(evidence, test)))
    start, _, rest = drawing.partition(">")
    named = f'<title id="title">{html.escape(words.BLOCKS[test])}</title>{description(evidence, test)}'
    return f'{start} role="img" aria-labelledby="title desc">{named}{rest}\n'


def description(evidence: Evidence, test: bool) -> str:
    """What the picture says in words, as it stands in the file."""
    return f'<desc id="desc">{html.escape(words.alt(evidence, test))}</desc>'


def png(evidence: Evidence, test: bool) -> bytes:
    """The picture at twice the size of the screen."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(picture(evidence, test)), scale=2)
