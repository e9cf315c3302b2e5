"""What a kernel is called with: its parameters by name, and no memory twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

_NAMES: dict[Callable, tuple[str, ...]] = {}
_LOOKED_AT: set[tuple[Callable, str]] = set()


def parameters_of(kernel: Callable) -> tuple[str, ...]:
    """The names of a kernel's parameters, in order."""
    names = _NAMES.get(kernel)
    if names is None:
        names = tuple(inspect.signature(getattr(kernel, "py_func", kernel)).parameters)
        _NAMES[kernel] = names
    return names


def overlapping(names: tuple[str, ...], given: tuple[Any, ...]) -> tuple[str, str] | None:
    """Two parameters whose arrays share memory, or None."""
    spans = sorted(
        (*byte_bounds(array), name)
        for name, array in zip(names, given, strict=True)
        if isinstance(array, np.ndarray) and array.size
    )
    for before, following in pairwise(spans):
        if following[0] < before[1]:
            return before[2], following[2]
    return None


def check_apart(kernel: Callable, label: str, given: tuple[Any, ...]) -> None:
    """Refuse arrays that overlap: the compiler was told of none, and would make wrong numbers of them.

    Which columns a kernel is given depends on it and on the label alone, so one look is enough.
    Raises ValueError with the two parameters.
    """
    if (kernel, label) in _LOOKED_AT:
        return
    found = overlapping(parameters_of(kernel), given)
    if found is not None:
        raise ValueError(
            f"{kernel.__name__}{label and f' ({label})'} is given the same memory as {found[0]!r} and as "
            f"{found[1]!r}, but a kernel must be given none twice: pass one of them as a copy."
        )
    _LOOKED_AT.add((kernel, label))
