"""Profile names."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceid_app.errors import InvalidName
from faceid_app.storage.names import check_name, same_name
from faceid_app.storage.store import check_key


@pytest.mark.parametrize(
    "name",
    ["anna", "Anna-Maria", "J. R. Smith", "日本 太郎", "Ольга", "أحمد", "ไพลิน", "नीलिमा", "x_1", "a" * 64, "Zoë"],
)
def test_names_of_any_script_are_taken(name: str):
    assert check_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("../x", "contains '/'"),
        ("..", "dot"),
        (".hidden", "dot"),
        ("anna.", "dot"),
        (" anna", "space"),
        ("anna ", "space"),
        ("a/b", "'/'"),
        ("a\\b", "contains"),
        ("a\0b", "contains"),
        ("a\nb", "contains"),
        ("a:b", "':'"),
        ("😀", "contains"),
        ("a\u202eb", "contains"),
        ("\u0301a", "accent"),
        ("a" * 65, "65 characters"),
        ("𠀀" * 60, "240 bytes"),
        ("CON", "Windows"),
        ("nul.txt", "Windows"),
        ("Com1", "Windows"),
        ("\ud800", "contains"),
    ],
)
def test_other_names_are_refused_with_the_reason(name: str, why: str):
    with pytest.raises(InvalidName, match="cannot be used") as caught:
        check_name(name)
    assert why in str(caught.value)
    str(caught.value).encode()  # the sentence can be shown whatever the name


def test_decomposed_and_composed_spelling_are_one_name():
    assert check_name(unicodedata.normalize("NFD", "Zoë")) == check_name("Zoë")


def test_same_name_disregards_case_in_every_script():
    assert same_name("Anna", "aNNA")
    assert same_name("ОЛЬГА", "ольга")
    assert same_name("Straße", "STRASSE")
    assert not same_name("anna", "anne")


@given(st.text(max_size=80))
def test_an_accepted_name_is_always_one_safe_folder(name: str):
    try:
        accepted = check_name(name)
    except InvalidName:
        return
    assert check_key(accepted) == (accepted,)
    assert os.path.basename(accepted) == accepted
    assert check_name(accepted) == accepted
    assert len(accepted.encode()) <= 200
