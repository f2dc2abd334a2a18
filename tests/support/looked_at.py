"""Pages measured in headless Chromium, many at once: what collides, sticks out, or axe objects to.

Each page is seen in frames of several widths: a window is never narrower than 500 pixels. The
copies may run the measuring script; the pages themselves run none.
"""

import html
import json
import re
from importlib.util import find_spec
from pathlib import Path

from tests.support.browser import LIGHT, chromium

WIDTHS = (390, 768, 1280)
_SCRIPT = Path(__file__).with_name("looked_at.js")
_CSP = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")


def axe_source() -> str:
    """axe-core, as its Python package brings it."""
    found = find_spec("axe_core_python")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


def measured(pages: dict[str, str], folder: Path, widths=WIDTHS, scheme: int = LIGHT, axe=()):
    """For each (page's name, width): its texts that collide, what sticks out, axe's violations.

    axe: the widths at which axe looks too.
    """
    (folder / "axe.js").write_text(axe_source(), encoding="utf-8")
    script = _SCRIPT.read_text(encoding="utf-8")
    frames = []
    for name, text in pages.items():
        for width in widths:
            file = folder / f"{name}-{width}.html"
            with_axe = '<script src="axe.js"></script>' if width in axe else ""
            own = f"{with_axe}<script>const NAME = {json.dumps([name, width])};{script}</script>"
            file.write_text(_CSP.sub("", text).replace("</body>", own + "</body>"), "utf-8")
            frames.append(
                f'<iframe src="{file.name}" style="width:{width}px;height:900px"></iframe>'
            )
    collect = """<script>const all = []; addEventListener("message", (e) => {
      all.push(JSON.parse(e.data)); document.body.dataset.measured = JSON.stringify(all); });
      </script>"""
    frame = folder / "frames.html"
    frame.write_text(
        f"<!doctype html><style>iframe{{border:0}}</style><body>{collect}{''.join(frames)}", "utf-8"
    )
    dom, console = chromium(
        frame, "--dump-dom", "--virtual-time-budget=60000", scheme=scheme, width=1400
    )
    found = re.search(r'data-measured="([^"]*)"', dom)
    assert found, (dom[:2000], console)
    seen = json.loads(html.unescape(found[1]))
    assert len(seen) == len(frames), "a frame did not answer"
    return {tuple(each["name"]): each for each in seen}
