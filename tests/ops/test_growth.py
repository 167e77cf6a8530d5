"""Growth of objects over time against SciPy's regression, and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress

import napari_darkroom as dr
from napari_darkroom.core.columns import Column
from napari_darkroom.core.errors import InputError, ParameterError
from napari_darkroom.core.values import Table
from napari_darkroom.engine.catalog import operations
from napari_darkroom.engine.lesson import equivalent_code
from napari_darkroom.engine.run import run

RANDOM = np.random.default_rng(3)


def table_of(rows, unit="", keys=("t", "label")):
    cells = pd.DataFrame(rows, columns=[*keys, "area"])
    cells = cells.astype(dict.fromkeys(keys, np.int64) if not unit else {}).astype({"area": float})
    known = {name: Column(f"What {name} is.") for name in keys}
    known["t"] = Column("Time.", unit)
    return Table(cells, known | {"area": Column("Area.", "um^2")}, keys)


def grown(table, **parameters):
    return run("measure.growth", {"measurements": table}, parameters)["table"]


def noisy():
    rows = [(t, k, v) for k in (9, 2, 40) for t, v in enumerate(RANDOM.uniform(5, 90, 3 + k))]
    return [rows[i] for i in RANDOM.permutation(len(rows))]


def test_the_fit_is_that_of_scipy():
    rows = noisy()
    found = grown(table_of(rows)).data
    assert found["label"].tolist() == [2, 9, 40]
    for row in found.itertuples():
        t, v = np.array([(t, v) for t, k, v in rows if k == row.label]).T
        fit = linregress(t, np.log(v))
        np.testing.assert_allclose(row.growth_rate, fit.slope, rtol=1e-9)
        np.testing.assert_allclose(row.r_squared, fit.rvalue**2, rtol=1e-9)
        np.testing.assert_allclose(row.doubling_time, np.log(2) / fit.slope, rtol=1e-9)
        assert (row.num_frames, row.first_value) == (len(t), v[t.argmin()])


def test_the_equivalent_code_gives_the_same():
    table = table_of(noisy())
    names = {"measurements": table.data}
    calibration = dr.Image.of(np.zeros((2, 2))).calibration
    exec(equivalent_code(operations()["measure.growth"], {}, calibration), names)  # noqa: S102 - our own docstring
    found = grown(table).data
    for name in ("growth_rate", "doubling_time", "r_squared"):
        np.testing.assert_allclose(names["table"][name], found[name], rtol=1e-9)


def test_doubling_in_every_second_frame_by_the_clock():
    table = table_of([(t, 1, 100 * 2 ** (t / 2)) for t in (6, 0, 2, 5)])
    found = grown(table, frame_interval="30 s")
    row = found.data.iloc[0]
    assert row["doubling_time"] == pytest.approx(60)
    assert row["growth_rate"] == pytest.approx(np.log(2) / 60)
    assert row["r_squared"] == pytest.approx(1)
    assert (row["first_time"], row["last_time"], row["num_frames"]) == (0, 180, 4)
    assert (row["first_value"], row["change"]) == (100, 700)
    assert row["relative_change"] == 7
    assert row["relative_rate"] == pytest.approx(7 / 180)
    units = {name: column.unit for name, column in found.columns.items()}
    assert units["growth_rate"] == units["relative_rate"] == "1/s"
    assert units["doubling_time"] == "s"
    assert units["change"] == "um^2"
    assert found.keys == ("label",)


def test_times_with_a_unit_of_their_own():
    table = table_of([(0.0, 1, 10.0), (0.5, 1, 20.0)], unit="h")
    found = grown(table)
    assert found.data["doubling_time"][0] == pytest.approx(0.5)
    assert found.columns["growth_rate"].unit == "1/h"
    with pytest.raises(ParameterError, match="in h already"):
        grown(table, frame_interval="30 s")


def test_what_cannot_be_told_is_missing():
    nan, inf = np.nan, np.inf
    values = {
        1: [5],
        2: [4, 4, 4, 4],
        3: [8, 4, 2],
        4: [0, 1, 2],
        5: [nan] * 3,
        6: [3, nan, inf, 6],
    }
    table = table_of([(t, k, v) for k, one in values.items() for t, v in enumerate(one)])
    found = grown(table).data.set_index("label")
    assert found["num_frames"].tolist() == [1, 4, 3, 3, 0, 2]
    np.testing.assert_array_equal(found["first_value"], [5, 4, 8, 0, nan, 3])
    np.testing.assert_array_equal(found["change"], [nan, 0, -6, 2, nan, 3])
    np.testing.assert_array_equal(found["relative_change"], [nan, 0, -0.75, nan, nan, 1])
    np.testing.assert_allclose(
        found["growth_rate"], [nan, 0, -np.log(2), nan, nan, np.log(2) / 3], rtol=1e-12
    )
    np.testing.assert_allclose(found["doubling_time"], [nan, nan, -1, nan, nan, 3], rtol=1e-12)
    np.testing.assert_allclose(found["r_squared"], [nan, nan, 1, nan, nan, nan])


def test_a_movie_is_measured_and_a_population_counted():
    movie = np.zeros((3, 20, 20), np.int32)
    for t in range(3):
        movie[t, 2 : 2 + 2**t, 2:4] = 7
        for k in range(2**t):
            movie[t, 12, 2 * k + 1] = 20 + k
    labels = dr.Labels.of(movie, "tyx", scale=(60.0, 0.5, 0.5), units=("s", "um", "um"))
    areas = dr.measure.growth(dr.measure.regions(labels), frame_interval="1 min")
    own = areas.set_index("label")["doubling_time"]
    assert own[7] == pytest.approx(1)
    assert own[[22, 23]].isna().all()
    counted = dr.measure.counts(labels)
    whole = dr.measure.growth(counted, column="num_objects")
    assert len(whole) == 1
    assert whole["first_value"][0] == 2
    assert whole["last_value"][0] == 5


def test_no_rows_give_all_columns():
    some, none = grown(table_of([(0, 1, 2.0)])), grown(table_of([]))
    assert len(none.data) == 0
    assert list(none.data) == list(some.data)
    alone = grown(table_of([], keys=("t",)))
    assert len(alone.data) == 0
    assert list(alone.data) == list(some.data)[1:]


def test_what_does_not_fit():
    with pytest.raises(InputError, match="no t is among them"):
        grown(Table(pd.DataFrame({"label": [1]}), {"label": Column("Number.")}))
    with pytest.raises(InputError, match="several rows for label 1, t 0"):
        grown(table_of([(0, 1, 2.0), (0, 1, 3.0)]))
    with pytest.raises(InputError, match="no column 'aera'"):
        grown(table_of([(0, 1, 2.0)]), column="aera")
    with pytest.raises(ParameterError, match="above 0"):
        grown(table_of([(0, 1, 2.0)]), frame_interval="0 s")
