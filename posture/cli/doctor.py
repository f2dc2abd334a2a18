"""``posture doctor``."""

import json
from dataclasses import asdict

import typer

from posture.cli.options import JsonOption


def doctor(as_json: JsonOption = False) -> None:
    """Check camera, model, notifications, folders, display and versions; suggest fixes.

    Example: posture doctor
    """
    from posture.app.doctor import examine  # noqa: PLC0415 - heavy

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            mark = "ok" if finding.ok else "FIX" if finding.needed else "note"
            typer.echo(f"{mark:<5}{finding.name:<14} {finding.detail}")
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings]))
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)
