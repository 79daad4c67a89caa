"""Over: tells whoever waits for a turn that it is over: answered and saved, or given up."""

import asyncio

REMEMBERED = 4096


class Over:
    """The turns of this process that are over. What another process answered is never heard of here: look now and then."""

    def __init__(self) -> None:
        self._bells: dict[int, asyncio.Event] = {}
        self._lately: dict[int, None] = {}

    def tell(self, update_id: int) -> None:
        """This update is over."""
        # It may be over before anybody waits for it.
        self._lately[update_id] = None
        while len(self._lately) > REMEMBERED:
            del self._lately[next(iter(self._lately))]
        bell = self._bells.pop(update_id, None)
        if bell:
            bell.set()

    async def wait(self, update_id: int, seconds: float) -> bool:
        """Wait until an update is over, at most so long; False when nothing was heard of it."""
        if update_id in self._lately:
            return True
        bell = self._bells.setdefault(update_id, asyncio.Event())
        try:
            await asyncio.wait_for(bell.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._bells.pop(update_id, None)
        return True
