"""Times and days as they are said."""

import pytest

from bot.intents.moments import moment
from bot.intents.normalise import clean
from bot.intents.tokens import split_glued, tokens


def said(text: str, hours: range = range(11, 24)) -> str:
    found = moment(split_glued(tokens(clean(text)), frozenset()), hours)
    return f"{found.day} {found.time}".strip()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dans 45 minutes", "+45min"), ("d'ici une heure", "+60min"), ("dans une demi-heure", "+30min"),
        ("dans 1h30", "+90min"), ("un quart d'heure", ""), ("ba3d sa3a", "+60min"), ("ba3d nos sa3a", "+30min"),
        ("ba3d rab3 sa3a", "+15min"), ("ba3d 30 min", "+30min"), ("بعد ساعة", "+60min"), ("بعد ساعتين", "+120min"),
        ("بعد ساعة ونصف", "+90min"), ("بعد ربع ساعة", "+15min"),
        ("vers 7h du soir", "19:00"), ("à 20h30", "20:30"), ("20 h", "20:00"), ("m3a 7:30", "19:30"), ("8h", "20:00"),
        ("f 9h w nos", "21:30"), ("3la tmenya ghir rba3", "19:45"), ("vers huit heures et demie", "20:30"),
        ("m3a 10h ta3 sbah", "10:00"), ("midi et demi", "12:30"), ("entre 19h et 20h", "19:00"), ("minuit", "00:00"),
        ("مع السبعة ونص", "19:30"), ("الساعة السابعة والنصف", "19:30"), ("الثامنة إلا ربع", "19:45"),
        ("السابعة والربع مساء", "19:15"), ("على ٨", "20:00"),
        ("ghodwa 3la 12h", "+1 12:00"), ("demain 19h30 svp", "+1 19:30"), ("après demain à 13h", "+2 13:00"),
        ("غدا على الثامنة مساء", "+1 20:00"), ("الليلة على التسعة", "0 21:00"), ("nhar lkhmis m3a 8h", "thu 20:00"),
        ("nhar tnin m3a zouj", "mon 14:00"), ("vendredi soir", "fri evening"), ("demain matin", "+1 morning"),
        ("الجمعة على الواحدة", "fri 13:00"), ("ghodwa", "+1"), ("بعد غد", "+2"),
        ("mor lmaghreb", "after_maghrib"), ("avant le maghreb", "before_maghrib"), ("9bal lftour", "before_iftar"),
        ("بعد صلاة العشاء", "after_isha"), ("ki ywadden lmaghreb", "maghrib"), ("mor l3asr", "after_asr"),
        ("dork", "asap"), ("fissa3", "asap"), ("le plus vite possible", "asap"), ("في أقرب وقت", "asap"),
        ("2 pizzas", ""), ("je sais pas", ""), ("2000", ""), ("P01", ""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_time(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(("hours", "meant"), [(range(7, 15), "08:00"), (range(11, 24), "20:00")])
def test_an_hour_without_more_is_one_in_which_the_place_works(hours: range, meant: str) -> None:
    assert said("m3a 8h", hours) == meant
