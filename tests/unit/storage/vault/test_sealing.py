"""What is sealed opens in its own place only, and only as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.storage.vault.sealing import LINES, VALUE, ProfileSeal, Unsealable, is_sealed, new_key

SEAL = ProfileSeal("a" * 32, new_key())
PATH = "anchor/1.jpg"


@given(data=st.binary(max_size=200), path=st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1))
def test_a_value_comes_back(data: bytes, path: str) -> None:
    sealed = SEAL.seal_value(path, data)
    assert SEAL.open_value(path, sealed) == data
    assert is_sealed(sealed)
    assert len(sealed) == len(VALUE) + 12 + len(data) + 16
    assert sealed != SEAL.seal_value(path, data)


def test_a_change_of_any_byte_is_found() -> None:
    sealed = SEAL.seal_value(PATH, b"a face")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x10
        with pytest.raises(Unsealable):
            SEAL.open_value(PATH, bytes(changed))
    for cut in range(len(sealed)):
        with pytest.raises(Unsealable):
            SEAL.open_value(PATH, sealed[:cut])
    with pytest.raises(Unsealable):
        SEAL.open_value(PATH, sealed + b"\0")


@pytest.mark.parametrize(
    ("other", "path"),
    [
        (SEAL, "anchor/2.jpg"),
        (SEAL, "anchor/1.jp"),
        (SEAL, ""),
        (ProfileSeal("b" * 32, SEAL.key), PATH),
        (ProfileSeal(SEAL.vault_id, new_key()), PATH),
    ],
)
def test_a_value_opens_nowhere_else(other: ProfileSeal, path: str) -> None:
    with pytest.raises(Unsealable):
        other.open_value(path, SEAL.seal_value(PATH, b"a face"))


@given(lines=st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=6))
def test_lines_come_back_however_they_were_added(lines: list[bytes]) -> None:
    whole = SEAL.seal_lines("x.jsonl", lines)
    assert SEAL.open_lines("x.jsonl", whole) == lines
    grown = b""
    for line in lines:
        grown += SEAL.seal_next("x.jsonl", grown, line) + b"\n"
    assert (SEAL.open_lines("x.jsonl", grown) if grown else []) == lines
    assert SEAL.open_lines("x.jsonl", whole + b"torn") == lines


def test_lines_open_in_their_order_and_file_only() -> None:
    file = SEAL.seal_lines("x.jsonl", [b"one", b"two", b"three"])
    first, one, two, three = file.splitlines(keepends=True)
    again, other_one, *_rest = SEAL.seal_lines("x.jsonl", [b"one", b"two", b"three"]).splitlines(keepends=True)
    elsewhere = SEAL.seal_lines("y.jsonl", [b"one", b"two", b"three"]).splitlines(keepends=True)
    for tampered in (
        [first, two, one, three],
        [first, one, one, two, three],
        [first, two, three],
        [first, other_one, two, three],
        [first, elsewhere[1], two, three],
        [again, one, two, three],
        [one, two, three],
        [first, b"bm90IGJhc2U2NA==\n", two],
        [first, b"not base 64\n", two],
        [first, one.lower(), two],
        [LINES + b"\n", one],
    ):
        with pytest.raises(Unsealable):
            SEAL.open_lines("x.jsonl", b"".join(tampered))
    with pytest.raises(Unsealable):
        SEAL.open_lines("y.jsonl", file)
    with pytest.raises(Unsealable):
        SEAL.seal_next("x.jsonl", b"plain\n", b"more")
    with pytest.raises(Unsealable):
        SEAL.open_lines("x.jsonl", b"")


def test_that_lines_were_cut_off_the_end_cannot_be_told() -> None:
    """The limit that the decision states."""
    file = SEAL.seal_lines("x.jsonl", [b"one", b"two"])
    assert SEAL.open_lines("x.jsonl", b"".join(file.splitlines(keepends=True)[:-1])) == [b"one"]


def test_a_line_is_no_value_and_a_value_no_line() -> None:
    with pytest.raises(Unsealable):
        SEAL.open_value("x", SEAL.seal_lines("x", [b"one"]))
    with pytest.raises(Unsealable):
        SEAL.open_lines("x", SEAL.seal_value("x", b"one\n"))
