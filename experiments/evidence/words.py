"""Evidence in words: numbers with their units, verdicts, and the sentences of the score.

The terminal, the document and the page all say it with these.
"""

from __future__ import annotations

from collections.abc import Sequence

from experiments.evidence import seen
from experiments.evidence.results import (
    ADDED,
    ANCHORED,
    CANNOT_TELL,
    CONTEXT,
    EFFECT,
    FITS,
    FITTED,
    HUNDRED,
    LAST_FACT,
    LEFT_OUT,
    NOT_FITTED,
    PEOPLE,
    RATIO,
    SET,
    SIGN_RIGHT,
    SIGN_WRONG,
    TOO_HIGH,
    TOO_LOW,
    Evidence,
    Fact,
    Row,
    Score,
    worst_first,
)
from sim.instruments import INSTRUMENTS

USED, TEST = "Used to tune the model", "Not used: a real test"
APART = "Shown apart: no test and not tuned with"
BLOCKS = {True: TEST, False: USED, None: APART}  # in their order
ADDED_TITLE = "Mechanisms added for one finding, after seeing it missed"
EFFECTS = "Differences made, people in 100"
LEVELS = "Levels, people in 100"
OTHERS = "Other measures, published value = 100"
SIGNS = "Directions only"
AT_THE_START = f"{PEOPLE} at the start, in 100"
PANELS = (EFFECTS, LEVELS, OTHERS, AT_THE_START, SIGNS)
SYMBOLS = {
    FITS: "✓", TOO_HIGH: "▲", TOO_LOW: "▼", SIGN_RIGHT: "✓", SIGN_WRONG: "✗", CANNOT_TELL: "?",
}  # fmt: skip
PLAIN_SYMBOLS = {
    FITS: "=", TOO_HIGH: "^", TOO_LOW: "v", SIGN_RIGHT: "=", SIGN_WRONG: "x", CANNOT_TELL: "?",
}  # fmt: skip
USE_MEANS = {
    FITTED: "the model's assumptions were tuned with it",
    ANCHORED: "it set how far these people are from work, so that it fits says nothing",
    NOT_FITTED: "never used: a real test",
    LEFT_OUT: "predicted by a model that was tuned without this study",
    SET: "a number of the model was typed in from it",
    ADDED: "a mechanism was added to the model after it was seen missed",
    CONTEXT: "published without an error, or not precisely this question",
}
SIGN_WORDS = {"+": "more", "-": "less", "0": "no clear change"}
STALE = (
    "The model or its parameter sets have changed since these results were measured; "
    "'inroads evidence --run' measures them anew."
)
WHOLE = 9.95  # from here on a number has no decimals
MOST_NAMED = 3  # results that a sentence names before it counts


def number(value: float | None, unit: str, *, sign: bool = False, least: int = 0) -> str:
    """A number as the unit is read: whole people from ten on, ratios with two decimals.

    least: at least so many decimals, where an interval would otherwise be rounded away.
    """
    if value is None:
        return "–"
    decimals = max(least, 2 if unit == RATIO else 0 if abs(value) >= WHOLE else 1)
    text = f"{abs(value):,.{decimals}f}"
    zero = not text.strip("0.,")
    return f"{'' if zero else '−' if value < 0 else '+' if sign else ''}{text}"


def decimals_for(width: float) -> int:
    """Decimals that show an interval of this width."""
    return sum(width < step for step in (2.0, 0.2, 0.02))


def interval(value: float | None, low: float | None, high: float | None, row: Row) -> str:
    """'36 (18 to 54)'; a difference has its sign."""
    sign = row.kind == EFFECT and row.unit != RATIO
    if low is None or high is None:
        return number(value, row.unit, sign=sign)
    least = decimals_for(high - low)
    low, high = (number(end, row.unit, least=least) for end in (low, high))
    return f"{number(value, row.unit, sign=sign, least=least)} ({low} to {high})"


def published(row: Row) -> str:
    """The published value and its 95% interval, or the direction."""
    if row.only_sign:
        return SIGN_WORDS[row.sign]
    return interval(row.value, row.low, row.high, row)


def simulated(row: Row) -> str:
    """The model's mean and the range of nine in ten worlds; of a sign the interval of the mean."""
    if not row.measured:
        return "not measured"
    low, high = (row.mean_low, row.mean_high) if row.only_sign else (row.model_low, row.model_high)
    return interval(row.mean, low, high, row)


def expected(row: Row) -> str:
    """Where nine in ten studies of this size would find it, if the model were right."""
    if row.only_sign or not row.measured:
        return "–"
    low, high = row.expected()
    return f"{number(low, row.unit)} to {number(high, row.unit)}"


def label(row: Row) -> str:
    """'B-05 Bejerholm et al. 2015, Sweden'."""
    return f"{row.source} {row.study}, {row.country}"


def short(row: Row) -> str:
    """A result in the middle of a sentence."""
    return f"{row.source} ({row.outcome})"


def panel_of(row: Row) -> str:
    """Which scale a row is drawn on; units are never mixed on one."""
    if row.only_sign:
        return SIGNS
    if row.instrument == PEOPLE:
        return AT_THE_START
    if row.unit != HUNDRED:
        return OTHERS
    return EFFECTS if row.kind == EFFECT else LEVELS


def panels(rows: Sequence[Row], test: bool | None) -> dict[str, list[Row]]:
    """The rows of a block by the scale they are drawn on, worst miss first; empty ones left out."""
    ordered = worst_first(row for row in rows if row.block is test)
    found = {panel: [row for row in ordered if panel_of(row) == panel] for panel in PANELS}
    return {panel: rows for panel, rows in found.items() if rows}


def listed(rows: Sequence[Row]) -> str:
    """'B-05 (gained work), C-08 (days in work) and 3 others'."""
    named = [short(row) for row in rows[:MOST_NAMED]]
    rest = len(rows) - len(named)
    if rest:
        named.append(f"{rest} other{'s' if rest > 1 else ''}")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def score(evidence: Evidence) -> list[str]:
    """What the whole comparison comes to: sizes, where they miss, signs, and what was tuned."""
    tests, tuned = Score.of(evidence.rows, tests=True), Score.of(evidence.rows, tests=False)
    said = [*_sizes(tests), *_misses(tests), *_signs(tests), *_anchors(tests)]
    if tuned.sizes:
        said.append(
            f"Of {count(len(tuned.sizes), 'result')} used for tuning, {tuned.inside} "
            f"{'lies' if tuned.inside == 1 else 'lie'} inside; that is no test."
        )
    apart = sum(row.block is None for row in evidence.rows)
    if apart:
        said.append(
            f"{count(apart, 'result')} more {'is' if apart == 1 else 'are'} shown apart and in no score."
        )
    return said


def _anchors(tests: Score) -> list[str]:
    """How many tests rest on people who could not be placed as the study's were."""
    missed = sum(row.anchor_missed for row in tests.rows)
    if not missed:
        return []
    return [
        f"{missed} of the {len(tests.rows)} not used for tuning {'rests' if missed == 1 else 'rest'} on an "
        "anchor that was not reached in every parameter set: the model's people there are not as far from "
        "work as the study's."
    ]


def capital(text: str) -> str:
    """Text with a capital first letter."""
    return text[:1].upper() + text[1:]


def count(many: int, what: str) -> str:
    """'1 result', '12 results'."""
    return f"{many} {what}{'' if many == 1 else 's'}"


def _sizes(tests: Score) -> list[str]:
    total = len(tests.sizes)
    if not total:
        return ["No result with a size was kept back from tuning, so nothing here is a test of sizes."]
    left_out = sum(row.use == LEFT_OUT for row in tests.sizes)
    said = [
        f"Of {count(total, 'result')} not used for tuning, {tests.inside} "
        f"{'lies' if tests.inside == 1 else 'lie'} inside the model's 9-in-10 range; "
        f"{number(0.9 * total, '')} would be expected.",
        f"Of the same, {tests.in_half} {'lies' if tests.in_half == 1 else 'lie'} in its middle half; "
        f"{number(0.5 * total, '')} would be expected.",
    ]
    if left_out:
        said.append(
            f"{left_out} of them {'is' if left_out == 1 else 'are'} of studies left out in turn: predicted "
            "by parameter sets that were fitted to all others."
        )
    return said


def _misses(tests: Score) -> list[str]:
    said = []
    for verdict in (TOO_HIGH, TOO_LOW):
        rows = tests.with_verdict(verdict)
        if rows:
            said.append(f"It is {verdict} on {listed(rows)}.")
    return said


def _signs(tests: Score) -> list[str]:
    if not tests.signs:
        return []
    right, wrong, unclear = (len(tests.with_verdict(v)) for v in (SIGN_RIGHT, SIGN_WRONG, CANNOT_TELL))
    unclear -= sum(not row.only_sign for row in tests.with_verdict(CANNOT_TELL))
    said = [
        f"Of {count(len(tests.signs), 'direction')} not used for tuning, {right} "
        f"{'comes' if right == 1 else 'come'} out right, {wrong} wrong, and {unclear} cannot be told."
    ]
    if wrong:
        said.append(f"The direction is wrong on {listed(tests.with_verdict(SIGN_WRONG))}.")
    return said


def facts(found: Sequence[Fact]) -> str:
    """How many of the facts are met."""
    first = [fact for fact in found if fact.number <= LAST_FACT]
    reserve = [fact for fact in found if fact.number > LAST_FACT]
    text = (
        f"Of {count(len(first), 'fact')} that the model has to show by itself, "
        f"{sum(fact.met for fact in first)} are met with every claim"
    )
    if reserve:
        text += f"; of {len(reserve)} more in reserve, {sum(fact.met for fact in reserve)}"
    text += "."
    helped = [str(number) for number in seen.facts_helped() if any(f.number == number for f in found)]
    if helped:
        text += (
            f" For fact {' and '.join(helped)} a mechanism was added after it was seen missed, so it does "
            "not count as unseen."
        )
    return text


def untested(rows: Sequence[Row]) -> str:
    """The instruments that no published result is about, in a sentence; nothing where there are none."""
    moved = {address.split(".")[1] for row in rows for address in row.more.get("policy", {})}
    missing = [one.label for one in INSTRUMENTS if one.name not in moved]
    if not (rows and missing):
        return ""
    return (
        f"No published effect of {len(missing)} of the {len(INSTRUMENTS)} instruments is in this list; what "
        f"they do is assumed: {'; '.join(missing)}."
    )


def made_from(evidence: Evidence) -> str:
    """Where the numbers come from, in a sentence."""
    made = evidence.manifest
    worlds = made.get("seeds")
    return (
        f"Measured with model {made.get('model')}, {worlds} worlds a result, "
        f"{made.get('parameters_said', 'the best parameter set')}."
    )


READING = (
    "Published: the study's value and its 95% interval. Model: the mean and the range of nine in ten "
    "worlds, each with its own luck and parameter set; the thin ends add the study's own sampling error, "
    "and a result fits where the published value lies within them."
)
APART_IS_NO_TEST = (
    "Results that were published without an error or are there for context, that a number was typed in "
    "from, or for which a mechanism was added: they are compared all the same, and in no score."
)
TUNED_IS_NO_TEST = "The model's assumptions were tuned with these results, so that they fit is no test."
NOTHING_YET = "nothing yet"


def alt(evidence: Evidence, test: bool) -> str:
    """A block of the forest in words, for those who do not see it."""
    rows = [row for found in panels(evidence.rows, test).values() for row in found if not row.only_sign]
    told = "; ".join(
        f"{label(row)}, {row.outcome}: {row.verdict}, published {published(row)}, model {simulated(row)}"
        for row in rows
    )
    head = score(evidence)[0] if test else TUNED_IS_NO_TEST
    return f"{head} {told}." if told else f"{head} {NOTHING_YET.capitalize()}."


def details(row: Row, citation) -> list[tuple[str, str]]:
    """What there is to say about one result, name and text; nothing that is empty."""
    told = [
        ("Published", f"{published(row)}, {row.unit}"),
        ("Model", f"{simulated(row)}, {row.unit}" + (f"; {row.worlds} worlds" if row.worlds else "")),
        ("Nine in ten studies of this size would find", "" if expected(row) == "–" else expected(row)),
        ("Verdict", row.verdict),
        ("How it is used", f"{row.use}: {USE_MEANS[row.use]}"),
        ("Conversion", row.conversion),
        ("Instrument", row.instrument),
        *((name, str(text)) for name, text in row.more.get("setting", {}).items()),
        ("Note", row.note),
    ]
    if citation is not None:
        told += [
            ("As published", citation.figure),
            ("How sure the figure is", citation.status),
            ("Where", citation.address),
        ]
    return [(name, text) for name, text in told if text]
