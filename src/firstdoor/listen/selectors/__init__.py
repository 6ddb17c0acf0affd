"""The questions of this room."""

from firstdoor.listen.selectors.about import cases_about, n_cases_about, public_cases, public_words_of_cases
from firstdoor.listen.selectors.heard import channel_name, public_voices_by_channel, voices_since
from firstdoor.listen.selectors.public import first_and_last_opened, opened_between
from firstdoor.listen.selectors.questions import Question, question_bank
from firstdoor.listen.selectors.stated import Speakers, Stated, speakers, stated_of, statements_that_count
from firstdoor.listen.selectors.themes import Branch, branch, theme_by_code, theme_tree, top_themes, tops_by_theme
from firstdoor.listen.selectors.thread import (
    VoiceThread,
    is_neutral,
    photos_of,
    public_voices,
    public_voices_by_case,
    standing_voices,
    voice_of,
    voice_thread,
    voices_of_cases,
)

__all__ = [
    "Branch",
    "Question",
    "Speakers",
    "Stated",
    "VoiceThread",
    "branch",
    "cases_about",
    "channel_name",
    "first_and_last_opened",
    "is_neutral",
    "n_cases_about",
    "opened_between",
    "photos_of",
    "public_cases",
    "public_voices",
    "public_voices_by_case",
    "public_voices_by_channel",
    "public_words_of_cases",
    "question_bank",
    "speakers",
    "standing_voices",
    "stated_of",
    "statements_that_count",
    "theme_by_code",
    "theme_tree",
    "top_themes",
    "tops_by_theme",
    "voice_of",
    "voice_thread",
    "voices_of_cases",
    "voices_since",
]
