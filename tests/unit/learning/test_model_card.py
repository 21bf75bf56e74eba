"""The card for readers says what card.json says, and no more."""

from __future__ import annotations

from faceid_app.learning.model_card import card_text


def test_every_kind_of_value_has_its_form():
    text = card_text(
        {
            "title": "Compact",
            "description": "A small network.",
            "licence": "Apache-2.0",
            "data": [{"name": "A | B", "pictures": 12000}, {"name": "C", "pictures": 5}],
            "figures": {
                "lfw": {"accuracy": 0.9912345678, "n": 6000, "by": [{"far": 0.001, "tar": None}]},
                "good": True,
            },
            "weaknesses": ["Masks.", "Profiles."],
        }
    )
    assert text.splitlines() == [
        "# Compact",
        "",
        "A small network.",
        "",
        "## licence",
        "",
        "Apache-2.0",
        "",
        "## data",
        "",
        "| name | pictures |",
        "|---|---|",
        "| A \\| B | 12,000 |",
        "| C | 5 |",
        "",
        "## figures",
        "",
        "- lfw:",
        "  - accuracy: 0.991235",
        "  - n: 6,000",
        "  - by:",
        "    - far 0.001, tar not measured",
        "- good: yes",
        "",
        "## weaknesses",
        "",
        "- Masks.",
        "- Profiles.",
    ]
