"""The demo restaurant's menu as the interface promises it."""

from bot.services.menu import Category, Dish, Menu, Names, Option

_CATEGORIES = (
    Category("pizzas", Names("Pizzas", "بيتزا", "Pizzat")),
    Category("burgers", Names("Burgers et sandwichs", "برغر وساندويتش", "Burgers w sandwichat")),
    Category("plats", Names("Entrées et plats", "أطباق", "Plats")),
    Category("boissons", Names("Boissons", "مشروبات", "Gazouz w lma")),
    Category("desserts", Names("Desserts", "حلويات", "Lhelwa")),
)


def _option(code: str, item: str, kind: str, fr: str, ar: str, da: int = 0, aliases: str = "") -> Option:
    return Option(code, item, kind, Names(fr, ar, fr), da * 100, tuple(aliases.split()))


_OLIVES = "olives zitoun زيتون"
_ONIONS = "oignons bsal بصل"
_CHEESE = "fromage formadj فرماج جبن"
_OPTIONS = (
    _option("X01", "P01", "extra", "Extra fromage", "جبن إضافي", 150, _CHEESE),
    _option("R01", "P01", "remove", "Sans olives", "بلا زيتون", 0, _OLIVES),
    _option("X03", "P02", "extra", "Extra fromage", "جبن إضافي", 150, _CHEESE),
    _option("R03", "P03", "remove", "Sans oignons", "بلا بصل", 0, _ONIONS),
    _option("X02", "B01", "extra", "Double steak", "ستيك مضاعف", 250, "steak"),
    _option("R02", "B01", "remove", "Sans oignons", "بلا بصل", 0, _ONIONS),
    _option("R04", "B02", "remove", "Sans sauce", "بلا صلصة", 0, "sauce salsa صلصة"),
    _option("X04", "T01", "extra", "Frites dedans", "فريت لداخل", 100, "frites فريت"),
)


def _dish(code: str, category: str, fr: str, ar: str, da: int, aliases: str, arq: str = "") -> Dish:
    options = tuple(option for option in _OPTIONS if option.item == code)
    names = tuple(alias.strip() for alias in aliases.split(",") if alias.strip())
    return Dish(code, category, Names(fr, ar, arq or fr), da * 100, names, options)


def demo_menu() -> Menu:
    """Thirteen dishes, eight options."""
    return Menu(
        _CATEGORIES,
        (
            _dish("P01", "pizzas", "Pizza Margherita", "بيتزا مارغريتا", 700, "margarita, marguerite"),
            _dish("P02", "pizzas", "Pizza quatre fromages", "بيتزا أربعة أجبان", 1000, "4 fromages"),
            _dish("P03", "pizzas", "Pizza thon", "بيتزا تونة", 850, "toune"),
            _dish("B01", "burgers", "Burger maison", "برغر الدار", 650, "hamburger, burgeur"),
            _dish("B02", "burgers", "Chawarma poulet", "شاورما دجاج", 450, "chawerma, shawarma"),
            _dish("T01", "burgers", "Tacos poulet", "طاكوس دجاج", 600, "takos"),
            _dish("K01", "plats", "Bourek viande (2)", "بوراك باللحم", 300, "bourak, borek"),
            _dish("C01", "plats", "Chorba frik", "شربة فريك", 350, "chourba, jari"),
            _dish("S01", "plats", "Salade variée", "سلطة مشكلة", 400, "slata"),
            _dish("F01", "plats", "Frites", "فريت", 200, "batata, frit"),
            _dish("D01", "boissons", "Hamoud Boualem 33 cl", "حمود بوعلام", 120, "hamoud, selecto, gazouz"),
            _dish("D02", "boissons", "Eau 1,5 l", "ماء", 60, "lma, el ma"),
            _dish("G01", "desserts", "Kalb el louz", "قلب اللوز", 150, "9alb louz"),
        ),
    )
