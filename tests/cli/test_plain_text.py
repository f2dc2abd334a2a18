"""A terminal that knows nothing but ASCII."""

import io
from datetime import date

from rich.console import Console

from posture.cli.plain_text import show_plainly
from posture.core.day.summary import summarise
from posture.report.terminal import render
from tests.support.days import LIMITS, ZONE, a_day

DAY = date(2026, 11, 20)
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}


def shown(text, encoding="ascii"):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    show_plainly(stream)
    stream.write(text)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def test_slouched_upright_and_other_stay_apart():
    assert shown("█ slouched  ▒ upright  · other") == "# slouched  = upright  . other"
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    show_plainly(stream)
    Console(file=stream, width=90).print(render(summarise(DAY, ZONE, a_day(), LIMITS)))
    stream.flush()
    drawn = stream.buffer.getvalue().decode("ascii")
    assert "?" not in drawn
    assert "##" in drawn
    assert "==" in drawn


def test_degrees_and_letters_stay_readable():
    assert shown("neck 12° ±3") == "neck 12 deg +/-3"
    assert shown("café") == "cafe"
    assert shown("姿勢") == "??"


def test_what_the_encoding_has_is_left_alone():
    assert shown("12° █", "latin-1") == "12° #"


def test_the_report_command_in_the_c_locale_fails_on_nothing(posture):
    done = posture("measure", "samples/pictures/f1_r1_front_00_upright.jpg", **C_LOCALE)
    assert (done.returncode, done.stderr) == (0, "")
    assert " deg" in done.stdout
    assert "?" not in done.stdout
