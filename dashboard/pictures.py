"""Charts as pictures that explain themselves: title, what they show, charts, and where they are from."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from dashboard import charts
from dashboard.words import wrap

WIDTH = 760
Part = tuple[dict, pd.DataFrame | None, str]


def explained(parts: Sequence[Part], title: str, lines: Sequence[str], foot: Sequence[str]) -> dict:
    """One specification with everything inside.

    parts: specification, data (None where they are inside), and a heading for each chart.
    """
    views = []
    for spec, frame, heading in parts:
        view = {key: value for key, value in spec.items() if key not in ("$schema", "config", "usermeta")}
        view |= {"width": WIDTH}
        view.pop("autosize", None)
        if frame is not None:
            view["data"] = {"values": json.loads(frame.to_json(orient="records"))}
        if heading:
            shown = view.get("title") or {}
            text = [heading, *([shown["text"]] if shown.get("text") else [])]
            view["title"] = {"anchor": "start", "fontSize": 13, "frame": "bounds", **shown, "text": text}
        views.append(view)
    small = [part for line in foot for part in wrap(line, 120)]
    views.append({
        "data": {"values": [{}]}, "width": WIDTH, "height": 15 * len(small),
        "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 0,
                 "text": small, "fontSize": 11, "lineHeight": 15, "color": charts.GREY},
    })  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": "white",
        "padding": 16,
        "title": {
            "text": wrap(title, 84), "subtitle": [part for line in lines for part in wrap(line, 110)],
            "anchor": "start", "fontSize": 17, "subtitleFontSize": 12, "subtitlePadding": 6, "offset": 14,
        },
        "vconcat": views,
        "spacing": 18,
        "resolve": {"scale": {"color": "independent", "shape": "independent", "strokeDash": "independent"}},
        "config": {**charts.CONFIG, "font": "sans-serif"},
    }  # fmt: skip


def png(spec: dict) -> bytes:
    """A PNG at twice the size of the screen."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(spec), scale=2)


def svg(spec: dict) -> str:
    """An SVG whose text stays text."""
    import vl_convert

    return vl_convert.vegalite_to_svg(json.dumps(spec))
