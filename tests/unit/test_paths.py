"""One folder relocates everything."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from faceid_app.paths import Paths


def test_everything_lies_below_the_root_and_apart():
    paths = Paths(Path("/somewhere"))
    places = [
        getattr(paths, name)
        for name, value in vars(Paths).items()
        if isinstance(value, property)
    ]  # fmt: skip
    assert len(places) >= 6
    assert len(set(places)) == len(places)
    assert all(paths.root in place.parents for place in places)


def test_the_default_is_the_platforms_place():
    assert Paths.default().root == Path(platformdirs.user_data_dir("faceid_app", appauthor=False))
