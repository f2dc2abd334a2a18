"""Who may read what is kept."""

import stat


def open_to_others(home):
    """Each file and folder below that others than its owner may use, with its mode."""
    return {
        f"{stat.S_IMODE(path.stat().st_mode):o} {path.relative_to(home)}"
        for path in home.rglob("*")
        if path.stat().st_mode & 0o077
    }
