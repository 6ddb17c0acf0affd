"""What the sample's two working sessions wrote down, step by step, with the English beside."""

from __future__ import annotations

from firstdoor.core.texts import Texts, make

LIGHT = {
    1: {"who_is_here": "Bashkia, Policia e Shtetit, OSHEE, drejtoresha e shkollës, pika fokale, katër banorë.",
        "for_whom": "Për nxënësit e turnit të dytë, për gratë që kthehen nga puna, për të moshuarit.",
        "who_is_missing": "Shoferët e autobusit; i pyesim të hënën."},
    2: {"heard": "Të gjithë përmendin të njëjtën rrugë dhe të njëjtën orë.", "figures": "Gjashtë nga dhjetë nuk ndihen në siguri pasi errësohet."},
    3: {"problem": "Nga shkolla deri te ura nuk punon asnjë llambë, dhe kush mund nuk del më.",
        "causes": "Shtyllat u vunë pa rrjet, dhe askush nuk i mori në dorëzim."},
    4: {"goal": "Rruga e shkollës ka dritë nga muzgu, dhe njerëzit ndihen në siguri në të.",
        "indicator": "Sa llamba punojnë, dhe sa banorë ndihen në siguri pasi errësohet.",
        "value_now": "0 llamba; 31\N{NO-BREAK SPACE}% nga 118 banorë të pyetur."},
    5: {"ideas": "Llamba LED, llamba diellore, patrullë, bashkim rrugësh.", "options": "14 llamba LED për 1 200 000 lekë, dy muaj; 9 llamba diellore për 1 500 000 lekë."},
    6: {"partners": "OSHEE për lidhjen, shkolla, pika fokale.", "risks": "Shiu vonon gërmimet; i nisim sa pa filluar stina e lagësht.", "upkeep": "Drejtoria e Shërbimeve i kontrollon një herë në muaj."},
    7: {"to_whom": "Banorëve të lagjes dhe prindërve.", "message": "Kur nisin gërmimet, kur ndizet drita, kush përgjigjet.", "language_used": "Shqip.",
        "channels": "Shkolla, kryetari i fshatit, fletë në dyqane.", "who_speaks": "Pika Fokale e Komunitetit, Kuman.",
        "when": "Në fillim, në mes dhe në fund.", "answer_back": "Me kodin, me telefon, ose te pika fokale.", "without_internet": "Derë më derë.",
        "cost": "20 000 lekë.", "arrived": "Pyesim dhjetë shtëpi nëse e dinë datën."},
    8: {"plan": "Gërmime dy javë, shtylla tre javë, lidhja dhe prova dy javë.", "owner": "Drejtoria e Shërbimeve.", "decision": "E propozojmë si projekt pilot.",
        "told": "Çdo zëri i përgjigjemi pas vendimit."},
}  # fmt: skip
PLAY = {
    1: {"who_is_here": "Bashkia, mësuesit, tetë nxënës, gjashtë nëna, Policia Bashkiake.",
        "for_whom": "Për 230 nxënës dhe prindërit e tyre.", "who_is_missing": "Nxënësit me aftësi të kufizuara; drejtoresha flet me familjet."},
    2: {"heard": "Fëmijët thonë: luajmë në rrugë se oborri është bosh.", "figures": "Në pesë pasdite pamë mesatarisht tre fëmijë në oborr."},
    3: {"problem": "Pas mësimit fëmijët luajnë në rrugë, sepse oborri i shkollës është bosh.", "causes": "Oborri mbyllet në orën një dhe nuk ka asnjë pajisje."},
    4: {"goal": "Oborri rri hapur pasdite dhe fëmijët luajnë aty, jo në rrugë.", "indicator": "Sa fëmijë luajnë në oborr pas mësimit.",
        "value_now": "Mesatarisht 3 fëmijë, të numëruar në pesë pasdite."},
    5: {"ideas": "Kënd lojërash, rrugë e mbyllur, mësues kujdestar.", "options": "Kënd lojërash për 800 000 lekë, pajisjet i zgjedhin fëmijët dhe nënat; rrugë e mbyllur dy orë në ditë, pa kosto."},
    6: {"partners": "Shkolla hap portën; këshilli i prindërve kujdeset për rërën.", "risks": "Pajisje që prishen: blihen me garanci pesëvjeçare dhe certifikatë sigurie.",
        "upkeep": "Shkolla i shikon çdo javë, bashkia i riparon."},
    7: {"to_whom": "Nxënësve, nënave, fqinjëve.", "message": "Si votohet, çfarë u zgjodh, kur hapet.", "language_used": "Shqip, me vizatime.",
        "channels": "Klasat, takimi i prindërve, tabela te porta.", "who_speaks": "Drejtoresha dhe pika fokale.", "when": "Para votimit, pas numërimit, në hapje.",
        "answer_back": "Te mësuesja, ose me kodin.", "without_internet": "Letër për çdo shtëpi.", "cost": "15 000 lekë.", "arrived": "Numërojmë kartat që kthehen."},
    8: {"plan": "Votimi dy javë; pajisjet porositen pas numërimit; vendi përgatitet ndërkohë.", "owner": "Drejtoria e Shërbimeve.",
        "decision": "E propozojmë; pajisjet vendosen me votim.", "told": "Fëmijëve u tregohet rezultati në klasë."},
}  # fmt: skip

LIGHT_IN_ENGLISH = {
    1: {"who_is_here": "The municipality, the State Police, OSHEE, the head of the school, the focal point, four residents.",
        "for_whom": "For the pupils of the second shift, for women who come home from work, for old people.",
        "who_is_missing": "The bus drivers; we ask them on Monday."},
    2: {"heard": "Everybody names the same road and the same hour.", "figures": "Six in ten do not feel safe after dark."},
    3: {"problem": "From the school to the bridge not one lamp works, and whoever can stays at home.",
        "causes": "The poles were put up without a network, and nobody took them over."},
    4: {"goal": "The school road has light from dusk on, and people feel safe on it.",
        "indicator": "How many lamps work, and how many residents feel safe after dark.",
        "value_now": "0 lamps; 31% of 118 residents asked."},
    5: {"ideas": "LED lamps, solar lamps, a patrol, walking home together.",
        "options": "14 LED lamps for 1,200,000 lek, two months; 9 solar lamps for 1,500,000 lek."},
    6: {"partners": "OSHEE for the connection, the school, the focal point.",
        "risks": "Rain delays the digging; we begin before the wet season.", "upkeep": "The Services Directorate checks them once a month."},
    7: {"to_whom": "Residents of the quarter and parents.", "message": "When digging begins, when the light comes on, who answers for it.",
        "language_used": "Albanian.", "channels": "The school, the village head, sheets in shops.",
        "who_speaks": "The Community Focal Point of Kuman.", "when": "At the start, in the middle and at the end.",
        "answer_back": "With the code, by telephone, or at the focal point.", "without_internet": "From door to door.",
        "cost": "20,000 lek.", "arrived": "We ask ten homes whether they know the date."},
    8: {"plan": "Digging two weeks, poles three weeks, connection and trial two weeks.", "owner": "The Services Directorate.",
        "decision": "We propose it as a pilot.", "told": "We answer each voice after the decision."},
}  # fmt: skip
PLAY_IN_ENGLISH = {
    1: {"who_is_here": "The municipality, the teachers, eight pupils, six mothers, the municipal police.",
        "for_whom": "For 230 pupils and their parents.", "who_is_missing": "Pupils with disabilities; the head of the school talks with the families."},
    2: {"heard": "The children say: we play in the street because the yard is empty.",
        "figures": "On five afternoons we saw three children in the yard on average."},
    3: {"problem": "After school the children play in the street, because the school yard is empty.",
        "causes": "The yard closes at one o'clock and has no equipment."},
    4: {"goal": "The yard stays open in the afternoon, and the children play there, not in the street.",
        "indicator": "How many children play in the yard after school.", "value_now": "3 children on average, counted on five afternoons."},
    5: {"ideas": "A playground, a closed street, a teacher on duty.",
        "options": "A playground for 800,000 lek, its equipment chosen by children and mothers; a street closed two hours a day, at no cost."},
    6: {"partners": "The school opens the gate; the parents' council looks after the sand.",
        "risks": "Equipment that breaks: bought with a five-year guarantee and a safety certificate.",
        "upkeep": "The school looks at it every week, the municipality repairs it."},
    7: {"to_whom": "Pupils, mothers, neighbours.", "message": "How the vote works, what was chosen, when it opens.",
        "language_used": "Albanian, with drawings.", "channels": "The classes, the parents' meeting, a board at the gate.",
        "who_speaks": "The head of the school and the focal point.", "when": "Before the vote, after the count, at the opening.",
        "answer_back": "To the teacher, or with the code.", "without_internet": "A letter for each home.", "cost": "15,000 lek.",
        "arrived": "We count the cards that come back."},
    8: {"plan": "Two weeks of voting; the equipment is ordered after the count; the ground is prepared meanwhile.",
        "owner": "The Services Directorate.", "decision": "We propose it; the equipment is decided by vote.",
        "told": "The children hear the result in class."},
}  # fmt: skip


def in_both(step: dict[str, str], english: dict[str, str]) -> dict[str, Texts]:
    """One step as the session stores it: the Albanian that was written, with its English."""
    return {name: make("sq", words, en=english[name]) for name, words in step.items()}
