"""Groups of words that say the opposite of each other: rise and fall, allow and ban, mandatory and voluntary.

A thesaurus pairs single words (`rise`, `fall`) and leaves out most of what news sets against them (`climbed`, `tumbled`).
Each row here is two groups; a word of one says the opposite of any word of the other.
"""

from __future__ import annotations

from functools import lru_cache

from framing.facts.words import stem as stem_of

_ROWS = """
rise rose risen increase gain grow grew grown climb jump soar surge raise hike higher upward expand boost
: fall fell fallen drop decline decrease tumble plummet plunge sink slide slump lower downward reduce cut shrink cool
mandatory compulsory required obligatory binding : voluntary optional nonbinding
allow permit enable approve authorize authorise legal accept adopt pass uphold
: ban prohibit forbid block reject illegal deny refuse veto overturn outlaw bar
support back endorse defend praise welcome favor favour protect
: oppose criticize criticise attack condemn resist denounce slam blast threaten
open launch start begin began commence initiate create establish
: close shut end stop halt cease cancel finish abandon
win won success succeed victory : lose lost fail failure defeat
public publicly openly : private privately secret secretly covert covertly
buy bought purchase acquire : sell sold
man men boy male father son husband brother : woman women girl female mother daughter wife sister
alive survive save rescue : dead die kill death
ally friend partner : enemy foe rival opponent
import : export
admit confirm acknowledge : deny dispute refute
large major big huge massive significant severe serious : small minor little slight tiny negligible
strong strengthen improve better best : weak weaken worsen worse worst
early earlier before : late later after delay
rich wealthy : poor
young younger : old older elderly
urban : rural
true right correct : false wrong incorrect
safe secure : dangerous unsafe risky
include join enter : exclude leave exit withdraw
majority most : minority few
temporary temporarily : permanent permanently
domestic local : foreign international
hot warm : cold
guilty convict : innocent acquit
send sent give gave donate : receive take took steal stole
teacher : student
employer : employee
lend lender : borrow borrower
"""


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """(group, opposite group), each pair both ways round."""
    pairs = []
    for row in _ROWS.replace("\n:", " :").strip().splitlines():
        one, two = (frozenset(map(stem_of, part.split())) for part in row.split(":"))
        pairs += [(one, two), (two, one)]
    return tuple(pairs)


def polar_opposite(stem: str, known: frozenset[str]) -> str | None:
    """A stem of `known` whose group is opposite to that of `stem`; None where `known` has the stem's own group too."""
    for group, opposite in _groups():
        if stem in group and not group & known and (found := opposite & known):
            return min(found)
    return None
