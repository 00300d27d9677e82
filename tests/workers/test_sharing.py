"""Who is served next: shares first, the rest afterwards, each round from where the last one stopped."""

from collections.abc import Mapping
from uuid import UUID

from bot.workers.sharing import Shares

A, B, C = (UUID(int=n) for n in (1, 2, 3))


def served(shares: Shares, wants: Mapping[UUID, int], room: int, held: Mapping[UUID, int] | None = None):
    """One round among tenants who want so many each; who got how many, in order."""
    left, got = dict(wants), []
    for tenant, most in shares.asking(sorted(wants), held or {}, room):
        count = min(left[tenant], most)
        left[tenant] -= count
        shares.took(tenant, count)
        got.append((tenant, count))
    return got


def test_everybody_gets_a_share_before_anybody_gets_the_rest():
    assert served(Shares(9), {A: 100, B: 2, C: 100}, 9) == [(A, 3), (B, 2), (C, 3), (A, 1)]


def test_the_rest_goes_to_another_each_time():
    shares = Shares(4)
    rounds = [served(shares, {A: 100, B: 100, C: 100}, 4) for _ in range(3)]
    assert [got[-1] for got in rounds] == [(A, 1), (B, 1), (C, 1)]


def test_with_less_room_than_tenants_they_take_turns():
    shares = Shares(2)
    assert [served(shares, {A: 9, B: 9, C: 9}, 1) for _ in range(4)] == [[(A, 1)], [(B, 1)], [(C, 1)], [(A, 1)]]


def test_who_wants_nothing_is_passed_over():
    shares = Shares(8)
    assert served(shares, {A: 0, B: 9, C: 0}, 8) == [(A, 0), (B, 2), (C, 0), (B, 6)]


def test_a_free_place_goes_to_who_holds_less_than_his_share():
    assert served(Shares(8), {A: 9, B: 9}, 1, held={A: 7}) == [(B, 1)]
    assert served(Shares(8), {A: 9, B: 0}, 1, held={A: 7}) == [(B, 0), (A, 1)]


def test_a_tenant_alone_gets_everything_at_once():
    assert served(Shares(32), {A: 100}, 32) == [(A, 32)]
    assert served(Shares(32), {}, 32) == []


def test_a_tenant_who_is_gone_leaves_his_turn_to_the_next():
    shares = Shares(1)
    assert served(shares, {A: 1, B: 1, C: 1}, 1) == [(A, 1)]
    assert served(shares, {B: 1, C: 1}, 1) == [(B, 1)]
