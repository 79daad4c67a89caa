"""Places: the time zone of a city or country that somebody names, in English or Spanish; nothing where it would be a guess."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

_KNOWN = {
    "Europe/London": (
        "london, leeds, manchester, birmingham, liverpool, glasgow, edinburgh, cardiff, belfast, bristol, "
        "sheffield, newcastle, nottingham, england, scotland, wales, uk, united kingdom, britain, great "
        "britain, londres, inglaterra, escocia, gales, reino unido, gran bretana, northern ireland, n "
        "ireland, londonderry, derry, u k, edimburgo, brighton, leicester, swansea, aberdeen"
    ),
    "Europe/Dublin": "dublin, cork, galway, limerick, ireland, irlanda",
    "Europe/Madrid": (
        "madrid, barcelona, sevilla, seville, valencia, zaragoza, malaga, bilbao, murcia, granada, alicante, "
        "cordoba, peninsular, pamplona, san sebastian, donostia, vigo, a coruna, la coruna, oviedo, gijon, "
        "santander, valladolid, salamanca, cadiz, almeria, mallorca, majorca, menorca, ibiza, palma de "
        "mallorca, galicia, andalucia, andalusia, cataluna, catalunya, catalonia, euskadi, pais vasco, "
        "asturias, cantabria, navarra, extremadura, badajoz, girona, tarragona, santiago de compostela, "
        "guadalajara espana"
    ),
    "Atlantic/Canary": (
        "canarias, canary islands, las palmas, tenerife, gran canaria, islas canarias, lanzarote, "
        "fuerteventura, hora canaria"
    ),
    "Europe/Lisbon": "lisbon, lisboa, porto, oporto",
    "Europe/Paris": "paris, lyon, marseille, toulouse, france, francia, marsella, nice france",
    "Europe/Berlin": "berlin, munich, hamburg, frankfurt, cologne, germany, alemania, hamburgo, stuttgart",
    "Europe/Rome": "rome, milan, naples, turin, florence, venice, italy, italia, roma, napoles, sicily, sardinia",
    "Europe/Amsterdam": "amsterdam, rotterdam, utrecht, netherlands, holland, holanda, paises bajos",
    "Europe/Brussels": "brussels, antwerp, ghent, belgium, belgica, bruselas",
    "Europe/Zurich": "zurich, geneva, basel, switzerland, suiza, ginebra",
    "Europe/Vienna": "vienna, graz, austria, viena",
    "Europe/Oslo": "oslo, bergen, trondheim, norway, noruega",
    "Europe/Stockholm": "stockholm, gothenburg, malmo, sweden, suecia, estocolmo",
    "Europe/Copenhagen": "copenhagen, aarhus, denmark, dinamarca, copenhague",
    "Europe/Helsinki": "helsinki, finland, finlandia",
    "Europe/Warsaw": "warsaw, krakow, gdansk, poland, polonia, varsovia",
    "Europe/Prague": "prague, brno, praga, czech republic, republica checa, chequia",
    "Europe/Athens": "athens, thessaloniki, greece, grecia, atenas",
    "Europe/Istanbul": "istanbul, ankara, turkey, turquia, estambul",
    "Europe/Bucharest": "bucharest, romania, rumania",
    "Europe/Budapest": "budapest, hungary, hungria",
    "Africa/Lagos": "lagos, abuja, nigeria",
    "Africa/Nairobi": "nairobi, kenya, kenia",
    "Africa/Johannesburg": "johannesburg, durban, pretoria, cape town, south africa, sudafrica, ciudad del cabo",
    "Africa/Cairo": "cairo, egypt, egipto",
    "Africa/Casablanca": "casablanca, rabat, morocco, marruecos",
    "Africa/Accra": "accra, ghana",
    "Asia/Kolkata": "delhi, new delhi, mumbai, bombay, kolkata, calcutta, chennai, bangalore, hyderabad, pune, india",
    "Asia/Tokyo": "tokyo, osaka, kyoto, japan, japon, tokio",
    "Asia/Manila": "manila, cebu, philippines, filipinas",
    "Asia/Singapore": "singapore, singapur",
    "Asia/Hong_Kong": "hong kong",
    "Asia/Shanghai": "shanghai, beijing, shenzhen, china, pekin",
    "Asia/Dubai": "dubai, abu dhabi, uae, u a e, emirates, emiratos",
    "Asia/Karachi": "karachi, lahore, islamabad, pakistan",
    "Asia/Jerusalem": "jerusalem, tel aviv, israel",
    "Asia/Seoul": "seoul, busan, south korea, seul",
    "Asia/Bangkok": "bangkok, thailand, tailandia",
    "Australia/Sydney": "sydney, canberra, wollongong",
    "Australia/Melbourne": "melbourne, geelong",
    "Australia/Brisbane": "brisbane, gold coast",
    "Australia/Perth": "perth",
    "Australia/Adelaide": "adelaide",
    "Pacific/Auckland": "auckland, wellington, christchurch, new zealand, nueva zelanda, nueva zelandia, nz",
    "America/New_York": (
        "boston, philadelphia, atlanta, miami, baltimore, pittsburgh, new york, nueva york, nyc, new jersey, "
        "ny, n y c, brooklyn, bronx, manhattan, philly, washington dc, washington d c, d c, north carolina, "
        "charlotte, ohio, cleveland, cincinnati, massachusetts, connecticut, maine, vermont, new hampshire, "
        "rhode island, pennsylvania, maryland, virginia, eastern time, us eastern"
    ),
    "America/Chicago": (
        "chicago, houston, dallas, austin, minneapolis, milwaukee, memphis, new orleans, san antonio, st "
        "louis, illinois, wisconsin, minnesota, oklahoma, arkansas, louisiana, mississippi, alabama, "
        "missouri, iowa, paris texas, central time, us central"
    ),
    "America/Denver": (
        "denver, albuquerque, colorado, salt lake city, utah, wyoming, montana, new mexico, mountain time"
    ),
    "America/Phoenix": "phoenix, tucson, arizona",
    "America/Los_Angeles": (
        "seattle, oakland, sacramento, los angeles, san francisco, san diego, las vegas, california, portland "
        "oregon, sf, vegas, l a, washington state, pacific time, us pacific, san jose california"
    ),
    "America/Anchorage": "anchorage, alaska",
    "Pacific/Honolulu": "honolulu, hawaii",
    "America/Toronto": "toronto, ottawa, montreal, quebec, london ontario, hamilton ontario",
    "America/Winnipeg": "winnipeg, manitoba",
    "America/Edmonton": "calgary, edmonton, alberta",
    "America/Vancouver": "vancouver, british columbia",
    "America/Halifax": "halifax, nova scotia",
    "America/Regina": "regina, saskatchewan",
    "America/Mexico_City": (
        "mexico city, ciudad de mexico, cdmx, guadalajara, monterrey, puebla, queretaro, toluca, oaxaca, "
        "veracruz, df, d f, mexico df, edomex, estado de mexico, jalisco, nuevo leon, guanajuato, michoacan, "
        "chiapas"
    ),
    "America/Tijuana": "tijuana, mexicali, ensenada",
    "America/Cancun": "cancun, quintana roo",
    "America/Bogota": "bogota, medellin, barranquilla, colombia, cartagena de indias, bucaramanga",
    "America/Lima": "lima, arequipa, peru",
    "America/Guayaquil": "quito, guayaquil, ecuador, cuenca ecuador",
    "America/Caracas": "caracas, maracaibo, venezuela",
    "America/La_Paz": "la paz, bolivia, cochabamba",
    "America/Santiago": "valparaiso, santiago de chile",
    "America/Argentina/Buenos_Aires": (
        "buenos aires, argentina, rosario, mendoza, la plata, mar del plata, caba, bs as, bsas, cordoba argentina"
    ),
    "America/Montevideo": "montevideo, uruguay",
    "America/Asuncion": "asuncion, paraguay",
    "America/Sao_Paulo": "sao paulo, rio de janeiro, brasilia",
    "America/Guatemala": "guatemala",
    "America/El_Salvador": "el salvador, san salvador",
    "America/Tegucigalpa": "honduras, tegucigalpa",
    "America/Managua": "nicaragua, managua",
    "America/Costa_Rica": "costa rica",
    "America/Panama": "panama",
    "America/Havana": "havana, la habana, cuba, santiago de cuba",
    "America/Santo_Domingo": "santo domingo, republica dominicana, dominican republic",
    "America/Puerto_Rico": "puerto rico",
    "America/Detroit": "detroit",
    "America/Merida": "yucatan, merida yucatan",
    "Europe/Kyiv": "kyiv, kiev, ukraine, ucrania",
    "America/Jamaica": "jamaica, kingston",
    "Asia/Kathmandu": "nepal, kathmandu, katmandu",
    "Asia/Dhaka": "bangladesh, dhaka",
    "Asia/Colombo": "sri lanka, colombo",
    "Africa/Kampala": "uganda, kampala",
    "Africa/Harare": "zimbabwe, harare",
    "Atlantic/Reykjavik": "iceland, reykjavik, islandia",
    "Europe/Sofia": "bulgaria",
    "Europe/Zagreb": "croatia, zagreb, croacia",
}
_LONGEST = 4
"""Words in the longest name."""

_BESIDE = 3
"""Words before a name that may say it is not where somebody is."""

_WORD = re.compile(r"[a-z]+")
_OUT = frozenset(("not", "no", "isn", "left", "leaving"))
_LEFT = frozenset(("from", "was", "were", "used", "originally", "desde", "soy", "era", "vengo", "antes"))

_ZONES: Mapping[str, str] = MappingProxyType(
    {name: zone for zone, names in _KNOWN.items() for name in names.split(", ")}
)


def find_place(bare: str) -> str:
    """The zone of the place named in a normalised text without accents, or nothing.

    Of two places the last is meant ("from lima to madrid", "cordoba, argentina"), unless it was only left or ruled out
    ("i'm in lima, not in madrid"). A country with several zones is no place here: the coach asks what time it is there instead.
    """
    words = _WORD.findall(bare)
    here = left = ""
    at = 0
    while at < len(words):
        zone, size = _named(words, at)
        before = words[max(0, at - _BESIDE) : at]
        if zone and not _OUT.intersection(before):
            if _LEFT.intersection(before) and words[at - 1] != "to":
                left = zone
            else:
                here = zone
        at += size
    return here or left


def _named(words: Sequence[str], at: int) -> tuple[str, int]:
    """The zone of the longest name that begins here, and how many words it takes."""
    for size in range(_LONGEST, 0, -1):
        if zone := _ZONES.get(" ".join(words[at : at + size])):
            return zone, size
    return "", 1
