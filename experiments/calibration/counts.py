"""What is said of a result in numbers: figures inside their prediction, and how sets were kept."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.calibration.free import no_test
from experiments.calibration.publish import ALL_SETS

ENOUGH_SETS = 200
CUTS = ("all fitted figures", "all but the worst fitted figure", "all but the two worst fitted figures")


def inside(rows: Iterable[tuple[str, bool]]) -> str:
    """'12 of 15', and without the figures that can hardly fail; rows: a figure's id, and whether inside."""
    rows, easy = list(rows), no_test()
    hard = [within for name, within in rows if name not in easy]
    said = f"{sum(within for _, within in rows)} of {len(rows)}"
    return f"{said} ({sum(hard)} of {len(hard)} without those that can hardly fail)"


def fitted(found: dict) -> str:
    """Fitted figures inside the 90% prediction, anchors not counted."""
    return inside(
        (one["id"], one["predicted"]["inside"])
        for one in found["targets"]
        if one["fitted"] and not one["anchor"]
    )


def left_out(found: dict) -> str:
    """The same when their study is left out."""
    return inside((found["targets"][one["target"]]["id"], one["inside"]) for one in found["leave_out"])


def how_left_out(found: dict) -> str:
    """Which sets a study was left out of: older results began with those kept with it."""
    return (
        "from all sets, cut anew without it"
        if found.get("left_out_of") == ALL_SETS
        else "from the sets that were kept with it among the figures"
    )


def cut(rank: int) -> str:
    """Which figures must lie within the limit."""
    return CUTS[rank - 1] if rank <= len(CUTS) else f"all but the {rank - 1} worst fitted figures"


def kept(found: dict) -> str:
    """Which sets are kept, and how many a stricter cut would have kept."""
    sets = found["sets"]
    said = f"kept: {cut(sets['rank'])} within {sets['limit']:g}"
    stricter = [
        f"{100 * share:.0f}% have {cut(rank)} within it"
        for rank, share in enumerate(sets.get("by_rank", ())[:-1], start=1)
    ]
    return f"{said} ({'; '.join(stricter)})" if stricter else said


def too_few(found: dict) -> str:
    """A sentence where too few sets are kept; nothing else."""
    sets = found["sets"]["kept"]
    return (
        ""
        if sets >= ENOUGH_SETS
        else f"ONLY {sets} SETS ARE KEPT, fewer than {ENOUGH_SETS}: ranges from so few are not to be trusted."
    )
