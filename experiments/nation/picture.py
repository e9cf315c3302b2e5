"""A nation as a picture: people in work against demand, and the gain against size, and luck in both."""

from __future__ import annotations

import html
import json
import textwrap

import numpy as np
import pandas as pd

from experiments.nation.benchmark import AS_EXPECTED, Benchmark
from experiments.nation.lived import DIFFERENCE, Lived
from experiments.nation.totals import luck
from experiments.nation.words import HUNDRED, MAIN, NO_TABLE, TOO_FEW, luck_in_words, title
from experiments.quantiles import reach

DEMAND = "world.economy.demand"
# Colours that differ for the colour-blind too, and a shape each.
KINDS = {"usual": ("#4A4A4A", "circle"), "proactive": ("#0072B2", "triangle-up"),
         "reactive": ("#D55E00", "square")}  # fmt: skip
WIDTH, HEIGHT = 620, 320
BAND = "#CCCCCC"


def charts(lived: Lived, found: Benchmark | None):
    """The picture as an Altair chart."""
    import altair as alt

    month = lived.months[-1]
    about = lived.districts[["country", "district", "people", "office", DEMAND]].rename(
        columns={DEMAND: "demand"}
    )
    about["value"] = HUNDRED * lived.values(lived.base, MAIN, month)
    about["mark"] = AS_EXPECTED if found is None else found.table["mark"].to_numpy()
    offices = [kind for kind in KINDS if kind in set(about["office"])]
    kind = {
        "color": alt.Color("office:N", title="Office").scale(
            domain=offices, range=[KINDS[one][0] for one in offices]
        ),
        "shape": alt.Shape("office:N", title="Office").scale(
            domain=offices, range=[KINDS[one][1] for one in offices]
        ),
    }  # fmt: skip
    x = alt.X("demand:Q", title="Local demand for labour (1 is the average)").scale(zero=False)
    y = alt.Y("value:Q", title=f"In paid work after {month} months, of every 100").scale(zero=False)
    size = alt.Size("people:Q", title="People far from work").scale(range=[15, 500])
    points = alt.Chart(about).mark_point(filled=True, opacity=0.75).encode(x=x, y=y, size=size, **kind)
    layers = [points]
    marked = about[about["mark"] != AS_EXPECTED]
    if len(marked):
        ring = alt.Chart(marked).mark_point(filled=False, stroke="black", strokeWidth=1.5, size=420)
        layers.append(ring.encode(x=x, y=y, shape=alt.value("circle")))
    first = alt.layer(*layers).properties(
        width=WIDTH, height=HEIGHT,
        title=alt.Title("People in work, by local demand", subtitle=[
            "A sign is a district; ringed: further from what is expected of districts like it than luck "
            "explains.", of_luck(found)],
            anchor="start"),
    )  # fmt: skip
    parts = [first] + ([gains(lived, about, kind)] if lived.paired else [])
    return (
        alt.vconcat(*parts)
        .resolve_scale(size="independent")
        .properties(
            title=alt.Title(textwrap.wrap(title(lived), 95), anchor="start", fontSize=16),
            background="white",
            padding=14,
        )
        .configure_view(stroke=None)
    )


def of_luck(found: Benchmark | None) -> str:
    """How much of what is left is luck, in words."""
    if found is None:
        return TOO_FEW
    share = luck_in_words(found).capitalize()
    return f"{share} of how far districts lie from what is expected is luck; this is no ranking."


def gains(lived: Lived, about: pd.DataFrame, kind: dict):
    """What the policy changes in each district, against its size, with the band that luck makes."""
    import altair as alt

    month = lived.months[-1]
    about = about.assign(gain=HUNDRED * lived.values(DIFFERENCE, MAIN, month))
    middle = float(np.average(about["gain"], weights=lived.districts["stands_for"]))
    axis = alt.Axis(values=[50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000])
    x = alt.X("people:Q", title="People far from work in the district", axis=axis)
    x = x.scale(type="log", nice=False)
    y_title = f"More in paid work after {month} months, of every 100"
    points = alt.Chart(about).mark_point(filled=True, opacity=0.75, size=45).encode(
        x=x, y=alt.Y("gain:Q", title=y_title), **kind
    )  # fmt: skip
    mean = alt.Chart(pd.DataFrame({"gain": [middle]})).mark_rule(color="black").encode(y="gain:Q")
    layers = [mean, points]
    known = luck(lived, DIFFERENCE)[lived.column(month)][lived.outcomes.index(MAIN)]
    if known.known:
        at = np.geomspace(about["people"].min(), about["people"].max(), 60)
        far = HUNDRED * reach(1.0, known.pairs + 1) * np.sqrt(known.variance(at))
        band = pd.DataFrame({"people": at, "low": middle - far, "high": middle + far})
        layers.insert(0, alt.Chart(band).mark_area(color=BAND, opacity=0.6).encode(
            x=x, y=alt.Y("low:Q", title=y_title), y2="high:Q"))  # fmt: skip
    return alt.layer(*layers).properties(
        width=WIDTH, height=HEIGHT,
        title=alt.Title("What the policy changes, by size of the district", subtitle=[
            "The line is the country's mean; in the grey band lie nine of ten districts where luck alone "
            "makes them differ."], anchor="start"),
    )  # fmt: skip


def svg(lived: Lived, found: Benchmark | None) -> str:
    """The picture as SVG, with a title and a description for those who do not see it."""
    import vl_convert

    drawing = vl_convert.vegalite_to_svg(json.dumps(charts(lived, found).to_dict()))
    start, _, rest = drawing.partition(">")
    named = f'<title id="title">{html.escape(title(lived))}</title>'
    said = f"{len(lived.districts)} districts: people in paid work against local demand"
    said += ", and what the policy changes against the size of the district. " if lived.paired else ". "
    described = f'<desc id="desc">{html.escape(said + NO_TABLE)}</desc>'
    return f'{start} role="img" aria-labelledby="title desc">{named}{described}{rest}\n'
