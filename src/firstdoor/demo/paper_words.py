"""The sample's policy paper: its text, what people said about the draft, and what changed. Invented, in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph in Albanian and English, with the figures folded under it."""

    section: str
    text: str
    english: str
    figures: str = ""
    figures_english: str = ""


PARAGRAPHS = (
    Para("vision",
         "Në Roskovec fëmijët shkojnë vetë në shkollë, gratë dalin edhe pasi errësohet dhe të moshuarit ecin në trotuar, jo në rrugë. Askush nuk e lë një punë, një kurs apo një vizitë sepse ka frikë për rrugën.",
         "In Roskovec children walk to school by themselves, women go out after dark and old people walk on the pavement, not in the road. Nobody gives up a job, a course or a visit out of fear for the way."),
    Para("vision",
         "Ky vizion u shkrua në dy takime të përbashkëta me komunitetin. Siguria këtu nuk është vetëm punë e policisë: është dritë, vendkalim, kënd loje, rrugë e pastër dhe një bashki që përgjigjet.",
         "This vision was written in two interface meetings. Safety here is not the work of the police alone: it is light, a crossing, a place to play, a clean street and a municipality that answers."),
    Para("analysis",
         "Për ndriçimin dhe për rrugët folën më shumë se gjysma e atyre që raportuan. Dy lagje përmenden vazhdimisht: lagjja pas kanalit në Kuman dhe rruga e kodrës në Kurjan. Të dyja mbeten pa dritë sapo bie dielli.",
         "More than half of those who reported spoke about lighting and roads. Two quarters are named again and again: the one behind the canal in Kuman and the hill road in Kurjan. Both are without light once the sun is down.",
         "Burimi: raportimet publike, të numëruara thjesht; tabelat janë më poshtë në këtë dokument.\nNjë raportim nuk është një ngjarje: aty ku njerëzit raportojnë më shumë, nuk është gjithmonë më keq.",
         "Source: public reports, counted plainly; the tables stand further down in this paper.\nA report is not an incident: where people report more it is not always worse."),
    Para("analysis",
         "Gjashtë nga dhjetë banorë që u përgjigjën nuk ndihen në siguri pasi errësohet; ditën vetëm një nga dhjetë. Gratë dhe të rinjtë deri në 24 vjeç e ndiejnë më shumë. Ndjenja e pasigurisë është e fortë edhe aty ku policia regjistron pak ngjarje.",
         "Six in ten of the residents who answered do not feel safe after dark; by day only one in ten. Women and people up to 24 feel it most. The feeling of insecurity is strong even where the police records little.",
         "118 banorë u pyetën në shtëpitë e rrugës së shkollës, Kuman: 31\N{NO-BREAK SPACE}% ndihen në siguri pasi errësohet.\nNuk është zgjedhje e rastësishme: flet për këtë rrugë, jo për gjithë bashkinë.",
         "118 residents were asked in the homes of the school road, Kuman: 31% feel safe after dark.\nIt is not a random sample: it speaks of this road, not of the whole municipality."),
    Para("analysis",
         "Para shkollave makinat nuk ngadalësojnë në orën e daljes. Asnjë nga katër njësitë nuk ka vendkalim të ngritur; në dy shkolla nuk ka as vija të bardha. Prindërit presin te porta çdo mesditë, dhe kush nuk mund të presë i lë fëmijët të ecin vetëm mes makinave.",
         "In front of the schools cars do not slow down when lessons end. None of the four units has a raised crossing; at two schools there are not even white stripes. Parents wait at the gate every noon, and those who cannot let the children walk alone among the cars.",
         "U numërua tri ditë, në orën e daljes, te shkolla 9-vjeçare, Roskovec: 212 makina në orë, gjysma mbi 40 km/orë.",
         "Counted on three days when lessons end, at the school of Roskovec: 212 cars an hour, half of them above 40 km/h."),
    Para("analysis",
         "Nga Kurjani u dëgjua më pak se nga njësitë e tjera. Nuk e marrim si shenjë se atje nuk ka probleme: pika fokale shkon derë më derë dhe takimi i radhës mbahet atje.",
         "From Kurjan we heard less than from the other units. We do not take that as a sign that there are no problems: the focal point goes from door to door, and the next meeting is held there."),
    Para("priorities",
         "Prioriteti i parë është drita në lagjet e shkëputura. Për të folën më shumë veta, ajo prek edhe ata që nuk raportojnë kurrë, dhe pa dritë asnjë masë tjetër në mbrëmje nuk ka kuptim.",
         "The first priority is light in cut-off quarters. Most people spoke about it, it reaches those who never report, and without light no other measure makes sense in the evening."),
    Para("priorities",
         "Prioriteti i dytë është rruga e sigurt për në shkollë. Numri i raportimeve është më i vogël, por rreziku është më i madh dhe fëmijët nuk presin.",
         "The second priority is a safe way to school. Fewer people reported it, but the danger is greater, and children cannot wait."),
    Para("priorities",
         "Pastërtia, qentë endacakë, qetësia natën dhe kanalet nuk u zgjodhën këtë herë. Ato mbeten punë e përditshme: arsyet, temë për temë, i gjeni te faqja e prioriteteve.",
         "Cleanliness, stray dogs, quiet nights and drains were not chosen this time. They remain everyday work: the reasons, theme by theme, stand on the page of the priorities."),
    Para("measures",
         "Bashkia vë 34 llamba në dy rrugë: 14 në rrugën e shkollës dhe 20 në lagjen pas kanalit, Kuman. Përgjegjës: Drejtoria e Shërbimeve.",
         "The municipality puts up 34 lamps in two streets: 14 on the school road and 20 in the quarter behind the canal, Kuman. Owner: Services Directorate."),
    Para("measures",
         "Llambat ndizen nga muzgu deri në orën 1.00.",
         "The lamps burn from dusk to 1:00.",
         "Një llambë LED harxhon rreth 40 vat. Nga ora 1.00 deri në mëngjes kjo kursen rreth 30\N{NO-BREAK SPACE}% të energjisë.",
         "A LED lamp draws about 40 watts. From 1:00 to dawn this saves about 30% of the energy."),
    Para("measures",
         "Para shkollës 9-vjeçare në Roskovec ndërtohet një vendkalim i ngritur. Deri atëherë, në orën e daljes qëndron aty një patrullë e policisë bashkiake.",
         "A raised crossing is built in front of the school of Roskovec. Until then a patrol of the municipal police stands there when lessons end."),
    Para("measures",
         "Te shkolla e Strumit ndërtohet një kënd lojërash. Pajisjet i zgjedhin vetë fëmijët dhe prindërit, me votim, brenda shumës që shkruhet te tabela e masave.",
         "A playground is built at the school of Strum. The children and parents choose the equipment themselves, by a vote, within the sum that stands in the table of measures."),
    Para("measures",
         "Te parku në Roskovec vihen kamera.",
         "Cameras are put up at the park in Roskovec."),
    Para("participation",
         "U mbajtën dy takime të përbashkëta me komunitetin dhe u dëgjuan zëra nga të katër njësitë. Kush nuk ka telefon foli me pikën fokale; fjalët e tij u shkruan dhe morën kod si të gjitha të tjerat.",
         "Two interface meetings were held, and voices from all four units were heard. Whoever has no telephone spoke to a focal point; the words were written down and got a code like all others."),
    Para("participation",
         "Grupi Bashkiak i Veprimit i lexoi të gjitha para se të zgjidhte. Numrat më poshtë i nxjerr sistemi vetë: kush erdhi, me çfarë kanali u fol, nga cila njësi, dhe çfarë u bë me komentet.",
         "The Municipal Action Group read them all before it chose. The numbers further down come from the system itself: who came, by which channel people spoke, from which unit, and what became of the comments."),
    Para("monitoring",
         "Çdo masë ka datë, përgjegjës dhe tregues. Gjendja e saj është publike te faqja e premtimeve; çfarë i kalon data quhet me vonesë, cilado qoftë arsyeja.",
         "Each measure has a date, an owner and an indicator. Its state is public on the page of promises; what is past its date is called late, whatever the reason."),
    Para("monitoring",
         "Treguesit maten para dhe pas, me të njëjtën mënyrë dhe në të njëjtat vende. Rezultati publikohet edhe kur nuk na pëlqen.",
         "Indicators are measured before and after, in the same way and in the same places. The result is published even when we do not like it."),
    Para("monitoring",
         "Një herë në vit bashkia i raporton këshillit bashkiak dhe publikut, dhe i pyet përsëri ata që folën: a është ndryshe tani?",
         "Once a year the municipality reports to the municipal council and to the public, and asks those who spoke once more: is it different now?"),
)  # fmt: skip

CHANGES = {
    "meas1": ("Bashkia vë 40 llamba në tri rrugë: 14 në rrugën e shkollës dhe 20 në lagjen pas kanalit, Kuman, dhe 6 në rrugën e kodrës, Kurjan. Çdo llambë e prishur riparohet brenda dhjetë ditëve pune. Përgjegjës: Drejtoria e Shërbimeve.",
              "The municipality puts up 40 lamps in three streets: 14 on the school road and 20 in the quarter behind the canal, Kuman, and 6 on the hill road, Kurjan. Each broken lamp is repaired within ten working days. Owner: Services Directorate."),
    "meas2": ("Llambat ndizen nga muzgu deri në mëngjes te rruga e fabrikës, në të tjerat deri në orën 1.00.",
              "The lamps burn from dusk to dawn on the factory road, elsewhere to 1:00."),
    "meas3": ("Para shkollës 9-vjeçare në Roskovec ndërtohet një vendkalim i ngritur, me rampë për karroca nga të dyja anët. Deri atëherë, në orën e daljes qëndron aty një patrullë e policisë bashkiake.",
              "A raised crossing is built in front of the school of Roskovec, with a ramp for wheelchairs and prams on both sides. Until then a patrol of the municipal police stands there when lessons end."),
    "meas5": ("Kamerat te parku në Roskovec vihen të fundit, dhe vetëm nëse dritat nuk mjaftojnë.",
              "The cameras at the park in Roskovec come last, and only if the lamps are not enough."),
    "moni3": ("Dy herë në vit bashkia i raporton këshillit bashkiak dhe publikut, dhe i pyet përsëri ata që folën: a është ndryshe tani?",
              "Twice a year the municipality reports to the municipal council and to the public, and asks those who spoke once more: is it different now?"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """A measure: theme of its priority, title, money in lek, day it is due from today, owner, indicator; since which
    version it is promised."""

    theme: str
    title: str
    english: str
    budget: int
    day: int
    owner: tuple[str, str]
    indicator: tuple[str, str]
    since: int = 1


SERVICES = ("Drejtoria e Shërbimeve", "Services Directorate")
POLICE = ("Policia Bashkiake", "Municipal police")
MEASURES = (
    Promise("lighting", "14 llamba në rrugën e shkollës, Kuman", "14 lamps on the school road, Kuman", 1_200_000, -20, SERVICES,
            ("Sa banorë ndihen në siguri aty pasi errësohet", "How many residents feel safe there after dark")),
    Promise("lighting", "20 llamba në lagjen pas kanalit, Kuman", "20 lamps in the quarter behind the canal, Kuman", 1_600_000, 120,
            SERVICES, ("Llamba që punojnë, të numëruara natën", "Lamps that work, counted at night")),
    Promise("lighting", "6 llamba në rrugën e kodrës, Kurjan", "6 lamps on the hill road, Kurjan", 600_000, -8, SERVICES,
            ("Llamba që punojnë, të numëruara natën", "Lamps that work, counted at night"), since=2),
    Promise("lighting", "Çdo llambë e prishur riparohet brenda dhjetë ditësh", "Each broken lamp is repaired within ten days", 300_000,
            200, SERVICES, ("Ditë nga raportimi te riparimi, mesatarja", "Days from report to repair, the average"), since=2),
    Promise("streets", "Vendkalim i ngritur para shkollës, Roskovec", "Raised crossing in front of the school, Roskovec", 900_000, 25,
            ("Drejtoria e Infrastrukturës", "Infrastructure Directorate"),
            ("Shpejtësia mesatare e makinave në orën e daljes", "Average speed of cars when lessons end")),
    Promise("streets", "Kënd lojërash te shkolla, Strum", "Playground at the school, Strum", 800_000, 60, SERVICES,
            ("Sa fëmijë luajnë aty pasdite, të numëruar një javë", "How many children play there in the afternoon, counted for a week")),
    Promise("streets", "Kamera te parku, Roskovec", "Cameras at the park, Roskovec", 700_000, 90, POLICE,
            ("Ngjarje të regjistruara te parku, krahasuar me një vit më parë", "Incidents recorded at the park, against a year before")),
    Promise("streets", "Patrullë në orën e daljes nga shkolla", "Patrol when school ends", 0, -60, POLICE,
            ("Ditë shkolle me patrullë, nga njëqind", "School days with a patrol, of a hundred")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A comment on the draft: the paragraph's key, the words, whether it was accepted, and why."""

    key: str
    words: str
    accepted: bool
    reason: str
    english: str


COMMENTS = (
    Said("meas1", "Llambat vihen, po kur prishen s’vjen njeri.", True, "Shtuam afatin prej dhjetë ditësh pune për riparim, si masë më vete.", "We added a limit of ten working days for repairs, as a measure of its own."),
    Said("meas2", "Deri në mëngjes, ju lutem. Turni i fabrikës mbaron në orën tre.", True, "Te rruga e fabrikës dritat ndizen tani gjithë natën.", "On the factory road the lamps now burn all night."),
    Said("meas1", "Pse jo edhe rruga e kodrës në Kurjan? Edhe ne jemi Roskovec.", True, "Rruga e kodrës u shtua si rruga e tretë, me gjashtë llamba.", "The hill road was added as the third, with six lamps."),
    Said("meas5", "Nuk dua kamera te parku, aty luajnë fëmijët tanë. Dua dritë.", True, "Kamerat i lamë të fundit, dhe vetëm nëse dritat nuk mjaftojnë.", "We put the cameras last, and only if the lamps are not enough."),
    Said("meas3", "Me karrocë nuk ngjitem dot mbi vendkalimin e ngritur.", True, "Vendkalimi do të ketë rampë nga të dyja anët.", "The crossing will have a ramp on both sides."),
    Said("anal2", "E keni pyetur vetëm rrugën e shkollës. Po ne të tjerët?", False, "Keni të drejtë që nuk flet për gjithë bashkinë, dhe e thamë te të dhënat. Anketa për të gjithë bëhet vitin tjetër.", "You are right that it does not speak of the whole municipality, and the figures now say so. The survey for everybody comes next year."),
    Said("meas4", "Këndi i lojërave le të bëhet te sheshi, jo te shkolla, që ta përdorin të gjithë.", False, "Te sheshi toka nuk është e bashkisë. Te shkolla porta do të mbetet hapur pasdite.", "The land at the square is not the municipality's. At the school the gate will stay open in the afternoon."),
    Said("prio3", "Qentë endacakë janë problemi më i madh, një më kafshoi vajzën.", False, "Na vjen keq për vajzën. Qentë mbeten punë e përditshme me buxhet të vetin; veterineri vjen tani çdo javë.", "We are sorry for your daughter. Dogs remain everyday work with a budget of its own; the vet now comes every week."),
    Said("moni3", "Një herë në vit është pak. Ne harrojmë, dhe ju harroni.", True, "E bëmë dy herë në vit.", "We made it twice a year."),
    Said("meas1", "Paratë janë pak për kaq shumë llamba, do të vihen të lira e do të prishen.", False, "Çmimi vjen nga tri oferta për të njëjtën llambë, me garanci pesë vjet.", "The price comes from three offers for the same lamp, with five years of guarantee."),
    Said("meas5", "Vini kamera edhe te tregu, aty më vodhën portofolin.", False, "Kamera të tjera nuk vëmë tani. Vjedhjen ju lutem ta njoftoni te policia; tregu ka patrullë të mërkurave.", "We put up no further cameras now. Please report the theft to the police; the market has a patrol on Wednesdays."),
    Said("visi1", "Bukur e keni shkruar. A do ta lexojë njeri pas votimit?", True, "Çdo gjashtë muaj do ta lexojmë bashkë, në takim të hapur.", "Every six months we read it together, in an open meeting."),
    Said("meas3", "Patrulla të jetë edhe në mëngjes, jo vetëm kur dalin fëmijët.", False, "Policia Bashkiake ka pesë veta. Në mëngjes prindërit i sjellin vetë; rreziku është në dalje.", "The municipal police has five people. In the morning parents bring the children; the danger is when lessons end."),
    Said("part1", "Në takim folën më shumë burrat. Bëni një takim vetëm me gratë.", True, "Takimi i radhës në Kurjan ka një orë vetëm për gratë, të udhëhequr nga pika fokale.", "The next meeting in Kurjan has an hour for women alone, led by the focal point."),
    Said("meas4", "Pajisjet të jenë edhe për fëmijët që nuk ecin vetë.", True, "Në votim hyjnë vetëm pajisje që i përdorin edhe fëmijët me aftësi të kufizuara.", "Only equipment that children with disabilities can use too stands in the vote."),
    Said("meas2", "Drita deri vonë na i prish gjumin, e kam shtyllën te dritarja.", False, "Llambat kthehen poshtë dhe nga rruga. Nëse prapë ju bie në dritare, na thoni dhe vëmë mburojë.", "The lamps point down and to the road. If one still shines into your window, tell us and we put up a shield."),
)  # fmt: skip

ASKED = (
    ("Ku duhet drita më parë?", "Where is light needed first?",
     "Te shkolla dhe pas kanalit, por edhe te rruga e kodrës në Kurjan.", "At the school and behind the canal, but on the hill road in Kurjan too.",
     "Rruga e kodrës u shtua si e treta.", "The hill road was added as the third.", "meas1"),
    ("Deri në ç’orë të ndizen llambat?", "Until what hour should the lamps burn?",
     "Deri në mëngjes aty ku kalon turni i natës; tjetërkund jo aq vonë.", "Till dawn where the night shift walks; elsewhere not so late.",
     "Gjithë natën te rruga e fabrikës, tjetërkund deri në orën 1.00.", "All night on the factory road, elsewhere to 1:00.", "meas2"),
    ("A duhen kamera te parku?", "Are cameras needed at the park?",
     "Një koment kundër, një donte edhe më shumë. Të dy donin dritë më parë.", "One comment against, one wanted even more. Both wanted light first.",
     "Kamerat mbeten të fundit, dhe vetëm nëse dritat nuk mjaftojnë.", "The cameras come last, and only if the lamps are not enough.", "meas5"),
    ("Sa shpesh t’ju tregojmë ku jemi?", "How often should we tell you where we are?",
     "Një herë në vit është pak: harrohet.", "Once a year is too little: it is forgotten.",
     "Dy herë në vit, në takim të hapur.", "Twice a year, in an open meeting.", "moni3"),
)  # fmt: skip
