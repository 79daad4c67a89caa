"""A process of its own that works on the store: `drain` sends all deliveries, `hold` claims what it can and never ends."""

import asyncio
import os
import sys
import time

from bot.domain.delivery import Delivery, Fate
from bot.domain.pace import Room
from bot.store import inbox, outbox
from bot.store.leases import this_process
from bot.store.outbox import Ending
from bot.store.sealed import parse_keys
from bot.store.work import Store
from tests.bot.store.making import NOW


async def drain(store: Store, log: int) -> None:
    """Send until nothing is left; each send is one line in the log, which both processes append to."""

    async def send(delivery: Delivery) -> None:
        os.write(log, f"{delivery.address} {delivery.message.text.words}\n".encode())
        await asyncio.sleep(0.001)
        await store.run(outbox.settle, delivery, Ending(Fate.sent, NOW))

    while await store.read(outbox.counts) != {Fate.sent: 200}:
        claimed = await store.run(outbox.claim, "terminal", this_process(), NOW, Room(5, 5))
        await asyncio.gather(*(send(one) for one in claimed))


async def hold(store: Store) -> None:
    """Claim what there is, say so, and hang."""
    await store.run(inbox.claim, this_process(), NOW, 9)
    await store.run(outbox.claim, "terminal", this_process(), NOW, Room(9, 9))
    print("claimed", flush=True)
    time.sleep(600)


async def main(task: str, url: str, key: str, log: str) -> None:
    """Open the store, do the task, close it."""
    store = Store.open(url, parse_keys(key, "the test's key"))
    if task == "hold":
        await hold(store)
    await drain(store, os.open(log, os.O_APPEND | os.O_WRONLY | os.O_CREAT))
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
