"""What CellProfiler's further modules give for its own objects, as cp_measure 0.3.0 has them.

cp_measure is CellProfiler's measurements without its window, by its authors. It was run once, with
mahotas 1.4.19, centrosome 1.3.4, NumPy 2.4.6 and scikit-image 0.26.0, on the DNA image (and actin
where two are needed) of the human cells, divided by 255. Of each column there are the values of the
first and the two hundredth object, and the mean of all 289.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from reference.programs import DATA, cellprofiler_labels

import napari_darkroom as dr

Numbers = tuple[float, float, float]

EXPECTED: Mapping[str, Mapping[str, Numbers]] = MappingProxyType(
    {
        "texture": {
            "angular_second_moment_0": (0.006903576279, 0.006496974012, 0.007403469383),
            "contrast_0": (252.6914894, 118.2830189, 956.6704102),
            "correlation_0": (0.08622921843, 0.2677757601, 0.0981998968),
            "variance_0": (138.2685321, 80.76966892, 531.3575555),
            "inverse_difference_moment_0": (0.08036509071, 0.1112947511, 0.06996950794),
            "sum_average_0": (103.6276596, 97.69811321, 121.675916),
            "sum_variance_0": (300.3826392, 204.7956568, 1168.759812),
            "sum_entropy_0": (5.374421863, 5.391611582, 5.523516718),
            "entropy_0": (7.283208267, 7.392922577, 7.235650389),
            "difference_variance_cellprofiler_0": (
                0.0005169944845,
                0.0008285708869,
                0.0003710671654,
            ),
            "difference_entropy_0": (4.665875491, 4.170771505, 4.924803996),
            "info_measure_1_0": (-0.5192056148, -0.4522894121, -0.6200294757),
            "info_measure_2_0": (0.9969694193, 0.9933337287, 0.9981610286),
            "contrast_1": (242.3636364, 142.1546392, 1333.500823),
            "contrast_2": (220.9782609, 147.3867925, 1011.20183),
            "contrast_3": (353.5890411, 218.7674419, 1235.330492),
        },
        "granularity": {
            "1": (45.81074229, 45.26493461, 58.53576323),
            "2": (29.3155444, 41.4294986, 28.23692703),
            "3": (4.910560261, 4.498651364, 3.622295821),
            "4": (0.0, 0.0, 0.4511041978),
            "5": (0.0, 0.0, 0.6872056441),
            "6": (2.086987481, 3.973768653, 0.9461549316),
            "10": (3.066242342, 0.0, 0.06471277358),
            "14": (3.626437905, 0.0, 0.1085259511),
        },
        "radial": {
            "share_1": (0.02906102816, 0.1055170599, 0.09437850159),
            "mean_1": (0.5689843408, 2.733851098, 2.370574614),
            "variation_1": (0.07341154341, 0.07848467401, 0.1456480459),
            "share_2": (0.1105321174, 0.2900622752, 0.2784585367),
            "mean_2": (0.8748499509, 1.991993938, 1.929479578),
            "variation_2": (0.4617868806, 0.329225074, 0.3704468009),
            "share_3": (0.3425192905, 0.3438294886, 0.3410403321),
            "mean_3": (1.168964918, 1.076828618, 1.133732486),
            "variation_3": (0.6636848097, 0.5996764858, 0.5468434913),
            "share_4": (0.5178875639, 0.2605911762, 0.2861226296),
            "mean_4": (0.9779399683, 0.5248656199, 0.5521527828),
            "variation_4": (0.5194632343, 0.1812431051, 0.3032889578),
        },
        "colocalization": {
            "pearson": (0.038969369, 0.002067629628, 0.05900562454),
            "slope": (0.002974596588, 0.000154343405, 0.0414249404),
            "manders_m1": (1.0, 1.0, 0.9916712996),
            "manders_m2": (1.0, 1.0, 0.9927803151),
            "rwc_1": (0.4019318418, 0.4604880216, 0.4367637526),
            "rwc_2": (0.4725696062, 0.5112491092, 0.5234306231),
        },
        "touching": {
            "num_neighbours": (3.0, 5.0, 3.84083045),
            "touching_share": (34.82142857, 68.75, 56.54545255),
            "nearest_distance": (11.87068279, 21.57387025, 18.38897997),
            "second_nearest_distance": (25.52508533, 24.45511975, 22.50550795),
            "neighbour_angle": (64.89514047, 146.884402, 111.0449369),
        },
        "within_5": {
            "num_neighbours": (1.0, 1.0, 0.8027681661),
            "touching_share": (46.80851064, 7.692307692, 23.44073271),
        },
    }
)


def measured(module: str) -> pd.DataFrame:
    """Return our table of what a module measures."""
    dna, actin = (_image(channel) for channel in (0, 1))
    nuclei, cells = cellprofiler_labels("Nuclei"), cellprofiler_labels("Cells")
    if module == "texture":
        return dr.measure.texture(nuclei, dna, distance=3, low=0, high=255, directions="each")
    if module == "granularity":
        return dr.measure.granularity(cells, dna)
    if module == "radial":
        return dr.measure.radial_distribution(cells, dna)
    if module == "colocalization":
        return dr.measure.colocalization(dna, actin, nuclei)
    near = (cells, 1.0) if module == "touching" else (nuclei, 5.0)
    table = dr.measure.neighbours(near[0], distance=near[1])
    return table.assign(touching_share=100 * table["touching_share"])


def _image(channel: int) -> dr.Image:
    (path,) = (DATA / "human_cells").glob(f"*d{channel}.tif")
    return dr.read(path)


def compared(module: str) -> Iterator[tuple[str, NDArray[np.float64], Numbers]]:
    """Yield name, our values and those of cp_measure of each column of a module."""
    table = measured(module)
    prefix = {"texture": "texture_", "granularity": "granularity_", "radial": "radial_"}
    for name, expected in EXPECTED[module].items():
        column = table[prefix.get(module, "") + name].to_numpy(float)
        yield name, np.array([column[0], column[199], np.nanmean(column)]), expected
