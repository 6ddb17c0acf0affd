"""What residents of the sample tell, in words of their own, and what staff answers: invented, each with its English."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]  # Albanian, English


@dataclass(frozen=True, slots=True)
class Say:
    """One thing of a kind: the short name that staff gives it, and ways in which people put it."""

    title: Pair
    words: tuple[Pair, ...]
    answers: tuple[Pair, ...] = ()  # where those of the matter would not fit


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of report: its theme, what people say, what is answered, how it tends to end, how often it comes."""

    theme: str
    says: tuple[Say, ...]
    answers: tuple[Pair, ...]
    ending: str  # solved, not_ours, will_not, or "" for one that goes on
    weight: float


MATTERS = (
    Matter("lighting.none", (
        Say(("Rrugë pa asnjë llambë", "Street without a single lamp"), (
            ("Këtu nuk ka asnjë dritë, natën nuk shihet asgjë.", "There is no light here at all, at night you see nothing."),
            ("Rruga jonë s’ka pasur kurrë llamba. Ecim me dritën e telefonit.", "Our street never had lamps. We walk by the light of the phone."),
            ("Nga kryqëzimi deri te shtëpia ime janë 400 metra pa asnjë shtyllë.", "From the crossing to my house it is 400 metres without a single pole."),
            ("Shtylla ka, llamba s’ka. I kanë lënë bosh prej vitesh.", "There are poles but no lamps. They have stood empty for years."),
        )),
        Say(("Errësirë te rruga e shkollës", "Dark way to school"), (
            ("Pas orës pesë është errësirë. Fëmijët kthehen nga shkolla me dritën e telefonit.", "After five it is dark. The children come home from school by the light of a phone."),
            ("Vajza mbaron mësimin në pesë e gjysmë dhe në dimër kthehet në terr.", "My daughter's lessons end at half past five, and in winter she comes back in the dark."),
            ("Fëmijët e turnit të dytë i presim te porta me elektrikë dore.", "We wait at the gate with torches for the children of the second shift."),
            ("Rruga te shkolla: djathtas kanali, majtas gardhi, dhe asnjë dritë.", "The school road: the canal on the right, the fence on the left, and no light."),
        )),
        Say(("Gratë nuk dalin pasi errësohet", "Women do not go out after dark"), (
            ("Kur bie nata, gratë nuk dalin më në këtë rrugë.", "When night falls, women no longer go out on this street."),
            ("Punoj në fasoneri dhe kthehem natën. Burri më del përpara çdo mbrëmje.", "I work at the garment factory and come back at night. My husband comes to meet me every evening."),
            ("Nëna ime nuk vete më te motra pas perëndimit, se s’i sheh gropat.", "My mother no longer visits her sister after sunset, because she cannot see the holes."),
            ("Te lagjja pas kanalit kemi mbetur si në ishull: pa dritë, pa trotuar.", "In the quarter behind the canal we are left as on an island: no light, no pavement."),
        )),
    ), (
        ("E pamë vendin në mbrëmje. E futëm në listën e rrugëve pa ndriçim.", "We saw the place in the evening. It is now on the list of streets without light."),
        ("Keni të drejtë: aty s’ka as shtylla. E çuam te Grupi i Veprimit, që zgjedh rrugët e para.", "You are right: there are not even poles. We took it to the Action Group, which chooses the first streets."),
        ("E matëm: duhen shtylla të reja. Ju themi kur vendoset.", "We measured it: new poles are needed. We tell you when it is decided."),
    ), "", 0.20),
    Matter("lighting.out", (
        Say(("Llambë e fikur", "Lamp gone out"), (
            ("Llamba te cepi nuk ndizet prej dy javësh.", "The lamp at the corner has not come on for two weeks."),
            ("U dogj llamba përballë derës sime. Shtylla ka numrin 114.", "The lamp in front of my door burned out. The pole has number 114."),
            ("Prej kur ra ai shiu i madh, llamba s’ndizet më.", "Since the heavy rain the lamp no longer comes on."),
            ("E ndërruat para një muaji dhe u fik prapë.", "You changed it a month ago and it went out again."),
        )),
        Say(("Disa llamba të fikura", "Several lamps gone out"), (
            ("Tri llamba me radhë nuk punojnë.", "Three lamps in a row do not work."),
            ("Gjithë krahu i djathtë i rrugës është pa dritë, krahu tjetër punon.", "The whole right side of the street is dark, the other side works."),
            ("Nga pesë llamba punon vetëm një.", "Of five lamps only one works."),
        )),
        Say(("Llambë që ndizet e fiket", "Flickering lamp"), (
            ("Drita ndizet e fiket gjithë natën.", "The light goes on and off all night."),
            ("Llamba pulson dhe s’na lë të flemë; besoj se do digjet.", "The lamp flickers and does not let us sleep; I think it will burn out."),
            ("Dritat rrinë ndezur ditën dhe fiken natën. Dikush ta rregullojë orën.", "The lights are on by day and off at night. Somebody should set the clock."),
        ), (("E rregulluam: ishte ora që i komandon, dhe një kontakt i lirë.", "We mended it: it was the clock that commands them, and a loose contact."),)),
    ), (
        ("Ekipi e ndërroi llambën. Nëse fiket sërish, na e thoni me këtë kod.", "The crew changed the lamp. If it goes out again, tell us with this code."),
        ("Ishte kablloja, jo llamba. U riparua dhe e provuam në mbrëmje.", "It was the cable, not the lamp. It is repaired, and we tried it in the evening."),
        ("U vu llambë e re LED. Faleminderit për numrin e shtyllës, na kurseu kohë.", "A new LED lamp is up. Thank you for the number of the pole, it saved us time."),
    ), "solved", 0.13),
    Matter("streets.school", (
        Say(("Kalim i pasigurt para shkollës", "Unsafe crossing at the school"), (
            ("Makinat nuk ndalen kur fëmijët kalojnë te shkolla.", "Cars do not stop when the children cross at the school."),
            ("Para shkollës nuk ka vendkalim, fëmijët vrapojnë mes makinave.", "There is no crossing in front of the school, the children run between the cars."),
            ("Vijat e bardha janë fshirë krejt, shoferët bëjnë sikur s’i njohin.", "The white lines are worn away, and drivers act as if they had never been there."),
            ("Sot për pak sa s’u shtyp një nxënës i klasës së parë.", "Today a first grader was nearly run over."),
        )),
        Say(("Rrëmujë në orën e daljes", "Chaos when school ends"), (
            ("Në orën dymbëdhjetë e gjysmë rruga e shkollës është e rrezikshme.", "At half past twelve the school road is dangerous."),
            ("Prindërit parkojnë mbi trotuar dhe fëmijët dalin në mes të rrugës.", "Parents park on the pavement and the children step out into the road."),
            ("Furgonët manovrojnë mbrapsht mu te porta kur dalin fëmijët.", "Vans reverse right at the gate while the children come out."),
        )),
        Say(("Rrugë shkolle pa trotuar", "School road without a pavement"), (
            ("Djali im ec 20 minuta buzë rrugës nacionale për të shkuar në shkollë.", "My son walks 20 minutes along the main road to get to school."),
            ("Kur bie shi, fëmijët ecin në asfalt se anash është baltë deri në gju.", "When it rains the children walk on the asphalt, because beside it the mud is knee-deep."),
            ("Urës i mungon parmaku dhe andej kalojnë gjithë nxënësit.", "The bridge lacks its railing, and all pupils cross there."),
        )),
    ), (
        ("Policia Bashkiake qëndron aty në orën e daljes. Zgjidhjen e plotë e shqyrton Grupi i Veprimit.", "The municipal police stands there when school ends. The Action Group looks at the whole solution."),
        ("Folëm me drejtoreshën: porta anësore hapet që sot, larg makinave. Për vendkalimin vendoset me politikën.", "We spoke with the headmistress: the side gate opens from today, away from the cars. The crossing is decided with the policy."),
        ("E pamë në orën 12.30, bashkë me dy prindër. Ishte siç na e thatë.", "We saw it at 12:30, with two parents. It was as you told us."),
    ), "", 0.11),
    Matter("streets.pothole", (
        Say(("Gropë në rrugë", "Hole in the road"), (
            ("Ka një gropë të madhe në mes të rrugës.", "There is a big hole in the middle of the road."),
            ("Dje më ra goma në gropë, m’u prish balestra.", "Yesterday my wheel went into the hole and the spring broke."),
            ("Gropa mbushet me ujë dhe s’e kupton sa e thellë është.", "The hole fills with water and you cannot tell how deep it is."),
            ("E mbuluat me zhavorr, e çoi shiu. Duhet asfalt.", "You filled it with gravel, the rain took it away. It needs asphalt."),
        )),
        Say(("Pusetë pa kapak", "Manhole without a cover"), (
            ("Puseta është pa kapak, mund të bjerë dikush brenda.", "The manhole has no cover, somebody may fall in."),
            ("Kanë vjedhur kapakun e pusetës. I vumë një degë që të shihet.", "Somebody stole the manhole cover. We put a branch in it so that it is seen."),
        ), (("U vu kapak i ri, i lidhur me zinxhir që të mos e marrin.", "There is a new cover, chained so that nobody takes it."),)),
    ), (
        ("E mbyllëm gropën. Faleminderit që na e thatë.", "We filled the hole. Thank you for telling us."),
        ("U asfaltua copa nga dyqani deri te kthesa.", "The stretch from the shop to the bend has new asphalt."),
    ), "solved", 0.06),
    Matter("streets.speed", (
        Say(("Shpejtësi e lartë", "Speeding"), (
            ("Makinat kalojnë me shpejtësi të madhe nëpër fshat.", "Cars drive through the village at great speed."),
            ("Kamionët e gurores kalojnë me 80 para dyerve tona.", "The quarry lorries pass our doors at 80."),
            ("Duhen gunga në rrugë, se këtu s’i ndal njeri.", "We need bumps on the road, for nobody stops them here."),
        )),
        Say(("Gara me makina natën", "Car races at night"), (
            ("Natën bëjnë gara me makina këtu.", "At night they race cars here."),
            ("Të shtunave pas mesnate bëjnë rrotullime me makina te sheshi.", "On Saturdays after midnight they spin their cars on the square."),
        )),
    ), (
        ("E kaluam te Policia e Shtetit, që ka matësin e shpejtësisë.", "We handed it to the State Police, which has the speed gun."),
        ("Shpejtësinë e mat Policia e Shtetit; i dërguam vendin dhe orët që na dhatë.", "The State Police measures speed; we sent it the place and the hours you gave us."),
    ), "not_ours", 0.06),
    Matter("streets.pavement", (
        Say(("Trotuar i prishur", "Broken pavement"), (
            ("Trotuari është i prishur, të moshuarit ecin në rrugë.", "The pavement is broken, old people walk in the road."),
            ("Pllakat janë ngritur nga rrënjët, gjyshja u rrëzua dhe theu dorën.", "The roots have lifted the slabs; my grandmother fell and broke her arm."),
            ("Bordura ka gjysmë metër lartësi, me karrige me rrota s’hipet.", "The kerb is half a metre high, with a wheelchair you cannot get up."),
        )),
        Say(("Trotuar që mungon", "Missing pavement"), (
            ("Nuk ka trotuar, me karrocë fëmijësh nuk kalohet.", "There is no pavement, you cannot pass with a pram."),
            ("Trotuari mbaron para ambulancës, pastaj ecim mes makinave.", "The pavement ends before the health centre, then we walk among cars."),
        )),
    ), (
        ("E futëm në planin e trotuareve. Punohet me radhë, nga vendet më të rrezikshme.", "It is in the plan for pavements. We work in order, the most dangerous places first."),
        ("Inxhinierja e pa. Fillojmë me bordurën para ambulancës.", "The engineer saw it. We begin with the kerb at the health centre."),
    ), "", 0.04),
    Matter("clean.waste", (
        Say(("Mbeturina të pagrumbulluara", "Rubbish not collected"), (
            ("Kazanët nuk janë zbrazur prej një jave.", "The containers have not been emptied for a week."),
            ("Mbeturinat i shpërndajnë qentë, vjen erë.", "Dogs scatter the rubbish, it smells."),
            ("Kamioni i plehrave s’vjen fare te lagjja jonë, thotë se rruga është e ngushtë.", "The rubbish lorry does not come to our quarter at all; they say the road is too narrow."),
            ("Kazani është djegur, i hedhim qeset përtokë.", "The container burned, we put the bags on the ground."),
        )),
        Say(("Kazanë që mungojnë", "Too few containers"), (
            ("Për dyzet familje kemi një kazan.", "For forty families we have one container."),
            ("Na hoqët kazanin kur bëtë rrugën dhe s’e kthyet më.", "You took our container away when you built the road and never brought it back."),
            ("Ditën e tregut mbushet çdo gjë me kartona e perime të prishura.", "On market day everything fills up with boxes and rotten vegetables."),
        ), (("Sollëm dy kazanë të rinj.", "We brought two new containers."),)),
    ), (
        ("Kamioni kaloi dje. E ndryshuam orarin për këtë rrugë.", "The lorry came yesterday. We changed the timetable for this street."),
        ("U pastrua, dhe operatori paguan gjobë për javën që s’erdhi.", "It is cleaned up, and the contractor pays a fine for the week it did not come."),
    ), "solved", 0.11),
    Matter("clean.stray", (
        Say(("Qen endacakë", "Stray dogs"), (
            ("Ka shumë qen endacakë, fëmijët kanë frikë.", "There are many stray dogs, the children are afraid."),
            ("Një tufë qensh rri para kopshtit çdo mëngjes.", "A pack of dogs sits in front of the nursery every morning."),
            ("Më ndoqën katër qen me biçikletë, për pak rashë.", "Four dogs chased me on my bicycle, I nearly fell."),
            ("Një bushtër me këlyshë te porta e shkollës, lëshohet mbi kalimtarët.", "A bitch with puppies at the school gate goes for passers-by."),
            ("Natën lehin deri në mëngjes, s’flihet.", "At night they bark until morning, one cannot sleep."),
        )),
    ), (
        ("Veterineri i bashkisë erdhi dhe i vaksinoi. Kush është agresiv merret.", "The municipal vet came and vaccinated them. Aggressive ones are taken away."),
        ("Ekipi i mori dy prej tyre në strehë; të tjerët janë me matrikull dhe të vaksinuar.", "The crew took two of them to the shelter; the others are tagged and vaccinated."),
    ), "solved", 0.09),
    Matter("play.playground", (
        Say(("Kënd lojërash i prishur", "Broken playground"), (
            ("Këndi i lojërave ka hekura të thyer.", "The playground has broken bars."),
            ("Shilarësit iu këput zinxhiri, i varet hekuri te koka e fëmijëve.", "A chain of the swing broke, the iron hangs at the children's heads."),
        )),
        Say(("Pa vend loje", "No place to play"), (
            ("Fëmijët nuk kanë ku të luajnë, luajnë në rrugë.", "The children have nowhere to play, they play in the street."),
            ("Kemi një fushë plot gjemba. Do të mjaftonte një rrëshqitëse dhe pak rërë.", "We have a field full of thorns. A slide and some sand would do."),
            ("Djali im është me karrocë, për të nuk ka asnjë lojë.", "My son uses a wheelchair, there is nothing to play for him."),
            ("Nxënësit rrinë te shkallët e shkollës, se oborri është bosh.", "The pupils sit on the school steps, because the yard is empty."),
        )),
    ), (
        ("E dëgjuam. Për këndin e lojërave vendosin vetë fëmijët dhe prindërit.", "We heard it. Children and parents decide themselves about the playground."),
        ("Hekurat e thyer i hoqëm që sot. Për pajisje të reja shikojmë buxhetin.", "We took the broken bars away today. For new equipment we look at the budget."),
    ), "", 0.07),
    Matter("order.noise", (
        Say(("Zhurmë natën", "Noise at night"), (
            ("Lokali ka muzikë deri në orën dy të natës.", "The bar plays music until two at night."),
            ("Basi i lokalit dridh xhamat, kam foshnjë në shtëpi.", "The bar's bass shakes the windows, I have a baby at home."),
            ("Dasmë çdo të diel me altoparlantë nga jashtë.", "A wedding every Sunday with the loudspeakers outside."),
        )),
    ), (
        ("Policia Bashkiake foli me pronarin. Ora e mbylljes është 23.00.", "The municipal police spoke with the owner. Closing time is 23:00."),
        ("U mat zhurma dhe u dha paralajmërim me shkrim.", "The noise was measured and a written warning given."),
    ), "solved", 0.04),
    Matter("physical.water", (
        Say(("Kanal i hapur", "Open canal"), (
            ("Kanali është i hapur pranë shtëpive, ka rrezik për fëmijët.", "The canal is open beside the houses, it is dangerous for children."),
            ("Një viç ra në kanal. Nesër mund të jetë një fëmijë.", "A calf fell into the canal. Tomorrow it may be a child."),
            ("Pusi i vjetër te burimi është pa mbulesë.", "The old well by the spring has no cover."),
        )),
    ), (
        ("Vumë rrethim të përkohshëm. Mbulimi hyn në buxhetin e radhës.", "We put up a fence for now. The cover goes into the next budget."),
        ("U mbulua me skarë hekuri.", "It is covered with an iron grating."),
    ), "", 0.04),
    Matter("trust.police", (
        Say(("Pak polici në mbrëmje", "Little police in the evening"), (
            ("Policinë nuk e shohim kurrë në mbrëmje.", "We never see the police in the evening."),
            ("Kur i marrim në telefon, vijnë pas një ore.", "When we call them, they come after an hour."),
            ("Të kalojnë edhe nga fshati, jo vetëm nga lulishtja.", "They should come through the village, too, not only past the park."),
        )),
    ), (("E diskutuam me komisariatin: patrulla kalon tri herë në javë, por jo çdo mbrëmje.", "We discussed it with the police station: the patrol passes three times a week, but not every evening."),), "will_not", 0.02),
    Matter("disaster.flood", (
        Say(("Kanal kullues i bllokuar", "Blocked drain"), (
            ("Kur bie shi, kanali bllokohet dhe na mbushet oborri me ujë.", "When it rains, the drain blocks and our yard fills with water."),
            ("Ura e vogël mban degë e shishe, uji kalon sipër rrugës.", "The small bridge catches branches and bottles, and the water runs over the road."),
            ("Në dy orë shi u përmbyt bodrumi i shkollës.", "After two hours of rain the school's cellar was flooded."),
        )),
    ), (
        ("E pastruam kanalin para shirave.", "We cleaned the drain before the rains."),
        ("Ekskavatori hapi 300 metra kanal; lajmëroni nëse bllokohet prapë.", "The digger opened 300 metres of drain; tell us if it blocks again."),
    ), "solved", 0.04),
)  # fmt: skip

ENGLISH = {
    "lighting.none": ("I teach English here and walk home at six. There is not one lamp after the bridge.",
                      "Jap anglisht këtu dhe kthehem më këmbë në orën gjashtë. Pas urës nuk ka asnjë llambë."),
    "clean.waste": ("We came back from Bari for the holidays. The bins by my parents' house have been full for ten days.",
                    "U kthyem nga Bari për pushime. Kazanët te shtëpia e prindërve janë plot prej dhjetë ditësh."),
    "clean.stray": ("Seven dogs follow me every time I cycle through. One has bitten my tyre.",
                    "Shtatë qen më ndjekin sa herë kaloj me biçikletë. Njëri më kafshoi gomën."),
    "streets.speed": ("Please put a speed camera here, my kids play ten metres away.",
                      "Ju lutem vini një matës shpejtësie, fëmijët e mi luajnë dhjetë metra më tej."),
    "play.playground": ("Could the school yard stay open after lessons? There is nowhere else for the kids.",
                        "A mund të rrijë hapur oborri i shkollës pas mësimit? Fëmijët s’kanë ku të shkojnë."),
}  # fmt: skip
TAILS = (
    ("Ju lutem shikojeni.", "Please look at it."), ("E kemi thënë edhe vitin e kaluar.", "We said so last year, too."),
    ("Faleminderit.", "Thank you."), ("Kush merret me këtë?", "Who deals with this?"), ("Prej muajsh kështu.", "It has been so for months."),
    ("Po pres përgjigje.", "I am waiting for an answer."), ("Edhe komshinjtë thonë të njëjtën gjë.", "The neighbours say the same."),
    ("Mos prisni sa të ndodhë ndonjë gjë.", "Do not wait until something happens."), ("Flas edhe për tri familje të tjera.", "I speak for three other families, too."),
)  # fmt: skip
# What a focal point notes beside the words, by the way they came.
TOLD = {
    "paper": ("E solli me letër.", "Brought it as a letter."), "person": ("Ma tha te dera.", "Told me at the door."),
    "phone": ("Më mori në telefon, në mbrëmje.", "Called me, in the evening."),
}  # fmt: skip
GROUND = (
    ("Ky vend nuk është i bashkisë, po i pronarëve përreth. Ua thamë me shkrim.", "This ground is not the municipality's but the owners' around it. We told them in writing."),
    ("Toka është në gjyq; derisa të vendoset nuk mund të punojmë aty.", "The plot is before the court; until that ends we cannot work there."),
    ("Rruga është rajonale dhe i përket Autoritetit Rrugor. Ia dërguam kërkesën.", "The road is a regional one and belongs to the road authority. We sent it the request."),
)  # fmt: skip
# What the State Police wrote back about what was handed to it.
WROTE_BACK = (
    ("Policia e Shtetit qëndroi këtu dy javë me matës shpejtësie dhe gjobiti njëmbëdhjetë shoferë.", "The State Police stood here for two weeks with a speed gun and fined eleven drivers."),
    ("Policia e Shtetit e pa vendin dhe kontrollon tani në fundjavë, në orë të ndryshme.", "The State Police looked at the place and now checks at weekends, at different hours."),
    ("Policia e Shtetit foli me drejtuesit e mjeteve; prej atëherë nuk është ankuar njeri.", "The State Police spoke with the drivers; nobody has complained since."),
)  # fmt: skip
READY = (
    ("U bë. Nëse nuk ju duket mirë, na e thoni me të njëjtin kod.", "It is done. If it does not look right, tell us with the same code."),
    ("U bë këtë javë. Faleminderit për durimin.", "Done this week. Thank you for your patience."),
    ("Puna mbaroi; inxhinierja e pa dhe e mori në dorëzim.", "The work is finished; the engineer saw and accepted it."),
)  # fmt: skip
PLANS = (
    ("E kemi në planin e kësaj jave.", "It is in this week's plan."),
    ("Ekipi vjen brenda dhjetë ditësh.", "The crew comes within ten days."),
    ("E pamë sot. Ekipi e ka në listë për ditët në vijim.", "We saw it today. The crew has it on the list for the next days."),
)  # fmt: skip
# What is said in meetings: the theme, the words, their English.
INPUTS = (
    ("lighting", "Duam dritë te rruga e shkollës, dimri është i gjatë.", "We want light on the school road, winter is long."),
    ("lighting", "Vajza ime nuk shkon te kursi se kthehet në errësirë.", "My daughter does not go to her course because she comes back in the dark."),
    ("lighting", "Pleqtë nuk dalin më pasi bie dielli, se s’kanë dritë.", "Old people no longer go out after sunset, because there is no light."),
    ("lighting", "Llambat e para vini te lagjja pas kanalit, aty s’ka asnjë dritë.", "Put the first lamps in the quarter behind the canal, there is no light at all."),
    ("lighting", "Kur ka errësirë, autobusi i mëngjesit nuk na sheh dhe ikën.", "When it is dark the morning bus does not see us and drives on."),
    ("lighting", "Më mirë pak drita që punojnë se shumë që digjen.", "Better a few lights that work than many that burn out."),
    ("streets", "Vendkalimi te shkolla duhet i ngritur, që makinat të ngadalësojnë.", "The crossing at the school must be raised, so that cars slow down."),
    ("streets", "Të rinjtë nuk kanë ku të rrinë pas mësimit.", "Young people have nowhere to be after lessons."),
    ("streets", "Policia të kalojë edhe në fshat, jo vetëm në qendër.", "The police should come to the village, too, not only to the centre."),
    ("streets", "Fëmijët duan vend loje te shkolla, jo te parkingu.", "The children want a place to play at the school, not at the car park."),
    ("streets", "Unë e çoj vetë nipin deri te porta, s’i besoj rrugës.", "I take my grandson to the gate myself, I do not trust the road."),
    ("streets", "Shoferët e furgonëve të mos ndalen mbi vijat e bardha.", "Van drivers should not stop on the white lines."),
)  # fmt: skip
