"""What an instrument is: declared numbers, a mechanism, and what one month of it does.

Delivery is the same for all and lives in `sim/phases/plans.py`: who qualifies, who is willing, whose
turn it is in a plan, how many places there are, who waits, when it ends, who drops out, what it takes
of a person's week. An instrument file says who it is for and what one month of it does (``work``). It never
names an outcome: it moves barriers, feelings, time, information, contact or prices, and the labour
market does the rest.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import ClassVar

from sim.parameters import Group
from sim.statuses import OPEN_BENEFIT

# Barriers that an instrument can be for, as the severities that people carry.
HEALTH = "health"  # the worse of mental and physical health
ADDRESSED = (
    "", HEALTH, "mental_health", "physical_health", "education", "language", "labour_market_knowledge",
    "work_skills", "care", "everyday_skills", "confidence", "trust",
)  # fmt: skip


class Instrument(Group):
    """One policy instrument. Subclasses are never instantiated; the class is the instrument.

    ``work`` takes columns and records by name (see ``District.run``) and changes people for one month. It may
    take ``enrolled``, the months each person has been enrolled (0 when not).

    An instrument with ``share`` set to one of its levers is delivered in places; its group then declares
    ``take_up`` (share willing), ``drop_out`` (a month) and ``duration`` (months, 0 for no limit). It may
    declare ``price`` (kroner a month for a place), ``hours`` (of the person's week), ``caseworker_hours`` (a
    month), and whom it is for: ``from_severity`` of the barrier it names, ``from_distance``, ``to_distance``,
    ``from_age``, ``to_age``, ``from_months_out``, ``to_tenure`` (months in a job). Whoever is in one of the
    statuses ``open_to`` may start; a person with a plan may start beside another activity.

    eligible: a kernel of its own that fills the scratch column ``eligible``, where that is not enough.
    status: the status that goes with it; ends_at_work: whether a job ends it (by default, if it has a
    status), beside_few_hours: but not a job of a few hours; paid_at_work: whether it costs something only
    while the person has a job. barrier: what it is against, which plans go by; kind: barrier, everyday, work
    or right. hours_first: it takes its hours before courses do. excludes: what nobody has beside it.
    once: nobody has it twice.

    What an instrument for all costs in a month, in kroner, is the answer of its kernel ``cost``, and
    ``payer`` pays it.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    mechanism: ClassVar[str]
    moves: ClassVar[tuple[str, ...]]
    share: ClassVar[str | None] = None
    status: ClassVar[int | None] = None
    ends_at_work: ClassVar[bool | None] = None
    beside_few_hours: ClassVar[bool] = False
    paid_at_work: ClassVar[bool] = False
    open_to: ClassVar[tuple[int, ...]] = (OPEN_BENEFIT,)
    barrier: ClassVar[str] = ""
    kind: ClassVar[str] = "right"
    hours_first: ClassVar[bool] = False
    once: ClassVar[bool] = False
    excludes: ClassVar[tuple[str, ...]] = ()
    payer: ClassVar[str] = "municipality"
    has_specialists: ClassVar[bool] = False
    bites: ClassVar[bool] = False  # works with the incentives of the month, after the services
    eligible: ClassVar[Callable | None] = None
    work: ClassVar[Callable | None] = None
    cost: ClassVar[Callable | None] = None

    @classmethod
    def price_of(cls, record) -> float:
        """Kroner a month for a place, from the instrument's numbers."""
        return float(record["price"]) if "price" in record.dtype.names else 0.0

    @classmethod
    def luck_number(cls) -> int:
        """A lasting number from the name, so that a new instrument reshuffles nobody's luck."""
        return zlib.crc32(cls.name.encode()) % 1_000_000


def is_funded(instrument: type[Instrument], record) -> bool:
    """Whether an instrument has anything to deliver in this scenario."""
    return instrument.share is None or record[instrument.share] > 0
