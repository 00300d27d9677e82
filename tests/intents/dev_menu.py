"""A larger menu for measuring: the dishes that the development sentences name, under names that restaurants use."""

from bot.services.menu import Category, Dish, Menu, Names, Option

_CATEGORIES = {
    "pizzas": "Pizzas|بيتزا",
    "sandwichs": "Sandwichs|ساندويتش",
    "tacos": "Tacos|طاكوس",
    "plats": "Plats|أطباق",
    "boissons": "Boissons|مشروبات",
    "desserts": "Desserts|حلويات",
}
_DISHES = """
pizza|pizzas|Pizza|بيتزا|
pizza_carree|pizzas|Pizza carrée|بيتزا مربعة|carrée,pizza kari
pizza_margherita|pizzas|Pizza Margherita|بيتزا مارغريتا|margarita
pizza_4_fromages|pizzas|Pizza 4 fromages|بيتزا أربع أجبان|4 fromages
pizza_4_saisons|pizzas|Pizza 4 saisons|بيتزا أربعة فصول|4 saisons
pizza_thon|pizzas|Pizza thon|بيتزا تونة|
pizza_mixte|pizzas|Pizza mixte|بيتزا مشكلة|
chawarma|sandwichs|Chawarma|شاورما|
chawarma_poulet|sandwichs|Chawarma poulet|شاورما دجاج|
burger|sandwichs|Burger|برغر|
burger_double|sandwichs|Burger double|برغر دوبل|double cheese,double steak
burger_poulet|sandwichs|Chicken burger|تشكن برغر|
panini|sandwichs|Panini|بانيني|
panini_viande|sandwichs|Panini viande|بانيني لحم|
frites_omelette|sandwichs|Frites omelette|فريت أومليت|
sandwich_kebda|sandwichs|Sandwich kebda|ساندويتش كبدة|kebda
sandwich_merguez|sandwichs|Sandwich merguez|ساندويتش مرقاز|
sandwich_thon|sandwichs|Sandwich thon|ساندويتش طون|
tacos|tacos|Tacos|طاكوس|
tacos_poulet|tacos|Tacos poulet|طاكوس دجاج|
tacos_mixte|tacos|Tacos mixte|طاكوس مشكل|
menu_tacos|tacos|Menu tacos|منيو طاكوس|
menu_familial|plats|Menu familial|منيو عائلي|
bourek|plats|Bourek|بوراك|
bourek_viande|plats|Bourek viande|بوراك لحم|
chorba|plats|Chorba|شربة|chorba frik
mhadjeb|plats|Mhadjeb|محاجب|
garantita|plats|Garantita|كرانطيطة|
merguez|plats|Merguez|مرقاز|
kefta|plats|Kefta|كفتة|
couscous|plats|Couscous|كسكسي|
couscous_poulet|plats|Couscous poulet|كسكسي دجاج|
rechta|plats|Rechta|رشتة|
chakhchoukha|plats|Chakhchoukha|شخشوخة|
dolma|plats|Dolma|دولمة|
salade|plats|Salade|سلطة|
frites|plats|Frites|فريت|
pain|plats|Pain|خبز|
coca|boissons|Coca|كوكا|
selecto|boissons|Selecto|سيليكتو|
hamoud_blanc|boissons|Hamoud blanche|حمود بيضا|hamoud,hamoud boualem
gazouz|boissons|Gazouz|قازوز|
eau|boissons|Eau|ماء|
jus|boissons|Jus|عصير|
jus_orange|boissons|Jus d'orange|عصير برتقال|
the|boissons|Thé|شاي|
cafe|boissons|Café|قهوة|
tiramisu|desserts|Tiramisu|تيراميسو|
"""
_OPTIONS = "oignon|remove;olives|remove;harissa|remove;fromage|extra;sauce algérienne|extra"


def _dish(line: str) -> Dish:
    code, category, fr, ar, aliases = line.split("|")
    options = []
    for number, option in enumerate(_OPTIONS.split(";")):
        name, kind = option.split("|")
        options.append(Option(f"{code}-o{number}", code, kind, Names.same(name)))
    return Dish(code, category, Names(fr, ar, fr), 50000, tuple(a for a in aliases.split(",") if a), tuple(options))


def dev_menu() -> Menu:
    """Forty-eight dishes in six categories."""
    categories = tuple(
        Category(code, Names(*[*names.split("|"), names.split("|")[0]])) for code, names in _CATEGORIES.items()
    )
    return Menu(categories, tuple(_dish(line) for line in _DISHES.strip().splitlines()))
