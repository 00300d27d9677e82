"""aiogram 3 on the same kind of work: a ten-step conversation in memory. In `.venv-bench`; imports nothing of ours.

Every message: parse the update, find the user's stored step, run that step's handler, keep what was said and the next
step, send one reply to a session that answers at once. Nothing survives the process. Prints messages per second.
"""

import asyncio
import itertools
import sys
import time
from typing import Any

import uvloop
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.base import BaseSession
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Chat, Message

STEPS = ("hello", "menu", "dish", "code", "drink", "basket", "checkout", "mode", "confirm", "thanks")
SAID = ("bonjour", "menu", "2 pizza margherita", "P02", "coca", "panier", "valider", "emporter", "oui", "merci")
USERS_AT_ONCE = 8
numbers = itertools.count(1)


class Nowhere(BaseSession):
    """A session that takes every message."""

    sent = 0

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:
        self.sent += 1
        return Message(message_id=1, date=1795428000, chat=Chat(id=1, type="private"), text="ok")

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *args: Any, **kwargs: Any) -> Any:
        yield b""


def dispatcher() -> Dispatcher:
    """One handler a step; the last one ends the conversation."""
    group = type("Order", (StatesGroup,), {step: State() for step in STEPS})
    dispatcher = Dispatcher(storage=MemoryStorage())
    for number, step in enumerate(STEPS):
        following = getattr(group, STEPS[number + 1]) if number + 1 < len(STEPS) else None
        condition = getattr(group, step) if number else F.text == SAID[0]
        dispatcher.message.register(handler(step, following), condition)
    return dispatcher


def handler(step: str, following: State | None) -> Any:
    """Keep what was said, go on, answer."""

    async def handle(message: Message, state: FSMContext) -> None:
        await state.update_data({step: message.text})
        await (state.clear() if following is None else state.set_state(following))
        await message.answer(f"Got {step}. Reply with a number.")

    return handle


def update(user: int, text: str) -> dict[str, Any]:
    """A message as Telegram delivers it."""
    sender = {"id": user, "is_bot": False, "first_name": "Lina"}
    chat = {"id": user, "type": "private", "first_name": "Lina"}
    message = {"message_id": next(numbers), "date": 1795428000, "text": text, "chat": chat, "from": sender}
    return {"update_id": next(numbers), "message": message}


async def rate(seconds: float) -> float:
    """Messages a second."""
    talk, session = dispatcher(), Nowhere()
    bot = Bot("42:BENCH", session=session)
    start = time.perf_counter()
    done = 0

    async def play() -> None:
        nonlocal done
        while True:
            user = next(numbers)
            for text in SAID:
                if time.perf_counter() - start > seconds:
                    return
                await talk.feed_raw_update(bot, update(user, text))
                done += 1

    await asyncio.gather(*(play() for _ in range(USERS_AT_ONCE)))
    elapsed = time.perf_counter() - start
    if session.sent != done:
        raise SystemExit(f"{done} messages, {session.sent} replies")
    return done / elapsed


async def main() -> None:
    """A short slice to warm up, then the one that counts."""
    await rate(0.3)
    print(await rate(float(sys.argv[1])))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
