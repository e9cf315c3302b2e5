"""The district: a Mesa model whose agents stand in columns, and one run of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import mesa
import numpy as np

from sim.agents import Caseworker, Employer, Jobseeker
from sim.calls import check_apart, parameters_of
from sim.columns import ColumnAgentSet, Rows
from sim.compiled import RECORDS, machine_code
from sim.delivered import TERMS, Delivered, funded, planned
from sim.instruments import INSTRUMENTS, Instrument
from sim.instruments.base import HEALTH
from sim.ledger import KINDS
from sim.month import MONTH
from sim.outcomes import NAMES, Books, distance_group, measure
from sim.phases.staff import count_clients
from sim.population.employers import draw_employers
from sim.population.people import draw_people
from sim.population.staff import draw_posts
from sim.population.together import chances
from sim.profiles import members
from sim.room import CLOCK, MARKET, empty_table, room_for, scratch, scratch_by_person, vacancies
from sim.scenario import Scenario, load

# What instruments with places are given, a row for each person.
GIVEN_BY_PERSON = ("enrolled", "waiting", "lot", "severity")
PREFIXES = {Jobseeker: "", Employer: "employer_", Caseworker: "staff_"}


class District(mesa.Model):
    """One local labour market with one employment office, living month by month.

    scenario: a Scenario, or the name or path of one; seed: the district's luck; people, months:
    shorthands for the settings of the same name; keep_lives: keep everybody's monthly status
    (one byte a person-month); parameters: further addresses to change, with dots written as
    ``__`` (so that ``mesa.batch_run`` can vary them).
    """

    scenario: Scenario = None  # a plain attribute, where Mesa 3.5 has a property of its own

    def __init__(
        self,
        scenario: Scenario | str = "denmark",
        *,
        rng: int | None = None,
        seed: int | None = None,
        people: int | None = None,
        months: int | None = None,
        keep_lives: bool = True,
        **parameters: Any,
    ):
        luck_seed = int(rng if rng is not None else seed if seed is not None else 1)
        super().__init__(rng=luck_seed)
        scenario = load(scenario) if not isinstance(scenario, Scenario) else scenario
        changes = {address.replace("__", "."): value for address, value in parameters.items()}
        changes |= {} if people is None else {"district.people": people}
        changes |= {} if months is None else {"district.months": months}
        self.scenario = scenario.set(changes) if changes else scenario
        self.seed = luck_seed
        self.tables = {
            **self.scenario.records(), "clock": empty_table(CLOCK), "market": empty_table(MARKET)
        }  # fmt: skip
        self._open_records()
        self.clock["seed"] = np.uint64(luck_seed & 0xFFFFFFFFFFFFFFFF)
        self._calls: dict[tuple[int, str], tuple[Callable, tuple]] = {}
        self._make_room(keep_lives)
        self._populate()
        measure(self)

    # -- setting up ---------------------------------------------------------------------------

    def _make_room(self, keep_lives: bool) -> None:
        """Columns for everybody who may ever be here, the books, and scratch."""
        room = room_for(self.records)
        self.rows = {
            Jobseeker: Rows(self, Jobseeker, room.people),
            Employer: Rows(self, Employer, room.employers),
            Caseworker: Rows(self, Caseworker, room.staff),
        }
        self.people, self.employers, self.staff = self.rows.values()
        self._step_of_rows = room.step
        self._rows_seen = min(int(self.records["district"]["people"]) + room.step, room.people)
        self._agents_by_type = {
            kind: ColumnAgentSet([found], self.random) for kind, found in self.rows.items()
        }
        self._all_agents = ColumnAgentSet(list(self.rows.values()), self.random)
        self.books = Books(int(self.records["district"]["months"]), KINDS, room.people, keep_lives)
        self.by_person: dict[str, np.ndarray] = scratch_by_person(room)
        self.arrays: dict[str, np.ndarray] = scratch(room) | self.by_person
        self.arrays["chance"] = chances(self.records["people"])
        self._fund_instruments(room.people)

    def _fund_instruments(self, rows: int) -> None:
        """The funded instruments with their terms, their places, and what plans are made with."""
        self.has_plans = bool(planned(self.records["plans"]) or self.records["plans"]["rule"])
        terms = funded(self.records)
        self.books_hours = any(one["caseworker_hours"][0] > 0.0 for one in terms.values())
        empty = np.zeros(0, TERMS).view(RECORDS)
        self.tables["offers"] = np.concatenate([empty, *terms.values()]).view(RECORDS)
        self.arrays["offer_place"] = np.zeros(len(terms) + 1, np.int64)
        self.arrays["offer_key"] = np.zeros(len(terms) + 1)
        self.delivered = [
            Delivered(one, of, self.severity(one.barrier), rows) for one, of in terms.items()
        ]  # fmt: skip
        self.works = {bites: self._works(bites) for bites in (False, True)}

    def _works(self, bites: bool) -> list[tuple[type[Instrument], str, dict[str, Any]]]:
        """The instruments that do something in a month, with a label and what their kernel is given."""
        for_all = [one for one in INSTRUMENTS if one.work and one.share is None and one.bites == bites]
        placed = [one for one in self.delivered if one.instrument.work and one.instrument.bites == bites]
        return [(one, "", {}) for one in for_all] + [
            (one.instrument, one.name, {"enrolled": one.enrolled}) for one in placed
        ]

    def severity(self, barrier: str) -> np.ndarray:
        """The severities of the barrier that an instrument is for; nothing for none."""
        if barrier == HEALTH:
            return self.arrays["worst_health"]
        return self.people.arrays.get(barrier, self.arrays["no_barrier"])

    def _populate(self) -> None:
        """Draw employers, people and staff; everybody in service has a caseworker from the start."""
        people, economy = int(self.records["district"]["people"]), self.records["economy"]
        self.clock["calendar_month"] = self.records["district"]["start_month"]
        self.employers.add(self.employers.capacity)
        self.market["others_seeking"] = round(people * economy["other_applicants"])
        self.market["others_in_work"] = round(people * economy["others_in_work"])
        self.run(draw_employers)
        self.arrays |= vacancies(self.employers.arrays["size"], self.people.capacity)
        self.let_in(people, at_start=1)
        profile, mildest = self.scenario["district.focus"], float(self.records["people"]["severity_low"])
        self.arrays["in_focus"][:] = members(self.people.arrays, mildest, profile)
        self.run(count_clients)
        clients = int(self.arrays["clients"][0])
        self.arrays["staff_posts"][0] = -int(-clients // self.records["caseload"]["ordinary"])
        self.hire_staff()

    def let_in(self, count: int, at_start: int = 0) -> None:
        """Draw so many people into spare rows; at_start: 1 for the cohort of the start."""
        first = self.people.add(count)
        self.arrays["to_draw"][:] = first, first + count, at_start
        self.run(draw_people)

    def hire_staff(self) -> None:
        """Fill the posts that the caseload asks for and nobody holds, in spare rows."""
        posts = self.arrays["staff_posts"]
        for kind in (0, 1):
            missing = int(posts[kind] - posts[2 + kind])
            if missing > 0:
                first = self.staff.add(missing)
                self.staff.arrays["kind"][first : first + missing] = kind
                self.arrays["to_draw"][:2] = first, first + missing
                self.run(draw_posts)
            posts[2 + kind] = max(posts[kind], posts[2 + kind])

    # -- running ------------------------------------------------------------------------------

    @property
    def month(self) -> int:
        """The month that is being lived, or has just been; 0 at the start."""
        return int(self.clock["month"])

    def run(self, kernel: Callable, label: str = "", **given: Any) -> Any:
        """Call a kernel with the columns and records that its parameters name.

        A parameter is a jobseeker's column, ``employer_x``, ``staff_x``, a group of assumptions,
        an instrument (``policy_x`` where it is called like a column), ``clock``, ``market`` or a
        scratch array; ``given`` overrides. What a
        kernel reads and changes is therefore written in its first line. Arguments are bound at
        the first call of a kernel (under a label, if given with one) and kept: what is given
        must not change between calls with the same label. Raises ValueError where two parameters are
        given the same memory (`sim.calls`). Of the spare rows for newcomers a kernel
        sees only the next few.
        """
        if self.people.used > self._rows_seen:
            self._rows_seen = min(self.people.used + self._step_of_rows, self.people.capacity)
            self._calls.clear()
        call = id(kernel), label
        known = self._calls.get(call)
        if known is not None:
            code, bound = known
            return code(*bound)
        seen = self._rows_seen
        given = {n: v[:seen] if n in GIVEN_BY_PERSON else v for n, v in given.items()}
        bound = tuple(given[n] if n in given else self._find(n) for n in parameters_of(kernel))
        check_apart(kernel, label, bound)
        answer = kernel(*bound)
        self._calls[call] = machine_code(kernel), bound
        return answer

    def _find(self, name: str) -> Any:
        if name in self.people.arrays:
            return self.people.arrays[name][: self._rows_seen]
        if name in self.by_person:
            return self.by_person[name][: self._rows_seen]
        if name == "person_first":
            return self.arrays[name][: self._rows_seen + 1]
        if name.removeprefix("policy_") in self.tables:
            return self.tables[name.removeprefix("policy_")]
        if name in self.arrays:
            return self.arrays[name]
        for kind, prefix in PREFIXES.items():
            if prefix and name.startswith(prefix) and name[len(prefix) :] in self.rows[kind].arrays:
                return self.rows[kind].arrays[name[len(prefix) :]]
        raise KeyError(f"a kernel asks for {name!r}, which is no column, record or array")

    def work_of_instruments(self, *, bites: bool) -> None:
        """Let every funded instrument do its month, those of services or those that bite."""
        for instrument, name, given in self.works[bites]:
            self.run(instrument.work, label=name, **given)

    def step(self) -> None:
        """Live one month: every line of ``sim.month.MONTH`` in order.

        Raises RuntimeError when the months that the district has room for are over.
        """
        months = int(self.records["district"]["months"])
        if self.month >= months:
            raise RuntimeError(
                f"This district has lived all its {months} months; make one with more, "
                f"for example District(..., months={months + 12})."
            )
        self.clock["month"] += 1
        start = int(self.records["district"]["start_month"])
        self.clock["calendar_month"] = (start + self.clock["month"] - 1) % 12
        for phase in MONTH:
            phase(self)
        self.running = self.month < months

    def _open_records(self) -> None:
        """Rows of the tables as records: views, so made anew for a copy."""
        self.records = {name: table[0] for name, table in self.tables.items() if len(table)}
        self.clock, self.market = self.records["clock"], self.records["market"]

    def __getstate__(self) -> dict:
        views = ("records", "clock", "market")
        return {k: v for k, v in self.__dict__.items() if k not in views} | {"_calls": {}}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        # A copy may be written to, which to the compiler is another type: a kernel compiled anew for it
        # would be slower for every district.
        self.arrays["chance"].flags.writeable = False
        self._open_records()


@dataclass(frozen=True)
class Run:
    """What one scenario with one seed came to.

    outcomes: float64 (months+1, outcomes) in the order of ``sim.outcomes.NAMES``; groups: the
    same for people near, mid and far; focus: for those in the scenario's focus; amounts: kroner a
    month by kind of payment; group_of: each person's group, 0 near to 2 far; lives: statuses
    (months+1, people of the cohort) or None.
    """

    seed: int
    outcomes: np.ndarray
    groups: tuple[np.ndarray, ...]
    focus: np.ndarray
    amounts: np.ndarray
    people: int
    group_of: np.ndarray = field(repr=False)
    lives: np.ndarray | None = field(default=None, repr=False)

    def outcome(self, name: str) -> np.ndarray:
        """One outcome's means, month by month."""
        return self.outcomes[:, NAMES.index(name)]


def simulate(scenario: Scenario | str, seed: int = 1, *, keep_lives: bool = True, **options) -> Run:
    """Live a scenario through with one seed.

    Raises InputError for a scenario that is not sound. Options are those of ``District``.
    """
    district = District(scenario, rng=seed, keep_lives=keep_lives, **options)
    months = int(district.records["district"]["months"])
    for _ in range(months):
        district.step()
    cohort = int(district.records["district"]["people"])
    books = district.books
    return Run(
        seed=seed,
        outcomes=books.outcomes(months),
        groups=tuple(books.outcomes(months, group) for group in range(3)),
        focus=books.outcomes(months, "focus"),
        amounts=books.amounts,
        people=cohort,
        group_of=distance_group(district.people.arrays["barriers_at_start"][:cohort]),
        lives=None if books.lives is None else books.lives[:, :cohort],
    )
