"""A watch over a recording, drawn as it goes: ``posture replay --annotate``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from posture.core.events import Event, Observation, Sample
from posture.monitor.loop import Listener
from posture.protocols import Observer

if TYPE_CHECKING:
    from posture.capture import Paced


@contextmanager
def annotating(
    path: Path | None, fps: float, source: "Paced", observer: Observer
) -> Iterator[tuple[Observer, tuple[Listener, ...]]]:
    """The observer to watch through and who must listen, for each look to be drawn at ``path``.

    Raises StoreError when it cannot be written. path: None: nothing is drawn.
    """
    if path is None:
        yield observer, ()
        return
    from posture.drawing.video import AnnotatedVideo  # noqa: PLC0415 - only then

    with AnnotatedVideo(path, fps) as video:
        noted = _Noted(observer)

        def draw(event: Event) -> None:
            if isinstance(event, Sample) and source.latest is not None:
                person = noted.latest.pose if noted.latest is not None else None
                video.add(source.latest.rgb, person, event)

        yield noted, (draw,)


class _Noted:
    """The same observer, whose latest observation is kept."""

    def __init__(self, inner: Observer) -> None:
        self._inner = inner
        self.latest: Observation | None = None

    def observe(self) -> Observation | None:
        self.latest = self._inner.observe()
        return self.latest

    def release(self) -> None:
        self._inner.release()

    def close(self) -> None:
        self._inner.close()
