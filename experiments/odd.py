"""Writes the generated parts of the documents from the code: ``python -m experiments.odd``.

A generated part stands between ``<!-- generated: name -->`` and ``<!-- end -->``; ``PARTS`` says
which function writes which name. With ``--check`` nothing is written, and the exit code is 1 when
a document no longer says what the code does.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

from sim.agents import Caseworker, Employer, Jobseeker
from sim.barriers import BARRIERS
from sim.columns import ColumnAgent
from sim.instruments import INSTRUMENTS, Instrument
from sim.ledger import payments
from sim.month import MONTH
from sim.outcomes import OUTCOMES
from sim.parameters import GRADES, Parameter
from sim.scenario import Declaration, declarations, default_scenario, load, shipped
from sim.statuses import STATUSES
from sim.world import WORLD

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("docs/odd.md", "docs/evidence-sources.md")
MARKED = re.compile(r"<!-- generated: ([^\n]*?) -->\n(.*?)<!-- end -->", re.S)
SOURCE_ID = re.compile(r"\b(?:[A-HS]-\d\d|S00\d|IPS-25)\b")
CITING = ("sim", "scenarios", "experiments")


class Stale(Exception):
    """A document's generated part is not what the code says, or has no writer."""


# -- what is known about sources --------------------------------------------------------------


@cache
def sources() -> dict[str, dict]:
    """``scenarios/sources.toml``: documents, traps, stylised facts and facts by id."""
    return tomllib.loads((ROOT / "scenarios" / "sources.toml").read_text(encoding="utf-8"))


@cache
def citations() -> dict[str, tuple[str, ...]]:
    """Every source id that a file of model, scenarios or experiments cites, with the files."""
    found: dict[str, set[str]] = {}
    for folder in CITING:
        for path in sorted((ROOT / folder).rglob("*")):
            own = path.name in ("sources.toml", Path(__file__).name)
            if path.suffix in (".py", ".toml") and not own:
                name = path.relative_to(ROOT).with_suffix("").as_posix()
                for source in SOURCE_ID.findall(path.read_text(encoding="utf-8")):
                    found.setdefault(source, set()).add(name.removeprefix("sim/"))
    return {source: tuple(sorted(files)) for source, files in sorted(found.items())}


def rests_on_memory(parameter: Parameter) -> bool:
    """Whether all facts that a number cites still have to be looked up."""
    facts = [sources()["facts"].get(i) for i in SOURCE_ID.findall(parameter.source)]
    return bool(facts) and all(fact and fact["status"] == "from memory" for fact in facts)


# -- small pieces of Markdown -----------------------------------------------------------------


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; cells are made of one line each."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )


def prose(text: str | None) -> str:
    """A docstring as one line."""
    return " ".join((text or "").split())


def number(value: object) -> str:
    """A value as a person writes it in a scenario file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:,.10g}".replace(",", " ") if abs(value) >= 10_000 else f"{value:.10g}"
    return str(value)


def plausible(parameter: Parameter) -> str:
    """The plausible range, or the list of choices."""
    if parameter.plausible:
        return " to ".join(number(end) for end in parameter.plausible)
    return parameter.allowed()


def source_of(parameter: Parameter) -> str:
    """The source as declared, with a mark where it still has to be looked up."""
    return parameter.source + (" (from memory)" if rests_on_memory(parameter) else "")


def levers_table(found: Iterable[Declaration]) -> str:
    """Levers: address, default, unit, plausible range, meaning, source."""
    return table(
        ("lever", "default", "unit", "plausible", "meaning", "source"),
        [(f"`{d.address}`", number(d.parameter.default), d.parameter.unit.name,
          plausible(d.parameter), d.parameter.help, source_of(d.parameter)) for d in found],
    )  # fmt: skip


def assumptions_table(found: Iterable[Declaration]) -> str:
    """Assumptions: as levers, with how sure we are."""
    return table(
        ("assumption", "default", "unit", "plausible", "meaning", "source", "grade"),
        [(f"`{d.address}`", number(d.parameter.default), d.parameter.unit.name,
          plausible(d.parameter), d.parameter.help, source_of(d.parameter), d.parameter.grade)
         for d in found],
    )  # fmt: skip


def declared(kind: str, record: str | None = None) -> list[Declaration]:
    """Declarations of one kind, of one group or instrument if named."""
    return [
        d for d in declarations().values()
        if d.parameter.kind == kind and record in (None, d.record)
    ]  # fmt: skip


# -- the parts --------------------------------------------------------------------------------


def phases() -> str:
    """The month, line by line."""
    lines = []
    for place, phase in enumerate(MONTH, start=1):
        name = phase.__name__.replace("_", " ").capitalize()
        file = phase.__module__.replace(".", "/") + ".py"
        lines.append(f"{place}. **{name}.** {prose(phase.__doc__)} (`{file}`)")
    return "\n".join(lines)


def columns_of(kind: type[ColumnAgent]) -> str:
    """The state variables of one kind of agent."""
    rows = []
    for name, column in kind.columns().items():
        codes = "; ".join(f"{code} {word}" for code, word in enumerate(column.names))
        meaning = column.help + (f" ({codes})" if codes and column.names != STATUSES else "")
        rows.append((f"`{name}`", column.dtype, column.unit, meaning))
    return table(("state variable", "type", "unit", "meaning"), rows)


def statuses() -> str:
    """The labour-market statuses with their codes."""
    return table(("code", "status"), enumerate(STATUSES))


def delivery(instrument: type[Instrument]) -> str:
    """Who gets an instrument, in a sentence."""
    if instrument.share is None:
        return "For everybody; it has no places."
    status = ""
    if instrument.status is not None:
        status = f" People in it have the status *{STATUSES[instrument.status]}*."
    staff = " They share employment specialists." if instrument.has_specialists else ""
    who = prose(instrument.eligible.__doc__ if instrument.eligible else "")
    return (
        f"Delivered in places, a share (`{instrument.share}`) of those who qualify and are willing. "
        f"Who qualifies: {who}{status}{staff} Paid by the {instrument.payer}."
    )


def instruments() -> str:
    """Every instrument: mechanism, delivery, month, levers, assumptions."""
    parts = []
    for instrument in INSTRUMENTS:
        month = prose(instrument.work.__doc__ if instrument.work else "It has no month of its own.")
        moved = ", ".join(f"`{name}`" for name in instrument.moves)
        parts.append(f"#### {instrument.label} (`{instrument.name}`)\n")
        parts.append(prose(instrument.__doc__) + "\n")
        parts.append(f"- *Mechanism:* {instrument.mechanism}.")
        parts.append(f"- *Delivery:* {delivery(instrument)}")
        parts.append(f"- *A month:* {month}")
        parts.append(f"- *Moves first:* {moved}.\n")
        parts.append(levers_table(declared("lever", instrument.name)) + "\n")
        own = declared("assumption", instrument.name)
        if own:
            parts.append(assumptions_table(own) + "\n")
    return "\n".join(parts).rstrip("\n")


def settings() -> str:
    """What sizes and places a district."""
    return table(
        ("setting", "default", "unit", "plausible", "meaning"),
        [(f"`{d.address}`", number(d.parameter.default), d.parameter.unit.name,
          plausible(d.parameter), d.parameter.help) for d in declared("setting")],
    )  # fmt: skip


def assumptions() -> str:
    """Every assumption outside instruments, group by group."""
    parts = []
    for name, group in WORLD.items():
        parts.append(f"#### `world.{name}`\n\n{prose(group.__doc__)}\n")
        parts.append(assumptions_table(declared("assumption", name)) + "\n")
    return "\n".join(parts).rstrip("\n")


def grades() -> str:
    """How many assumptions have which grade, and which rest on memory."""
    everything = declared("assumption")
    rows = [
        (grade, meaning, sum(d.parameter.grade == grade for d in everything))
        for grade, meaning in GRADES.items()
    ]
    recalled = [
        f"`{d.address}`" for d in declarations().values() if rests_on_memory(d.parameter)
    ]  # fmt: skip
    listed = ", ".join(recalled) or "none"
    return (
        table(("grade", "meaning", "assumptions"), rows)
        + f"\n\n{len(declared('lever'))} levers, {len(everything)} assumptions, "
        + f"{len(declared('setting'))} settings. Numbers whose every cited fact was recalled from "
        + f"memory: {listed}."
    )


def outcomes() -> str:
    """What is measured."""
    better = {1: "more", -1: "less", 0: ""}
    return table(
        ("outcome", "label", "unit", "better"),
        [(f"`{o.name}`", o.label, o.unit, better[o.better]) for o in OUTCOMES],
    )


def money() -> str:
    """Every kind of payment: who pays whom."""
    municipal = default_scenario()["world.money.municipal_share"]

    def shares(of: dict[str, float]) -> str:
        return ", ".join(who if part == 1.0 else f"{who} {part:.0%}" for who, part in of.items())

    return table(
        ("payment", "paid by", "received by"),
        [(p.name, shares(p.payers), shares(p.receivers)) for p in payments(municipal)],
    )


def scenarios() -> str:
    """The scenario files that come with Inroads."""
    defaults, rows = default_scenario(), []
    for name in shipped():
        scenario = load(name)
        changed = len(scenario.differences(defaults))
        rows.append((f"`{name}`", scenario.about.get("title", ""), scenario.about.get("assumes", ""),
                     changed))  # fmt: skip
    return table(("scenario", "title", "assumes", "numbers that differ from the defaults"), rows)


def facts(cited: bool) -> str:
    """Facts that the code cites, or those that wait: study, figure, status, address, where cited."""
    rows = []
    for source, fact in sources()["facts"].items():
        where = citations().get(source, ())
        if bool(where) == cited:
            rows.append([source, fact["study"], fact["country"], fact["figure"], fact["status"],
                         fact["advice"], address(fact["address"])])  # fmt: skip
            if cited:
                rows[-1].append(", ".join(f"`{name}`" for name in where))
    header = ["id", "study", "country", "figure", "status", "advice", "where read"]
    return table([*header, "cited in"] if cited else header, rows)


def address(where: str) -> str:
    """Where a figure was read, as a link if it is one."""
    return f"<{where}>" if "://" in where else where


def documents() -> str:
    """The sources that stand for whole documents, and where they are cited."""
    return table(
        ("id", "document", "address", "cited in"),
        [(name, entry["title"], address(entry["address"]),
          ", ".join(f"`{file}`" for file in citations().get(name, ())))
         for name, entry in sources()["documents"].items()],
    )  # fmt: skip


def numbered(section: str) -> str:
    """Traps or stylised facts, by the number under which code cites them."""
    return "\n".join(f"{place}. {text}" for place, text in sources()[section].items())


def barriers() -> str:
    """The barriers of the framework and how each is counted."""
    return table(
        ("code", "barrier", "arises", "who is counted"),
        [(one.code, one.label, one.arises, one.measure) for one in BARRIERS],
    )


PARTS: dict[str, Callable[[], str]] = {
    "phases": phases,
    "jobseekers": lambda: columns_of(Jobseeker),
    "employers": lambda: columns_of(Employer),
    "caseworkers": lambda: columns_of(Caseworker),
    "statuses": statuses,
    "outcomes": outcomes,
    "barriers": barriers,
    "payments": money,
    "scenarios": scenarios,
    "grades": grades,
    "settings": settings,
    "instruments": instruments,
    "assumptions": assumptions,
    "cited facts": lambda: facts(cited=True),
    "other facts": lambda: facts(cited=False),
    "documents": documents,
    "traps": lambda: numbered("traps"),
    "stylised facts": lambda: numbered("stylised_facts"),
}


def brought_up_to_date(text: str) -> str:
    """A document's text with every generated part written anew.

    Raises Stale for a part that nobody writes.
    """

    def write(found: re.Match) -> str:
        name = found.group(1)
        if name not in PARTS:
            raise Stale(f"Nothing writes a part called {name!r}; there are {', '.join(PARTS)}.")
        return f"<!-- generated: {name} -->\n{PARTS[name]()}\n<!-- end -->"

    return MARKED.sub(write, text)


def stale(documents: Iterable[Path]) -> list[Path]:
    """Those of the documents whose generated parts are not what the code says now."""
    return [path for path in documents if brought_up_to_date(read(path)) != read(path)]


def read(path: Path) -> str:
    """A document's text."""
    return path.read_text(encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Write the generated parts, or check them."""
    if list(arguments) not in ([], ["--check"]):
        sys.exit("Use python -m experiments.odd to write the documents, --check to check them.")
    outdated = stale(ROOT / name for name in DOCUMENTS)
    names = " and ".join(path.relative_to(ROOT).as_posix() for path in outdated)
    if arguments and outdated:
        sys.exit(f"The code has moved on from {names}: run python -m experiments.odd.")
    for path in outdated:
        path.write_text(brought_up_to_date(read(path)), encoding="utf-8")
    print(f"Written anew: {names}." if outdated else "The documents say what the code does.")


if __name__ == "__main__":
    main(sys.argv[1:])
