"""What furniture, bylines, captions and dates look like on a line: the patterns that features and rules share."""

from __future__ import annotations

import re

from framing.ingest.gated import Gated
from framing.ingest.published import MONTH_OF

MONTHS = "|".join(sorted((m for m in MONTH_OF if len(m) > 2), key=len, reverse=True))
MONTH_NAMES = frozenset(name.casefold() for name in MONTHS.split("|"))
TERMINAL = re.compile(r"""[.!?…。！？]["'”’»)\]\s]*$""")
WORD = re.compile(r"\w+(?:['’]\w+)*")
NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|de|van|von|der|al|bin|el|la|and|und|y|et|&|,)"
BYLINE = re.compile(
    r"^(?:(?i:written|reported|posted|published|story|words|text)\s+)?(?i:by|von|par|por|di|door|oleh)\s*:?\s+"
    rf"(?:[Tt]he\s)?[A-ZÀ-ÖØ-Þ][\w'’.-]*(?:\s*,?\s+{NAME}){{0,9}}(?!\s[a-z]+\s[a-z]+\s[a-z])"
)
AUTHORS = re.compile(
    r"^(?:authors?|writers?|reporters?|reporting|editing|additional reporting|autor(?:en)?|auteurs?|penulis)\s*(?:by|:)",
    re.I,
)
GLUED_NAME = re.compile(r"^[A-Z][\w.'’& -]*[a-z][A-Z][\w.'’ -]+$")
CREDIT = Gated(
    r"getty images|\bap photo|associated press photo|\bafp\b|/reuters|reuters/|\(reuters|\bepa\b|shutterstock|photograph(?:er)?\s*:|"
    r"photo(?:s|graph)?\s*(?:by|credit|courtesy|:)|(?:graphic|credit|map|video)\s*:|(?-i:\b[A-Z]{3,}/[A-Z])|©\s*[A-Z]|image\s*(?:by|credit|courtesy|source|copyright|:|©)|picture\s*:|"
    r"\[file\b|\(file\b|file photo|\bfoto\s*:|photo illustration|courtesy of|via (?:ap|afp|reuters|getty|epa)|handout",
    re.I,
)
SIDES = re.compile(
    r"\((?:L|R|C|left|right|centre|center|from left)\)|\b(?:pictured|from left|left to right|poses for|seen here)\b",
    re.I,
)
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
URL = Gated(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|co|io|gov|info|tv)\b", re.I)
HANDLE = Gated(r"(?<!\w)@\w+|(?<![\w.])[\w.]{1,64}@[\w.]{1,64}\.\w+")

PHRASES: dict[str, Gated] = {
    "social": Gated(
        r"\b(?:facebook|twitter|instagram|youtube|linkedin|pinterest|whatsapp|reddit|tumblr|snapchat|flipboard|telegram|tiktok|rss)\b|"
        r"\bshare (?:this|on|via|with)\b|\btweet\b|^share$|^print$|^email$|\bfollow us\b|\bcopy link\b|\bshares?$",
        re.I,
    ),
    "legal": Gated(
        r"©|\(c\)\s*\d|\bcopyright\b|\ball rights reserved\b|\bprivacy\b|\bterms (?:of|and|&)|\bcookies?\b|\buser agreement\b|"
        r"\badvertis(?:e|ing|ement)\b|\bcode of (?:ethics|conduct)\b|\bimpress?um\b|\bdatenschutz|\bdisclaimer\b|\bmay not be (?:published|reproduced)\b|\bredistributed\b|\bad choices\b|\bsitemap\b|\bdo not sell\b",
        re.I,
    ),
    "signup": Gated(
        r"\bsubscri|\bnewsletters?\b|\bsign(?:ing)?[ -]?(?:up|in)\b|\blog[ -]?(?:in|out)\b|\bregist(?:er|ration)\b|\b(?:your|enter|valid|correct) e?-?mail\b|\binbox\b|"
        r"\byour (?:account|password|profile)\b|\bdonat(?:e|ion)|\bsupport (?:us|our|independent|the)\b|\bindicates required\b|\bmembership\b|\bthank you for\b|\bfree trial\b|\bbecome a (?:member|patron|subscriber)\b|\bget (?:the|our|your) .{0,30}(?:app|news|daily)\b|\babonn|\bdownload (?:the|our) app\b|\bsuccess?fully subscribed\b",
        re.I,
    ),
    "nav": Gated(
        r"\bskip to\b|\b(?:main )?menu\b|^(?:home|search|close|more|next|previous|back|top|about|contact|videos?|photos?|jobs|careers|archive|sections?|categories|tags?|topics?|news feed|all|latest|trending|popular|featured|podcasts?|opinion|sports?|business|politics|world|technology|tech|science|health|entertainment|culture|weather|login|español|deutsch|english)$|"
        r"\bback to (?:top|main)\b|\btoggle\b|\bcontact us\b|\babout us\b|\bsee all\b|\bview all\b|\bload more\b|\bshow more\b|\bnavigation\b|\bhome ?page\b|\bjoin the team\b|\bwork (?:for|with) us\b",
        re.I,
    ),
    "related": Gated(
        r"\bread (?:more|next|also|the full)\b|\balso (?:read|on|see|watch)\b|\brelated\b|\brecommend|\bmost (?:popular|read|viewed|shared|watched|recent)\b|\btrending\b|\bmore (?:from|on|in|news|stories|about|like|coverage)\b|"
        r"\byou (?:may|might) (?:also )?(?:like|be interested)\b|\beditors?['’]?s?['’]? picks?\b|\blatest (?:news|stories|videos?)\b|\btop stories\b|\bup next\b|\bwatch (?:now|more|:)|\bsee also\b|\bpopular (?:posts|stories|news|now)\b|\bnext (?:article|story|post)\b|\bprevious (?:article|story|post)\b|\bdon['’]t miss\b|\bmust reads?\b|\bsponsored\b|\bpromoted\b|\bpaid (?:post|content)\b|\baround the web\b|\bbaca juga\b|\bartikel terkait\b|\bsource\s*:|\bfiled under\b|\bmore:$|\blire aussi\b|\bleia (?:também|mais)\b|\bthis (?:article|story) (?:was|is|has been)\b|\bread more\b",
        re.I,
    ),
    "comment": Gated(
        r"\bcomments?\b|\bdiscuss(?:ion)?$|\bleave a (?:reply|comment)\b|\breply\b|\breplies\b|\bpost(?:ed)? a comment\b|\brequired fields\b|\bkommentar|\bkomentar|\bcoment[aá]rio|\bhave your say\b|\bjoin the conversation\b|\breport (?:abuse|this)\b|\blikes?$|\bupvote",
        re.I,
    ),
    "listen": Gated(
        r"\baudio (?:is|was|version)\b|\blisten to (?:this|the)\b|\bmin(?:ute)?s? read\b|\btext size\b|\bplay video\b|\bvideo (?:player|unavailable)\b|\bjavascript\b|\byour browser\b|\badobe flash\b|\bimage \d+ of\b|\bhide caption\b|\bview gallery\b|\bgallery\b|\bslide\s?show\b|\bcaptions? (?:settings|off)\b|\bloading\b|\bfull ?screen\b|\badvertisement\b|\bad$",
        re.I,
    ),
}
ALWAYS_ASIDE = Gated(
    r"^(?:advertisement|advert|ad|sponsored|promoted)\b|^(?:read (?:more|next|also)|also read|more (?:on|from|in)|related|see also|recommended|trending|most (?:read|popular))\b[^.!?]*$|"
    r"^(?:sign up|subscribe|join [\d,]+|follow us|share this|text size|copy link|view comments|log in|\d+ comments?|\d+ min(?:ute)?s?(?: read)?)\b|^(?:comments|share|print|email|discuss|subscribe|loading|close|menu)$",
    re.I,
)
"""Short lines that are never the story, wherever they stand."""
CREDIT_ONLY = re.compile(
    r"^[\[(]?(?:(?:photo|image|picture|credit|graphic|photograph)s?\s*(?:by|credit|courtesy|:|©)|©|getty|image copyright)",
    re.I,
)
END_MARK = re.compile(
    r"^(?:comments?|\d+ comments?|view comments|discuss|leave a (?:reply|comment)|related(?: \w+)?(?: \w+)?:?|most (?:popular|read|viewed|recent)\b.*|more (?:from|on|in|news|stories)\b.*|recommended.*|you (?:may|might) .*like.*|"
    r"trending.*|tags?:?.*|topics?:?.*|filed under.*|share this.*|editors?['’]? ?picks?.*|popular .*|latest (?:news|stories|posts).*|read next.*|top stories.*|about the authors?|advertisement|sponsored.*|newsletter.*|sign up.*|subscribe.*|follow us.*|©.*|copyright.*|up next.*|next article.*|previous article.*|around the web.*|see also.*|references|footnotes|authors?:.*|support (?:us|our|independent).*|share|print|email|facebook|twitter|contact us|about us|privacy policy.*|terms .*)$",
    re.I,
)
