"""What an analysis says, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from experiments.designs.words import label_of
from experiments.sensitivity.analysis import LEVEL, RELATIVE, Analysis, Entry
from experiments.sensitivity.figure import Figure

NOISE = {
    "rbd_fast": "Luck is taken out of S1 on average, but what is left of it moves every S1 up and down; the "
    "line is the largest that a column of pure chance got.",
    "pawn": "PAWN is never 0: luck and the number of points lift every index alike, so only what stands "
    "above the line of pure chance says something. Luck also makes the large ones smaller.",
    "delta": "Delta is never quite 0: luck and the number of points lift every index, so only what stands "
    "above the line of pure chance says something. Luck also makes the large ones smaller.",
    "dgsm": "dgsm is an upper bound of ST from small steps; it says which inputs do not matter, and not how "
    "much the others do.",
    "morris": "mu* is how much the outcome moves when an input goes over its whole range. Luck's share is "
    "that of the runs of the grid, not of an even sample.",
}
MOST_PAIRS = 5
RANGES = "This depends on the ranges tried."


def percent(share: float) -> str:
    """A share as words."""
    if share <= 0.0005:
        return "0%"
    return "less than 1%" if share < 0.01 else f"{100.0 * share:.0f}%"


def listed(names: list[str]) -> str:
    """Names in a row."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def subject(analysis: Analysis) -> str:
    """What is analysed."""
    at = f"at month {analysis.month}"
    name = f"“{analysis.label}” {at}"
    return name if analysis.measure == LEVEL else f"what the policy changes in {name}"


def at_most(analysis: Analysis, entry: Entry) -> str:
    """How much an input may matter that cannot be told from nothing: the upper end of its interval."""
    most = max(entry.figures[analysis.main].most, 0.0)
    if analysis.method in ("sobol", "rbd_fast"):
        return f"at most {percent(most)}"
    if analysis.method in RELATIVE:
        largest = max(one.figures[analysis.main].value for one in analysis.inputs)
        return f"at most {percent(most / largest)} of the largest" if largest > 0.0 else f"at most {most:.2g}"
    return f"at most {most:.2f}"


def tell(analysis: Analysis, apart: Sequence[str] = (), together: Figure | None = None) -> Analysis:
    """The analysis with its words and notes.

    apart: inputs that calibration found together with others; together: S1 of the first two inputs added up.
    """
    return replace(analysis, words=tuple(_words(analysis, together)), notes=tuple(_notes(analysis, apart)))


def _words(analysis: Analysis, together: Figure | None) -> list[str]:
    luck, of = analysis.luck, subject(analysis)
    if not analysis.found and luck.value == 0.0 and analysis.quality.words == "nothing moves it":
        return [f"Nothing that was tried moves {of}: every run had the same."]
    interval = "" if luck.lo is None else f" ({percent(luck.lo)} to {percent(luck.hi)})"
    chance = f"{percent(luck.value)}{interval} of the spread between single runs is luck"
    if not analysis.found:
        return [
            f"What the inputs do to {of} cannot be told from luck: {chance}. "
            "Ask for more --points, more --replicates, or larger districts."
        ]
    told = [entry for entry in analysis.inputs if entry.told]
    first = _first(analysis, told, of, chance, together)
    below = [entry for entry in analysis.inputs if not entry.told]
    found = [first]
    if analysis.pairs and analysis.quality.settled:
        found.append(_pairs(analysis))
    if below and told:
        if len(below) <= 4:
            which = listed([f"{entry.label} ({at_most(analysis, entry)})" for entry in below])
        else:
            largest = max(below, key=lambda entry: entry.figures[analysis.main].most)
            which = f"{len(below)} of {len(analysis.inputs)} inputs (each {at_most(analysis, largest)})"
        found.append(f"{which} cannot be told from an input that changes nothing.")
    found.append(RANGES)
    return found


def _pairs(analysis: Analysis) -> str:
    """Which pairs do more together than each on its own; intervals are for all pairs at once."""
    labels = {entry.name: entry.label for entry in analysis.entries}
    sure = sorted(
        (pair for pair in analysis.pairs.items() if pair[1].lo > 0.0), key=lambda pair: -pair[1].value
    )
    if not sure:
        return "No pair of inputs can be told to do more together than each on its own."
    told = [
        f"{labels[a]} with {labels[b]} {percent(one.value)} ({percent(one.lo)} to {percent(one.hi)})"
        for (a, b), one in sure[:MOST_PAIRS]
    ]
    return f"Together, beyond what each does on its own: {listed(told)}."


def _first(analysis: Analysis, told: list[Entry], of: str, chance: str, together: Figure | None) -> str:
    if not told:
        return f"No input can be told from one that changes nothing in {of}; {chance}."
    names = listed([entry.label for entry in told[:2]])
    one = len(told) == 1
    if together is not None and analysis.quality.settled:
        value, low, high = (
            percent(min(max(end, 0.0), 1.0)) for end in (together.value, together.lo, together.hi)
        )
        explain, own = ("explains", "on its own") if one else ("explain", "each on its own")
        share = f"about {value} ({low} to {high}) of what the inputs do to {of}"
        return f"{names} {explain} {share}, {own}; {chance}."
    so_far = "" if analysis.quality.settled else " so far"
    return f"{names} {'matters' if one else 'matter'} most{so_far} for {of}; {chance}."


def _notes(analysis: Analysis, apart: Sequence[str]) -> list[str]:
    found = []
    if analysis.dropped:
        found.append(
            f"{analysis.dropped:,} of {analysis.design['points']:,} blocks were left out, because runs of "
            "them are missing."
        )
    if analysis.found and analysis.method in NOISE:
        found.append(NOISE[analysis.method])
    if apart:
        found.append(
            f"{listed([label_of(one) for one in apart])} {'was' if len(apart) == 1 else 'were'} calibrated "
            "together with other numbers; here each varies on its own over the range given, which the trials "
            'do not all allow. parameters = "posterior" keeps to what they allow.'
        )
    return found
