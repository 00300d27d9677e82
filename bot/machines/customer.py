"""The customer's machine: which event leads from where to where. What is said and done stands in its parts."""

from collections.abc import Mapping
from typing import ClassVar

from statemachine import State

from bot.machines.base import everywhere, whatever
from bot.machines.customer_basket import BasketTalk
from bot.machines.customer_checkout import CheckoutTalk
from bot.machines.customer_menu import MenuTalk
from bot.machines.customer_orders import OrderTalk
from bot.machines.customer_talk import SmallTalk
from bot.machines.guest import again, but, each, keep, onward, settled, shopping


class Customer(MenuTalk, BasketTalk, CheckoutTalk, OrderTalk, SmallTalk):
    """A customer's way from the menu to the door.

    The main road: browsing → carting → choosing_mode → (asking_table | asking_address → asking_phone) → confirming →
    tracking. A step whose answer is known is skipped (`onward`), so `checkout` may lead straight to the recap.
    Detours: a dish (viewing_dish), a name that may be several dishes (asking_which), a correction (changing →
    asking_qty). From a detour one comes back to the checkout if one was there (`checking_out`), else to the basket.

    "The same again" beside a basket is asked about (asking_reorder). Before something is lost it is asked:
    confirming_clear (the basket's lines), confirming_abandon (the basket, on `cancel`), confirming_cancel (an order not
    yet accepted). A soft yes is asked again there and at the recap, and a recap takes a yes only after it was shown as
    it stands. The rest are interruptions: answered from everywhere, and then the pending question is asked again.
    """

    home = "browsing"
    contexts: ClassVar[Mapping[str, str]] = {
        "browsing": "browse",
        "viewing_dish": "qty",
        "asking_which": "browse",
        "carting": "cart",
        "changing": "cart",
        "asking_qty": "qty",
        "confirming_clear": "confirm_clear",
        "confirming_abandon": "confirm_cancel",
        "choosing_mode": "checkout_mode",
        "asking_table": "table",
        "asking_address": "address",
        "confirming": "confirm_order",
        "tracking": "tracking",
        "confirming_cancel": "confirm_cancel",
        "asking_reorder": "cart",
    }
    pending = frozenset(
        ("carting", "choosing_mode", "confirming", "confirming_clear", "confirming_abandon", "confirming_cancel")
    )

    browsing = State(initial=True)
    viewing_dish = State()
    asking_which = State()
    carting = State()
    changing = State()
    asking_qty = State()
    choosing_mode = State()
    asking_table = State()
    asking_address = State()
    asking_phone = State()
    confirming = State()
    tracking = State()
    confirming_clear = State()
    confirming_abandon = State()
    confirming_cancel = State()
    asking_reorder = State()

    QUESTIONS = (confirming_clear, confirming_abandon, confirming_cancel)
    LOOSE = (browsing, viewing_dish, asking_which, carting, changing, asking_qty, asking_reorder, tracking, *QUESTIONS)
    STEPS = (choosing_mode, asking_table, asking_address, asking_phone, confirming)
    ALL = (*LOOSE, *STEPS)
    SHOP = (browsing, carting, STEPS)

    # A person writes again.

    arrive = whatever(
        each(ALL, browsing, cond=["basket_old", "basket_gone"], on="wake_basket"),
        each(ALL, carting, cond="basket_old", on="wake_basket"),
        each((viewing_dish, asking_which, confirming_cancel), browsing, cond="detour_old"),
        keep(ALL),
    )

    # The menu and the basket.

    menu = each(ALL, viewing_dish, cond="can_look") | each(ALL, browsing)
    look = each(ALL, viewing_dish, cond="can_look") | keep(ALL)
    give_options = everywhere(*ALL)
    add_item = each(ALL, asking_which, cond="add_item_asks", on="do_add_item") | shopping("add_item", ALL, *SHOP)
    got_catalog_order = shopping("add_item", ALL, *SHOP)
    change_qty = whatever(
        each((asking_table,), confirming, cond=["bare", "table_given"], on="take_table"),
        each(ALL, asking_which, cond="change_qty_asks", on="do_change_qty"),
        shopping("change_qty", ALL, *SHOP),
    )
    give_qty = each((asking_table,), confirming, cond="table_given", on="take_table") | shopping(
        "change_qty", (viewing_dish, asking_qty, carting, changing), *SHOP
    )
    remove_item = whatever(
        each(ALL, asking_which, cond="remove_item_asks", on="do_remove_item"),
        shopping("remove_item", ALL, *SHOP),
    )
    view_cart = each(LOOSE, carting, cond="filled") | keep(ALL)
    clear_cart = whatever(
        each(ALL, confirming_clear, cond=["filled", "many_lines"], on="unseen"),
        each(ALL, browsing, cond="filled", on="empty_it"),
        keep(ALL, on="say_empty"),
    )
    change = whatever(
        each(ALL, changing, cond="filled", on="unseen"),
        keep((tracking,), cond="has_ordered", on="say_placed"),
        keep(ALL, on="say_empty"),
    )
    edit_line = each(ALL, asking_qty, cond="has_line") | keep(ALL)
    change_mode = each(ALL, choosing_mode, cond="filled", on="restart_checkout") | keep(ALL, on="say_empty")
    change_address = whatever(
        keep(ALL, unless="filled", on="say_empty"),
        each(ALL, asking_address, cond="delivers", on="start_delivery"),
        keep(ALL, on="say_no_delivery"),
    )

    # The checkout.

    checkout = whatever(
        onward((asking_which,), STEPS, "insists", on="leave_out"),
        keep((asking_which,), on="note_checkout"),
        keep((tracking,), cond="has_ordered", on="say_already"),
        keep(but(LOOSE, asking_which), unless="filled", on="say_empty"),
        onward(but(LOOSE, asking_which), STEPS, on="start_checkout"),
        keep((confirming,), cond="seen", on="place_order"),
        again(STEPS),
    )
    choose_dine_in = whatever(
        each(STEPS, asking_table, unless="table_known", on="take_dine_in"),
        each(STEPS, confirming, on="take_dine_in"),
        keep((tracking,), cond="has_ordered", unless="table_said", on="see_you"),
        keep(LOOSE, on="take_dine_in"),
    )
    choose_pickup = whatever(
        each(STEPS, confirming, on="take_pickup"),
        keep((tracking,), cond="has_ordered", on="see_you"),
        keep(LOOSE, on="take_pickup"),
    )
    choose_delivery = whatever(
        keep((tracking,), cond="has_ordered", on="on_track_order"),
        keep(ALL, unless="delivers", on="say_no_delivery"),
        each(STEPS, asking_address, unless="has_address", on="take_delivery"),
        each(STEPS, asking_phone, unless="knows_phone", on="take_delivery"),
        each(STEPS, confirming, on="take_delivery"),
        keep(LOOSE, on="take_delivery"),
    )
    give_table = each(STEPS, confirming, cond="table_given", on="take_table") | keep(ALL, on="note_table")
    give_address = whatever(
        each((choosing_mode, asking_address), asking_phone, cond=["delivers", "address_given"], unless="phone_given"),
        each((choosing_mode, asking_address), confirming, cond=["delivers", "address_given"]),
        each((asking_phone,), confirming, cond="phone_said"),
        again((confirming,), cond="address_given"),
        keep(ALL),
    )
    give_phone = each((asking_phone,), confirming, cond="phone_said") | keep(ALL)
    unknown = whatever(
        each((asking_address,), asking_phone, cond="text_is_address", unless="knows_phone", on="take_text_as_address"),
        each((asking_address,), confirming, cond="text_is_address", on="take_text_as_address"),
        each((asking_table,), confirming, cond="table_given", on="take_table"),
        keep(ALL, on="miss"),
    )

    give_slot = whatever(
        keep((tracking,), cond="has_ordered", on="say_too_late"),
        again((confirming,), on="note_time"),
        keep(but(ALL, confirming), on="note_time"),
    )

    # Yes, no, back, enough.

    confirm = whatever(
        keep((confirming, *QUESTIONS), cond="weak", on="ask_clear_yes"),
        keep((confirming,), cond="seen", on="place_order"),
        each((confirming_clear,), browsing, on="empty_it"),
        each((confirming_abandon,), browsing, on="abandon"),
        each((confirming_cancel,), carting, cond="filled", on="cancel_order"),
        each((confirming_cancel,), tracking, on="cancel_order"),
        onward((carting,), STEPS, on="start_checkout"),
        onward((asking_which,), STEPS, "insists", on="leave_out"),
        settled((changing,), carting, STEPS),
        keep((viewing_dish,), cond="change_qty_stays", on="do_change_qty"),
        settled((viewing_dish,), carting, STEPS, on="do_change_qty"),
        each((asking_table,), confirming, cond="has_table"),
        each((asking_address,), asking_phone, cond="has_address", unless="knows_phone"),
        each((asking_address,), confirming, cond="has_address"),
        each((asking_address,), asking_phone, cond="offers_old_address", unless="knows_phone", on="take_old_address"),
        each((asking_address,), confirming, cond="offers_old_address", on="take_old_address"),
        keep((browsing, tracking), cond="has_ordered", on="say_already"),
        each((browsing, tracking), carting, cond="filled"),
        keep((browsing, tracking, asking_which, asking_qty, asking_reorder, *STEPS), on="ask_yes"),
    )
    deny = whatever(
        again((asking_which,), cond="more_parts", on="drop_part"),
        each((asking_which, viewing_dish), browsing, unless="filled", on="drop_part"),
        settled((asking_which, viewing_dish, changing, confirming_abandon), carting, STEPS, on="drop_part"),
        settled((asking_reorder,), carting, STEPS),
        onward((carting,), STEPS, on="start_checkout"),
        each((asking_qty,), changing),
        each((confirming_clear,), carting),
        each((confirming_cancel,), carting, cond="filled", on="keep_order"),
        each((confirming_cancel,), tracking, on="keep_order"),
        each((choosing_mode,), carting, on="leave_checkout"),
        each((asking_table,), confirming, on="no_table_yet"),
        keep((asking_address,), cond="offers_old_address", on="drop_old_address"),
        each((asking_address,), choosing_mode),
        keep((asking_phone,), on="explain_phone"),
        each((confirming,), changing, on="unseen"),
        keep((browsing, tracking), on="no_worries"),
    )
    back = whatever(
        each((asking_which,), browsing, unless="filled", on="drop_part"),
        settled((asking_which, changing, confirming_abandon), carting, STEPS, on="drop_part"),
        settled((asking_reorder,), carting, STEPS),
        each((viewing_dish, carting, tracking), browsing),
        each((asking_qty,), changing),
        each((confirming_clear, browsing), carting, cond="filled"),
        each((browsing,), browsing, on="whole_menu"),
        each((confirming_cancel,), carting, cond="filled", on="keep_order"),
        each((confirming_cancel,), tracking, on="keep_order"),
        each((choosing_mode,), carting, on="leave_checkout"),
        each((asking_table, asking_address), choosing_mode),
        each((asking_phone,), asking_address),
        each((confirming,), asking_address, cond="wants_delivery", on="unseen"),
        each((confirming,), asking_table, cond="wants_table", on="unseen"),
        each((confirming,), choosing_mode, on="unseen"),
    )
    cancel = whatever(
        keep(ALL, cond="names_order", on="look_for_cancel"),
        each((confirming_clear,), carting),
        each((confirming_abandon,), browsing, on="abandon"),
        each((confirming_cancel,), carting, cond="filled", on="cancel_order"),
        each((confirming_cancel,), tracking, on="cancel_order"),
        settled((asking_reorder,), carting, STEPS),
        each(but(ALL, *QUESTIONS, asking_reorder), confirming_abandon, cond="filled", on="unseen"),
        each((viewing_dish, asking_which), browsing, on="drop_part"),
        keep(but(ALL, *QUESTIONS, viewing_dish, asking_which, asking_reorder), on="look_for_cancel"),
    )

    # After the order, and what other sessions and the handlers answer.

    placed = each(ALL, tracking)
    basket_stale = each(ALL, confirming, cond="something_left") | each(ALL, browsing)
    order_found = each(ALL, confirming_cancel, cond="can_withdraw") | keep(ALL)
    order_missing = everywhere(*ALL)
    orders_listed = everywhere(*ALL)
    order_cancelled = each((tracking,), browsing) | keep(but(ALL, tracking))
    order_too_late = everywhere(*ALL)
    order_changed = each((tracking,), browsing, cond="is_over") | keep(ALL)
    recalled = whatever(
        keep(ALL, unless="recalls"),
        each(ALL, asking_reorder, cond="two_baskets"),
        again(STEPS),
        settled(LOOSE, carting, STEPS),
    )
    ticket_opened = everywhere(*ALL)
    track_order = everywhere(*ALL)
    order_history = everywhere(*ALL)
    reorder = everywhere(*ALL)

    # Interruptions.

    greet = everywhere(*ALL)
    thanks = everywhere(*ALL)
    goodbye = everywhere(*ALL)
    smalltalk_other = everywhere(*ALL)
    out_of_scope = everywhere(*ALL)
    help = everywhere(*ALL)
    ask_price = everywhere(*ALL)
    ask_hours = everywhere(*ALL)
    ask_delivery_fee = everywhere(*ALL)
    ask_ingredients = everywhere(*ALL)
    faq_other = everywhere(*ALL)
    pay_cash = everywhere(*ALL)
    pay_deposit = everywhere(*ALL)
    payment_done = everywhere(*ALL)
    complaint = everywhere(*ALL)
    talk_to_human = everywhere(*ALL)
    set_language = everywhere(*ALL)
    foreign_command = everywhere(*ALL)
    got_media = everywhere(*ALL)
    got_reaction = everywhere(*ALL)
    got_edit = everywhere(*ALL)
    got_delete = everywhere(*ALL)
    got_unsupported = everywhere(*ALL)
    stale = everywhere(*ALL)
    misfit = everywhere(*ALL)
    driver_available = keep(ALL, on="not_a_driver")
    driver_claim = keep(ALL, on="not_a_driver")
    driver_ignore = keep(ALL, on="not_a_driver")
    driver_delivered = keep(ALL, on="not_a_driver")
    driver_history = keep(ALL, on="not_a_driver")
    otp_code = keep(ALL, on="not_a_driver")
