"""A few inputs of each kind with every run of the tests; ``make fuzz`` throws thousands."""

import pytest

from tests.fuzz import harness
from tests.fuzz.guided import Given
from tests.fuzz.harness import finds, kinds

INPUTS = 16


@pytest.mark.parametrize("name", kinds())
def test_no_damaged_input_makes_a_traceback_or_a_hang(name):
    assert not [str(find) for find in finds(name, range(INPUTS))]


def test_an_input_that_has_something_written_elsewhere_is_found(tmp_path, monkeypatch):
    def strays(_random, folder):
        (folder / "own").touch()
        (tmp_path / "elsewhere").touch()

    monkeypatch.setitem(harness._kinds, "strays", strays)
    (find,) = finds("strays", range(1))
    assert find.what == f"written elsewhere: ['{tmp_path / 'elsewhere'}']"


def test_chances_out_of_given_bytes_are_the_same_again_and_come_to_an_end():
    def drawn(content):
        chances = Given(content)
        return [chances.randrange(1000), chances.choice("abc"), chances.randbytes(3)]

    assert drawn(bytes(range(40))) == drawn(bytes(range(40))) != drawn(bytes(range(40, 80)))
    assert drawn(b"") == [0, "a", b"\0\0\0"]
    assert Given(b"").sample("abcd", 3) == ["a", "b", "c"]
