"""What an effect does to our rows: one function per effect, inside the turn's transaction."""

from collections.abc import Mapping

from bot.effects import Effect, Remind
from bot.engine.app import Handler
from bot.engine.timers import remind
from bot.handlers import admin, orders, people
from bot.handlers.admin import sold_out
from bot.machines import effects

HANDLERS: Mapping[type[Effect], Handler] = {
    Remind: remind,
    effects.SetLanguage: people.set_language,
    effects.KeepPhone: people.keep_phone,
    effects.OpenTicket: people.open_ticket,
    effects.NoteMiss: people.note_miss,
    effects.NoteIntruder: people.note_intruder,
    effects.PlaceOrder: orders.place_order,
    effects.FindOrder: orders.find_order,
    effects.ListOrders: orders.list_orders,
    effects.CancelOrder: orders.cancel_order,
    effects.RecallOrder: orders.recall_order,
    effects.CheckOrder: orders.check_order,
    effects.RunCommand: admin.run_command,
    effects.ReturnDish: sold_out.return_dish,
}
