# ruff: noqa: INP001 -- a script, not a package
"""The JSON Schemas of the documents whose words are lists in the code, in docs/en/reference/schema.

    python scripts/schemas.py        writes them; a test compares what is written with what this would write

Kinds, statistics, intervals and the like are taken from the code, so that a new one stands in the schema at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from samrit.core.awareness.design import (
    CALIBRATION,
    INTERVALS,
    READINGS,
    REPLICATION,
    SINGLE_PSU,
    SOURCES,
    STATISTICS,
)
from samrit.core.awareness.looks import SPENDING
from samrit.core.counting.conditions import QUESTIONS
from samrit.core.counting.items import DUTIES, KINDS, TOLD, VISIBILITIES
from samrit.surveys.questionnaire import KINDS as QUESTION_KINDS
from samrit.surveys.questionnaire import MOST_OPTIONS, MOST_QUESTIONS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "en" / "reference" / "schema"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
MAYBE_FLAG: Schema = {"type": ["boolean", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DECIMAL: Schema = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", "maxLength": 32}
COUNT: Schema = {"type": "string", "pattern": r"^(0|[1-9][0-9]*)(\.0+)?$", "maxLength": 32}
FIGURE: Schema = {
    "type": "string",
    "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-][0-9]+)?$",
    "description": "Computed: 15 significant digits, an exponent where it is long.",
}


def one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def many(part: Schema, **more: int) -> Schema:
    return {"type": "array", "items": part, **more}


def table(part: Schema) -> Schema:
    """An object whose keys are free."""
    return {"type": "object", "additionalProperties": part}


def or_null(part: Schema) -> Schema:
    return {"anyOf": [part, {"type": "null"}]}


def or_empty(part: Schema) -> Schema:
    """Left out, null, [] and {} mean the same."""
    return {"anyOf": [part, {"type": "null"}, {"type": "array", "maxItems": 0}, {"type": "object", "maxProperties": 0}]}


def item(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object of these keys and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def lax(required: dict[str, Schema], optional: dict[str, Schema]) -> Schema:
    """As `item`, where an optional key may also be empty."""
    return item(required, {name: or_empty(part) for name, part in optional.items()})


def document(name: str, title: str, required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:samrit:{name}:1", "title": title}
    return head | item({"schema": {"const": f"samrit/{name}/1"}} | required, optional)


# --- surveys ---

COLUMNS = {**many(NAME), "uniqueItems": True}
CHOICE: Schema = {"anyOf": [TEXT, many(TEXT)]}
MARGIN = lax({"totals": {**table(DECIMAL), "minProperties": 1}}, {"by": COLUMNS})
DESIGN = document(
    "survey-design",
    "How a sample was drawn, how it is weighted, and what is asked of it",
    {},
    {
        name: or_empty(part)
        for name, part in {
            "estimates": many(
                lax(
                    {"id": NAME, "of": NAME, "statistic": one_of(*STATISTICS)},
                    {
                        "per": NAME,
                        "by": COLUMNS,
                        "where": table(or_empty(CHOICE)),
                        "interval": one_of(*INTERVALS),
                        "level": DECIMAL,
                        "df": {"type": "integer", "minimum": 1},
                        "deff": one_of("srs_wr"),
                    },
                )
            ),
            "weight": NAME,
            "strata": COLUMNS,
            "clusters": COLUMNS,
            "population": COLUMNS,
            "nested": FLAG,
            "single_psu": one_of(*SINGLE_PSU),
            "replicates": lax(
                {"method": one_of(*REPLICATION)},
                {
                    "weights": COLUMNS,
                    "rho": DECIMAL,
                    "create": {"anyOf": [FLAG, {"type": "integer", "minimum": 2, "maximum": 100_000}]},
                    "seed": WHOLE,
                    "centre": one_of("mean", "estimate"),
                },
            ),
            "calibrate": many(
                lax(
                    {"method": one_of(*CALIBRATION), "margins": many(MARGIN, minItems=1)},
                    {"bounds": many(DECIMAL, minItems=2, maxItems=2)},
                )
            ),
            "trim": lax({}, {"lower": DECIMAL, "upper": DECIMAL}),
            "items": lax({}, {"columns": COLUMNS, "joint": NAME, "decoys": COLUMNS}),
            "contrasts": many(
                item(
                    {
                        "id": NAME,
                        "terms": many(
                            {
                                "type": "array",
                                "prefixItems": [DECIMAL, TEXT, or_empty(table(TEXT))],
                                "items": False,
                                "minItems": 2,
                            },
                            minItems=1,
                        ),
                    }
                )
            ),
            "verdict": lax(
                {},
                {
                    "reading": one_of(*READINGS),
                    "threshold": DECIMAL,
                    "locked": {"type": "string", "minLength": 10},
                    "source": one_of(*SOURCES),
                    "exclude": table(or_empty(CHOICE)),
                    "looks": lax(
                        {"planned": DECIMAL},
                        {
                            "before": many(DECIMAL),
                            "alpha": DECIMAL,
                            "spending": one_of("lan_demets_of", "lan_demets_pocock"),
                        },
                    ),
                },
            ),
        }.items()
    },
)

POINT, LIMITS = or_null(FIGURE), many(or_null(FIGURE), minItems=2, maxItems=2)
ASSUMED = many(item({"field": TEXT, "choice": TEXT, "why": TEXT}))
SHARE = {
    "estimate": POINT,
    "ci": LIMITS,
    "met": FLAG,
    "n": WHOLE,
    "n_eff": POINT,
    "df": {"type": "integer"},
    "deff": POINT,
    "anytime": LIMITS,
}
SHARES = {
    "each": many(item({"item": TEXT, **SHARE})),
    "joint": or_null(item(SHARE)),
    "mean": or_null(item(SHARE)),
    "any": or_null(item(SHARE)),
}
ESTIMATES = document(
    "estimates",
    "What a sample says of everybody, with its uncertainty",
    {
        "estimates": many(
            item(
                {
                    "id": TEXT,
                    "groups": many(
                        item(
                            {
                                "by": table(TEXT),
                                "estimate": POINT,
                                "se": POINT,
                                "ci": LIMITS,
                                "n": WHOLE,
                                "n_eff": POINT,
                                "df": {"type": "integer"},
                                "deff": POINT,
                            }
                        )
                    ),
                }
            )
        ),
        "contrasts": many(item({"id": TEXT, "estimate": POINT, "se": POINT, "ci": LIMITS, "df": {"type": "integer"}})),
        "verdict": or_null(
            item(
                {
                    "decision": one_of("met", "not_met", "not_yet_known", "indicative"),
                    "because": many(TEXT),
                    **SHARES,
                    "decoys": or_null(item({"rate": POINT, "se": POINT, "n": WHOLE, **SHARES})),
                    "without_flagged": or_null(item(SHARES)),
                    "look": or_null(item({"information": POINT, "critical": POINT, "alpha_spent": POINT})),
                }
            )
        ),
        "weights": item(dict.fromkeys(("sum", "min", "max", "kish_deff"), POINT)),
        "replicates": or_null(item({"number": WHOLE, "scale": FIGURE})),
        "assumed": ASSUMED,
        "flags": many(TEXT),
        "rows": item({"read": WHOLE, "used": WHOLE, "excluded": many(item({"why": TEXT, "rows": WHOLE}))}),
    },
)
PLAN = document(
    "survey-plan",
    "What is asked of a plan: sizes, tests, allocation, looks",
    {},
    {
        name: or_empty(part)
        for name, part in {
            "sample_size": lax(
                {"margin": DECIMAL},
                dict.fromkeys(("population", "share", "level", "deff", "response"), DECIMAL),
            ),
            "test": lax(
                {"null": DECIMAL, "alternative": DECIMAL},
                dict.fromkeys(("alpha", "power", "deff"), DECIMAL)
                | {"df": {"type": "integer", "minimum": 1}, "looks": {"type": "integer", "minimum": 1, "maximum": 100}},
            ),
            "allocate": item(
                {
                    "n": {"type": "integer", "minimum": 1},
                    "strata": many(lax({"name": TEXT, "population": DECIMAL}, {"sd": DECIMAL}), minItems=1),
                }
            ),
            "sequential": lax(
                {"looks": {"type": "integer", "minimum": 1, "maximum": 100}, "spending": one_of(*SPENDING)},
                {"alpha": DECIMAL},
            ),
        }.items()
    },
)
PLAN_ANSWER = document(
    "survey-plan-answer",
    "Sizes, tests, allocation and looks of a plan",
    {"assumed": ASSUMED},
    {
        "sample_size": item({"n0": FIGURE, "n_deff": FIGURE, "n_fpc": FIGURE, "completes": WHOLE, "issued": WHOLE}),
        "test": item(
            {
                "n": WHOLE,
                "n_exact": WHOLE,
                "n_eff": WHOLE,
                "curve": many(item({"share": FIGURE, "probability": FIGURE})),
            }
        ),
        "allocate": item({"neyman": or_null(table(WHOLE)), "proportional": table(WHOLE)}),
        "sequential": item({"critical": many(FIGURE), "alpha_spent": many(FIGURE)}),
    },
)
SAID = item({"th": NAME}, {"en": or_null(TEXT)})
COLUMN = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 40}
QUESTIONNAIRE = document(
    "questionnaire",
    "The questions of a survey",
    {
        "title": SAID,
        "questions": many(
            item(
                {"id": COLUMN, "kind": one_of(*QUESTION_KINDS), "label": SAID},
                {
                    name: or_null(part)
                    for name, part in {
                        "hint": SAID,
                        "required": FLAG,
                        "options": many(item({"value": TEXT, "label": SAID}), maxItems=MOST_OPTIONS),
                        "items": many(
                            item(
                                {"id": COLUMN, "label": SAID},
                                {
                                    "hint": or_null(SAID),
                                    "decoy": MAYBE_FLAG,
                                    "district": or_null(TEXT),
                                    "picture": or_null(
                                        item({"file": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "alt": SAID})
                                    ),
                                },
                            )
                        ),
                        "low": {"type": "integer"},
                        "high": {"type": "integer"},
                        "only_if": item({"question": TEXT, "value": TEXT}),
                    }.items()
                },
            ),
            minItems=1,
            maxItems=MOST_QUESTIONS,
        ),
    },
    {
        "intro": or_null(SAID),
        "consent": or_null(SAID),
        "screen": or_null(item({"question": TEXT, "stop": many(TEXT)}, {"guardian": or_null(many(TEXT))})),
    },
)

# --- counting ---

SENTENCE = item({"en": NAME, "th": NAME})
SETTING: Schema = {"anyOf": [FLAG, COUNT, many(TEXT)]}
CONDITIONS: list[Schema] = [
    item({"code": {"const": code}, **dict.fromkeys(question.settings, SETTING)}, {"on": MAYBE_FLAG})
    for code, question in QUESTIONS.items()
]
RULE = document(
    "counting-rule",
    "Which works count, under a version that is frozen before its period",
    {
        "id": NAME,
        "version": NAME,
        "frozen": DATE,
        "key_result": NAME,
        "fiscal_year": {"type": "integer", "minimum": 2400, "maximum": 2800},
        "time_zone": NAME,
        "title": SENTENCE,
        "source": SENTENCE,
        "owned_channels": many(NAME),
        "public": many(one_of(*VISIBILITIES)),
        "minimums": many(
            item(
                {
                    "id": one_of(*DUTIES),
                    "title": SENTENCE,
                    "unit": NAME,
                    "at_least": COUNT,
                    "conditions": many({"anyOf": CONDITIONS}),
                },
                {"duty": or_null({"type": "integer", "minimum": 1, "maximum": 1000})},
            )
        ),
        "publicised": item(
            {
                "told_by": many(one_of(*DUTIES)),
                "tells": many(one_of(*TOLD)),
                "took_part_in": many(one_of(*DUTIES)),
                "verified": FLAG,
            }
        ),
    },
    {
        "broadcast": or_null(item({"channels": many(NAME), "delivered": COUNT})),
        "middle_leaves_out": or_null(many(one_of(*QUESTIONS))),
        "loose_leaves_out": or_null(many(one_of(*QUESTIONS))),
    },
)
FIGURES = item(dict.fromkeys(("strict", "middle", "loose", "not_yet"), COUNT))
FINDING = item({"held": MAYBE_FLAG, "why": TEXT})
VERDICTS = many(item({"code": TEXT, "held": MAYBE_FLAG, "why": TEXT}))
COUNTS = document(
    "counts",
    "What counts under a rule, and why",
    {
        "rule": item({"id": TEXT, "version": TEXT, "frozen": DATE, "sha256": TEXT}),
        "key_result": TEXT,
        "fiscal_year": {"type": "integer"},
        "period": TEXT,
        "start": DATE,
        "end": DATE,
        "as_of": TEXT,
        "publicised": item(dict.fromkeys(("result", "of", "not_yet"), COUNT)),
        "minimums": many(
            item(
                {
                    "id": one_of(*DUTIES),
                    "duty": {"type": ["integer", "null"]},
                    "unit": TEXT,
                    "at_least": COUNT,
                    "figures": FIGURES,
                    "short": COUNT,
                    "channels": many(item({"channel": TEXT, "figures": FIGURES})),
                }
            )
        ),
        "districts": many(
            item(
                {
                    "id": TEXT,
                    "name": TEXT,
                    "publicised": MAYBE_FLAG,
                    "told": FINDING,
                    "took_part": FINDING,
                    "lacks": many(TEXT),
                }
            )
        ),
        "matrix": many(item({"district": TEXT, "minimum": TEXT, "figures": FIGURES, "items": many(TEXT)})),
        "items": many(
            item(
                {
                    "id": TEXT,
                    "kind": one_of(*KINDS),
                    "title": or_null(TEXT),
                    "districts": many(TEXT),
                    "claims": many(
                        item(
                            {
                                "minimum": TEXT,
                                "held": MAYBE_FLAG,
                                "unit": or_null(TEXT),
                                "shared": or_null(TEXT),
                                "publication": or_null(TEXT),
                                "verdicts": VERDICTS,
                                "publications": many(
                                    item({"id": TEXT, "channel": TEXT, "held": MAYBE_FLAG, "verdicts": VERDICTS})
                                ),
                            }
                        )
                    ),
                }
            )
        ),
        "reviews": many(item({"item": TEXT, "publication": or_null(TEXT), "why": TEXT})),
        "notes": many(TEXT),
    },
)


TEXT_OR_NULL = or_null(TEXT)
POLICY_TRACKING = document(
    "policy-tracking",
    "A period's record as it is handed in to BMA Policy Tracking",
    {
        "key_result": TEXT,
        "fiscal_year": {"type": "integer"},
        "period": TEXT,
        "as_of": DATE,
        "indicator": item(
            dict.fromkeys(("id", "name"), TEXT)
            | dict.fromkeys(("target", "result", "score"), or_null(DECIMAL))
            | dict.fromkeys(("unit_code", "agency", "target_unit", "definition", "dimension"), TEXT_OR_NULL)
            | {
                "kind": or_null(one_of("strategic", "routine", "negotiated")),
                "level": or_null(one_of("output", "outcome")),
            }
            | dict.fromkeys(("nature", "development_issue", "goal", "plan"), TEXT_OR_NULL)
        ),
        "quarters": many(
            item(
                {
                    "quarter": {"type": "integer", "minimum": 1, "maximum": 4},
                    "result": or_null(DECIMAL),
                    "report": TEXT_OR_NULL,
                    "attested": FLAG,
                }
            ),
            minItems=4,
            maxItems=4,
        ),
        **dict.fromkeys(("summary", "problems", "suggestions"), TEXT_OR_NULL),
        "project": item(
            dict.fromkeys(("progress", "budget", "spent"), or_null(DECIMAL))
            | dict.fromkeys(("starts_on", "finishes_on"), DATE)
            | dict.fromkeys(("id", "name", "policy_id", "branch_id"), TEXT_OR_NULL)
            | dict.fromkeys(("rationale", "objectives", "officer", "phone"), TEXT_OR_NULL)
        ),
    },
)


OPEN_RESULTS = document(
    "open-results",
    "The results of public key results, in the shape of IATI's",
    {
        "results": many(
            item(
                {
                    "id": NAME,
                    "title": table(TEXT),
                    "type": one_of("outcome"),
                    "fiscal_year": {"type": "integer"},
                    "period": item({"start": DATE, "end": DATE}),
                    "organisation": or_null(item({"ref": TEXT, "name": TEXT})),
                    "score": or_null(
                        item({"as_of": DATE, "value": or_null(DECIMAL), "level": {"type": ["integer", "null"]}})
                    ),
                    "indicator": many(
                        item(
                            {
                                "name": NAME,
                                "title": table(TEXT),
                                "unit": TEXT_OR_NULL,
                                "measure": one_of("unit", "ratio"),
                                "ascending": FLAG,
                                "aggregation": item({"across_agencies": FLAG, "across_periods": FLAG}),
                                "period": many(
                                    item(
                                        {
                                            "period": NAME,
                                            "start": DATE,
                                            "end": DATE,
                                            "target": or_null(item({"value": DECIMAL, "unit": TEXT, "operator": TEXT})),
                                            "actual": item(
                                                dict.fromkeys(("value", "numerator", "denominator"), or_null(DECIMAL))
                                                | dict.fromkeys(("reported", "expected"), WHOLE)
                                                | {"as_of": or_null(DATE)}
                                            ),
                                        }
                                    )
                                ),
                            }
                        )
                    ),
                }
            )
        )
    },
)


def sheet_check() -> Schema:
    """What a person must confirm of a sheet: the parts are those of the key result."""
    parts = json.loads((FOLDER / "key-result.json").read_text(encoding="utf-8"))["properties"]
    questions = next(one for one in parts["questions"]["anyOf"] if one["type"] == "array")["items"]
    questions["properties"]["picture"] = TEXT
    return document(
        "sheet-check",
        "What a person must confirm of a sheet",
        {
            "code": or_null(TEXT),
            "questions": many(questions),
            "unread": parts["unread"],
            "assumed": parts["assumed"],
            "faults": many(item({"field": TEXT, "why": TEXT})),
            "source": parts["source"],
        },
    )


def schemas() -> dict[str, str]:
    """The text of each file by its name."""
    found = {
        "survey-design": DESIGN,
        "estimates": ESTIMATES,
        "survey-plan": PLAN,
        "survey-plan-answer": PLAN_ANSWER,
        "questionnaire": QUESTIONNAIRE,
        "counting-rule": RULE,
        "counts": COUNTS,
        "policy-tracking": POLICY_TRACKING,
        "open-results": OPEN_RESULTS,
        "sheet-check": sheet_check(),
    }
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in found.items()}


def main() -> None:
    for name, text in schemas().items():
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
