"""What `inroads life` does: one person's story, and the twin's under another policy beside it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from experiments import story
from experiments.answers import say_json
from experiments.compare import check_pairable
from experiments.life import Life, Parting, check_person, parting, record
from experiments.manifest import manifest
from experiments.reports import heading, waiting_label
from experiments.sentences import changes, number
from experiments.terminal import paragraph, progress, say, show
from sim.scenario import Scenario

WIDTH = 100  # of a story that is not told to a terminal
TWO_COLUMNS_FROM = 110
GAP = 3
MARK = ">>>"
WHOSE = " (where numbers differ, these are the baseline's)"
SAME = "The two lives are the same in every month, to the last krone and the last feeling."


def tell(worlds: dict[str, Scenario], person: int, seed: int, out: str | None, as_json: bool) -> None:
    """Live one world or two through and tell the story of one person; write files if asked.

    worlds: by role, 'scenario' alone or 'baseline' and 'policy'. Raises InputError.
    """
    if len(worlds) == 2:
        check_pairable(*worlds.values())
    for world in worlds.values():
        check_person(world, person)
    if out is not None:
        from experiments import files

        files.prepare(out)
    lives = _live(worlds, person, seed, watched=not as_json)
    made_from = {"person": person, **manifest(worlds, [seed])}
    if out is not None:
        from experiments import sequences

        sequences.write(Path(out), lives, made_from)
    if as_json:
        say_json(as_plain(lives, made_from))
    elif len(lives) == 1:
        one_life(lives["scenario"])
    else:
        two_lives(lives["baseline"], lives["policy"])


def _live(worlds: dict[str, Scenario], person: int, seed: int, watched: bool) -> dict[str, Life]:
    total = sum(world["district.months"] for world in worlds.values())
    done = 0
    with progress(waiting_label(), wanted=watched) as bar:

        def a_month() -> None:
            nonlocal done
            done += 1
            bar(done, total)

        return {role: record(world, person, seed, a_month) for role, world in worlds.items()}


def as_plain(lives: dict[str, Life], made_from: dict) -> dict:
    """The story as plain data."""
    first = next(iter(lives.values()))
    found = {
        "person": first.person,
        "introduction": story.introduction(first),
        "worlds": {
            role: {"months": story.as_plain(life), "closing": story.closing(life)}
            for role, life in lives.items()
        },
    }
    if len(lives) == 2:
        parts = parting(*lives.values())
        found["parting"] = None if parts is None else {
            "month": parts.month,
            "date": story.date_of(first, parts.month),
            "why": list(parts.why),
            "visible_month": story.visible_parting(*lives.values()),
        }  # fmt: skip
    return {**found, "manifest": made_from}


def width_of_page() -> int:
    """Columns of the terminal, or of a page where there is none."""
    return shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH


def one_life(life: Life) -> None:
    """A life by itself."""
    width = min(width_of_page(), WIDTH)
    say(heading(life.scenario))
    _who(life, width)
    _lines(life, 1, life.last, width)
    say()
    say(paragraph(story.closing(life), width))


def _who(life: Life, width: int) -> None:
    for sentence in story.introduction(life):
        say(paragraph(sentence, width))
    say()


def _lines(life: Life, first: int, last: int, width: int) -> None:
    for begin, end, text in story.blocks(life, first, last):
        say(paragraph(f"{story.dates(life, begin, end)}: {text}", width, "  "))


def two_lives(baseline: Life, policy: Life) -> None:
    """The same person twice: what both lives share, where they part, and then each."""
    page = width_of_page()
    width = min(page, WIDTH)
    _worlds(baseline.scenario, policy.scenario)
    _who(baseline, width)
    parts = parting(baseline, policy)
    seen = story.visible_parting(baseline, policy)
    shared = (seen or baseline.last + 1) - 1
    if shared:
        differ = parts is not None and parts.month <= shared
        say(f"In both worlds{WHOSE if differ else ''}:")
        _lines(baseline, 1, shared, width)
        say()
    if parts is None:
        say(SAME)
        say(paragraph(story.closing(baseline), width))
        return
    for sentence in parting_sentences(baseline, parts, seen):
        say(paragraph(sentence, width))
    say()
    if seen is None:
        say(paragraph(story.closing(baseline), width))
        say()
    elif page >= TWO_COLUMNS_FROM:
        show(side_by_side(baseline, policy, shared + 1, page))
        say()
    else:
        for title, life in (("Under the baseline:", baseline), ("Under the policy:", policy)):
            say(title)
            _lines(life, shared + 1, life.last, width)
            say(paragraph(story.closing(life), width))
            say()
    for sentence in balance(baseline, policy):
        say(sentence)


def _worlds(baseline: Scenario, policy: Scenario) -> None:
    """What the two worlds are called, and in what they differ."""
    say(f"Baseline: {heading(baseline)}")
    if policy.name != baseline.name:
        say(f"Policy:   {heading(policy)}")
        return
    for change in changes(baseline.differences(policy)):
        say(f"Policy:   {change}")


def parting_sentences(life: Life, parts: Parting, seen: int | None) -> list[str]:
    """Where two lives part, why, and from when it shows."""
    when = story.date_of(life, parts.month)
    when = f"in {when} (month {parts.month})" if parts.month else "from the start"
    found = [f"{MARK} The two lives part {when}, baseline against policy: {'; '.join(parts.why)}."]
    if seen is None:
        found.append(f"{MARK} What happens to the person is the same in both all the same.")
    elif seen > parts.month:
        found.append(f"{MARK} It shows from {story.date_of(life, seen)} (month {seen}) on.")
    return found


def side_by_side(baseline: Life, policy: Life, first: int, width: int):
    """Two lives in two columns, the same months in the same rows."""
    from rich.table import Table
    from rich.text import Text

    lives = (baseline, policy)
    happens = frozenset(
        month for life in lives for month in range(first, life.last + 1) if story.events(life, month)
    )
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for title in ("Under the baseline", "Under the policy"):
        table.add_column(title, width=(width - 2 * GAP) // 2, overflow="fold")
    columns = [
        {begin: (end, text) for begin, end, text in story.blocks(life, first, life.last, happens)}
        for life in lives
    ]
    for begin in sorted({*columns[0], *columns[1]}):
        cells = []
        for life, blocks in zip(lives, columns, strict=True):
            end, text = blocks.get(begin, (begin, ""))
            cells.append(Text(f"{story.dates(life, begin, end)}: {text}" if text else ""))
        table.add_row(*cells)
    table.add_row("", "")
    table.add_row(*(Text(story.closing(life)) for life in lives))
    return table


def balance(baseline: Life, policy: Life) -> list[str]:
    """Two lives against each other in a few lines."""
    found = ["In the end, baseline against policy:"]
    for said, total in (
        ("months in work", lambda life: number(life.value("months_in_work", life.last), 0)),
        ("hours with staff", lambda life: number(story.hours_with_staff(life), 0)),
        ("benefit cuts", lambda life: number(life.value("sanctions_received", life.last), 0)),
        ("income before tax", lambda life: story.money(life, story.income_in_all(life))),
    ):
        here, there = total(baseline), total(policy)
        found.append(f"  {said}: {here} {'in both' if here == there else f'against {there}'}")
    return found
