"""Acts in parsed sentences: passives on marked sentences (F1 at least 0.95), nouns for acts, who did it."""

from __future__ import annotations

import pytest

from framing.language.parse import parse
from framing.language.predicates import Voice, passives, predicates, same_act

# Passive verbs between brackets; everything else is not passive.
MARKED = """
The gates were [opened] at night.
The gates were [opened] by soldiers.
Soldiers opened the gates.
Three men have been [arrested] in Dell.
The law is being [rewritten] by two clerks.
The bridge will be [closed] in May.
The bridge will close in May.
Nobody was [told] of the plan.
He was a baker and lived in Dell.
The town is tired of promises.
The workers [sacked] by the firm met at noon.
A letter [written] by the mayor was [read] aloud.
She had written a letter to the mayor.
He got [fired] on Friday.
The ship was [struck] by a wave and [driven] onto rocks.
The wave struck the ship and drove it onto rocks.
It was raining when the train arrived.
The talks were long and the room was cold.
Houses were [searched] and papers [taken].
They were searching houses all day.
The vote was [postponed].
The vote has ended.
Mistakes were [made].
We made mistakes.
The plant, which was [built] in 1926, closes.
The plant, which stood for a century, closes.
He said the order had been [given] in March.
He said he had given the order in March.
Critics say voters are being [misled].
Critics say the ads mislead voters.
Funds can be [withheld] by the court.
The court can withhold funds.
The report must be [published] within a week.
He is known for his songs.
The crowd was [dispersed] with tear gas.
The crowd dispersed before noon.
Two boys were [seen] near the mill.
I saw two boys near the mill.
The deal was not [signed].
The deal never came.
Children were [taken] from their parents.
She took her children to the sea.
More than 300 jobs are to be [cut].
The firm is to cut 300 jobs.
The road had long been [neglected].
The mayor neglected the road.
The film was [directed] by Ann Doe.
Ann Doe directed the film.
The village was [destroyed] in the storm.
A storm destroyed the village.
The minister was [asked] about the money.
Reporters asked the minister about the money.
Her claim was [rejected] by all three judges.
All three judges rejected her claim.
The tools have been [sent] south.
The tools have arrived in the south.
Ballots were [counted] by hand.
The clerks counted ballots by hand.
The prize will be [awarded] on Sunday.
The jury will award the prize on Sunday.
"""


def marked() -> list[tuple[str, set[int]]]:
    """Sentences without brackets and the offsets of their passive verbs."""
    out = []
    for line in MARKED.strip().splitlines():
        text, starts = "", set()
        for char in line:
            if char == "[":
                starts.add(len(text))
            elif char != "]":
                text += char
        out.append((text, starts))
    return out


@pytest.mark.model
def test_passives_are_found_with_an_f1_of_at_least_095() -> None:
    tp = said = gold = 0
    wrong = []
    for text, starts in marked():
        (doc,) = parse([text])
        found = {doc[each.row].idx for each in passives(doc)}
        tp, said, gold = tp + len(found & starts), said + len(found), gold + len(starts)
        if found != starts:
            wrong.append((text, found, starts))
    assert 2 * tp / (said + gold) >= 0.95, wrong


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "verb", "voice", "actor"),
    [
        ("Soldiers opened the gates.", "open", Voice.ACTIVE, "Soldiers"),
        ("The gates were opened by the soldiers.", "open", Voice.PASSIVE_WITH_AGENT, "the soldiers"),
        ("The gates were opened.", "open", Voice.PASSIVE, ""),
        ("The closure of the plant was announced.", "closure", Voice.NOUN, ""),
        ("Halden's closure of the plant hurt Dell.", "closure", Voice.NOUN, "Halden's"),
        ("The gates were opened by noon.", "open", Voice.PASSIVE, ""),
    ],
)
def test_an_act_has_its_voice_and_actor(text: str, verb: str, voice: Voice, actor: str) -> None:
    (doc,) = parse([text])
    act = next(each for each in predicates(doc) if each.lemma == verb)
    assert (act.voice, text[slice(*act.actor)] if act.actor else "") == (voice, actor)


@pytest.mark.model
def test_a_noun_made_from_a_verb_is_the_same_act() -> None:
    one, two = parse(["Halden closes the plant.", "The closure of the plant came soon."])
    assert any(same_act(a, b) for a in predicates(one) for b in predicates(two))


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "—", "RAIN", "No trains today", "May Reading March", "x " * 2000])
def test_text_without_verbs_has_no_passive_and_no_error(text: str) -> None:
    (doc,) = parse([text])
    assert passives(doc) == []
