"""Countries and their people, in English and Spanish, without accents.

A name here is nothing to be found by itself: somebody may be called so, and so may a
street. ``rules`` say what must stand around it.
"""

# Country: its other names; after the bar what its people are called. Spanish masculine
# forms in -o and -n get their feminine and plural in ``lexicon``.
_WORLD = """
mexico, mejico | mexican mexicano mejicano
guatemala | guatemalan guatemalteco
honduras | honduran hondureno catracho
el salvador, salvador | salvadoran salvadorian salvadorean salvadoreno
nicaragua | nicaraguan nicaraguense
costa rica | costarican costarricense
panama | panamanian panameno
belize, belice | belizean beliceno
cuba | cuban cubano
haiti | haitian haitiano
dominican republic, republica dominicana | dominican dominicano
jamaica | jamaican jamaicano jamaiquino
trinidad, trinidad and tobago | trinidadian
bahamas | bahamian
barbados | barbadian
colombia, columbia | colombian colombiano
venezuela | venezuelan venezolano
ecuador | ecuadorian ecuadorean ecuatoriano
peru | peruvian peruano
bolivia | bolivian boliviano
chile | chilean chileno
argentina | argentinian argentine argentinean argentino
uruguay | uruguayan uruguayo
paraguay | paraguayan paraguayo
brazil, brasil | brazilian brasileno brasilero
guyana | guyanese
suriname, surinam | surinamese
canada | canadian canadiense
china | chinese chino
taiwan | taiwanese taiwanes
hong kong |
japan, japon | japanese japones
south korea, north korea, korea, corea, corea del sur | korean coreano
vietnam, viet nam | vietnamese vietnamita
cambodia, camboya | cambodian camboyano
laos | laotian
thailand, tailandia | thai tailandes
burma, myanmar, birmania | burmese birmano
philippines, the philippines, filipinas | filipino filipina philippine filipinos
indonesia | indonesian indonesio
malaysia, malasia | malaysian malasio
singapore, singapur | singaporean
india |
pakistan | pakistani paquistani
bangladesh | bangladeshi
nepal | nepalese nepali
sri lanka | srilankan
afghanistan, afganistan | afghan afghani afgano
iran | iranian irani
iraq, irak | iraqi iraqui
syria, siria | syrian sirio
lebanon, libano | lebanese libanes
jordan, jordania | jordanian jordano
israel | israeli
palestine, palestina | palestinian palestino
saudi arabia, arabia saudita | saudi saudita
yemen | yemeni
kuwait | kuwaiti
turkey, turquia | turkish turco
egypt, egipto | egyptian egipcio
morocco, marruecos | moroccan marroqui
algeria, argelia | algerian argelino
tunisia, tunez | tunisian tunecino
libya, libia | libyan libio
sudan, south sudan | sudanese sudanes
ethiopia, etiopia | ethiopian etiope
eritrea | eritrean eritreo
somalia | somali somalian
kenya, kenia | kenyan keniano
uganda | ugandan ugandes
tanzania | tanzanian
rwanda, ruanda | rwandan ruandes
congo, drc | congolese congoleno
cameroon, camerun | cameroonian camerunes
nigeria | nigerian nigeriano
ghana | ghanaian ghanes
liberia | liberian liberiano
sierra leone | sierraleonean
senegal | senegalese senegales
gambia, the gambia | gambian gambiano
ivory coast | ivorian
mali | malian
togo | togolese
angola | angolan angoleno
mozambique | mozambican
zimbabwe | zimbabwean
zambia | zambian
south africa, sudafrica | southafrican sudafricano
chad | chadian
guinea | guinean guineano
burundi | burundian
russia, rusia | russian ruso
ukraine, the ukraine, ucrania | ukrainian ucraniano
belarus, bielorrusia | belarusian bielorruso
moldova, moldavia | moldovan moldavo
romania, rumania | romanian rumano
bulgaria | bulgarian bulgaro
poland, polonia | polish polaco
germany, alemania | german aleman
france, francia | french frances
spain, espana | spaniard
portugal | portuguese portugues
italy, italia | italian italiano
greece, grecia | greek griego
albania | albanian albanes
serbia | serbian serbio
croatia, croacia | croatian croata
bosnia | bosnian bosnio
kosovo | kosovar
macedonia | macedonian macedonio
hungary, hungria | hungarian hungaro
czech republic, republica checa | czech checo
slovakia | slovak eslovaco
lithuania | lithuanian lituano
latvia | latvian leton
estonia | estonian estonio
georgia | georgian georgiano
armenia | armenian armenio
azerbaijan, azerbaiyan | azerbaijani azeri
kazakhstan | kazakh kazajo
uzbekistan | uzbek uzbeko
kyrgyzstan | kyrgyz
tajikistan | tajik
turkmenistan | turkmen
mongolia | mongolian mongol
united kingdom, great britain, england, scotland, wales, inglaterra, reino unido | british english scottish welsh britanico ingles escoces
ireland, irlanda | irish irlandes
netherlands, the netherlands, holland, holanda | dutch holandes
belgium, belgica | belgian belga
switzerland, suiza | swiss suizo
austria | austrian austriaco
sweden, suecia | swedish swede sueco
norway, noruega | norwegian noruego
denmark, dinamarca | danish dane danes
finland, finlandia | finnish finn finlandes
iceland, islandia | icelander
australia | australian australiano
new zealand, nueva zelanda | newzealander
micronesia | micronesian
marshall islands | marshallese
palau | palauan
samoa, western samoa | samoan samoano
tonga | tongan
fiji | fijian
bhutan | bhutanese
cape verde, cabo verde | capeverdean
soviet union, ussr, union sovietica | soviet
yugoslavia | yugoslav
central america, centroamerica, south america, sudamerica | centroamericano sudamericano
latin america, latinoamerica |
"""
# Parts of other countries, and cities, by which people say where they are from.
_ABROAD = """
michoacan, oaxaca, jalisco, sinaloa, sonora, chihuahua, guerrero, guanajuato, zacatecas,
chiapas, veracruz, puebla, tamaulipas, nuevo leon, durango, nayarit, tijuana, mexicali,
guadalajara, monterrey, ciudad juarez, mexico city, ciudad de mexico, culiacan, morelia,
tegucigalpa, san pedro sula, san salvador, guatemala city, ciudad de guatemala,
quetzaltenango, huehuetenango, managua, bogota, medellin, cali, caracas, maracaibo, lima,
quito, guayaquil, la habana, havana, santo domingo, port au prince, puerto principe,
manila, cebu, saigon, ho chi minh city, hanoi, beijing, shanghai, guangzhou, fujian,
mumbai, delhi, punjab, karachi, lahore, kabul, tehran, baghdad, damascus, mogadishu,
addis ababa, asmara, nairobi, lagos, accra, khartoum, moscow, kiev, kyiv, bucharest,
london, toronto, montreal, british columbia, alberta, ontario, tokyo, seoul, buenos aires,
sao paulo, rio de janeiro, kingston jamaica, baja california, queretaro, michoacan mexico
"""
# The own country counts as well: who tells it tells citizenship.
HERE = """
united states, united states of america, usa, estados unidos, eeuu, ee uu, puerto rico,
the us, the states
"""
STATES = """
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida,
hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland,
massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada,
new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio,
oklahoma, oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee,
texas, utah, vermont, virginia, washington, west virginia, wisconsin, wyoming
"""


def words_in(text: str) -> list[str]:
    """Words that stand between spaces."""
    return text.split()


def names_in(text: str) -> list[str]:
    """Names that stand between commas."""
    return [name for name in (" ".join(n.split()) for n in text.split(",")) if name]


def _countries() -> tuple[list[str], list[str]]:
    names: list[str] = []
    people: list[str] = []
    for line in _WORLD.strip().splitlines():
        countries, _, called = line.partition("|")
        names += names_in(countries)
        people += called.split()
    return names, people


COUNTRIES, PEOPLES = _countries()
PLACES_ABROAD = names_in(_ABROAD)
