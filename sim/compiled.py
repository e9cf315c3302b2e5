"""How the model's arithmetic is compiled: once, to machine code, the same bits everywhere.

``rule`` marks a scalar equation, ``kernel`` a loop that wires equations to columns. Both are
plain Python underneath: with ``NUMBA_DISABLE_JIT=1`` the very same text runs uncompiled, which
is how the tests check the compiler.

Two choices matter for trust. There is no ``fastmath``, so that every processor gives the same
bits. And compiled code is kept in a folder named after the *whole* model text, because numba
itself notices only changes in the file that a kernel stands in, not in the rules it calls.

Three tricks make kernels fast, and use parts of numba that it does not promise to keep: ``FAST``
says whether they are to be had here. Without them, or with ``INROADS_PLAIN=1``, kernels are
compiled in the ordinary way, and the answers are the same bits, later.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba
import numpy as np
import platformdirs
from numba import types
from numba.extending import overload


def model_fingerprint() -> str:
    """Hash of every source file of the model: what a result depends on besides its inputs."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


GENERATOR = os.environ.get("INROADS_GENERATOR", "splitmix")
if GENERATOR not in ("splitmix", "threefry"):
    raise ImportError(f"INROADS_GENERATOR is {GENERATOR!r}, but must be splitmix or threefry.")


def _kernel_folder(way: str) -> Path:
    """A writable folder for compiled kernels, one for each version of the model and way to compile it."""
    name = f"{model_fingerprint()}-{GENERATOR}-numba{numba.__version__}{way}"
    for parent in (platformdirs.user_cache_path("inroads"), Path(tempfile.gettempdir())):
        folder = parent / "kernels" / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="inroads-kernels-"))


# -- in the ordinary way -----------------------------------------------------------------------

ORDINARY = {"cache": True, "nogil": True, "error_model": "numpy"}

# Kernels take a group of numbers as a table of one row and open it in their first line: handing
# over a plain array costs a tenth of handing over a record. Uncompiled, a row needs names.
RECORDS = np.recarray if numba.config.DISABLE_JIT else np.ndarray


def opened(*tables):
    """The numbers of one group, or of several, from the tables of one row in which a kernel takes them.

    Four at a time at most. They are for reading (`tests/test_uncompiled.py` looks). What a kernel changes
    itself, such as the market, it opens with ``table[0]``.
    """
    rows = tuple(table[0] for table in tables)
    return rows if len(rows) > 1 else rows[0]


@overload(opened, inline="always")  # put in place, because a compiled function cannot return several rows
def _opened_in_place(_a, _b=None, _c=None, _d=None, _e=None):
    """What ``opened`` is to the compiler without the tricks, by how many tables it is given.

    With all its parameters given numba does not put it in place: the last is never used.
    """
    given = sum(isinstance(kind, types.Array) for kind in (_a, _b, _c, _d, _e))
    return {
        1: lambda _a, _b=None, _c=None, _d=None, _e=None: _a[0],
        2: lambda _a, _b=None, _c=None, _d=None, _e=None: (_a[0], _b[0]),
        3: lambda _a, _b=None, _c=None, _d=None, _e=None: (_a[0], _b[0], _c[0]),
        4: lambda _a, _b=None, _c=None, _d=None, _e=None: (_a[0], _b[0], _c[0], _d[0]),
    }[given]


# -- with the tricks ---------------------------------------------------------------------------


def _opened_by_copy():
    """``opened`` as a copy of the numbers to where nothing else is ever written.

    Without the copy every number is read again for every person, because a column just written could
    have been part of the group.
    """
    from numba.core.cgutils import alloca_once, memcpy, unpack_tuple
    from numba.extending import intrinsic
    from numba.np.arrayobj import make_array

    @intrinsic
    def opened(_context, *tables):
        """The numbers of groups, copied to the stack of the kernel that opens them."""
        several = len(tables) > 1
        rows = types.Tuple([table.dtype for table in tables]) if several else tables[0].dtype

        def generate(context, builder, signature, arguments):
            copies = []
            for kind, table in zip(tables, unpack_tuple(builder, arguments[0]), strict=True):
                row = make_array(kind)(context, builder, table).data
                copy = alloca_once(builder, row.type.pointee)
                memcpy(builder, copy, row, context.get_constant(types.intp, 1))
                copies.append(copy)
            return context.make_tuple(builder, rows, copies) if several else copies[0]

        return rows(types.StarArgTuple(tables)), generate

    return opened


def _without_counting():
    """How to compile a kernel that makes no arrays and is given none twice.

    It need not count who holds its arrays, which is most of a call's cost, and may take several people
    at a time. `sim.calls` refuses to call a kernel with arrays that overlap.
    """
    from numba.core.compiler import Flags
    from numba.core.cpu import CPUTargetOptions
    from numba.core.options import TargetOptions

    CPUTargetOptions.noalias = TargetOptions.Mapping("noalias")
    tricks = {"_nrt": False, "noalias": True}
    flags = CPUTargetOptions.parse_as_flags(Flags(), tricks)
    if flags.nrt or not flags.noalias:
        raise AttributeError("numba takes these options for something else")
    return numba.njit(**ORDINARY, **tricks)


def _tricks():
    """``opened`` and ``kernel`` with the tricks, or None where numba has no longer what they need.

    Asked, not tried: to compile something takes a third of a second, at every start.
    """
    try:
        from numba.core.compiler import CompileResult

        if "entry_point" not in CompileResult._fields:
            return None
        return _opened_by_copy(), _without_counting()
    except (ImportError, AttributeError, KeyError, TypeError):
        return None


PLAIN = numba.config.DISABLE_JIT or os.environ.get("INROADS_PLAIN") == "1"
_found = None if PLAIN else _tricks()
FAST = _found is not None
rule = numba.njit(**ORDINARY)
making_kernel = numba.njit(**ORDINARY)  # one that does make arrays
opened, kernel = _found if FAST else (opened, numba.njit(**ORDINARY))

if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_kernel_folder("" if FAST else "-plain"))

_CODE: dict = {}  # by id, as a kernel is slow to hash; the kernel is held, so that its id stays its own


def machine_code(kernel):
    """A kernel that has run, without numba's look at every argument's type at each call.

    It checks nothing: only for the very arguments with which the kernel itself has just been called, and
    only where it is compiled for one set of types, so that there is nothing to choose.
    """
    if not FAST or len(getattr(kernel, "overloads", ())) != 1:
        return kernel
    if id(kernel) not in _CODE:
        _CODE[id(kernel)] = kernel, next(iter(kernel.overloads.values())).entry_point
    return _CODE[id(kernel)][1]
