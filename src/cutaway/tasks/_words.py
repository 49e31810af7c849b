"""Our word lists. A word's place decides its split (even: train, odd: heldout): add new words at the end."""


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = _list(
    """
    Mary John Paul Anna James Laura Peter Sarah David Emma Mark Alice Thomas Julia Robert Helen Daniel
    Rachel Michael Susan Kevin Karen Brian Linda Steven Nancy Eric Diana Adam Claire Simon Lucy Martin
    Kate George Jane Henry Amy Charles Rose Edward Ruth Frank Martha Jack Alan Sam Lisa Tom Maria Ben
    Sophie Tim Julie Max Emily Leo Hannah Oliver Victoria Andrew Elizabeth Joseph Rebecca Matthew
    Jessica Richard Jennifer William Michelle Patrick Angela Stephen Barbara Jason Christine Ryan
    Catherine Justin Margaret Scott Patricia Philip Sandra Anthony Carol Kenneth Amanda Jeffrey Melissa
    Gary Nicole Douglas Teresa Lewis Grace Arthur Maya Ian Clara Neil Eva Dan Joan Alex Jean
    """
)

PLACES = _list(
    """
    store park school market library station hospital restaurant museum garden office beach bakery farm
    harbour gym theatre stadium café pharmacy airport castle zoo university
    """
)

THINGS = _list(
    """
    drink book ring letter key ball camera flower basket ticket bottle necklace scarf guitar map
    sandwich toy hat photograph pen lamp bone coat jacket
    """
)

EVENTS = _list(
    """
    war siege expedition campaign drought conflict dynasty rebellion famine plague voyage partnership
    project construction strike trial reign occupation investigation negotiation dispute journey
    uprising crisis
    """
)

RARE = _list(
    """
    lamp river stone garden window copper mirror ladder candle basket hammer tunnel ribbon castle pepper
    desert violin anchor silver carpet bridge pocket wheel forest marble butter needle harbor ticket
    lemon tower feather bottle shadow engine pillow valley planet rocket spider coffee dragon velvet
    island salt cotton guitar camera honey barrel tiger magnet blanket puzzle saddle turtle helmet
    whistle pencil magic bread cloud drum flag glass horse iron jacket kettle lake moon nail ocean paint
    queen rope snake table umbrella wagon yard zebra arrow bell chain door eagle fence ghost hat ink
    jewel knife leaf mountain nest oil piano rain sand tent
    """
)

# in both numbers, for things and people that can stand near one another
NOUNS: tuple[tuple[str, str], ...] = tuple(
    (pair.split("/")[0], pair.split("/")[1])
    for pair in _list(
        """
        key/keys cabinet/cabinets author/authors guard/guards picture/pictures teacher/teachers
        car/cars house/houses book/books table/tables dog/dogs farmer/farmers boy/boys
        bridge/bridges girl/girls tower/towers doctor/doctors engine/engines student/students
        lamp/lamps pilot/pilots tree/trees boat/boats window/windows bird/birds garden/gardens
        horse/horses church/churches senator/senators box/boxes manager/managers chair/chairs
        driver/drivers letter/letters king/kings painting/paintings soldier/soldiers door/doors
        ship/ships bottle/bottles nurse/nurses computer/computers lawyer/lawyers machine/machines
        """
    )
)
