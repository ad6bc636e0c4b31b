"""What each rule marks and what it leaves alone, in sentences that people write (M4, M11, M13, M14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from community import triage
from community.models import Level, Relation

pytestmark = pytest.mark.one_engine

MARKED = {
    "contact": [
        "Write to anna.b@example.org if you like.",
        "anna (at) example.org",
        "Ring me on 020 7946 0123.",
        "Ring 467 3395 and ask for the lady with the cane.",
        "Call 345-899-3560x45 after four.",
        "Mi número es +34 612 34 56 78.",
        "Look at www.example.org/me or myblog.com",
        "I am @quiet_fern there.",
        "Find me on Facebook.",
        "Escríbeme por WhatsApp.",
    ],
    "address": [
        "I live at 12 Elm Street.",
        "Come to 7b, Old Mill Road, any day.",
        "Our postcode is SW1A 1AA.",
        "Vivo en la calle Mayor 5.",
        "Calle de la Cruz Verde, número 12.",
        "Avda. San Juan, 3",
    ],
    "birth": [
        "I was born on 3 May 1990.",
        "She was born on the 3rd of May.",
        "My birthday is May 3.",
        "Date of birth: 03/05/1990.",
        "DOB 1990-05-03",
        "Nací el 3 de mayo de 1990.",
        "Fecha de nacimiento: 3/5/1990",
    ],
    "accused": [
        "Dr Smith made a mistake.",
        "Dr. Smith saw me twice. He laughed at me.",
        "They ignored us at Queen Mary Hospital.",
        "Nurse Jones never listened.",
        "I will never forgive Doctor Brown: he was wrong.",
        "La doctora García no me escuchó. La Dra. García se equivocó.",
        "En el Hospital de la Paz hubo una negligencia.",
    ],
    "dose": [
        "I took 40 mg in the morning, and 5mg at night.",
        "I took 5mg.",
        "She gets 2.5 mg/kg.",
        "Two tablets at night helped.",
        "I doubled my evening dose.",
        "He skipped a dose.",
        "Tomaba 100 microgramos.",
        "Dos pastillas por la noche.",
        "Dupliqué la dosis.",
    ],
    "stopping": [
        "I stopped taking my tablets.",
        "We quit all of the antibiotics.",
        "My aunt said “stop taking your pills”.",
        "I came off steroids.",
        "She refused the chemotherapy.",
        "Dejé de tomar las pastillas.",
        "Abandoné el tratamiento.",
    ],
    "cure": [
        "This tea cured me.",
        "Now I am completely cured.",
        "It is a miracle.",
        "It works for everyone.",
        "La dieta me curó.",
        "Estoy totalmente curada.",
    ],
    "brand": ["I recommend Wundertee to all.", "Buy Sanoflex.", "Use my discount code.", "Sanoflex® helped."],
    "profession": [
        "I am a nurse, so I knew.",
        "As a retired doctor myself I would wait.",
        "Speaking as a clinical psychologist, it works.",
        "I worked as a paramedic for years.",
        "Soy enfermera y lo veo cada día.",
        "Como médico que soy, lo sé.",
    ],
    "recognised": [
        "I am a 34-year-old woman.",
        "My son Peter is ill.",
        "We live in Little Snoring.",
        "It began on 3 May 2019.",
        "It began in March 2019.",
        "I am the mayor.",
        "He went to Hill House School.",
        "Tengo 34 años.",
        "Me llamo Ana.",
        "Vivo en Cáceres.",
        "Soy bombero.",
        "Fue el 3 de mayo de 2019.",
        "Dr Smith was kind.",
    ],
}
LEFT = {
    "contact": [
        "It began on 12.03.2019 and ended in 2020.",
        "From 2010-2015 nothing happened.",
        "I was there at 10.30 and at 11.",
        "One in 1,000,000,000 people.",
        "Nobody e.g. my aunt knew.",
    ],
    "address": [
        "I walked 12 streets to the clinic.",
        "In 2019 Oxford Street was closed.",
        "I gave them 10 Euro.",
        "La calle estaba vacía.",
        "My level of B12 was 300.",
    ],
    "birth": [
        "I was born in 1990.",
        "He was born early.",
        "It began on 3 May 2019.",
        "Nací en Cáceres.",
        "DOB unknown",
    ],
    "accused": [
        "Dr Smith was kind and explained everything.",
        "It was my mistake. I was late. I went home. Then Dr Smith rang.",
        "Dr Smith did not make a mistake.",
        "The hospital ignored me.",
        "La doctora fue amable.",
    ],
    "dose": [
        "My level was 12 mg/dL.",
        "I ate 20 mg of gluten.",
        "A cake with 200 g of flour.",
        "I never doubled my dose.",
        "I took it in the morning.",
        "Nunca dupliqué la dosis.",
    ],
    "stopping": [
        "I stopped smoking.",
        "Never stop taking your tablets.",
        "I did not stop the treatment.",
        "My doctor stopped the infusions.",
        "No dejé el tratamiento.",
        "Dejé de fumar.",
    ],
    "cure": [
        "There is no cure.",
        "It cannot be cured.",
        "It never cured me.",
        "I had a pedicure.",
        "No estoy curada.",
        "El cura vino a casa.",
    ],
    "brand": ["I recommend walking.", "I would not recommend Sanoflex.", "I recommend Dr Smith."],
    "profession": [
        "I am not a doctor.",
        "I saw a nurse.",
        "I was a patient of a doctor.",
        "As my doctor says, it helps.",
        "No soy médico.",
        "Fui al médico.",
        "Soy hija de médico.",
    ],
    "recognised": ["I feel well today.", "It hurts in January.", "In the morning I rest.", "We heard of Lyme disease."],
}
ACUTE = [
    "I want to kill myself.",
    "I’m going to end my life.",
    "I don’t want to live any more.",
    "I keep thinking about suicide.",
    "Everybody would be better off without me.",
    "I feel so suicidal.",
    "I have taken all my tablets.",
    "I might hurt myself.",
    "I am going to hurt my mother.",
    "My husband hits me.",
    "I took an overdose just now.",
    "Quiero morirme.",
    "No quiero vivir más.",
    "Voy a hacerme daño.",
    "Mi marido me pega.",
    # What is denied beside it, or only sounds like a denial.
    "There isn't a day that I don't think of killing myself.",
    "I can't sleep without thinking of suicide.",
    "I try not to think about suicide.",
    "Why not just kill myself?",
    "I am not suicidal but I want to die.",
    "My doctor never listens and I want to end it all.",
    "No pasa un día sin pensar en suicidarme.",
    "No hay día que no piense en matarme.",
    "Intento no pensar en matarme.",
    # Without accents and apostrophes, as people type in haste.
    "I dont want to live anymore",
    "im going to kill myself",
    "quiero quitarme la vida, no puedo mas",
    "Anoche intente suicidarme.",
    "Mi papa me pega.",
    # Of somebody else, and of whoever lives with the author.
    "My daughter wants to kill herself.",
    "My mother keeps talking about killing herself.",
    "Mi hermana se quiere matar.",
    "My husband threatens to kill me.",
    "My mum's boyfriend hits me.",
    "My parents hit me every day.",
    "He won't stop beating me.",
    "I was raped yesterday.",
    "My grandad touches me.",
    "Mi hermano abusa de mí.",
    "Mi padre no deja de pegarme.",
    "I took too many pills.",
    "Me acabo de tomar todas las pastillas.",
    "I might cut myself again.",
    "He raped me last night.",
    "Anoche me violaron.",
    "My husband locks me in.",
    "Mi hijo me encierra.",
    "Quiero dormirme y no despertar.",
]
CAREFUL = [
    "Back then I wanted to die.",
    "Years ago I tried to kill myself.",
    "My brother took his own life.",
    "She told me: “I want to die”.",
    "En aquel tiempo quería morir.",
    "Intenté suicidarme hace años.",
    "I wanted to die when they told me, ten years ago.",
    "When I was fifteen I tried to kill myself, and today I laugh again.",
    "I don't think I want to die.",
    "I am not saying that I want to die.",
    "I no longer want to die.",
    "I promised my mother not to kill myself.",
    "I stopped wanting to kill myself.",
    "Ya no quiero morir.",
    "The pain made me want to die.",
    "I used to want to die.",
    "My father wants to die at home.",
    "My husband beat me for years.",
    "I was raped when I was a student.",
    "My cousin committed suicide last night.",
]
NO_DANGER = [
    "I do not want to die.",
    "I never wanted to kill myself.",
    "I would die for a slice of bread.",
    "This illness is killing me.",
    "I was dying to know.",
    "My wife will kill me for telling this.",
    "I don’t want to live with my parents.",
    "I cut myself on a glass.",
    "I did not want to hurt her feelings.",
    "It hits me that she is gone.",
    "No quiero morir.",
    "No quiero vivir en Madrid.",
    "Nunca pensé en suicidarme.",
    "I have never had any thoughts of suicide.",
    "I am not suicidal.",
    "I don't feel suicidal.",
    "None of us want to die.",
    "Nadie quiere morir.",
    "No me quiero morir.",
    "Nunca he querido matarme.",
    "No puedo correr pero no quiero morir.",
    "My husband never hits me.",
    "Mi marido nunca me pega.",
    "My mum beats me at chess.",
    "My brother hits me with bad jokes.",
    "My uncle touches me deeply with his songs.",
    "I took all my pills with breakfast.",
    "Me tomé todas las pastillas con agua.",
    "I am cutting myself some slack.",
    "I want to die of embarrassment when it gurgles.",
    "Me quiero morir de risa.",
    "Sé que voy a morir de esto.",
    "I may die of this.",
    "I could burn myself without noticing.",
    "I have to stab myself with a needle twice a day.",
    "She kicks me whenever I lie down.",
    "Nobody is ready to die.",
]
CHILD_NOW = [
    "My partner isn't himself and hits my daughter.",
    "I never sleep and I am afraid I will hurt my baby.",
    "I can't stop hitting my baby.",
    "My dad beats my little sister.",
    "My husband will kill our daughter.",
    "Le pego a mi hijo.",
    "No deja de pegar a mi hija.",
]
CHILD_EARLIER = ["Years ago I hit my son.", "As a child I was abused.", "I don't think he hits my son."]
NO_CHILD = [
    "I never hit my son.",
    "My husband never hits our daughter.",
    "Nunca le pega a mi hija.",
    "I was not abused as a child.",
    "I was told that the drug could harm my baby.",
    "I did not want to hurt my baby.",
    "I beat my daughter at draughts.",
    "I shake my baby’s rattle.",
    "My husband touches her hand.",
    "The virus hits our children hard.",
    "Esta enfermedad golpea a mi hija.",
]


def rules(text):
    return {mark.rule for mark in triage.read(text)}


@pytest.mark.promise("C16", "M3", "M4", "M13", "M14")
@pytest.mark.parametrize("name", MARKED)
def test_rule_marks_what_it_is_for(name):
    assert [text for text in MARKED[name] if name not in rules(text)] == []


@pytest.mark.promise("M14")
@pytest.mark.parametrize("name", LEFT)
def test_rule_leaves_alone_what_only_looks_like_it(name):
    assert [text for text in LEFT[name] if name in rules(text)] == []


def level(text, rule="danger"):
    found = [mark.level for mark in triage.read(text) if mark.rule == rule]
    return max(found, key=triage.HEIGHTS.__getitem__, default=None)


@pytest.mark.promise("M11")
def test_danger_of_now_is_acute():
    assert [text for text in ACUTE if level(text) != Level.DANGER] == []


def test_danger_of_an_earlier_time_or_in_a_quotation_is_read_with_care():
    assert [(text, level(text)) for text in CAREFUL if level(text) != Level.HIGH] == []


def test_what_is_denied_or_only_a_manner_of_speaking_is_no_danger():
    assert [text for text in NO_DANGER if level(text)] == []


@pytest.mark.promise("M11")
def test_danger_to_a_child_is_acute_now_read_with_care_later_and_not_found_where_it_is_denied():
    assert [text for text in CHILD_NOW if level(text, "child") != Level.DANGER] == []
    assert [text for text in CHILD_EARLIER if level(text, "child") != Level.HIGH] == []
    assert [text for text in NO_CHILD if level(text, "child")] == []


HIDDEN = "\u00ad\u200b\u200d\u2060\ufeff"


@pytest.mark.promise("M11")
@pytest.mark.parametrize(
    "text",
    [
        "I want to kill my\u00adself.",
        "I\u200b want \u2060to d\u200die.",
        "I want to \U0001d5f1\U0001d5f6\U0001d5f2.",
        "".join(chr(ord(sign) + 0xFEE0) if sign != " " else "\u3000" for sign in "I want to die."),
        *(f"I don{sign}t want to live any more." for sign in "\u2018\u2019\u02bc\u00b4`\uff07"),
    ],
)
def test_danger_is_found_however_its_letters_are_typed(text):
    assert level(text) == Level.DANGER


SAID = "Hello, I want to die, and anna@example.org knows."


@given(some.lists(some.tuples(some.integers(0, len(SAID)), some.sampled_from(HIDDEN)), max_size=30))
def test_mark_stands_on_what_was_written_whatever_is_hidden_in_it(hidden):
    """It covers the words, and begins and ends with a letter that is seen."""
    between = ["".join(sign for place, sign in hidden if place == here) for here in range(len(SAID) + 1)]
    text = "".join(signs + letter for signs, letter in zip(between, [*SAID, ""], strict=True))
    covers = [text[each.place : each.place + each.length] for each in triage.read(text)]
    assert [each.strip(HIDDEN) for each in covers] == covers
    assert [each.translate(dict.fromkeys(map(ord, HIDDEN))) for each in covers] == ["want to die", "anna@example.org"]


@pytest.mark.promise("C14")
@pytest.mark.parametrize("relation", Relation.values)
def test_whoever_writes_is_asked_for_their_age_in_every_role(relation):
    text = "I am 11 years old and in primary school."
    found = triage.read_all(title="", text=text, ties="", relation=relation)
    assert {"underage"} <= {each.mark.rule for each in found}


def test_an_age_in_a_quotation_is_somebody_else_s():
    assert "underage" not in rules("“I am 9 and I am brave”, she told the nurse.")


def test_mark_stands_where_the_words_stand():
    text = "Hello. Don’t ring 020 7946 0123, please."
    mark = next(each for each in triage.read(text) if each.rule == "contact")
    assert text[mark.place : mark.place + mark.length] == "020 7946 0123"


@pytest.mark.promise("C16")
def test_title_and_links_with_companies_are_read_too():
    found = triage.read_all(
        title="From a@b.org",
        text="We live in Leeds, 12 Elm Street.",
        ties="At Roche, DOB 1990-05-03.",
        relation="person",
    )
    assert {(part, mark.rule, words) for part, mark, words in found} == {
        ("title", "contact", "a@b.org"),
        ("", "recognised", "in Leeds"),
        ("", "address", "12 Elm Street"),
        ("ties", "birth", "DOB 1990-05-03"),
    }


@pytest.mark.promise("M4")
def test_every_rule_says_why_to_the_author_and_to_the_moderator():
    assert [
        rule.name for rule in triage.RULES if not (str(rule.to_author)[-1] == str(rule.to_moderator)[-1] == ".")
    ] == []
    assert len({rule.name for rule in triage.RULES}) == len(triage.RULES)
    assert {mark.rule for texts in MARKED.values() for text in texts for mark in triage.read(text)} <= {
        rule.name for rule in triage.RULES
    }


def test_long_text_gives_few_marks_and_none_of_danger_is_lost():
    text = "I took an overdose years ago. " * 60 + "I want to die."
    marks = [mark for mark in triage.read(text) if mark.rule == "danger"]
    assert len(marks) == triage.MOST
    assert Level.DANGER in {mark.level for mark in marks}
