"""Orders behind a question, in a basket, beside words that only look like dishes."""

import pytest

from bot.intents import MenuGrammar, Recogniser
from tests.intents.rows import cases
from tests.intents.test_guards import read

ROWS = """
# A dish is asked about and then ordered without its name: both are answered.
browse |  | c combien la chawarma ? bon donnez men 2
→ ask_price {item: B02}; add_item {items: [{item: B02, qty: 2}]}
browse |  | aya ch7al l bourek? ok dir 5
→ ask_price {item: K01}; add_item {items: [{item: K01, qty: 5}]}
browse |  | شحال الشاورما ايا مليح مدلي ثلاثة بلا صوص
→ ask_price {item: B02}; add_item {items: [{item: B02, qty: 3, options: [R04]}]}
browse |  | كاين قلب اللوز ؟ لوكان كاين حطلي زوج
→ menu {item: G01}; add_item {items: [{item: G01, qty: 2}]}
browse |  | c combien la pizza thon ? je passe dans 10 min
→ ask_price {item: P03}; choose_pickup {time: +10min}

# Left out of what is ordered, not taken off the basket; with the dish in the basket it is asked.
browse |  | hat wahed l burger double steak w nahi menou l bsel
→ add_item {items: [{item: B01, qty: 1, options: [X02, R02]}]}
cart | B01 | burger w na7i lbsal
→ unknown
cart | B01 | na7i lbsal mel burger
→ remove_item {items: [{item: B01, options: [R02]}]}

# The same once more: after one dish that; after several it is asked which.
browse |  | tacos poulet avec frites dedans عفاك, et pareil pour mon frère
→ add_item {items: [{item: T01, qty: 2, options: [X04]}]}
browse |  | burger sans oignons et frites et 2 hamoud, la même chose pour ma soeur
→ unknown
browse |  | chorba chacun
→ unknown

# Of pieces told apart, the first ones have what was said of all.
browse |  | 2 burgers double steak dont un sans oignon
→ add_item {items: [{item: B01, qty: 1, options: [X02]}, {item: B01, qty: 1, options: [X02, R02]}]}
browse |  | dir zouj burger, lewel bla bsal w tani normal
→ add_item {items: [{item: B01, qty: 1, options: [R02]}, {item: B01, qty: 1}]}
browse |  | بيتزا مارغريتا وأخرى بالتونة
→ add_item {items: [{item: P01, qty: 1}, {item: P03, qty: 1}]}
browse |  | chawarma bla sauce l wlidi w wahda normale liya
→ add_item {items: [{item: B02, qty: 1, options: [R04]}, {item: B02, qty: 1}]}
browse |  | une pizza 4 fromages w zid fromage svp
→ add_item {items: [{item: P02, qty: 1, options: [X03]}]}

# Told, asked, or only alike.
browse |  | الشربة مالحة بزاف اليوم
→ complaint
browse |  | الهمبورغر نتاعكم بنين بزاف
→ unknown
browse |  | hadik la chawarma mli7a wela lala
→ ask_ingredients {item: B02}
browse |  | frites zayda
→ unknown
browse |  | facebook.com/chawarma-king-dz
→ unknown
browse |  | اللول
→ unknown
post_delivery |  | jabouli tacos w ana tlabt burger
→ complaint
browse |  | le burger win rah, 1h que j'attends
→ track_order
"""


@pytest.mark.parametrize(("context", "basket", "text", "meant"), cases(ROWS))
def test_added_besides(
    recogniser: Recogniser, grammar: MenuGrammar, context: str, basket: str, text: str, meant: str
) -> None:
    assert read(recogniser, grammar, text, context, basket=tuple(basket.split())) == meant
