"""Invented accounts of invented events, compared by hand: the test data of every view."""

from __future__ import annotations

from functools import cache

from framing.model import (
    BlockKind,
    Cell,
    Comparison,
    Conflict,
    ConflictKind,
    ConflictVerdict,
    Coverage,
    Difference,
    EventVerdict,
    Fact,
    Omission,
    Origin,
    Reason,
    Relation,
    Same,
    State,
    Strength,
)
from tests.report.build import YES, Account, Maker

MENU = ("Home News Sport Weather Subscribe", BlockKind.FURNITURE, "menu: short labels in a row")
TEASER = (
    "Ten walks for a rainy weekend By Odile Marr",
    BlockKind.TEASER,
    "headline and byline of another story",
)
SIGN_UP = ("Get our evening letter in your inbox.", BlockKind.FURNITURE, "sign-up phrase")

LEDGER = Account(
    "ledger",
    "The Halvern Ledger",
    "Halvern suspends ferries after pier gives way; 12 hurt",
    "By Ines Tolland",
    "2031-03-04T18:40:00+00:00",
    [
        ["The harbour authority suspended all ferries on Tuesday after part of the north pier gave way beneath "
         "waiting passengers, injuring at least 12 people."],
        ["Two of the injured are in a serious condition, the Saint Orla hospital said.",
         "Divers searched the water until dusk and found nobody missing."],
        ["An inspection in October had warned that the timbers under the north pier were rotten, according to a "
         "report seen by this newspaper.",
         "The authority said that it had planned repairs for the summer."],
        ["“We acted on the advice we were given,” said Mara Quill, the authority’s director.",
         "She declined to say whether she would resign."],
        ["Dock workers, who have been in dispute with the authority since January, said that they had raised the "
         "alarm about the pier three times."],
        ["Mayor Teo Brandt promised an independent inquiry and said that the city would pay for the treatment of "
         "the injured."],
        ["The pier, built in 1911, carries about 4,000 passengers a day."],
    ],
    before=[MENU],
    after=[TEASER, SIGN_UP],
    url="https://ledger.example/ferries",
    quotes={6: "Mara Quill"},
)  # fmt: skip

BEACON = Account(
    "beacon",
    "Daily Beacon",
    "PIER OF SHAME: ferry chaos as rotten jetty collapses",
    "By Rex Dunmore",
    "2031-03-05T06:05:00+00:00",
    [
        ["Terrified commuters plunged into icy water on Tuesday when a rotten jetty collapsed under their feet, "
         "leaving 15 people injured."],
        ["All ferry services have been axed until further notice."],
        ["“We acted on the advice,” claimed harbour boss Mara Quill, who refused to say whether she would quit."],
        ["Militant dockers, whose strike has crippled the port for weeks, seized on the disaster to attack "
         "management."],
        ["The mayor vowed a full inquiry."],
        ["One mother told how she clung to a railing with her baby in her arms.",
         "“I thought that we were both going to die,” said Lena Foss, 31."],
        ["Season-ticket holders will be refunded, the ferry company admitted last night."],
    ],
    before=[MENU],
    after=[SIGN_UP],
    url="https://beacon.example/pier",
    quotes={7: "Lena Foss"},
)  # fmt: skip

AGENCY = Account(
    "agency",
    "Norvik News Agency",
    "Part of Halvern pier collapses, ferries suspended",
    "",
    "2031-03-04T16:15:00+00:00",
    [
        ["HALVERN, March 4 - Part of a pier in the port of Halvern collapsed on Tuesday, and the harbour authority "
         "suspended all ferries."],
        ["At least 12 people were injured, the Saint Orla hospital said."],
        ["Mayor Teo Brandt promised an independent inquiry."],
        ["The pier, built in 1911, carries about 4,000 passengers a day."],
    ],
)  # fmt: skip

DIFFERENT = Account(
    "courier",
    "Norvik Courier",
    "Storm closes Halvern harbour for a second day",
    "Staff reporter",
    "2029-11-19",
    [
        ["A storm closed the harbour of Halvern for a second day on Monday and left 900 ferry passengers stranded."],
        ["The pier, built in 1911, carries about 4,000 passengers a day."],
        ["Winds of 140 kilometres an hour tore roofs from sheds along the quay, the weather service said."],
    ],
)  # fmt: skip


def _differences(maker: Maker) -> tuple[Difference, ...]:
    w = maker.words
    return (
        Difference("word_choice", w("ledger:1", "gave way"), w("beacon:1", "collapsed"),
                   "Of the same happening, A says “gave way”, B says “collapsed”.", 0.62),
        Difference("word_choice", w("ledger:1", "suspended"), w("beacon:2", "axed"),
                   "B’s word is coloured (blunt, tabloid); A’s is plain.", 0.55, 0.03),
        Difference("labels", w("ledger:8", "Dock workers"), w("beacon:4", "Militant dockers"),
                   "The same group: A names the trade, B adds “militant”.", 0.91, details={"bearer": "dockers"}),
        Difference("labels", w("ledger:6", "the authority’s director"), w("beacon:3", "harbour boss"),
                   "The same person: an office in A, a nickname in B.", 0.48, details={"bearer": "director"}),
        Difference("attribution", w("ledger:6", "said"), w("beacon:3", "claimed"),
                   "A reports neutrally; B’s verb casts doubt.", 0.74,
                   details={"a_scale": 0.0, "b_scale": -1.0}),
        Difference("attribution", w("ledger:7", "declined to say"), w("beacon:3", "refused to say"),
                   "“Refused” implies defiance; “declined” does not.", 0.41),
        Difference("quotes", w("ledger:6", "We acted on the advice we were given"), w("beacon:3", "We acted on the advice"),
                   "The same quotation, cut shorter in B: “we were given” is gone.", 0.66),
        Difference("agency", w("ledger:1", "The harbour authority suspended all ferries"),
                   w("beacon:2", "All ferry services have been axed"),
                   "A names who acted; B’s passive names nobody.", 0.58),
        Difference("numbers", w("ledger:1", "at least 12 people"), w("beacon:1", "15 people"),
                   "A gives a floor, B an exact count.", 0.35),
        Difference("prominence", w("ledger:4"), w("beacon:0", "rotten jetty"),
                   "The state of the timbers is in paragraph 3 of A and in the headline of B.", 0.70),
        Difference("sentiment", w("ledger:8", "Dock workers"), w("beacon:4", "Militant dockers"),
                   "Toward the dock workers: neutral in A, negative in B.", 0.64),
    )  # fmt: skip


def _conflicts(maker: Maker) -> tuple[Conflict, ...]:
    w = maker.words
    return (
        Conflict(ConflictKind.NUMBER, ConflictVerdict.PRECISION, w("ledger:1", "at least 12 people"),
                 w("beacon:1", "15 people"), ("[12, inf) people injured", "[15, 15] people injured"),
                 "“At least 12” leaves room for 15: less exact, not contrary.", 0.88),
        Conflict(ConflictKind.ATTRIBUTION, ConflictVerdict.CONFLICT, w("ledger:8", "have been in dispute with the authority since January"),
                 w("beacon:4", "whose strike has crippled the port for weeks"), ("dispute since January", "strike for weeks"),
                 "A speaks of a dispute, B of a strike that has stopped the port.", 0.71),
    )  # fmt: skip


PROFILES = {
    "quotes": {
        "ledger": {"Mara Quill": 0.45, "Saint Orla hospital": 0.15, "dock workers": 0.25, "Teo Brandt": 0.15},
        "beacon": {"Mara Quill": 0.2, "Lena Foss": 0.7, "ferry company": 0.1},
    },
    "attribution": {
        "ledger": {"neutral": 6.0, "doubting": 0.0, "endorsing": 1.0},
        "beacon": {"neutral": 2.0, "doubting": 2.0, "endorsing": 0.0},
    },
    "frames": {
        "ledger": {"responsibility": 0.62, "human interest": 0.12, "conflict": 0.33, "economy": 0.1},
        "beacon": {"responsibility": 0.31, "human interest": 0.71, "conflict": 0.52, "economy": 0.14},
    },
}


@cache
def two() -> Comparison:
    """Two outlets on one event, with every state, several conflicts and many lenses."""
    m = Maker([LEDGER, BEACON])
    links = (
        m.link("ledger:0", "beacon:0", 0.9),
        m.link("ledger:1", "beacon:1", 0.94),
        m.link("ledger:1", "beacon:2", 0.83, Relation.PARTIAL),
        m.link("ledger:4", "beacon:1", 0.57, Relation.PARTIAL),
        m.link("ledger:6", "beacon:3", 0.96),
        m.link("ledger:7", "beacon:3", 0.78, Relation.PARTIAL),
        m.link("ledger:8", "beacon:4", 0.66, Relation.PARTIAL),
        m.link("ledger:9", "beacon:5", 0.92, Relation.PARTIAL),
    )
    warning = m.words("ledger:4", "An inspection in October had warned")
    facts = (
        Fact("f1", "ledger:1", ("ledger:1", "beacon:1", "beacon:2"),
             (m.cell("ledger:1"), m.cell("beacon:1", State.CONFLICTING, 0.94)), 0.97, 2),
        Fact("f2", "ledger:4", ("ledger:4", "beacon:1"),
             (m.cell("ledger:4"), Cell("beacon", State.PARTLY, 0.57, (m.words("beacon:1"),), "beacon:1", (warning,))),
             0.8, 1),
        Fact("f3", "ledger:6", ("ledger:6", "beacon:3"), (m.cell("ledger:6"), m.cell("beacon:3")), 0.7, 2),
        Fact("f4", "ledger:9", ("ledger:9", "beacon:5"), (m.cell("ledger:9"), m.cell("beacon:5")), 0.6, 2),
        Fact("f5", "ledger:3", ("ledger:3",), (m.cell("ledger:3"), m.missing("beacon", 0.08, "beacon:1")), 0.55, 1),
        Fact("f6", "ledger:2", ("ledger:2",), (m.cell("ledger:2"), m.missing("beacon", 0.12, "beacon:1")), 0.7, 1),
        Fact("f7", "beacon:8", ("beacon:8",),
             (m.missing("ledger", 0.05, "ledger:9", State.NOT_YET_REPORTED), m.cell("beacon:8")), 0.4, 1),
        Fact("f8", "beacon:7", ("beacon:7",), (Cell("ledger", State.NOT_COMPARED, 0.0), m.cell("beacon:7")), 0.3, 1,
             is_claim=False),
        Fact("f9", "ledger:8", ("ledger:8", "beacon:4"), (m.cell("ledger:8"), m.cell("beacon:4", State.CONFLICTING, 0.66)),
             0.5, 2),
        Fact("f10", "beacon:6", ("beacon:6",), (m.missing("ledger", 0.1, "ledger:1"), m.cell("beacon:6")), 0.45, 1),
    )  # fmt: skip
    omissions = (
        Omission("f6", "ledger:2", "beacon", State.NOT_FOUND, 0.88, Strength.STRONG, 0.62, "beacon:1",
                 "No passage of B speaks of the condition of the injured."),
        Omission("f5", "ledger:3", "beacon", State.NOT_FOUND, 0.92, Strength.STRONG, 0.51, "beacon:1",
                 "No passage of B speaks of a search."),
        Omission("f2", "ledger:4", "beacon", State.PARTLY, 0.74, Strength.LIKELY, 0.48, "beacon:1",
                 "B says that the jetty was rotten, not that an inspection had warned.", (warning,)),
        Omission("f10", "beacon:6", "ledger", State.NOT_FOUND, 0.9, Strength.LIKELY, 0.4, "ledger:1",
                 "No passage of A tells of the mother."),
        Omission("f7", "beacon:8", "ledger", State.NOT_YET_REPORTED, 0.95, Strength.POSSIBLE, 0.2, "ledger:9",
                 "A appeared 11 hours before the fact was first reported."),
    )  # fmt: skip
    reasons = (
        Reason("time", "Both: Tuesday, 4 March 2031.", (m.words("ledger:1", "on Tuesday"),), (m.words("beacon:1", "on Tuesday"),)),
        Reason("entities", "Both name Mara Quill.", (m.words("ledger:6", "Mara Quill"),), (m.words("beacon:3", "Mara Quill"),)),
        Reason("action", "Both tell of a collapse and of suspended ferries."),
    )  # fmt: skip
    coverage = tuple(
        Coverage(p.id, "beacon" if p.article_id == "ledger" else "ledger", value, state)
        for p in m.passages
        for value, state in [_covered(p.id, links)]
    )
    return m.comparison(
        EventVerdict(Same.YES, 0.97, reasons), links=links, facts=facts, omissions=omissions, coverage=coverage,
        conflicts=_conflicts(m), differences=_differences(m), profiles=PROFILES,
    )  # fmt: skip


def _covered(passage: str, links: tuple) -> tuple[float, State]:  # type: ignore[type-arg]
    best = max((link.probability for link in links if passage in (link.a, link.b)), default=0.08)
    return best, State.COVERED if best >= 0.8 else State.PARTLY if best >= 0.5 else State.NOT_FOUND


@cache
def three() -> Comparison:
    """Three outlets, one of them an agency whose copy another carries."""
    m = Maker([LEDGER, BEACON, AGENCY])
    base = two()
    links = (
        *base.links,
        m.link("ledger:1", "agency:1", 0.95),
        m.link("ledger:9", "agency:3", 0.97),
        m.link("ledger:10", "agency:4", 0.99),
        m.link("beacon:1", "agency:2", 0.7, Relation.PARTIAL),
    )
    extra = {
        "f1": m.cell("agency:1"), "f4": m.cell("agency:3"), "f2": m.missing("agency", 0.05, "agency:1"),
    }  # fmt: skip
    facts = tuple(
        Fact(f.id, f.canonical, f.passages, (*f.cells, extra.get(f.id, m.missing("agency", 0.06, "agency:2"))),
             f.salience, f.origins, f.is_claim)
        for f in base.facts
    )  # fmt: skip
    shared = Fact(
        "f11", "agency:4", ("ledger:10", "agency:4"),
        (m.cell("ledger:10"), m.missing("beacon", 0.1, "beacon:5"), m.cell("agency:4")), 0.35, 1,
    )  # fmt: skip
    origin = Origin(
        "o1", "Norvik News Agency", ("ledger:10", "agency:4"), ("ledger", "agency"), "word for word the same"
    )
    omission = Omission("f11", "agency:4", "beacon", State.NOT_FOUND, 0.9, Strength.STRONG, 0.3, "beacon:5",
                        "Nothing in B gives the pier’s age.")  # fmt: skip
    return m.comparison(
        base.event, links=links, facts=(*facts, shared), omissions=(*base.omissions, omission), coverage=base.coverage,
        conflicts=base.conflicts, differences=base.differences, profiles=base.profiles, origins=(origin,),
    )  # fmt: skip


@cache
def different() -> Comparison:
    """Two accounts of different events that share a storyline."""
    m = Maker([LEDGER, DIFFERENT])
    reasons = (
        Reason("time", "A: Halvern, Tuesday 4 March 2031; B: Halvern, Monday 19 November 2029.",
               (m.words("ledger:1", "on Tuesday"),), (m.words("courier:1", "on Monday"),)),
        Reason("action", "A tells of a collapse, B of a storm."),
    )  # fmt: skip
    difference = Difference(
        "word_choice", m.words("ledger:1", "suspended all ferries"), m.words("courier:1", "closed the harbour"),
        "Of ferries that do not run: “suspended” in A, “closed” in B.", 0.3,
    )  # fmt: skip
    return m.comparison(
        EventVerdict(Same.NO, 0.02, reasons),
        links=(m.link("ledger:10", "courier:2", 0.99),), differences=(difference,),
    )  # fmt: skip


@cache
def unsure() -> Comparison:
    """As `two`, but the event verdict is open."""
    base = two()
    verdict = EventVerdict(Same.UNSURE, 0.52, (Reason("time", "B gives no date that can be resolved."),))
    return Maker([LEDGER, BEACON]).comparison(
        verdict, links=base.links, facts=base.facts, omissions=base.omissions, coverage=base.coverage,
        differences=base.differences,
    )  # fmt: skip


@cache
def nothing() -> Comparison:
    """The same words twice: nothing to find."""
    twin = Account("copy", "Norvik Wire Mirror", AGENCY.title, "", AGENCY.published, AGENCY.paragraphs)
    m = Maker([AGENCY, twin])
    links = tuple(m.link(f"agency:{i}", f"copy:{i}", 0.99) for i in range(5))
    facts = tuple(
        Fact(f"f{i}", f"agency:{i}", (f"agency:{i}", f"copy:{i}"), (m.cell(f"agency:{i}"), m.cell(f"copy:{i}")), 0.5, 1)
        for i in range(1, 5)
    )
    return m.comparison(YES, links=links, facts=facts)


PARTS = (
    ("harbour", "pier", "quay", "ferry", "slipway"),
    ("the mayor", "an engineer", "the union", "a witness", "the hospital", "the ferry company"),
    ("said that", "denied that", "warned that", "confirmed that"),
    ("repairs had begun", "nobody was missing", "the timbers were sound", "services would resume", "costs had doubled"),
)


def _sentence(number: int, voice: int) -> str:
    place, who, verb, what = (part[(number * (i + 2) + voice * i) % len(part)] for i, part in enumerate(PARTS))
    return f"On day {number + 1} at the {place}, {who} {verb} {what}, and {12 + number} people took note of it."


@cache
def many(outlets: int = 10, sentences: int = 60) -> Comparison:
    """Many outlets with many sentences, to measure size and time."""
    accounts = [
        Account(f"o{k}", f"Outlet {k + 1}", f"Halvern pier, day by day, as told by outlet {k + 1}", "", "2031-03-06",
                [[_sentence(i, k), _sentence(i + 1, k)] for i in range(0, sentences - 1, 2)])
        for k in range(outlets)
    ]  # fmt: skip
    m = Maker(accounts)
    links, facts, omissions, differences = [], [], [], []
    for i in range(1, sentences):
        tellers = [k for k in range(outlets) if (i * 7 + k * 3) % 4]
        ids = [f"o{k}:{i}" for k in tellers]
        links += [m.link(a, b, 0.8) for n, a in enumerate(ids) for b in ids[n + 1 :]]
        cells = tuple(
            m.cell(f"o{k}:{i}") if k in tellers else m.missing(f"o{k}", 0.1, f"o{k}:{max(1, i - 1)}")
            for k in range(outlets)
        )
        facts.append(Fact(f"f{i}", ids[0], tuple(ids), cells, 1 - i / sentences, len(ids)))
        omissions += [
            Omission(f"f{i}", ids[0], f"o{k}", State.NOT_FOUND, 0.9, Strength.LIKELY, 1 - i / sentences,
                     f"o{k}:{max(1, i - 1)}", "Not found.")
            for k in range(outlets) if k not in tellers
        ]  # fmt: skip
        if len(ids) > 1 and i % 3 == 0:
            differences.append(Difference("word_choice", m.words(ids[0]), m.words(ids[1]), "Worded apart.", 0.5))
    return m.comparison(
        YES, links=tuple(links), facts=tuple(facts), omissions=tuple(omissions), differences=tuple(differences)
    )


HOSTILE = (
    "<script>alert(1)</script>",
    "</style><style>body{display:none}</style>",
    "\u202eevil\u202c \u2066iso\u2069",
    "\x1b[31mred\x1b[0m\x07 \x9b31m",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "data:text/html,<svg onload=alert(1)>",
    "| a | b |\n|---|---|\n# heading",
    "W" * 5000,
    "{{ 7*7 }} {% raw %} ${x}",
    "]]></textarea><img src=x onerror=alert(1)> \"quoted\" 'outlet' `tick` [link](javascript:alert(1))",
)  # fmt: skip


@cache
def hostile() -> Comparison:
    """Ten articles whose outlets, titles and sentences try to break out of every view."""
    accounts = [
        Account(f"h{k}", words, words, words, words[:40], [[f"{words} was reported.", f"{words} again."]],
                before=[(words, BlockKind.FURNITURE, words)], url=words)
        for k, words in enumerate(HOSTILE)
    ]  # fmt: skip
    m = Maker(accounts)
    links = tuple(m.link(f"h{k}:1", f"h{k + 1}:1", 0.9) for k in range(len(HOSTILE) - 1))
    facts = tuple(
        Fact(f"f{k}", f"h{k}:1", (f"h{k}:1",), tuple(
            m.cell(f"h{n}:1") if n == k else m.missing(f"h{n}", 0.1, f"h{n}:2") for n in range(len(HOSTILE))
        ), 0.5, 1)
        for k in range(len(HOSTILE))
    )  # fmt: skip
    differences = tuple(
        Difference("labels", m.words(f"h{k}:1", HOSTILE[k]), m.words(f"h{k + 1}:1", HOSTILE[k + 1]), HOSTILE[k], 0.5,
                   details={"name": HOSTILE[k], "bearer": HOSTILE[k], "kind": "verb", "a_verb": HOSTILE[k]})
        for k in range(len(HOSTILE) - 1)
    )  # fmt: skip
    omissions = tuple(
        Omission(f"f{k}", f"h{k}:1", f"h{(k + 1) % 10}", State.NOT_FOUND, 0.9, Strength.LIKELY, 0.5,
                 f"h{(k + 1) % 10}:2", HOSTILE[k])
        for k in range(len(HOSTILE))
    )  # fmt: skip
    conflict = Conflict(ConflictKind.NUMBER, ConflictVerdict.CONFLICT, m.words("h0:1"), m.words("h4:1"),
                        (HOSTILE[0], HOSTILE[4]), HOSTILE[1])  # fmt: skip
    profiles = {
        "quotes": {f"h{k}": {words: 0.5} for k, words in enumerate(HOSTILE)},
        "labels": {f"h{k}": {f"{words}: {words}": 2.0, words: 1.0} for k, words in enumerate(HOSTILE)},
        "attribution": {f"h{k}": {"reports": 1.0, "doubting": 0.5, words: 0.5} for k, words in enumerate(HOSTILE)},
        HOSTILE[0]: {f"h{k}": {words: 0.5} for k, words in enumerate(HOSTILE)},
    }
    return m.comparison(
        EventVerdict(Same.YES, 0.9, (Reason("title", HOSTILE[0]),)), links=links, facts=facts, omissions=omissions,
        conflicts=(conflict,), differences=differences, profiles=profiles,
    )  # fmt: skip
