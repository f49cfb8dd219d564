"""Whatever is handed in, each public call returns or raises what is documented, with a message.

The calls are in hostile.py, in a process of its own: an abort or a call that hangs is a failure.
"""
import os
import pathlib
import subprocess
import sys

import pytest

PROGRAM = pathlib.Path(__file__).with_name("hostile.py")


@pytest.mark.parametrize("part, least", [("client", 10), ("old", 20), ("lower", 6)])
def test_nothing_undocumented_comes_out(settings, part, least):
    examples = os.environ.get("HOSTILE_EXAMPLES", "25")
    done = subprocess.run([sys.executable, "-X", "faulthandler", PROGRAM, part, examples],
                          env={**os.environ, **settings}, timeout=240, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, (done.stdout[-1000:], done.stderr[-4000:])
    assert int(done.stdout.split()[-1]) >= least
