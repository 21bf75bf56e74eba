"""Stands for this program where another interpreter trains: its modules lie three folders up, and nothing beside them.

The folder that the program itself lies in would bring its neighbours, packages made for another Python.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

if __name__ == "faceid_app":
    _package = Path(__file__).resolve().parents[3]
    _spec = spec_from_file_location(__name__, _package / "__init__.py", submodule_search_locations=[str(_package)])
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[__name__] = module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[__name__])
