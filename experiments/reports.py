"""Tables and sentences about one world or two, as `run` and `compare` print them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from experiments import by_distance, grades, sentences, spread
from experiments.compare import Arm, Comparison, Estimate
from experiments.money import IN_MONEY, kroner, same_money
from experiments.terminal import one_line, paragraph, say, show
from sim.ledger import ACCOUNTS
from sim.outcomes import BY_NAME, NAMES, OUTCOMES
from sim.scenario import Scenario

HEADLINES = (
    "job_any", "job_ordinary", "job_fulltime", "job_ever", "hours", "months_in_work",
    "disability_pension", "out_of_contact", "public_cost",
)  # fmt: skip
MAIN = HEADLINES[0]
WIDTH = 100
SAME = "The two worlds are the same: no --set or --with changes anything, so nothing differs."
OTHER_MONEY = "One world counts in {} and the other in {}, so their money is not compared."
MILLION = 1e6
MILLIONS = sentences.Scale(1.0, 1, "million")


def waiting_label() -> str:
    """What the progress bar says: the first run of a version compiles the model."""
    import numba

    compiled = any(Path(numba.config.CACHE_DIR).rglob("*.nbc"))
    return "Living the months" if compiled else "Compiling the model, once; then living the months"


def of_one(arm: Arm, seeds: list[int], quiet: bool) -> None:
    """One world: its outcomes at some months, and who paid for it."""
    currency = arm.scenario["district.currency"]
    month = _month_of_sentences(arm.months)
    if not quiet:
        say(heading(arm.scenario))
        say(_size(arm, seeds))
        say()
        show(_level_table(arm, currency))
        say()
        show(by_distance.level_table(arm, columns, currency))
        say()
        show(_account_table(arm, currency))
        say()
    for name in HEADLINES:
        say(sentences.level_sentence(name, month, arm.at(name, month), currency))
    say(paragraph(made_of(MAIN, month, arm.split(MAIN, month), arm.at(MAIN, month), currency), WIDTH))


def _month_of_sentences(months: int) -> int:
    return min(months, sentences.MONTH_OF_SENTENCES)


def heading(scenario: Scenario) -> str:
    """What a scenario is called."""
    return one_line(scenario.about.get("title", scenario.name))


def _size(arm: Arm, seeds: list[int]) -> str:
    return f"{size_of(arm.scenario, seeds)}; ranges hold 9 of 10 runs."


def size_of(scenario: Scenario, seeds: Sequence[int]) -> str:
    """'2,000 people, 60 months, 20 runs (seeds 1 to 20)'."""
    people, months = scenario["district.people"], scenario["district.months"]
    runs = "1 run" if len(seeds) == 1 else f"{len(seeds)} runs"
    which = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return (
        f"{people:,} {'person' if people == 1 else 'people'}, {months} "
        f"{'month' if months == 1 else 'months'}, {runs} ({which})"
    )


def columns(*titles: str):
    """A table without lines: words on the left, then numbers that are never broken."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(titles[0], overflow="fold")
    for title in titles[1:]:
        table.add_column(title, justify="right", no_wrap=True)
    return table


def _level_table(arm: Arm, currency: str):
    """Means at some months; how far runs lie apart at the last."""
    months = sentences.months_shown(arm.months)
    table = columns("outcome", *(f"month {month}" for month in months), "9 in 10 runs then")
    table.add_column("unit", overflow="fold")
    for outcome in OUTCOMES:
        if not _anything(arm, outcome.name):
            continue
        means = [arm.at(outcome.name, month).mean for month in months]
        last = arm.at(outcome.name, months[-1])
        low, high = (sentences.shown(v, outcome.name, currency) for v in (last.lo, last.hi))
        table.add_row(
            outcome.label,
            *(sentences.shown(mean, outcome.name, currency) for mean in means),
            f"{low} to {high}",
            sentences.unit_of(outcome.name, currency),
        )
    return table


def of_two(pair: Comparison, quiet: bool) -> None:
    """Two worlds: for each outcome both levels, the difference, how sure it is, and a sentence."""
    currency = pair.policy.scenario["district.currency"]
    month = _month_of_sentences(pair.baseline.months)
    comparable = same_money(pair)
    _introduce(pair, quiet)
    for outcome in OUTCOMES:
        if outcome.name in IN_MONEY and not comparable:
            continue
        if not (_anything(pair.baseline, outcome.name) or _anything(pair.policy, outcome.name)):
            continue
        if not quiet:
            say()
            say(f"{outcome.label} ({sentences.unit_of(outcome.name, currency)})")
            show(_difference_table(pair, outcome.name, currency))
        say(
            sentences.difference_sentence(
                outcome.name, month, pair.policy.at(outcome.name, month),
                pair.difference(outcome.name, month), len(pair.seeds), currency,
            )
        )  # fmt: skip
    if not quiet:
        say()
        show(by_distance.difference_table(pair, columns, currency))
        say()
    for then in sorted({month, pair.baseline.months}):
        ours, others = (pair.difference(name, then) for name in ("job_any", "others_in_work"))
        say(sentences.displacement_sentence(then, ours, others))
    if not comparable:
        say(OTHER_MONEY.format(pair.baseline.scenario["district.currency"], currency))
    elif not quiet:
        say()
        show(_payer_table(pair, currency))
    if not quiet:
        say()
        _show_shares(pair, month)
    say(
        paragraph(
            made_of(MAIN, month, pair.split(MAIN, month), pair.difference(MAIN, month), currency), WIDTH
        )
    )
    for line in grades.sentences(pair.baseline.scenario.differences(pair.policy.scenario)):
        say(paragraph(line, WIDTH))


def made_of(name: str, month: int, found: spread.Split, estimate: Estimate, currency: str) -> str:
    """Of what the range of an outcome is made, with the Monte Carlo error in its unit."""
    how = sentences.scale(BY_NAME[name].unit, currency)
    error = None if estimate.mcse is None else estimate.mcse * how.factor
    said = f"{how.before}{sentences.number(error, sentences.decimals_for((error,), how.decimals))} {how.name}"
    return f"{BY_NAME[name].label}, month {month}: {spread.sentence(found, said)}"


def _show_shares(pair: Comparison, month: int) -> None:
    """A table of luck and not knowing in the ranges of the headline outcomes, where they can be told."""
    splits = {name: pair.split(name, month) for name in HEADLINES}
    if not any(one.sets > 1 and one.luck is not None for one in splits.values()):
        return
    table = columns(f"what the range is made of, month {month}", "luck", "not knowing", "90% interval")
    for name, one in splits.items():
        if one.luck is not None:
            ends = f"{spread.percent(1 - one.hi)} to {spread.percent(1 - one.lo)}"
            table.add_row(BY_NAME[name].label, spread.percent(one.luck), spread.percent(one.unknown), ends)
    show(table)
    say()


def _anything(arm: Arm, name: str) -> bool:
    """Whether an outcome is ever anything but zero: what nobody is ever in needs no line."""
    return bool(arm.values[:, :, NAMES.index(name)].any())


def _introduce(pair: Comparison, quiet: bool) -> None:
    """What the two worlds are and in what they differ."""
    changes = sentences.changes(pair.baseline.scenario.differences(pair.policy.scenario))
    if not changes:
        say(SAME)
    if quiet:
        return
    say(f"Baseline: {heading(pair.baseline.scenario)}")
    if pair.policy.scenario.name != pair.baseline.scenario.name:
        say(f"Policy:   {heading(pair.policy.scenario)}")
    for number, change in enumerate(changes):
        say(f"{'Policy:  ' if number == 0 else '         '} {change}")
    say(_size(pair.baseline, list(pair.seeds)))


def _difference_table(pair: Comparison, name: str, currency: str):
    how = sentences.scale(BY_NAME[name].unit, currency)
    table = columns("  month", "baseline", "policy", "difference", "90% interval", "noise (MCSE)")
    for month in sentences.months_shown(pair.baseline.months):
        table.add_row(
            f"  {month}",
            sentences.shown(pair.baseline.at(name, month).mean, name, currency),
            sentences.shown(pair.policy.at(name, month).mean, name, currency),
            *sentences.difference_cells(pair.difference(name, month), how),
        )
    return table


def _account_table(arm: Arm, currency: str):
    """What every account gained or lost in one world."""
    title = f"million {currency} in (+) or out (−), {arm.months} months"
    table = columns(title, "net", "9 in 10 runs")
    values = kroner(arm) / MILLION
    for column, account in enumerate(ACCOUNTS):
        e = Estimate.of(values[:, column], arm.sets)
        net, low, high = (sentences.number(v, 1, sign=True) for v in (e.mean, e.lo, e.hi))
        table.add_row(account, net, f"{low} to {high}")
    return table


def _payer_table(pair: Comparison, currency: str):
    title = f"million {currency} in (+) or out (−), {pair.baseline.months} months"
    table = columns(title, "baseline", "policy", "difference", "90% interval", "noise (MCSE)")
    before, after = (kroner(arm) / MILLION for arm in (pair.baseline, pair.policy))
    for column, account in enumerate(ACCOUNTS):
        levels = (values[:, column].mean() for values in (before, after))
        gap = Estimate.of(after[:, column] - before[:, column], pair.sets)
        table.add_row(
            account,
            *(sentences.number(value, 1, sign=True) for value in levels),
            *sentences.difference_cells(gap, MILLIONS),
        )
    return table
