"""What a browser would send back of an administration page: every field as it stands there, with some typed anew."""


def filled(answer, **typed):
    """The data of the page's form and of its parts, changed by what is typed (`names__0__use` for a part)."""
    parts = [part.formset for part in answer.context["inline_admin_formsets"]]
    forms = [
        answer.context["adminform"].form,
        *(form for part in parts for form in [part.management_form, *part.forms]),
    ]
    fields = {field.html_name: field.value() for form in forms for field in form if not field.field.disabled}
    kept = {name: "" if value is None else value for name, value in fields.items() if value is not False}
    return kept | {name.replace("__", "-"): value for name, value in typed.items()}


def one_more(answer, prefix, **row):
    """A further row of a part, as a browser adds it."""
    part = next(part.formset for part in answer.context["inline_admin_formsets"] if part.formset.prefix == prefix)
    place = part.total_form_count()
    return {f"{prefix}-TOTAL_FORMS": place + 1} | {f"{prefix}-{place}-{name}": value for name, value in row.items()}
