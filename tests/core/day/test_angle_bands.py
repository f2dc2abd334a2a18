"""How long an angle lay in each band."""

from posture.core.day.angle_bands import AngleBands, band_columns, band_words


def test_each_band_has_the_time_of_its_angles_its_lower_edge_included():
    bands = AngleBands("neck", [20, 0, 10])
    for degrees, seconds in ((-3.0, 1.0), (0.0, 2.0), (9.9, 4.0), (10.0, 8.004), (95.0, 16.0)):
        bands.add(degrees, seconds)
    bands.add(None, 99.0)
    assert bands.row() == {
        "neck_below_0_s": 1.0,
        "neck_0_10_s": 6.0,
        "neck_10_20_s": 8.0,
        "neck_from_20_s": 16.0,
    }
    bands.add(20.0, 0.5)
    assert bands.row()["neck_from_20_s"] == 16.5


def test_bands_are_named_and_worded_from_the_lowest():
    assert band_columns("torso", [60, 2.5]) == [
        "torso_below_2.5_s",
        "torso_2.5_60_s",
        "torso_from_60_s",
    ]
    assert band_words([60, 2.5]) == ["below 2.5°", "2.5\N{EN DASH}60°", "60° and more"]
    assert band_words([0, 10, 20])[-1] == "20° and more"
