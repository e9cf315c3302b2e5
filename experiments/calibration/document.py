"""docs/calibration.md, printed from the stored result.

``python -m experiments.calibration.document`` writes it; ``--check`` says whether it is up to date.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments import posterior
from experiments.calibration import counts, publish
from experiments.calibration.free import FREE, no_test
from experiments.calibration.record import RECORD
from experiments.calibration.targets import not_fitted
from sim.scenario import declarations

DOCUMENT = Path(__file__).parents[2] / "docs" / "calibration.md"
SCREENING = "screening.csv"
MOST_SCREENED = 25


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def number(value: float | None, digits: int = 3) -> str:
    """Short, and the same everywhere."""
    return "-" if value is None else f"{value:.{digits}g}"


def _plural(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def summary(found: dict) -> str:
    """The result in a few sentences."""
    fitted = [one for one in found["targets"] if one["fitted"] and not one["anchor"]]
    other = [one for one in found["targets"] if not one["fitted"]]
    sets = found["sets"]
    still = [one["address"] for one in found["free"] if not one["said"]]
    few = counts.too_few(found)
    lines = [f"- **{few}**"] if few else []
    lines += [
        f"- {_plural(len(found['free']), 'assumption is', 'assumptions are')} free, held against "
        f"{len(fitted)} published figures of {len({one['study'] for one in fitted})} studies.",
        f"- {sets['kept']} of {sets['asked']} parameter sets are {counts.kept(found)}. Each has a draw of "
        "all other unsure assumptions of its own; "
        f"{found['simulated_sets']:,} sets were simulated on the way.",
        f"- {counts.fitted(found)} fitted figures lie in the 90% prediction of the posterior.",
        f"- Left out one study at a time ({counts.how_left_out(found)}; through the emulator, not simulated "
        f"again), {counts.left_out(found)} figures lie in the 90% prediction that the other studies make of "
        "them (expected: nine in ten).",
        f"- Of {len(other)} figures that are not fitted, "
        f"{sum(one['predicted']['inside'] for one in other)} lie in the 90% prediction.",
        f"- 90% intervals held {100 * found['coverage']['all']:.0f}% of the numbers with which "
        f"{found['coverage']['truths']} simulated truths were made.",
    ]
    if still:
        lines.append(f"- The data do not move {', '.join(f'`{name}`' for name in still)}.")
    return "\n".join(lines)


def free_table(found: dict) -> str:
    """Prior and posterior of each free number."""
    why, rows = {one.address: one.why for one in FREE}, []
    for one in found["free"]:
        said = "" if one["said"] else " (the data do not move it)"
        grade = declarations()[one["address"]].parameter.grade
        rows.append((
            f"`{one['address']}`", grade, why.get(one["address"], ""),
            f"{one['low']:g} to {one['high']:g}",
            f"{number(one['mean'])} ({number(one['lo'])} to {number(one['hi'])})",
            f"{one['moved']:.2f}{said}", number(one["best"], 4),
        ))  # fmt: skip
    header = ("assumption", "grade", "which figures speak of it", "range (prior)", "posterior, 90%",
              "spread left", "best")  # fmt: skip
    return table(header, rows)


def target_table(found: dict, fitted: bool) -> str:
    """Published and predicted, one line a figure."""
    rows = []
    for one in found["targets"]:
        if one["fitted"] == fitted:
            seen = one["predicted"]
            rows.append((
                one["source"], _marked(one), number(one["published"]),
                f"{number(one['se'], 2)} / {number(one['discrepancy'], 2)}",
                f"{number(seen['mean'])} ({number(seen['model_lo'])} to {number(seen['model_hi'])})",
                f"{number(seen['lo'])} to {number(seen['hi'])}", number(one["best"]),
                "yes" if seen["inside"] else "**no**",
                *(() if fitted else (not_fitted().get(one["id"], "looked at, not fitted"),)),
            ))  # fmt: skip
    header = ["source", "figure", "published", "error / discrepancy", "simulated, 90% of sets",
              "90% prediction", "best set", "inside"]  # fmt: skip
    return table(header + ([] if fitted else ["why not fitted"]), rows)


def _marked(figure: dict) -> str:
    """A figure's label, and what makes it one that can hardly fail."""
    easy = no_test().get(figure["id"])
    return figure["label"] + (f" ({easy})" if easy else "")


def left_table(found: dict) -> str:
    """What the other studies predict of each."""
    targets = found["targets"]
    rows = [
        (one["study"], _marked(targets[one["target"]]), number(targets[one["target"]]["published"]),
         number(one["mean"]), f"{number(one['lo'])} to {number(one['hi'])}",
         "yes" if one["inside"] else "**no**")
        for one in found["leave_out"]
    ]  # fmt: skip
    return table(("left out", "figure", "published", "predicted", "90% prediction", "inside"), rows)


def wave_table(found: dict) -> str:
    """What each wave left."""
    rows = [
        (str(n), str(one["sets"]), f"{100 * one['not_ruled_out']:.1f}%",
         f"{100 * one['plausible_when_simulated']:.0f}%")
        for n, one in enumerate(found["waves"], start=1)
    ]  # fmt: skip
    header = ("wave", "sets simulated", "of the prior not ruled out before it", "plausible when simulated")
    return table(header, rows)


def check_table(found: dict) -> str:
    """Coverage and chains, one line a free number."""
    cover, chains = found["coverage"], found["chains"]
    rows = [
        (f"`{one['address']}`", f"{100 * cover['by_parameter'][n]:.0f}%", f"{cover['mean_rank'][n]:.2f}",
         f"{chains['mean_difference'][n]:+.2f}", f"{chains['sd_ratio'][n]:.2f}",
         f"{chains['effective'][n]:.0f}")
        for n, one in enumerate(found["free"])
    ]  # fmt: skip
    header = ("assumption", "truths inside 90%", "mean rank of the truth", "adjustment less chains, in sd",
              "sd, adjustment over chains", "effective draws of the chains")  # fmt: skip
    return table(header, rows)


def emulator_table(found: dict) -> str:
    """How well each target is emulated on points left out."""
    rows = [
        (one["id"], number(one["held_out_r2"], 2), number(one["held_out_error"], 2), number(one["luck"], 2))
        for one in found["targets"]
    ]  # fmt: skip
    return table(("target", "R2 held out", "error over error said", "luck left in a set (sd)"), rows)


def screening_table(folder: Path) -> str:
    """What moves the targets most, as the screening found it."""
    path = folder / publish.CHECKS / SCREENING
    if not path.exists():
        return "No screening is stored."
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    free, rows = {one.address for one in FREE}, []
    for line in lines[:MOST_SCREENED]:
        moves = np.nan_to_num(np.array([float(cell) for cell in line[2:]]))
        most = [f"{header[2 + t]} {moves[t]:+.1f}" for t in np.argsort(-np.abs(moves))[:3]]
        rows.append((f"`{line[0]}`", line[1], "; ".join(most), "free" if line[0] in free else ""))
    return table(("assumption", "all figures", "moves most, in noise units", ""), rows)


def document(folder: Path) -> str:
    """The whole page."""
    found = publish.read(folder)
    made = found["made_with"]
    parts = {
        "summary": summary(found), "free": free_table(found), "fitted": target_table(found, True),
        "not_fitted": target_table(found, False), "left": left_table(found), "waves": wave_table(found),
        "checks": check_table(found), "emulator": emulator_table(found),
        "screening": screening_table(folder), "model": made["model"],
        "how_left_out": counts.how_left_out(found), "kept": counts.kept(found),
        "seed": str(made["settings"]["seed"]), "rank": str(found["sets"]["rank"]),
        "rank_in_waves": str(made["settings"]["rank_in_waves"]), "limit": f"{found['sets']['limit']:g}",
        "accepted": f"{100 * found['chains']['accepted']:.0f}%",
        "moves": ", ".join(f"{one:.2f}" for one in found["sets"]["last_moves"]) or "-",
    }  # fmt: skip
    text = RECORD
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", part)
    return text


def main() -> None:
    """Write the page, or check it."""
    text = document(posterior.folder())
    if "--check" in sys.argv[1:]:
        if not DOCUMENT.exists() or DOCUMENT.read_text("utf-8") != text:
            sys.exit("docs/calibration.md is not what 'python -m experiments.calibration.document' prints.")
        return
    DOCUMENT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
