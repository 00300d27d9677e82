"""Who is served next when there is less room than work: everybody's share first, then whoever wants the rest."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID


class Shares:
    """Divides `capacity` places among tenants, round by round; each round begins after the tenant served last."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._room = 0
        self._held: Counter[UUID] = Counter()
        self._last: UUID | None = None

    def asking(self, tenants: Sequence[UUID], held: Mapping[UUID, int], room: int) -> Iterator[tuple[UUID, int]]:
        """A round: whom to ask, and for how many at most; `took` must tell of each answer before the next one.

        `tenants` are all there are, ascending; `held` = places that each has already; `room` = places that are free.
        A tenant who holds his share or more is asked only for what the others leave.
        """
        self._held, self._room = Counter(held), room
        share = max(1, self._capacity // max(1, len(tenants)))
        wanting = self._in_turn(tenants)
        for limit in (share, self._capacity):
            for tenant in tuple(wanting):
                asked = min(limit - self._held[tenant], self._room)
                if asked <= 0:
                    continue
                enough = self._held[tenant] + asked
                yield tenant, asked
                if self._held[tenant] < enough:
                    wanting.remove(tenant)

    def took(self, tenant: UUID, count: int) -> None:
        """What the tenant who was asked last took."""
        self._room -= count
        self._held[tenant] += count
        if count:
            self._last = tenant

    def _in_turn(self, tenants: Sequence[UUID]) -> list[UUID]:
        first = 0 if self._last is None else bisect_right(tenants, self._last)
        return [*tenants[first:], *tenants[:first]]
