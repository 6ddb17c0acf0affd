"""The questions of this room."""

from firstdoor.listen.selectors.questions import Question, question_bank
from firstdoor.listen.selectors.themes import Branch, branch, theme_by_code, theme_tree, top_themes

__all__ = ["Branch", "Question", "branch", "question_bank", "theme_by_code", "theme_tree", "top_themes"]
