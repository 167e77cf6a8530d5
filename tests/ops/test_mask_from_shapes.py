"""Masks of what was drawn, against scikit-image and matplotlib."""

import numpy as np
import pytest
from matplotlib.path import Path
from skimage.draw import ellipse, line, polygon2mask

import napari_darkroom as dr
from napari_darkroom.core.calibration import Calibration
from napari_darkroom.core.errors import InputError, UnitError
from napari_darkroom.core.values import Image, Labels, Shapes
from napari_darkroom.engine.run import run

SHAPE = (31, 43)
GRID = Calibration.of("yx", (0.5, 0.25), "um", (10.0, -4.0))


def draw(shapes: list[tuple[str, object]], shape: tuple[int, ...] = SHAPE) -> np.ndarray:
    axes = "tzyx"[-len(shape) :]
    grid = Calibration.of(axes)
    drawn = [(type_, np.asarray(vertices)) for type_, vertices in shapes]
    ndim = drawn[0][1].shape[1]
    own = grid.select(range(grid.ndim - ndim, grid.ndim))
    inputs = {"image": Image.of(np.zeros(shape), axes), "shapes": Shapes.of(drawn, own)}
    return run("mask.from_shapes", inputs)["mask"].data


@pytest.mark.parametrize("seed", range(60))
def test_random_polygons_are_those_of_two_libraries(seed: int) -> None:
    random = np.random.default_rng(seed)
    vertices = random.uniform(-8, 50, (random.integers(3, 12), 2))
    found = draw([("polygon", vertices)])
    np.testing.assert_array_equal(found, polygon2mask(SHAPE, vertices))
    centres = np.argwhere(np.ones(SHAPE))
    # matplotlib fills what is enclosed twice too: a polygon that does not cross itself is the same.
    around = vertices[np.argsort(np.arctan2(*(vertices - vertices.mean(axis=0)).T))]
    inside = Path(around).contains_points(centres).reshape(SHAPE)
    np.testing.assert_array_equal(draw([("polygon", around)]), inside)


def test_centres_on_an_edge_are_inside() -> None:
    found = draw([("rectangle", [[2, 3], [5, 9]])])
    expected = np.zeros(SHAPE, bool)
    expected[2:6, 3:10] = True
    np.testing.assert_array_equal(found, expected)
    triangle = draw([("polygon", [[1, 1], [6, 6], [6, 1]])])
    np.testing.assert_array_equal(triangle[1:7, 1:7], np.tri(6, dtype=bool))
    assert triangle.sum() == 21


def test_what_is_enclosed_twice_is_a_hole() -> None:
    outer, inner = [[1, 1], [1, 20], [20, 20], [20, 1]], [[5, 5], [5, 15], [15, 15], [15, 5]]
    ring = np.array([*outer, outer[0], *inner, inner[0]], float)
    found = draw([("polygon", ring)])
    assert found[3, 3]
    assert not found[10, 10]


def test_an_ellipse_is_that_of_scikit_image() -> None:
    found = draw([("ellipse", [[3.2, 5.1], [20.4, 33.7]])])
    expected = np.zeros(SHAPE, bool)
    expected[ellipse(11.8, 19.4, 8.6, 14.3, SHAPE)] = True
    np.testing.assert_array_equal(found, expected)


def test_a_turned_ellipse_is_turned() -> None:
    corners = np.array([[-9.0, -3], [-9, 3], [9, 3], [9, -3]])
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    found = draw([("ellipse", corners @ turn.T + [15, 20])])
    y, x = ((np.argwhere(np.ones(SHAPE)) - [15, 20]) @ turn).T
    np.testing.assert_array_equal(found, ((y / 9) ** 2 + (x / 3) ** 2 <= 1).reshape(SHAPE))


def test_a_line_takes_the_pixels_it_passes() -> None:
    found = draw([("line", [[2, 3], [20, 38]])])
    expected = np.zeros(SHAPE, bool)
    expected[line(2, 3, 20, 38)] = True
    assert found.sum() == expected.sum() == 36
    assert (np.abs(np.argwhere(found) - np.argwhere(expected)) <= 1).all()
    path = draw([("path", [[0, 0], [0, 4], [3, 4]])])
    assert sorted(map(tuple, np.argwhere(path))) == sorted(
        {(0, k) for k in range(5)} | {(k, 4) for k in range(4)}
    )


def test_a_shape_without_area_marks_only_its_edge() -> None:
    assert draw([("ellipse", [[3, 3], [3, 9]])]).sum() == 0
    assert draw([("polygon", [[3, 3], [3, 9]])]).sum() == 7
    assert draw([("path", [[4, 4]])]).sum() == 1


def test_what_lies_outside_is_left_out() -> None:
    assert draw([("rectangle", [[-9, -9], [99, 99]])]).all()
    assert not draw([("rectangle", [[40, 50], [60, 70]]), ("line", [[-5, -5], [-1, -9]])]).any()
    assert draw([("path", [[-5, 4], [2, 4]])]).sum() == 3


def test_shapes_in_a_plane_are_in_every_plane_and_frame() -> None:
    found = draw([("rectangle", [[1, 1], [3, 4]])], (2, 3, 8, 9))
    assert found.sum() == 2 * 3 * 12
    assert found[:, :, 1:4, 1:5].all()


def test_shapes_with_a_place_are_in_the_nearest_plane() -> None:
    box = [[1.4, 1, 1], [1.4, 1, 4], [1.4, 3, 4], [1.4, 3, 1]]
    found = draw([("polygon", box), ("path", [[0, 7, 0], [2, 7, 8]])], (3, 8, 9))
    assert found[1, 1:4, 1:5].all()
    np.testing.assert_array_equal(found[:, 7].sum(axis=1), [2, 4, 3])
    assert found.sum() == 12 + 9
    assert not draw([("polygon", [[7, 1, 1], [7, 1, 4], [7, 3, 4]])], (3, 8, 9)).any()


def test_places_in_the_world_decide() -> None:
    image = Image(np.zeros(SHAPE), GRID)
    vertices = [[3.3, 4.2], [20.1, 7.9], [12.2, 30.9]]
    on_image = dr.mask.from_shapes(image, Shapes.of([("polygon", vertices)], GRID))
    np.testing.assert_array_equal(on_image.data, polygon2mask(SHAPE, np.array(vertices)))
    assert on_image.calibration == GRID
    cropped = dr.geometry.crop(image, y=(5, 25), x=(6, 40))
    part = dr.mask.from_shapes(cropped, Shapes.of([("polygon", vertices)], GRID))
    np.testing.assert_array_equal(part.data, on_image.data[5:25, 6:40])


def test_axes_may_stand_in_any_order() -> None:
    image = Image.of(np.zeros((8, 9, 2)), "yxc")
    shapes = Shapes.of([("rectangle", [[1, 1], [3, 4]])])
    mask = dr.mask.from_shapes(image, shapes)
    assert mask.shape == (8, 9, 2)
    assert mask.data[1:4, 1:5].all()
    assert mask.data.sum() == 24


def test_an_image_is_not_read() -> None:
    import dask.array as da

    lazy = da.map_blocks(lambda: 1 / 0, chunks=((8,), (9,)), dtype=float, meta=np.zeros((0, 0)))
    mask = dr.mask.from_shapes(Image.of(lazy), Shapes.of([("rectangle", [[1, 1], [3, 4]])]))
    assert mask.data.sum() == 12


def test_bare_arrays_and_pairs_are_taken() -> None:
    found = dr.mask.from_shapes(np.zeros((8, 9)), [("rectangle", [[1, 1], [3, 4]])])
    assert isinstance(found, np.ndarray)
    assert found.sum() == 12


def test_nothing_drawn_is_an_empty_mask() -> None:
    mask = dr.mask.from_shapes(Labels.of(np.ones((4, 5), int)), Shapes.of([]))
    assert mask.shape == (4, 5)
    assert not mask.data.any()


def test_units_and_axes_that_do_not_fit_are_refused() -> None:
    image = Image(np.zeros(SHAPE), GRID)
    with pytest.raises(UnitError, match="in pixel along y"):
        dr.mask.from_shapes(image, Shapes.of([("path", [[1, 1], [3, 4]])]))
    deep = Shapes.of([("path", [[1, 1, 1], [2, 3, 4]])])
    with pytest.raises(InputError, match="z is missing there"):
        dr.mask.from_shapes(Image.of(np.zeros(SHAPE)), deep)
