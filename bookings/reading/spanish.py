"""What tells of origin and status, in Spanish; accents are taken off before."""

from bookings.reading.kinds import Kind
from bookings.reading.patterns import Rules

SPANISH = Rules()
_add = SPANISH.add

_add(
    Kind.CITIZENSHIP,
    "ciudadania",
    unless=r"@ (?:llam\w+|en general|denunci\w+|report\w+)|la @ (?:se|pide)|apoyo de la @",
)
_add(
    Kind.CITIZENSHIP,
    "ciudadano ciudadana ciudadanos ciudadanas",
    r"@ (?:<people>|american|estadounidense\w*|extranjer\w*|naturalizad\w*|nacid\w*|legal)",
    r"@ (?:de|del) <the>(?:<country>|otro pais|este pais|us\b|ee\b|eu\b)",
    r"\bno (?:es|soy|son|era) (?:un |una )?@|doble @",
    r"\b(?:es|soy|son|era|ser|dice que es|afirma ser|hizo|hacerse|se hizo) (?:un |una )?@"
    r"(?= ?$| [.;)]| por\b| y\b| desde\b)",
    r"@ (?:: |\? )?(?:si|no)\b(?! (?:quiso|vio|llamo|report))|@ : ",
    unless=r"arresto @|@ (?:que|llam\w+|report\w+|denunci\w+|preocupad\w+|vigil\w+|inform\w+"
    r"|detuvo|vio|testigo)|de la tercera edad|\bun @ (?:not|observ)",
)
_add(
    Kind.CITIZENSHIP,
    "naturalizado naturalizada nacionalizado nacionalizada naturalizacion nacionalizarse",
)
_add(Kind.CITIZENSHIP, "american", r"\b(?:es|soy|son|era|ser|no) (?:un |una )?@<end>")
_add(Kind.NATIONAL_ORIGIN, "nacionalidad nacionalidades apatrida")
_add(
    Kind.NATIONAL_ORIGIN,
    "nacional nacionales",
    r"@ (?:de|del) <the><country>|@ <people>|@ extranjero|origen @",
    unless=r"(?:guardia|policia|banco|himno|equipo|parque|fiesta|seleccion|direccion) @",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "extranjero extranjera extranjeros extranjeras",
    unless=r"\b(?:al|del|en el|desde el) @(?! (?:es|con))|(?:llamada|viaje|dinero|moneda"
    r"|divisa|idioma|lengua|carro|coche|marca)s? (?:\S+ )?@",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "origen",
    r"@ (?:nacional|etnico|<people>|extranjero|: )|(?:pais|lugar|ciudad) de @"
    r"|<people> de @|\bes de @ ",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "descendencia ascendencia raices",
    r"@ (?:<people>|de <country>)|<people> de @",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "pais patria paises",
    r"\b(?:de|a|en|su propio|desde|hacia) (?:su|mi|sus) (?:propio )?@",
    r"@ (?:de origen|natal|de nacimiento|de procedencia|de ciudadania)",
    r"\b(?:de|en) otro @|@ (?:es|:) <country>",
    unless=r"(?:servi\w*|sirvio|lucho|defend\w*) (?:a |por )?su @",
)
_add(
    Kind.NATIONAL_ORIGIN,
    "consulado consul",
    r"\b(?:avis\w+|notific\w+|llam\w+|contact\w+|inform\w+|hablar|pidio|solicit\w+|visita)"
    r" (?:a |al |con |del |que |por )*(?:<the>)(?:su )?@|@ (?:de <the><country>|<people>)"
    r"(?= (?:fue|avis|notif|inform|llam)|<end>)|\b(?:su) @",
    unless=r"frente|afuera|protesta|enfrente|edificio|trabaja",
)
_add(
    Kind.BIRTHPLACE,
    "nacido nacida nacidos nacidas nacio naci nacieron nacimos nace nacer",
    r"@ (?:y cri\w+ )?(?:en|cerca de|fuera de) (?!<month>|jun|la\b|el\b|un\b|una\b|carcel"
    r"|prision|mayo\b|casa\b|su\b|\.)[a-zCPUT]\w+",
    r"@ (?:y cri\w+ )?(?:en|cerca de|fuera de|por) <the>(?:\S+ ){0,4}?<place>",
    r"@ en (?:el |la |un |una )(?:\S+ )?(?:pueblo|ciudad|pais|rancho|aldea|extranjero|sur"
    r"|norte|capital|estado|isla|provincia|mismo pueblo|frontera)\b",
    r"@ (?:aqui|alla|fuera|afuera|alli)\b|\b(?:donde|adonde|en donde) (?:\S+ )?@"
    r"|\bno (?:fue )?@ (?:aqui|en)",
    unless=r"recien @|(?:bebe|beba) (?:\S+ )?@(?! (?:\S+ ){0,3}[CPU]_)|@ en el? (?:19|20)\d\d",
)
_add(
    Kind.BIRTHPLACE,
    "nacimiento",
    r"(?:lugar|pais|ciudad|estado|entidad|municipio|sitio) (?:y fecha )?de @",
    r"(?:acta|certificado|partida) de @ (?:de |expedid\w+ en |\S+ )?(?:<country>|<people>)",
    r"fecha y lugar de @|@ (?:en|:) <the><place>|<people> de @|<people> por @|@ <people>",
)
_add(
    Kind.BIRTHPLACE,
    "natural naturales",
    r"@ (?:de|del) <the>(?:\S+ ){0,2}?<place>",
    r"\b(?:es|soy|era|son|siendo|ser) @ (?:de|del)\b",
    unless=r"(?:muerte|causas?|gas|luz|parto) @",
)
_add(
    Kind.BIRTHPLACE,
    "oriundo oriunda oriundos originario originaria originarios",
    unless=r"(?:plan|idea|documento) @",
)
_add(
    Kind.BIRTHPLACE,
    "procedente proveniente procedentes",
    r"@ (?:de|del) <the><abroad>",
    unless=r"(?:llamada|vuelo|paquete|droga|dinero|carta|mercancia)s? (?:\S+ )?@",
)
_add(
    Kind.BIRTHPLACE,
    "de del desde",
    r"\b(?:es|soy|son|era|eran|somos|vino|viene|vienen|vine|lleg\w+|inmigr\w+|emigr\w+|hu[iy]\w+"
    r"|salio|migro|provien\w+|crecio|escapo|trajeron|traido|traida|regreso)"
    r" (?:originalmente |aqui |ella |el |originario |tambien |todos |huyendo |hace \S+ \S+ )?"
    r"@ <the>(?:\S+ , )?(?:(?:pueblo|rancho|ciudad|estado|aldea) (?:de|en) )?<abroad>",
    r"\b(?:<person>|familia|senor|senora|madre|padre|padres|esposa|esposo|alguien|gente|paisano)"
    r" @ <the><abroad>",
    r"\boriginal\w* @ <the>(?:\S+ , )?<abroad>",
    unless=r"(?:llamada|carro|coche|camioneta|placas?|licencia|paquete|vuelo|dinero|orden"
    r"|cartas?|mensajes?|camisa|bandera|comida|tatuaje|receta|medicina|telefono|foto|vacacion"
    r"|viaje|regreso (?:ayer|hoy)|medicamento|droga|envio|remesa)\w* (?:\S+ ){0,3}?@",
)
_add(
    Kind.BIRTHPLACE,
    "crecio criado criada crio",
    r"@ (?:en) <the>(?:\S+ , )?<abroad>",
)
_add(
    Kind.STATUS,
    "inmigracion migracion",
    unless=r"@ (?:como|de) testigo|testig|reforma|protesta|marcha|abogad[oa] de @ de profesion"
    r"|trabaja",
)
_add(Kind.STATUS, "migra")
_add(
    Kind.STATUS,
    "migratorio migratoria migratorios migratorias",
    unless=r"\baves? @|reforma @",
)
_add(
    Kind.STATUS,
    "inmigrante inmigrantes migrante migrantes",
    unless=r"(?:derechos|marcha|iglesia|apoyo) (?:de |a |al )?(?:los )?@",
)
_add(Kind.STATUS, "indocumentado indocumentada indocumentados indocumentadas")
_add(
    Kind.STATUS,
    "ilegal ilegales",
    r"\b(?:inmigrante|trabajador|trabajadora|extranjero|estatus|entrada|reingreso|persona"
    r"|situacion|residente|migrante|cruce|estancia)s? @",
    r"\b(?:esta|estan|estaba|estoy|vive|vivia|aqui|como|es un|es una|un|una|ella es|el es|son"
    r"|de) (?:aqui |en \S+ |en el pais )?@<end>",
    r"@ en (?:el|este) pais|@ en <the><us>",
    unless=r"(?:arma|venta|posesion|droga|estacion\w*|carro|sustancia|actividad|acto)s? (?:\S+ )?@",
)
_add(
    Kind.STATUS,
    "ilegalmente",
    r"\b(?:pais|U_\w+|entro|entraron|cruz\w+|vino|vive|trabaja\w*|frontera|aqui|esta|llego"
    r"|paso|regreso|reingres\w+) (?:\S+ ){0,3}?@|@ (?:en (?:el|este) pais|en <the>U_|aqui|a <the>U_"
    r"|por la frontera|al pais)",
    unless=r"(?:entro|ingreso) (?:a|en) (?:la |el |una? )?(?:casa|edificio|tienda|carro|propiedad)"
    r"|estacion|arma",
)
_add(
    Kind.STATUS,
    "deportado deportada deportados deportacion deportaron deportar deportan deporto "
    "deporten deportaciones deportarlo deportarla deporte1",
    unless=r"(?:marcha|protesta) (?:\S+ )?@",
)
_add(
    Kind.STATUS,
    "asilo asilado asilada asilados",
    unless=r"@ (?:de (?:ancianos|perros|animales))|hogar",
)
_add(
    Kind.STATUS,
    "refugiado refugiada refugiados refugiadas",
    unless=r"(?:centro|agencia|trabaja) (?:\S+ ){0,3}?@|@ (?:en|bajo|detras) (?:la|el|un|una) (?:casa"
    r"|techo|puente|garaje|edificio|tienda)",
)
_add(
    Kind.STATUS,
    "residente residentes",
    r"@ (?:permanente|legal|temporal|ilegal|extranjer\w+|condicional)(?! (?:del?|en)"
    r" (?:la |el |los |un |esta |este )?(?!U_|pais|ee\b|eeuu|nacion)\w)",
    r"\b(?:tarjeta de) @",
)
_add(
    Kind.STATUS,
    "residencia",
    r"(?:tarjeta|permiso|solicitud|tramite) de @|\b(?:tiene|tengo|sin|perdio|solicit\w+|pidio|tramit"
    r"\w+|obtuvo|negaron|dieron|consiguio|arreglo) (?:la |su )?@(?! (?:en|:|es|fija|particular))",
    r"@ (?:legal|vencida|americana)|@ permanente(?! (?:en|:|es|de))",
    unless=r"comprobante|domicilio|prueba",
)
_add(
    Kind.STATUS,
    "tarjeta mica",
    r"@ (?:verde|de residen\w+)\b|\bmica (?:falsa|chueca|vencida)",
)
_add(
    Kind.STATUS,
    "visa visas",
    r"@ (?:vencida|vencio|de (?:trabajo|turista|estudiante|visitante)|humanitaria|expirada"
    r"|[ut]\b|american|caducada|se (?:le )?vencio)|\bsin @|(?:con|tiene|tenia|entro con|una)"
    r" (?:una |su )?@(?! (?:card|termin|debito|credito|y master))|se (?:le )?vencio (?:la|su) @",
    unless=r"tarjeta @|@ (?:termin\w+|debito|credito|card|ending|y mastercard)|con su @ $|banco|pago"
    r"|tarjetas?\b|\b(?:valid|a|the|card|his|her|no|chase|compr\w+)\b",
)
_add(
    Kind.STATUS,
    "papeles documentos",
    r"\b(?:sin|no tiene|no tengo|no tienen|no trae|arregl\w+|sacar|tiene sus|le faltan|faltan"
    r"|falta de|no cuenta con|tramit\w+) (?:sus |los |mis |ningunos? |tener )?@"
    r"(?= ?$| [.,;)]| para (?:trabajar|estar)| en (?:este|el) pais| legales| y\b| pero\b| ni\b"
    r"| en <the>U_| aqui| migrat)",
    unless=r"carro|coche|divorcio|tribunal|corte|fumar|liar|seguro|vehiculo|perro|moto|casa",
)
_add(
    Kind.STATUS,
    "estatus situacion condicion status",
    r"@ (?:migratori\w+|de inmigracion|irregular|migratorio)|\b(?:estatus|status) legal\b"
    r"|\b(?:sin|no tiene|perdio (?:su|el)) @|\bestatus : |estatus legal",
    unless=r"corazon|cardiac|marital|medic|salud|caso",
)
_add(
    Kind.STATUS,
    "cruzo cruzar cruzaron cruce cruzando cruzado brinco brincaron paso",
    r"@ (?:ilegalmente |por )?(?:la frontera|el rio|el desierto|la linea fronteriza|el muro|rio bravo)",
    unless=r"(?:en|a) bote|nadando por el parque",
)
_add(
    Kind.STATUS,
    "frontera",
    r"\b(?:cruz\w+|brinc\w+|pas[oa]\w*|entr\w+|detenid\w+|agarr\w+) (?:\S+ ){0,2}?@"
    r"|patrulla (?:de la )?@ lo|@ sin papeles|(?:detenid\w+|agarr\w+) (?:por )?(?:la )?patrulla",
    unless=r"testig",
)
_add(
    Kind.STATUS,
    "patrulla",
    r"\b(?:detenid\w+|arrestad\w+|agarrad\w+|entregad\w+|capturad\w+) (?:por|a) (?:la )?@ fronteriza"
    r"|@ fronteriza (?:lo|la|los) (?:detuv|agarr|arrest|deport|entreg)",
    unless=r"testig",
)
_add(
    Kind.STATUS,
    "vino llego entro ingreso vinieron llegaron vive vivir trajeron traido lleva entrada "
    "inmigro emigro estar esta",
    r"@ (?:aqui )?(?:a|al|en|hacia) (?:los |este |el )?(?:U_\w+|pais\b)",
    r"\b(?:inmigro|emigro)\b|@ de mojado|@ sin (?:inspec\w+|visa)|@ (?:por|de) el desierto",
    r"@ (?:\S+ ){1,3}?en (?:U_\w+|este pais)",
)
_add(
    Kind.STATUS,
    "mojado mojada mojados",
    r"\b(?:es un|es una|de|como|son unos|espalda) @",
    unless=r"ropa|piso|pelo",
)
_add(
    Kind.STATUS,
    "permiso",
    r"@ (?:de|para) (?:trabaj\w+|residencia|estar en (?:el|este) pais)|@ humanitario",
    unless=r"corte|tribunal|juez|carcel|escuela|menor",
)
_add(
    Kind.STATUS,
    "ice inmigrantes1",
    r"\b(?:detenid\w+ por|buscad\w+ por|orden de|custodia de|entregad\w+"
    r" a|lo busca|la busca|agentes de|retencion de|detencion de|detainer de|por|lo detuvo|la detuvo)"
    r" (?:el |la )?@(?:<end>| en\b| el\b| ayer| hoy)|@ (?:lo|la|los) (?:busca|detuv|quiere|arrest|agarr)",
    unless=r"testig|hielo|\b(?:black|slip|fell)\b",
)
_add(
    Kind.NUMBER,
    "numero num no",
    r"@ (?:de )?(?:extranjero|registro de extranjero)|@ a : \d|@ a \d{6}|@ de uscis",
)
_add(
    Kind.PAPERS,
    "pasaporte pasaportes",
    r"@ (?:<people>|extranjero|american|de <the><country>|del <country>|estadounidense|: <country>)"
    r"|@ (?:expedido|emitido) (?:por|en) <the><country>|@ (?:\S+ )<people>|<people> @",
    unless=r"foto\w* (?:de|tamano) @",
)
_add(Kind.PAPERS, "matricula", r"@ consular|@ <people>")
_add(
    Kind.PAPERS,
    "licencia identificacion credencial acta cedula",
    r"@ (?:de conducir |de manejar |de identidad |oficial |nacional |de elector )?(?:<people>"
    r"|de <the>C_\w+|extranjera|del ine|ine\b)",
    unless=r"placas",
)
