"""Measures the evidence anew, piece by piece: a trial, a pattern, a country's people, a fact.

Every finished piece is kept in the user's cache under a name that holds everything it depends on,
so that Ctrl-C loses at most the piece under way and the same command goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from experiments.evidence.results import LAYOUT, SCENARIOS, Evidence, Fact, Row, from_dict, versions
from experiments.manifest import commit
from experiments.manifest import versions as packages
from experiments.manual import Stopped
from experiments.terminal import progress
from sim.errors import InputError
from sim.scenario import nearest, show

PROGRAM = Path(__file__).parents[1]  # experiments/ with all its packages
WORLDS = 24  # a result, unless said otherwise: twelve parameter sets, twice each
BEST, POSTERIOR = "best", "posterior"
PARAMETERS_SAID = {
    BEST: "all with the best parameter set",
    POSTERIOR: "each two with a parameter set of their own",
}


@dataclass(frozen=True)
class Settings:
    """How many worlds, and with which parameter sets."""

    worlds: int = WORLDS
    parameters: str = POSTERIOR

    @property
    def seeds(self) -> range:
        """A seed for each world."""
        return range(1, self.worlds + 1)


@dataclass(frozen=True)
class Found:
    """What one piece gives."""

    rows: tuple[Row, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Something that is measured in one go; ``names`` are what it can be asked for by."""

    key: str
    names: tuple[str, ...]
    measure: Callable[[Settings], Found]


def chosen(pieces: Sequence[Piece], only: Sequence[str] | None) -> list[Piece]:
    """The pieces asked for. Raises InputError for a name that no piece has."""
    if not only:
        return list(pieces)
    known = sorted({name for piece in pieces for name in (piece.key, *piece.names)})
    for name in only:
        if name not in known:
            raise InputError(
                f"There is no evidence called {show(name)}.{nearest(name, known)} "
                "'inroads evidence' lists what there is."
            )
    return [piece for piece in pieces if {piece.key, *piece.names} & set(only)]


def measured(pieces: Sequence[Piece], settings: Settings, quiet: bool) -> Evidence:
    """Measure every piece that is not kept from an earlier call.

    Raises Stopped on Ctrl-C, after saying what is kept.
    """
    found: list[Found] = []
    code = _code()
    with progress("Measuring the evidence", wanted=not quiet) as bar:
        bar(0, len(pieces))
        for done, piece in enumerate(pieces, start=1):
            place = _place(piece, settings, code)
            try:
                found.append(_kept(place) or _keep(place, piece.measure(settings)))
            except KeyboardInterrupt:
                raise Stopped(
                    f"{done - 1} of {len(pieces)} parts are kept; the same command goes on from there"
                ) from None
            bar(done, len(pieces))
    return Evidence(
        tuple(row for part in found for row in part.rows),
        tuple(sorted((fact for part in found for fact in part.facts), key=lambda fact: fact.number)),
        _manifest(settings),
    )


def _manifest(settings: Settings) -> dict:
    return {
        **versions(),
        "seeds": settings.worlds,
        "parameters": settings.parameters,
        "parameters_said": PARAMETERS_SAID[settings.parameters],
        "commit": commit(),
        "versions": packages(),
    }


def _code() -> str:
    """A hash of the program and the files that it measures from."""
    digest = hashlib.sha256(json.dumps(versions()).encode())
    for path in _measured_from():
        home = PROGRAM if path.is_relative_to(PROGRAM) else SCENARIOS
        digest.update(path.relative_to(home.parent).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _measured_from() -> list[Path]:
    """Every file of the program and of the scenarios on which a piece may depend."""
    kinds = ((PROGRAM, "*.py"), (SCENARIOS, "*.toml"), (SCENARIOS, "*.csv"))
    return [path for folder, ending in kinds for path in sorted(folder.rglob(ending))]


def _place(piece: Piece, settings: Settings, code: str) -> Path:
    asked = json.dumps([piece.key, settings.worlds, settings.parameters, code, LAYOUT])
    name = hashlib.sha256(asked.encode()).hexdigest()[:24]
    return platformdirs.user_cache_path("inroads") / "evidence" / f"{name}.json"


def _kept(place: Path) -> Found | None:
    """A piece from an earlier call; a damaged file is as good as none."""
    try:
        kept = from_dict(json.loads(place.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return Found(kept.rows, kept.facts)


def _keep(place: Path, found: Found) -> Found:
    """Keep a piece; where nothing can be kept, the next call measures it again."""
    with suppress(OSError):
        write(place, Evidence(found.rows, found.facts))
    return found


def write(place: Path, evidence: Evidence) -> None:
    """Write a file of results whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    text = json.dumps(_finite(evidence.as_dict()), indent=1, ensure_ascii=False, allow_nan=False)
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    finally:
        with suppress(OSError):
            beside.unlink()


def _finite(found):
    """Plain data in which a number that is none is null, and numbers have six digits."""
    if isinstance(found, dict):
        return {str(key): _finite(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_finite(value) for value in found]
    if isinstance(found, float):
        return float(f"{found:.6g}") if abs(found) < float("inf") else None
    return found


def writable(out: str) -> Path:
    """The file to write into, checked before the work and not after it."""
    place = Path(out)
    if place.is_dir():
        raise InputError(f"{show(out)} is a folder; name a file, as in --out results.json.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{show(out)} cannot be written: {error.strerror}.") from None
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        raise InputError(f"{show(out)} cannot be written; name a file in a folder of your own.")
    return place
