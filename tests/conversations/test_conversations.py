"""Every file in this folder is a conversation; each is played on a fresh database."""

from pathlib import Path

import pytest

from storage.unit import Storage
from tests.player import Player, read

FILES = sorted(Path(__file__).parent.rglob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(Path(__file__).parent)))
async def test_conversation(path: Path, storage: Storage) -> None:
    player = Player(storage)
    await player.seed()
    await player.play(read(path))
