"""The states of a stream, and what leads from one to the next."""
from __future__ import annotations

import enum


class StreamState(enum.Enum):
    """Where a stream is."""

    IDLE = "idle"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    SUBSCRIBING = "subscribing"
    ACTIVE = "active"
    RECONNECTING = "reconnecting"
    BACKOFF = "backoff"
    DRAINING = "draining"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


S = StreamState
TRANSITIONS: dict[str, dict[StreamState, StreamState]] = {
    "connect": {S.IDLE: S.CONNECTING},
    "handshake_ok": {S.CONNECTING: S.CONNECTED},
    "handshake_fail": {S.CONNECTING: S.RECONNECTING},
    "subscribe": {S.CONNECTED: S.SUBSCRIBING, S.ACTIVE: S.SUBSCRIBING},
    "subscribed": {S.SUBSCRIBING: S.ACTIVE},
    "subscribe_fail": {S.SUBSCRIBING: S.DRAINING},
    "disconnect": {S.ACTIVE: S.DRAINING, S.CONNECTED: S.DRAINING},
    "schedule_reconnect": {S.DRAINING: S.RECONNECTING},
    "wait": {S.RECONNECTING: S.BACKOFF},
    "retry": {S.BACKOFF: S.CONNECTING},
    "give_up": {S.RECONNECTING: S.EXHAUSTED, S.BACKOFF: S.EXHAUSTED},
    "close": {state: S.CLOSED for state in S if state not in (S.CONNECTING, S.CLOSED)},
}


class TransitionNotAllowed(Exception):
    """The state does not have this way out."""


class StreamStateMachine:
    """Follows a stream from state to state; counts failed attempts since it was last active."""

    def __init__(self) -> None:
        self.state = StreamState.IDLE
        self.reconnect_count = 0

    @property
    def is_connected(self) -> bool:
        """Whether candles can come."""
        return self.state in (S.CONNECTED, S.SUBSCRIBING, S.ACTIVE)

    def allows(self, event: str) -> bool:
        """Whether `event` may happen now."""
        return self.state in TRANSITIONS.get(event, {})

    def send(self, event: str) -> StreamState:
        """The state after `event`; TransitionNotAllowed where it cannot happen."""
        if not self.allows(event):
            raise TransitionNotAllowed(f"{event} cannot happen while {self.state.value}")
        self.state = TRANSITIONS[event][self.state]
        if self.state is S.RECONNECTING:
            self.reconnect_count += 1
        elif self.state is S.ACTIVE:
            self.reconnect_count = 0
        return self.state
