"""What ``posture data`` makes of a record that holds what does not belong there."""

import json
import os
from unittest.mock import patch

from posture.app.data.checked import findings
from posture.app.data.deleted import delete_everywhere
from posture.app.data.exported import export_to, import_from
from posture.app.data.inventory import inventory
from posture.config import default_config
from posture.store.deletion import Selection
from tests.fuzz.harness import kind
from tests.fuzz.kinds.exports import EVER_US
from tests.fuzz.kinds.record import UTC, with_odd_cells

CONFIG = default_config()
NAMES = ("looks", "minutes", "episodes", "nudges", "breaks")


@kind
def data_commands(random, folder):
    """Each of them goes through whatever the others have done, and what is left can be taken in."""
    with_odd_cells(random, folder)
    config, format_name = CONFIG, random.choice(("csv", "jsonl"))

    def delete():
        delete_everywhere(Selection(profile=random.choice(("default", "x"))), config, UTC)

    def export():
        export_to(folder / "out", format_name, config, UTC, span_us=EVER_US, only=NAMES)

    commands = [
        lambda: json.dumps(inventory(config, UTC)),
        lambda: [*findings()],
        export,
        delete,
    ]
    random.shuffle(commands)
    with patch.dict(os.environ, POSTURE_DATA_DIR=str(folder), POSTURE_LOG_DIR=str(folder / "log")):
        for command in commands:
            command()
        import_from(folder / "out", config)
