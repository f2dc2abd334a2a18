"""One setting in a form: a widget that shows its value and says when the user has changed it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from posture.errors import PostureError


class Field(QObject):
    """key: ``section.key``. changed: the user's new value, as config/edit.py takes it."""

    changed = Signal(object)

    def __init__(self, key: str, label: str, widget: QWidget) -> None:
        super().__init__()
        self.key, self.label, self.widget = key, label, widget
        widget.setAccessibleName(label.replace("&", ""))

    def show_value(self, value: Any) -> None:  # noqa: ANN401 - whatever the setting holds
        """Without saying that it has changed."""
        raise NotImplementedError


class Switch(Field):
    """Yes or no."""

    def __init__(self, key: str, label: str) -> None:
        self.box = QCheckBox(label)
        super().__init__(key, label, self.box)
        self.box.clicked.connect(self._report)

    def _report(self, is_on: bool) -> None:
        self.changed.emit(is_on)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        self.box.setChecked(bool(value))


class Number(Field):
    """A whole number; said when editing ends, not at every key."""

    def __init__(self, key: str, label: str, least: int, most: int, unit: str = "") -> None:
        self.box = QSpinBox()
        self.box.setRange(least, most)
        self.box.setSuffix(unit)
        self.box.setKeyboardTracking(False)
        super().__init__(key, label, self.box)
        self._shown = 0
        self.box.valueChanged.connect(self._report)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        self._shown = round(float(value))
        self.box.setValue(self._shown)

    def _report(self, value: int) -> None:
        if value != self._shown:
            self._shown = value
            self.changed.emit(value)


class Text(Field):
    """A line of text; hint: an example."""

    def __init__(self, key: str, label: str, hint: str = "") -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        super().__init__(key, label, self.line)
        self.line.setAccessibleDescription(f"For example {hint}" if hint else "")
        self._shown = ""
        self.line.editingFinished.connect(self._report)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        is_list = isinstance(value, list | tuple)
        self._shown = ", ".join(value) if is_list else str(value)
        self.line.setText(self._shown)

    def _report(self) -> None:
        if self.line.text() != self._shown:
            self._shown = self.line.text()
            self.changed.emit(self._shown)


class Suggested(Field):
    """A line of text, some of which have a name and are offered by it.

    suggest: gives (name, text) of each; not on Qt's thread. same: what two texts for the same thing
    have in common.
    """

    def __init__(
        self,
        key: str,
        label: str,
        suggest: Callable[[], Sequence[tuple[str, str]]],
        same: Callable[[str], str] = str,
    ) -> None:
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        super().__init__(key, label, self.box)
        self.suggest, self._same, self._shown = suggest, same, ""
        self.line = self.box.lineEdit() or QLineEdit()
        self.line.setAccessibleName(label.replace("&", ""))
        self.line.editingFinished.connect(self._tell)
        self.box.activated.connect(lambda _at: self._tell())

    def offer(self, options: Sequence[tuple[str, str]] | PostureError) -> None:
        """By name from now on; what is shown stays."""
        self.box.clear()
        for name, text in [] if isinstance(options, PostureError) else options:
            self.box.addItem(name, text)
        self.show_value(self._shown)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        self._shown = str(value)
        at = self.box.findData(self._same(self._shown))
        self.box.setCurrentIndex(at)
        if at < 0:
            self.box.setEditText(self._shown)

    def _tell(self) -> None:
        at = self.box.findText(self.box.currentText())
        value = self.box.currentText() if at < 0 else str(self.box.itemData(at))
        if self._same(value) != self._same(self._shown):
            self._shown = value
            self.changed.emit(value)


class OneOf(Field):
    """One of some; a value that is none of them is shown as it is."""

    def __init__(self, key: str, label: str, options: Sequence[tuple[str, Any]]) -> None:
        self.box = QComboBox()
        super().__init__(key, label, self.box)
        self.offer(options)
        self.box.activated.connect(lambda at: self.changed.emit(self.box.itemData(at)))

    def offer(self, options: Sequence[tuple[str, Any]]) -> None:
        self.box.clear()
        for said, value in options:
            self.box.addItem(said, value)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        at = self.box.findData(value)
        if at < 0:
            self.box.addItem(str(value), value)
            at = self.box.count() - 1
        self.box.setCurrentIndex(at)


class Several(Field):
    """Any of some, side by side, in their order."""

    def __init__(self, key: str, label: str, options: Sequence[tuple[str, str]]) -> None:
        row = QWidget()
        super().__init__(key, label, row)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.boxes = {value: QCheckBox(said) for said, value in options}
        for box in self.boxes.values():
            layout.addWidget(box)
            box.clicked.connect(self._report)
        layout.addStretch(1)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        for name, box in self.boxes.items():
            box.setChecked(name in [str(each) for each in value])

    def _report(self) -> None:
        self.changed.emit([name for name, box in self.boxes.items() if box.isChecked()])
