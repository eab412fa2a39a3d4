//! Reading a ladder document from its text: shape, references and proof in one pass, all findings at once, each with
//! its pointer and its line.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    document::Document,
    fault::Fault,
    ladder::Ladder,
    schema::SchemaValidator,
    source::{Position, Source, Syntax, Unreadable},
};

/// The most findings that are listed.
pub const MOST_FINDINGS: usize = 1000;

/// A fault with the place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// What is wrong, and its pointer.
    #[serde(flatten)]
    pub fault: Fault,
    /// Line in the text, from 1.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub line: Option<u32>,
    /// Column in the line, from 1.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub column: Option<u32>,
}

impl Finding {
    /// A fault whose place in the text is not at hand.
    #[must_use]
    pub fn without_place(fault: Fault) -> Self {
        Self {
            fault,
            line: None,
            column: None,
        }
    }
}

/// What was found in a document, in a sentence.
#[must_use]
pub fn unfit(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|one| one.fault.is_error()).count();
    let warnings = findings.len() - errors;
    let capped = match findings.len() >= MOST_FINDINGS {
        true => format!(" These are the first {MOST_FINDINGS}; there may be more."),
        false => String::new(),
    };
    let counted = |number: usize, noun: &str| match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    };
    let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
    format!("{errors} and {warnings} were found. Nothing was stored.{capped}")
}

/// What reading a document found.
#[derive(Debug)]
pub struct ParsedDocument {
    /// The proven ladder; None where there is an error among the findings.
    pub ladder: Option<Ladder>,
    /// Errors first, then warnings, each in the order of the text.
    pub findings: Vec<Finding>,
    /// Whether the quiz could be proven or disproven at all; a document whose levels, quiz or phases do not even have the
    /// right shape has to be mended there first.
    pub quiz_examined: bool,
}

/// Reads a document.
///
/// # Errors
/// Where the text cannot be read as YAML or JSON.
pub fn read(text: &[u8], syntax: Syntax) -> Result<ParsedDocument, Unreadable> {
    let source = Source::parse(text, syntax)?;
    let mut faults = Vec::new();
    if let Some(shape) = SchemaValidator::of_ladder() {
        faults.extend(shape.faults(source.value(), MOST_FINDINGS));
    }
    let (mut ladder, mut quiz_examined) = (None, false);
    match serde_json::from_value::<Document>(source.value().clone()) {
        Ok(document) => {
            quiz_examined = true;
            match Ladder::prove(document) {
                Ok(proven) => {
                    faults.extend_from_slice(proven.warnings());
                    ladder = Some(proven);
                }
                Err(more) => faults.extend(more),
            }
        }
        Err(error) => {
            if faults.is_empty() && source.duplicates().is_empty() {
                faults.push(Fault::error("", "wrong_shape", error.to_string()));
            }
            if let Some((document, replaced)) = salvage(source.value()) {
                quiz_examined = true;
                let more = Ladder::prove(document)
                    .map_or_else(|faults| faults, |proven| proven.warnings().to_vec());
                faults.extend(more.into_iter().filter(|fault| concerns(fault, &replaced)));
            }
        }
    }
    if faults.iter().any(Fault::is_error) || !source.duplicates().is_empty() {
        ladder = None;
    }
    Ok(ParsedDocument {
        ladder,
        findings: findings(&source, faults),
        quiz_examined,
    })
}

fn findings(source: &Source, faults: Vec<Fault>) -> Vec<Finding> {
    let finding = |fault: Fault, position: Option<Position>| Finding {
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        fault,
    };
    // A member given twice has two places: the one to mend is where it stands again.
    let twice = source.duplicates().iter().map(|twice| {
        let detail = format!("The member is given twice, first at {}.", twice.first);
        let fault = Fault::error(twice.pointer.clone(), "duplicate_member", detail);
        finding(fault, Some(twice.again))
    });
    let others = faults.into_iter().map(|fault| {
        let position = source.name_position(&fault.pointer);
        finding(fault, position)
    });
    let mut findings: Vec<Finding> = twice.chain(others).take(MOST_FINDINGS).collect();
    findings.sort_by_key(|finding| (finding.fault.severity, finding.line, finding.column));
    findings
}

/// A document with every broken part replaced by an empty one, so that the rest can still be checked and proven; with
/// the names of the parts that were replaced. None where levels, tracks, quiz or phases are among them.
fn salvage(value: &Value) -> Option<(Document, Vec<String>)> {
    let stand_in = json!({
        "format": "rungs/ladder/1", "id": "x", "version": "0.0.0", "title": "x", "locale": "en", "summary": "x",
        "source": {"title": "x", "author": "x", "publisher": "x"}, "insights": [], "timeframes": [], "roadblocks": [],
        "common_cause": null, "resources": [], "resource_principle": null, "compensation": [], "faqs": [],
    });
    let stand_in = stand_in.as_object()?;
    let given = value.as_object()?;
    let mut whole: Map<String, Value> = ["levels", "tracks", "quiz", "phases"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), given.get(*name)?.clone())))
        .collect();
    whole.extend(stand_in.clone());
    let mut replaced = Vec::new();
    for (name, part) in stand_in {
        let Some(original) = given.get(name) else {
            replaced.push(name.clone());
            continue;
        };
        whole.insert(name.clone(), original.clone());
        if serde_json::from_value::<Document>(Value::Object(whole.clone())).is_err() {
            whole.insert(name.clone(), part.clone());
            replaced.push(name.clone());
        }
    }
    let document = serde_json::from_value(Value::Object(whole)).ok()?;
    Some((document, replaced))
}

/// Whether a fault speaks of what stands in the text, and not of a part that was replaced.
fn concerns(fault: &Fault, replaced: &[String]) -> bool {
    let part = fault.pointer.split('/').nth(1).unwrap_or_default();
    let gone = |name: &str| replaced.iter().any(|replaced| replaced == name);
    let unfounded = match fault.code {
        "unknown_resource" => gone("resources"),
        "level_without_band" => gone("compensation"),
        _ => false,
    };
    !gone(part) && !unfounded
}
