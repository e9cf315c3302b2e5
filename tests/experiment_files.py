"""Experiment files that tests write; no test itself."""

import pytest

from experiments.designs.file import read
from experiments.designs.points import experiment_of
from sim.errors import InputError

DEMAND, PLACES, PEOPLE = "world.economy.demand", "policy.ips.places", "district.people"
PLAN, RULE, RESERVE = "policy.plans.everyone", "policy.plans.rule", "policy.plans.reserve"
GRID = f"[factors]\n{PLACES} = [0.0, 0.5]\n{DEMAND} = [0.7, 1.0, 1.3]\n"


def writer(folder):
    """A function that writes a file into the folder and returns its path."""

    def written(text, name="mine.toml"):
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def planned(path):
    """The experiment that a file plans."""
    return experiment_of(read(path))


def complaint(path):
    """The one sentence with which a file is refused."""
    with pytest.raises(InputError) as refused:
        planned(path)
    sentence = str(refused.value)
    assert len(sentence.splitlines()) == 1 and sentence[-1] in ".?", sentence
    return sentence
