"""Where a report goes: files, the standard output, a few lines on the terminal."""

import json
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import typer

from posture.errors import InputError

if TYPE_CHECKING:
    from posture.config import Config
    from posture.report.formats import Report

STDOUT = Path("-")
_TEXT_COLUMNS = 100  # of a text that is written to a file
Format = Literal["html", "text", "json", "csv", "md"]


@dataclass(frozen=True, slots=True)
class Outlets:
    """What goes where. printed: the option that takes the standard output for itself, or empty."""

    format: Format | None
    is_json: bool
    csv: Path | None
    out: Path | None
    pdf: Path | None
    printed: str

    @classmethod
    def of(
        cls,
        as_format: str | None,
        *,
        as_json: bool,
        csv: Path | None,
        out: Path | None,
        pdf: Path | None,
    ) -> "Outlets":
        """Raises InputError for no format, and when several want the standard output."""
        if as_format is not None and as_format not in get_args(Format):
            raise InputError(
                f"--format {as_format}: not a format.", f"Choose {', '.join(get_args(Format))}."
            )
        if as_json and as_format not in {None, "json"}:
            raise InputError(
                f"--json and --format {as_format} exclude each other.", "Leave one out."
            )
        prints_format = as_format not in {None, "html"} and out is None
        asked = {
            "--json": as_json,
            "--format": prints_format and not as_json,
            "--csv": csv == STDOUT,
            "--out": out == STDOUT,
            "--pdf": pdf == STDOUT,
        }
        wanted = [option for option, is_asked in asked.items() if is_asked]
        if len(wanted) > 1:
            raise InputError(
                f"{wanted[0]} and {wanted[1]} cannot both go to the standard output.",
                "Give one of them the name of a file, or leave it out.",
            )
        chosen: Format | None = as_format  # type: ignore[assignment]  # checked above
        is_json = as_json or (chosen == "json" and out is None)
        return cls(chosen, is_json, csv, out, pdf, next(iter(wanted), ""))

    @property
    def wants_page(self) -> bool:
        """Whether a page is put into the reports' folder."""
        if self.out is not None:
            return False
        return self.is_json or self.format == "html" or not self.printed

    def write(
        self, made: "Report", notices: tuple[str, ...], config: "Config", page: Path | None
    ) -> None:
        """Write the files, then print what is to be printed."""
        from posture.report.write import write_out  # noqa: PLC0415

        if self.csv and self.csv != STDOUT:
            write_out(self.csv, made.csv())
        if self.pdf:
            self._write_pdf(made, notices, config)
        if self.out and self.out != STDOUT:
            is_page = self.format in {None, "html"}
            write_out(self.out, made.html(notices) if is_page else self._text(made, notices))
            page = self.out if is_page else page
        if self.is_json:
            content = {**made.json(), "notices": notices, "page": page and str(page)}
            typer.echo(json.dumps(content))
            return
        echo_all(notices)
        match self.printed:
            case "--csv":
                _print_exactly(made.csv())
            case "--out" | "--format":
                _print_exactly(self._text(made, notices))
            case "":
                self._show(made, page)

    def _show(self, made: "Report", page: Path | None) -> None:
        from rich.console import Console  # noqa: PLC0415

        Console(highlight=False).print(made.terminal())
        typer.echo()
        if page:
            typer.echo(f"The {made.word} as a page: {page}")
        elif self.out:
            typer.echo(f"The {made.word} as {self.format}: {self.out}")
        if self.csv:
            rows = "hours" if made.word == "day" else "days"
            typer.echo(f"The {rows} as a table: {self.csv}")
        if self.pdf:
            typer.echo(f"The {made.word} as PDF: {self.pdf}")

    def _text(self, made: "Report", notices: tuple[str, ...]) -> str:
        match self.format:
            case "json":
                return json.dumps({**made.json(), "notices": notices, "page": None}) + "\n"
            case "csv":
                return made.csv()
            case "md":
                return made.markdown()
            case "text":
                return _plain(made)
            case _:
                return made.html(notices)

    def _write_pdf(self, made: "Report", notices: tuple[str, ...], config: "Config") -> None:
        from posture.report.pdf import pdf_of  # noqa: PLC0415
        from posture.report.write import write_out  # noqa: PLC0415
        from posture.system.output import write_to  # noqa: PLC0415

        printed = pdf_of(made.html(notices), config.report.paper)
        if self.pdf == STDOUT:
            write_to(sys.stdout, printed)
        elif self.pdf:
            write_out(self.pdf, printed)


def _plain(made: "Report") -> str:
    from rich.console import Console  # noqa: PLC0415

    text = StringIO()
    console = Console(file=text, width=_TEXT_COLUMNS, highlight=False, color_system=None)
    console.print(made.terminal())
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines()) + "\n"


def _print_exactly(text: str) -> None:
    """As it is: a table's line ends are CR LF, which Windows would make CR CR LF."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")
    typer.echo(text, nl=False)


def echo_all(notices: tuple[str, ...]) -> None:
    for notice in notices:
        typer.echo(notice, err=True)
