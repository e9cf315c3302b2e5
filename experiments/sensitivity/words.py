"""What an analysis says, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from experiments.designs.words import label_of
from experiments.sensitivity.analysis import LEVEL, Analysis, Entry

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


def tell(analysis: Analysis, apart: Sequence[str] = ()) -> Analysis:
    """The analysis with its words and notes; apart: inputs that calibration found together with others."""
    return replace(analysis, words=tuple(_words(analysis)), notes=tuple(_notes(analysis, apart)))


def _words(analysis: Analysis) -> list[str]:
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
    first = _first(analysis, told, of, chance)
    below = [entry.label for entry in analysis.inputs if not entry.told]
    found = [first]
    if analysis.pairs:
        found.append(_pairs(analysis))
    if below and told:
        which = listed(below) if len(below) <= 4 else f"{len(below)} of {len(analysis.inputs)} inputs"
        found.append(f"{which} cannot be told from an input that changes nothing.")
    found.append(RANGES)
    return found


def _pairs(analysis: Analysis) -> str:
    """Which pairs do more together than each of the two on its own."""
    labels = {entry.name: entry.label for entry in analysis.entries}
    sure = sorted(
        (pair for pair in analysis.pairs.items() if pair[1].lo > 0.0), key=lambda pair: -pair[1].value
    )
    if not sure:
        return "No pair of inputs does more together for sure than each on its own."
    told = [f"{labels[a]} with {labels[b]} {percent(one.value)}" for (a, b), one in sure[:MOST_PAIRS]]
    return f"Together, beyond what each does on its own: {listed(told)}."


def _first(analysis: Analysis, told: list[Entry], of: str, chance: str) -> str:
    if not told:
        return f"No input can be told from one that changes nothing in {of}; {chance}."
    names = listed([entry.label for entry in told[:2]])
    one = len(told) == 1
    if analysis.method in ("sobol", "rbd_fast"):
        alone = min(sum(max(entry.figures["S1"].value, 0.0) for entry in told[:2]), 1.0)
        explain, own = ("explains", "on its own") if one else ("explain", "each on its own")
        return f"{names} {explain} about {percent(alone)} of what the inputs do to {of}, {own}; {chance}."
    return f"{names} {'matters' if one else 'matter'} most for {of}; {chance}."


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
