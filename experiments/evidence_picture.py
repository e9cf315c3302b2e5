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

from experiments import evidence_words as words
from experiments.evidence import Evidence, Row
from experiments.evidence_forest import Axis, drawn

GREY, BLUE, INK, PALE = "#4A4A4A", "#0072B2", "#14181D", "#BBBBBB"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LINE, APART, AIR = 16, 15, 16  # pixels: a line of text, published to model, between rows
PHONE, PAGE = 44, 96  # signs in a line of text
WIDTH = 720  # of the picture in the document
TEXT = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {**TEXT, "titleFontWeight": "normal", "domain": False},
}


def records(rows: Sequence[Row], wrap: int) -> list[dict[str, Any]]:
    """What is drawn of each row, with its name on as many lines as ``wrap`` signs allow."""
    found = []
    for row in rows:
        pointer = f"{words.SYMBOLS[row.verdict]} " if row.failed else ""
        said = f"{pointer}{row.verdict[0].upper()}{row.verdict[1:]}: {words.label(row)}"
        numbers = f"{row.outcome}: published {words.published(row)}, model {words.simulated(row)}"
        if row.use in (words.ANCHORED, words.LEFT_OUT):
            numbers += f" ({row.use})"
        name = textwrap.wrap(said, wrap)
        told = textwrap.wrap(numbers, wrap)
        found.append({"id": row.id, "name": "\n".join(name), "told": "\n".join(told), "heads": len(name),
                      "lines": len(name) + len(told), **drawn(row)})  # fmt: skip
    return found


def panel(rows: Sequence[Row], wrap: int = PHONE, width: int | str = "container") -> dict[str, Any]:
    """One panel: rows that share a scale, in the order given; the data are handed over separately."""
    found = records(rows, wrap)
    lines = max(entry["lines"] for entry in found)
    axis = Axis.around(rows, 100)
    row = LINE * lines + APART + 2 * AIR
    top = -row / 2 + AIR / 2
    study = top + LINE * lines + AIR / 2 + 2
    model = study + APART
    y = {"field": "id", "type": "nominal", "sort": None, "axis": None, "scale": {"paddingInner": 0}}
    scale = {"domain": [axis.low, axis.high], "nice": False, "clamp": True}
    ruler = {"title": None, "tickCount": 6, "grid": False, "ticks": True, "tickColor": PALE}

    def x(**channel) -> dict:
        return {"type": "quantitative", "scale": scale, "axis": ruler, **channel}

    def bar(low: str, high: str, colour: str, thick: float, at: float) -> dict:
        return {
            "transform": [{"filter": f"isValid(datum.{low}) && isValid(datum.{high})"}],
            "mark": {"type": "rule", "color": colour, "strokeWidth": thick, "yOffset": at},
            "encoding": {"y": y, "x": x(field=low), "x2": {"field": high}},
        }

    def mark(field: str, shape: str, colour: str, at: float, said: str) -> dict:
        return {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": 90, "shape": shape,
                     "color": colour, "yOffset": at},
            "encoding": {"y": y, "x": x(field=field),
                         "tooltip": [{"field": "name", "title": said}, {"field": "told", "title": "Numbers"}]},
        }  # fmt: skip

    def text(field: str, dy: float, weight: str, colour: str) -> dict:
        return {
            "mark": {"type": "text", "align": "left", "baseline": "top", "dy": dy, "fontSize": 12.5,
                     "fontWeight": weight, "color": colour, "lineBreak": "\n", "lineHeight": LINE},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": field}},
        }  # fmt: skip

    heads = sorted({entry["heads"] for entry in found})
    return {
        "width": width,
        "height": row * len(rows),
        "layer": [
            {"mark": {"type": "tick", "color": GREY, "thickness": 1.5, "size": 2 * APART + 12,
                      "yOffset": (study + model) / 2},
             "encoding": {"y": y, "x": x(datum=axis.zero)}},
            bar("low", "high", GREY, 1.5, study),
            mark("value", "square", GREY, study, "Published"),
            bar("expected_low", "expected_high", BLUE, 1.5, model),
            bar("model_low", "model_high", BLUE, 5, model),
            mark("mean", "circle", BLUE, model, "Model"),
            text("name", top, "bold", INK),
            *(
                {"transform": [{"filter": f"datum.heads == {n}"}], **text("told", top + LINE * n, "normal", GREY)}
                for n in heads
            ),
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
        {"title": {"text": name, "anchor": "start", "fontSize": 14}, "data": {"values": records(rows, PAGE)},
         **panel(rows, PAGE, WIDTH)}
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
    told = (
        f'<title id="title">{html.escape(words.BLOCKS[test])}</title>'
        f'<desc id="desc">{html.escape(words.alt(evidence, test))}</desc>'
    )
    return f'{start} role="img" aria-labelledby="title desc">{told}{rest}\n'


def png(evidence: Evidence, test: bool) -> bytes:
    """The picture at twice the size of the screen."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(picture(evidence, test)), scale=2)
