"""Where people of the sample speak, what they say in a lane, and what they say about the paper: invented."""

from __future__ import annotations

PLACES = {
    "Roskovec": ["te sheshi", "te tregu", "rruga e gjimnazit", "pranë bashkisë", "te stacioni i autobusit", "te parku"],
    "Kuman": [
        "rruga e shkollës",
        "te ura e kanalit",
        "lagjja pas kanalit",
        "te xhamia",
        "te kryqëzimi",
        "te ambulanca",
    ],
    "Strum": ["te shkolla 9-vjeçare", "te kryqëzimi", "te kopshti", "te fusha e futbollit", "rruga e Fierit"],
    "Kurjan": ["te shkolla", "te burimi", "rruga e kodrës", "te dyqani", "te kanali"],
}
WEIGHT = {"Roskovec": 0.33, "Kuman": 0.27, "Strum": 0.32, "Kurjan": 0.08}
POINT = {
    "Roskovec": (40.7390, 19.7030), "Kuman": (40.7231, 19.6865), "Strum": (40.7709, 19.7227), "Kurjan": (40.7032, 19.7515),
}  # fmt: skip


LANE = (
    ("property.burglary", "Na hynë në shtëpi natën e shkuar dhe morën arin e gruas."),
    ("violence.threat", "Një person më kërcënon çdo ditë te dyqani."),
    ("hidden.drugs", "Te parku pas orës njëzet shitet drogë, e di kush e sjell."),
    ("violence.domestic", "Te fqinjët dëgjohen të qara çdo natë, kam frikë për gruan dhe fëmijët."),
)
