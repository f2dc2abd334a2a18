"""What lets somebody into a camera is neither shown nor kept, wherever its address turns up."""

import pytest

from posture.core.addresses import shown_address, without_credentials
from posture.errors import InputError


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://cam/video", "http://cam/video"),
        ("http://admin:SECRET@cam:8080/video", "http://cam:8080/video"),
        ("HTTP://SECRET@cam", "HTTP://cam"),
        ("rtsp://admin:SE@CRET@cam/main", "rtsp://cam/main"),
        ("http://admin:SE/CRET@cam/video", "http://cam/video"),
        ("http://admin:SE?CRET#x@cam/video", "http://cam/video"),
        ("http://cam:8080/a@b", "http://cam:8080/a@b"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("http://[fe80::1]/a@b?SECRET", "http://[fe80::1]/a@b?..."),
        ("http://cam/cgi?user=admin&pwd=SECRET#SECRET", "http://cam/cgi?..."),
        ("rtsp://cam/user=admin&password=SECRET/1.sdp", "rtsp://cam/user=...&password=.../1.sdp"),
        ("http://", "http://"),
        ("clips/day.mp4", "clips/day.mp4"),
        ("0", "0"),
    ],
)
def test_an_address_is_shown_without_what_lets_somebody_in(address, shown):
    assert without_credentials(address) == shown
    assert without_credentials(shown) == shown
    assert without_credentials(f"from {address} to {address} .") == f"from {shown} to {shown} ."


def test_a_text_that_is_long_and_no_address_is_gone_through_once():
    text = "f" * 2_000_000  # trying each beginning of a scheme would take hours
    assert without_credentials(f"{text} http://SECRET@cam") == f"{text} http://cam"


def test_no_error_holds_a_password_in_its_message_or_its_parts():
    error = InputError("rtsp://me:SECRET@cam: refused.", "Try http://me:SECRET@cam instead.")
    assert "SECRET" not in f"{error} {error.problem} {error.remedy} {error.args}"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://me:secret@cam/video", "http://cam/video"),
        ("http://me:sec@ret@cam/", "http://cam/"),
        ("http://me:secret@[::1/", "http://[::1/"),
        ("rtsp://cam/\x1b[31m", r"rtsp://cam/\x1b[31m"),
        ("/home/me/clip.mp4", "/home/me/clip.mp4"),
    ],
)
def test_an_address_is_shown_without_its_login_and_without_what_moves_a_terminal(address, shown):
    assert shown_address(address) == shown
