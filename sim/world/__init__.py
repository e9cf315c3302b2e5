"""The world outside instruments: every assumption, with its range, its source and its grade.

Addresses are ``world.<group>.<name>``; kernels take a group as one record of the same name.
Where a source is a register id (A-02, F-04 ...), `docs/evidence-sources.md` says what it is.
"""

from sim.parameters import Group
from sim.world.barriers import Barriers
from sim.world.district import DISTRICT
from sim.world.economy import Economy
from sim.world.exits import Exits, Money
from sim.world.firms import Firms
from sim.world.hiring import Hiring
from sim.world.jobs import Jobs, Separation
from sim.world.mind import Health, Mind, Skills
from sim.world.order import Order
from sim.world.people import People
from sim.world.search import Capacity, Search
from sim.world.service import Service

WORLD: dict[str, type[Group]] = {
    "people": People,
    "mind": Mind,
    "health": Health,
    "skills": Skills,
    "economy": Economy,
    "service": Service,
    "order": Order,
    "search": Search,
    "capacity": Capacity,
    "hiring": Hiring,
    "firms": Firms,
    "jobs": Jobs,
    "separation": Separation,
    "exits": Exits,
    "money": Money,
    "barriers": Barriers,
}

__all__ = ["DISTRICT", "WORLD"]
