"""The card of a shipped backbone for readers: Markdown made of the figures in its card.json, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_TEXTS = ("title", "description")
"""Keys that become the heading and the paragraph below it."""


def card_text(card: Mapping[str, Any]) -> str:
    """Markdown: a section a key, in the order of the card.

    Objects become lists, lists of objects with the same keys become tables, and everything else is said as it is.
    """
    lines = [f"# {card.get('title', 'Compact')}", ""]
    if "description" in card:
        lines += [str(card["description"]), ""]
    for key, value in card.items():
        if key not in _TEXTS:
            lines += [f"## {_words(key)}", "", *_block(value), ""]
    return "\n".join(lines)


def _block(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return _items(value, indent="")
    if _is_table(value):
        return _table(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [f"- {_inline(item)}" for item in value]
    return [_inline(value)]


def _items(values: Mapping[str, Any], *, indent: str) -> list[str]:
    lines = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}- {_words(key)}:", *_items(value, indent=f"{indent}  ")]
        elif _is_table(value):
            lines += [f"{indent}- {_words(key)}:", *(f"{indent}  - {_pairs(row)}" for row in value)]
        else:
            lines.append(f"{indent}- {_words(key)}: {_inline(value)}")
    return lines


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) > 0
        and all(isinstance(row, Mapping) and list(row) == list(value[0]) for row in value)
    )


def _table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    heads = list(rows[0])
    return [
        "| " + " | ".join(_words(head) for head in heads) + " |",
        "|" + "---|" * len(heads),
        *("| " + " | ".join(_inline(row[head]) for head in heads) + " |" for row in rows),
    ]


def _pairs(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{_words(key)} {_inline(value)}" for key, value in row.items())


def _inline(value: Any) -> str:
    if value is None:
        return "not measured"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return _pairs(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_inline(item) for item in value)
    return str(value).replace("|", "\\|")


def _words(key: str) -> str:
    return str(key).replace("_", " ")
