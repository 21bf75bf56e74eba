"""Each claim of docs/security.md names a test, and every test that is named is there."""

from __future__ import annotations

import ast
import re
from functools import cache

from faceid_app.paths import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def _tests_in(file: str) -> frozenset[str]:
    path = PROJECT_ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_test_that_is_named_is_there():
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 30
    assert [f"{file}::{test}" for file, test in named if test not in _tests_in(file)] == []


def test_every_claim_names_one():
    protected = PAGE.read_text(encoding="utf-8").partition("## What is protected")[2].partition("## Not protected")[0]
    claims = re.split(r"\n(?=- )", protected.replace("\n### ", "\n- ### "))
    claims = [claim for claim in claims if claim.startswith("- ") and not claim.startswith("- ###")]
    assert len(claims) > 30
    assert [claim for claim in claims if not NAMED.search(claim)] == []
