"""What makes each system start a program at login: only the texts.

systemd.service(5) and systemd.syntax(7), the Desktop Entry Specification 1.4, launchd.plist(5).
"""

import plistlib
import subprocess
from collections.abc import Mapping, Sequence

from posture.system.program import APP_ID

# Refused by posture itself (another one runs, a wrong setting): trying again changes nothing.
_REFUSED = 2


def systemd_unit(words: Sequence[str], variables: Mapping[str, str]) -> str:
    """A user unit that runs with the graphical session.

    systemd starts no program whose own name has quotes in it; env does.
    """
    environment = "".join(
        f"Environment={_systemd_word(f'{name}={value}')}\n" for name, value in variables.items()
    )
    return f"""\
[Unit]
Description=posture: watches how you sit, and nudges rarely
PartOf=graphical-session.target
After=graphical-session.target

[Service]
ExecStart=/usr/bin/env {" ".join(_systemd_word(word, is_argument=True) for word in words)}
{environment}Restart=on-failure
RestartSec=10
RestartPreventExitStatus={_REFUSED}

[Install]
WantedBy=graphical-session.target
"""


def xdg_entry(words: Sequence[str], variables: Mapping[str, str], comment: str) -> str:
    """An entry for the folder autostart/."""
    return f"""\
[Desktop Entry]
Type=Application
Version=1.4
Name=posture
Comment={comment}
Exec={xdg_exec(words, variables)}
Icon={APP_ID}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
"""


def launch_agent(label: str, words: Sequence[str], variables: Mapping[str, str]) -> str:
    """A property list for ~/Library/LaunchAgents."""
    wanted = {
        "Label": label,
        "ProgramArguments": list(words),
        "RunAtLoad": True,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
        **({"EnvironmentVariables": dict(variables)} if variables else {}),
    }
    return plistlib.dumps(wanted).decode()


def run_command(words: Sequence[str]) -> str:
    """A value of the Run key."""
    return subprocess.list2cmdline(words)


def xdg_exec(words: Sequence[str], variables: Mapping[str, str]) -> str:
    """The value of Exec: quoted twice, for the line and for the file."""
    settings = [f"{name}={value}" for name, value in variables.items()]
    return " ".join(map(_xdg_word, (*(("env", *settings) if settings else ()), *words)))


def _systemd_word(word: str, *, is_argument: bool = False) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%")):
        word = word.replace(plain, escaped)
    if is_argument:  # else a variable of the environment would stand there
        word = word.replace("$", "$$")
    return f'"{word}"' if not word or set(word) & set(" \t'\"\\;") else word


def _xdg_word(word: str) -> str:
    if word and not set(word) & set(" \t\n\"'\\><~|&;$*?#()`%"):
        return word
    for reserved in ("\\", '"', "`", "$"):
        word = word.replace(reserved, f"\\{reserved}")
    # A percent sign begins a field code; a backslash is one of the file's own escapes too.
    quoted = word.replace("%", "%%").replace("\\", "\\\\")
    return f'"{quoted}"'
