"""Every word on the page Grid explorer, and how values and outcomes are written there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dashboard.words import country_name, plural
from experiments import sentences
from experiments.sentences import Scale, decimals_for, number
from sim.outcomes import BY_NAME

if TYPE_CHECKING:
    from dashboard.grid import Look

TITLE = "Grid explorer"
LEAD = "Across all the settings that were run: where is it good, and where does it turn?"
COUNTRY = "Country"
SPECIAL = {"scenario": "Country or scenario", "what_if": "Policy", "parameters": "Parameter set"}
OWN_MONEY = "local money"
NO_VALUE, YES, NO, NO_PLAN = "–", "yes", "no", "no plan"
NO_UNIT = ("share", "ratio", "count", "probability a month")
OUTCOME, MONTH, GROUP, MEASURE = "Outcome", "When", "Who", "Show"
ACROSS, DOWN, BY, NOTHING = "Across", "Down", "One map for each", "nothing more"
COST = "Against"
MEASURES = {
    "level": "As it comes out",
    "today": "Difference from today",
    "difference": "What the policy changes",
    "baseline": "Without the policy",
    "policy": "With the policy",
}
MEASURE_HELP = (
    "A difference is taken between worlds with the same people and the same luck, so that what both live "
    "through falls out."
)
THE_POINT = "the one point"
NO_TODAY = "No point has the values of the scenario itself, so nothing can be shown as a difference from it."
FIXED = "Everything else at"
MAP, CURVE, TRADE, TABLE = "Map", "One input at a time", "Trade-off", "All numbers"
NOT_RUN, FAILED, NOT_PLANNED = "not run", "failed", ""
SAMPLE = (
    "These points fill no grid, so there is no map of cells. Each dot is a point; everything else varies too."
)
LINE = "The line is the mean of the points that lie side by side, with the range of that mean."
COUNTS = "There are more points than dots can show, so darker squares stand for more points."
CLOSER, CLOSER_PICK = "Look closer at one point", "Pick one of the points"
EXPLORE = "Open in Explore"
EXPLORE_HELP = "Explore what-ifs opens with the levers of this point; Undo there brings yours back."
NO_EXPLORE = "These points belong to no country of the page Explore, so they cannot be opened there."
SAVE, PICTURE, DRAWING, NUMBERS = (
    "Save",
    "Picture of the map (PNG)",
    "Picture of the map (SVG)",
    "Numbers (CSV)",
)
CURVE_PICTURE = "Picture of the curve (PNG)"
EDGE_LUCK = "An edge picks lucky points too, so what lies within noise of it may be as good."
EDGE_NONE = "Neither more nor less of one of the two is better in itself, so no points are marked as an edge."
CLOUD_PICTURE = "Picture (PNG)"
ALONE = "One point, lived many times"
NOTHING_CAME = "No run of this point came to an end."
COLUMNS = {
    "mean": "Mean",
    "low": "9 of 10 runs from",
    "high": "to",
    "error": "Error of the mean",
    "done": "Runs",
}
MUCH_WIDER = 1.5
TABLE_ALT = "Every point with its mean, its range over runs and its error."


def scenario_name(name: str) -> str:
    """A whole scenario: 'Norway'."""
    return country_name(name.removesuffix(".toml").replace("_", " "))


def option(name: str) -> str:
    """One of a list, readable."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def plan(text: str) -> str:
    """A plan, or that there is none."""
    return text or NO_PLAN


def how(outcome: str, currency: str, values: Sequence[float]) -> Scale:
    """How an outcome is written: money in thousands where it is large, and digits that say something."""
    found = sentences.scale(BY_NAME[outcome].unit, currency)
    size = max((abs(v) for v in values if v == v), default=0.0)
    if found.before and size >= 10_000:
        found = Scale(0.001, 0, f"thousand {found.name}")
    digits = decimals_for((v * found.factor for v in values), found.decimals)
    return Scale(found.factor, digits, found.name)


def told(value: float, scale: Scale, sign: bool = False) -> str:
    """A value as the page prints it."""
    return number(value * scale.factor, scale.decimals, sign=sign)


def is_signed(measure: str) -> bool:
    """Whether what is shown is a difference."""
    return measure in ("today", "difference")


def when(month: int) -> str:
    """'after 24 months' in a list: 'Month 24'."""
    if month and month % 12 == 0:
        return plural(month // 12, "year")
    return "At the start" if not month else plural(month, "month")


def later(month: int) -> str:
    """'after 2 years', 'at the start'."""
    return f"after {when(month)}" if month else "at the start"


PEOPLE = {"all": "", "near": ", people near work", "mid": ", people midway", "far": ", people far from work"}


def shown(outcome: str, month: int, group: str, measure: str, scale: Scale) -> str:
    """What a chart shows, as its title: outcome, unit, when, who, of which world."""
    world = "" if measure == "level" else f" – {MEASURES[measure].lower()}"
    return f"{BY_NAME[outcome].label}{world}: {scale.name}, {later(month)}{PEOPLE[group]}"


def today_name(scenario: str, is_country: bool) -> str:
    """Whose values the outlined cell has."""
    return f"today's policy in {scenario_name(scenario)}" if is_country else "the scenario itself"


def where(texts: Mapping[str, str]) -> str:
    """A cell in words: 'people per caseworker 40 · first in line: by lot'."""
    return " · ".join(
        f"{_small(label)}{'' if _counts(text) else ':'} {text}" for label, text in texts.items()
    )


def _counts(text: str) -> bool:
    """Whether a value is a number."""
    return text[:1].isdigit() or text[:1] in "-−"


def _small(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def headline(
    outcome: str, month: int, value: str, scale: Scale, place: str, better: int, measure: str
) -> str:
    """The best cell, or that nothing is better."""
    if not better:
        return f"{BY_NAME[outcome].label}, {later(month)}: neither more nor less is better in itself."
    what = f"{BY_NAME[outcome].label} {later(month)}"
    if measure != "level":
        what += f", {_small(MEASURES[measure])}"
    return f"{what}: the best is {value} {scale.name}, at {place}."


def nothing_apart(look: Look, low: str, high: str, scale: Scale, cells: int) -> str:
    """That the settings tried cannot be told apart: no cell is called the best."""
    what = f"{BY_NAME[look.outcome].label} {later(look.month)}"
    if look.measure != "level":
        what += f", {_small(MEASURES[look.measure])}"
    return f"{what}: {low} to {high} {scale.name}, and none of the {cells} settings can be told from another."


def ties(number_of: int, cells: int) -> str:
    """How many others may be as good."""
    if not number_of:
        return "No other cell here comes near enough to be mistaken for it."
    if number_of >= cells - 1:
        return "The differences are noise."
    return f"{number_of} of the other {cells - 1:,} cells cannot be told from it (dotted)."


def noise(sizes: tuple[float, float] | None, scale: Scale, runs: int) -> str:
    """Below which size a difference is noise; a range where that depends on the cells."""
    if sizes is None:
        return "Each point was lived once, so nothing can be said about noise; more seeds would tell."
    low, high = (size * scale.factor for size in sizes)
    digits = decimals_for((low,), scale.decimals)
    at = f"at {plural(runs, 'run')} a point"
    if high <= MUCH_WIDER * low:
        return f"Differences under {number(high, digits)} {scale.name} are noise {at}."
    return (
        f"Differences under {number(low, digits)} to {number(high, digits)} {scale.name} are noise {at}, "
        "depending on how much luck two cells share."
    )


def reading(today: str | None, best: bool, tie: bool) -> str:
    """What the marks on the map mean; only those that are there."""
    said = ["Bold: the best."] if best else []
    if tie:
        said.append("Dotted frame: cannot be told from the best.")
    if today:
        said.append(f"Thick frame: {today}.")
    return " ".join(said)


def map_alt(title: str, x: str, y: str, low: str, high: str, best: str, holes: int) -> str:
    """What the map shows, for those who do not see it."""
    said = f"{title}. A map of {x} against {y}. Values run from {low} to {high}."
    if best:
        said += f" The best is at {best}."
    return said + (f" {plural(holes, 'cell')} without a result." if holes else "")


def curve_alt(title: str, x: str, first: str, last: str) -> str:
    """What the curve shows."""
    return f"{title}. Against {x}: {first} at its lowest value, {last} at its highest."


def trade_alt(one: str, other: str, named: int) -> str:
    """What the scatter shows."""
    return f"{one} against {other}, a dot for each cell. {plural(named, 'cell')} on the edge, named below."


def trade_title(one: str, other: str) -> str:
    """What is set against what."""
    return f"{one}, against {_small(BY_NAME[other].label)}"


def edge(letters: Sequence[str], one: str, other: str) -> str:
    """What the joined points are."""
    if not letters:
        return EDGE_NONE
    return f"On the line no other cell is better in both, {_small(one)} and {_small(other)}:"


def drawn(points: tuple[int, int]) -> str:
    """Said where a scatter draws a part of the points."""
    return f"{points[0]:,} of {points[1]:,} points are drawn." if points[1] > points[0] else ""


def edge_more(hidden: int) -> str:
    """Said where the edge has more points than letters."""
    return f"and {plural(hidden, 'more cell')} between them, in the table below." if hidden > 0 else ""


def what_if(texts: Mapping[str, str]) -> str:
    """What the policy of two worlds is."""
    return f"The policy: {where(texts)}. Every point is lived without it and with it, same people, same luck."


def lost(names: Sequence[str]) -> str:
    """What a link to Explore cannot carry."""
    if not names:
        return ""
    return (
        "Explore moves levers only. It leaves out what this point assumes about the world: "
        f"{'; '.join(names)}. So its answer will differ."
    )


def beyond(names: Sequence[str]) -> str:
    """Levers that Explore cannot move so far."""
    if not names:
        return ""
    return f"Explore takes the nearest value that its sliders have for {'; '.join(names)}."


def sizes(people: int, months: int) -> str:
    """Of what size the runs were."""
    return f"Each run here had {people:,} people and {plural(months, 'month')}; Explore uses its own sizes."


def cut(shown_rows: int, rows: int) -> str:
    """Said over a table that was cut."""
    return (
        f"The first {shown_rows:,} of {rows:,} points; the file has all of them." if rows > shown_rows else ""
    )


CURRENCIES = "Money is in each country's own currency, so amounts of different countries cannot be compared."


def spread(look: Look, low: str, high: str, scale: Scale, points: int) -> str:
    """From where to where a sample reaches."""
    what = f"{BY_NAME[look.outcome].label} {later(look.month)}"
    what += "" if look.measure == "level" else f", {_small(MEASURES[look.measure])},"
    return f"{what} lies between {low} and {high} {scale.name} over {plural(points, 'point')}."


def one_cell(title: str, mean: str, ends: tuple[str, str], runs: int) -> str:
    """What came of one cell."""
    start = f"{title}: **{mean}**"
    return (
        f"{start}, in one run."
        if runs == 1
        else f"{start}; 9 of 10 runs from {ends[0]} to {ends[1]} ({runs} runs)."
    )


def curve_reading(lines: str, held: Mapping[str, str]) -> str:
    """How to read the curve."""
    said = ["Dot: the mean; bar: 9 of 10 runs."]
    if lines:
        said.append(f"A line for each value of: {_small(lines)}.")
    if held:
        said.append(f"At {where(held)}.")
    return " ".join(said)


def axis(outcome: str, scale: Scale) -> str:
    """An outcome as the title of an axis."""
    return f"{BY_NAME[outcome].label}, {scale.name}"


def traded(place: str, values: tuple[str, str], scales: tuple[Scale, Scale]) -> str:
    """A cell on the edge: where, and both outcomes."""
    return f"{place} – {values[0]} {scales[0].name}, {values[1]} {scales[1].name}"


def made_from(title: str, done: int, total: int, model: str) -> str:
    """Where a picture or a file is from."""
    return f"Inroads, experiment “{title}”, {done:,} of {plural(total, 'run')}, model {model}."


def held(texts: str) -> str:
    """What everything else was held at."""
    return f"Everything else at: {texts}."
