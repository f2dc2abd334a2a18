"""A script for clicking.py: open the camera view, see a few pictures, put them away, quit."""

from tests.support.clicking import click, shown


def look_at_oneself(program):
    yield lambda: (program.answer or {}).get("looks", 0) > 0
    program.show_page("camera")
    yield lambda: shown("Show the picture")
    picture = program.window.camera.picture
    seen = []
    for _ in range(3):
        if not program.window.camera.is_on:
            click("Show the picture")
        yield lambda: picture.has_picture
        seen.append(picture._image.width())
        picture._image = None
    click("Show the picture")
    yield lambda: not picture.has_picture
    program.end()
    return seen
