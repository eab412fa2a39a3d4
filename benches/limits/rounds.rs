//! Alternated rounds: every program has its turn in every round, and a ratio compares figures of the same round.

use crate::{
    Bench,
    client::{self, Request},
};

/// A program under load.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    pub(crate) request: Request,
}

/// One figure for each round of each of several programs.
pub(crate) struct Rounds(Vec<Vec<f64>>);

impl Rounds {
    pub(crate) fn new(programs: usize) -> Self {
        Self(vec![Vec::new(); programs])
    }

    /// Adds a figure of a program.
    pub(crate) fn push(&mut self, program: usize, figure: f64) {
        if let Some(figures) = self.0.get_mut(program) {
            figures.push(figure);
        }
    }

    /// Returns the median of a program's figures.
    pub(crate) fn median(&self, program: usize) -> Option<f64> {
        median(self.0.get(program)?.clone())
    }

    /// Returns the median, over the rounds, of one program's figure divided by another's.
    pub(crate) fn ratio(&self, one: usize, other: usize) -> Option<f64> {
        let (one, other) = (self.0.get(one)?, self.0.get(other)?);
        let ratios = one.iter().zip(other).map(|(one, other)| one / other);
        median(ratios.collect())
    }

    /// Prints each program's median per second, and the ratio of the first one's figures to it.
    pub(crate) fn print(&self, names: &[&str]) {
        for (program, name) in names.iter().enumerate() {
            let (median, ratio) = (self.median(program), self.ratio(0, program));
            let (median, ratio) = (decimals(median, 0), decimals(ratio, 2));
            println!("  {name:<42} {median:>8}/s   ratio {ratio}");
        }
    }
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    let upper = *figures.get(middle)?;
    if figures.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(*figures.get(middle - 1)?, upper))
}

/// Loads every contestant once in each round and prints the figures.
pub(crate) fn compare(
    bench: &Bench,
    title: &str,
    contestants: &[Contestant],
) -> anyhow::Result<()> {
    let mut rounds = Rounds::new(contestants.len());
    for _ in 0..bench.rounds {
        for (program, Contestant { port, request, .. }) in contestants.iter().enumerate() {
            rounds.push(program, client::load(bench, *port, request)?);
            bench.truncate_logs()?;
        }
    }
    println!("{title}");
    let names = contestants.iter().map(|contestant| contestant.name);
    rounds.print(&names.collect::<Vec<_>>());
    Ok(())
}

/// Formats a figure; a dash where there is none.
pub(crate) fn decimals(figure: Option<f64>, decimals: usize) -> String {
    figure.map_or_else(|| "-".into(), |figure| format!("{figure:.decimals$}"))
}
