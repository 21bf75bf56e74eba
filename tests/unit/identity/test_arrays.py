"""Arrays as bytes: nothing pickled, one error for any damage."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceid_app.identity.arrays import pack, unpack

PACKED = pack(a=np.arange(5, dtype=np.float32), name=np.array("x"))


def test_arrays_come_back():
    arrays = unpack(PACKED)
    np.testing.assert_array_equal(arrays["a"], np.arange(5))
    assert str(arrays["name"]) == "x"


@settings(max_examples=300)
@given(cut=st.integers(0, len(PACKED) - 1), at=st.integers(0, len(PACKED) - 1), bit=st.integers(0, 7))
def test_damage_is_a_value_error_or_harmless(cut, at, bit):
    with pytest.raises(ValueError, match="archive of arrays"):
        unpack(PACKED[:cut])
    flipped = bytearray(PACKED)
    flipped[at] ^= 1 << bit
    try:
        unpack(bytes(flipped))
    except ValueError as error:
        assert "archive of arrays" in str(error)  # noqa: PT017 - a flip in a field that nobody reads does no harm


def test_pickled_objects_are_refused():
    stream = io.BytesIO()
    np.savez(stream, a=np.array([{"x": 1}], dtype=object))
    with pytest.raises(ValueError, match="archive of arrays"):
        unpack(stream.getvalue())


def test_an_archive_that_would_unpack_to_more_than_itself_is_refused():
    stream = io.BytesIO()
    np.savez_compressed(stream, a=np.zeros(10_000, np.float32))
    with pytest.raises(ValueError, match="more than itself"):
        unpack(stream.getvalue())
