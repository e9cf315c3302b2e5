"""Exponential, logarithm and normal quantile from additions and multiplications only.

The C library's versions differ in the last bit between processors and releases, and one bit is
enough to send a made-up life down another road. These give the same bits on every machine.
"""

import math

import numpy as np
from numba.extending import overload

from sim.compiled import rule

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
SQRT_HALF = 0.70710678118654752440
INVERSE_LN2 = 1.4426950408889634
F2, F3, F4, F5, F6, F7 = 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040
F8, F9, F10, F11 = 1 / 40320, 1 / 362880, 1 / 3628800, 1 / 39916800
F12, F13 = 1 / 479001600, 1 / 6227020800
G3, G5, G7, G9, G11 = 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11
G13, G15, G17, G19, G21 = 1 / 13, 1 / 15, 1 / 17, 1 / 19, 1 / 21


def times_power_of_two(x, k):
    """x times two to the whole power k, exactly; |k| below 1022."""
    return math.ldexp(x, k)


@overload(times_power_of_two)
def _times_power_of_two(x, k):
    # Compiled, the power is made of its bits: several at a time, where the C library takes one by one.
    return lambda x, k: x * np.int64((np.int64(k) + 1023) << 52).view(np.float64)


@rule
def exp(x: float) -> float:
    """e to the power x; 0 below -700 and capped at e^700; relative error below 1e-14."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = math.floor(x * INVERSE_LN2 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    # Taylor series on |r| <= 0.347, two halves at a time: the 14th term is below 1e-17.
    s = r * r
    even = 1.0 + s * (F2 + s * (F4 + s * (F6 + s * (F8 + s * (F10 + s * F12)))))
    odd = 1.0 + s * (F3 + s * (F5 + s * (F7 + s * (F9 + s * (F11 + s * F13)))))
    return times_power_of_two(even + r * odd, int(k))


@rule
def log(x: float) -> float:
    """Natural logarithm of x > 0; relative error below 1e-14."""
    mantissa, exponent = math.frexp(x)
    if mantissa < SQRT_HALF:
        mantissa *= 2.0
        exponent -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    t = s * s
    # atanh series on |s| <= 0.172: the 11th term is below 1e-17.
    series = G15 + t * (G17 + t * (G19 + t * G21))
    series = 1.0 + t * (G3 + t * (G5 + t * (G7 + t * (G9 + t * (G11 + t * (G13 + t * series))))))
    return exponent * LN2_HIGH + (exponent * LN2_LOW + 2.0 * s * series)


@rule
def normal_quantile(p: float) -> float:
    """The standard normal value below which a share p (0 < p < 1) lies.

    Acklam's rational approximation (2003), absolute error below 5e-9: far finer than float32
    columns, and monotone in p, which keeps paired worlds coupled.
    """
    if p < 0.02425 or p > 0.97575:
        tail = p if p < 0.5 else 1.0 - p
        q = math.sqrt(-2.0 * log(tail))
        top = (
            (
                ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                - 2.549732539343734
            )
            * q
            + 4.374664141464968
        ) * q + 2.938163982698783
        bottom = (
            ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
            + 3.754408661907416
        ) * q + 1.0
        value = top / bottom
        return value if p < 0.5 else -value
    q = p - 0.5
    r = q * q
    top = (
        (
            (
                ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
                + 1.383577518672690e02
            )
            * r
            - 3.066479806614716e01
        )
        * r
        + 2.506628277459239
    ) * q
    bottom = (
        (
            ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
            + 6.680131188771972e01
        )
        * r
        - 1.328068155288572e01
    ) * r + 1.0
    return top / bottom


@rule
def clip(x: float, low: float, high: float) -> float:
    """x, moved into low to high."""
    if x < low:
        return low
    if x > high:
        return high
    return x
