"""Whether two accounts are of the same happening: the trained model, with two rules on top.

Two dated accounts whose core days cannot meet are of different events, however alike their words. Where no dates
can be compared, another weekday at another place speaks against one event.
"""

from __future__ import annotations

from collections import OrderedDict

from framing.config import Settings
from framing.events.features import pair_features
from framing.events.model import load_model
from framing.events.profiles import Profile, profile
from framing.events.reasons import reasons
from framing.events.when import gap_days
from framing.events.words import in_common
from framing.model import EventVerdict, Probability, Same
from framing.prepared import Prepared

YES, NO = 0.65, 0.35
"""Between the two the verdict is `unsure`; the decision point of the probability is 0.5."""
APART_DAYS = 14
"""Core days this far apart cannot meet: coverage of one happening was never more than six days apart in 539
same-event pairs of the training sets, and twice that is left for late accounts."""
APART_DAYS_ONE = 60
"""The same where only one account has a publication date."""
APART_PROBABILITY = 0.02
APART_PROBABILITY_SEASON = 0.1
"""Where one core time is only bounded by what the text names, the rule leaves more doubt."""
ELSEWHERE_PROBABILITY = 0.45
"""The most where no dates can be compared, but the core weekdays lie two days or more apart and the core
places differ, both believed.
Of 121 such pairs of the training sets read without their dates, 107 were of different events. The verdict is `unsure`:
most accounts that people compare are of one event, and a false `no` would hide every omission."""
SURE_PLACE = 0.8
COPIED = 0.8
"""Share of five-word runs from which two texts are one text printed again, which the rule leaves alone."""
_KEPT = 128


def judge(a: Prepared, b: Prepared, settings: Settings | None = None) -> EventVerdict:
    """The verdict on two prepared articles, with reasons; symmetric but for the order of evidence.

    Raises ModelError where the model's coefficients cannot be read.
    """
    del settings  # no setting changes the verdict; the parameter is the pipeline's common shape
    return judge_profiles(cached_profile(a), cached_profile(b))


def judge_profiles(a: Profile, b: Profile) -> EventVerdict:
    """The same on profiles made before."""
    probability = pair_probability(a, b)
    words = f"{_apart(a, b)}, so not the same happening" if cannot_meet(a, b) else ""
    same = Same.YES if probability >= YES else Same.NO if probability <= NO else Same.UNSURE
    return EventVerdict(same, probability, reasons(a, b, words))


def pair_probability(a: Profile, b: Profile) -> Probability:
    """Calibrated probability that the two are of the same event, rule included."""
    value = float(load_model().probabilities(pair_features(a, b)[None, :])[0])
    return min(value, rule_bound(a, b))


def rule_bound(a: Profile, b: Profile) -> Probability:
    """The most the rule allows: 1 where it does not apply."""
    if elsewhere_another_day(a, b):
        return ELSEWHERE_PROBABILITY
    if not cannot_meet(a, b):
        return 1.0
    return APART_PROBABILITY if _both_published(a, b) else APART_PROBABILITY_SEASON


def cannot_meet(a: Profile, b: Profile) -> bool:
    """Whether both core times are bounded, believed, and too far apart.

    At least one account must have a publication date: days read from the words of both are too often
    background to rule anything out.
    """
    gap = gap_days(a.when, b.when)
    if gap is None or a.when.doubtful or b.when.doubtful or (a.published is None and b.published is None):
        return False
    if gap <= (APART_DAYS if _both_published(a, b) else APART_DAYS_ONE):
        return False
    return not _copies(a, b)


def elsewhere_another_day(a: Profile, b: Profile) -> bool:
    """Whether, dates aside, the accounts tell of another weekday at another place, and both places are believed."""
    if gap_days(a.when, b.when) is not None or a.when.weekday is None or b.when.weekday is None:
        return False
    places = a.where.place, b.where.place
    if None in places or min(a.where.confidence, b.where.confidence) < SURE_PLACE:
        return False
    # One day's difference is the commonest slip: accounts written the day after name their own day too.
    far = 2 <= (a.when.weekday - b.when.weekday) % 7 <= 5
    return far and places[0] != places[1] and not _copies(a, b)


def _copies(a: Profile, b: Profile) -> bool:
    least = min(len(a.shingles), len(b.shingles))
    return bool(least) and in_common(a.shingles, b.shingles) >= COPIED * least


def _both_published(a: Profile, b: Profile) -> bool:
    return a.published is not None and b.published is not None


def _apart(a: Profile, b: Profile) -> str:
    return f"at least {gap_days(a.when, b.when)} days apart"


_profiles: OrderedDict[tuple[str, str, int, float], Profile] = OrderedDict()


def cached_profile(prepared: Prepared) -> Profile:
    """The profile, kept for the process (bounded): each article of a comparison meets several others."""
    article = prepared.article
    key = (article.id + "\0" + article.published, article.text, len(prepared.passages), float(prepared.vectors.sum()))
    if key not in _profiles:
        _profiles[key] = profile(prepared)
        while len(_profiles) > _KEPT:
            _profiles.popitem(last=False)
    return _profiles[key]
