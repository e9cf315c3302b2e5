"""What an instrument is: declared numbers, a mechanism, and at most two kernels.

Delivery is the same for all and lives in `sim/phases/plans.py`: who is eligible, who is willing,
how many places there are, who waits, when it ends, who drops out. An instrument file says only
who is eligible (``eligible``) and what one month of it does (``work``). It never names an
outcome: it moves barriers, feelings, time, information, contact or prices, and the labour
market does the rest.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import ClassVar

from sim.parameters import Group


class Instrument(Group):
    """One policy instrument. Subclasses are never instantiated; the class is the instrument.

    Kernels take columns and records by name (see ``District.run``). ``eligible`` fills the
    scratch column ``eligible`` with 0 or 1; ``work`` changes people for one month and may take
    ``enrolled``, the months each person has been enrolled (0 when not).

    An instrument with ``share`` set to one of its levers is delivered in places; its group then
    declares ``take_up`` (share willing), ``drop_out`` (a month) and ``duration`` (months, 0 for
    no limit), and ``price`` if a place costs money beyond staff. What an instrument for all
    costs in a month, in kroner, is the answer of its kernel ``cost``, and ``payer`` pays it.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    mechanism: ClassVar[str]
    moves: ClassVar[tuple[str, ...]]
    share: ClassVar[str | None] = None
    status: ClassVar[int | None] = None
    payer: ClassVar[str] = "municipality"
    has_specialists: ClassVar[bool] = False
    bites: ClassVar[bool] = False  # works with the incentives of the month, after the services
    eligible: ClassVar[Callable | None] = None
    work: ClassVar[Callable | None] = None
    cost: ClassVar[Callable | None] = None

    @classmethod
    def luck_number(cls) -> int:
        """A lasting number from the name, so that a new instrument reshuffles nobody's luck."""
        return zlib.crc32(cls.name.encode()) % 1_000_000


def is_funded(instrument: type[Instrument], record) -> bool:
    """Whether an instrument has anything to deliver in this scenario."""
    return instrument.share is None or record[instrument.share] > 0
