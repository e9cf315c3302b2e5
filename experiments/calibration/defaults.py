"""The best set as declared defaults: one home for every number.

``python -m experiments.calibration.defaults`` rewrites the first argument of each free number's
declaration in sim/, and nothing else in the file.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from experiments import posterior
from sim.instruments import INSTRUMENTS
from sim.scenario import declarations
from sim.world import WORLD

DIGITS = 4


def declared(address: str) -> float:
    """The declared default of an address."""
    return float(declarations()[address].parameter.default)


def wanted(found: dict) -> dict[str, float]:
    """The best value of each free number, rounded as declarations are written."""
    return {one["address"]: float(f"{one['best']:.{DIGITS - 1}g}") for one in found["free"]}


def differences(found: dict) -> dict[str, tuple[float, float]]:
    """Address -> (declared, best) where the two differ."""
    best = wanted(found)
    return {a: (declared(a), value) for a, value in best.items() if declared(a) != value}


def group_of(address: str) -> type:
    """The class in which an assumption is declared."""
    name = address.split(".")[1]
    if name in WORLD:
        return WORLD[name]
    return next(one if isinstance(one, type) else type(one) for one in INSTRUMENTS if one.name == name)


def place_of(source: str, owner: str, name: str) -> ast.expr:
    """Where in a module's text a declaration's default stands: the first argument of its call.

    Raises LookupError where the declaration is not written as NAME = assumption(DEFAULT, ...).
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and node.name == owner:
            for line in node.body:
                if (
                    isinstance(line, ast.Assign)
                    and isinstance(line.value, ast.Call)
                    and line.value.args
                    and any(isinstance(t, ast.Name) and t.id == name for t in line.targets)
                ):
                    return line.value.args[0]
    raise LookupError(f"{owner}.{name} is not declared as {name} = assumption(DEFAULT, ...)")


def replaced(source: str, owner: str, name: str, value: float) -> str:
    """The module's text with another default for one declaration."""
    place = place_of(source, owner, name)
    lines = source.splitlines(keepends=True)
    if place.lineno != place.end_lineno:
        raise LookupError(f"the default of {owner}.{name} stands on several lines")
    line = lines[place.lineno - 1].encode()
    line = line[: place.col_offset] + repr(value).encode() + line[place.end_col_offset :]
    lines[place.lineno - 1] = line.decode()
    return "".join(lines)


def declaring(address: str) -> tuple[Path, str]:
    """The file and the class in which an address is declared, a base class included."""
    name = address.split(".", 2)[2]
    for owner in group_of(address).__mro__:
        if name in vars(owner):
            return Path(inspect.getsourcefile(owner)), owner.__name__
    raise LookupError(f"{address} is declared in no class")


def write(values: dict[str, float]) -> list[Path]:
    """Write defaults into the declarations; returns the files that changed."""
    changed = []
    for address, value in values.items():
        path, owner = declaring(address)
        before = path.read_text("utf-8")
        after = replaced(before, owner, address.split(".", 2)[2], value)
        if after != before:
            path.write_text(after, "utf-8")
            changed.append(path)
    return changed


def main() -> None:
    """Write the shipped calibration's best set."""
    from experiments.calibration.publish import read

    for address, (old, new) in differences(read(posterior.folder())).items():
        path, _ = declaring(address)
        write({address: new})
        print(f"{address}: {old:g} -> {new:g} ({path.name})")


if __name__ == "__main__":
    main()
