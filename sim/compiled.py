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
kernel = numba.njit(cache=True, nogil=True, error_model="numpy")

# Kernels take a group of numbers as a table of one row and open it in their first line: handing
# over a plain array costs a tenth of handing over a record. Uncompiled, a row needs names.
RECORDS = np.recarray if numba.config.DISABLE_JIT else np.ndarray
