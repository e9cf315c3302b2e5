"""What `inroads sequence` prints: a ranking of plans, and why."""

from __future__ import annotations

from experiments import grades, reports, sentences, spread
from experiments.answers import say_json
from experiments.manual import NOTHING_KEPT
from experiments.sequence import WHY, Ranked, Ranking, rank
from experiments.terminal import paragraph, progress, say, show
from sim.outcomes import BY_NAME
from sim.plan import read
from sim.profiles import WHO
from sim.scenario import Scenario

WIDTH = 100
HOW_TO_READ = (
    "Every plan was lived by the same people with the same luck. The interval (90%) is of the mean "
    "difference to the best plan{over}; where it holds zero, or less than half a person in 100 lies between, "
    "the two are too close to call. Single districts may go the other way: the share of runs says how often."
)
# For a reason: the words when a plan has more of it, and whether more of it is a drawback.
MORE = {
    "waited": "more months waited",
    "drop_outs": "more measures left before their end",
    "crowded_hours": "more hours crowded out of the week",
    "barriers_left": "more barriers left",
}
LEAST_OF_ALL = {"waited": 0.1, "drop_outs": 0.05, "crowded_hours": 3.0, "barriers_left": 0.03}


def sequence(
    scenario: Scenario, profile: str, plans: list[str], seeds: range, as_json: bool, **options
) -> str | None:
    """Rank plans and print. Returns None, or what was kept when Ctrl-C cut the work short."""
    with progress(reports.waiting_label(), wanted=not as_json) as bar:
        found, stopped = rank(scenario, profile, plans, seeds, progress=bar, **options)
    if found is None:
        return NOTHING_KEPT
    if as_json:
        say_json(found.as_dict())
    else:
        _print(found)
    return f"the ranking is of the first {len(found.seeds)} runs" if stopped else None


def _print(found: Ranking) -> None:
    how = sentences.scale(BY_NAME[found.outcome].unit, found.scenario["district.currency"])
    say(reports.heading(found.scenario))
    say(f"{reports.size_of(found.scenario, found.seeds)}; plans for {WHO[found.profile]}.")
    say()
    show(_places(found, how))
    say()
    show(_reasons(found))
    say()
    over = "" if spread.is_best(found.sets) else ", over what is not known too"
    say(paragraph(HOW_TO_READ.format(over=over), WIDTH))
    for line in [*conclusions(found, how), made_of(found, how), *grades.sentences(found.instruments)]:
        say(paragraph(line, WIDTH))


def made_of(found: Ranking, how: sentences.Scale) -> str:
    """Of what the range of the last plan's distance to the best is made."""
    last = found.ranked[-1]
    error = last.behind[found.month].mcse
    error = None if error is None else error * how.factor
    said = f"{how.before}{sentences.number(error, sentences.decimals_for((error,), how.decimals))} {how.name}"
    return f"Between {_name(found.ranked[0])} and {_name(last)}: {spread.sentence(last.split, said)}"


def _places(found: Ranking, how: sentences.Scale):
    months = sorted({m for m in (*sentences.months_shown(len(found.no_plan) - 1), found.month)})
    table = reports.columns(
        f"{BY_NAME[found.outcome].label.lower()}, {how.name}",
        *(f"month {month}" for month in months), "to the best", "90% interval", "as good in", "",
    )  # fmt: skip
    for place, one in enumerate(found.ranked):
        cells = [sentences.number(one.outcome[m].mean * how.factor, how.decimals) for m in months]
        apart, between, _ = sentences.difference_cells(one.behind[found.month], how)
        if place == 0:
            apart, between, often, verdict = "best", "", "", ""
        else:
            often = f"{100 * one.wins:.0f}% of runs"
            verdict = "too close to call" if one.tie else ""
        table.add_row(f"{place + 1}. {one.plan}", *cells, apart, between, often, verdict)
    cells = [sentences.number(found.no_plan[m].mean * how.factor, how.decimals) for m in months]
    table.add_row("(no plan)", *cells, "", "", "", "")
    return table


def _reasons(found: Ranking):
    table = reports.columns(f"why, by month {found.month}, a person", *WHY.values())
    for place, one in enumerate(found.ranked):
        cells = [sentences.number(one.why[name].mean, 2) for name in WHY]
        table.add_row(f"{place + 1}. {one.plan}", *cells)
    return table


def conclusions(found: Ranking, how: sentences.Scale) -> list[str]:
    """What the ranking says, in sentences: the first place, its ties, the last place and its reason."""
    best, last = found.ranked[0], found.ranked[-1]
    ties = [one.plan for one in found.ranked[1:] if one.tie]
    lines = []
    if len(ties) == len(found.ranked) - 1:
        lines.append(
            f"All plans are too close to call at month {found.month}. More people make it surer "
            "(--people 10000), and an earlier --month may tell them apart."
        )
        return lines
    if ties:
        lines.append(f"{_name(best)} is first; {_listed(ties)} {_are(ties)} too close to it to call.")
    else:
        lines.append(f"{_name(best)} is first.")
    behind = sentences.number(abs(last.behind[found.month].mean) * how.factor, how.decimals)
    reason = why_behind(best, last)
    lines.append(
        f"{_name(last)} is last, {how.before}{behind} {how.name} behind: "
        + (reason or "what it brings comes at a worse time; none of the counts differs much")
        + "."
    )
    return lines


def why_behind(best: Ranked, other: Ranked) -> str:
    """The counts in which a plan is worse than the best one, the largest first."""
    worse = []
    for name, words in MORE.items():
        gap = other.why[name].mean - best.why[name].mean
        if gap >= LEAST_OF_ALL[name]:
            size = gap / LEAST_OF_ALL[name]
            worse.append((size, f"{sentences.number(gap, 2)} {words}"))
    return _listed([text for _, text in sorted(worse, reverse=True)])


def _name(one: Ranked) -> str:
    steps = read(one.plan)
    return f"'{one.plan}'" if len(steps) < 9 else f"'{steps[0][0]} first'"


def _listed(words: list[str]) -> str:
    if not words:
        return ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _are(words: list[str]) -> str:
    return "is" if len(words) == 1 else "are"
