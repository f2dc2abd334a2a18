"""A few inputs of each kind with every run of the tests; ``make fuzz`` throws thousands."""

import pytest

from tests.fuzz.harness import finds, kinds

INPUTS = 8


@pytest.mark.parametrize("name", kinds())
def test_no_damaged_input_makes_a_traceback_or_a_hang(name):
    assert not [str(find) for find in finds(name, range(INPUTS))]
