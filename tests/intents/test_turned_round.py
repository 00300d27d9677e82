"""Words that turn an instruction round are heard: not this but that, taken back, kept, not to come, not to go."""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# Not this dish; that one instead of it where it is in the basket.
browse |  | P01 P02 pas D01
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 1}]}
cart | D01 | P01 P02 pas D01
→ add_item {items: [{item: P01, qty: 1}, {item: P02, qty: 1}]}; remove_item {items: [{item: D01}]}
browse |  | le burger pas le tacos
→ add_item {items: [{item: B01, qty: 1}]}
cart | P01 T01 | le burger pas le tacos
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], as_many: true}}]}
cart | P01 T01 | machi tacos, burger
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], as_many: true}}]}
browse |  | ماشي تاكوس، برغر
→ add_item {items: [{item: B01, qty: 1}]}
cart | P01 T01 | ماشي تاكوس، برغر
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: تاكوس, options: [], as_many: true}}]}
cart | P01 T01 | pas la margherita, la 4 fromages
→ add_item {items: [{item: P02, qty: 1, instead: {item: P01, text: margherita, options: [], as_many: true}}]}
cart | T01 | je voulais un burger et pas un tacos
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], qty: 1}}]}
cart | T01 | c'était pas un tacos que je voulais mais un burger
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], qty: 1}}]}
cart | T01 | أريد برغر وليس طاكوس
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: طاكوس, options: [], as_many: true}}]}
browse |  | un burger et non un tacos
→ add_item {items: [{item: B01, qty: 1}]}
cart | T01 | une pizza thon plutôt que le tacos
→ add_item {items: [{item: P03, qty: 1, instead: {item: T01, text: tacos, options: []}}]}
cart | T01 | au lieu du tacos une chawarma
→ add_item {items: [{item: B02, qty: 1, instead: {item: T01, text: tacos, options: []}}]}
browse |  | un burger pas de frites
→ add_item {items: [{item: B01, qty: 1}]}
cart | F01 | un burger pas de frites
→ add_item {items: [{item: B01, qty: 1}]}; remove_item {items: [{item: F01}]}
browse |  | un burger pas d'oignons
→ add_item {items: [{item: B01, qty: 1, options: [R02]}]}
browse |  | ni P01 ni P02
→ deny
cart | P01 | ni P01 ni P02
→ remove_item {items: [{item: P01}, {item: P02}]}
cart | T01 | machi tacos
→ remove_item {items: [{item: T01}]}
browse |  | je n'aime pas le tacos
→ unknown

# A dish taken back in the same breath.
cart | T01 | tacos non burger
→ add_item {items: [{item: B01, qty: 1, instead: {item: T01, text: tacos, options: [], as_many: true}}]}
cart | T01 | un tacos euh non une chawarma
→ add_item {items: [{item: B02, qty: 1, instead: {item: T01, text: tacos, options: [], qty: 1}}]}
browse |  | زيدلي برغر لا لا شاورما
→ add_item {items: [{item: B02, qty: 1}]}
browse |  | je veux un burger, non attends, un tacos
→ add_item {items: [{item: T01, qty: 1}]}
browse |  | bghit pizza thon ma3lich khliha dirli tacos
→ add_item {items: [{item: T01, qty: 1}]}
browse |  | 2 burgers pardon 3
→ add_item {items: [{item: B01, qty: 3}]}
browse |  | زوج لا لا ثلاثة تاكوس
→ add_item {items: [{item: T01, qty: 3}]}
qty | T01 | زوج لا لا ثلاثة
→ give_qty {qty: 3}
browse |  | deux burgers, pas trois
→ change_qty {items: [{item: B01, qty: 2, was: 3}]}

# What stays, and what is not to come.
cart | P01 T01 | garde le tacos
→ view_cart
cart | P01 T01 | khelli tacos
→ view_cart
cart | P01 T01 | خلي التاكوس
→ view_cart
browse |  | garde le tacos
→ unknown
cart | P01 T01 | khelli 2 tacos
→ change_qty {items: [{item: T01, qty: 2}]}
cart | P01 T01 | garde le tacos et ajoute un burger
→ add_item {items: [{item: B01, qty: 1}]}
cart | T01 | ma tzidch frites
→ view_cart
cart | T01 | ma tdirlich frites m3aha
→ view_cart
cart | T01 | لا تضف البطاطا
→ view_cart
cart | T01 | mets pas de frites
→ view_cart
cart | T01 | j'ai pas commandé de burger
→ view_cart
cart | T01 F01 | ma tzidch frites
→ unknown
cart | T01 | ma tzidch frites, zid burger
→ add_item {items: [{item: B01, qty: 1}]}

# What is not taken off.
cart | T01 P01 | n'enlève surtout pas le tacos
→ smalltalk_other
cart | T01 P01 | لا تحذف الطاكوس
→ smalltalk_other
cart | T01 P01 | j'ai pas dit d'enlever le tacos
→ smalltalk_other
cart | T01 P01 | ma na7ich tacos
→ smalltalk_other
cart | T01 P01 | 3lach na7it tacos
→ unknown
cart | T01 P01 | علاش نحيت الطاكوس
→ unknown
cart | T01 P01 | je peux enlever le tacos ?
→ unknown
cart | T01 P01 | هل يمكنني حذف الطاكوس؟
→ unknown
cart | T01 P01 | tu peux enlever le tacos ?
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | هل يمكنكم حذف الطاكوس
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | t9der tna7ili tacos ?
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | لو سمحت نحي الطاكوس
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | si possible enlevez le tacos
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | enlève le tacos ou la chawarma
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | enlève le tacos pas la pizza
→ remove_item {items: [{item: T01}]}
cart | T01 P01 | enlève tout sauf le tacos
→ remove_item {items: [{item: P01}]}
cart | T01 P01 | نحي كلش غير الطاكوس
→ remove_item {items: [{item: P01}]}
cart | T01 P01 | non pas le tacos na7ih
→ remove_item {items: [{item: T01}]}
cart | T01 | pourquoi tu as ajouté un burger
→ unknown
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_turned_round(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant


@pytest.mark.parametrize("context", ["browse", "cart", "confirm_order"])
def test_a_no_between_quantities_is_no_no(recogniser: Recogniser, grammar: MenuGrammar, context: str) -> None:
    events = recogniser.read("زوج لا لا ثلاثة", Context(context, basket=("T01",)), grammar).events
    assert not {event.name for event in events} & {"deny", "checkout", "cancel"}
