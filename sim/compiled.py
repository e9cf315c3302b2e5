"""How the model's arithmetic is compiled: once, to machine code, the same bits everywhere.

``rule`` marks a scalar equation, ``kernel`` a loop that wires equations to columns. Both are
plain Python underneath: with ``NUMBA_DISABLE_JIT=1`` the very same text runs uncompiled, which
is how the tests check the compiler.

Two choices matter for trust. There is no ``fastmath``, so that every processor gives the same
bits. And compiled code is kept in a folder named after the *whole* model text, because numba
itself notices only changes in the file that a kernel stands in, not in the rules it calls.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba
import numpy as np
import platformdirs
from numba.core import cgutils, types
from numba.core.cpu import CPUTargetOptions
from numba.core.options import TargetOptions
from numba.extending import intrinsic
from numba.np.arrayobj import make_array


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


def _kernel_folder() -> Path:
    """A writable folder for compiled kernels, one for each version of the model."""
    name = f"{model_fingerprint()}-{GENERATOR}-numba{numba.__version__}"
    for parent in (platformdirs.user_cache_path("inroads"), Path(tempfile.gettempdir())):
        folder = parent / "kernels" / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="inroads-kernels-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(_kernel_folder())

rule = numba.njit(cache=True, nogil=True, error_model="numpy")
# A kernel makes no arrays, so it need not count who holds those it is given: that is most of a call's cost.
# No two arrays of a district overlap (`tests/test_uncompiled.py` looks), and numba can pass that on.
CPUTargetOptions.noalias = TargetOptions.Mapping("noalias")
kernel = numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False, noalias=True)
making_kernel = numba.njit(cache=True, nogil=True, error_model="numpy")  # one that does make arrays

# Kernels take a group of numbers as a table of one row and open it in their first line: handing
# over a plain array costs a tenth of handing over a record. Uncompiled, a row needs names.
RECORDS = np.recarray if numba.config.DISABLE_JIT else np.ndarray


_CODE: dict = {}  # by the kernel's id: it is slow to hash, and kernels live as long as the program


def machine_code(kernel):
    """A kernel that has run, without numba's look at every argument's type at each call.

    Only where it is compiled for one set of types, so that there is nothing to choose.
    """
    if len(getattr(kernel, "overloads", ())) != 1:
        return kernel
    if id(kernel) not in _CODE:
        _CODE[id(kernel)] = next(iter(kernel.overloads.values())).entry_point
    return _CODE[id(kernel)]


def opened(*tables):
    """The numbers of one group, or of several, from the tables of one row in which a kernel takes them.

    Compiled, they are copied to where nothing else is ever written. Without the copy every number is
    read again for every person, because a column just written could have been part of the group. What
    a kernel changes itself, such as the market, it opens with ``table[0]``.
    """
    rows = tuple(table[0] for table in tables)
    return rows if len(rows) > 1 else rows[0]


if not numba.config.DISABLE_JIT:

    @intrinsic
    def opened(_context, *tables):
        """The numbers of groups, copied to the stack of the kernel that opens them."""
        several = len(tables) > 1
        rows = types.Tuple([table.dtype for table in tables]) if several else tables[0].dtype

        def generate(context, builder, signature, arguments):
            copies = []
            for kind, table in zip(tables, cgutils.unpack_tuple(builder, arguments[0]), strict=True):
                row = make_array(kind)(context, builder, table).data
                copy = cgutils.alloca_once(builder, row.type.pointee)
                cgutils.memcpy(builder, copy, row, context.get_constant(types.intp, 1))
                copies.append(copy)
            return context.make_tuple(builder, rows, copies) if several else copies[0]

        return rows(types.StarArgTuple(tables)), generate
