"""A server of its own, for what a download does to a window: prints its port, then sends 200 MB at 50 MB a second.

python -m tests.bench.endless_server
"""

from __future__ import annotations

import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_SIZE = 200_000_000


class _Endless(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(_SIZE))
        self.end_headers()
        block = os.urandom(1 << 20)
        for _ in range(_SIZE // len(block)):
            self.wfile.write(block)
            time.sleep(0.02)  # a fast line
        self.wfile.write(block[: _SIZE % len(block)])

    def log_message(self, format: str, *arguments: object) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
