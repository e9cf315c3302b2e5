"""An analysis on the terminal, and in a result folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from experiments.files import explained, whole
from experiments.sensitivity.analysis import COLUMNS, FOLDER, Analysis, as_csv
from experiments.sensitivity.figure import Figure
from experiments.sentences import Scale, scale
from experiments.terminal import paragraph, say, show

TITLES = {
    "S1": "on its own (S1)", "ST": "with combinations (ST)", "mu_star": "moves it by (mu*)",
    "mu": "upwards by (mu)", "sigma": "unlike in places (sigma)", "pawn": "PAWN", "delta": "delta",
    "dgsm": "at most (dgsm)",
}  # fmt: skip
MEASURED = ("mu_star", "mu", "sigma")  # in the unit of the outcome
WIDTH = 100


def write(folder: Path, analyses: Sequence[Analysis]) -> None:
    """Keep analyses in a result folder, each as JSON and CSV. Raises InputError when the disk refuses."""
    target = folder / FOLDER
    with explained(str(target)):
        target.mkdir(exist_ok=True)
        for one in analyses:
            for ending, text in (("json", one.as_text()), ("csv", as_csv([one]))):
                path = target / f"{one.file}.{ending}"
                whole(path, lambda place, text=text: place.write_text(text, encoding="utf-8"))


def shown(figure: Figure | None, share: bool = True) -> str:
    """A figure with its interval; share: whether it lies around 0 to 1, and needs two decimals only."""
    if figure is None:
        return "-"
    if figure.lo is None:
        return _short(figure.value, share)
    return f"{_short(figure.value, share)} ({_short(figure.lo, share)} to {_short(figure.hi, share)})"


def _short(value: float, share: bool) -> str:
    if share:
        return f"{value:.2f}" if abs(value) >= 0.005 else "0.00" if value else "0"
    return f"{value:.2g}" if abs(value) < 100 else f"{value:,.0f}"


def cell(figure: Figure | None, key: str, how: Scale) -> str:
    """An index with its interval; mu*, mu and sigma in the numbers that people use."""
    if figure is None or key not in MEASURED:
        return shown(figure)
    ends = (None if end is None else end * how.factor for end in (figure.value, figure.lo, figure.hi))
    return shown(Figure(*ends), share=False)


def table(analysis: Analysis, currency: str):
    """One line an input, the dummy last; what has the outcome's unit is written as people read it."""
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("input", overflow="fold")
    how = scale(analysis.unit, currency)
    for key in COLUMNS[analysis.method]:
        unit = f", {how.name}" if key == "mu_star" else ""
        drawn.add_column(f"{TITLES[key]}{unit}", justify="right", no_wrap=True)
    drawn.add_column("", overflow="fold")
    for entry in analysis.entries:
        cells = [cell(entry.figures[key], key, how) for key in COLUMNS[analysis.method]]
        most = cell(Figure(max(entry.figures[analysis.main].most, 0.0)), analysis.main, how)
        verdict = "" if entry.told or entry.dummy else f"not told apart; at most {most}"
        drawn.add_row(entry.label, *cells, verdict)
    return drawn


def tell(analysis: Analysis, currency: str) -> None:
    """Table and sentences on the terminal."""
    if analysis.entries:
        show(table(analysis, currency))
        say()
    for sentence in (*analysis.words, *analysis.notes):
        say(paragraph(sentence, WIDTH))
    lucks = f"{analysis.design['replicates']} replicates of every point"
    what = f"{analysis.runs:,} runs, {lucks}; about 90% intervals"
    say(paragraph(f"{what}; {analysis.quality.words}.", WIDTH))


def as_json(analyses: Sequence[Analysis], folder: Path) -> str:
    """The analyses that were asked for as one JSON object."""
    found = {"folder": folder.as_posix(), "analyses": [one.as_dict() for one in analyses]}
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
