"""A real web server on this machine that can misbehave, and small LFW archives."""

from __future__ import annotations

import io
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@dataclass
class Served:
    """One file of the server, and how it is served."""

    content: bytes
    etag: str | None = '"1"'
    ranges: bool = True
    length: bool = True
    break_after: int | None = None
    """Once: send that many bytes of the answer, then close the connection."""
    redirect: str | None = None


@dataclass
class WebServer:
    """`files` by path, `requests` as (path, Range header) in the order received."""

    url: str = ""
    files: dict[str, Served] = field(default_factory=dict)
    requests: list[tuple[str, str | None]] = field(default_factory=list)

    def serve(self, path: str, content: bytes, **how) -> str:
        self.files[path] = Served(content, **how)
        return self.url + path


@pytest.fixture
def web() -> Iterator[WebServer]:
    state = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted_range = self.headers.get("Range")
            state.requests.append((self.path, wanted_range))
            file = state.files.get(self.path)
            if file is None:
                self.send_error(404)
                return
            if file.redirect:
                self.send_response(302)
                self.send_header("Location", file.redirect)
                self.end_headers()
                return
            start = 0
            unchanged = self.headers.get("If-Range") in (None, file.etag)
            if wanted_range and file.ranges and unchanged:
                start = int(wanted_range.removeprefix("bytes=").removesuffix("-"))
                if start >= len(file.content):
                    self.send_error(416)
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(file.content) - 1}/{len(file.content)}")
            else:
                self.send_response(200)
            if file.etag:
                self.send_header("ETag", file.etag)
            if file.length:
                self.send_header("Content-Length", str(len(file.content) - start))
            self.end_headers()
            body = file.content[start:]
            if file.break_after is not None:
                body, file.break_after = body[: file.break_after], None
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def make_tar() -> Callable[..., bytes]:
    """`make_tar({"a/b.jpg": b"..."}, extra=[TarInfo])` is a .tar.gz; extra members have no content."""

    def make(files: dict[str, bytes], *, extra: list[tarfile.TarInfo] | None = None, mode: str = "w:gz") -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as tar:  # type: ignore[call-overload]
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
            for member in extra or []:
                tar.addfile(member)
        return buffer.getvalue()

    return make


@pytest.fixture
def lfw_files() -> dict[str, bytes]:
    """The official layout with three people and six pictures (which nothing here decodes)."""
    counts = {"Ann_Lee": 3, "Bob_Ray": 2, "Cy_Fox": 1}
    return {
        f"lfw-deepfunneled/{name}/{name}_{number:04d}.jpg": f"{name} {number}".encode()
        for name, count in counts.items()
        for number in range(1, count + 1)
    }


@pytest.fixture
def lfw_tree(tmp_path: Path, lfw_files: dict[str, bytes]) -> Path:
    """The same as a folder."""
    for name, content in lfw_files.items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "given"
