//! The ladder document: the built-in passes, and every fault is found where it stands.

use std::{collections::BTreeSet, fmt::Display};

use rungs::{
    app::BUILT_IN,
    domain::{
        fault::{Fault, Severity},
        ladder::Ladder,
        parsing::{ParsedDocument, read},
        source::{Source, Syntax},
    },
};
use serde_json::Value;

const YAML: &str = BUILT_IN[0].text;

/// What to change in the built-in document: the text, what stands in its place, the code, the pointer, and the text on whose line the
/// finding is where that is another line.
type Mutation = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const MUTATIONS: &[Mutation] = &[
    ("format: rungs/ladder/1", "format: rungs/ladder/2", "unknown_value", "/format", ""),
    ("id: ai-engineer", "id: AI Engineer", "wrong_format", "/id", ""),
    ("version: 1.3.0", "version: 1.3", "wrong_format", "/version", ""),
    ("locale: en", "locale: english", "not_a_language", "/locale", ""),
    ("locale: en", "locale: en\nlocal: en", "unknown_member", "/local", "local: en\n"),
    ("  author: Dominic Monn", "  author: \"\"", "out_of_range", "/source/author", ""),
    ("  publisher: MentorCruise", "  publishes: MentorCruise", "missing_member", "/source/publisher", "  title: The AI Engineer Roadmap"),
    ("level: senior\n    text: The most", "level: lead\n    text: The most", "unknown_level", "/insights/1/level", ""),
    ("id: pace", "id: pay-arc", "duplicate_id", "/insights/3/id", ""),
    ("{id: reach-senior, to: senior", "{id: reach-senior, to: lead", "unknown_level", "/timeframes/1/to", ""),
    ("{id: junior-to-senior, from: junior", "{id: junior-to-senior, from: staff", "not_upwards", "/timeframes/0/to", ""),
    ("at: senior, min", "at: senior, to: staff, min", "unclear_span", "/timeframes/4", ""),
    ("min_months: 36, max_months: 96", "min_months: 97, max_months: 96", "empty_range", "/timeframes/0/max_months", ""),
    ("    rank: 2", "    rank: 3", "rank_out_of_order", "/levels/1/rank", ""),
    ("{min_months: 18, max_months: 48}", "{min_months: 18, max_months: 18}", "empty_range", "/levels/1/tenure/max_months", ""),
    ("{min_months: 48, max_months: 96}", "{min_months: 12, max_months: 96}", "tenure_out_of_order", "/levels/2/tenure/min_months", ""),
    ("{min_months: 96, max_months: null}", "{min_months: 99, max_months: null}", "tenure_gap", "/levels/3/tenure/min_months", ""),
    ("{min_months: 0, max_months: 18}", "{min_months: -1, max_months: 18}", "out_of_range", "/levels/0/tenure/min_months", ""),
    ("title: Mid AI Engineer", "title: 7", "wrong_type", "/levels/1/title", ""),
    ("id: technical-to-influence", "id: Technical", "wrong_format", "/levels/3/plateau/id", ""),
    ("- id: junior\n    rank", "- id: pre-role\n    rank", "reserved_id", "/levels/0/id", ""),
    ("{id: q6, stage: senior", "{id: q5, stage: senior", "duplicate_id", "/quiz/questions/5/id", ""),
    ("{id: q3, stage: mid", "{id: q3, stage: middle", "unknown_level", "/quiz/questions/2/stage", ""),
    ("{id: leads-cross-team, text", "{id: q1, text", "duplicate_id", "/quiz/qualifiers/0/id", ""),
    ("qualifiers: [leads-cross-team]", "qualifiers: [leads-all]", "unknown_qualifier", "/quiz/routing/4/when/qualifiers/0", ""),
    ("{yes_min: 1, yes_max: 2}", "{yes_min: 2, yes_max: 2}", "no_outcome", "/quiz/routing", "  routing:"),
    ("{yes_min: 3, yes_max: 4}", "{yes_min: 2, yes_max: 4}", "ambiguous_outcome", "/quiz/routing/2/precedence", "- id: three-or-four-yes"),
    ("{yes_min: 0, yes_max: 0}", "{yes_min: 1, yes_max: 0}", "empty_range", "/quiz/routing/0/when/yes_max", ""),
    ("{yes_min: 5, yes_max: 6}", "{yes_min: 5, yes_max: 7}", "out_of_range", "/quiz/routing/3/when/yes_max", ""),
    ("{level: mid, phase: 2", "{level: mid, phase: 9", "unknown_phase", "/quiz/routing/2/outcome/phase", ""),
    ("{level: mid, phase: 2", "{level: lead, phase: 2", "unknown_level", "/quiz/routing/2/outcome/level", ""),
    ("phase: 1, standing: pre-role", "phase: 1, standing: at", "missing_level", "/quiz/routing/0/outcome/level", ""),
    ("phase: 1, standing: at", "phase: 1, standing: pre-role", "level_not_expected", "/quiz/routing/1/outcome/level", ""),
    ("{level: senior, phase: 4", "{level: staff, phase: 4", "nothing_above", "/quiz/routing/4/outcome/standing", ""),
    ("{level: mid, phase: 2", "{level: senior, phase: 3", "unreachable_level", "/levels/1", "  - id: mid\n"),
    ("{level: senior, phase: 3", "{level: junior, phase: 1", "more_yes_places_lower", "/quiz/routing/3/outcome", ""),
    ("precedence: 1", "precedence: 0", "ambiguous_outcome", "/quiz/routing/4/precedence", ""),
    ("- id: five-or-six-yes", "- precedence: 2\n      id: five-or-six-yes", "idle_rule", "/quiz/routing/4", "- id: six-yes-and-leading"),
    ("- number: 2", "- number: 5", "number_out_of_order", "/phases/1/number", ""),
    ("level: mid\n    title: Closing", "level: junior\n    title: Closing", "duplicate_phase", "/phases/1/level", ""),
    ("level: staff\n    title: Operating", "level: senior\n    title: Operating", "level_without_phase", "/levels/3", "  - id: staff\n"),
    ("{from: pre-role, to: junior}", "{from: pre-role, to: mid}", "wrong_column", "/phases/0/table/to", ""),
    ("{from: mid, to: senior}", "{from: staff, to: senior}", "not_upwards", "/phases/2/table/from", ""),
    ("criteria_to: mid", "criteria_to: null", "missing_level", "/phases/0/criteria_to", ""),
    ("criteria_to: senior", "criteria_to: junior", "not_upwards", "/phases/1/criteria_to", ""),
    ("criteria_to: null", "criteria_to: staff", "level_not_expected", "/phases/3/criteria_to", ""),
    ("criteria_kind: operating", "criteria_kind: optional", "unknown_value", "/phases/3/criteria_kind", ""),
    ("{id: owned-incident", "{id: eval-harness", "duplicate_id", "/phases/1/criteria/0/id", ""),
    ("{at_least: 20, unit", "{at_least: 20, at_most: 30, unit", "unclear_measure", "/phases/0/criteria/2/measure", ""),
    ("{at_most: 6, unit", "{at_most: 0, unit", "out_of_range", "/phases/3/criteria/3/measure/at_most", ""),
    ("[langgraph, mlflow", "[langchain, mlflow", "unknown_resource", "/phases/1/resources/0", ""),
    ("[langgraph, mlflow", "[langgraph, langgraph", "duplicate_id", "/phases/1/resources/1", ""),
    ("levels: [mid, senior, staff]", "levels: [mid, mid, staff]", "duplicate_id", "/roadblocks/4/levels/1", ""),
    ("levels: [junior]", "levels: [juniors]", "unknown_level", "/roadblocks/0/levels/0", ""),
    ("levels: [junior]", "levels: []", "out_of_range", "/roadblocks/0/levels", ""),
    ("name: LangGraph, kind: tool", "name: LangGraph, kind: app", "unknown_value", "/resources/5/kind", ""),
    ("{id: chip-huyen", "{id: mlflow", "duplicate_id", "/resources/8/id", ""),
    ("openai-evals, mentor-ai-coach]", "mentor-ai-coach]", "unused_resource", "/resources/4", "{id: openai-evals"),
    ("{level: junior, region: US", "{level: junior, region: usa", "not_a_region", "/compensation/0/region", ""),
    ("{level: mid, region: US, currency: USD", "{level: mid, region: US, currency: XXY", "unknown_currency", "/compensation/1/currency", ""),
    ("{level: mid, region", "{level: junior, region", "duplicate_band", "/compensation/1", ""),
    ("{level: mid, region", "{level: junior, region", "level_without_band", "/levels/1", "  - id: mid\n"),
    ("max: 135000", "max: 80000", "empty_range", "/compensation/0/max", ""),
    ("min: 180000", "min: null", "half_published", "/compensation/2", ""),
    ("min: 350000", "min: 350000.12345", "wrong_format", "/compensation/3/min", ""),
    ("- id: degree", "- id: time-to-senior", "duplicate_id", "/faqs/1/id", ""),
];

/// The place of a text that stands once on the lines of a document, and its line.
fn place(text: &str, part: &str) -> (usize, u32) {
    let mut places = text.match_indices(part).map(|(place, _)| place);
    let place = places
        .next()
        .unwrap_or_else(|| panic!("{part:?} is not there"));
    assert_eq!(places.next(), None, "{part:?} is there twice");
    let line = text[..place].matches('\n').count() + 1;
    (place, u32::try_from(line).unwrap())
}

fn apply(text: &str, (from, to, ..): &Mutation) -> String {
    let (place, _) = place(text, from);
    format!("{}{to}{}", &text[..place], &text[place + from.len()..])
}

fn read_yaml(text: &str) -> ParsedDocument {
    read(text.as_bytes(), Syntax::Yaml).unwrap()
}

fn has(reading: &ParsedDocument, code: &str, pointer: &str, line: Option<u32>) -> bool {
    reading.findings.iter().any(|finding| {
        let fault = &finding.fault;
        fault.code == code && fault.pointer == pointer && (line.is_none() || finding.line == line)
    })
}

fn built_in() -> Ladder {
    read_yaml(YAML).ladder.unwrap()
}

#[test]
fn the_built_in_ladder_passes_with_no_finding() {
    let reading = read_yaml(YAML);
    assert_eq!(reading.findings, []);
    assert!(reading.quiz_examined && reading.ladder.is_some());
}

#[test]
fn every_fault_is_found_at_its_pointer_and_its_line() {
    assert!(MUTATIONS.len() >= 40);
    for mutation in MUTATIONS {
        let (from, _, code, pointer, on) = mutation;
        let text = apply(YAML, mutation);
        let line = match *on {
            "" => place(YAML, from).1,
            on => place(&text, on).1,
        };
        let reading = read_yaml(&text);
        assert!(
            has(&reading, code, pointer, Some(line)),
            "{mutation:?} on line {line}: {:#?}",
            reading.findings
        );
        let warning = |fault: &Fault| fault.severity == Severity::Warning;
        let warnings_only = reading
            .findings
            .iter()
            .all(|finding| warning(&finding.fault));
        assert_eq!(reading.ladder.is_some(), warnings_only, "{mutation:?}");
    }
}

#[test]
fn the_same_faults_are_found_in_json() {
    for mutation in MUTATIONS {
        let text = apply(YAML, mutation);
        let named = |reading: ParsedDocument| -> BTreeSet<(String, &str)> {
            let faults = reading.findings.into_iter().map(|finding| finding.fault);
            faults.map(|fault| (fault.pointer, fault.code)).collect()
        };
        let value = Source::parse(text.as_bytes(), Syntax::Yaml)
            .unwrap()
            .into_value();
        let json = read(value.to_string().as_bytes(), Syntax::Json).unwrap();
        assert_eq!(named(json), named(read_yaml(&text)), "{mutation:?}");
    }
}

#[test]
fn all_faults_are_found_at_once() {
    // What breaks the shape of a part keeps the rest of that part from being examined; the format stands alone.
    let codes = [
        "unknown_level",
        "duplicate_id",
        "unclear_measure",
        "half_published",
        "no_outcome",
        "unused_resource",
    ];
    let mut chosen: Vec<&Mutation> = Vec::new();
    let mut text = YAML.to_owned();
    for mutation in MUTATIONS {
        let apart = chosen.iter().all(|other| other.0 != mutation.0);
        if apart && (codes.contains(&mutation.2) || mutation.3 == "/format") {
            text = apply(&text, mutation);
            chosen.push(mutation);
        }
    }
    assert!(chosen.len() > 10);
    let reading = read_yaml(&text);
    for (_, _, code, pointer, _) in chosen {
        assert!(
            has(&reading, code, pointer, None),
            "{code} {pointer}: {:#?}",
            reading.findings
        );
    }
    assert!(reading.quiz_examined && reading.ladder.is_none());
}

#[test]
fn a_member_given_twice_is_found_where_it_stands_again() {
    let text = YAML.replace("locale: en", "locale: en\nlocale: de");
    let line = place(YAML, "locale: en").1;
    let reading = read_yaml(&text);
    assert!(
        has(&reading, "duplicate_member", "/locale", Some(line + 1)),
        "{:#?}",
        reading.findings
    );
}

#[test]
fn a_quiz_that_cannot_be_examined_is_said_not_to_be() {
    let text = YAML.replace(
        "stage: junior, topic: production",
        "stage: 1, topic: production",
    );
    let reading = read_yaml(&text);
    assert!(has(&reading, "wrong_type", "/quiz/questions/1/stage", None));
    assert!(!reading.quiz_examined);
}

#[test]
fn json_and_yaml_give_the_same_ladder() {
    let ladder = built_in();
    let again = read(ladder.canonical().as_bytes(), Syntax::Json).unwrap();
    assert_eq!(again.findings, []);
    assert_eq!(again.ladder.unwrap().stamp(), ladder.stamp());
    let value: Value = serde_json::from_str(ladder.canonical()).unwrap();
    assert_eq!(value.to_string(), ladder.canonical());
}

#[test]
fn the_built_in_ladders_are_the_texts_that_were_published() {
    let stamps = rungs::app::built_in().unwrap();
    let stamps = stamps.iter().map(Ladder::stamp);
    let told =
        |id: &dyn Display, version: &dyn Display, hash: &str| format!("{id} {version} {hash}");
    let made = stamps.map(|stamp| told(&stamp.id, &stamp.version, &stamp.hash));
    let stated = BUILT_IN
        .iter()
        .map(|one| told(&one.id, &one.version, one.hash));
    assert_eq!(
        made.collect::<Vec<_>>(),
        stated.collect::<Vec<_>>(),
        "A text is not the one that was published. Receipts and databases hold these hashes, and a server refuses to start on a \
        database that has another text under the same version: give the changed ladder a new version."
    );
}

/// Facts and figures of the source, by where they stand: nothing may be lost, and nothing invented.
#[rustfmt::skip]
const FACTS: &[(&str, &str)] = &[
    ("/source", r#"{"title":"The AI Engineer Roadmap","author":"Dominic Monn","publisher":"MentorCruise"}"#),
    ("/levels/*/rank", "[1,2,3,4]"),
    ("/levels/*/title", r#"["Junior AI Engineer","Mid AI Engineer","Senior AI Engineer","Staff AI Engineer"]"#),
    ("/levels/*/tenure/min_months", "[0,18,48,96]"),
    ("/levels/*/tenure/max_months", "[18,48,96,null]"),
    ("/levels/*/plateau/id", r#"["tools-without-understanding","rag-to-agents","prototype-to-production","technical-to-influence"]"#),
    ("/timeframes/*/id", r#"["junior-to-senior","reach-senior","junior-to-mid-fast","junior-to-mid-stuck","senior-stall"]"#),
    ("/timeframes/*/min_months", "[36,48,18,36,60]"),
    ("/timeframes/*/max_months", "[96,96,18,36,60]"),
    ("/timeframes/0/label", r#""for most engineers""#),
    ("/timeframes/1/label", r#""typical total experience; the plateau is the limit, not the calendar""#),
    ("/insights/*/id", r#"["credibility-over-skills","biggest-plateau","pay-arc","pace","self-study-ceiling"]"#),
    ("/quiz/questions/*/stage", r#"["junior","junior","mid","mid","senior","senior"]"#),
    ("/quiz/questions/*/topic", r#"["architecture-ownership","production","diagnosis","model-decisions","cross-team-review","evaluation-standards"]"#),
    ("/phases/*/theme", r#"["comprehension","production credibility","influence","organisational judgement"]"#),
    ("/phases/*/table/from", r#"["pre-role","junior","mid","senior"]"#),
    ("/phases/*/criteria_kind", r#"["exit","exit","exit","operating"]"#),
    ("/phases/0/dimensions/*/id", r#"["scope","decision-ownership","failure-mode","ai-tool-relationship"]"#),
    ("/phases/1/dimensions/*/id", r#"["scope","decision-ownership","system-accountability","failure-mode"]"#),
    ("/phases/2/dimensions/*/id", r#"["scope","decision-ownership","stakeholder-surface","failure-mode"]"#),
    ("/phases/3/dimensions/*/id", r#"["scope","decision-ownership","stakeholder-surface","failure-mode"]"#),
    ("/phases/0/criteria/*/measure", r#"[null,null,{"at_least":20,"at_most":null,"unit":"test cases"},null]"#),
    ("/phases/1/criteria/*/measure/at_least", "[1,null,10,null]"),
    ("/phases/2/criteria/*/measure/at_least", "[null,2,null,null]"),
    ("/phases/3/criteria/*/measure/at_least", "[2,2,null,null]"),
    ("/phases/3/criteria/3/measure/at_most", "6"),
    ("/roadblocks/*/levels", r#"[["junior"],["mid"],["senior"],["senior"],["mid","senior","staff"]]"#),
    ("/resources/*/kind", r#"["documentation","documentation","documentation","documentation","guide","tool","tool","tool","reading","practice","mentor","mentor","mentor"]"#),
    ("/resources/*/sponsored", "[false,false,false,false,false,false,false,false,false,false,true,true,true]"),
    ("/compensation/*/min", r#"["90000",null,"180000","350000"]"#),
    ("/compensation/*/max", r#"["135000",null,"220000","550000"]"#),
    ("/compensation/*/open", "[false,null,true,true]"),
    ("/compensation/*/market", r#"["general","general","general","top-tier-companies"]"#),
    ("/faqs/*/id", r#"["time-to-senior","degree","senior-vs-staff","depth-or-breadth"]"#),
    ("/common_cause", r#""All five mistake accumulation (skills, tools, time) for advancement.""#),
];

#[test]
fn no_fact_of_the_source_is_lost_or_invented() {
    let document: Value = serde_json::from_str(built_in().canonical()).unwrap();
    for (pointer, fact) in FACTS {
        let found = match pointer.split_once("/*") {
            Some((list, member)) => {
                let entries = document.pointer(list).unwrap().as_array().unwrap().iter();
                entries
                    .map(|entry| entry.pointer(member).cloned().unwrap_or_default())
                    .collect()
            }
            None => document.pointer(pointer).unwrap().clone(),
        };
        let fact: Value = serde_json::from_str(fact).unwrap();
        assert_eq!(found, fact, "{pointer}");
    }
}
