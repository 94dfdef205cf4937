"""pyray wraps whatever raylib's module has, by what ffi.typeof() says. Nothing here needs a window."""

import pyray
import pytest
import raylib


def test_structs():
    vector = pyray.Vector2(3, 4)
    assert (vector.x, vector.y) == (3.0, 4.0)
    assert pyray.vector2_length(vector) == 5.0
    total = pyray.vector2_add(vector, pyray.Vector2(1, 1))
    assert (total.x, total.y) == (4.0, 5.0)


def test_tuples_become_structs():
    assert pyray.check_collision_point_rec((5, 5), (0, 0, 10, 10)) is True
    assert pyray.check_collision_circles((0, 0), 1.0, (10, 0), 2.0) is False
    assert pyray.color_to_int((1, 2, 3, 4)) == 0x01020304


def test_strings():
    assert pyray.text_to_upper("shout") == "SHOUT"
    assert pyray.get_file_extension("a/b.png") == ".png"


def test_images():
    image = pyray.gen_image_checked(8, 8, 4, 4, pyray.RED, pyray.BLUE)
    assert (image.width, image.height) == (8, 8)
    pyray.image_flip_horizontal(image)
    color = pyray.get_image_color(image, 0, 0)
    assert (color.r, color.g, color.b, color.a) == tuple(pyray.BLUE)
    pyray.unload_image(image)


def test_matrices():
    matrix = pyray.matrix_multiply(pyray.matrix_translate(1, 2, 3), pyray.matrix_identity())
    assert (matrix.m12, matrix.m13, matrix.m14) == (1.0, 2.0, 3.0)


def test_constants_and_types():
    assert raylib.KEY_SPACE == 32 == pyray.KeyboardKey.KEY_SPACE
    assert raylib.ffi.typeof("Vector2").kind == "struct"
    with pytest.raises(TypeError):
        raylib.Vector2Add(1, 2)


def test_all_wrapped():
    names = [name for name in dir(raylib) if callable(getattr(raylib, name)) and name[0].isupper()]
    assert len(names) > 500
    assert len(raylib.ffi.list_types()[0]) > 40
