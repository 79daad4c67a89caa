"""Places: the time zone of a city or country that somebody names, in English or Spanish; nothing where it would be a guess."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_KNOWN = {
    "Europe/London": (
        "london, leeds, manchester, birmingham, liverpool, glasgow, edinburgh, cardiff, belfast, bristol, "
        "sheffield, newcastle, nottingham, england, scotland, wales, uk, united kingdom, britain, great "
        "britain, londres, inglaterra, escocia, gales, reino unido, gran bretana"
    ),
    "Europe/Dublin": "dublin, cork, galway, limerick, ireland, irlanda",
    "Europe/Madrid": (
        "madrid, barcelona, sevilla, seville, valencia, zaragoza, malaga, bilbao, murcia, granada, alicante, "
        "cordoba, peninsular"
    ),
    "Atlantic/Canary": "canarias, canary islands, las palmas, tenerife, gran canaria, islas canarias",
    "Europe/Lisbon": "lisbon, lisboa, porto, oporto",
    "Europe/Paris": "paris, lyon, marseille, toulouse, france, francia",
    "Europe/Berlin": "berlin, munich, hamburg, frankfurt, cologne, germany, alemania, hamburgo",
    "Europe/Rome": "rome, milan, naples, turin, florence, venice, italy, italia, roma, napoles",
    "Europe/Amsterdam": "amsterdam, rotterdam, utrecht, netherlands, holland, holanda, paises bajos",
    "Europe/Brussels": "brussels, antwerp, ghent, belgium, belgica, bruselas",
    "Europe/Zurich": "zurich, geneva, basel, switzerland, suiza, ginebra",
    "Europe/Vienna": "vienna, graz, austria, viena",
    "Europe/Oslo": "oslo, bergen, trondheim, norway, noruega",
    "Europe/Stockholm": "stockholm, gothenburg, malmo, sweden, suecia, estocolmo",
    "Europe/Copenhagen": "copenhagen, aarhus, denmark, dinamarca, copenhague",
    "Europe/Helsinki": "helsinki, finland, finlandia",
    "Europe/Warsaw": "warsaw, krakow, gdansk, poland, polonia, varsovia",
    "Europe/Prague": "prague, brno, praga",
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
    "Asia/Dubai": "dubai, abu dhabi",
    "Asia/Karachi": "karachi, lahore, islamabad, pakistan",
    "Asia/Jerusalem": "jerusalem, tel aviv, israel",
    "Asia/Seoul": "seoul, busan, south korea, seul",
    "Asia/Bangkok": "bangkok, thailand, tailandia",
    "Australia/Sydney": "sydney, canberra, wollongong",
    "Australia/Melbourne": "melbourne, geelong",
    "Australia/Brisbane": "brisbane, gold coast",
    "Australia/Perth": "perth",
    "Australia/Adelaide": "adelaide",
    "Pacific/Auckland": "auckland, wellington, christchurch, new zealand, nueva zelanda, nueva zelandia",
    "America/New_York": (
        "boston, philadelphia, atlanta, miami, baltimore, pittsburgh, new york, nueva york, nyc, new jersey"
    ),
    "America/Chicago": (
        "chicago, houston, dallas, austin, minneapolis, milwaukee, memphis, new orleans, san antonio, st louis"
    ),
    "America/Denver": "denver, albuquerque, colorado, salt lake city",
    "America/Phoenix": "phoenix, tucson, arizona",
    "America/Los_Angeles": (
        "seattle, oakland, sacramento, los angeles, san francisco, san diego, las vegas, california, portland oregon"
    ),
    "America/Anchorage": "anchorage, alaska",
    "Pacific/Honolulu": "honolulu, hawaii",
    "America/Toronto": "toronto, ottawa, montreal, quebec",
    "America/Winnipeg": "winnipeg, manitoba",
    "America/Edmonton": "calgary, edmonton, alberta",
    "America/Vancouver": "vancouver, british columbia",
    "America/Halifax": "halifax, nova scotia",
    "America/Regina": "regina, saskatchewan",
    "America/Mexico_City": (
        "mexico city, ciudad de mexico, cdmx, guadalajara, monterrey, puebla, queretaro, toluca, oaxaca, veracruz"
    ),
    "America/Tijuana": "tijuana, mexicali, ensenada",
    "America/Cancun": "cancun, quintana roo",
    "America/Bogota": "bogota, medellin, barranquilla, colombia",
    "America/Lima": "lima, arequipa, peru",
    "America/Guayaquil": "quito, guayaquil",
    "America/Caracas": "caracas, maracaibo, venezuela",
    "America/La_Paz": "la paz, bolivia, cochabamba",
    "America/Santiago": "valparaiso, santiago de chile",
    "America/Argentina/Buenos_Aires": "buenos aires, argentina, rosario, mendoza, la plata, mar del plata",
    "America/Montevideo": "montevideo, uruguay",
    "America/Asuncion": "asuncion, paraguay",
    "America/Sao_Paulo": "sao paulo, rio de janeiro, brasilia",
    "America/Guatemala": "guatemala",
    "America/El_Salvador": "el salvador, san salvador",
    "America/Tegucigalpa": "honduras, tegucigalpa",
    "America/Managua": "nicaragua, managua",
    "America/Costa_Rica": "costa rica",
    "America/Panama": "panama",
    "America/Havana": "havana, la habana, cuba",
    "America/Santo_Domingo": "santo domingo, republica dominicana, dominican republic",
    "America/Puerto_Rico": "puerto rico",
}
_LONGEST = 4
"""Words in the longest name."""

_ZONES: Mapping[str, str] = MappingProxyType(
    {name: zone for zone, names in _KNOWN.items() for name in names.split(", ")}
)


def find_place(bare: str) -> str:
    """The zone of the place named in a normalised text without accents, the longest name first, then the last; or nothing.

    A country with several zones is no place here: the coach asks what time it is there instead.
    """
    words = re.findall(r"[a-z]+", bare)
    for size in range(_LONGEST, 0, -1):
        for at in range(len(words) - size, -1, -1):
            if zone := _ZONES.get(" ".join(words[at : at + size])):
                return zone
    return ""
