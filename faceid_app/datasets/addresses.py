"""Which addresses files are fetched from: https ones, and this very machine."""

from __future__ import annotations

import http.client
import ipaddress
import urllib.request
from typing import IO
from urllib.parse import urlsplit


def check_url(url: str) -> None:
    """Raises ValueError unless `url` is https, or http to this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise ValueError(f"only https addresses are used. Received: {url!r}")


def opener(url: str) -> urllib.request.OpenerDirector:
    """Opens `url`, follows redirects only to allowed addresses (ValueError else) and uses no proxy to this machine."""
    handlers: list[urllib.request.BaseHandler] = [_SafeRedirects()]
    if _is_loopback(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to an allowed address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_url(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
