"""Turns alone: whoever is named is answered, whenever he is named."""

import asyncio
from typing import Any
from uuid import UUID

from bot.engine.soloists import Soloists
from bot.engine.step import Stepper

TENANT, ONE, TWO = (UUID(int=n) for n in range(3))


class Drains(Stepper):
    """Notes whose mailbox it empties; `last` is called when it is done with one, before its task has ended."""

    def __init__(self) -> None:
        self.drained: list[UUID] = []
        self.last: Any = None

    async def drain(self, tenant: UUID, session: UUID, *, wait: bool = True) -> int:
        self.drained.append(session)
        await asyncio.sleep(0)
        if self.last:
            asyncio.get_running_loop().call_soon(self.last)
        return 1


async def _rest(soloists: Soloists) -> None:
    while tasks := tuple(soloists.tasks):
        await asyncio.gather(*tasks)


async def test_who_is_named_just_as_the_only_hand_goes_is_answered() -> None:
    stepper = Drains()
    soloists = Soloists(stepper, 1)

    def named() -> None:
        stepper.last = None
        soloists.answer(TENANT, TWO)

    stepper.last = named
    soloists.answer(TENANT, ONE)
    await _rest(soloists)
    assert stepper.drained == [ONE, TWO]


async def test_a_letter_that_comes_while_its_session_is_in_hand_is_looked_for_again() -> None:
    stepper = Drains()
    soloists = Soloists(stepper, 2)
    soloists.answer(TENANT, ONE)
    await asyncio.sleep(0)
    soloists.answer(TENANT, ONE)
    await _rest(soloists)
    assert stepper.drained == [ONE, ONE]


async def test_who_is_dismissed_begins_nothing_more() -> None:
    stepper = Drains()
    soloists = Soloists(stepper, 1)
    soloists.answer(TENANT, ONE)
    soloists.answer(TENANT, TWO)
    await asyncio.sleep(0)
    soloists.dismiss()
    soloists.answer(TENANT, TWO)
    await _rest(soloists)
    assert stepper.drained == [ONE]
