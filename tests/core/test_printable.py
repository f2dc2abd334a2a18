"""Text from outside, in one line that a terminal shows and does not obey."""

from posture.core.printable import shortened


def test_what_another_program_says_is_told_in_a_line_however_much_it_says():
    assert shortened("no such service") == "no such service"
    assert shortened("a\nb\x1b[2J") == r"a\nb\x1b[2J"
    for long in ("x" * 100_000, "\n" * 150, "\U0001f600" * 201):
        said = shortened(long)
        assert said.endswith("...")
        assert len(said) <= 203
        assert said.isprintable()
