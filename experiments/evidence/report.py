"""What `inroads evidence` does: print the stored results, or measure them anew."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from experiments.evidence import words
from experiments.evidence.forest import NARROWEST, WIDEST, Forest, signs_for
from experiments.evidence.results import Evidence, Fact, Row, read, worst_first
from experiments.evidence.sources import citation
from experiments.terminal import complain, one_line, say, show
from sim.errors import InputError
from sim.scenario import nearest
from sim.scenario import show as quoted

IN_A_FILE = 100  # columns where no terminal is


@dataclass(frozen=True)
class Asked:
    """What is wanted of the evidence."""

    only: Sequence[str] = ()
    file: str | None = None
    out: str | None = None
    as_json: bool = False
    quiet: bool = False


def evidence(
    asked: Asked,
    again: bool,
    worlds: int | None,
    parameters: str | None,
    descriptive: bool,
    facts: bool,
) -> None:
    """Do the one thing that is asked for. Raises InputError where options do not go together."""
    modes = {"--run": again, "--file": asked.file is not None, "--descriptive": descriptive, "--facts": facts}
    given = [name for name, is_given in modes.items() if is_given]
    if len(given) > 1:
        raise InputError(f"{given[0]} and {given[1]} do not go together; ask for one of them.")
    if not (again or descriptive or facts) and (worlds, parameters, asked.out) != (None, None, None):
        raise InputError("--seeds, --parameters and --out say how to measure, so they need --run.")
    if asked.only and asked.out is not None:
        raise InputError("--only measures a part, and --out writes the whole; leave out one of them.")
    if descriptive or facts:
        ignored = {"--parameters": parameters, "--only": asked.only or None, "--out": asked.out}
        for name, value in ignored.items():
            if value is not None:
                raise InputError(
                    f"{name} does not go with {given[0]}, which measures all of its figures with the best "
                    "parameter set; use --run for parameter sets or a part."
                )
    if again:
        anew(asked, worlds, parameters)
    elif descriptive or facts:
        part_of_it("descriptive" if descriptive else "facts", asked, worlds)
    else:
        stored(asked)


def part_of_it(which: str, asked: Asked, worlds: int | None) -> None:
    """The figures that are told by a function of their own."""
    if which == "facts":
        from experiments.evidence import from_facts as evidence_facts

        evidence_facts.print_all(worlds, asked.as_json, asked.quiet)
    else:
        from experiments.figures import descriptive

        descriptive.report(*(() if worlds is None else (worlds,)), as_json=asked.as_json)


def stored(asked: Asked) -> None:
    """Print the stored results, with a warning where the model has changed since."""
    evidence = narrowed(read(asked.file), asked.only)
    if evidence.is_stale:
        complain(words.STALE)
    tell(evidence, asked)


def anew(asked: Asked, worlds: int, parameters: str | None) -> None:
    """Measure everything, or some of it, and print or write it."""
    from experiments.evidence import rows as evidence_rows
    from experiments.evidence.run import chosen, measured, writable, write

    place = None if asked.out is None else writable(asked.out)
    pieces = chosen(evidence_rows.pieces(), asked.only)
    settings = evidence_rows.settings(worlds, parameters)
    evidence = evidence_rows.with_left_out(measured(pieces, settings, asked.quiet or asked.as_json))
    if place is not None:
        write(place, evidence)
    tell(evidence, asked)


def names_of(row: Row) -> set[str]:
    """What a row can be asked for by: its id, its source, its trial file."""
    return {row.id, row.source, *filter(None, [row.more.get("trial")])}


def narrowed(evidence: Evidence, only: Sequence[str]) -> Evidence:
    """Some of the results. Raises InputError for a name that none has."""
    if not only:
        return evidence
    known = {name for row in evidence.rows for name in names_of(row)}
    known |= {f"fact {fact.number}" for fact in evidence.facts}
    for name in only:
        if name not in known:
            raise InputError(
                f"There is no result called {quoted(name)}.{nearest(name, sorted(known))} "
                "'inroads evidence' lists them."
            )
    rows = tuple(row for row in evidence.rows if names_of(row) & set(only))
    facts = tuple(fact for fact in evidence.facts if f"fact {fact.number}" in only)
    return replace(evidence, rows=rows, facts=facts)


def tell(evidence: Evidence, asked: Asked) -> None:
    """The results as JSON, or as sentences, forest and facts."""
    if asked.as_json:
        from experiments.answers import say_json

        say_json({**evidence.as_dict(), "score": words.score(evidence), "stale": evidence.is_stale})
        return
    width = columns()
    say_sentences(words.score(evidence), width)
    if not asked.quiet and evidence.rows:
        say()
        say_forest(evidence, width)
    if evidence.facts:
        say_facts(evidence.facts, width)
    if asked.only:
        for row in worst_first(evidence.rows):
            say_details(row, width)
    say_sentences([words.made_from(evidence)], width)


def columns() -> int:
    """How wide the text may be."""
    if not sys.stdout.isatty():
        return IN_A_FILE
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)


def say_sentences(sentences: Sequence[str], width: int) -> None:
    """Sentences, each on lines of its own."""
    for sentence in sentences:
        say(textwrap.fill(one_line(sentence), width))


def say_forest(evidence: Evidence, width: int) -> None:
    """The forest, in colour where there is a terminal."""
    from rich.text import Text

    lines = Forest(width, signs_for(getattr(sys.stdout, "encoding", None))).lines(evidence)
    drawn = Text("\n".join("".join(text for text, _ in line).rstrip() for line in lines), no_wrap=True)
    at = 0
    for line in lines:
        for text, style in line:
            if style:
                drawn.stylize(style, at, at + len(text.rstrip()))
            at += len(text)
        at -= len("".join(text for text, _ in line)) - len("".join(text for text, _ in line).rstrip())
        at += 1
    show(drawn)


def say_facts(facts: Sequence[Fact], width: int) -> None:
    """Each fact with what was measured; those not met first."""
    signs = signs_for(getattr(sys.stdout, "encoding", None)).verdicts
    say_sentences([words.facts(facts)], width)
    for fact in sorted(facts, key=lambda fact: (fact.met, fact.number)):
        mark = f"{signs[words.FITS]} met" if fact.met else f"{signs[words.SIGN_WRONG]} not met"
        text = f"{mark:10s} Fact {fact.number}. {fact.title} {fact.measured}"
        say(textwrap.fill(one_line(text), width, subsequent_indent=" " * 11))
    say()


def say_details(row: Row, width: int) -> None:
    """Everything about one result."""
    say(textwrap.fill(f"{words.label(row)}: {row.outcome}", width))
    for name, text in words.details(row, citation(row.source)):
        say(textwrap.fill(one_line(f"{name}: {text}"), width, initial_indent="  ", subsequent_indent="  "))
    say()
