"""What `inroads evidence --descriptive` prints: published, in the model, and what was cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments import reports
from experiments.answers import say_json
from experiments.compare import Estimate
from experiments.figures.descriptive import MARKS, Figure, Found, Row, count, studies
from experiments.manifest import manifest
from experiments.sentences import number
from experiments.terminal import paragraph, progress, say, show

WIDTH = 100
WHAT_IT_IS = (
    "These studies counted what became of people who had a free pass or a first paid hour. Nobody drew "
    "lots, so the figures say who was chosen as well as what it did. The model brings forth both: who is "
    "chosen comes from caseworkers' belief, people's motivation and employers. 'Without' are the same "
    "people with the same luck where it is not offered, and 'changed' is the difference: the model's own "
    "effect on them."
)
USES = {
    "fitted": "calibration aims at it",
    "compared": "not fitted",
    "sign": "only the direction counts: who is in it was chosen",
}
RANGES = "Ranges hold 9 of 10 districts of this size, luck alone."
NO_CONTROL = (
    "No study of either has a control group, so the effects are the model's own claim: nothing published "
    "bears them out."
)


def report(seeds: Sequence[int], as_json: bool) -> None:
    """Count and print."""
    found = []
    for study in studies():
        with progress(reports.waiting_label(), wanted=not as_json) as bar:
            found.append(count(study, seeds, bar))
    if as_json:
        say_json(as_plain(found, seeds))
        return
    say(paragraph(WHAT_IT_IS, WIDTH))
    for one in found:
        say()
        say(f"{one.study.title} ({one.study.source})")
        say(f"{reports.size_of(one.study.offered, seeds)}. {RANGES}")
        say(paragraph(f"Assumed: {one.study.assumes}", WIDTH))
        say()
        show(figures_table(one))
        say()
        show(chosen_table(one))
        if one.gap is not None:
            say()
            say(paragraph(gap_sentence(one.gap, one.effect), WIDTH))
    say()
    say(paragraph(NO_CONTROL, WIDTH))


def said(value: float, unit: str) -> str:
    """'36%' or '15,500 kr.'; a dash where there is no number."""
    if value != value:
        return "-"
    return f"{number(value, 0)} kr." if unit == "kroner" else f"{number(100 * value, 1)}%"


def changed(value: float, unit: str) -> str:
    """A difference with its sign: '+12.3 points'."""
    if value != value:
        return "-"
    sign = "+" if value >= 0 else "-"
    size = abs(value)
    return f"{sign}{number(size, 0)} kr." if unit == "kroner" else f"{sign}{number(100 * size, 1)} points"


def _range(found: Estimate, unit: str) -> str:
    return f"{said(found.lo, unit)} to {said(found.hi, unit)}"


def figures_table(found: Found):
    """Each figure, as published and in the model, and for the same people without."""
    table = reports.columns("", "Source", "Published", "Model", "9 of 10", "Without", "Changed", "Use")
    for row in found.rows:
        figure, unit = row.figure, row.figure.unit
        without = "-" if row.without is None else said(row.without.mean, unit)
        effect = "-" if row.effect is None else changed(row.effect.mean, unit)
        table.add_row(
            figure.label, figure.id, said(figure.published, unit), said(row.simulated.mean, unit),
            _range(row.simulated, unit), without, effect, USES[figure.use],
        )  # fmt: skip
    return table


def chosen_table(found: Found):
    """Who had it, against all others, as they were at the start."""
    titles = ("With a first paid hour", "All others")
    if found.study.instrument == "social_free_pass":
        titles = ("Hired with a pass", "Had a pass, not hired")
    table = reports.columns("Who was chosen, as they were at the start", *titles)
    for name, label in MARKS.items():
        got, others = found.chosen[name]
        table.add_row(label, number(got.mean, 2), number(others.mean, 2))
    return table


def gap_sentence(gap: Estimate, effect: Estimate) -> str:
    """The raw gap, what of it is cause, and how many times the one is the other."""
    apart, cause = number(100 * gap.mean, 0), number(100 * effect.mean, 0)
    text = (
        f"Those with a first paid hour are in work {apart} points more often than all others at the end. "
        f"Without the offer the same people would be {cause} points less often in work than they are"
    )
    if effect.mean > 0.0:
        times = number(gap.mean / effect.mean, 1)
        return f"{text}: the raw gap is {times} times what the offer does for them."
    return f"{text}."


def as_plain(found: Sequence[Found], seeds: Sequence[int]) -> dict[str, Any]:
    """Everything as plain data, by study."""
    worlds = {
        f"{one.study.name} {which}": scenario
        for one in found
        for which, scenario in (("offered", one.study.offered), ("not offered", one.study.not_offered))
    }
    return {
        "studies": {
            one.study.name: {
                "title": one.study.title,
                "source": one.study.source,
                "assumes": one.study.assumes,
                "figures": [_row(row) for row in one.rows],
                "chosen": {
                    name: {"with": _estimate(got), "others": _estimate(others)}
                    for name, (got, others) in one.chosen.items()
                },
                "raw_gap": _estimate(one.gap),
            }
            for one in found
        },
        "manifest": manifest(worlds, list(seeds)),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        **_figure(row.figure),
        "simulated": _estimate(row.simulated),
        "without": _estimate(row.without),
        "effect": _estimate(row.effect),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id, "measure": figure.measure, "label": figure.label, "unit": figure.unit,
        "published": figure.published, "said": figure.said, "use": figure.use,
    }  # fmt: skip


def _estimate(found: Estimate | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {"mean": found.mean, "lo": found.lo, "hi": found.hi, "mcse": found.mcse}
