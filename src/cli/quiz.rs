//! `quiz`: the quiz in the terminal, question by question, with the result as a person wants to read it.

use std::io::{self, BufRead, IsTerminal, Write};

use dialoguer::{Select, theme::ColorfulTheme};

use super::{Arguments as Global, DONE, Failure, Outcome, UNREADABLE, ladder};
use crate::{
    domain::{
        answers::{Answer, Answers, Sheet},
        ladder::Ladder,
    },
    render::markdown,
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A ladder's id, or a file.
    #[arg(default_value = "ai-engineer")]
    ladder: String,
    /// A published version instead of the newest.
    #[arg(long)]
    version: Option<String>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Outcome {
    let published = ladder::find(&arguments.ladder, arguments.version.as_deref(), global)?;
    let ladder = &published.ladder;
    let quiz = &ladder.document().quiz;
    let mut out = io::stdout();
    writeln!(out, "{}\n\n{}\n", quiz.title, quiz.intro)?;
    let mut answers = Vec::new();
    for (index, question) in quiz.questions.iter().enumerate() {
        let text = format!("{}/{} {}", index + 1, quiz.questions.len(), question.text);
        answers.push((question.id.as_str(), ask(&text)?));
    }
    let mut qualifiers: Vec<(&str, Answer)> = Vec::new();
    for qualifier in &quiz.qualifiers {
        if can_change(ladder, &answers, &qualifiers, qualifier.id.as_str())? {
            qualifiers.push((qualifier.id.as_str(), ask(qualifier.text.as_str())?));
        }
    }
    let sheet = fill(ladder, &answers, &qualifiers)?;
    let verdict = ladder.decide(&sheet);
    let Some(placement) = ladder.place(&sheet, &verdict) else {
        return Err(anyhow::anyhow!("the decision table of a proven ladder has a hole").into());
    };
    writeln!(out, "\n{}", markdown::placement(ladder, &placement))?;
    Ok(DONE)
}

fn fill(
    ladder: &Ladder,
    answers: &[(&str, Answer)],
    qualifiers: &[(&str, Answer)],
) -> Result<Sheet, Failure> {
    let named = |pairs: &[(&str, Answer)]| -> Answers<'static> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, answer)| ((*name).to_owned(), *answer))
            .collect()
    };
    Sheet::fill(&ladder.document().quiz, &named(answers), &named(qualifiers)).map_err(|faults| {
        let details: Vec<String> = faults.into_iter().map(|fault| fault.detail).collect();
        Failure::new(UNREADABLE, anyhow::anyhow!(details.join(" ")))
    })
}

/// Whether a qualifier is worth asking: its answer would change the outcome.
fn can_change(
    ladder: &Ladder,
    answers: &[(&str, Answer)],
    qualifiers: &[(&str, Answer)],
    name: &str,
) -> Result<bool, Failure> {
    let order = |answer| -> Result<usize, Failure> {
        let mut with: Vec<(&str, Answer)> = qualifiers.to_vec();
        with.push((name, answer));
        Ok(ladder.decide(&fill(ladder, answers, &with)?).order)
    };
    Ok(order(Answer::Yes)? != order(Answer::No)?)
}

const CHOICES: [(&str, Answer); 3] = [
    ("Yes", Answer::Yes),
    ("No", Answer::No),
    ("Not sure", Answer::Unsure),
];

fn ask(question: &str) -> Result<Answer, Failure> {
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        let chosen = Select::with_theme(&ColorfulTheme::default())
            .with_prompt(question)
            .items(CHOICES.map(|(label, _)| label))
            .default(0)
            .interact()
            .map_err(|error| Failure::new(UNREADABLE, error))?;
        return Ok(CHOICES
            .get(chosen)
            .map_or(Answer::Unsure, |(_, answer)| *answer));
    }
    ask_plainly(question)
}

/// Without a terminal: a line for an answer, asked again until it is one.
fn ask_plainly(question: &str) -> Result<Answer, Failure> {
    let mut out = io::stdout();
    loop {
        writeln!(out, "{question} [yes/no/unsure]")?;
        out.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            let ended = anyhow::anyhow!("the input ended before the quiz did");
            return Err(Failure::new(UNREADABLE, ended));
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" => return Ok(Answer::No),
            "u" | "unsure" | "not sure" => return Ok(Answer::Unsure),
            _ => writeln!(out, "Please answer yes, no or unsure.")?,
        }
    }
}
