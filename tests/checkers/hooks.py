"""What schemathesis cannot know of Rungs by itself; tests/contract loads it through SCHEMATHESIS_HOOKS."""

import json

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

# Well formed and yet refused, as no schema can say what a ladder holds or what was handed out. A fault that a schema
# could have told (a member too many, a value that is not among its values) stays out of here.
NOT_IN_ANY_SCHEMA = {
    "before_1970",
    "before_observed",
    "before_start",
    "by_self",
    "duplicate_criterion",
    "duplicate_id",
    "has_a_part",
    "in_the_future",
    "in_the_past",
    "missing_start",
    "name_of_another",
    "no_band",
    "no_criteria",
    "no_dates",
    "no_path",
    "no_such_date",
    "no_such_place",
    "not_by_self",
    "not_expected",
    "not_somebody_else",
    "not_the_person",
    "not_upwards",
    "nothing_answered",
    "nothing_given",
    "nothing_said",
    "outlives_its_maker",
    "reviewed_by_giver",
    "reviewed_by_self",
    "scope_not_held",
    "state_changed",
    "state_expired",
    "state_of_another_quiz",
    "state_unknown",
    "unknown_answer",
    "unknown_criterion",
    "unknown_cursor",
    "unknown_ladder",
    "unknown_level",
    "unknown_locale",
    "unknown_option",
    "unknown_phase",
    "unknown_qualifier",
    "unknown_question",
    "unknown_resource",
    # Of an answer: which ones a question has, the ladder says.
    "unknown_value",
    "unknown_version",
    "unnamed_assessor",
}


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    if isinstance(value, bytes):
        return {"data": value}
    if isinstance(value, str):
        return {"data": value.encode("utf-8", "surrogatepass")}
    return {"data": json.dumps(value).encode()}


@schemathesis.hook
def filter_case(ctx, case):
    """Lines are declared as text, and whatever is sent is text: there is no wrong type to send. Nor is there in a form."""
    if case.media_type == "application/x-www-form-urlencoded" and isinstance(case.body, dict):
        return all(isinstance(value, list if name in ("met", "asked") else str) for name, value in case.body.items())
    return case.media_type != "application/x-ndjson" or isinstance(case.body, (str, bytes))


@schemathesis.check
def valid_data_accepted(ctx, response, case):
    """The built-in positive_data_acceptance, but for what only the service can know."""
    # What is there already no schema tells.
    if response.status_code in (412, 428):
        return None
    if response.status_code == 422:
        errors = response.json().get("errors", [])
        # Findings of a document: its proof is in no schema. What its schema says is tried by check-jsonschema.
        if errors and all("severity" in error for error in errors):
            return None
        # Patterns that would say which characters a text holds are not written alike everywhere.
        untold = ("control characters", "something that is seen")
        errors = [error for error in errors if not any(words in error.get("detail", "") for words in untold)]
        if not errors:
            return None
        # How many decimals a number has: `multipleOf` would pass a binary float.
        errors = [error for error in errors if (error.get("pointer"), error.get("code")) != ("/amount", "wrong_format")]
        codes = {error.get("code") for error in errors}
        if codes and codes <= NOT_IN_ANY_SCHEMA:
            return None
    return positive_data_acceptance(ctx, response, case)
