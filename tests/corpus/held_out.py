"""Notes written by hand after the rules stood. Read for the first time, precision was
0.951 and recall 0.975; the rules were mended afterwards for two misses and two mistakes
that showed a fault of a rule, and for nothing else.
"""

from tests.corpus import Note, notes

POSITIVE: list[Note] = [
    *notes(
        """
        Inmate told nurse he isn't an American citizen and is worried about his kids
        sister says he got his citizenship two years ago
        believed to be a Canadian citizen, NCIC clear
        USC by birth per mother
        wife is a citizen of the Philippines
        verified he is a United States citizen
        """,
        "en",
        "citizenship",
    ),
    *notes(
        """
        Two Honduran males in the back seat, this one the taller
        Suspect described as a Venezuelan man in a red jacket
        possibly Somali national, waiting on ID
        Nationality on the arrest report left blank
        said he cannot return to his own country
        self-identifies as Salvadoran
        Filipino descent, asks for rice
        spoke to the consul; the Guatemalan consulate was called
        """,
        "en",
        "national_origin",
    ),
    *notes(
        """
        DOB 04/04/91, born in San Salvador
        Arrestee says he was born in Mexico but raised in Kent
        he came to Seattle from Honduras when he was nine
        originally from a village near Oaxaca
        birth place listed as Guadalajara
        she's from Ukraine and has a sister in Renton
        mother states he was born overseas on a base
        Place of Birth: not given
        country of birth Ethiopia according to sister
        """,
        "en",
        "birthplace",
    ),
    *notes(
        """
        Reportedly has a prior deportation out of Texas
        attorney mentioned pending asylum case
        ICE agents want him when he is released
        officer thinks he may be here illegally
        illegal immigrant, no valid ID
        has a work permit that runs out in June
        Permanent resident card found in the wallet
        her visa expired last fall
        not legally in the United States
        came over the border in March with cousins
        was held by immigration in Tacoma for six months
        girlfriend said he is undocumented and scared
        was ordered removed by an immigration judge
        came to the United States at age 12
        TPS holder, card expired
        warrant of removal faxed by ICE
        arresting agency says he overstayed
        green card was left at home
        entered without inspection per I-213
        refugee, arrived two years ago with wife
        """,
        "en",
        "immigration_status",
    ),
    *notes(
        """
        Alien # 209-876-543 written on the back
        file number A 209 876 543
        Card reads A209876543
        A-Number: 209876543
        """,
        "en",
        "a_number",
    ),
    *notes(
        """
        One Honduran passport, sealed in bag 12
        Mexican consular ID card used for identification
        passport issued by Guatemala
        ID'd by Mexican voter card
        """,
        "en",
        "foreign_papers",
    ),
    *notes(
        """
        dice ser ciudadano de Honduras
        no es ciudadana de este país
        su esposa ya es ciudadana estadounidense
        """,
        "es",
        "citizenship",
    ),
    *notes(
        """
        Nacionalidad: no quiso decir
        dos hombres hondureños en el asiento de atrás
        la señora es guatemalteca
        pide que avisen al consulado mexicano
        tiene miedo de volver a su país
        """,
        "es",
        "national_origin",
    ),
    *notes(
        """
        dice que nació en Honduras y creció en Kent
        viene de un pueblo de Oaxaca
        lugar de nacimiento Guadalajara
        es originaria de Michoacán
        su mamá es de El Salvador
        nacida en Tegucigalpa, vive con su tía
        llegó de Guatemala hace dos años
        """,
        "es",
        "birthplace",
    ),
    *notes(
        """
        la hermana dice que está aquí sin papeles
        lo deportaron dos veces
        inmigración lo tuvo seis meses en Tacoma
        su caso de asilo está pendiente
        se le venció la visa
        es inmigrante, trabaja en el campo
        su tarjeta de residencia está en la cartera
        entró ilegalmente por la frontera
        estatus: indocumentado
        la migra vino a su casa
        tiene residencia permanente
        agentes de ICE lo buscan
        """,
        "es",
        "immigration_status",
    ),
    *notes(
        """
        pasaporte hondureño, bolsa 12
        identificación mexicana vencida
        """,
        "es",
        "foreign_papers",
    ),
]
NEGATIVE: list[Note] = [
    *notes(
        """
        Inmate asked twice for the grievance office
        Refused dinner tray, ate breakfast
        Police notice of impound handed to inmate
        Placed on suicide watch per nurse, 15 minute checks
        Keep separate from Ortiz and Lam
        Asked to call his boss at the Mexican grocery on Rainier
        Fell on icy stairs before the arrest, seen at Harborview
        Ice applied to left ankle at 0320
        Offered ice and ibuprofen
        Citizen who detained him is waiting in the lobby
        Detained by citizens until deputies arrived
        Citizen band handle tattooed on forearm
        Works for Senior Citizen Services van
        Long-time resident of the Morrison shelter
        Permanent resident of room 12 at the motel, per manager
        Border Patrol Agent Lowe is the witness to the collision
        Victim born at Harborview last night, mother in custody
        Address: 2214 Mexico Ct, Kent
        Lives near Lake Chelan, was in Moscow, ID yesterday
        Was driving to Vancouver, WA
        Warrant out of Cuba, NY confirmed
        Passport photo of suspect shown to clerk
        Visa gift card, $25, in property
        Stolen Visa and Mastercard found in sock
        Charged her Visa for the room
        National Guard ID seen, on leave until the 9th
        Nation of Islam diet requested
        Kosher diet, rabbi visit asked
        Asked for a Bible in Spanish
        Only speaks Mam, interpreter on the phone
        Interpreter line called for Cantonese
        Spanish-speaking officer explained the rules
        Reads Arabic, asks for large print
        Dutch Bros cup in car, no other evidence
        German knife with eagle on handle seized
        Stole French perfume from Nordstrom
        Bit by Belgian Malinois during arrest
        Chihuahua left with neighbor
        Shirt says Made in China
        Arrested at the Peruvian restaurant where he cooks
        Cooks at a Salvadoran food truck
        American bulldog in the yard
        Tattoo: Made in Seattle, left calf
        Tattoo of Aztec calendar on back
        Alias "El Mexicano" tattooed? reads MEX-KING
        Family name is Salvador, first name Cruz
        Jordan Washington is co-defendant
        Mother Georgia will pick up property
        Girlfriend China Lee called
        Called Chad for bail
        Released to Israel Ruiz, his pastor
        Says he was illegally searched
        Illegal weapon found under seat
        Illegal camping citation
        Legal mail delivered, unopened
        Legal papers in cell, 2 boxes
        No paperwork from the arresting agency yet
        Court papers say Dept. 4
        Work release status pending
        Status check at 0600, sleeping
        Immigration of birds? mumbling, mental health told
        Alien sticker on laptop
        Green tank top, card in pocket
        Green Lake address
        Removal of stitches on Tuesday
        Removed from cell for fighting
        Deported himself oddly? no, comported himself well
        Departed for court at 0715
        Reported deposits missing
        Refuge from the storm in a garage, trespass
        Overslept, missed count
        Undocumented use of force reviewed by sergeant
        Documents and keys to property room
        Entered country club without permission
        Entered the state fair with a knife
        Country Village shop owner is the victim
        Out-of-state warrant, not extraditable
        Foreign language line, 20 minutes
        I-5 southbound at Boeing Access, DUI
        on I-90 near North Bend, reckless driving
        A 2014 Honda, tag AXB1234
        Report A-1234567 attached
        Receipt number A12345678 for the watch
        Booked 14 items, A through N
        A-pod, cell 12
        A/C broken in A-wing
        Unit A 204 is where he lives
        DL number is WDLABC123456
        Call 425-555-0199 for A. Rivera
        Original charge reduced, originally filed in Renton
        From Kent to Auburn on the train
        Came from work, still in uniform
        Is from Auburn, works nights
        Natural hair, braids to be taken out
        Native Alaskan carving in bag
        Naturally agitated, calmed later
        Origin of the fire is the kitchen
        Heritage Bank envelope
        Has asylum-themed band shirt, "Asylum Street"
        Nationwide insurance card
        International District stabbing, victim stable
        Not a US Marshal hold, DOC only
        The US Marshals picked up two others
        Told us he swallowed a balloon
        US mail theft, 14 envelopes
        Born 7/7/77, name tattooed on neck
        Was born Robert, goes by Robin
        Twins born in March, wife on bed rest
        Newly born puppies in the car, animal control called
        TPS alignment shop is the victim
        Permit for the firearm expired
        Parole hold lifted
        Status: in custody, no holds
        """,
        "en",
    ),
    *notes(
        """
        Pide llamar a su jefe en el mercado mexicano
        Se cayó en las escaleras con hielo
        El ciudadano que lo detuvo espera afuera
        Vive en el albergue desde marzo
        La policía le dio el aviso
        Oficina de servicios, cita el martes
        Tarjeta Visa robada en el calcetín
        Solo habla mam, intérprete por teléfono
        Pide una Biblia en español
        Perro chihuahua con la vecina
        Tatuaje del calendario azteca
        Se llama Salvador Cruz
        Arma ilegal debajo del asiento
        Papeles de la corte dicen sala 4
        Bebé nacido anoche en el hospital
        Nació el 7 de julio
        Pidió prestado el carro a su primo
        Paso a la celda 4 sin problema
        Vino tinto derramado en el carro
        Carro robado en la calle Colombia
        Trabaja en una taquería salvadoreña
        Permiso de salida el domingo
        Está en el pabellón norte
        Mantener separado de Ortiz
        Cama baja, medicina a las nueve
        Residente del edificio 12 es la víctima
        Situación tranquila a las seis
        Entró a la casa por la ventana
        Cruzó la avenida corriendo
        Natural en su trato, coopera
        """,
        "es",
    ),
]
