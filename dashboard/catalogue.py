"""All instruments with their levers: which group each stands in, and how one is found by words."""

from __future__ import annotations

from functools import cache

from dashboard.levers import controls
from sim.instruments import INSTRUMENTS, Instrument

# Where an instrument stands on the page. A new one finds its place by what it says of itself.
RULES, SERVICE, EMPLOYERS, LIFE, LEARNING, WORK, ORDER = GROUPS = (
    "rules", "service", "employers", "life", "learning", "work", "order",
)  # fmt: skip
PLACED = {
    "benefit": RULES, "sanctions": RULES, "campaign": EMPLOYERS, "employer_service": EMPLOYERS,
    "team": LIFE, "one_stop": LIFE, "flex_job": WORK, "plans": ORDER,
}  # fmt: skip


def group_of(instrument: type[Instrument]) -> str:
    """The group of instruments that one is found in."""
    if instrument.name in PLACED:
        return PLACED[instrument.name]
    if not instrument.share:
        return SERVICE
    if instrument.barrier in ("education", "language"):
        return LEARNING
    return {"work": WORK, "right": RULES}.get(instrument.kind, LIFE)


def in_group(group: str) -> list[type[Instrument]]:
    """The instruments of a group that have levers, in the order in which they are offered."""
    return [i for i in INSTRUMENTS if group_of(i) == group and levers_of(i)]


@cache
def levers_of(instrument: type[Instrument]) -> list[str]:
    """The addresses of an instrument's levers; how many places there are comes first."""
    found = [a for a, c in controls().items() if c.instrument is instrument]
    share = f"policy.{instrument.name}.{instrument.share}"
    return sorted(found, key=lambda address: address != share)


def find(text: str) -> dict[type[Instrument], list[str]]:
    """The levers that a search finds: every word in a label, an instrument's words or an address."""
    words = text.lower().split()
    found: dict[type[Instrument], list[str]] = {}
    for instrument in INSTRUMENTS:
        about = f"{instrument.label} {instrument.mechanism} {instrument.name.replace('_', ' ')}".lower()
        for address in levers_of(instrument):
            said = f"{about} {controls()[address].parameter.label} {address}".lower()
            if words and all(word in said for word in words):
                found.setdefault(instrument, []).append(address)
    return found
