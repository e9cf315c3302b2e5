"""Same person, same luck: every random number is a pure function of
(seed, who, month, decision).

There is no generator with a state anywhere in the model. Adding a person, changing a policy,
processing in another order or on another machine cannot change anybody else's luck.

Two independent generators stand behind one switch. Splitmix64 (Steele, Lea and Flood 2014) is
the one in use, about 1 ns a draw; with ``INROADS_GENERATOR=threefry`` the model is compiled with
Threefry2x64 (Salmon et al. 2011) instead, so that a test can show that results do not depend on
the generator.
"""

import numpy as np

from sim.arithmetic import normal_quantile
from sim.compiled import GENERATOR, rule

# Fixed when the model is compiled, so that the switch costs nothing.
USE_THREEFRY = GENERATOR == "threefry"

# Who: one number for every jobseeker, employer and caseworker. People count from 0.
EMPLOYER_OFFSET = 1 << 40
CASEWORKER_OFFSET = 2 << 40
DISTRICT = (3 << 40) + 0

PHI = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
MONTH_STEP = np.uint64(0xD1342543DE82EF95)
DECISION_STEP = np.uint64(0xA0761D6478BD642F)
PARITY = np.uint64(0x1BD11BDAA9FC1A22)
S12, S27, S30, S31 = np.uint64(12), np.uint64(27), np.uint64(30), np.uint64(31)
S64 = np.uint64(64)
ZERO, ONE = np.uint64(0), np.uint64(1)


@rule
def mix(x):
    """Splitmix64's finaliser: a bijection of 64-bit integers that scatters every bit."""
    x = (x ^ (x >> S30)) * MIX_1
    x = (x ^ (x >> S27)) * MIX_2
    return x ^ (x >> S31)


@rule
def _rotate(x, by):
    return (x << np.uint64(by)) | (x >> (S64 - np.uint64(by)))


@rule
def threefry(key_0, key_1, count_0, count_1):
    """First word of Threefry2x64 with 20 rounds (Salmon et al. 2011, table 2 rotations)."""
    key_2 = PARITY ^ key_0 ^ key_1
    x, y = count_0 + key_0, count_1 + key_1
    for block in range(5):
        if block % 2 == 0:
            a, b, c, d = 16, 42, 12, 31
        else:
            a, b, c, d = 16, 32, 24, 21
        x = x + y
        y = _rotate(y, a) ^ x
        x = x + y
        y = _rotate(y, b) ^ x
        x = x + y
        y = _rotate(y, c) ^ x
        x = x + y
        y = _rotate(y, d) ^ x
        turn = block + 1
        if turn % 3 == 0:
            x, y = x + key_0, y + key_1
        elif turn % 3 == 1:
            x, y = x + key_1, y + key_2
        else:
            x, y = x + key_2, y + key_0
        y = y + np.uint64(turn)
    return x


@rule
def stream(clock, who, month):
    """The luck of one agent in one month: a 64-bit key from which decisions are drawn.

    clock: the record that holds the ``seed``; who: the agent's number; month: >= 0.
    """
    who_bits, month_bits = np.uint64(who), np.uint64(month)
    if USE_THREEFRY:
        return threefry(clock.seed, who_bits, month_bits, ZERO)
    return mix(mix(clock.seed + who_bits * PHI) + month_bits * MONTH_STEP)


@rule
def pair_stream(clock, who, other):
    """The lasting luck of two agents with each other, the same in every month."""
    return stream(clock, mix(np.uint64(who) * PHI + np.uint64(other)), 0)


@rule
def uniform(clock, key, decision):
    """The draw of one decision, strictly between 0 and 1."""
    if USE_THREEFRY:
        bits = threefry(key, clock.seed, np.uint64(decision), ONE)
    else:
        bits = mix(key + np.uint64(decision) * DECISION_STEP)
    return (np.float64(bits >> S12) + 0.5) * 2.220446049250313e-16


@rule
def normal(clock, key, decision):
    """A standard normal draw, by inverting one uniform: small changes stay small."""
    return normal_quantile(uniform(clock, key, decision))
