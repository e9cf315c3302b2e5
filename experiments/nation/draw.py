"""The districts of a country, drawn: size, demand, mix of people, local practice, kind of office.

A district is a pure function of the country, the seed and its number. Numbers run from 1, the largest
first, so that every so-manieth of them is a fair sample of sizes.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from experiments.nation.source import Country, Feature
from sim.errors import InputError
from sim.parameters import SHARE
from sim.scenario import declarations, load, show

USUAL = "usual"  # an office as the country's own scenario has it
LEAST_PEOPLE = 50
LARGEST_SEED = 2**53

# What a district's keyed luck is for; each has numbers of its own, so that one more moves no other.
SIZE, PRACTICE, OFFICE, LIFE = "size", "practice", "office", "life"


def uniform(country: Country, seed: int, purpose: str, number: int) -> float:
    """A number above 0 and below 1 for one district and one purpose; the same wherever it is asked for."""
    word = f"{country.key} {seed} {purpose} {number}".encode()
    whole = int.from_bytes(hashlib.sha256(word).digest()[:8], "big")
    return (whole // 2048 + 0.5) / 2**53


def normals(country: Country, seed: int, purpose: str, count: int) -> np.ndarray:
    """Standard normals for districts 1 to count."""
    from scipy.special import ndtri

    return ndtri([uniform(country, seed, purpose, number) for number in range(1, count + 1)])


def luck_of(country: Country, seed: int, number: int, life: int = 0) -> int:
    """The seed with which a district lives; ``life`` counts the times that it is lived."""
    word = f"{country.key} {seed} {LIFE} {number} {life}".encode()
    return 1 + int.from_bytes(hashlib.sha256(word).digest()[:8], "big") % (LARGEST_SEED - 1)


def sizes(country: Country, seed: int) -> np.ndarray:
    """People in each district, the largest first; they add up to the country's."""
    from scipy.special import ndtri

    count = country.districts
    place = [uniform(country, seed, SIZE, number) for number in range(1, count + 1)]
    shares = np.exp(country.size_spread.value * ndtri(1.0 - (np.arange(count) + place) / count))
    exact = np.maximum(country.people * shares / shares.sum(), LEAST_PEOPLE)
    exact *= country.people / exact.sum()
    whole = np.floor(exact).astype(np.int64)
    left = country.people - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return -np.sort(-whole)


def districts(country: Country, seed: int) -> pd.DataFrame:
    """Every district of a country: a row each, with its number as the index.

    Columns: people, office, practice (hours against the country's), and every address that differs.
    """
    people = sizes(country, seed)
    numbers = pd.RangeIndex(1, country.districts + 1, name="district")
    found = pd.DataFrame({"people": people}, index=numbers)
    base = load(country.scenario)
    large = np.log(people)
    large = (large - large.mean()) / (large.std() or 1.0)
    for feature in country.features:
        own = normals(country, seed, feature.name, country.districts)
        r = feature.with_size.value
        found[feature.address] = _values(feature, base[feature.address], r * large + (1 - r * r) ** 0.5 * own,
                                         people)  # fmt: skip
    practice = np.exp(country.practice.spread.value * normals(country, seed, PRACTICE, country.districts))
    found["practice"] = practice * people.sum() / (practice * people).sum()
    for address in country.practice.moves:
        found[address] = _within(address, base[address] * found["practice"].to_numpy())
    found["office"] = [_office(country, seed, number) for number in numbers]
    for address in dict.fromkeys(address for office in country.offices for address in office.sets):
        by_kind = {office.name: office.sets.get(address, base[address]) for office in country.offices}
        found[address] = [by_kind.get(kind, base[address]) for kind in found["office"]]
    return found


def _office(country: Country, seed: int, number: int) -> str:
    place = uniform(country, seed, OFFICE, number)
    for office in country.offices:
        if place < office.share.value:
            return office.name
        place -= office.share.value
    return USUAL


def is_share(address: str) -> bool:
    """Whether an address is a share, which varies by its log odds and not by its logarithm."""
    return declarations()[address].parameter.unit == SHARE


def stretched(address: str, values: np.ndarray) -> np.ndarray:
    """Values on the scale on which districts vary: the logarithm, or the log odds of a share."""
    values = np.asarray(values, float)
    return np.log(values / (1.0 - values)) if is_share(address) else np.log(values)


def _values(feature: Feature, middle: float, z: np.ndarray, people: np.ndarray) -> np.ndarray:
    """One address in all districts, such that all people together have the country's value."""
    from scipy.optimize import brentq

    at = float(stretched(feature.address, np.array([middle]))[0])

    def moved(shift: float) -> np.ndarray:
        x = at + shift + feature.spread.value * z
        raw = 1.0 / (1.0 + np.exp(-x)) if is_share(feature.address) else np.exp(x)
        return _within(feature.address, raw)

    def error(shift: float) -> float:
        return float((moved(shift) * people).sum() / people.sum() - middle)

    if error(-2.0) * error(2.0) > 0.0:  # the country's own value lies outside what is plausible
        return np.full(len(z), middle)
    return moved(brentq(error, -2.0, 2.0, xtol=1e-12))


def _within(address: str, values: np.ndarray) -> np.ndarray:
    """Values kept within what is declared plausible."""
    low, high = declarations()[address].parameter.plausible
    return np.clip(values, low, high)


def check_scale(scale: float) -> float:
    """The share of districts that are lived. Raises InputError for what is no share."""
    if not 0.0 < scale <= 1.0:
        raise InputError(
            f"--scale is {show(scale)}, but must be above 0 and at most 1: the share of the country's "
            "districts that are lived, as in --scale 0.1 for every tenth."
        )
    return scale


def sample(country: Country, seed: int, scale: float = 1.0) -> pd.DataFrame:
    """The districts that are lived at a scale, spread over all sizes, as ``districts`` has them.

    A column ``stands_for``: people of the country that each district's results count for; they add up to
    the country's. A column ``of``: the number of districts that it stands for.
    """
    everything = districts(country, seed)
    count = max(1, round(check_scale(scale) * len(everything)))
    edges = np.round(np.arange(count + 1) * len(everything) / count).astype(int)
    people = everything["people"].to_numpy()
    middles = (edges[:-1] + edges[1:] - 1) // 2
    found = everything.iloc[middles].copy()
    found["stands_for"] = np.add.reduceat(people, edges[:-1])
    found["of"] = np.diff(edges)
    return found


def again(country: Country, count: int, least: float = 0.0) -> np.ndarray:
    """Places, among ``count`` that are lived, of those lived again: of all sizes, large ones too.

    Luck's error in a sum is mostly that of large districts, which smaller ones alone do not tell.
    """
    share = country.again.value
    wanted = min(count, round(max(least, share * count))) if share else 0
    return np.unique(((np.arange(wanted) + 0.5) * count / max(wanted, 1)).astype(int))
