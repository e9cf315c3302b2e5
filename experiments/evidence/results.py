"""Published results beside simulated ones: a row each, what is said of it, and where rows are kept.

A published number is one draw of a study of its size. So the range in which it should lie nine
times in ten is the model's own range (parameter sets and luck) widened by the study's sampling
error; a row fits where the published number lies in there. Signs are judged by the mean.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from sim.compiled import model_fingerprint
from sim.errors import InputError
from sim.scenario import show

FITTED, ANCHORED, NOT_FITTED, LEFT_OUT = "fitted", "anchored", "not fitted", "left out in turn"
SET, ADDED, CONTEXT = "set from this study", "mechanism added for it", "context"
USES = (FITTED, ANCHORED, NOT_FITTED, LEFT_OUT, SET, ADDED, CONTEXT)
TESTS = (NOT_FITTED, LEFT_OUT)  # what the model had not seen when it was asked
APART = (SET, ADDED, CONTEXT)  # neither a test nor tuned with: shown, and in no score

FITS, TOO_HIGH, TOO_LOW = "fits", "too high", "too low"
SIGN_RIGHT, SIGN_WRONG, CANNOT_TELL = "sign right", "sign wrong", "cannot tell"
VERDICTS = (FITS, TOO_HIGH, TOO_LOW, SIGN_RIGHT, SIGN_WRONG, CANNOT_TELL)

EFFECT, LEVEL = "effect", "level"
HUNDRED, RATIO = "people in 100", "ratio"
PEOPLE = "Who the people are"  # in place of an instrument, of shares of people at the start

Z95, Z90, Z50 = 1.959964, 1.644854, 0.674490  # half widths of intervals, in standard errors

SCENARIOS = Path(str(resources.files("scenarios")))
STORED = SCENARIOS / "evidence" / "results.json"
LAYOUT = 1  # of the file; another number is another layout
LARGEST_FILE = 20_000_000  # bytes


@dataclass(frozen=True)
class Row:
    """One published result and what the model makes of the same question.

    Numbers are in ``unit``. ``low`` and ``high`` of the published value are its 95% interval, those
    of the model the middle nine of ten worlds (a parameter set and luck each), ``mean_low`` and
    ``mean_high`` the 90% interval of their mean. ``sign`` is '+', '-' or '0' where a study tells
    only the direction; ``within`` says how small a change counts as none.
    """

    id: str
    source: str
    study: str
    country: str
    instrument: str
    outcome: str
    unit: str
    kind: str
    use: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    sign: str | None = None
    within: float = 0.0
    mean: float | None = None
    model_low: float | None = None
    model_high: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None
    worlds: int = 0
    conversion: str = ""
    note: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_test(self) -> bool:
        """Whether the model had not seen this result when it was asked."""
        return self.use in TESTS

    @property
    def block(self) -> bool | None:
        """In which block it stands: a test, used for tuning (False), or apart from both (None)."""
        return None if self.use in APART else self.is_test

    @property
    def anchor_missed(self) -> bool:
        """Whether it rests on an anchor that was not reached in some parameter set."""
        return bool(self.more.get("anchor_missed"))

    @property
    def only_sign(self) -> bool:
        """Whether the study tells the direction and no size that is used."""
        return self.value is None

    @cached_property
    def error(self) -> float:
        """The published value's standard error (of its logarithm for a ratio); 0 if not told.

        An error of exactly 0 says that the model's range holds it already.
        """
        if self.se == 0.0:
            return 0.0
        if self.se is not None and not self._by_log:
            return self.se
        if self.low is None or self.high is None:
            return 0.0
        return (self._scaled(self.high) - self._scaled(self.low)) / (2 * Z95)

    def _scaled(self, value: float) -> float:
        """A ratio by its logarithm, everything else as it is."""
        return math.log(value) if self._by_log else value

    @cached_property
    def _by_log(self) -> bool:
        told = (self.value, self.low, self.high, self.mean, self.model_low, self.model_high)
        return self.unit == RATIO and all(v is None or v > 0 for v in told)

    @property
    def measured(self) -> bool:
        """Whether the model gave a number at all."""
        told = (self.mean, self.model_low, self.model_high)
        return all(v is not None and math.isfinite(v) for v in told)

    def expected(self, z: float = Z90) -> tuple[float, float]:
        """Where the published value should lie: the model's range and the study's own error."""
        middle, low, high = (self._scaled(v) for v in (self.mean, self.model_low, self.model_high))
        below = z * math.hypot((middle - low) / Z90, self.error)
        above = z * math.hypot((high - middle) / Z90, self.error)
        ends = middle - below, middle + above
        return tuple(map(math.exp, ends)) if self._by_log else ends

    @cached_property
    def miss(self) -> float:
        """How far the model lies above the published value, in prediction errors; 0 if unknown."""
        if not self.measured:
            return 0.0
        if self.only_sign:
            return self._sign_miss
        off = self._scaled(self.mean) - self._scaled(self.value)
        end = self.model_low if off > 0 else self.model_high
        spread = math.hypot((self._scaled(self.mean) - self._scaled(end)) / Z90, self.error)
        return off / spread if spread else math.copysign(math.inf, off) if off else 0.0

    @property
    def _sign_miss(self) -> float:
        """How far the mean lies on the wrong side of no effect, in its own errors."""
        if None in (self.mean_low, self.mean_high):
            return 0.0
        spread = (self.mean_high - self.mean_low) / (2 * Z90) or math.inf
        away = (self.mean - self.neutral) / spread
        return {"+": -away, "-": away, "0": abs(away)}[self.sign]

    @property
    def neutral(self) -> float:
        """The value of no effect."""
        return 1.0 if self.unit == RATIO else 0.0

    @property
    def verdict(self) -> str:
        """What the comparison says, in a word or two."""
        if not self.measured:
            return CANNOT_TELL
        if self.only_sign:
            return self._verdict_on_sign()
        low, high = self.expected()
        if low <= self.value <= high:
            return FITS
        return TOO_HIGH if self.value < low else TOO_LOW

    def _verdict_on_sign(self) -> str:
        """By the whole 90% interval of the mean; a mean without an error tells nothing."""
        if None in (self.mean_low, self.mean_high):
            return CANNOT_TELL
        low, high = self.mean_low - self.neutral, self.mean_high - self.neutral
        if self.sign == "0":
            inside = -self.within <= low and high <= self.within
            outside = low > self.within or high < -self.within
            return SIGN_RIGHT if inside else SIGN_WRONG if outside else CANNOT_TELL
        if self.sign == "-":
            low, high = -high, -low
        return SIGN_RIGHT if low > 0 else SIGN_WRONG if high < 0 else CANNOT_TELL

    @property
    def in_half(self) -> bool:
        """Whether the published value lies where half of all should."""
        low, high = self.expected(Z50)
        return low <= self.value <= high

    @property
    def failed(self) -> bool:
        """Whether the model does not do what was published."""
        return self.verdict in (TOO_HIGH, TOO_LOW, SIGN_WRONG)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, with the verdict for whoever reads the file without this program."""
        return {**asdict(self), "more": dict(self.more), "verdict": self.verdict}


def worst_first(rows: Iterable[Row]) -> list[Row]:
    """Rows by how badly they fail; what cannot be told stands before what fits."""

    def place(row: Row) -> tuple:
        unclear = row.verdict == CANNOT_TELL
        by = row.miss if row.only_sign else abs(row.miss)
        return (not row.failed, not unclear, -by, row.id)

    return sorted(rows, key=place)


@dataclass(frozen=True)
class Score:
    """How many of some results the model gets right."""

    rows: tuple[Row, ...]

    @classmethod
    def of(cls, rows: Iterable[Row], *, tests: bool) -> Score:
        """Of the results that were not used for tuning, or of those that were; never of those apart."""
        return cls(tuple(worst_first(row for row in rows if row.block is tests)))

    @property
    def sizes(self) -> list[Row]:
        """Results with a size, and a number of the model's to compare; an anchor is none."""
        return [row for row in self.rows if not row.only_sign and row.measured and row.use != ANCHORED]

    @property
    def inside(self) -> int:
        """How many published values lie in the model's 9-in-10 range."""
        return sum(row.verdict == FITS for row in self.sizes)

    @property
    def in_half(self) -> int:
        """How many lie where half of them should."""
        return sum(row.in_half for row in self.sizes)

    def with_verdict(self, verdict: str) -> list[Row]:
        """The results of which this is said."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def signs(self) -> list[Row]:
        """Results of which only the direction is told."""
        return [row for row in self.rows if row.only_sign]


LAST_FACT = 12  # of those that were written down first; further ones are in reserve


@dataclass(frozen=True)
class Fact:
    """A fact that the model has to show by itself: what is asked, what was measured."""

    number: int
    title: str
    met: bool
    measured: str
    source: str = ""


@dataclass(frozen=True)
class Evidence:
    """Everything that was measured, and what it was made from."""

    rows: tuple[Row, ...]
    facts: tuple[Fact, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether the model or its parameter sets have changed since."""
        return any(self.manifest.get(name) != now for name, now in versions().items())

    def find(self, identity: str) -> Row | None:
        """The row with this id."""
        return next((row for row in self.rows if row.id == identity), None)

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as it is stored and printed."""
        return {
            "layout": LAYOUT,
            "manifest": dict(self.manifest),
            "rows": [row.as_dict() for row in self.rows],
            "facts": [asdict(fact) for fact in self.facts],
        }


def versions() -> dict[str, str | None]:
    """What a result depends on besides its own settings: the model and the parameter sets."""
    return {"model": model_fingerprint(), "sets": _posterior_fingerprint()}


def _posterior_fingerprint() -> str | None:
    import hashlib

    path = SCENARIOS / "posterior" / "sets.csv"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else None


def read(path: Path | str | None = None) -> Evidence:
    """The stored results, or those of another file.

    Raises InputError where there are none or the file holds something else.
    """
    place = STORED if path is None else Path(path)
    name = show(place.name)
    if path is None and not place.is_file():
        raise InputError("No results are stored yet; 'inroads evidence --run' measures them.")
    try:
        raw = place.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or 'it cannot be opened'}.") from None
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{name} is larger than {LARGEST_FILE:,} bytes, so it holds no results.")
    try:
        found = json.loads(raw)
        return from_dict(found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(
            f"{name} holds no results of this version; 'inroads evidence --run --out FILE' writes such "
            "a file."
        ) from None


def from_dict(found: Mapping[str, Any]) -> Evidence:
    """Evidence from plain data. Raises ValueError, TypeError or KeyError where it is none."""
    if found["layout"] != LAYOUT:
        raise ValueError(f"layout {found['layout']!r}")
    names = {one.name for one in fields(Row)}
    rows = tuple(
        Row(**{name: value for name, value in entry.items() if name in names}) for entry in found["rows"]
    )
    for row in rows:
        if row.use not in USES or (row.only_sign and row.sign not in ("+", "-", "0")):
            raise ValueError(row.id)
        _ = row.verdict  # every number that it needs is there
    return Evidence(rows, tuple(Fact(**fact) for fact in found["facts"]), found["manifest"])
