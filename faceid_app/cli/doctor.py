"""`faceid doctor` and `faceid cameras`: what is there, and what to do about what is not."""

from __future__ import annotations

import typer

from faceid_app.camera.catalogue import list_cameras
from faceid_app.cli.console import Console
from faceid_app.workers.doctor import diagnose


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(cameras)
    app.command()(doctor)


def cameras(context: typer.Context) -> None:
    """List the connected cameras by index, name and stable id."""
    console: Console = context.obj
    found = list_cameras()
    rows = [{"index": camera.index, "name": camera.name, "stable_id": camera.stable_id} for camera in found]
    lines = [f"{camera.index}  {camera.name}  ({camera.stable_id})" for camera in found]
    console.result(
        {"cameras": rows}, "\n".join(lines) or "No camera was found; connect one, or give a video file as --camera."
    )


def doctor(context: typer.Context) -> None:
    """Check this computer and what is installed. Exit code 1 where something needs attention."""
    console: Console = context.obj
    findings = diagnose(console.paths)
    rows = [
        {"name": finding.name, "ok": finding.ok, "detail": finding.detail, "action": finding.action}
        for finding in findings
    ]
    lines = [
        f"{'ok  ' if finding.ok else 'LOOK'} {finding.name}: {finding.detail}"
        + (f" -> {finding.action}" if finding.action and not finding.ok else "")
        for finding in findings
    ]
    healthy = all(finding.ok for finding in findings)
    console.result({"ok": healthy, "findings": rows}, "\n".join(lines))
    raise typer.Exit(0 if healthy else 1)
