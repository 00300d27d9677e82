"""Rules of the trade as functions of plain data: the menu, the basket and its prices."""
