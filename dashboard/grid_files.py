"""What can be taken away from the grid explorer: pictures that explain themselves, and all numbers."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

from dashboard import pictures
from dashboard import words_of_grid as words
from dashboard.shown import Shown
from dashboard.words import LICENCE

File = tuple[str, str, str, Callable[[], Any]]  # key, label, ending, what makes it


def numbers(shown: Shown) -> str:
    """Every cell as a tidy table under lines that say what it is."""
    manifest, look = shown.grid.results.manifest, shown.view.look
    text = StringIO()
    for line in (f"Title: {shown.title}", *shown.made_from, f"Licence: {LICENCE}"):
        text.write(f"# {line}\n")
    addresses = [factor.address for factor in shown.grid.factors]
    found = shown.summary[[*addresses, "mean", "low", "high", "error", "runs", "done", "failed", "planned"]]
    found = found.rename(columns={"low": "low_5_percent", "high": "high_95_percent"})
    found.insert(0, "point", shown.summary["point"])
    found = found.assign(
        outcome=look.outcome, unit=manifest["outcomes"].get(look.outcome, {}).get("unit", ""),
        month=look.month, group=look.group, shown=look.measure,
    )  # fmt: skip
    found.to_csv(text, index=False, float_format="%.8g")
    return text.getvalue()


def _picture(shown: Shown, parts: list[pictures.Part], lines: list[str]) -> dict:
    """Charts with everything that explains them."""
    title = shown.spread if shown.grid.is_sample else shown.headline
    return pictures.explained(parts, title, [shown.title], [*lines, *shown.made_from])


def files(shown: Shown) -> list[File]:
    """What can be saved of the view."""
    found: list[File] = [("csv", words.NUMBERS, "csv", lambda: numbers(shown))]
    if not shown.summary["mean"].notna().any() or not shown.grid.factors:
        return found
    noise = words.noise(shown.noise, shown.how, shown.runs_a_point)
    if shown.grid.is_sample:

        def cloud() -> dict:
            spec, frame, reading = shown.cloud()
            return _picture(shown, [(spec, frame, "")], [reading])

        return [("cloud_png", words.CLOUD_PICTURE, "png", lambda: pictures.png(cloud())), *found]

    def maps() -> dict:
        reading = words.reading(shown.today_name, shown.best is not None, bool(shown.tied))
        return _picture(shown, shown.maps(), [reading, noise])

    def curve() -> dict:
        spec, frame = shown.curve()
        return _picture(shown, [(spec, frame, "")], [shown.curve_note(), noise])

    return [
        ("png", words.PICTURE, "png", lambda: pictures.png(maps())),
        ("svg", words.DRAWING, "svg", lambda: pictures.svg(maps())),
        ("curve_png", words.CURVE_PICTURE, "png", lambda: pictures.png(curve())),
        *found,
    ]
