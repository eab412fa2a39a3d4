//! `quiz`: the quiz in the terminal, question by question, with the result as a person wants to read it.

use std::io::{self, BufRead, IsTerminal, Write};

use dialoguer::{Select, theme::ColorfulTheme};

use super::{
    ladder_source::find,
    options::GlobalOptions,
    outcome::{CommandError, CommandResult, DONE, UNREADABLE},
};
use crate::domain::{
    answers::{AnswerSheet, AnswerValue, Answers, option_said},
    document::AnswerOption,
    id::{Id, Text},
    ladder::Ladder,
    placement::Placement,
};

#[derive(Debug, clap::Args)]
pub(super) struct QuizArguments {
    /// A ladder's id, or a file.
    #[arg(default_value = "ai-engineer")]
    ladder: String,
    /// A published version instead of the newest.
    #[arg(long)]
    version: Option<String>,
}

pub(super) fn run(arguments: &QuizArguments, global: &GlobalOptions) -> CommandResult {
    let published = find(
        &arguments.ladder,
        arguments.version.as_deref(),
        None,
        global,
    )?;
    let ladder = &published.ladder;
    let quiz = &ladder.document().quiz;
    let mut out = io::stdout();
    write!(
        out,
        "{}\n{}\n",
        quiz.title,
        wrapped(quiz.intro.as_str(), "", "")
    )?;
    let mut answers = Vec::new();
    for (index, question) in quiz.questions.iter().enumerate() {
        let text = format!("{}/{} {}", index + 1, quiz.questions.len(), question.text);
        answers.push((question.id.as_str(), ask(&text, &question.options)?));
    }
    let mut qualifiers: Vec<(&str, AnswerValue)> = Vec::new();
    for qualifier in &quiz.qualifiers {
        if can_change(ladder, &answers, &qualifiers, qualifier.id.as_str())? {
            qualifiers.push((qualifier.id.as_str(), ask(qualifier.text.as_str(), &[])?));
        }
    }
    let sheet = fill(ladder, &answers, &qualifiers)?;
    let verdict = ladder.decide(&sheet);
    let Some(placement) = ladder.place(&sheet, &verdict) else {
        return Err(anyhow::anyhow!("the decision table of a proven ladder has a hole").into());
    };
    write!(out, "\n{}", result(ladder, &placement))?;
    Ok(DONE)
}

/// The widest line of text, in columns.
const WIDEST: usize = 88;

fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::with_termwidth();
    let width = options.width.min(WIDEST);
    let options = options
        .width(width)
        .initial_indent(first)
        .subsequent_indent(rest);
    textwrap::fill(text, options) + "\n"
}

/// The placement as a person wants to read it at a terminal.
fn result(ladder: &Ladder, placement: &Placement<'_>) -> String {
    let mut text = String::new();
    let mut section = |title: &str, lines: &[String]| {
        if !lines.is_empty() {
            text += &format!("{title}\n");
            lines
                .iter()
                .for_each(|line| text += &wrapped(line, "  ", "    "));
            text += "\n";
        }
    };
    let quiz = &ladder.document().quiz;
    let question = |id: &Id| {
        let question = quiz.questions.iter().find(|question| question.id == *id);
        let qualifier = || quiz.qualifiers.iter().find(|qualifier| qualifier.id == *id);
        let text = question.map(|question| &question.text);
        let text = text.or_else(|| qualifier().map(|qualifier| &qualifier.text));
        text.map_or_else(|| id.to_string(), ToString::to_string)
    };
    let phase = ladder.phase(placement.placement.phase);
    let phase = phase.map_or(String::new(), |phase| {
        format!("phase {}: {}", phase.number, phase.title)
    });
    section(&ladder.place_words(placement.placement), &[phase]);
    let mut why = vec![format!(
        "{} decided ({}).",
        placement.rule.text, placement.rule.id
    )];
    if !placement.decided {
        let range = placement.range.iter();
        let range: Vec<String> = range.map(|place| ladder.place_words(place)).collect();
        why.push(format!(
            "With what is still open it can be: {}.",
            range.join("; ")
        ));
    }
    why.extend(placement.unevenness.clone());
    section("Why", &why);
    let ways = placement.to_advance.iter().take(MOST_WAYS).map(|set| {
        let ids: Vec<&str> = set.iter().map(|id| id.as_str()).collect();
        ids.join(" and ")
    });
    let mut ways = ways.collect::<Vec<_>>().join(", or ");
    if placement.to_advance_total > MOST_WAYS as u64 {
        ways += &format!(" ({} ways in all)", placement.to_advance_total);
    }
    if !ways.is_empty() {
        let mut asked: Vec<&Id> = placement.to_advance.iter().flatten().copied().collect();
        asked.sort();
        asked.dedup();
        let asked = asked
            .into_iter()
            .map(|id| format!("{id}: {}", question(id)));
        let answers = if ladder.table().counts_points() {
            "The highest answers to"
        } else {
            "A yes to"
        };
        let lines: Vec<String> = std::iter::once(format!("{answers} {ways}."))
            .chain(asked)
            .collect();
        section("What would place you higher", &lines);
    }
    let plateau = &placement.plateau;
    section(
        &format!("The plateau to break: {}", plateau.title),
        &[plateau.summary.to_string()],
    );
    let roadblocks = placement.roadblocks.iter();
    let roadblocks = roadblocks.map(|roadblock| {
        let remedy: Vec<&str> = roadblock.remedy.iter().map(Text::as_str).collect();
        format!("- {}: {}", roadblock.title, remedy.join("; "))
    });
    section(
        "What often stands in the way, and what clears it",
        &roadblocks.collect::<Vec<_>>(),
    );
    let criteria = placement.criteria.iter();
    let criteria = criteria.map(|criterion| format!("[ ] {}", criterion.text));
    section("What to work on", &criteria.collect::<Vec<_>>());
    let stamp = placement.ladder;
    text += &wrapped(
        &format!(
            "These are your own answers; nobody has reviewed them. Ladder {} {}.",
            stamp.id, stamp.version
        ),
        "",
        "",
    );
    text
}

/// The most ways up that are listed.
const MOST_WAYS: usize = 6;

fn fill(
    ladder: &Ladder,
    answers: &[(&str, AnswerValue)],
    qualifiers: &[(&str, AnswerValue)],
) -> Result<AnswerSheet, CommandError> {
    let named = |pairs: &[(&str, AnswerValue)]| -> Answers<'static> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, answer)| ((*name).to_owned(), answer.clone()))
            .collect()
    };
    AnswerSheet::fill(&ladder.document().quiz, &named(answers), &named(qualifiers)).map_err(
        |faults| {
            let details: Vec<String> = faults.into_iter().map(|fault| fault.detail).collect();
            CommandError::new(UNREADABLE, anyhow::anyhow!(details.join(" ")))
        },
    )
}

/// Whether a qualifier is worth asking: its answer would change the outcome.
fn can_change(
    ladder: &Ladder,
    answers: &[(&str, AnswerValue)],
    qualifiers: &[(&str, AnswerValue)],
    name: &str,
) -> Result<bool, CommandError> {
    let order = |answer: &str| -> Result<usize, CommandError> {
        let mut with: Vec<(&str, AnswerValue)> = qualifiers.to_vec();
        with.push((name, answer.into()));
        Ok(ladder.decide(&fill(ladder, answers, &with)?).order)
    };
    Ok(order("yes")? != order("no")?)
}

/// What a question is answered with: names, and what is shown for them.
fn choices(options: &[AnswerOption]) -> Vec<(&str, &str)> {
    let mut choices: Vec<(&str, &str)> = match options {
        [] => vec![("yes", "Yes"), ("no", "No")],
        options => (options.iter())
            .map(|option| (option.id.as_str(), option.text.as_str()))
            .collect(),
    };
    choices.push(("unsure", "Not sure"));
    choices
}

fn ask(question: &str, options: &[AnswerOption]) -> Result<AnswerValue, CommandError> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        // Long prompts are drawn anew line by line; so the question stands above its choices.
        writeln!(io::stderr(), "{}", wrapped(question, "", "    ").trim_end())?;
        let choices = choices(options);
        let chosen = Select::with_theme(&ColorfulTheme::default())
            .with_prompt("Your answer")
            .items(choices.iter().map(|(_, label)| label))
            .default(0)
            .interact()
            .map_err(|error| CommandError::new(UNREADABLE, error))?;
        let chosen = choices.get(chosen).map_or("unsure", |(name, _)| *name);
        return Ok(chosen.into());
    }
    ask_plainly(question, options)
}

/// Without a terminal: a line for an answer, asked again until it is one.
fn ask_plainly(question: &str, options: &[AnswerOption]) -> Result<AnswerValue, CommandError> {
    let mut out = io::stdout();
    let names: Vec<&str> = choices(options).iter().map(|(name, _)| *name).collect();
    loop {
        writeln!(
            out,
            "{} [{}]",
            wrapped(question, "", "    ").trim_end(),
            names.join("/")
        )?;
        for option in options {
            let line = format!("{}: {}", option.id, option.text);
            write!(out, "{}", wrapped(&line, "  ", "    "))?;
        }
        out.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            let ended = anyhow::anyhow!("the input ended before the quiz did");
            return Err(CommandError::new(UNREADABLE, ended));
        }
        if let Some(option) = option_said(options, &line) {
            return Ok(option.id.as_str().into());
        }
        match (line.trim().to_ascii_lowercase().as_str(), options) {
            ("y" | "yes", []) => return Ok("yes".into()),
            ("n" | "no", []) => return Ok("no".into()),
            ("u" | "unsure" | "not sure", _) => return Ok("unsure".into()),
            (_, []) => writeln!(out, "Please answer yes, no or unsure.")?,
            _ => writeln!(out, "Please answer with one of: {}.", names.join(", "))?,
        }
    }
}
