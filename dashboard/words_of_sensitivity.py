"""Every word on the page Sensitivity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.words import plural
from experiments.sensitivity import Analysis, Entry, Figure
from experiments.sentences import decimals_for, number

TITLE = "Sensitivity"
LEAD = "Which inputs drive the answer, and which do not matter?"
OUTCOME, MONTH, ALL = "Outcome", "When", "Show every input"
COMMAND = "inroads sensitivity what-drives-ips --method sobol --out runs/drives"
NONE = "There is no sensitivity analysis yet. Start a small screening below, or make one in a terminal:"
NONE_HERE = (
    "These results hold no sensitivity analysis. The page Grid explorer shows what they hold; an analysis "
    "has a folder of its own, made in a terminal or below:"
)
NOT_YET = "The analysis is written when all of its runs are there."
FIRST_SHOWN = 12
SHARES = ("sobol", "rbd_fast")  # methods whose indices are shares of the spread that inputs make
METHODS = {
    "morris": "Morris screening", "sobol": "Sobol’ indices", "rbd_fast": "RBD-FAST", "pawn": "PAWN",
    "delta": "Delta", "dgsm": "DGSM",
}  # fmt: skip
INDICES = {
    "S1": "on its own", "ST": "with combinations", "mu_star": "moves it by", "mu": "upwards by",
    "sigma": "unlike in different places", "pawn": "PAWN", "delta": "delta", "dgsm": "DGSM",
}  # fmt: skip
SYMBOLS = {
    "S1": "S1",
    "ST": "ST",
    "mu_star": "μ*",
    "mu": "μ",
    "sigma": "σ",
    "pawn": "",
    "delta": "",
    "dgsm": "",
}
CHANCE = "Chance alone"
CHANCE_OF = "of the spread between single runs is luck"
CHANCE_REST = "; the bars above share the rest"
NOTHING = "0 (not distinguishable)"
CHART = {
    "sobol": "Share of the spread that inputs make",
    "rbd_fast": "Share of the spread that inputs make",
    "morris": "How far the outcome moves when an input goes over its whole range",
    "pawn": "PAWN index",
    "delta": "Delta index",
    "dgsm": "DGSM index",
}
SCATTER = "How far, and how evenly, inputs move the outcome"
SCATTER_X, SCATTER_Y = "Moves it by (μ*)", "Unlike in different places (σ)"
SCATTER_READING = (
    "To the right: matters more. Above the dashed line an input does one thing in one place and another "
    "thing elsewhere, because it works together with others or not in a straight line."
)
CONVERGENCE = "Would more runs change the picture?"
CONVERGENCE_READING = "Lines that run level are settled; bars are 90% intervals."
RUNS = "Runs"
PAIRS = "Inputs that work together"
PAIRS_NONE = "No pair of inputs does more together than apart, as far as can be told."
PAIRS_MOVING = "The picture is still moving: which inputs work together cannot be said yet."
TABLE = "All numbers"
TABLE_ALT = "Every input with its indices, their intervals and the range that was tried."
SAVE, PICTURE, DRAWING = "Save", "Picture (PNG)", "Picture (SVG)"
NUMBERS, WHOLE = "Numbers (CSV)", "Analysis and design (JSON)"
COLUMNS = {"input": "Input", "told": "Told from nothing", "range": "Tried"}
YES, NO = "yes", "no"
NOT_TOLD = "no; at most {}"
READING = {
    "S1": "Light bar: on its own (S1). Dark bar: with combinations (ST). Line: 90% interval, as far as it "
    "lies between 0% and 100%.",
    "": "Bar: the index. Line: 90% interval.",
}
HOLLOW = "White bar: not told from an input that changes nothing; at most what its line reaches."
BAND = "Grey band: what an input that changes nothing could get."


def month(at: int) -> str:
    """When: 'after 2 years'."""
    return f"after {plural(at // 12, 'year')}" if at and at % 12 == 0 else f"after {plural(at, 'month')}"


def about(found: Analysis) -> str:
    """What is analysed, how, and from how many runs."""
    of = "what the policy changes in it" if found.measure == "difference" else "its level"
    inputs = plural(len(found.inputs), "input")
    lucks = plural(found.design.get("replicates", 1), "time")
    return (
        f"{METHODS[found.method]} of “{found.label}”, {of}, {month(found.month)}: {inputs}, "
        f"{plural(found.runs, 'run')}, every point lived {lucks}."
    )


def headline(found: Analysis) -> str:
    """The inputs that matter most, or that none can be told from luck."""
    first = [label(entry) for entry in found.inputs if entry.told][:2]
    if not found.found or not first:
        return f"{found.label}: no input can be told from luck"
    does = "matters most" if len(first) == 1 else "matter most"
    return f"{found.label}: {' and '.join(first)} {does}"


def quality(found: Analysis, widest: str) -> str:
    """Whether more runs would change the picture."""
    size = f"{plural(found.runs, 'run')}; the widest interval among the first inputs is ±{widest}."
    if found.quality.settled is None:
        return size
    if found.quality.settled:
        return f"**Settled.** {size}"
    return f"**Still moving.** {size} More points would change the picture."


def figure(one: Figure | None, factor: float, digits: int, percent: bool) -> str:
    """A value in words."""
    if one is None:
        return "–"
    return number(100 * one.value, 0) + "%" if percent else number(one.value * factor, digits)


def between(one: Figure | None, factor: float, digits: int, percent: bool) -> str:
    """'0.42 (0.12 to 1.21)'; an index at or below nothing says so."""
    if one is None:
        return "–"
    if percent and one.value <= 0.005:
        return NOTHING
    said = figure(one, factor, digits, percent)
    if one.lo is None or one.hi is None:
        return said
    ends = (figure(Figure(end, None, None), factor, digits, percent) for end in (one.lo, one.hi))
    return f"{said} ({' to '.join(ends)})"


def digits(values: Sequence[float], least: int) -> int:
    """Decimals that say something."""
    return decimals_for(values, least)


def label(entry: Entry) -> str:
    """An input's name with a capital."""
    return entry.label[:1].upper() + entry.label[1:]


def said(names: Sequence[str], texts: Mapping[str, str]) -> str:
    """The indices of an input in a line: 'on its own 34%, with combinations 42% (12% to 100%)'."""
    return ", ".join(f"{INDICES[name]} {texts[name]}" for name in names)


def reading(method: str, hollow: bool, band: bool) -> str:
    """How to read the bars."""
    parts = [READING["S1" if method == "sobol" else ""]]
    if hollow:
        parts.append(HOLLOW)
    if band:
        parts.append(BAND)
    return " ".join(parts)


def bars_alt(title: str, rows: Sequence[tuple[str, str]], chance: str) -> str:
    """The bars in words."""
    listed = "; ".join(f"{name}: {text}" for name, text in rows)
    return f"{title}, the largest first. {listed}. {CHANCE}: {chance}."


def scatter_alt(names: Sequence[str]) -> str:
    """The scatter in words."""
    return f"{SCATTER}. Furthest to the right: {', '.join(names)}."


def convergence_alt(names: Sequence[str], settled: bool | None) -> str:
    """The convergence in words."""
    end = "The lines have settled." if settled else "The lines are still moving."
    return f"The index of {', '.join(names)} for growing numbers of runs. {end}"


def index(name: str) -> str:
    """An index at the head of a column: 'On its own (S1)'."""
    title = INDICES[name][:1].upper() + INDICES[name][1:]
    return f"{title} ({SYMBOLS[name]})" if SYMBOLS[name] else title


def _level(value) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return f"{value:,.10g}" if isinstance(value, (int, float)) else str(value).replace("_", " ")


def tried(one: Mapping) -> str:
    """The range or the levels of an input."""
    kind = one.get("kind", "")
    if "levels" in one:
        levels = [_level(value) for value in one["levels"]]
        return ", ".join(levels[:8]) + (" …" if len(levels) > 8 else "")
    if "from" in one:
        unit = one.get("unit") or ""
        if unit == "share":
            return f"{100 * one['from']:,.6g}% to {100 * one['to']:,.6g}%"
        return f"{one['from']:,.6g} to {one['to']:,.6g} {'' if unit in ('ratio', 'count') else unit}".strip()
    return f"{one['count']:,} sets of all that is not known" if "count" in one else kind


def pair(first: str, second: str, text: str) -> str:
    """Two inputs that do more, or less, together."""
    return f"**{first}** with **{second}**: {text}"


def hidden(shown: int, total: int) -> str:
    """Said where not every input is drawn."""
    return f"The first {shown} of {total} inputs." if total > shown else ""


def dropped(number_of: int) -> str:
    """Blocks that are not part of the analysis."""
    return f"{plural(number_of, 'block')} of runs had to be left out, because runs of them are missing."
