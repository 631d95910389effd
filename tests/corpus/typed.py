"""Notes that the rules were written against: generated and by hand."""

from tests.corpus import Note, filled, notes

_EN = {
    "country": ["Mexico", "Honduras", "El Salvador", "Vietnam", "Somalia", "Ukraine"],
    "people": ["Mexican", "Guatemalan", "Salvadoran", "Ethiopian", "Cuban", "Russian"],
    "who": ["Subject", "Arrestee", "He", "She", "Inmate Rivas", "The driver"],
    "year": ["1998", "2004", "2011", "2015", "2019", "2022"],
    "town": ["Tacoma", "Yakima", "Fresno", "Spokane", "Houston", "Boise"],
}
_ES = {
    "country": ["México", "Honduras", "El Salvador", "Guatemala", "Perú", "Cuba"],
    "people": ["mexicano", "hondureño", "salvadoreño", "guatemalteco", "peruano"],
    "who": ["El detenido", "El sujeto", "Él", "La detenida", "El señor"],
    "year": ["1998", "2004", "2011", "2015", "2019"],
}

POSITIVE: list[Note] = [
    *filled(
        """
        {who} is a citizen of {country}.
        {who} said he is not a US citizen
        Citizenship: {country}
        {who} claims US citizenship, not verified
        non-citizen per {who}
        {who} is a naturalized citizen since {year}
        {people} citizen, no ID on person
        states she became a U.S. citizen in {year}
        {who} holds dual citizenship
        citzenship unknown, {who} would not say
        """,
        _EN,
        "en",
        "citizenship",
    ),
    *filled(
        """
        {who} is a {people} national
        nationality: {people}
        Nationality unknown to arresting officer
        {people} male, approx 30 yrs
        {who} is {people}, lower bunk
        {who} identified as {people}
        of {people} descent per partner
        wants to go back to his home country
        country of origin {country}
        foreign national, needs a call to consulate
        {people} consulate notified by phone
        """,
        _EN,
        "en",
        "national_origin",
    ),
    *filled(
        """
        {who} was born in {country}
        born in {town}, WA
        POB: {country}
        place of birth {town}
        {who} is from {country}
        {who} is originally from {country}
        came here from {country} in {year}
        native of {country}
        foreign-born, {who} speaks little English
        Birthplace not known, thinks {country}
        grew up in {country}
        {who} was born abroad
        """,
        _EN,
        "en",
        "birthplace",
    ),
    *filled(
        """
        {who} is undocumented
        {who} is in the country illegally
        illegal alien per arresting officer
        overstayed visa in {year}
        {who} was deported in {year}
        ICE detainer lodged
        ICE hold, do not tell the family
        {who} has a green card
        lawful permanent resident since {year}
        applied for asylum in {year}
        refugee from {country}
        immigration status unknown
        {who} has an immigration hearing in May
        {who} entered the US without inspection
        here on a student visa
        wanted by ICE
        crossed the border in {year}
        DACA recipient
        Border Patrol hold
        {who} says he has no papers
        removal proceedings pending
        admitted being here illegally since {year}
        """,
        _EN,
        "en",
        "immigration_status",
    ),
    *notes(
        """
        A# 012-345-678
        A-number 087654321
        A 087 654 321
        alien number 123456789
        Alien registration no. A200345678
        A200-345-678 on card in wallet
        USCIS # 087-654-321
        A-file requested
        a number: 087654321
        his A# is A098765432
        """,
        "en",
        "a_number",
    ),
    *filled(
        """
        {people} passport in property bag
        passport from {country}
        {country} ID card in wallet
        {people} driver's license
        matricula consular in wallet
        foreign passport, expired
        U.S. passport seen
        """,
        _EN,
        "en",
        "foreign_papers",
    ),
    *filled(
        """
        {who} es ciudadano {people}
        {who} dice que no es ciudadano
        ciudadanía: {people}
        es ciudadana americana
        ciudadano de {country}
        se naturalizó, ciudadanía desde {year}
        """,
        _ES,
        "es",
        "citizenship",
    ),
    *filled(
        """
        nacionalidad {people}
        {who} es {people}
        hombre {people}, unos 30 años
        de origen {people}
        quiere regresar a su país
        el consulado fue avisado, llamó al consulado
        es extranjero
        país de origen: {country}
        """,
        _ES,
        "es",
        "national_origin",
    ),
    *filled(
        """
        {who} nació en {country}
        nacida en {country}, cama baja
        lugar de nacimiento: {country}
        {who} es de {country}
        originario de {country}
        oriunda de {country}
        vino de {country} en {year}
        natural de {country}
        nacio en Michoacan
        """,
        _ES,
        "es",
        "birthplace",
    ),
    *filled(
        """
        {who} es indocumentado
        está ilegalmente en el país
        no tiene papeles
        sin papeles, llegó en {year}
        fue deportado en {year}
        tiene tarjeta verde
        residente permanente desde {year}
        estatus migratorio desconocido
        pidió asilo en {year}
        cruzó la frontera en {year}
        la migra lo busca
        tiene visa vencida
        detenido por ICE en {year}
        entró sin inspección
        tiene cita con inmigración
        tiene permiso de trabajo
        """,
        _ES,
        "es",
        "immigration_status",
    ),
    *filled(
        """
        pasaporte {people} en la bolsa
        licencia {people}
        matrícula consular
        pasaporte de {country}
        """,
        _ES,
        "es",
        "foreign_papers",
    ),
    *notes(
        """
        número A: 087654321
        numero de extranjero 087654321
        """,
        "es",
        "a_number",
    ),
    # Typing slips, capitals, letters that look alike, letters apart.
    *notes(
        """
        IMIGRATION HOLD
        undocumentd, no english
        naitonality: honduran
        Guatamalan male
        cit1zen of Peru
        сitizen of Chile
        ｉｍｍｉｇｒａｔｉｏｎ court on the 5th
        i l l e g a l alien
        I.C.E. detainer
        un\u00addocumented
        im\u200bmigration hold
        HE IS A CITIZEN OF MEXICO
        green  card holder
        Mexcian national
        deport3d twice
        Salvadorean guy
        asylm seeker
        ICE HOLD PER DISPATCH
        """,
        "en",
        "any",
    ),
]
_NEG_EN = {
    "who": [
        *("Subject", "Inmate Rivas", "She", "The arrestee", "He", "Mr. Gray"),
        *("Ms. Tran", "Inmate 7", "Defendant", "Cellmate Cole", "They"),
    ],
    "unit": ["3B", "North 4", "the annex", "medical", "tank 2", "K pod"],
    "language": ["Spanish", "Somali", "Russian", "Vietnamese", "Amharic", "Tagalog"],
    "officer": [
        "Ofc. Dahl",
        "Sgt. Moreno",
        "Dep. Ito",
        "Trooper Vance",
        "Det. Alvarez",
    ],
    "day": ["Monday", "Friday", "the 5th", "05/14", "next week", "April"],
    "food": ["Mexican", "Chinese", "Thai", "Ethiopian", "Cuban", "Indian"],
}
_NEG_ES = {
    "who": [
        *("El detenido", "La señora", "Él", "El sujeto", "Ramírez"),
        *("La detenida", "Su compañero", "El interno 7", "Ella"),
    ],
    "unit": ["3B", "Norte 4", "el anexo", "enfermería", "la celda 2"],
    "day": ["el lunes", "el viernes", "el día 5", "mañana", "en abril"],
    "officer": ["el oficial Dahl", "la sargento Moreno", "el agente Ito"],
}
NEGATIVE: list[Note] = [
    *filled(
        """
        {who} placed in {unit}, lower bunk
        keep {who} separate from cellmate in {unit}
        {who} asked for the notice of charges
        police served the notice at the office
        {who} needs a {language} interpreter
        {who} speaks {language} and some English
        {language}-speaking, interpreter called
        medicine due at 2100, given by {officer}
        citizen's arrest by store security, {officer} responded
        a citizen called 911 about {who}
        concerned citizen reported {who} asleep in a car
        senior citizen, walks with a cane, {unit}
        {who} slipped on black ice on {day}
        ice pack given to {who}
        {who} has a bag of ice on the knee
        visa card ending 4471 in property
        {who} was stopped eating at a {food} restaurant
        {food} food refused at dinner
        transferred to {unit} by {officer} on {day}
        property: wallet, keys, $40, one phone
        {who} works in an office near the police station
        court on {day}, transport at 0700
        {who} is a permanent resident of the shelter on Third
        Border Patrol agent listed as a witness on {day}
        {officer} of Border Patrol will testify as a witness
        booked on {day} for investigation of theft
        {who} served in the National Guard
        lives at 4th & Alien Way
        {who} gave 1410 Cuba St as an address
        moved here from Mexico, MO
        {who} was born on 05/14/1988
        born in 1988, no middle name
        {who} is native of the neighborhood
        passport photo of {who} attached to report
        case A12345678 referred to {officer}
        apt A 1204, gate code unknown
        a number of items seized by {officer}
        {who} refused the intake questions
        the officer noticed {who} limping
        crossed the street against the light
        {who} entered the store and left without paying
        illegal entry into the garage
        parked illegally in front of {unit}
        {who} has no papers for the dog
        warrant from Georgia confirmed by {officer}
        {who} was arrested on I-205 near exit 30
        LPR hit on the plate at {day}
        {who} on parole, DOC hold
        DOC detainer confirmed by {officer}
        out of country calls are not allowed
        {who} likes country music
        advised of the right to refuse to state nationality or immigration status
        {who} is African American, scar on left hand
        Native American, tattoo on left forearm
        tattoo of a Mexican flag on right arm
        German shepherd bit {who} on {day}
        {who} had a Cuban cigar in a shirt pocket
        released on bail, original receipt to {officer}
        """,
        _NEG_EN,
        "en",
    ),
    *filled(
        """
        {who} en {unit}, cama baja
        {who} necesita intérprete de español
        {who} habla español y poco inglés
        un ciudadano llamó al 911 por {who}
        arresto ciudadano, llegó {officer}
        persona de la tercera edad, bastón, {unit}
        {who} resbaló en el hielo
        bolsa de hielo para la rodilla
        tarjeta Visa terminada en 4471
        comida mexicana en la cena
        residente permanente del albergue en la calle Tercera
        vive en la calle México 120
        nacido en 1988
        nació el 5 de mayo
        la Policía Nacional no fue llamada
        audiencia {day}, transporte a las 7
        {who} tiene asma, medicina a las 21
        {who} trabaja en una oficina
        aviso de cargos entregado por {officer}
        cruzó la calle con luz roja
        entró a la tienda sin pagar
        portaba un arma ilegal
        estacionado ilegalmente frente a {unit}
        asilo de ancianos donde trabaja {who}
        causas naturales, dijo {officer}
        no tiene documentos del carro
        llamada de su madre {day}
        {who} pide hablar con su abogado
        traslado a {unit} {day}
        agente de la Patrulla Fronteriza como testigo
        se le avisó de su derecho a no decir su nacionalidad
        pertenencias: cartera, llaves, 40 dólares
        recién nacido con la abuela
        """,
        _NEG_ES,
        "es",
    ),
    *notes(
        """
        citizens band radio in property
        sovereign citizen rhetoric, will not give a name
        claims to be a sovereign citizen
        private citizen held him until police came
        citizen informant wants to stay unnamed
        Citizen watch, silver, in property
        Citizens Bank card
        good citizenship award in wallet
        Mexico Jones called for him
        brother is named Israel Garcia
        call from Chad, his cousin
        message from Jordan, will post bail
        visit from India Brown
        Kenya Williams is the mother
        address 200 Panama City Blvd
        Paris, TX warrant confirmed
        Lebanon, OR police have a warrant
        lives in Poland, OH with an aunt
        New Mexico driver's license
        from New Mexico originally
        package from China seized
        shipment came from Mexico
        Canadian plates on the vehicle
        Mexican pesos in property, 200
        Chinese lettering tattoo on neck
        Swiss army knife seized
        Russian roulette threat to cellmate
        French braid, pulled by other inmate
        Irish pub fight, cut over eye
        American flag tattoo on shoulder
        American Express card ending 1002
        American Indian, asks for a feather
        All American Bail Bonds called
        ICE (in case of emergency) contact is his sister
        ICE contact: mother, 206-555-0142
        meth (ice) pipe seized
        smoking ice since Friday
        ice cream refused
        iced the swelling
        hockey at the ice arena
        officer's notice of infraction
        justice center, police service desk
        device seized at the office
        space alien delusions, watch level 2
        believes he is an alien from Mars
        thinks aliens put a chip in her tooth
        alienated from family
        status of the hold: cleared
        legal status of the vehicle unknown
        marital status single
        resident of Kent
        resident manager let us in
        temporary resident at the motel
        non-resident fishing license
        permanent residence is 1200 Pine St
        proof of residency: power bill
        national park pass in wallet
        national bank robbery suspect
        National Anthem sung at 3 am
        removed from the bus by transit security
        tattoo removal scar on neck
        snow removal crew, work release
        order of removal from the premises
        work permit for a minor in folder
        building permit fraud
        TPS report fight at work
        green cardigan and jeans
        red, green card deck
        passport holder, empty, in property
        one passport wallet, brown leather
        Passport radar detector seized
        dream catcher necklace
        foreign object in throat, to Harborview
        foreign car, silver
        Foreigner concert shirt
        country club trespass
        served his country in Iraq, PTSD
        veteran, fought for his country
        baby born at Harborview in May
        newborn with grandmother
        natural born leader of the group
        born again Christian, asks for chaplain
        Born in the USA shirt, torn
        born to lose tattoo on knuckles
        was born with a heart murmur
        undocumented injury on left hand, photos taken
        undocumented cash in bag, counted twice
        previously undocumented allergy to penicillin
        refugee center volunteer posted bail
        insane asylum joke, moved to single cell
        protested immigration policy downtown, arrested for trespass
        at immigration rights rally, obstructing
        works as an immigration attorney, knows counsel
        overstayed his welcome at the motel
        I-90 eastbound at mile 15, DUI
        northbound I-405 crash
        form i-9 fraud? no, form 19
        evidence A-12345678 in locker 4
        tag A1234567
        DL A12345678 from the state system
        phone 206-555-0142, no answer
        cause number 26-1-00123-4
        18 USC 922(g) in the federal complaint
        USC sweatshirt, red
        border collie bit the deputy
        property line and border dispute with neighbor
        county border checkpoint
        Border Patrol assisted with backup on scene
        CBP officer is a witness to the theft
        DHS caseworker called about the children
        proof of auto ins shown
        papers served on the inmate at 0900
        rolling papers seized
        divorce papers from the court
        visit by consul general Smith's lawyer? no, Consul St
        Peruvian lilies on the table where he fell
        Polish sausage allergy
        Turkish towel used as a noose, watch level 1
        Brazilian jiu-jitsu hold used by security
        Korean market theft, two items
        stole from a Vietnamese bakery
        Dominican Hospital discharge summary attached
        Colombian coffee can with coins
        Jamaica Ave, Queens address
        Peru, IN sheriff called
        Holland Tunnel photo
        Manila envelope with papers of the court
        China plate broken, cut hand
        turkey sandwich, no pork
        chili, not chile, allergy to beans
        Guinea pig with neighbor
        Havana Club bottle in bag
        Lima beans allergy
        Georgia ID checked
        is from Seattle, stays with friends
        moved here from Ohio in March
        came from the hospital at 2 am
        came to us for help
        told us about the fight
        gave us his name
        """,
        "en",
    ),
    *notes(
        """
        ciudadano preocupado llamó
        ciudadano de la tercera edad
        apoyo de la ciudadanía
        Guardia Nacional, veterano
        Banco Nacional
        equipo nacional de fútbol en la camisa
        llamada al extranjero no permitida
        viaje al extranjero el año pasado
        refugio para mujeres
        se refugió en una casa
        gas natural
        muerte natural de su padre
        idioma ruso, intérprete
        habla francés
        perro pastor alemán
        restaurante chino
        tatuaje de bandera mexicana
        calle Guatemala 14
        avenida Cuba 220
        Israel García es su hermano
        la señora Guadalupe México? no, Guadalupe Mejía
        pago con Visa y Mastercard
        su residencia en la calle Pino
        comprobante de domicilio
        tarjeta roja en el juego
        documentos del divorcio
        papeles de la corte
        permiso del tribunal para trabajo
        situación de salud estable
        fecha de nacimiento 05/14/1988
        paquete de China
        carro de Oregon
        sirvió a su país, veterano
        piso mojado, resbaló
        ropa mojada
        hielo en la rodilla
        servicio, oficio, vicio
        sin documentos del vehículo
        """,
        "es",
    ),
]
