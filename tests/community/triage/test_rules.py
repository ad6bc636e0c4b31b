"""What each rule marks and what it leaves alone, in sentences that people write (M4, M11, M13, M14)."""

import pytest

from community import triage
from community.models import Level

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
]
CAREFUL = [
    "Back then I wanted to die.",
    "Years ago I tried to kill myself.",
    "My brother took his own life.",
    "She told me: “I want to die”.",
    "En aquel tiempo quería morir.",
    "Intenté suicidarme hace años.",
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


def level(text):
    found = [mark.level for mark in triage.read(text) if mark.rule == "danger"]
    return max(found, key=triage.HEIGHTS.__getitem__, default=None)


@pytest.mark.promise("M11")
def test_danger_of_now_is_acute():
    assert [text for text in ACUTE if level(text) != Level.DANGER] == []


def test_danger_of_an_earlier_time_or_in_a_quotation_is_read_with_care():
    assert [(text, level(text)) for text in CAREFUL if level(text) != Level.HIGH] == []


def test_what_is_denied_or_only_a_manner_of_speaking_is_no_danger():
    assert [text for text in NO_DANGER if level(text)] == []


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
