"""Who may do what on the way to a decision."""

from firstdoor.core.rights import anybody, has_role, works_here

DESK = has_role("municipal_focal_point", "action_group")

# Who signs the minutes of a count, the first of somebody's roles going with the name.
SIGNERS = (
    "municipal_focal_point", "action_group", "lane_member", "community_focal_point", "mayor", "council_secretary",
)  # fmt: skip

PERMISSIONS = {
    "decide.see_desk": works_here,
    "decide.prepare_choice": DESK,
    "decide.mark_priorities": works_here,  # with a seat that votes, or chairs: `own_seat` looks
    "decide.write_paper": DESK,
    "decide.open_consultation": has_role("municipal_focal_point"),
    "decide.comment": anybody,
    "decide.answer_comments": DESK,
    "decide.propose_paper": has_role("mayor"),
    "decide.enter_decision": has_role("council_secretary"),
    "decide.hold_session": DESK,
    "decide.submit_proposal": DESK,
    "decide.choose_proposal": DESK,
    "decide.propose_idea": anybody,
    "decide.review_idea": DESK,
    "decide.prepare_ballot": DESK,
    "decide.open_ballot": has_role("municipal_focal_point"),
    "decide.enter_papers": DESK,
    "decide.print_cards": has_role("municipal_focal_point"),
    "decide.count_ballot": has_role("municipal_focal_point"),
    "decide.sign_count": has_role(*SIGNERS),
    "decide.vote": anybody,  # with a code of the electorate
}
