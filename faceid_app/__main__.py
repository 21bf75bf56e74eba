"""`python -m faceid_app` and the `faceid` script."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the program with the command line's arguments."""
    from faceid_app import sockets

    sockets.watch()
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # the starter of a window on Windows has none, and who writes there would fail
            setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if sys.argv[1:] == ["try-network"]:  # before anything that reads the person's folders
        from faceid_app.workers.network_trial import main as try_network

        return try_network()
    from faceid_app.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
