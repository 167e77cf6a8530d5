"""After warming up, the usual measurements find all that they need compiled."""

import subprocess
import sys

# In a process of its own: others have compiled what they needed in this one.
MEASURED = """
import sys
import numpy as np
import napari_darkroom as dr
from napari_darkroom.kernels.warm_up import warm_up


def compiled():
    kernels = [m for name, m in sys.modules.items() if name.startswith("napari_darkroom.kernels.")]
    found = [one for module in kernels for one in vars(module).values()]
    return {f"{f} {s}" for f in found if hasattr(f, "py_func") for s in f.signatures}


warm_up()
before = compiled()
labels = np.zeros((40, 50), np.int32)
labels[3:20, 4:30], labels[25:30, 5:9], labels[8:11, 9:14] = 1, 2, 0
image = np.random.default_rng(0).integers(0, 99, labels.shape).astype(np.uint16)
for preset in ("basic", "shape"):
    dr.measure.regions(dr.Labels.of(labels), dr.Image.of(image), preset=preset)
print(len(before), sorted(compiled() - before))
"""


def test_the_usual_columns_compile_nothing_more():
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True
    )
    count, rest = ran.stdout.strip().split(" ", 1)
    assert int(count) > 20
    assert rest == "[]"
