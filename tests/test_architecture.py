"""The house is built as CONTRIBUTING says: imports point one way, luck has one source."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = {
    path.relative_to(ROOT).as_posix(): path
    for package in ("sim", "experiments", "dashboard")
    for path in sorted((ROOT / package).rglob("*.py"))
}
# What each floor of the house may stand on, from the ground up.
FLOORS = {
    "sim.compiled": (), "sim.errors": (), "sim.decisions": (), "sim.profiles": (),
    # A plan names instruments, which declare plans: asked for when a plan is read, not before.
    "sim.plan": ("sim.compiled", "sim.instruments"),
    "sim.parameters": ("sim", "sim.plan"),
    "sim.ledger": (), "sim.statuses": (),
    "sim.arithmetic": ("sim.compiled",),
    "sim.luck": ("sim.arithmetic", "sim.compiled"),
    "sim.rules": ("sim.arithmetic", "sim.compiled", "sim.profiles", "sim.statuses"),
    "sim.columns": (), "sim.calls": (),
    "sim.agents": ("sim.agents", "sim.columns", "sim.luck", "sim.statuses"),
    "sim.instruments": ("sim.instruments", "sim.statuses", "sim.arithmetic", "sim.compiled",
                        "sim.decisions", "sim.luck", "sim.parameters", "sim.profiles", "sim.rules"),
    "sim.delivered": ("sim.compiled", "sim.instruments", "sim.ledger", "sim.plan", "sim.profiles",
                      "sim.statuses"),
    "sim.room": ("sim.compiled", "sim.ledger", "sim.phases", "sim.rules", "sim.statuses"),
    "sim.world": ("sim.parameters", "sim.profiles", "sim.world"),
    "sim.scenario": ("sim.compiled", "sim.errors", "sim.instruments", "sim.parameters", "sim.world"),
    "sim.schema": ("sim", "sim.parameters", "sim.plan", "sim.scenario"),
    "sim.population": ("sim", "sim.arithmetic", "sim.compiled", "sim.decisions", "sim.luck", "sim.population",
                       "sim.statuses", "sim.rules"),
    "sim.outcomes": ("sim.compiled", "sim.profiles", "sim.statuses"),
    "sim.barriers": ("sim.arithmetic", "sim.compiled", "sim.rules", "sim.statuses"),
    "sim.phases": ("sim.arithmetic", "sim.compiled", "sim.decisions", "sim.instruments",
                   "sim.ledger", "sim.luck", "sim.outcomes", "sim.phases",
                   "sim.plan", "sim.population", "sim.rules",
                   "sim.statuses"),
    "sim.month": ("sim.phases",),
}  # fmt: skip

# Packages of experiments/, and which others of them each may stand on. Nobody stands on the command line.
PACKAGES = {
    "trials": (), "figures": (), "people": (),
    "designs": (), "store": ("designs",), "engine": ("designs", "store"),
    "results": ("designs", "store"),
    "sensitivity": ("designs", "store", "engine"),
    "nation": ("designs", "store", "engine"),
    "discovery": ("store",), "emulation": ("store", "discovery"),
    "calibration": ("trials", "figures", "people", "engine"),
    "facts": ("trials", "figures", "people"),
    "evidence": ("trials", "figures", "people", "calibration", "facts"),
}  # fmt: skip
PACKAGES["commands"] = tuple(PACKAGES)  # the command line, which calls them all


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] in ("sim", "experiments", "dashboard")}


def floor_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_there_is_a_house_to_look_at():
    assert len(SOURCES) > 40 and "sim/month.py" in SOURCES


@pytest.mark.parametrize("name", SOURCES)
def test_imports_point_one_way(name):
    module = name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    package = module.split(".")[0]
    allowed = {"sim": {"sim"}, "experiments": {"sim", "experiments"},
               "dashboard": {"sim", "experiments", "dashboard"}}[package]  # fmt: skip
    for imported in imports_of(SOURCES[name]):
        if name == "experiments/commands/looks.py" and imported.startswith("dashboard.launch"):
            continue  # the one door through which the command opens the dashboard
        assert imported.split(".")[0] in allowed, f"{name} imports {imported}"
    floor = floor_of(module)
    if floor in FLOORS:
        for imported in imports_of(SOURCES[name]):
            assert floor_of(imported) in FLOORS[floor], f"{name} imports {imported}"


def test_the_check_of_imports_can_fail(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("from experiments.compare import compare\n")
    assert imports_of(bad) == {"experiments.compare", "experiments.compare.compare"}
    bad.write_text("from experiments import facts\n")
    assert wrong_packages("experiments/trials/run.py", bad) == {"facts"}
    assert wrong_packages("experiments/evidence/rows.py", bad) == set()
    bad.write_text("from experiments.commands import worlds\n")
    assert wrong_packages("experiments/compare.py", bad) == {"commands"}
    assert wrong_packages("experiments/cli.py", bad) == set()
    bad.write_text("from experiments.cli import app\n")
    assert wrong_packages("experiments/compare.py", bad) == {"cli"}


def wrong_packages(name: str, path: Path) -> set[str]:
    """Parts of experiments/ that a file imports and may not."""
    mine = name.split("/")[1]
    used = {parts[1] for parts in (one.split(".") for one in imports_of(path))
            if parts[0] == "experiments" and len(parts) > 1}  # fmt: skip
    wrong = {"cli"} & used
    if mine not in ("cli.py", "commands"):
        wrong |= {"commands"} & used
    if mine in PACKAGES:
        wrong |= used & (PACKAGES.keys() - {mine, *PACKAGES[mine]})
    return wrong


def test_every_package_of_experiments_has_its_floor():
    packages = {path.parent.name for path in (ROOT / "experiments").glob("*/__init__.py")}
    assert packages == set(PACKAGES)


@pytest.mark.parametrize("name", [n for n in SOURCES if n.startswith(("experiments/", "dashboard/"))])
def test_packages_of_experiments_stand_on_those_below(name):
    assert not wrong_packages(name, SOURCES[name])


RANDOM = re.compile(
    r"np\.random|default_rng|\brandom\.(random|choice|shuffle|uniform|gauss)\(|\.rng\.|shuffle_do"
    r"|time\.time|os\.urandom|uuid"
)


@pytest.mark.parametrize("name", [n for n in SOURCES if n.startswith("sim/")])
def test_no_stray_randomness_or_clock_in_the_model(name):
    assert not RANDOM.search(SOURCES[name].read_text())


def test_the_check_of_randomness_can_fail():
    assert RANDOM.search("x = np.random.default_rng(1)")


@pytest.mark.parametrize("name", SOURCES)
def test_every_public_thing_says_what_it_is(name):
    tree = ast.parse(SOURCES[name].read_text())
    assert ast.get_docstring(tree), f"{name} has no docstring"
    for node in tree.body:
        public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if public and name != "experiments/bootstrap.py":  # a script, no part of the library
            assert ast.get_docstring(node), f"{name}: {node.name} has no docstring"


def test_the_month_has_thirteen_lines_in_the_order_of_the_model():
    from sim.month import MONTH

    numbered = [re.match(r"(\d+) ", __import__(phase.__module__, fromlist=["x"]).__doc__).group(1)
                for phase in MONTH]  # fmt: skip
    assert numbered == [str(n) for n in range(1, 14)]
    tree = ast.parse((ROOT / "sim/month.py").read_text())
    assert not any(isinstance(node, (ast.If, ast.For)) for node in ast.walk(tree))


def test_numbers_of_the_world_have_no_second_home_in_scenario_values():
    """A kernel's own literals are shapes of equations; money and rates come from declarations."""
    for name in SOURCES:
        if name.startswith(("sim/phases/", "dashboard/")):
            text = SOURCES[name].read_text()
            assert not re.search(r"\b(12326|41000|20975|143\.0)\b", text), name
