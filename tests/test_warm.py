"""After `make setup` nobody waits for a compiler: what is warmed is all there is."""

import importlib
import pkgutil

import numba

import sim
from sim.warm import warm


def kernels():
    """Every compiled loop of the model, by name."""
    found = {}
    for module in pkgutil.walk_packages(sim.__path__, "sim."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            if isinstance(thing, numba.core.dispatcher.Dispatcher) and thing.__module__ == module.name:
                found[f"{module.name}.{name}"] = thing
    return found


# Called from a compiled loop alone, so compiled within it.
WITHIN = {
    "sim.phases.delivery.the_last_of", "sim.phases.delivery.qualify",
    "sim.instruments.sanctions.see_who_misses",
}  # fmt: skip


def test_every_loop_of_the_model_is_compiled_by_warming():
    warm()
    cold = {name for name, kernel in kernels().items() if not kernel.signatures}
    loops = {name for name in cold if ".phases." in name or ".instruments." in name or ".population." in name}
    assert len(kernels()) > 120
    # A rule that only other rules call is compiled inside them.
    rules = {name for name in loops if not _takes_arrays(kernels()[name])}
    assert loops - rules - WITHIN == set()


def _takes_arrays(kernel) -> bool:
    """Whether a function runs over columns: it opens a table or loops over rows."""
    return "shape" in kernel.py_func.__code__.co_names
