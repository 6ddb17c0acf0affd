"""Decide's doors."""

from datetime import timedelta

from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Ballot, Candidate, Choice, Comment, PaperSheet, Proposal, Version
from firstdoor.decide.services import asked, ballots, paper, priorities, sessions
from firstdoor.listen.models import Theme
from firstdoor.listen.services import file_voice
from firstdoor.people import selectors as people
from tests.doors import EVERYBODY, HANDLES_CASES, WORKS_HERE, Door
from tests.listen.report.conftest import picture
from tests.world import a_cycle

BY = system("test")
CHAIR = frozenset({"action_group"})  # whose seat chairs
GROUP = CHAIR | {"community_focal_point"}  # whose seat votes
KEEPS_THE_CYCLE = frozenset({"municipal_focal_point"})
WORDS = texts.make("sq", "Fjalë", en="Words")


def _cycle(world, municipality):
    return people.current_cycle(municipality) or a_cycle(world, municipality)


def a_candidate(world, municipality):
    """A candidate that is put up, of three, while nobody marks."""
    choice = priorities.begin_choice(by=BY, municipality=municipality, cycle=_cycle(world, municipality))
    for code in ("one", "two", "three"):
        theme, _made = Theme.objects.get_or_create(
            municipality=municipality, code=code, defaults={"level": "public", "name": WORDS}
        )
        candidate = priorities.put_up(
            by=BY, municipality=municipality, choice=choice, theme=theme, title=WORDS, case_for=WORDS
        )
    return candidate


def marking(world, municipality):
    """A choice in its first round."""
    choice = a_candidate(world, municipality).choice
    priorities.open_marking(by=BY, municipality=municipality, choice=choice)
    return choice


def tied(world, municipality):
    """A choice that the chair has to decide."""
    choice = marking(world, municipality)
    Choice.objects.of(municipality).filter(pk=choice.pk).update(state=Choice.State.CHAIR)
    return choice


def reasons(world, municipality):
    """A candidate that waits for its reason."""
    candidate = a_candidate(world, municipality)
    Choice.objects.of(municipality).filter(pk=candidate.choice_id).update(state=Choice.State.REASONS)
    return candidate


def a_draft(world, municipality):
    """A draft with a paragraph and a measure; returns the version."""
    version = paper.begin_paper(by=BY, municipality=municipality, cycle=_cycle(world, municipality))
    paper.write_paragraph(by=BY, municipality=municipality, version=version, section="vision", text=WORDS)
    paper.put_measure(
        by=BY, municipality=municipality, version=version, title=WORDS, owner=WORDS, due=timezone.localdate(),
        budget=1, indicator=WORDS,
    )  # fmt: skip
    return version


def in_consultation(world, municipality):
    """A version that people comment on."""
    version = a_draft(world, municipality)
    Version.objects.of(municipality).filter(pk=version.pk).update(
        state=Version.State.CONSULTATION, opened_at=timezone.now(), closes_on=timezone.localdate()
    )
    version.refresh_from_db()
    return version


def to_be_proposed(world, municipality):
    """The version after a consultation, which the mayor may propose."""
    version = in_consultation(world, municipality)
    Version.objects.of(municipality).filter(pk=version.pk).update(state=Version.State.CLOSED)
    return Version.objects.create(municipality=municipality, paper=version.paper, number=2)


def offered(world, municipality):
    """A version that the mayor proposed."""
    version = in_consultation(world, municipality)
    Version.objects.of(municipality).filter(pk=version.pk).update(state=Version.State.PROPOSED)
    return version


def asked_line(world, municipality):
    """A line of what was asked, said and done."""
    version = in_consultation(world, municipality)
    return asked.put_asked(by=BY, municipality=municipality, version=version, question=WORDS, said=WORDS, did=WORDS)


def a_comment(world, municipality):
    """A comment that waits for its answer."""
    version = in_consultation(world, municipality)
    filed = file_voice(
        by=ANYBODY, municipality=municipality, words="Po", language="sq", heard_at=timezone.now(), draft_key=uuid7(),
        kind="comment", opens_case=False,
    )  # fmt: skip
    return Comment.objects.create(municipality=municipality, voice=filed.voice, version=version, paragraph_key="visi1")


def a_ballot(world, municipality):
    """A ballot that is being prepared, with one option."""
    now = timezone.now()
    ballot = ballots.prepare_ballot(
        by=BY, municipality=municipality, title=texts.make("sq", "Votim"), question=WORDS, electorate=WORDS, budget=10,
        opens_at=now, closes_at=now + timedelta(days=1),
    )  # fmt: skip
    ballots.put_option(by=BY, municipality=municipality, ballot=ballot, name=WORDS, cost=1)
    return ballot


def an_option(world, municipality):
    """Something on a ballot."""
    return a_ballot(world, municipality).options.get()


def a_pictured_option(world, municipality):
    """Something on an open ballot, with a photo."""
    option = an_option(world, municipality)
    file = picture()
    option = ballots.put_option(
        by=BY, municipality=municipality, ballot=option.ballot, name=option.name, cost=option.cost,
        photo=(file, len(file.getvalue())), option=option,
    )  # fmt: skip
    Ballot.objects.of(municipality).filter(pk=option.ballot_id).update(state=Ballot.State.OPEN)
    return option


def an_idea(world, municipality):
    """An idea for a ballot that takes them."""
    ballot = a_ballot(world, municipality)
    today = timezone.localdate()
    Ballot.objects.of(municipality).filter(pk=ballot.pk).update(
        ideas_from=today,
        ideas_until=today,
        opens_at=timezone.now() + timedelta(days=2),
        closes_at=timezone.now() + timedelta(days=9),
    )
    ballot.refresh_from_db()
    ballots.propose(
        by=ANYBODY, municipality=municipality, ballot=ballot, words="Fjalë", language="sq", draft_key=uuid7()
    )
    return ballot.ideas.get()


def open_to_everybody(world, municipality):
    """A ballot that everybody may vote on, open."""
    ballot = a_ballot(world, municipality)
    Ballot.objects.of(municipality).filter(pk=ballot.pk).update(puzzle_bits=8)
    for _nth in range(3):
        ballots.put_option(by=BY, municipality=municipality, ballot=ballot, name=WORDS, cost=1)
    ballots.open_ballot(by=BY, municipality=municipality, ballot=ballot)
    return ballot


def open_ballot(world, municipality):
    """A ballot that is open."""
    ballot = a_ballot(world, municipality)
    for _number in range(3):
        ballots.put_option(by=BY, municipality=municipality, ballot=ballot, name=WORDS, cost=1)
    ballots.make_cards(by=BY, municipality=municipality, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=municipality, ballot=ballot)
    return ballot


def a_class_key(world, municipality):
    """A teacher's key."""
    ballot = open_ballot(world, municipality)
    ballot.refresh_from_db()
    ballots.make_class_key(
        by=BY, municipality=municipality, ballot=ballot, batch="5B", children=3, opens_at=ballot.opens_at,
        closes_at=ballot.opens_at + timedelta(minutes=30),
    )  # fmt: skip
    return ballot.class_keys.get()


def a_sheet_entered_differently(world, municipality):
    """A paper ballot on which two people saw different things."""
    return PaperSheet.objects.create(
        municipality=municipality, ballot=open_ballot(world, municipality), number="123450", state="differs",
        first=["", ["p1"]], first_by=uuid7(), second=["empty", []], second_by=uuid7(),
    )  # fmt: skip


def counted_ballot(world, municipality):
    """A ballot that was counted."""
    ballot = open_ballot(world, municipality)
    Ballot.objects.of(municipality).filter(pk=ballot.pk).update(
        opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now() - timedelta(days=1)
    )
    return ballots.count_ballot(by=BY, municipality=municipality, ballot=ballot)


def a_session(world, municipality):
    """A session on a priority that was chosen."""
    candidate = a_candidate(world, municipality)
    Candidate.objects.of(municipality).filter(pk=candidate.pk).update(chosen=True, rank=1)
    candidate.refresh_from_db()
    return sessions.begin_session(
        by=BY, municipality=municipality, candidate=candidate, title=WORDS, held_on=timezone.localdate()
    )


def a_proposal(world, municipality):
    """A proposal that is being written."""
    return sessions.draft_proposal(by=BY, municipality=municipality, session=a_session(world, municipality))


def submitted(world, municipality):
    """A proposal that was submitted."""
    proposal = a_proposal(world, municipality)
    Proposal.objects.of(municipality).filter(pk=proposal.pk).update(state="submitted", communication=WORDS)
    return proposal


def _name(ballot):
    return {"name": ballot.slug}


def _of_idea(idea):
    return {"name": idea.ballot.slug}


def _key(version):
    return {"key": "visi1"}


def _pk(row):
    return {"pk": row.pk}


SIGNS = WORKS_HERE - {"coach", "administrator"}

DOORS = {
    "priorities": Door(may=EVERYBODY),
    "paper": Door(may=EVERYBODY, row=in_consultation),
    "paper_comment": Door(may=EVERYBODY, post=422, row=in_consultation, args=_key),
    "paper_pdf": Door(may=EVERYBODY, row=in_consultation, args=lambda version: {"number": 1}),
    "paper_version": Door(may=EVERYBODY, row=in_consultation, args=lambda version: {"number": 1}),
    "paper_earlier": Door(may=EVERYBODY, row=in_consultation, args=_pk),
    "paper_earlier_pdf": Door(may=EVERYBODY, row=in_consultation, args=_pk),
    "paper_comments": Door(may=EVERYBODY, row=in_consultation),
    "paper_comments_csv": Door(may=EVERYBODY, row=in_consultation),
    "paper_comments_pdf": Door(may=EVERYBODY, row=in_consultation),
    "paper_notice": Door(may=EVERYBODY, row=in_consultation),
    "desk_asked_new": Door(may=HANDLES_CASES, post=422, row=in_consultation),
    "desk_asked": Door(may=HANDLES_CASES, post=422, row=asked_line, args=_pk),
    "desk_draft_decision": Door(may=WORKS_HERE, row=offered),
    "desk_priorities": Door(may=WORKS_HERE),
    "desk_candidate_new": Door(may=HANDLES_CASES, post=422, row=a_candidate),
    "desk_candidate": Door(may=HANDLES_CASES, post=422, row=a_candidate, args=_pk),
    "desk_candidate_reason": Door(may=HANDLES_CASES, post=422, row=reasons, args=_pk),
    "desk_marks": Door(may=GROUP, post=422, row=marking),
    "desk_tie": Door(may=CHAIR, post=422, row=tied),
    "desk_choice_closing": Door(may=HANDLES_CASES, row=marking),
    "desk_choice_publishing": Door(may=HANDLES_CASES, row=reasons),
    "desk_choice_step": Door(
        may=HANDLES_CASES, get=None, post=302, row=a_candidate, data=lambda row: {"what": "open", "sure": "1"}
    ),
    "desk_paper": Door(may=WORKS_HERE),
    "desk_paper_opening": Door(may=KEEPS_THE_CYCLE, row=a_draft),
    "desk_paper_proposing": Door(may=frozenset({"mayor"}), row=to_be_proposed),
    "desk_paper_step": Door(may=HANDLES_CASES, get=None, post=302, row=_cycle, data=lambda row: {"what": "begin"}),
    "desk_paragraph_new": Door(may=HANDLES_CASES, post=422, row=a_draft),
    "desk_paragraph": Door(may=HANDLES_CASES, post=422, row=a_draft, args=_key),
    "desk_measure_new": Door(may=HANDLES_CASES, post=422, row=a_draft),
    "desk_measure": Door(may=HANDLES_CASES, post=422, row=a_draft, args=lambda row: {"key": "m1"}),
    "desk_comments": Door(may=WORKS_HERE, row=a_draft),
    "desk_comment": Door(may=HANDLES_CASES, post=422, row=a_comment, args=_pk),
    "desk_decision": Door(may=frozenset({"council_secretary"}), post=422, row=a_draft),
    "ballots": Door(may=EVERYBODY),
    "ballot": Door(may=EVERYBODY, post=422, row=open_ballot, args=_name),
    "ballot_done": Door(may=EVERYBODY, get=302, row=open_ballot, args=_name),
    "ballot_result": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "ballot_papers": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "ballot_papers_csv": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "ballot_ideas": Door(may=EVERYBODY, row=an_idea, args=_of_idea),
    "ballot_idea": Door(may=EVERYBODY, post=422, row=an_idea, args=_of_idea),
    "desk_ideas": Door(may=WORKS_HERE, row=an_idea, args=_of_idea),
    "desk_idea": Door(may=HANDLES_CASES, post=422, row=an_idea, args=lambda row: {**_of_idea(row), "pk": row.pk}),
    "ballot_open": Door(may=EVERYBODY, post=422, row=open_to_everybody, args=_name),
    "ballot_trial": Door(may=EVERYBODY, post=200, row=open_ballot, args=_name),
    "ballot_picture": Door(
        may=EVERYBODY, row=a_pictured_option, args=lambda row: {"name": row.ballot.slug, "pk": row.pk}
    ),
    "ballot_protocol": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "ballot_receipts": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "ballot_receipt": Door(may=EVERYBODY, row=counted_ballot, args=_name),
    "desk_ballots": Door(may=WORKS_HERE),
    "desk_ballot_new": Door(may=HANDLES_CASES, post=422),
    "desk_ballot": Door(may=WORKS_HERE, row=a_ballot, args=_name),
    "desk_ballot_change": Door(may=HANDLES_CASES, post=422, row=a_ballot, args=_name),
    "desk_option_new": Door(may=HANDLES_CASES, post=422, row=a_ballot, args=_name),
    "desk_option": Door(
        may=HANDLES_CASES, post=422, row=an_option, args=lambda row: {"name": row.ballot.slug, "pk": row.pk}
    ),
    "desk_ballot_strike": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_option_place": Door(
        may=HANDLES_CASES, post=422, row=an_option, args=lambda row: {"name": row.ballot.slug, "pk": row.pk}
    ),
    "desk_ballot_cards": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "ballot_class": Door(may=EVERYBODY, post=422, row=open_ballot, args=_name),
    "desk_class_sheet": Door(may=KEEPS_THE_CYCLE, get=None, post=302, row=open_ballot, args=_name),
    "desk_class_key": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_class_stop": Door(
        may=KEEPS_THE_CYCLE,
        get=None,
        post=302,
        row=a_class_key,
        args=lambda row: {"name": row.ballot.slug, "pk": row.pk},
        data=lambda row: {"sure": "1"},
    ),
    "desk_ballot_sheets": Door(may=HANDLES_CASES, post=422, row=a_ballot, args=_name),
    "desk_ballot_sheet": Door(
        may=HANDLES_CASES,
        post=422,
        row=a_sheet_entered_differently,
        args=lambda row: {"name": row.ballot.slug, "number": row.number},
    ),
    "desk_ballot_print": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_ballot_consent": Door(may=HANDLES_CASES, post=422, row=a_ballot, args=_name),
    "desk_ballot_email": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_ballot_register": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_ballot_dead": Door(may=KEEPS_THE_CYCLE, post=422, row=a_ballot, args=_name),
    "desk_ballot_sign": Door(may=SIGNS, post=422, row=counted_ballot, args=_name),
    "desk_ballot_step": Door(
        may=KEEPS_THE_CYCLE,
        get=None,
        post=302,
        row=a_ballot,
        args=_name,
        data=lambda row: {"what": "open", "sure": "1"},
    ),
    "proposal": Door(may=EVERYBODY, row=submitted, args=_pk),
    "proposal_pdf": Door(may=EVERYBODY, row=submitted, args=_pk),
    "desk_sessions": Door(may=WORKS_HERE),
    "desk_session_new": Door(may=HANDLES_CASES, post=422),
    "desk_session": Door(may=WORKS_HERE, row=a_session, args=_pk),
    "desk_session_step": Door(may=HANDLES_CASES, post=422, row=a_session, args=lambda row: {"pk": row.pk, "number": 1}),
    "desk_session_act": Door(
        may=HANDLES_CASES, get=None, post=302, row=a_session, args=_pk, data=lambda row: {"what": "end", "sure": "1"}
    ),
    "desk_proposal": Door(may=HANDLES_CASES, post=422, row=a_proposal, args=_pk),
    "desk_proposal_submission": Door(may=HANDLES_CASES, get=422, post=422, row=a_proposal, args=_pk),
    "desk_proposal_choice": Door(may=HANDLES_CASES, post=422, row=submitted, args=_pk),
}
