"""``inroads discover``: reads a result folder, looks for boxes, says what it found and keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from threadpoolctl import threadpool_limits

from experiments.answers import say_json, without_nan
from experiments.discovery.boxes import Discovery, discover
from experiments.discovery.labels import Rule, failing, judge
from experiments.discovery.points import Points, gather
from experiments.discovery.prim import load
from experiments.discovery.scores import scores
from experiments.discovery.words import (
    as_plain,
    checked,
    counted,
    no_more,
    restriction_table,
    score_table,
    sentence,
    trade_off_table,
)
from experiments.files import explained, whole
from experiments.store.layout import ANALYSIS
from experiments.store.results import Results, facts, open_results
from experiments.terminal import complain, paragraph, progress, say, show
from sim.errors import InputError

WIDTH = 100


@dataclass(frozen=True)
class Asked:
    """What is looked at: an outcome (the first kept if not said), a month (the last), a group of people."""

    outcome: str | None = None
    month: int | None = None
    group: str = "all"

    def of(self, results: Results) -> tuple[str, int, str]:
        """The same with what was not said filled in."""
        keep = results.manifest["keep"]
        return (
            self.outcome or keep["outcomes"][0],
            max(keep["months"]) if self.month is None else self.month,
            self.group,
        )


def run(folder: str, asked: Asked, rule: Rule, density: float | None, as_json: bool, quiet: bool) -> None:
    """Look for boxes in a result folder, print them and keep them in its ``analysis/``.

    Raises InputError for what is no result folder or holds no such outcome.
    """
    load()
    if density is not None and not 0.0 < density < 1.0:
        raise InputError(f"--density is {density:g}, but must be a share between 0 and 1, as in 0.8.")
    results = open_results(folder)
    outcome, month, group = asked.of(results)
    points = gather(results.table(outcome, month, group), results.factors)
    judged = judge(points, outcome, rule)
    with threadpool_limits(1):
        with progress("Looking for boxes", wanted=not (as_json or quiet)) as bar:
            found = discover(points.inputs, judged.fails, density, bar)
        scored = scores(points.inputs, judged.fails)
    plain = {
        "experiment": results.manifest["experiment"], "fingerprint": points.fingerprint(),
        "outcome": outcome, "month": month, "group": group,
        **as_plain(points, judged, rule, found, scored), "results": facts(results),
    }  # fmt: skip
    keep(results, f"boxes-{outcome}-{month}-{group}.json", plain)
    if as_json:
        say_json(plain)
        return
    currency = results.manifest["scenario"]["values"]["district.currency"]
    say(paragraph(failing(judged, rule, points, outcome, month, group, currency), WIDTH))
    say(paragraph(counted(points, judged), WIDTH))
    for lack in unfinished(results):
        say(paragraph(lack, WIDTH))
    say()
    tell(points, found, quiet)
    if not quiet:
        say()
        show(score_table(scored))


def keep(results: Results, name: str, plain: dict[str, Any]) -> None:
    """Write what was found into ``analysis/``; a folder that cannot be written to is no reason to stop."""
    path = results.folder / ANALYSIS / name
    text = json.dumps(without_nan(plain), indent=1, ensure_ascii=False, allow_nan=False)
    try:
        with explained(str(results.folder)):
            path.parent.mkdir(exist_ok=True)
            whole(path, lambda unfinished: unfinished.write_text(f"{text}\n", encoding="utf-8"))
    except InputError as refused:
        complain(f"What was found is not kept: {refused}")


def unfinished(results: Results) -> list[str]:
    """What is missing or damaged in a result folder, a sentence each; none where it is whole."""
    found = []
    if results.missing:
        found.append(
            f"Half-finished: {results.missing:,} of {results.total:,} runs have not been made, so this is "
            "about the others."
        )
    if results.failed:
        found.append(f"{results.failed:,} runs ended with an error and are left out.")
    if results.problems:
        first = results.problems[0]
        found.append(
            f"Damaged: {len(results.problems):,} files are not read, such as {first.file}, which "
            f"{first.wrong}; running the experiment again repairs them."
        )
    return found


def tell(points: Points, found: Discovery, quiet: bool) -> None:
    """The boxes in words and tables, or that there is none."""
    for number, one in enumerate(found.found, start=1):
        say(paragraph(sentence(points, one, found), WIDTH))
        say(paragraph(checked(one.check), WIDTH))
        if not quiet:
            say()
            show(restriction_table(points, one))
            if number == 1:
                say()
                say("The trade-off, from wide boxes to dense ones:")
                show(trade_off_table(points, one))
        say()
    say(paragraph(no_more(found), WIDTH))
