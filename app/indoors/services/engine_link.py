"""The engine process there is at the moment, or none."""

from collections.abc import Callable

from indoors.core.errors import AppError
from indoors.protocol.engine import Failed, Generate, Hello, Load, Loaded, Order
from indoors.protocol.isolation import Grants
from indoors.services.engine_process import EngineClient, grants_for
from indoors.services.engine_watch import Watch


class EngineLink:
    """Starts and ends the process, and keeps what it said of itself."""

    def __init__(self, make_client: Callable[[], EngineClient], watch: Watch) -> None:
        self._make_client = make_client
        self._watch = watch
        self._client: EngineClient | None = None
        self._grants = Grants()
        self.hello: Hello | None = None
        self.loaded: Loaded | None = None

    @property
    def up(self) -> bool:
        return self._client is not None

    def is_to(self, client: EngineClient) -> bool:
        """Whether this is the present process, and not one that was given up."""
        return client is self._client

    def start(self, order: Load) -> None:
        """Start one that can read this model. Raises AppError(ENGINE_DID_NOT_START)."""
        client = self._make_client()
        client.start(grants_for(order))
        self._client = client
        self._grants = grants_for(order)
        self._watch.sign_of_life()

    def can_read(self, order: Load) -> bool:
        """Whether the process was started with this model's files: it can't get any later."""
        return grants_for(order) == self._grants

    def send(self, order: Order) -> Failed | None:
        """Hand over an order; returns the failure if it can't be put into a message."""
        if self._client is None:
            return None
        try:
            self._client.send(order)
        except AppError as error:
            answer_id = order.id if isinstance(order, Generate) else None
            return Failed(fault=error.fault, facts=error.facts, id=answer_id)
        return None

    def end(self, patience_s: float = 0.0) -> None:
        """End the process and wait for its end, so that its memory is free again."""
        client, self._client = self._client, None
        self.hello = self.loaded = None
        self._watch.stopped()
        if client is not None:
            client.close(patience_s)
