"""What can be taken away from the page: a picture, the numbers, and the settings as a scenario."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import charts, link, words
from dashboard.answers import DISTRICT_WIDE, Answer
from dashboard.link import WhatIf
from experiments.compare import Estimate
from sim.outcomes import OUTCOMES

MOST_IN_PICTURE = 6  # changes that a picture names


def full_link(what_if: WhatIf) -> str:
    """The share link with the address that this page was opened at."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(link.dump(what_if), safe='~')}"


def picture_spec(answer: Answer) -> dict:
    """The fan chart as a picture that explains itself: title, settings, range and source."""
    frame = charts.fan_frame(answer)
    spec = charts.fan_spec(charts.top_of(frame["high"].max()), answer.months, 320)
    records = json.loads(frame.to_json(orient="records"))
    lines = [words.fan_title(answer.what_if), words.settings_text(answer.what_if, MOST_IN_PICTURE)]
    source = words.source_line(answer.runs, link.model_version())
    return {
        **spec,
        "width": 760,
        "background": "white",
        "padding": 16,
        "data": {"values": records},
        "title": {
            "text": words.wrap(words.plain(words.headline(answer)), 84),
            "subtitle": [part for line in lines for part in words.wrap(line, 110)],
            "anchor": "start",
            "fontSize": 17,
            "subtitleFontSize": 12,
            "subtitlePadding": 6,
            "offset": 14,
        },
        "layer": [*spec["layer"]],
        "config": {
            **spec["config"],
            "font": "sans-serif",
            "axisX": {"titlePadding": 8},
        },
        "usermeta": {"foot": [words.range_of(answer), words.made_of(answer), words.covers(answer), source]},
    }


def picture(answer: Answer) -> bytes:
    """A PNG at twice the size of the screen."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(_with_foot(answer)), scale=2)


def drawing(answer: Answer) -> str:
    """An SVG whose text stays text."""
    import vl_convert

    return vl_convert.vegalite_to_svg(json.dumps(_with_foot(answer)))


def _with_foot(answer: Answer) -> dict:
    """The picture with its last lines below it, for which Vega-Lite needs a second view."""
    spec = picture_spec(answer)
    outer = {key: spec.pop(key) for key in ("background", "padding", "config", "title", "$schema")}
    lines = [part for line in spec.pop("usermeta")["foot"] for part in words.wrap(line, 120)]
    foot = {
        "data": {"values": [{}]},
        "width": 760,
        "height": 15 * len(lines),
        "mark": {"type": "text", "align": "left", "baseline": "top", "x": 0, "y": 0,
                 "text": lines, "fontSize": 11, "lineHeight": 15, "color": charts.GREY},
    }  # fmt: skip
    return {**outer, "vconcat": [spec, foot], "spacing": 12}


def numbers(answer: Answer, address: str) -> str:
    """Every outcome at every month as a tidy table under lines that say what it is."""
    today = datetime.now(UTC).date()
    comparison = answer.comparison
    rows = []
    for column, outcome in enumerate(OUTCOMES):
        whole = outcome.name in DISTRICT_WIDE
        group = None if whole else answer.group
        who = "all" if whole else answer.what_if.group
        worlds = {
            "today": answer.level(comparison.baseline, group),
            "what-if": answer.level(comparison.policy, group),
        }
        for month in range(answer.months + 1):
            estimates = {w: Estimate.of(v[:, month, column], comparison.sets) for w, v in worlds.items()}
            estimates["difference"] = comparison.difference(outcome.name, month, group)
            rows += [
                (outcome.name, outcome.label, outcome.unit, who, month, world,
                 e.mean, e.lo, e.hi, answer.runs)
                for world, e in estimates.items()
            ]  # fmt: skip
    columns = ["outcome", "label", "unit", "group", "month", "world",
               "mean", "low_5_percent", "high_95_percent", "runs"]  # fmt: skip
    text = StringIO()
    for line in words.data_header(answer, address, link.model_version(), today):
        text.write(f"# {line}\n")
    pd.DataFrame(rows, columns=columns).to_csv(text, index=False, float_format="%.6g")
    return text.getvalue()


def settings(what_if: WhatIf, address: str) -> str:
    """The settings as a scenario file that the command line accepts unchanged."""
    text = [
        f"# {words.SETTINGS_FILE}",
        f"# Model version: {link.model_version()}",
        f"# Link: {address}",
        f"extends = {_quoted(what_if.country)}",
        "",
        "[about]",
        f"title = {_quoted(words.settings_text(what_if))}",
        f"compare_with = {_quoted(what_if.country)}",
        "",
        "[district]",
        f"months = {what_if.months}",
    ]
    table = ""
    for lever, value in what_if.values:
        group, _, name = lever.rpartition(".")
        if group != table:
            text += ["", f"[{group}]"]
            table = group
        text.append(f"{name} = {_number(value)}")
    return "\n".join(text) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value) -> str:
    return json.dumps(value)
