"""The service: answers verifications over a local socket, for its own user alone, with models that are kept warm."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from faceid_app.camera.device import OPEN_SECONDS
from faceid_app.camera.frame import Frame
from faceid_app.errors import Cancelled, FaceIdError, InternalFault
from faceid_app.progress import Report, ignore
from faceid_app.workers.frames import Frames
from faceid_app.workers.kept_camera import KeptCamera, KeptFrames
from faceid_app.workers.service_protocol import (
    LONGEST_REQUEST,
    REQUEST_SECONDS,
    SEND_SECONDS,
    Refused,
    encoded,
    request_of,
)
from faceid_app.workers.service_socket import LineTooLong, peer_of, receive_line
from faceid_app.workers.verification_request import MOST_SECONDS, Request
from faceid_app.workers.verification_run import open_frames, run
from faceid_app.workers.warm_models import WarmModels

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 8
"""At a time; further ones are closed at once."""
_HOUSEKEEPING = 30.0
"""Seconds after which people who were deleted are forgotten here too."""
_LONGEST_RUN = OPEN_SECONDS + MOST_SECONDS + 30.0
"""Seconds on the clock after which a run is ended, whatever its camera does."""
_GLANCE = 0.1
"""Seconds between two looks whether the client is still there."""


class ServiceBusy(FaceIdError):
    """Somebody is being verified."""

    exit_code = 5

    def __init__(self) -> None:
        super().__init__("Another verification is under way before this camera; try again when it is done.")


class Service:
    """Accepts connections on `listener` until `stop`; one verification at a time."""

    def __init__(self, listener: socket.socket, models: WarmModels, kept: KeptCamera | None = None) -> None:
        self._listener, self._models, self._kept = listener, models, kept
        self._busy = threading.Lock()
        self._stopping = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._threads: set[threading.Thread] = set()

    def serve(self) -> None:
        """Until `stop`; what runs then is cancelled and waited for."""
        try:
            while not self._stopping.is_set():
                ready, _, _ = select.select([self._listener, self._woken], [], [], _HOUSEKEEPING)
                self._threads = {thread for thread in self._threads if thread.is_alive()}
                if self._listener in ready:
                    self._accept()
                elif not ready:
                    self._forget_the_deleted()
        finally:
            self._stopping.set()
            for thread in self._threads:
                thread.join(REQUEST_SECONDS + SEND_SECONDS)
            self._wake.close()
            self._woken.close()

    def stop(self) -> None:
        """End soon; for any thread and for signal handlers."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._wake.send(b"\0")

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # gone again, or no descriptor left
            time.sleep(_GLANCE)
            return
        if peer_of(connection) != os.getuid():
            log.warning("Another user asked the service and was not answered")
            connection.close()
        elif len(self._threads) >= MOST_CONNECTIONS:
            log.warning("%d ask the service at a time; another one was not answered", MOST_CONNECTIONS)
            connection.close()
        else:
            thread = threading.Thread(target=self._answer, args=(connection,), name="request", daemon=True)
            self._threads.add(thread)
            thread.start()

    def _forget_the_deleted(self) -> None:
        if self._busy.acquire(blocking=False):
            try:
                self._models.forget_the_deleted()
            except FaceIdError as error:
                log.warning("Who is still enrolled cannot be told (%s)", type(error).__name__)
            finally:
                self._busy.release()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):  # the client left
            client = _Client(connection)
            try:
                line = receive_line(connection, client.rest, longest=LONGEST_REQUEST, seconds=REQUEST_SECONDS)
                if line is None:
                    return
                code = self._verify(request_of(line, self._models.paths.root), client)
                client.finish(code)  # not before the next one may ask: who was answered asks again at once
            except Refused as refused:
                client.send({"refused": str(refused)})
            except (LineTooLong, TimeoutError):
                log.warning("A request was too long or too slow")
            except Cancelled:
                pass  # they left, or this service ends: then they verify without it
            except FaceIdError as error:
                client.fail(error)
            except OSError:
                raise
            except Exception:
                log.exception("A request failed unexpectedly")
                client.fail(InternalFault())

    def _verify(self, request: Request, client: _Client) -> int:
        if not self._busy.acquire(blocking=False):
            raise ServiceBusy
        try:
            with _Watch(client, self._stopping) as watch:
                return run(
                    request,
                    client,
                    self._models,
                    open_frames=lambda request: watch.over(self._frames(request)),
                    is_cancelled=watch.is_cancelled,
                )
        finally:
            self._busy.release()

    def _frames(self, request: Request) -> Frames | KeptFrames:
        if self._kept is not None and request.camera == self._kept.spec:
            return self._kept.frames()
        return open_frames(request)


class _Client:
    """Who asked. A `Teller`: what a run tells goes to them, the result last, with the exit code."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.rest = bytearray()
        self._result: dict[str, Any] = {}

    def send(self, answer: Mapping[str, Any]) -> None:
        self.connection.settimeout(SEND_SECONDS)
        self.connection.sendall(encoded(answer))

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None:
        self.send({"line": payload, "text": text()})

    def note(self, text: str) -> None:
        self.send({"note": text})

    def result(self, payload: Mapping[str, Any], text: str) -> None:
        self._result = {"result": payload, "text": text}

    @contextlib.contextmanager
    def progress(self) -> Iterator[Report]:
        yield ignore

    def finish(self, code: int) -> None:
        """Send the result."""
        self.send({**self._result, "exit_code": code})

    def fail(self, error: FaceIdError) -> None:
        """Send an error as the last answer."""
        self.send({"error": {"kind": type(error).__name__, "message": str(error)}, "exit_code": error.exit_code})


class _Watch:
    """Looks whether the client is still there while a run goes on, and ends its frames where they are not."""

    def __init__(self, client: _Client, stopping: threading.Event) -> None:
        self._client, self._stopping = client, stopping
        self._cancelled, self._over = threading.Event(), threading.Event()
        self._frames: Frames | KeptFrames | None = None
        self._thread = threading.Thread(target=self._look, name="departure", daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def over(self, frames: Frames | KeptFrames) -> Iterable[Frame]:
        """Those frames, until the client leaves."""
        self._frames = frames
        if self._cancelled.is_set():
            frames.interrupt()
        return frames

    def _look(self) -> None:
        until = time.monotonic() + _LONGEST_RUN
        while not self._over.wait(_GLANCE):
            if self._stopping.is_set() or time.monotonic() > until or self._has_left():
                self._cancelled.set()
                if self._frames is not None:
                    self._frames.interrupt()
                return

    def _has_left(self) -> bool:
        """At the end of their lines, or where they say more than there is to say."""
        ready, _, _ = select.select([self._client.connection], [], [], 0)
        return bool(ready)
