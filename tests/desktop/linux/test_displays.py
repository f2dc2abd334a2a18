"""Which displays are connected, as the kernel lists them."""

from posture.desktop.linux.displays import connected_displays


def test_displays_are_known_by_what_they_say_of_themselves(tmp_path):
    for name, status, edid in (
        ("card0-eDP-1", "connected", b"panel"),
        ("card0-HDMI-A-1", "connected", b""),
        ("card0-DP-2", "disconnected", b""),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "status").write_text(f"{status}\n")
        (tmp_path / name / "edid").write_bytes(edid)
    panel, hdmi = connected_displays(tmp_path)
    assert (len(panel), hdmi) == (12, "HDMI-A-1")
    assert connected_displays(tmp_path / "nowhere") == ()
