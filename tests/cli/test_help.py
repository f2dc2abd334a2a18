"""What the command line owes its ecosystem: help, version, completion."""

import re

import pytest
import typer
from typer.rich_utils import rich_format_help

import posture as package
from posture.cli.main import app
from tests.support.command_reference import command_reference
from tests.test_project import read

HEADINGS = ["Options", "Watch", "Understand", "Care", "Settings", "Tools"]
PAGE = command_reference()
COMMANDS = re.findall(r"^#{3,4} posture ([a-z -]+)$", PAGE, re.MULTILINE)


def test_version_is_an_option_too(posture):
    shown = posture("--version")
    assert (shown.returncode, shown.stdout) == (0, f"posture {package.__version__}\n")
    assert shown.stdout == posture("version").stdout


def test_help_groups_the_commands_in_the_order_in_which_they_are_met(posture):
    shown = posture("--help", COLUMNS="100").stdout
    assert re.findall(r"^╭─ (\w+) ─", shown, re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("words", [[], ["run"], ["config"], ["config", "show"]])
def test_a_short_option_asks_for_help_everywhere(posture, words):
    short = posture(*words, "-h")
    assert (short.returncode, short.stderr) == (0, "")
    assert short.stdout == posture(*words, "--help").stdout


def every_command(command, context):
    yield command, context
    for name, child in getattr(command, "commands", {}).items():
        yield from every_command(child, typer.Context(child, info_name=name, parent=context))


def test_help_names_no_type_of_pythons(capsys):
    root = typer.main.get_command(app)
    commands = list(every_command(root, typer.Context(root, info_name="posture")))
    assert len(commands) > 30
    for command, context in commands:
        rich_format_help(obj=command, ctx=context, markup_mode="rich")
    shown = capsys.readouterr().out
    assert shown.count("Usage: posture") == len(commands)
    assert [line for line in shown.splitlines() if "<" in line] == []


def test_flags_stand_in_help_without_a_type(posture):
    shown = posture("config", "show", "--help", COLUMNS="100").stdout
    assert "--default" in shown
    assert "bool" not in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_begins_with_a_sentence_and_shows_an_example(command):
    text = PAGE.partition(f" posture {command}\n")[2].split("```")[1]
    first = text.split("\n\n")[1].strip()
    assert re.fullmatch(r"[A-Z][^.]*[.)]", first, re.DOTALL), first
    if "COMMAND" not in text:
        assert re.search(rf"\n  Example: (EDITOR=nano )?posture {command}", text)


def test_no_short_help_is_cut_off_or_wrapped():
    """What stands beside a command in the list is one line of an ordinary terminal of 100."""
    root = typer.main.get_command(app)
    lines = {name: command.get_short_help_str(200) for name, command in root.commands.items()}
    assert {name: line for name, line in lines.items() if len(line) > 84} == {}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("posture pro", {"profiles"}),
        ("posture config ", {"path", "show", "get", "set", "unset", "check", "edit"}),
        ("posture config set nudges.max", {"nudges.max_per_hour"}),
        ("posture replay --prof", {"--profile"}),
        ("posture feedback f", {"false-alarm"}),
        ("posture advice h", {"heat-or-cold"}),
        ("posture profiles show d", {"desk"}),
    ],
)
def test_the_shell_completes_commands_options_and_values(posture, typed, offered):
    (posture.home / "data" / "profiles").mkdir(parents=True)
    (posture.home / "data" / "profiles" / "desk.json").touch()
    shown = posture(
        _POSTURE_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=str(typed.count(" "))
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert set(shown.stdout.split()) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_by_an_option(posture, tmp_path, shell):
    done = posture(
        "--install-completion",
        shell,
        HOME=str(tmp_path),
        USERPROFILE=str(tmp_path),
        _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1",
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert any("_POSTURE_COMPLETE" in text for text in made)


def test_the_page_of_commands_is_current():
    assert read("docs/commands.md") == PAGE, "run: make docs"
