"""What authors say of their own profession: readers are to take them for people who lived something (M3)."""

from collections.abc import Iterator

from community.triage.marks import Mark, found, mark, phrase

WHO = (
    r"(?:doctor|physician|surgeon|nurse|midwife|paramedic|pharmacist|dentist|psychologist|psychiatrist|therapist|"
    r"physiotherapist|dietitian|nutritionist|gp|cardiologist|neurologist|hepatologist|gastroenterologist|"
    r"paediatrician|pediatrician|geneticist|genetic counsellor|clinician|medical student)\b"
)
QUIEN = (
    r"(?:médic[oa]|doctora?|ciruj[ao]n[oa]?|enfermer[oa]|matrona|paramédic[oa]|farmacéutic[oa]|dentista|psicólog[oa]|"
    r"psiquiatra|terapeuta|fisioterapeuta|dietista|nutricionista|cardiólog[oa]|neurólog[oa]|hepatólog[oa]|pediatra|"
    r"genetista|profesional de la salud|estudiante de medicina)\b"
)
MORE = r"(?:[\w-]{1,20} ){0,2}?"
SAYS = phrase(
    rf"(?:i am|i'm|i was|i work as|i worked as|i trained as|i qualified as|being|speaking as) (?:a|an|the) {MORE}{WHO}",
    rf"as (?:a|an) {MORE}{WHO} (?:myself|i)\b",
    rf"fui (?:una? )?{QUIEN}",
    rf"(?:soy|trabajo como|trabajaba como|trabajo de) (?:una? )?{MORE}{QUIEN}",
    rf"como (?:una? )?{MORE}{QUIEN} (?:que soy|yo)\b",
)
OF_OTHERS = phrase(
    r"(?:patient|friend|wife|husband|mother|father|daughter|son|sister|brother) of",
    r"(?:paciente|hij[oa]|espos[oa]|mujer|marido|madre|padre) de",
)


def claims(text: str) -> Iterator[Mark]:
    for match in found(SAYS, text):
        if not OF_OTHERS.search(match[0]):
            yield mark(match, "profession")
