"""``posture run``: one watch a user, its record, its camera process, its end."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from types import FrameType

from posture.app.log_file import start_log
from posture.app.watch.request import WatchRequest, WatchResources, request_of
from posture.app.watch.session import LiveView, Session
from posture.app.watch.watch_log import (
    ending_logged,
    log_beginning,
    log_thread_failures,
    stderr_to_log,
)
from posture.config import Config
from posture.core.addresses import shown_address
from posture.core.duration import in_words
from posture.desktop.availability import Availability
from posture.desktop.linux.open_files import openings
from posture.errors import InputError
from posture.monitor.control_socket import ControlServer, lock_file
from posture.monitor.loan import Loan
from posture.monitor.loop import Tally
from posture.monitor.preview import Preview
from posture.monitor.sources import Sandbox, refuse_other_devices, sandboxed
from posture.monitor.supervisor import ChildObserver
from posture.store.buffered import BufferedStore
from posture.store.sqlite import open_store
from posture.system import startup
from posture.system.clock import SystemClock
from posture.system.core_dumps import refuse_core_dumps
from posture.system.lock_file import HeldElsewhereError, LockFile
from posture.system.paths import record_path
from posture.system.private_file import private_folder
from posture.system.swap import keep_out_of_swap
from posture.system.video_device import device_node, lasting_name

_log = logging.getLogger(__name__)

# How long the first look waits to hear whether the moment is bad; desktops answer in hundredths.
_SETTLE_S = 0.3
# Who only looks whether the lock is held has it for a moment.
_LOOKED_AT_S = 0.2


def watch(
    source: str | None,
    profile_name: str | None,
    overrides: Sequence[str],
    *,
    loop: bool,
    length_s: float | None,
    screen: LiveView | None,
    into_record: bool = False,
    is_detached: bool = False,
) -> Tally:
    """Watch until a signal, the recording's end or length_s.

    into_record: a recording counts as the day; else what it shows is kept apart.

    is_detached: nobody reads standard error for long; it goes to the log.

    Everything that can be wrong with what the user gave is found before the camera opens. Raises
    InputError when another watch runs, ConfigError, ProfileError, StoreError, ModelError,
    SourceError, CameraProcessLostError, and CameraError when a camera named by ``source`` is not
    there.
    """
    request = request_of(source, profile_name, overrides, loop=loop, into_record=into_record)
    refuse_other_devices(request.source)
    with ExitStack() as stack:
        stack.enter_context(only_one())
        start_log(request.config)
        log_thread_failures()
        if is_detached:
            stderr_to_log()
        end = stack.enter_context(ending_logged())
        clock = SystemClock()
        store = stack.enter_context(closing(open_day_store(request.config, clock)))
        sandbox = stack.enter_context(sandboxed(request.source, request.config))
        gap = sandbox.gap(request.source)
        if screen is not None and gap:
            screen.remark(gap)
        resources = _opened(stack, request, clock, store, sandbox, must_be_there=source is not None)
        if screen is not None and request.is_apart:
            screen.keep_apart()
        session = stack.enter_context(closing(Session(request, resources, screen, end)))
        stack.enter_context(closing(ControlServer(session.answer)))
        stack.enter_context(_ending_on_signals(session.stop))
        _log_beginning(request, gap)
        resources.availability.settle(_SETTLE_S)
        startup.settle()
        tally = session.run(length_s)
        _log_tally(tally)
        return tally


def _opened(
    stack: ExitStack,
    request: WatchRequest,
    clock: SystemClock,
    store: BufferedStore,
    sandbox: Sandbox,
    *,
    must_be_there: bool,
) -> WatchResources:
    """The camera process, and who says when it may look; the stack closes both.

    must_be_there: a camera that is missing at the start is an error.
    """
    config = request.config
    camera = lasting_name(request.source)
    preview = Preview(clock, clock.wake, config.window.preview_interval_s, _hide_memory)
    observer = ChildObserver(
        camera,
        config,
        clock,
        loop=request.options["loop"],
        must_be_there=must_be_there,
        readers=sandbox.readers,
        preview=preview,
    )
    stack.callback(observer.close)
    loan = Loan(clock, clock.wake)
    availability = _availability(camera, config, clock, observer, loan)
    stack.enter_context(closing(availability))
    return WatchResources(clock, store, observer, availability, loan, preview)


def _log_beginning(request: WatchRequest, gap: str) -> None:
    by = f"the profile {request.profile.name}" if request.profile else "population defaults"
    log_beginning(
        f"{shown_address(request.source)}, judged by {by}; {gap or 'internet sockets are refused'}"
    )


def _log_tally(tally: Tally) -> None:
    _log.info(
        "ended after %s: looks %d, episodes %d, nudges %d, break reminders %d",
        in_words(tally.duration_s),
        tally.looks,
        tally.episodes,
        tally.nudges,
        tally.break_reminders,
    )


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock of the one watch a user may run; raises InputError when another holds it."""
    path = lock_file()
    try:
        private_folder(path.parent)
        lock = LockFile(path, _LOOKED_AT_S)
        lock.acquire()
    except HeldElsewhereError:
        raise InputError(
            "Another monitor is already running for you.", "Stop that one first: `posture stop`."
        ) from None
    except OSError as error:
        raise InputError(
            f"The data folder {path.parent} cannot be written: {error.strerror}.",
            "Make it writable, or set POSTURE_DATA_DIR to another one.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def open_day_store(config: Config, clock: SystemClock) -> BufferedStore:
    """The user's record, ready to take writes; raises StoreError when it cannot be one."""
    store = open_store(record_path(), config.store)
    store.maintain(clock.utc(), config.monitor.gap_intervals)
    return BufferedStore(store, config.store, clock.monotonic_s)


def _hide_memory() -> None:
    """Until a window asks for pictures none comes here, and the user may look into this process."""
    refuse_core_dumps()
    keep_out_of_swap()


def _availability(
    spec: str, config: Config, clock: SystemClock, observer: ChildObserver, loan: Loan
) -> Availability:
    def own_pids() -> list[int]:
        return [pid for pid in (os.getpid(), observer.pid, *loan.pids) if pid is not None]

    def openings_of(pid: int, path: str) -> list[str]:
        return observer.openings(path) if pid == observer.pid else openings(pid, path)

    node = device_node(spec)
    return Availability(config.desktop, clock.wake, own_pids, node, openings_of=openings_of)


@contextmanager
def _ending_on_signals(stop: Callable[..., None]) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a terminal that closes end the watch: no look is waited for.

    A signal that is ignored stays so, as nohup asks.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        name = signal.Signals(number).name
        why = {"SIGINT": "Ctrl-C", "SIGHUP": "its terminal was closed"}.get(name, f"signal {name}")
        stop(why, is_news=name != "SIGINT")

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    handled = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
    previous = {number: signal.signal(number, end) for number in handled}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
