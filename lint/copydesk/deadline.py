"""
A time limit on a piece of work in this process, where the platform has a timer.

The timer interrupts Python code of the main thread only; elsewhere the limit cannot be enforced,
and whoever asked is told so.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from copydesk.errors import DeadlineError


def is_enforced() -> bool:
    """Return whether a limit set here and now would be kept."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """
    Interrupt the body when it takes longer; without a timer, just run it.

    Raises:
        DeadlineError: LM02, inside the body, when the time is up.
    """
    if not is_enforced():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise DeadlineError(f"stopped after {seconds:g} s.")

    previous: Callable[[int, FrameType | None], object] | int | None
    previous = signal.signal(signal.SIGALRM, stop)
    # The timer repeats: a check that swallows the first interruption meets the next.
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


_AGAIN_S = 0.2
