"""Results in words and tables: a summary, outcomes by point, the highest and lowest, and luck."""

from __future__ import annotations

import shlex
from typing import Any

from experiments.compare import Estimate
from experiments.designs.experiment import BASELINE
from experiments.designs.words import listed, settings, shown, values_at
from experiments.manifest import model_version
from experiments.results.points import DIFFERENCE, ByPoint
from experiments.sentences import decimals_for, number
from experiments.spread import percent
from experiments.store import failures
from experiments.store.parts import Problem
from experiments.store.results import Results
from experiments.terminal import one_line, paragraph, say, show
from sim.outcomes import BY_NAME

MOST_POINTS = 20  # shown whole; of more the highest and the lowest
AT_ENDS = 5
WIDTH = 100
HARDLY = 0.95  # of the spread is luck, as far as the runs can tell


def told(found: Results, tables: list[ByPoint], wrong: list[Problem], checked: bool, quiet: bool) -> None:
    """Print the summary, and a table for every outcome."""
    for sentence in summary(found):
        say(paragraph(sentence, WIDTH))
    if checked:
        say(
            "Every part was read and is as it was written." if not wrong else f"{len(wrong)} files are wrong."
        )
    for one in tables:
        if not quiet and one.known:
            say()
            say(heading(one))
            show(table(one))
        for sentence in sentences(one):
            say(paragraph(sentence, WIDTH))


def summary(found: Results) -> list[str]:
    """What a folder holds, how far it is, and which version of the model made it."""
    manifest = found.manifest
    about = manifest["about"]
    title = one_line(about.get("title", manifest["name"]))
    kind = manifest["design"].get("kind", manifest["kind"])
    lines = [f"{title} ({kind}, {manifest['points']:,} points)."]
    if about.get("question"):
        lines.append(one_line(about["question"]))
    seeds = sorted(set(found.runs["seed"].tolist()))
    lines.append(
        f"{found.done:,} of {found.total:,} runs are done, {found.failed:,} failed, "
        f"{found.missing:,} are missing; "
        f"{'arms ' + ' and '.join(found.arms) if len(found.arms) == 2 else 'one arm'}; seeds {listed(seeds)}."
    )
    if found.missing:
        folder = shlex.quote(str(found.folder))
        lines.append(f"'inroads experiment --resume --out {folder}' makes those that are missing.")
    if found.factors:
        lines.append(f"Varied: {', '.join(map(_named(manifest), found.factors))}.")
    versions = ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())
    lines.append(f"Made with {versions}.")
    if model_changed(found):
        lines.append("The model has changed since: the same runs would come out otherwise today.")
    lines += list(failures.sentences(failures.failures(found), found.failed))
    return lines


def _named(manifest: dict[str, Any]):
    def name(address: str) -> str:
        label = manifest["factors"].get(address, {}).get("label")
        return f"{address} ({label.rstrip('.')})" if label else address

    return name


def model_changed(found: Results) -> bool:
    """Whether today's model is another than the one that made the runs."""
    return found.manifest["model"] != model_version()


def heading(one: ByPoint) -> str:
    """'In paid work at month 24 (people in 100): policy less baseline, mean over seeds and its error'."""
    who = "" if one.group == "all" else f", people {one.group} at the start"
    what = "policy less baseline, " if one.column == DIFFERENCE else ""
    return (
        f"{BY_NAME[one.outcome].label} at month {one.month}{who} ({one.scale.name}): {what}mean over "
        "seeds and Monte Carlo error"
    )


def table(one: ByPoint):
    """A row a point; of many points those with the highest and the lowest means."""
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("point", justify="right")
    for address in one.results.factors:
        drawn.add_column(address, justify="right", overflow="fold")
    titles = (["baseline"] if one.column == DIFFERENCE else []) + [one.column, "error", "runs"]
    for title in titles:
        drawn.add_column(title, justify="right", no_wrap=True)
    baseline = one.estimates_of(BASELINE) if one.column == DIFFERENCE else {}
    counts = one.rows["point"].value_counts()
    how = one.scale
    digits = decimals_for([e.mean * how.factor for e in one.estimates.values()], how.decimals)
    before = None
    for point in shown_points(one):
        if before is not None and point is None:
            drawn.add_row("...")
            continue
        before = point
        values = values_at(one.results.design, point).values()
        found = one.estimates[point]
        drawn.add_row(
            str(point),
            *map(shown, values),
            *([_cell(baseline[point].mean, how, digits)] if baseline else []),
            _cell(found.mean, how, digits, sign=bool(baseline)),
            _error(found, how),
            str(counts[point] * len(one.results.arms)),
        )
    return drawn


def shown_points(one: ByPoint) -> list[int | None]:
    """All points of few; of many the highest, None for the gap, and the lowest."""
    points = list(one.estimates)
    if len(points) <= MOST_POINTS or not one.comparable:
        return points[:MOST_POINTS]
    ordered = sorted(one.means, key=lambda point: -one.means[point])
    if len(ordered) <= 2 * AT_ENDS:
        return ordered
    return [*ordered[:AT_ENDS], None, *ordered[-AT_ENDS:]]


def _cell(mean: float, how, digits: int, *, sign: bool = False) -> str:
    return number(mean * how.factor, digits, sign=sign)


def _error(found: Estimate, how) -> str:
    error = None if found.mcse is None else found.mcse * how.factor
    return number(error, decimals_for((error,), how.decimals))


def sentences(one: ByPoint) -> list[str]:
    """The highest and the lowest point, and what the spread over runs is made of."""
    label = BY_NAME[one.outcome].label
    when = f"at month {one.month}" + ("" if one.group == "all" else f", people {one.group} at the start")
    if not len(one.rows):
        return [
            f"{label} {when}: no point and seed has both of its runs yet, so there is nothing to compare."
        ]
    if not one.known:
        return [f"{label} {when}: in all runs nobody is there, so there is no number."]
    lines = []
    if one.nobody:
        runs = "1 run" if one.nobody == 1 else f"{one.nobody:,} runs"
        lines.append(f"{label}: in {runs} nobody is there, and their points have no mean.")
    if not one.comparable:
        return [*lines, f"{label}: points count in different currencies, so they are not compared."]
    ends = one.ends()
    if one.all_alike:
        lines.append(f"{label}: all points have the same mean.")
    if ends is not None:
        high, low = (_end(one, point) for point in ends)
        lines.append(f"{label}: highest at {high}; lowest at {low}.")
    if one.split is not None:
        knowing = " and what is not known" if one.results.runs["set"].notna().any() else ""
        what = "paired differences" if one.column == DIFFERENCE else "runs"
        lines.append(
            f"Luck{knowing} makes {percent(one.split.luck)} of the spread over {what} (9 in 10: "
            f"{percent(one.split.lo)} to {percent(one.split.hi)}); the rest is what differs between points."
        )
        if one.split.hi > HARDLY:
            lines.append("Points can hardly be told apart; more seeds or people would help.")
    if one.shares_luck and not one.all_alike:
        lines.append(
            "All points have the same people and luck, so that differences between them are surer than "
            "these errors."
        )
    return lines


def _end(one: ByPoint, point: int) -> str:
    how, found = one.scale, one.estimates[point]
    digits = decimals_for([found.mean * how.factor], how.decimals)
    mean = _cell(found.mean, how, digits, sign=one.column == DIFFERENCE)
    where = settings(values_at(one.results.design, point))
    return f"point {point} ({where}) with {mean}, error {_error(found, how)}"


def as_dict(one: ByPoint) -> dict[str, Any]:
    """An outcome by point as plain data, in the model's own units."""
    rows = []
    columns = {name: one.estimates_of(name) for name in one.columns}
    for point, found in one.estimates.items():
        rows.append(
            {
                "point": point,
                "values": values_at(one.results.design, point),
                **{name: by_point[point].mean for name, by_point in columns.items()},
                "lo": found.lo, "hi": found.hi, "mcse": found.mcse,
                "seeds": int((one.rows["point"] == point).sum()),
            }
        )  # fmt: skip
    ends = one.ends()
    split = one.split
    return {
        "outcome": one.outcome, "label": BY_NAME[one.outcome].label, "unit": BY_NAME[one.outcome].unit,
        "month": one.month, "group": one.group, "points": rows,
        "highest": None if ends is None else ends[0], "lowest": None if ends is None else ends[1],
        "luck": None if split is None else {"share": split.luck, "lo": split.lo, "hi": split.hi},
    }  # fmt: skip
