"""Settings miswritten in their file, in the environment and in flags, and a watch by them."""

import os
from functools import cache
from unittest.mock import patch

from posture.app.composition import make_judge
from posture.config import load_config, read_toml
from posture.core.events import Observation
from posture.core.nudges.inputs import NudgeContext
from posture.core.states import Condition
from posture.system.paths import resource
from tests.fuzz.harness import kind, miswritten
from tests.support.seated import seated


@kind
def config_file(random, folder):
    sections = random.sample(_sections(), random.choice((1, 2, 5)))
    path = folder / "config.toml"
    path.write_bytes(miswritten(random, b"\n".join(sections)))
    watch(load_config((), path))


@kind
def config_flags(random, folder):
    flags = [
        os.fsdecode(miswritten(random, b"%b.%b=%b" % random.choice(_settings())))
        for _ in range(random.choice((1, 1, 3)))
    ]
    watch(load_config(flags, folder / "config.toml"))


@kind
def config_environment(random, folder):
    chosen = {}
    for _ in range(random.choice((1, 1, 3))):
        section, key, value = random.choice(_settings())
        name, value = random.choice(
            (
                (b"POSTURE_%s__%s" % (section, key), value),
                (b"POSTURE_%s" % section, b'{"%s": %s}' % (key, value)),
            )
        )
        if not random.randrange(4):
            name = b"POSTURE_" + miswritten(random, name.removeprefix(b"POSTURE_"))
        # Neither can stand in an environment.
        name, value = name.translate(None, b"\0="), miswritten(random, value).translate(None, b"\0")
        chosen[os.fsdecode(name.upper())] = os.fsdecode(value)
    with patch.dict(os.environ, chosen):
        watch(load_config((), folder / "config.toml"))


def watch(config, profile=None):
    """Some looks at somebody who slumps and leaves, judged by what was read."""
    judge = make_judge(config, profile)
    for at_s, pose in enumerate(_poses()):
        condition = Condition.SEEN if pose else Condition.AWAY
        judge.look(Observation(10.0 * at_s, condition, pose), NudgeContext(10.0 * at_s, 600))
    judge.finish(100.0, NudgeContext(100.0, 600))


@cache
def _poses():
    slumped = seated(torso_deg=24.0, neck_deg=34.0)
    return (seated(), slumped, slumped, None, seated(azimuth_deg=-60))


@cache
def _sections():
    """The sections of the default file, without its remarks."""
    text = resource("config/default.toml").read_text("utf-8")
    lines = [line.partition(" #")[0].rstrip() for line in text.splitlines()]
    kept = "\n".join(line for line in lines if line and not line.startswith("#"))
    return [f"[{part}".encode() for part in f"\n{kept}".split("\n[")[1:]]


@cache
def _settings():
    """(section, key, value) of each setting, as it is written."""
    return [
        tuple(part.strip().encode() for part in (section, *line.split("=", 1)))
        for section in read_toml(resource("config/default.toml"))
        for text in _sections()
        if text.startswith(f"[{section}]".encode())
        for line in text.decode().splitlines()[1:]
        if "=" in line
    ]
