"""Mesa agents over columns: one array for each attribute, one object only when somebody looks.

A ``ColumnAgent`` subclass declares ``Column``s. Its ``Rows`` hold one array per column, with
spare rows for newcomers, and build the ``mesa.Agent`` of a row the first time it is asked for.
A ``ColumnAgentSet`` is a ``mesa.agent.AgentSet`` over rows: ``select``, ``groupby``, ``agg``,
``do`` and the rest work as in any Mesa model, while two million people cost what their numbers
cost.

Column agents never touch Mesa's global registry of ids, which in Mesa 3.3 keeps every dropped
model alive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet


class Column:
    """One attribute of an agent type, kept as one typed array for all agents of the type.

    dtype: numpy type; help: one line for the protocol; default: value in a fresh row;
    unit: what it counts; names: words for the codes of a coded column.
    """

    def __init__(self, dtype, help: str, *, default=0, unit: str = "", names=()):
        self.dtype = np.dtype(dtype)
        self.help, self.default, self.unit, self.names = help, default, unit, tuple(names)
        self.name = ""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, agent, owner=None):
        return self if agent is None else agent.rows.arrays[self.name][agent.row].item()

    def __set__(self, agent, value):
        agent.rows.arrays[self.name][agent.row] = value


class ColumnAgent(mesa.Agent):
    """A Mesa agent whose state stands in columns. ``row`` says where.

    ``Kind(model, column=value, ...)`` takes the next spare row and sets it.
    """

    offset = 0  # where this type's agent numbers begin (see sim.luck)
    active = Column(np.int8, "1 while the agent is in the district")
    who = Column(np.int64, "the agent's number, and so its luck; never reused")

    def __init__(self, model: mesa.Model, **columns: Any) -> None:
        rows = model.rows[type(self)]
        unknown = set(columns) - set(rows.arrays)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no column {', '.join(sorted(unknown))}")
        self._take(model, rows, rows.add(1))
        rows.agents[self.row] = self
        for name, value in columns.items():
            setattr(self, name, value)

    def _take(self, model: mesa.Model, rows: Rows, row: int) -> None:
        self.model, self.rows, self.row = model, rows, row
        self.unique_id = int(rows.arrays["who"][row])
        self.pos = None

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """The columns of this type by name, inherited ones first."""
        found: dict[str, Column] = {}
        for base in reversed(cls.__mro__):
            found |= {name: v for name, v in vars(base).items() if isinstance(v, Column)}
        return found

    @property
    def number(self) -> int:
        """Which agent of its type this is, counting from 0."""
        return self.unique_id - self.offset

    def remove(self) -> None:
        """Take the agent out of the district; its row and its number are not used again."""
        self.active = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.number}>"


class Rows:
    """All agents of one type: an array for each column, and the agents looked at so far."""

    def __init__(self, model: mesa.Model, kind: type[ColumnAgent], capacity: int):
        self.model, self.kind, self.capacity = model, kind, capacity
        self.used = 0
        self.agents: dict[int, ColumnAgent] = {}
        self.arrays = {
            name: np.full(capacity, column.default, column.dtype) for name, column in kind.columns().items()
        }
        self.arrays["who"][:] = np.arange(capacity) + kind.offset

    def add(self, count: int) -> int:
        """Take ``count`` spare rows into use and return the first.

        Raises RuntimeError when no spare row is left.
        """
        first = self.used
        if first + count > self.capacity:
            raise RuntimeError(f"no spare row left for a {self.kind.__name__} ({self.capacity})")
        self.used += count
        self.arrays["active"][first : self.used] = 1
        return first

    def agent(self, row: int) -> ColumnAgent:
        """The Mesa agent of a row: made at the first look, then always the same object."""
        found = self.agents.get(row)
        if found is None:
            found = self.kind.__new__(self.kind)
            found._take(self.model, self, row)
            self.agents[row] = found
        return found

    def active_rows(self) -> np.ndarray:
        """Rows of the agents now in the district."""
        return np.flatnonzero(self.arrays["active"][: self.used])


class _Members:
    """What an AgentSet expects of its members' mapping, over rows instead of objects."""

    def __init__(self, all_rows: list[Rows]):
        self.all_rows = all_rows

    def __len__(self) -> int:
        return sum(len(rows.active_rows()) for rows in self.all_rows)

    def __iter__(self) -> Iterator[ColumnAgent]:
        for rows in self.all_rows:
            for row in rows.active_rows().tolist():
                yield rows.agent(row)

    keys = __iter__

    def keyrefs(self) -> list[Callable[[], ColumnAgent]]:
        return [lambda agent=agent: agent for agent in self]

    def __contains__(self, agent: object) -> bool:
        return (
            isinstance(agent, ColumnAgent)
            and any(agent.rows is rows for rows in self.all_rows)
            and bool(agent.active)
        )

    def __setitem__(self, agent: ColumnAgent, _value: None) -> None:
        raise TypeError("agents join a district by being made: Kind(model, column=value)")

    def __delitem__(self, agent: ColumnAgent) -> None:
        if agent not in self:
            raise KeyError(agent)
        agent.active = 0


class ColumnAgentSet(AgentSet):
    """A Mesa AgentSet over rows. Subsets made from it are ordinary AgentSets."""

    def __init__(self, all_rows: list[Rows], random):
        self._agents = _Members(all_rows)
        self.random = random

    def __getitem__(self, item):
        spots = [(rows, row) for rows in self._agents.all_rows for row in rows.active_rows().tolist()][item]
        if isinstance(item, slice):
            return [rows.agent(row) for rows, row in spots]
        return spots[0].agent(spots[1])

    def get(self, attr_names, handle_missing="error", default_value=None):
        """As in Mesa; a single column is read at once, without making agents."""
        one = self._agents.all_rows
        if isinstance(attr_names, str) and len(one) == 1 and attr_names in one[0].arrays:
            return one[0].arrays[attr_names][one[0].active_rows()].tolist()
        return super().get(attr_names, handle_missing, default_value)

    def set(self, attr_name, value):
        """As in Mesa; a column is written at once, without making agents."""
        for rows in self._agents.all_rows:
            if attr_name in rows.arrays:
                rows.arrays[attr_name][rows.active_rows()] = value
            else:
                for row in rows.active_rows().tolist():
                    setattr(rows.agent(row), attr_name, value)
        return self

    def select(self, filter_func=None, at_most=float("inf"), inplace=False, agent_type=None):
        """As in Mesa; what is selected is an ordinary AgentSet."""
        return self._update(()) if inplace else copy(self).select(filter_func, at_most, False, agent_type)

    def groupby(self, by, result_type="agentset"):
        """As in Mesa; the groups are ordinary AgentSets."""
        return copy(self).groupby(by, result_type)

    def _update(self, agents):
        raise TypeError("a district's own agent sets keep their order: work on .select() instead")

    def shuffle(self, inplace=False):
        """As in Mesa; in place is refused, because the district's own order is its rows."""
        return self._update(()) if inplace else super().shuffle()

    def __getstate__(self):
        return {"all_rows": self._agents.all_rows, "random": self.random}

    def __setstate__(self, state):
        self.__init__(state["all_rows"], state["random"])

    def __copy__(self):
        return AgentSet(self, self.random)
