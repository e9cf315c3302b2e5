"""The compiler and the generator of luck change nothing that they should not change."""

import ast
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import District, Scenario, simulate
from sim.calls import overlapping
from sim.compiled import _CODE, FAST, kernel
from sim.instruments.follow_up import ordinary_introductions
from sim.instruments.plans import RULES as PLAN_RULES
from sim.outcomes import NAMES
from sim.phases.instruments import no_help_yet
from sim.profiles import PROFILES
from sim.rules.service import SHARING_RULES
from sim.warm import EVERYTHING
from tests.districts import all_on, busy, lived

ROOT = Path(__file__).resolve().parents[1]
SMALL = busy(people=60, months=6)


def fingerprints(seed: int = 1) -> dict[str, str]:
    """A hash of every column, record and sum of a busy district after six months."""
    district: District = lived(SMALL, 6, seed)
    arrays = {
        f"{kind.__name__}.{name}": array
        for kind, rows in district.rows.items()
        for name, array in rows.arrays.items()
    }
    arrays |= {f"in {one.name}": one.enrolled for one in district.delivered}
    arrays |= {"market": district.market, "amounts": district.books.amounts}
    arrays |= {"sums": district.books.sums, "lives": district.books.lives}
    return {name: hashlib.sha256(np.asarray(array).tobytes()).hexdigest() for name, array in arrays.items()}


def elsewhere(expression: str, **environment: str):
    """The value of an expression about this file, in a Python with another environment."""
    script = (
        "import json, numpy as np\n"
        "from tests import test_uncompiled as here\n"
        f"with np.errstate(over='ignore'): print(json.dumps({expression}))"
    )
    return printed(script, **environment)


def printed(script: str, **environment: str):
    """What a script prints as JSON, in a Python of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_uncompiled_the_model_gives_the_same_bits():
    compiled, uncompiled = fingerprints(), elsewhere("here.fingerprints()", NUMBA_DISABLE_JIT="1")
    assert len(compiled) > 90
    assert [name for name in compiled if compiled[name] != uncompiled[name]] == []


def test_the_fingerprint_notices_another_seed():
    one, other = fingerprints(), fingerprints(seed=2)
    assert {"Jobseeker.trust", "Employer.memory", "Caseworker.skill", "sums", "lives"} <= {
        name for name in one if one[name] != other[name]
    }


WORLD = busy(people=1000, months=24).set({"policy.ips.places": 0.0})
SEEDS = range(1, 21)


def gains(baseline: Scenario = WORLD) -> list[float]:
    """What IPS adds to the share in work after two years, seed by seed."""
    policy = baseline.set({"policy.ips.places": 1.0})
    column = NAMES.index("job_any")
    return [
        simulate(policy, seed, keep_lives=False).outcomes[24, column]
        - simulate(baseline, seed, keep_lives=False).outcomes[24, column]
        for seed in SEEDS
    ]


def standard_errors_apart(one: list[float], other: list[float]) -> float:
    """How far two means lie apart, in standard errors of their difference."""
    error = np.sqrt((np.var(one, ddof=1) + np.var(other, ddof=1)) / len(one))
    return abs(np.mean(one) - np.mean(other)) / error


@pytest.mark.slow  # the model is compiled anew: half a minute, the first time
def test_another_generator_of_luck_gives_other_lives_and_the_same_answer():
    ours = gains()
    with_threefry = elsewhere("[here.gains(), here.fingerprints()]", INROADS_GENERATOR="threefry")
    theirs, lives = with_threefry
    assert lives["lives"] != fingerprints()["lives"]
    assert ours != theirs
    assert standard_errors_apart(ours, theirs) < 3.0


def test_that_comparison_notices_a_somewhat_weaker_effect():
    weaker = WORLD.set({"policy.ips.fidelity.employer_outreach": 0.2})
    assert standard_errors_apart(gains(), gains(weaker)) > 3.0


@pytest.mark.slow  # the model is compiled anew: half a minute, the first time
def test_compiled_in_the_ordinary_way_the_model_gives_the_same_bits():
    fast, fingerprints_there = elsewhere("[here.FAST, here.fingerprints()]", INROADS_PLAIN="1")
    assert FAST and not fast
    assert fingerprints_there == fingerprints()


GONE = {
    "the name": "import numba.extending; del numba.extending.intrinsic",
    "the option": "from numba.core import cpu, options\n"
    "cpu.CPUTargetOptions = type('Less', (options.TargetOptions,), {})",
    "the field": "from numba.core import compiler\ncompiler.CompileResult._fields = ('signature',)",
    "nothing": "",
}


@pytest.mark.parametrize("gone", GONE)
def test_where_numba_has_lost_what_the_tricks_need_they_are_left_out(gone):
    script = f"import json\n{GONE[gone]}\nimport sim.compiled\nprint(json.dumps(sim.compiled.FAST))"
    assert printed(script) == (gone == "nothing")


LIVES = (
    [{"policy.plans.rule": rule, "policy.plans.reserve": True} for rule in PLAN_RULES]
    + [{"district.focus": profile, f"policy.plans.{profile}": "training > ips"} for profile in PROFILES]
    + [{"policy.sharing.rule": rule, "policy.targeting.rule": "need_first"} for rule in SHARING_RULES]
)


@pytest.mark.parametrize("change", LIVES, ids=lambda change: "-".join(map(str, change.values())))
def test_no_kernel_is_given_the_same_memory_twice(change):
    """The compiler is told so (`sim.compiled`): what it makes of a kernel that is would be wrong."""
    everything = all_on(people=60, months=3).set({**EVERYTHING, **change})
    calls = [given for _, given in lived(everything, 3)._calls.values()]
    assert len(calls) > 80
    assert [overlapping(tuple(map(str, range(len(given)))), given) for given in calls] == [None] * len(calls)


@kernel
def add_shifted(trust, before):
    for i in range(trust.shape[0] - 1):
        trust[i] += before[i]


def test_a_kernel_that_is_given_the_same_memory_twice_is_refused():
    district = lived(SMALL, 1)
    column = district.people.arrays["trust"]
    with pytest.raises(ValueError, match=r"add_shifted \(twice\) .* 'before' .* 'trust'"):
        district.run(add_shifted, label="twice", before=column)
    with pytest.raises(ValueError, match="'trust'"):
        district.run(add_shifted, before=column[5:])
    was = column.copy()
    district.run(add_shifted, before=column.copy())
    assert (column != was).any()


def test_only_overlapping_memory_is_refused():
    one = np.zeros(10)
    assert overlapping(("a", "b"), (one, one[9:])) == ("a", "b")
    assert overlapping(("a", "b", "c"), (one[:5], one[5:], np.zeros(0))) is None


def test_machine_code_holds_its_kernel_so_that_no_other_can_take_its_place():
    lived(SMALL, 1)
    assert len(_CODE) > 50
    assert [held for key, (held, _) in _CODE.items() if id(held) != key] == []


def lost_writes(source: str) -> list[str]:
    """Writes that a compiled kernel would lose: to groups it has opened, or in a rule to its parameters."""
    lost = []
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)):
        rule = any(isinstance(one, ast.Name) and one.id == "rule" for one in function.decorator_list)
        given, copies = {one.arg for one in function.args.args} if rule else set(), set()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and (opens(node.value) or only_name(node.value) in copies):
                copies |= {only_name(name) for to in node.targets for name in ast.walk(to)} - {None}
        for node in ast.walk(function):
            if isinstance(getattr(node, "ctx", None), ast.Store) and not isinstance(
                node, (ast.Name, ast.Tuple)
            ):
                to_a_field_of = given if isinstance(node, ast.Attribute) else set()
                if opens(node) or only_name(start(node)) in copies | to_a_field_of:
                    lost.append(f"{function.name}: {ast.unparse(node)}")
    return lost


def only_name(node: ast.AST) -> str | None:
    """The name that this is, and nothing more."""
    return node.id if isinstance(node, ast.Name) else None


def start(node: ast.AST) -> ast.AST:
    """What stands before the dots and brackets of ``name.part[place]``."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node


def opens(node: ast.AST) -> bool:
    """Whether this is a call of ``opened``, or a part of one."""
    node = start(node)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "opened"


def test_nothing_is_written_to_a_group_that_is_opened():
    """Compiled it is a copy, so that the write would be lost; uncompiled it is not."""
    sources = sorted((ROOT / "sim").rglob("*.py"))
    assert sum("opened(" in path.read_text() for path in sources) > 20
    assert {path.name: lost for path in sources if (lost := lost_writes(path.read_text()))} == {}


@pytest.mark.parametrize(
    "body",
    [
        "clock = opened(clock)\n    clock.month = 3",
        "clock, mind = opened(clock, mind)\n    for i in range(3):\n        mind.hope += 1.0",
        "clock = opened(clock)\n    clock['month'] = 3",
        "clock = opened(clock)\n    same = clock\n    same.month = 3",
        "opened(clock).month = 3",
    ],
)
def test_the_check_of_lost_writes_can_fail(body):
    assert len(lost_writes(f"def live(clock, mind):\n    {body}")) == 1
    assert lost_writes("@rule\ndef live(clock):\n    clock.month = 3") == ["live: clock.month"]
    assert lost_writes("def live(market):\n    market = market[0]\n    market.openings = 3") == []


def test_a_kernel_works_on_the_numbers_as_they_are_when_it_is_called():
    """Numbers are copied when a kernel opens its groups, so not before."""
    district = lived(busy(people=60, months=4), 2)
    district.run(no_help_yet)
    district.run(ordinary_introductions)
    before = district.people.arrays["introductions"].copy()
    district.records["service"]["introductions"] *= 2.0
    district.run(ordinary_introductions)
    assert before.max() > 0.0
    assert district.people.arrays["introductions"] == pytest.approx(2.0 * before)
