"""A plan: instruments in order, some at the same time. ``language > training + mentoring``.

``>`` says "then", ``+`` says "at the same time as the one before". People write text; kernels see
one whole number that holds up to nine entries of seven bits: six for the instrument's number
(1 to 63, its place among the instruments with places), one for "with the one before".
"""

from __future__ import annotations

import difflib

from sim.compiled import rule

MOST_ENTRIES = 9
ENTRY_BITS = 7
WITH_BEFORE = 64  # the bit of an entry that says "at the same time as the one before"
NUMBER = 63  # the bits of an entry that name the instrument


def names() -> tuple[str, ...]:
    """Instruments that a plan may name, in the order of their numbers (from 1)."""
    from sim.instruments import DELIVERED  # instruments declare plans, so they come first

    return tuple(instrument.name for instrument in DELIVERED)


def allowed() -> str:
    """What a plan may be, in words."""
    return (
        f"instruments in order, such as 'language > training + mentor' ('>' then, '+' at the same time; "
        f"at most {MOST_ENTRIES}, each once), from {', '.join(names())}"
    )


def read(text: str) -> list[list[str]]:
    """The steps of a plan, each a list of instruments at the same time; [] for no plan.

    Raises ValueError with what is allowed.
    """
    if not text.strip():
        return []
    steps = [[word.strip().replace("-", "_") for word in step.split("+")] for step in text.split(">")]
    entries = [word for step in steps for word in step]
    for word in entries:
        if word not in names():
            close = difflib.get_close_matches(word[:100], names(), n=1, cutoff=0.5)
            hint = f" (for {word[:40]!r}, did you mean {close[0]!r}?)" if close else ""
            raise ValueError(allowed() + hint)
    if len(entries) > MOST_ENTRIES or len(set(entries)) < len(entries):
        raise ValueError(allowed())
    return steps


def canonical(text: str) -> str:
    """The plan as it is printed. Raises ValueError with what is allowed."""
    return " > ".join(" + ".join(step) for step in read(text))


def pack(text: str) -> int:
    """The plan as kernels see it; 0 for no plan."""
    packed, place = 0, 0
    for step in read(text):
        for first, word in zip([True] + [False] * len(step), step, strict=False):
            entry = names().index(word) + 1 + (0 if first else WITH_BEFORE)
            packed |= entry << (ENTRY_BITS * place)
            place += 1
    return packed


def unpack(packed: int) -> str:
    """The text of a packed plan."""
    text = ""
    while packed:
        entry = packed & (WITH_BEFORE | NUMBER)
        text += ("" if not text else " + " if entry & WITH_BEFORE else " > ") + names()[(entry & NUMBER) - 1]
        packed >>= ENTRY_BITS
    return text


@rule
def instruments_of(packed):
    """The instruments of a packed plan as a mask: bit n stands for number n."""
    mask = 0
    while packed > 0:
        mask |= 1 << (packed & 63)
        packed >>= 7
    return mask


@rule
def next_step(packed, finished):
    """The instruments whose turn it is: those of the first step that has any not finished.

    finished: mask of instruments over and done with. 0 when the plan is through.
    """
    turn = 0
    while packed > 0:
        entry = packed & 127
        bit = 1 << (entry & 63)
        if (entry & 64) == 0 and turn != 0:
            break
        if (finished & bit) == 0:
            turn |= bit
        packed >>= 7
    return turn


@rule
def with_entry(packed, place, number, beside):
    """The packed plan with an instrument at an entry (from 0); beside: with the one before."""
    entry = number + 64 if beside else number
    return packed | (entry << (7 * place))
