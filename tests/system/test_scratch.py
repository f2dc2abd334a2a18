"""A scratch folder leaves nothing behind, whenever Ctrl-C is pressed."""

import os
import signal

import pytest

from posture.system.scratch import scratch_folder


def pressed_after(work):
    def both(*arguments, **more):
        done = work(*arguments, **more)
        signal.raise_signal(signal.SIGINT)
        return done

    return both


def pressed_before(work):
    def both(*arguments, **more):
        signal.raise_signal(signal.SIGINT)
        return work(*arguments, **more)

    return both


def use(inside, meanwhile):
    with scratch_folder("of-ours-", inside) as folder:
        assert folder.stat().st_mode & 0o077 == 0 or os.name == "nt"
        (folder / "page.html").touch()
        meanwhile()


@pytest.mark.parametrize(
    ("work", "press"), [("mkdir", pressed_after), ("rmdir", pressed_before), (None, None)]
)
def test_it_is_gone_when_ctrl_c_comes_while_it_is_made_removed_or_used(
    tmp_path, monkeypatch, work, press
):
    if work:
        monkeypatch.setattr(os, work, press(getattr(os, work)))
    with pytest.raises(KeyboardInterrupt):
        use(tmp_path, lambda: work or signal.raise_signal(signal.SIGINT))
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_can_read_it_and_an_error_inside_comes_out(tmp_path):
    with pytest.raises(ZeroDivisionError):
        use(tmp_path, lambda: 1 / 0)
    assert list(tmp_path.iterdir()) == []
