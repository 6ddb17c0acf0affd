"""Who may do what with voices, cases, answers and meetings."""

from firstdoor.core.rights import anybody, has_role, works_here

DESK = has_role("municipal_focal_point", "action_group")

PERMISSIONS = {
    "listen.file_report": anybody,
    "listen.withdraw_voice": anybody,  # who holds its receipt code, and the one-time code where an address is kept
    "listen.speak_for_others": has_role("community_focal_point", "municipal_focal_point", "action_group"),
    "listen.bring_answers": has_role("community_focal_point", "municipal_focal_point", "action_group"),
    "listen.see_desk": has_role("municipal_focal_point", "action_group", "coach", "lane_member"),
    "listen.see_queue": has_role("municipal_focal_point", "action_group", "coach"),  # all but what is in a lane
    "listen.read_confidential": DESK,  # what only the safety team may read: who advises from outside does not
    "listen.triage": DESK,
    "listen.answer": DESK,
    "listen.look_at_photos": DESK,
    "listen.hand_over": DESK,
    "listen.export": DESK,
    "listen.enter_lane": has_role("lane_member"),
    "listen.see_meetings": works_here,
    "listen.hold_meetings": has_role("municipal_focal_point", "action_group", "community_focal_point"),
    "listen.take_part": anybody,  # in a conversation: without an account
    "listen.see_conversations": works_here,
    "listen.hold_conversations": DESK,
    "listen.enter_booklets": has_role("municipal_focal_point", "action_group", "community_focal_point"),
    "listen.count_hands": has_role("municipal_focal_point", "action_group", "community_focal_point"),
    "listen.retain": has_role("administrator"),
    "listen.import": has_role("administrator"),
    "listen.keep_themes": has_role("municipal_focal_point"),
}
