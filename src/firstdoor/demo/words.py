"""What people of the sample say, and what they are answered: invented, in Albanian, with the titles in English too."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of report: its theme, what people say, staff's title for it, what is answered, and how it tends to end."""

    theme: str
    words: tuple[str, ...]
    title: str
    title_en: str
    answer: str
    ending: str  # solved, not_ours, will_not, or "" for one that goes on
    weight: float


MATTERS = (
    Matter("lighting.none", ("Këtu nuk ka asnjë dritë, natën nuk shihet asgjë.", "Kur bie nata, gratë nuk dalin më në këtë rrugë.",
           "Pas orës pesë është errësirë. Fëmijët kthehen nga shkolla me dritën e telefonit."),
           "Pa dritë", "No light", "E pamë vendin në mbrëmje. E futëm në listën e rrugëve pa ndriçim.", "", 0.14),
    Matter("lighting.out", ("Llamba te cepi nuk ndizet prej dy javësh.", "Tri llamba me radhë nuk punojnë.", "Drita ndizet e fiket gjithë natën."),
           "Llambë që nuk punon", "Lamp not working", "Ekipi e ndërroi llambën. Nëse fiket sërish, na e thoni me këtë kod.", "solved", 0.12),
    Matter("streets.school", ("Makinat nuk ndalen kur fëmijët kalojnë te shkolla.", "Para shkollës nuk ka vendkalim, fëmijët vrapojnë mes makinave.",
           "Në orën dymbëdhjetë e gjysmë rruga e shkollës është e rrezikshme."),
           "Rrugë shkolle e pasigurt", "Unsafe way to school", "Policia bashkiake qëndron aty në orën e daljes. Zgjidhjen e plotë e shqyrton Grupi i Veprimit.", "", 0.12),
    Matter("streets.pothole", ("Ka një gropë të madhe në mes të rrugës.", "Puseta është pa kapak, mund të bjerë dikush brenda."),
           "Gropë në rrugë", "Hole in the road", "E mbyllëm gropën. Faleminderit që na e thatë.", "solved", 0.08),
    Matter("streets.speed", ("Makinat kalojnë me shpejtësi të madhe nëpër fshat.", "Natën bëjnë gara me makina këtu."),
           "Shpejtësi e lartë", "Speeding", "E kaluam te Policia e Shtetit, që ka matësin e shpejtësisë.", "not_ours", 0.07),
    Matter("streets.pavement", ("Trotuari është i prishur, të moshuarit ecin në rrugë.", "Nuk ka trotuar, me karrocë fëmijësh nuk kalohet."),
           "Trotuar i prishur", "Broken pavement", "E futëm në planin e trotuareve të radhës.", "", 0.05),
    Matter("clean.waste", ("Kazanët nuk janë zbrazur prej një jave.", "Mbeturinat i shpërndajnë qentë, vjen erë."),
           "Mbeturina të pagrumbulluara", "Rubbish not collected", "Kamioni kaloi dje. E ndryshuam orarin për këtë rrugë.", "solved", 0.11),
    Matter("clean.stray", ("Ka shumë qen endacakë, fëmijët kanë frikë.", "Një tufë qensh rri para kopshtit çdo mëngjes."),
           "Qen endacakë", "Stray dogs", "Veterineri i bashkisë erdhi dhe i vaksinoi. Kush është agresiv merret.", "solved", 0.09),
    Matter("play.playground", ("Këndi i lojërave ka hekura të thyer.", "Fëmijët nuk kanë ku të luajnë, luajnë në rrugë."),
           "Kënd lojërash që mungon", "Playground missing", "E dëgjuam. Për këndin e lojërave vendosin vetë fëmijët dhe prindërit.", "", 0.07),
    Matter("order.noise", ("Lokali ka muzikë deri në orën dy të natës.",), "Zhurmë natën", "Noise at night",
           "Policia bashkiake foli me pronarin. Ora e mbylljes është 23.00.", "solved", 0.04),
    Matter("physical.water", ("Kanali është i hapur pranë shtëpive, ka rrezik për fëmijët.",), "Kanal i hapur", "Open canal",
           "Vumë rrethim të përkohshëm. Mbulimi hyn në buxhetin e vitit tjetër.", "", 0.04),
    Matter("trust.police", ("Policinë nuk e shohim kurrë në mbrëmje.",), "Pak polici në mbrëmje", "Little police in the evening",
           "E diskutuam me komisariatin: patrulla kalon tri herë në javë.", "will_not", 0.03),
    Matter("disaster.flood", ("Kur bie shi, kanali bllokohet dhe na mbushet oborri me ujë.",), "Kanal i bllokuar", "Blocked drain",
           "E pastruam kanalin para shirave.", "solved", 0.04),
)  # fmt: skip

LANE = (
    ("property.burglary", "Na hynë në shtëpi natën e shkuar dhe morën arin e gruas."),
    ("violence.threat", "Një person më kërcënon çdo ditë te dyqani."),
    ("hidden.drugs", "Te parku pas orës njëzet shitet drogë, e di kush e sjell."),
    ("violence.domestic", "Te fqinjët dëgjohen të qara çdo natë, kam frikë për gruan dhe fëmijët."),
)
INPUTS = (
    "Duam dritë te rruga e shkollës, dimri është i gjatë.", "Vajza ime nuk shkon te kursi se kthehet në errësirë.",
    "Vendkalimi te shkolla duhet i ngritur, që makinat të ngadalësojnë.", "Të rinjtë nuk kanë ku rrinë pas mësimit.",
    "Pleqtë nuk dalin më pasi bie dielli.", "Policia të kalojë edhe në fshat, jo vetëm në qendër.",
)  # fmt: skip
