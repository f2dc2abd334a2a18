"""The chart of the neck's and torso's angles."""

from posture.core.day.model import AngleMedians
from posture.report.angle_chart import angle_chart


def test_no_degree_is_minus_nought():
    upright = AngleMedians(neck_change_deg=-0.4, torso_change_deg=-0.6)
    chart = angle_chart(upright, AngleMedians())
    words = [row.upright and row.upright.words for row in chart.rows]
    assert words == ["0°", "-1°"]
