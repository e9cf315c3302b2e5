"""What lets plain Python live the very same lives: rules uncompiled, luck, single precision."""

from __future__ import annotations

import random
from array import array
from types import FunctionType, SimpleNamespace

import numpy as np

from sim import arithmetic, luck
from sim.scenario import Scenario


def plain(rule):
    """A rule as the plain Python function that its text says, and plain whatever it calls."""
    text = getattr(rule, "py_func", rule)
    if text not in _PLAIN:
        names = dict(text.__globals__)
        _PLAIN[text] = FunctionType(text.__code__, names, text.__name__, text.__defaults__)
        for name in text.__code__.co_names:
            if hasattr(names.get(name), "py_func"):
                names[name] = plain(names[name])
    return _PLAIN[text]


_PLAIN: dict = {}


def numbers_of(scenario: Scenario) -> dict[str, SimpleNamespace]:
    """Levers and assumptions by group, as ordinary Python numbers."""
    return {
        name: SimpleNamespace(**{field: table[0][field].item() for field in table.dtype.names})
        for name, table in scenario.records().items()
    }


BITS_64 = (1 << 64) - 1
PHI, MIX_1, MIX_2 = int(luck.PHI), int(luck.MIX_1), int(luck.MIX_2)
MONTH_STEP, DECISION_STEP = int(luck.MONTH_STEP), int(luck.DECISION_STEP)
normal_quantile = plain(arithmetic.normal_quantile)


def mix(x: int) -> int:
    """Splitmix64's finaliser, in whole numbers that are cut to 64 bits."""
    x &= BITS_64
    x = (x ^ (x >> 30)) * MIX_1 & BITS_64
    x = (x ^ (x >> 27)) * MIX_2 & BITS_64
    return x ^ (x >> 31)


class KeyedLuck:
    """The model's luck: every draw a function of (seed, who, month, decision)."""

    def __init__(self, seed: int):
        self.seed = seed

    def stream(self, who: int, month: int) -> int:
        return mix(mix(self.seed + who * PHI) + month * MONTH_STEP)

    def of_pair(self, who: int, other: int) -> int:
        return self.stream(mix(who * PHI + other), 0)

    def uniform(self, key: int, decision: int) -> float:
        return ((mix(key + decision * DECISION_STEP) >> 12) + 0.5) * 2.0**-52

    def normal(self, key: int, decision: int) -> float:
        return normal_quantile(self.uniform(key, decision))


class OrdinaryLuck(KeyedLuck):
    """What a Mesa model usually does: one generator, the next number. Other lives, less work."""

    def __init__(self, seed: int):
        generator = random.Random(seed)
        self.next_uniform, self.next_normal = generator.random, generator.gauss

    def stream(self, who: int, month: int) -> int:
        return 0

    of_pair = stream

    def uniform(self, key: int, decision: int) -> float:
        return self.next_uniform()

    def normal(self, key: int, decision: int) -> float:
        return self.next_normal()


def in_single_precision(kind: type, columns: dict) -> type:
    """The agent class, with the attributes that are float32 columns rounded when they are set."""
    single = frozenset(name for name, column in columns.items() if column.dtype == np.float32)
    cell = array("f", [0.0])

    def set_attribute(agent, name, value):
        if name in single:
            cell[0] = value
            value = cell[0]
        object.__setattr__(agent, name, value)

    return type(kind.__name__, (kind,), {"__setattr__": set_attribute})
