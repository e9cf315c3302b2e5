"""A scenario: world, policy and size of one district, in one file; the border for all input.

``load`` reads TOML; ``Scenario.set`` returns a changed copy. Input is checked here, once, and
every mistake is one sentence: what is wrong, where, what is allowed, the nearest name.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.compiled import RECORDS
from sim.errors import InputError
from sim.instruments import INSTRUMENTS
from sim.parameters import Group, Parameter
from sim.world import DISTRICT, WORLD

LARGEST_FILE = 1_000_000  # bytes; a scenario is a page of text
LONGEST_NAME = 100  # of a name that is compared with the known ones
LONGEST_CHAIN = 20  # scenarios that extend each other
MOST_DOTS = 100  # in a line; an address has four
ABOUT_KEYS = ("title", "question", "source", "assumes", "compare_with")
# What stands among the scenario files and is none.
NO_SCENARIOS = (
    "profiles",
    "trials",
    "posterior",
    "nations",
    "experiments",
    "sources.toml",
    "targets.toml",
    "facts_not_met.toml",
)


@dataclass(frozen=True)
class Declaration:
    """A parameter at its address, and the record and field under which kernels see it."""

    address: str
    record: str
    field: str
    parameter: Parameter


def _declare(prefix: str, name: str, group: type[Group]) -> Iterator[Declaration]:
    for path, parameter in group.declared():
        top = {"lever": "policy", "assumption": "world"}.get(parameter.kind, prefix)
        parts = [top, name, *path] if parameter.kind != "setting" else [prefix, *path]
        yield Declaration(".".join(parts), name, "_".join(path), parameter)


@cache
def declarations() -> Mapping[str, Declaration]:
    """Every declared number by its dotted address, in the order of the documentation."""
    found: list[Declaration] = [*_declare("district", "district", DISTRICT)]
    for instrument in INSTRUMENTS:
        found += _declare("policy", instrument.name, instrument)
    for name, group in WORLD.items():
        found += _declare("world", name, group)
    order = {"district": 0, "policy": 1, "world": 2}
    found.sort(key=lambda declaration: order[declaration.address.split(".")[0]])
    by_address = {declaration.address: declaration for declaration in found}
    if len(by_address) != len(found):
        raise AssertionError("two declarations share an address")
    return MappingProxyType(by_address)


@cache
def _record_types() -> dict[str, tuple[np.dtype, tuple[tuple[str, Callable | None], ...]]]:
    """Each record's type; for each of its fields the address, and what makes a number of the value there."""
    members: dict[str, list[Declaration]] = {}
    for declaration in declarations().values():
        members.setdefault(declaration.record, []).append(declaration)
    found = {}
    for name, held in members.items():
        units = [declaration.parameter.unit for declaration in held]
        kinds = [np.int64 if unit.whole or unit.kind != "number" else np.float64 for unit in units]
        fields = [declaration.field for declaration in held]
        makes = [one.parameter.as_number if one.parameter.unit.kind != "number" else None for one in held]
        addresses = [declaration.address for declaration in held]
        found[name] = (
            np.dtype(list(zip(fields, kinds, strict=True))),
            tuple(zip(addresses, makes, strict=True)),
        )
    return found


def nearest(word: str, words: Iterable[str]) -> str:
    """' Did you mean X?' for the closest of the words, or nothing."""
    close = difflib.get_close_matches(word[:LONGEST_NAME], list(words), n=1, cutoff=0.5)
    return f" Did you mean {show(close[0])}?" if close else ""


def show(value: Any, room: int = 60) -> str:
    """A value as an error message quotes it: short, on one line, without control characters."""
    try:
        text = repr(value).lower() if isinstance(value, bool) else repr(value)
    except (RecursionError, ValueError):  # nested too deep, or an endless whole number
        return f"too long a {'number' if isinstance(value, int) else 'table'} to show"
    return text if len(text) <= room else text[: room - 3] + "..."


def show_path(path: str | Path) -> str:
    """A path as an error message quotes it; of a long one its end, which tells it apart."""
    text = repr(str(path))
    return text if len(text) <= 80 else "'..." + text[-77:]


def check(address: str, value: Any, where: str = "") -> Any:
    """The value, checked and in its canonical type.

    Raises InputError, naming what is allowed or the nearest address; ``where`` is the file.
    """
    place = f" in {where}" if where else ""
    declaration = declarations().get(address)
    if declaration is None:
        if is_group(address):
            raise InputError(
                f"{address}{place} is a group of numbers, so it takes no value itself; "
                f"name one of them, as in {first_of(address)}."
            )
        raise InputError(
            f"There is no lever or assumption called {show(address)}{place}."
            f"{nearest(address, declarations())} 'inroads levers --all' lists them."
        )
    try:
        return declaration.parameter.accept(value)
    except ValueError as allowed:
        raise InputError(
            f"{address}{place} is {show(value)}, but must be {allowed} ({declaration.parameter.unit.name})."
        ) from None


def is_group(address: str) -> bool:
    """Whether numbers are declared below this address."""
    return any(known.startswith(address + ".") for known in declarations())


def first_of(group: str) -> str:
    """The first address below a group."""
    return next(known for known in declarations() if known.startswith(group + "."))


@dataclass(frozen=True)
class Scenario:
    """World, policy and size of one district. Frozen: ``set`` returns a changed copy.

    values: every address with its value; about: title, question, source ... for people;
    name: what to call it in messages; said: the addresses that a file or a change gave a value,
    even where it is the declared default.
    """

    name: str
    values: Mapping[str, Any]
    about: Mapping[str, str] = field(default_factory=dict)
    said: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def __getitem__(self, address: str) -> Any:
        return self.values[address]

    def set(self, changes: Mapping[str, Any]) -> Scenario:
        """A copy with some addresses changed.

        Raises InputError for an unknown address or an impossible value.
        """
        checked = {address: check(address, value) for address, value in changes.items()}
        values = MappingProxyType({**self.values, **checked})
        return Scenario(self.name, values, self.about, self.said.union(checked))

    def differences(self, other: Scenario) -> dict[str, tuple[Any, Any]]:
        """The addresses at which the two differ, each with (mine, theirs)."""
        return {
            address: (mine, other.values[address])
            for address, mine in self.values.items()
            if mine != other.values[address]
        }

    def records(self) -> dict[str, np.ndarray]:
        """The values as the kernels take them: a table of one typed row for each group."""
        values = self.values
        return {
            name: np.array(
                [tuple([make(values[a]) if make else values[a] for a, make in fields])], dtype
            ).view(RECORDS)
            for name, (dtype, fields) in _record_types().items()
        }

    def __reduce__(self):
        return (_restore, (self.name, dict(self.values), dict(self.about), self.said))


def _restore(name, values, about, said=frozenset()):
    return Scenario(name, MappingProxyType(values), about, said)


def default_scenario() -> Scenario:
    """The declared defaults, with no country's file on top."""
    values = {address: item.parameter.default for address, item in declarations().items()}
    return Scenario("defaults", MappingProxyType(values))


def shipped() -> dict[str, Path]:
    """The scenario files that come with Inroads, by name ('denmark', 'recommendations/x')."""
    root = Path(str(resources.files("scenarios")))
    return {
        path.relative_to(root).with_suffix("").as_posix(): path
        for path in sorted(root.rglob("*.toml"))
        if path.relative_to(root).parts[0] not in NO_SCENARIOS
    }


def profiles() -> dict[str, Path]:
    """The profiles that come with Inroads, by name ('neet'): who the people of a study are."""
    root = Path(str(resources.files("scenarios"))) / "profiles"
    return {path.stem: path for path in sorted(root.glob("*.toml"))}


def profile(name: str | Path) -> dict[str, Any]:
    """The values in a profile, a shipped one by name or a file: {address: value}.

    A profile is a fragment that goes on top of any scenario: [about] and values, no ``extends``.
    Raises InputError with one sentence for anything else.
    """
    return _profile(name)[1]


def about_profile(name: str | Path) -> dict[str, str]:
    """What a profile says of itself: title, source, what is assumed. Raises InputError."""
    return _profile(name)[0]


def _profile(name: str | Path) -> tuple[dict[str, str], dict[str, Any]]:
    path = _find_profile(str(name))
    where, content = show_path(path), read_toml(path)
    if "extends" in content:
        raise InputError(
            f"{where} extends a scenario, but a profile goes on top of any: leave out extends, "
            "and keep [about] and the values of who the people are."
        )
    about = _about(content.pop("about", {}), where)
    values = values_in(content, where)
    sizes = [address for address in values if address.startswith("district.")]
    if sizes:
        raise InputError(
            f"{sizes[0]} in {where} sizes a district, but a profile says only who the people are; "
            "set it in the scenario."
        )
    if not values:
        raise InputError(f"{where} says nothing of who the people are; a profile has, say, [world.people].")
    return about, values


def _find_profile(name: str) -> Path:
    known = profiles()
    if name in known:
        return known[name]
    try:
        if Path(name).exists():
            return Path(name)
    except (OSError, ValueError):  # too long, or no path at all
        pass
    raise InputError(
        f"There is no profile {show_path(name)}: give a TOML file, or one of {', '.join(known)}."
        f"{nearest(name, known)}"
    )


def load(name: str | Path) -> Scenario:
    """The scenario in a file, or a shipped one by name.

    Raises InputError with one sentence for anything that is not a sound scenario.
    """
    return _load(_find(str(name), None), ())


def _find(name: str, base: Path | None) -> Path:
    """The file that a name stands for: shipped, or a path (from ``base`` for ``extends``)."""
    known = shipped()
    if name in known:
        return known[name]
    try:
        path = (base / name) if base else Path(name)
        if path.exists():
            return path
        beside = [other.name for other in path.parent.glob("*.toml") if other.name != "pyproject.toml"]
    except (OSError, ValueError):  # too long, or no path at all
        beside = []
    last_parts = {full.rpartition("/")[2]: full for full in known}
    if name in last_parts:
        near = f" Did you mean {show(last_parts[name])}?"
    else:
        near = nearest(name, known) or nearest(Path(name).name, beside)
    baselines = ", ".join(full for full in known if "/" not in full)
    raise InputError(
        f"There is no scenario {show_path(name)}: give a TOML file, or a shipped one such as {baselines}; "
        f"'inroads scenarios' lists them.{near}"
    )


def read_toml(path: Path) -> dict:
    """The contents of a TOML file; raises InputError where it cannot be read as one."""
    try:
        if not path.is_file():
            raise InputError(f"{show_path(path)} is not a file; give the path of a TOML file.")
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise InputError(f"{show_path(path)} cannot be read: {reason}.") from None
    if len(raw) > LARGEST_FILE:
        raise InputError(
            f"{show_path(path)} is larger than {LARGEST_FILE:,} bytes, so it is not a scenario; "
            "a scenario is a page of TOML."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{show_path(path)} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from None
    # The parser takes minutes over a key of thousands of parts, and no scenario has one.
    if any(line.count(".") > MOST_DOTS for line in text.split("\n") if line.lstrip()[:1] != "#"):
        raise InputError(f"{show_path(path)} is not a scenario: a line has more than {MOST_DOTS} dots.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).rpartition(" (at ")
        raise InputError(
            f"{show_path(path)} is not TOML at {place.rstrip(')')}: {show(reason)[1:-1]}."
        ) from None
    except (RecursionError, ValueError):
        raise InputError(
            f"{show_path(path)} cannot be read: it nests too deep or has too long a number."
        ) from None


def _load(path: Path, chain: tuple[Path, ...]) -> Scenario:
    where = show_path(path)
    try:
        own = path.resolve()
    except (OSError, RuntimeError):  # a circle of symbolic links
        raise InputError(f"{where} is a link that leads nowhere.") from None
    if own in chain:
        circle = " -> ".join(show_path(link.name) for link in (*chain, own))
        raise InputError(f"These scenarios extend each other in a circle: {circle}.")
    if len(chain) == LONGEST_CHAIN:
        raise InputError(f"{where} is the end of more than {LONGEST_CHAIN} scenarios in a row.")
    content = read_toml(path)
    if not content:
        raise InputError(f'{where} is empty; a scenario starts with, say, extends = "denmark".')
    parent = content.pop("extends", None)
    if parent is not None and not (isinstance(parent, str) and parent):
        raise InputError(f"extends in {where} is {show(parent)}, but must be a scenario's name.")
    extends = None if parent is None else _find(parent, path.parent)
    base = default_scenario() if extends is None else _load(extends, (*chain, own))
    about = {**base.about, **_about(content.pop("about", {}), where)}
    changes = values_in(content, where)
    name = path.stem.encode("utf-8", "replace").decode("utf-8")
    return Scenario(name, MappingProxyType({**base.values, **changes}), about, base.said.union(changes))


def _about(table: Any, where: str) -> dict[str, str]:
    if not isinstance(table, dict):
        raise InputError(
            f"about in {where} is {show(table)}, but must be a table with {', '.join(ABOUT_KEYS)}."
        )
    for key, text in table.items():
        if key not in ABOUT_KEYS:
            raise InputError(
                f"about in {where} has no entry {show(key)}; it takes {', '.join(ABOUT_KEYS)}."
                f"{nearest(key, ABOUT_KEYS)}"
            )
        if not isinstance(text, str):
            raise InputError(f"about.{key} in {where} is {show(text)}, but must be a sentence.")
    return table


def values_in(content: dict, where: str) -> dict[str, Any]:
    """The checked value at every address of a file's tables."""
    values: dict[str, Any] = {}
    for address, value in _flatten(content, where):
        if address in values:
            raise InputError(f"{address} in {where} has two values; keep one.")
        values[address] = check(address, value, where)
    return values


def _flatten(table: dict, where: str) -> Iterator[tuple[str, Any]]:
    """Dotted addresses of a nested table, in its order.

    Raises InputError for a table where no group is.
    """
    stack = list(reversed(table.items()))
    while stack:
        address, value = stack.pop()
        if isinstance(value, dict) and address not in declarations():
            if not is_group(address):
                groups = {a.rsplit(".", n)[0] for a in declarations() for n in (1, 2)}
                raise InputError(
                    f"There is no group {show(address)} in a scenario, but {where} has one."
                    f"{nearest(address, sorted(groups))} 'inroads levers --all' lists them."
                )
            stack.extend((f"{address}.{key}", item) for key, item in reversed(value.items()))
        else:
            yield address, value
