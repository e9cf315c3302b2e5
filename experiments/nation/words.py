"""What a nation came to, in plain sentences and two small tables."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from experiments.designs.experiment import POLICY
from experiments.nation.benchmark import AS_EXPECTED, Benchmark
from experiments.nation.lived import DIFFERENCE, Lived
from experiments.nation.totals import EVERYWHERE, Displaced, changes_nothing, displaced, row
from experiments.sentences import decimals_for, months_shown, number, when
from sim.outcomes import BY_NAME

MAIN, OTHERS, COST = "job_any", "others_in_work", "public_cost"
MOST_SHOWN = 6  # districts named one by one
LEAST_FOR_TENTHS = 20  # districts of which a tenth is more than the one at the end
HUNDRED = 100.0
MILLION = 1e6
SAME = "Nothing differs: the policy changes nothing in any district, to the last digit."
COVERS = (
    "The intervals hold about nine times in ten (tried on made-up luck: 90 to 99 in 100), and cover luck: "
    "who the people are and what happens to them. They leave out what is not known of people and measures, "
    "and good and bad times that come to the whole country at once, which matter little to a difference and "
    "much to a level."
)
SAMPLED = "As not all districts were lived, they cover which ones were, too."
NO_TABLE = (
    "This is no ranking: a district is held against what its demand and its people let one expect; what is "
    "left holds luck, its own good and bad times among it."
)
TOO_FEW = (
    "Too few districts were lived to hold each against others like it; a larger --scale, or nordic, has more."
)


def title(lived: Lived) -> str:
    """'Denmark: 531,794 people far from work in 94 districts, 120 months'."""
    names = list(lived.names.values())
    place = names[0] if len(names) == 1 else f"The Nordic countries ({', '.join(names)})"
    about = lived.districts
    text = (
        f"{place}: {about['stands_for'].sum():,} people far from work in {about['of'].sum():,} "
        f"districts, {lived.months[-1]} months"
    )
    return text if lived.whole else f"{text}; {len(about):,} districts were lived and stand for the others"


def sentences(lived: Lived, totals: pd.DataFrame, found: Benchmark | None) -> list[str]:
    """Everything that is said of a nation after its last month."""
    said = [f"{title(lived)}."]
    place = EVERYWHERE if len(lived.names) > 1 else next(iter(lived.names))
    month = lived.months[-1]
    said.append(level(totals, place, lived.base, month))
    if changes_nothing(lived):
        said.append(SAME)
    elif lived.paired:
        said += difference(lived, totals, place, month)
    said.append(COVERS if lived.whole else f"{COVERS} {SAMPLED}")
    said += against(found)
    return said


def level(totals: pd.DataFrame, place: str, arm: str, month: int) -> str:
    """How many are in work, and how surely."""
    found = row(totals, place, arm, MAIN, month)
    text = (
        f"{when(month)} {people(found['total'])} of them are in paid work under today's policy, "
        f"{number(HUNDRED * found['mean'], 1)} of every 100"
    )
    if np.isfinite(found["error"]):
        low, high = (people(found[end] * found["people"]) for end in ("low", "high"))
        text += f" (between {low} and {high})"
    return text + "."


def difference(lived: Lived, totals: pd.DataFrame, place: str, month: int) -> list[str]:
    """What the policy changes: our people, others, money, districts, and how luck shrinks."""
    ours = row(totals, place, DIFFERENCE, MAIN, month)
    said = [f"With the policy {gap(ours, 'people', 'in paid work')}."]
    others = row(totals, place, DIFFERENCE, OTHERS, month)
    text = f"Of the other workers {gap(others, 'people', 'in work')}"
    if ours["total"] > 0.0 > others["total"]:
        text += f"; {displacement(displaced(lived, place, month, MAIN, OTHERS))}"
    said.append(f"{text}.")
    said += [money(lived, totals, key, month) for key in lived.names]
    if len(lived.districts) >= LEAST_FOR_TENTHS:
        q10, q90 = (number(HUNDRED * ours[q], 1, sign=True) for q in ("q10", "q90"))
        said.append(
            f"Districts differ: in the middle eight of ten the gain lies between {q10} and {q90} in 100."
        )
    if np.isfinite(ours["one"]):
        said.append(evens_out(HUNDRED * ours["one"], HUNDRED * ours["luck"]))
    return said


def displacement(found: Displaced | None) -> str:
    """'3.1 displaced for every 10 of ours (2.2 to 4.0)', where that can be told from luck."""
    if found is None:
        return "how many that is for every 10 of ours cannot be told from luck"
    rate, low, high = (number(10.0 * v, 1) for v in (found.rate, found.low, found.high))
    return f"{rate} displaced for every 10 of ours ({low} to {high})"


def evens_out(alone: float, all_of: float) -> str:
    """What luck by itself does to one district and to all together, in 100 people."""
    digits = decimals_for((alone, all_of), 1)
    one, every = (number(v, digits) for v in (alone, all_of))
    text = (
        f"Luck alone moves the gain of a middling district by {one} in 100 either way, and that of all "
        f"together by {every}"
    )
    return f"{text}: it evens out." if all_of < alone else f"{text}: too few were lived for it to even out."


def gap(found: pd.Series, who: str, doing: str) -> str:
    """'8,920 more people are in paid work (8,600 to 9,200)'."""
    total = found["total"]
    text = f"{people(abs(total))} {'more' if total >= 0.0 else 'fewer'} {who} are {doing}"
    if not np.isfinite(found["error"]):
        return text
    low, high = (found[end] * found["people"] for end in ("low", "high"))
    if low <= 0.0 <= high:
        return f"{text}, which could be luck ({people(low, sign=True)} to {people(high, sign=True)})"
    ends = sorted((abs(low), abs(high)))
    return f"{text} ({people(ends[0])} to {people(ends[1])})"


def money(lived: Lived, totals: pd.DataFrame, key: str, month: int) -> str:
    """What the public has paid more, or less, by then."""
    found = row(totals, key, DIFFERENCE, COST, month)
    total, people_there = found["total"], found["people"]
    ends = [found[end] * people_there / MILLION for end in ("low", "high")]
    digits = decimals_for((total / MILLION, *ends), 0)
    text = (
        f"The public in {lived.names[key]} has paid {lived.money[key]} "
        f"{number(abs(total) / MILLION, digits)} million {'more' if total >= 0.0 else 'less'} by then"
    )
    if not np.isfinite(found["error"]):
        return f"{text}."
    low, high = (number(v, digits, sign=True) for v in ends)
    return f"{text} ({low} to {high})."


def against(found: Benchmark | None) -> list[str]:
    """How districts lie against others like them, in careful words."""
    if found is None:
        return [TOO_FEW]
    count, marked = len(found.table), len(found.marked)
    luck = luck_in_words(found)
    said = [
        f"Held against districts like it, {marked} of {count:,} lie further from what is expected than luck "
        f"explains; luck alone would mark about {number(found.by_luck, 0)}. Luck is {luck} of how far "
        f"districts lie from what is expected, as told from {found.pairs} that were lived twice.",
        NO_TABLE,
    ]
    furthest = found.marked.assign(far=found.marked["difference"].abs()).nlargest(MOST_SHOWN, "far")
    for _, one in furthest.sort_values(["country", "district"]).iterrows():
        said.append(district(one))
    if marked > MOST_SHOWN:
        said.append(f"The other {marked - MOST_SHOWN} are in benchmark.csv.")
    return said


def luck_in_words(found: Benchmark) -> str:
    """'About 60%' of what is left."""
    share = round(HUNDRED * found.luck_share)
    return "practically all" if share >= 95 else f"about {share}%"


def district(one: pd.Series) -> str:
    """'District 90 (denmark, 1,056 people, proactive office): 19.7 in 100 in work, 15.2 expected (...)'."""
    far, low, high = (number(HUNDRED * one[k], 1, sign=True) for k in ("difference", "low", "high"))
    return (
        f"District {one['district']} ({one['country']}, {one['people']:,} people, {one['office']} office): "
        f"{number(HUNDRED * one['value'], 1)} in 100 in work, "
        f"{number(HUNDRED * one['expected'], 1)} expected; {far}, with luck between {low} and {high}."
    )


def people(value: float, *, sign: bool = False) -> str:
    """A number of people, to three digits that say something."""
    if abs(value) >= 1000.0:
        step = 10.0 ** (int(np.floor(np.log10(abs(value)))) - 2)
        value = round(value / step) * step
    return number(value, 0, sign=sign)


def table_rows(lived: Lived, totals: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    """A row a country and month: people in work, and what the policy changes."""
    places = [*lived.names] + [EVERYWHERE] * (len(lived.names) > 1)
    for place in places:
        for month in (m for m in months_shown(lived.months[-1]) if m in lived.months):
            now = row(totals, place, lived.base, MAIN, month)
            cells = [lived.names.get(place, "All"), str(month), people(now["total"])]
            cells.append(number(HUNDRED * now["mean"], 1))
            if lived.paired:
                ours, others = (row(totals, place, DIFFERENCE, name, month) for name in (MAIN, OTHERS))
                cells += [people(v["total"], sign=True) for v in (ours, others)]
                cost = "-"
                if place != EVERYWHERE:
                    cost = number(
                        row(totals, place, DIFFERENCE, COST, month)["total"] / MILLION, 0, sign=True
                    )
                    cost += f" {lived.money[place]}"
                cells.append(cost)
            yield tuple(cells)


def headings(lived: Lived) -> tuple[str, ...]:
    """Of that table."""
    found = ("country", "month", "in work", "in 100")
    return (*found, "policy: ours", "others", "cost, million") if lived.paired else found


def as_plain(lived: Lived, totals: pd.DataFrame, found: Benchmark | None) -> dict:
    """The same as plain data."""
    shown = totals[totals["outcome"].isin((MAIN, "job_ordinary", OTHERS, COST, "disability_pension"))]
    shown = shown[shown["month"].isin([0, *months_shown(lived.months[-1])])]
    return {
        "title": title(lived),
        "sentences": sentences(lived, totals, found),
        "totals": shown.to_dict("records"),
        "labels": {name: BY_NAME[name].label for name in shown["outcome"].unique()},
        "money": dict(lived.money),
        "benchmark": None if found is None else {
            "outcome": found.outcome, "month": found.month, "luck_share": found.luck_share,
            "marked": found.marked.to_dict("records"), "marked_by_luck_alone": found.by_luck,
            "districts": len(found.table), "as_expected": int((found.table["mark"] == AS_EXPECTED).sum()),
        },
        "policy": POLICY if lived.paired else None,
    }  # fmt: skip
