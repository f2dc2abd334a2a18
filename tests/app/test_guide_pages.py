"""The guide: every page in the index, every link and command real, there for who installed it."""

import re

import pytest
import typer

from posture.app.guide_pages import INDEX, page, page_in_terminal, topics, written_page
from posture.cli.main import app, register
from posture.config import load_config
from posture.config.edit import get_setting
from posture.errors import InputError
from posture.system.paths import resource

PAGES = (INDEX, *topics())
WANTED = {
    "installing",
    "camera",
    "calibrating",
    "nudges",
    "false-alarms",
    "desks",
    "standing",
    "glasses",
    "shortcuts",
    "limits",
    "uninstalling",
}


def test_the_index_names_every_page_and_no_other():
    there = {file.stem for file in resource("docs/guide").glob("*.md")} - {INDEX}
    assert set(topics()) == there == WANTED


@pytest.mark.parametrize("topic", PAGES)
def test_links_and_pictures_lead_somewhere(topic):
    for target in re.findall(r"\]\(([^)]+)\)", page(topic)):
        assert (resource("docs/guide") / target).exists(), target


@pytest.mark.parametrize("topic", PAGES)
def test_every_command_and_setting_named_is_there(topic):
    register()
    root = typer.main.get_command(app)
    for said in re.findall(r"posture ([a-z][a-z-]+)", "\n".join(_code(page(topic)))):
        assert said in root.commands, said
    for key in re.findall(r"\bconfig set ([a-z_.]+)|`([a-z]+\.[a-z_]+)`", page(topic)):
        get_setting(next(filter(None, key)))


def _code(text):
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)


def test_the_defaults_the_guide_names_are_those_in_force():
    nudges = load_config().nudges
    assert f"**{nudges.cooldown_s:.0f} (" in page("nudges")
    assert f"`nudges.long_s` ({nudges.long_s / 60:.0f} min)" in page("nudges")
    assert f"`nudges.long_cooldown_s` ({nudges.long_cooldown_s / 60:.0f} min)" in page("nudges")


def test_in_the_terminal_nothing_is_left_of_links_and_pictures():
    assert not [topic for topic in PAGES if "](" in page_in_terminal(topic)]


def test_the_page_for_a_browser_has_all_in_one_file_and_asks_for_nothing_else(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    html = written_page().read_text(encoding="utf-8")
    assert all(f'<section id="{topic}">' in html for topic in PAGES)
    assert html.count("data:image/jpeg;base64,") == 3
    assert not re.findall(r"(?:src|href)=\"(?!data:|#)", html)


@pytest.mark.parametrize("topic", ["nope", "../json", ""])
def test_a_page_there_is_none_of_is_refused_with_those_there_are(topic):
    with pytest.raises(InputError, match="Pages: installing, camera"):
        page(topic)
