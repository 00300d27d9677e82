"""What is added, whatever else a message says: pieces told apart, a dish asked about first, counted vessels, everybody.

Notation as in `test_orders`.
"""

import pytest

from bot.intents import Context, MenuGrammar, Recogniser
from tests.intents.test_orders import short

LINES = """
vous pouvez me mettre 3 boureks et une chorba frik | 3 K01, C01
alors ce sera deux tacos avec les frites dedans, et deux hamoud | 2 T01 +X04, 2 D01
4 burgers dont 2 sans oignons | 2 B01, 2 B01 +R02
je prends la quatre fromages avec un supplément de fromage | P02 +X03
une chawarma, une salade et un hamoud pour la boisson | B02, S01, D01
trois portions de frites et trois burgers doublés | 3 F01, 3 B01 +X02
Burger avec deux steaks et sans oignon, merci | B01 +X02 +R02
combien coûte la pizza thon ? mettez-m'en deux alors | 2 P03
1 margherita 1 thon 1 quatre fromages 3 eaux | P01, P03, P02, 3 D02
deux pizzas : une margherita et une thon sans oignons | P01, P03 +R03
une bouteille d'eau, deux canettes de hamoud | D02, 2 D01
donnez-moi un burger normal et un burger double steak | B01, B01 +X02
6 boureks et 6 chorbas pour l'iftar | 6 K01, 6 C01
Pizza au thon sans l'oignon x2 | 2 P03 +R03
vous auriez des frites ? si oui une grande barquette | F01
juste une eau | D02
livrez-moi 2 chawarma et 1 frites à Kouba | 2 B02, F01
السلام عليكم، أريد بيتزا مارغريتا واحدة وزجاجة ماء من فضلك | P01, D02
أريد بيتزتين بالتونة بدون بصل | 2 P03 +R03
من فضلكم برغران مع شريحة لحم مضاعفة | 2 B01 +X02
هل لديكم طاكوس دجاج؟ إن كان موجودا أريد اثنين | 2 T01
أضف إلى طلبي قنينتي ماء | 2 D02
خمس قطع بوراك وخمس علب حمود | 5 K01, 5 D01
أريد أربع شاورما، اثنتان منها بدون صلصة | 2 B02, 2 B02 +R04
طبق سلطة مشكلة وطبق بطاطا مقلية | S01, F01
بيتزا أربعة أجبان مع إضافة جبن | P02 +X03
أريد طاكوس مع البطاطا في الداخل وحمود | T01 +X04, D01
كم سعر قلب اللوز؟ أريد ست حبات منه | 6 G01
أريد برغرا بدون بصل وبطاطا | B01 +R02, F01
اثنان شاورما وواحد طاكوس | 2 B02, T01
لو سمحت أرسل لي مارغريتا بلا زيتون وقارورتي ماء | P01 +R01, 2 D02
طلبي هو: ٢ بيتزا تونة، ١ بيتزا مارغريتا، ٣ حمود | 2 P03, P01, 3 D01
أريد وجبة لشخصين، شاورمتين وعلبتي حمود | 2 B02, 2 D01
نحن عشرة أشخاص، نريد عشرة بوراك وعشر شربات وخمس قارورات ماء | 10 K01, 10 C01, 5 D02
برغر واحد بجبن إضافي | B01
أريد نصف دزينة من البوراك | 6 K01
هل يمكنني الحصول على بيتزا مارغريتا بجبن إضافي؟ | P01 +X01
شاورما لي وشاورما لأخي بدون صلصة | B02, B02 +R04
خويا دير لي زوج بيتزا مارغريتا وقرعة ماء | 2 P01, D02
بغيت شاورما بلا صوص وفريت | B02 +R04, F01
حطلي ربعة بوراكات وزوج شربات | 4 K01, 2 C01
أعطيني طاكوس والفريت داخل | T01 +X04
شحال تدير الشربة؟ إيوا دير منها ثلاثة | 3 C01
نحب برغر دوبل ستيك بلا بصل وبيتزا تونة | B01 +X02 +R02, P03
خمسة شاورما، زوج منهم بلا صوص | 3 B02, 2 B02 +R04
واش كاين بوراك اليوم؟ كان كاين بعثلي ستة | 6 K01
بغينا ثلاث بيتزات وحدة تونة وزوج مارغريتا | P03, 2 P01
ديرلي كاتر فروماج ومارغريتا وزوج غازوز | P02, P01, 2 D01
مدلي بيتزا طون بلا بصل يعيشك وزوج قرعات ماء | P03 +R03, 2 D02
جيبلي تروا طاكوس و دو حمود | 3 T01, 2 D01
وحدة مارغريتا زيدلها الجبن ووحدة بلا زيتون | P01 +X01, P01 +R01
باغي زوج صحون شربة وصحن سلاطة | 2 C01, S01
عندكم قلب اللوز؟ حط زوج حبات | 2 G01
رانا في ثلاثة دير شاورما لكل واحد | 3 B02
دير طاكوس وزيد دير واحد آخر بالفريت لداخل | T01, T01 +X04
سلاطة وحدة وثنين ماء | S01, 2 D02
برغر عادي وبرغر بزوج ستيك | B01, B01 +X02
نحب نكوموندي بيتزا كاتر فروماج بزيادة الفرماج | P02 +X03
salam khoya dirli zouj chawarma bla sos w frites | 2 B02 +R04, F01
bghit tlata tacosat w tlata gazouz | 3 T01, 3 D01
3tini wa7ed l burger double steak bla bsal | B01 +X02 +R02
ch7al la margherita? dir zouj mala | 2 P01
4 chawarma, wa7da bla sauce | 3 B02, B02 +R04
n7eb chorba w bourek w slata | C01, K01, S01
rani baghi pizza thon bla bsel w zouj 9ra3i lma | P03 +R03, 2 D02
hotli takos djaj b lfrit ldakhel | T01 +X04
dirolna 5 bourekat w 5 chorbat l ftour | 5 K01, 5 C01
margarita zidelha fromage w hamoud | P01 +X01, D01
3andkom kalb louz? ida kayen dir 4 | 4 G01
ana n7eb frites w khouya y7eb chawarma | F01, B02
jibli katr fromage w zouj hamoud | P02, 2 D01
zouj pizza wahda thon w wahda margherita | P03, P01
dirli chawarma w wa7da okhra l mama bla sauce | B02, B02 +R04
tacos poulet zid fih frites w 7bba hamoud | T01 +X04, D01
6 hebbat bourek w litre lma | 6 K01, D02
setta bourek w khamsa chorba w tlata slata | 6 K01, 5 C01, 3 S01
zouj margherita, wahda bla zitoun | P01, P01 +R01
nakhod burger, pas d'oignons, w frites sghira | B01 +R02, F01
rana tlata, tacos l kol wa7ed | 3 T01
burger w zid steak w na7i lbsal | B01 +X02 +R02
bonjour bghit une pizza margherita bla zitoun w un hamoud svp | P01 +R01, D01
je veux 2 tacos, we7da b les frites dedans et l'autre normal | T01 +X04, T01
dirli deux chawarma sans sauce w une bouteille d'eau | 2 B02 +R04, D02
3 boureks w chorba wahda stp | 3 K01, C01
n7eb quatre fromages avec زيادة fromage | P02 +X03
salam, je prends زوج شاورما et une salade | 2 B02, S01
pour 4 personnes dirlna 4 chorba, 8 bourek, 2 salade w 2 eau | 4 C01, 8 K01, 2 S01, 2 D02
une margherita li ana w thon li khti | P01, P03
combien chorba ? ok 3tini 2 w 2 bourek | 2 C01, 2 K01
je commande زوج برغر, واحد sans oignons | B01, B01 +R02
hat une pizza thon, nahi les oignons | P03 +R03
5 chawarma dont zouj bla sauce | 3 B02, 2 B02 +R04
un tacos poulet w pareil l khouya | 2 T01
un hamoud en boisson w قلب اللوز en dessert | D01, G01
je prends la pizza b thon w frites sur place | P03, F01
bla bsal le burger svp w dirou double steak | B01 +R02 +X02
2 pizza، margherita w thon | P01, P03
t9edrou dirouli extra fromage f la margherita ? une seule | P01 +X01
ma copine t7eb la salade w ana pizza 4 fromages | S01, P02
donnez nous نص دزينة bourek | 6 K01
salut, 2 pizzas 4 fromages dont une avec supplément fromage | P02, P02 +X03
vous me mettez un hamburger sans oignon avec une double viande | B01 +R02 +X02
je voudrais commander pour ce soir : 3 margherita, 1 thon | 3 P01, P03
le kalb el louz il coûte combien ? j'en prends 6 | 6 G01
est-ce qu'il reste de la chorba ? si c'est le cas j'en veux deux | 2 C01
on est 5 donc 5 chawarma et 5 eaux | 5 B02, 5 D02
pour finir un petit kalb el louz | G01
quatre fromages + frites + hamoud | P02, F01, D01
ma commande : burger x2 ( 1 sans oignons ) , frites x2 | B01, B01 +R02, 2 F01
en boisson on prendra 4 hamoud | 4 D01
mettez moi trois chawarmas svp dont deux sans sauce | B02, 2 B02 +R04
et rajoutez deux bouteilles d'eau | 2 D02
c'est possible une margherita sans olives ? j'en voudrais une | P01 +R01
مرحبا، أود طلب ثلاث بيتزات مارغريتا وقنينتي ماء | 3 P01, 2 D02
أريد برغرا واحدا مع بطاطا وحمود | B01, F01, D01
بيتزا تونة بلا بصل وأخرى بالبصل | P03 +R03, P03 (بالبصل)
أضف لي سلطة مشكلة من فضلك | S01
كم ثمن الشاورما؟ إذن أعطني ثلاثا | 3 B02
هل عندكم شربة فريك اليوم؟ نريد خمسة | 5 C01
أريد طاكوسين أحدهما بالبطاطا في الداخل | T01, T01 +X04
أريد شاورما دجاج بدون صلصة لو سمحتم مع ماء | B02 +R04, D02
ثلاث علب من حمود بوعلام فقط | 3 D01
أحتاج سبعة بوراك للإفطار مع سبع شربات | 7 K01, 7 C01
برغر بلا بصل وبدبل ستيك | B01 +R02 +X02
خمسة طاكوس، اثنان منها مع بطاطا بالداخل | 3 T01, 2 T01 +X04
بوراك ثلاثة وحمود اثنان | 3 K01, 2 D01
طبق من السلطة وطبقان من الشربة | S01, 2 C01
مارغريتا مع مزيد من الجبن | P01 +X01 (مع مزيد)
صباح الخير حبيت زوج شاورمات بلا سلسة | 2 B02 +R04
ديرلنا ستة بوراك وربع شربات وقرعة قازوز | 6 K01, 4 C01, D01
مارغريتا بالزيادة تاع الفروماج | P01 +X01
عندكم الما؟ جيبلي زوج قراعي | 2 D02
بغيت همبرغر نحيلو البصل وزيدلو ستيك | B01 +R02 +X02
رانا ستة نحبو ستة شاورما ثلاثة منهم بلا صوص | 3 B02, 3 B02 +R04
وحدة كاتر فروماج ووحدة طون بلا بصل | P02, P03 +R03
أنا شاورما وخويا طاكوس | B02, T01
واش راكم، نكوموندي سانك بوراك ودو شربة | 5 K01, 2 C01
بشحال قلب اللوز؟ ديرولي ربعة | 4 G01
بيتزا مارغريتا وحدة بلا زيتون ووحدة عادية | P01 +R01, P01
قرعة حمود كبيرة وزوج ماء صغار | D01, 2 D02
زوج برغر واحد دوبل ستيك وواحد نورمال | B01 +X02, B01
أيا خويا سربيني شربة فريك وبوراك | C01, K01
عشرة قلب اللوز باش نديهم معايا | 10 G01
slm bghit 2 chawarma bla sos w 1 tacos b frites ldakhel | 2 B02 +R04, T01 +X04
3 pizza: wa7da margherita w zouj thon | P01, 2 P03
rana 3, chawarma l kol wa7ed w 3 hamoud | 3 B02, 3 D01
b9at lchorba? ila b9at 3tini zouj | 2 C01
ch7al dir l pizza thon? ok hat wahda bla bsal | P03 +R03
nheb slata w 9ar3a ta3 el ma | S01, D02
zid zouj 9alb louz w khlas | 2 G01
wahed chawarma bla sauce w wahed b sauce | B02 +R04, B02 (b sauce)
margherita w zidelha formaj, w na7i zitoun | P01 +X01 +R01
6 tacos, tlata menhom b lfrites ldakhel | 3 T01, 3 T01 +X04
jibli m3ak frites w hamoud | F01, D01
a3tini katr bourek | 4 K01
chawarmat 4 w gazouz 4 | 4 B02, 4 D01
bonsoir khouya, dirlna deux pizzas thon w une salade | 2 P03, S01
je veux wa7ed tacos b les frites dedans w un hamoud | T01 +X04, D01
burger double steak bla bsal w frites à emporter svp | B01 +X02 +R02, F01
kayen la chorba lyoum ? mettez-moi 3 | 3 C01
une chawarma normale w wa7da sans sauce | B02, B02 +R04
salam, نحب deux chawarma و une frite | 2 B02, F01
ajoutez kalb el louz x3 w hamoud x2 merci khoya | 3 G01, 2 D01
3afak une pizza thon sans oignons, nafs chi l khouya | 2 P03 +R03
je prends zouj bouteilles d'eau w salade | 2 D02, S01
un burger pour moi w wahed bla bsal l khti | B01, B01 +R02
trois hamoud froid w 3 eau | 3 D01, 3 D02
la pizza li fiha 4 fromages wahda svp | P02
je peux avoir شوية frites w 2 eau | F01, 2 D02
deux salades, bla tomate, w deux chorbas | 2 S01 (bla tomate), 2 C01
hatli une margherita w en dessert kalb louz zouj | P01, 2 G01
chawarma wahda, sans sauce svp w sans frites | B02 +R04 (sans frites)
3 tacos, 2 avec frites dedans | T01, 2 T01 +X04
une marguerite bien cuite sans olives et 2 el ma | P01 +R01 (bien cuite), 2 D02
bonjour 1 chawarma sans sauce 1 chawarma avec sauce | B02 +R04, B02 (avec sauce)
2 salades et une bouteille d'eau pour le 14 rue Didouche | 2 S01, D02
avec ça mettez trois kalb el louz | 3 G01
vous faites la chorba ? alors une | C01
4 pizzas : 2 margherita, 1 thon, 1 quatre fromages | 2 P01, P03, P02
السلام عليكم، طلبية لأربعة أشخاص: أربع شربات وثمانية بوراك | 4 C01, 8 K01
زجاجتين من الماء وعلبة حمود | 2 D02, D01
شاورمتان بلا صلصة وطاكوس واحد | 2 B02 +R04, T01
أعطني حبتين من قلب اللوز وواحد حمود | 2 G01, D01
بكم البوراك؟ سآخذ عشر قطع | 10 K01
أريد بيتزا أربعة أجبان بجبن مضاعف | P02
ديرلي طاكوس وحدة بالفريت داخل ووحدة نورمال | T01 +X04, T01
زوج مارغريتا وحدة منهم بلا زيتون | P01, P01 +R01
جيبلي معاك زوج قراعي حمود وقرعة لما | 2 D01, D02
كاين بوراك سخون؟ ديرلي خمسة | 5 K01
شربة فريك وحدة، سلاطة وحدة، وثلاث حبات قلب اللوز | C01, S01, 3 G01
رانا خمسة، شربة لكل واحد | 5 C01
بيتزا كاتر فروماج وزيد فيها الفروماج | P02 +X03
bghit 2 burger, wa7ed double steak w lakhor normal | B01, B01 +X02
zouj chawarma ghir wa7da bla sauce | B02, B02 +R04
dirli 3 bourekat w chorba wa7da w slata | 3 K01, C01, S01
bghit pizza thon bla bsal, w margherita b zyadat fromage | P03 +R03, P01 +X01
khouya nsit l frites, zidhom 2 | 2 F01
lma 3 w hamoud 1 | 3 D02, D01
je voudrais zouj chawarma, une bla sauce | B02, B02 +R04
bghit trois pizzas thon bla bsal et un hamoud | 3 P03 +R03, D01
combien le tacos? dirli wahed b frites dedans | T01 +X04
صحا 2 tacos et بيتزا تونة | 2 T01, P03
6 hamoud frais w 4 kalb louz svp | 6 D01, 4 G01
bonjour, une chorba et un bourek pour ma mère, un tacos pour moi | C01, K01, T01
je vous prends 2 burgers double steak dont un sans oignon | B01 +X02, B01 +X02 +R02
une pizza thon avec supplément oignons | P03 (avec supplément oignons)
un tacos poulet sans frites dedans | T01 (sans frites)
أريد شوربتين وبوراكين وحمودا واحدا | 2 C01, 2 K01, D01
كم سعر البيتزا بالتونة؟ أريد واحدة بدون بصل | P03 +R03
لا أريد حمود، أريد ماء | D02
برغر بدون بصل، وبرغر آخر مع البصل | B01 +R02, B01 (مع البصل)
أرسلوا لنا ثلاث سلطات وثلاث زجاجات ماء | 3 S01, 3 D02
زوج طاكوس واحد بالفريت لداخل | T01, T01 +X04
خويا زيد دير قرعة ماء وقلب اللوز | D02, G01
ديرلي وحدة شاورما وحدة برغر وحدة طاكوس | B02, B01, T01
bghit chawarma w tacos, chawarma bla sauce | T01, B02 +R04
tlata chorba, rab3a bourek, zouj lma sahit | 3 C01, 4 K01, 2 D02
ma n7ebch tacos, dirli chawarma | B02
jibli chawarma 2 sans sauce w 1 b sauce | 2 B02 +R04, B02 (b sauce)
dirlna 2 pizzas thon, wa7da bla bsal | P03, P03 +R03
نحب commander 2 chawarma sans sauce | 2 B02 +R04
mon père y7eb chorba, dirlou wa7da | C01
4 tacos, zouj b frites dedans w zouj normal | 2 T01 +X04, 2 T01
"""
NOTHING = """
votre chorba était délicieuse hier soir
le burger est à combien et il y a quoi dedans
les frites étaient froides la dernière fois
كانت الشربة لذيذة جدا شكرا لكم
هل البيتزا كبيرة؟
الطعام كان باردا والبطاطا محروقة
الهمبورغر نتاعكم بنين بزاف
صاحبي قال الشاورما ماشي مليحة عندكم
الفريت كانو باردين
chawarma ta3kom bnina bzf sa7itou
bghit nakol pizza lyoum wach kayen
hadik la chawarma mli7a wela lala
livreur dak lyoum jab chawarma barda
les frites ta3kom sont trop bonnes wallah
le livreur nsa l'hamoud ta3i
est-ce que la chorba fiha l7am ?
la pizza margherita était trop salée hier
j'ai une allergie au thon, attention
لم تعجبني البيتزا
أين البرغر الذي طلبته؟
البيتزا جات محروقة
وين راهو الطاكوس تاعي
l'burger li klitou lbareh kan bnin
wesh kayen f tacos?
makla bnina chwia sghira, chawarma zwina
le tacos ta3kom ghali bezaf
combien ça fait 2 tacos w 2 hamoud
wallah les frites ta3 lbareh kanou top
il est trop gras votre burger
la salade c'est avec du thon ?
هل الشاورما متوفرة؟
وصلتني البيتزا باردة
الشاورما تاعكم ولات غالية
tacos ta3kom fih l'harissa?
le burger win rah, 1h que j'attends
vous livrez les pizzas chaudes ?
c'est quoi la différence entre tacos et chawarma
mes enfants adorent les frites
la dernière fois le bourek était cru
أحب الشاورما كثيرا
هل الطاكوس يحتوي على بصل؟
وقتاش يوجد البرغر تاعي
الشربة مالحة بزاف اليوم
شحال عندكم من نوع بيتزا
lfrites ta3kom dima bardin
3andkom promo 3la burger?
le bourek kan yabes hier
"""
CASES = [tuple(part.strip() for part in line.rsplit("|", 1)) for line in LINES.strip().splitlines()]


@pytest.mark.parametrize(("text", "ordered"), CASES, ids=[text for text, _ in CASES])
def test_what_is_added(text: str, ordered: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert [short(event.slots) for event in events if event.name == "add_item"] == [ordered]


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_nothing_is_added(text: str, recogniser: Recogniser, grammar: MenuGrammar) -> None:
    events = recogniser.read(text, Context("browse"), grammar).events
    assert not [event for event in events if event.name == "add_item"]
