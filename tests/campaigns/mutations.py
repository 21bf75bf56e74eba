"""Damage to what is valid: bytes changed, cut, doubled and spliced, and JSON whose values are of another kind."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63, 2**64 - 1)
_SIZES = (1, 2, 4, 8)
_DEEP = 3_000
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 0.5, 1e-320, 1e308, float("inf"), float("-inf"), float("nan"), 2**63, -(2**64), 10**40,
    "", "a", "\0", "../..", "/etc/passwd", "é" * 70, "x" * 5_000, "\ud800", "1e999", "2026-13-45", [], {}, [[]],
    [None], {"": 0}, {"a": {"b": []}}, [0] * 2_000,
)  # fmt: skip
_RAW = ("[" * _DEEP + "]" * _DEEP, '{"a":' * _DEEP + "0" + "}" * _DEEP, "9" * 5_000, "1e99999", "NaN", "-", '"\\ud800"')


def damaged(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """`data` with one to six changes; parts of `others` may come into it."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(_BINARY)(changed, others, chance)
    return bytes(changed)


def damaged_json(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """One JSON document with one to three of its values changed; now and then its bytes."""
    if chance.random() < 0.2:
        return damaged(data, others, chance)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return damaged(data, others, chance)
    for _ in range(chance.choice((1, 1, 2, 3))):
        value = _changed(value, chance)
    text = json.dumps(value)
    if '"@raw"' in text:
        text = text.replace('"@raw"', chance.choice(_RAW), 1)
    return text.encode()


def damaged_lines(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Lines of JSON, some of them changed, lost, doubled, swapped, or from another file."""
    if chance.random() < 0.1:
        return damaged(data, others, chance)
    lines = data.split(b"\n")[:-1] or [b"{}"]
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(lines))
        way = chance.randrange(8)
        if way < 4:
            lines[at] = damaged_json(lines[at], others, chance).replace(b"\n", b" ")
        elif way == 4 and len(lines) > 1:
            del lines[at]
        elif way == 5:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif way == 6:
            to = chance.randrange(len(lines))
            lines[at], lines[to] = lines[to], lines[at]
        else:
            lines[at] = damaged(lines[at], others, chance)
    return b"\n".join(lines) + (b"\n" if chance.random() < 0.9 else b"")


def _changed(value: Any, chance: random.Random) -> Any:
    """`value` with one value somewhere within exchanged."""
    here = isinstance(value, dict | list) and bool(value)
    if not here or chance.random() < 0.15:
        return "@raw" if chance.random() < 0.1 else chance.choice(_VALUES)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]
    key = chance.choice(sorted(value))
    way = chance.random()
    rest = {name: kept for name, kept in value.items() if name != key}
    if way < 0.1:
        return rest
    if way < 0.2:
        return rest | {f"{key}x": value[key]}
    return value | {key: _changed(value[key], chance)}


def _bit(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _early_bit(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    """Headers decide most, and are short."""
    if data:
        data[chance.randrange(min(len(data), 128))] = chance.randrange(256)


def _number(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    size = chance.choice(_SIZES)
    if len(data) > size:
        at = chance.randrange(min(len(data) - size, chance.choice((128, 1 << 30))))
        number = chance.choice(_NUMBERS) % (1 << 8 * size)
        data[at : at + size] = number.to_bytes(size, chance.choice(("big", "little")))


def _cut(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _lose(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 4, 64, 4096))]


def _double(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    part = data[start : start + chance.choice((1, 4, 64, 4096))]
    data[start:start] = part * chance.choice((1, 1, 8))


def _noise(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    data[start : start + chance.choice((0, 4, 16))] = chance.randbytes(chance.choice((1, 4, 16, 256)))


def _splice(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    other = chance.choice(others) if others else b""
    start, end = sorted((chance.randrange(len(other) + 1), chance.randrange(len(other) + 1)))
    at = chance.randrange(len(data) + 1)
    data[at : at + chance.choice((0, end - start))] = other[start:end]


def _zeros(data: bytearray, _others: Sequence[bytes], chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    length = min(chance.choice((4, 64, 1024)), len(data) - start)
    data[start : start + length] = bytes(length)


Change = Callable[[bytearray, Sequence[bytes], random.Random], None]
_BINARY: tuple[Change, ...] = (_bit, _bit, _early_bit, _number, _number, _cut, _lose, _double, _noise, _splice, _zeros)
