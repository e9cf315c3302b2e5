"""Instruments with places in one scenario: their terms, who is in, who waits."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiled import RECORDS
from sim.instruments import DELIVERED, Instrument, is_funded
from sim.instruments.base import ADDRESSED
from sim.ledger import PROGRAMME
from sim.plan import instruments_of
from sim.profiles import PROFILES
from sim.statuses import FEW_HOURS, OPEN_BENEFIT, OUT_OF_CONTACT, PRACTICE, SUBSIDISED

KINDS = ("barrier", "everyday", "work", "right")

# What the shared delivery knows of an instrument. Whatever an instrument does not declare has a
# value at which it makes no difference.
TERMS = np.dtype(
    [
        ("number", np.int64),  # place among the instruments with places, from 1: its bit in masks
        ("luck", np.int64),
        ("funded", np.int64),
        ("share", np.float64),
        ("take_up", np.float64),
        ("drop_out", np.float64),
        ("duration", np.int64),
        ("hours", np.float64),
        ("caseworker_hours", np.float64),
        ("price", np.float64),
        ("status", np.int64),  # -1 for none
        ("ends_from", np.int64),  # status from which a job ends it
        ("paid_at_work", np.int64),  # 1 when it costs something only while the person has a job
        ("hours_first", np.int64),
        ("once", np.int64),
        ("open_by_lot", np.int64),  # mask of statuses
        ("open_in_plan", np.int64),
        ("excludes", np.int64),  # mask of instruments
        ("own_test", np.int64),  # 1 when a kernel of its own says who qualifies
        ("barrier", np.int64),  # place in ADDRESSED
        ("kind", np.int64),  # place in KINDS
        ("from_severity", np.float64),
        ("from_distance", np.float64),
        ("to_distance", np.float64),
        ("from_age", np.float64),
        ("to_age", np.float64),
        ("from_months_out", np.float64),
        ("to_tenure", np.float64),
        ("reserved", np.int64),  # 1 when it is only for people with a plan
        ("in_work_only", np.int64),  # 1 when nobody without a job may start: then no plan waits for it
        ("kept", np.int64),  # 1 when it is only for people with a typed plan
    ]
)
UNLIMITED = {"to_distance": 1e9, "to_age": 1e9, "to_tenure": 1e9, "from_distance": -1e9}
# Activities beside which a person with a plan may start another one.
BESIDE = sum(1 << status for status in range(OPEN_BENEFIT, PRACTICE + 1))


def terms_of(instrument: type[Instrument], record: np.void, kept: int, by_rule: bool) -> np.ndarray:
    """The terms of an instrument as a table of one row.

    kept: mask of the instruments kept for people with a typed plan; by_rule: whether others get plans
    that a rule builds, so that whoever is not assessed yet has to wait.
    """
    terms = np.zeros(1, TERMS).view(RECORDS)
    declared = record.dtype.names
    for name in TERMS.names:
        if name in declared:
            terms[name] = record[name]
        elif name in UNLIMITED:
            terms[name] = UNLIMITED[name]
    terms["price"] = instrument.price_of(record)
    if "duration" not in declared and "months" in declared:
        terms["duration"] = record["months"]
    number = DELIVERED.index(instrument) + 1
    status, opens = instrument.status, sum(1 << status for status in instrument.open_to)
    ends = instrument.ends_at_work if instrument.ends_at_work is not None else status is not None
    excluded = sum(1 << (i + 1) for i, one in enumerate(DELIVERED) if one.name in instrument.excludes)
    terms["number"], terms["luck"] = number, instrument.luck_number()
    terms["funded"] = is_funded(instrument, record)
    terms["share"] = record[instrument.share]
    terms["status"] = -1 if status is None else status
    first_job = SUBSIDISED if instrument.beside_few_hours else FEW_HOURS
    terms["ends_from"] = first_job if ends else OUT_OF_CONTACT
    terms["paid_at_work"] = instrument.paid_at_work
    terms["hours_first"], terms["once"] = instrument.hours_first, instrument.once
    terms["open_by_lot"] = opens
    terms["open_in_plan"] = opens | (BESIDE if instrument.open_to[0] == OPEN_BENEFIT else 0)
    terms["excludes"] = excluded
    terms["own_test"] = instrument.eligible is not None
    terms["barrier"], terms["kind"] = ADDRESSED.index(instrument.barrier), KINDS.index(instrument.kind)
    terms["in_work_only"] = opens & BESIDE == 0
    terms["kept"] = (kept >> number) & 1 and not terms["in_work_only"][0]
    terms["reserved"] = terms["kept"][0] or (by_rule and instrument.kind != "right")
    return terms


def planned(plans: np.void) -> int:
    """Mask of the instruments that a typed plan of any profile names."""
    mask = 0
    for profile in PROFILES:
        mask |= instruments_of(int(plans[profile]))
    return mask


def funded(records: dict[str, Any]) -> dict[type[Instrument], np.ndarray]:
    """The instruments with places that anybody can have in a scenario, with their terms, in order."""
    plans = records["plans"]
    kept = instruments_of(int(plans["kept"])) | (planned(plans) if plans["reserve"] else 0)
    return {
        one: terms_of(one, records[one.name], kept, bool(plans["rule"]))
        for one in DELIVERED
        if is_funded(one, records[one.name])
    }


class Delivered:
    """A funded instrument with places: who is in it, who waits, and on which terms.

    enrolled: int16 (rows,), months in it, 0 outside, below 0 in the pause after leaving; waiting:
    int16 (rows,), months on the list; places: int64 (3,), places, places taken, people waiting.
    """

    def __init__(self, instrument: type[Instrument], terms: np.ndarray, severity: np.ndarray, rows: int):
        self.instrument, self.name = instrument, instrument.name
        self.terms, self.severity = terms, severity
        self.enrolled = np.zeros(rows, np.int16)
        self.waiting = np.zeros(rows, np.int16)
        self.places = np.zeros(3, np.int64)
        self.price = float(terms["price"][0])
        self.given = {
            "terms": terms, "severity": severity, "enrolled": self.enrolled, "waiting": self.waiting,
            "places": self.places, "lot": np.zeros(rows), "programme": PROGRAMME[instrument.payer],
        }  # fmt: skip
