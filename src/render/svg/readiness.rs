//! Readiness for a level as a picture: the verdict, how many criteria stand how, and each of them.

use super::{
    canvas::{Canvas, INNER, MARGIN, TextAnchor},
    icons::{state, warning},
    ladder::name,
    text::{TextBlock, TextStyle, brief, foreign},
};
use crate::{
    domain::{
        criteria::CriterionStatus,
        document::Measure,
        evidence::{CriterionStanding, CriterionStandingReason, PersonReadiness},
        ladder::Ladder,
        readiness::{Readiness, ReadinessVerdict},
    },
    locales::{MessageCatalogue, pictures as words},
};

/// The most criteria that are drawn.
const MOST: usize = 100;

/// What is drawn of a readiness, whatever it rests on.
struct ReadinessPicture<'a> {
    /// The level's title.
    level: &'a str,
    verdict: ReadinessVerdict,
    reason: &'a str,
    /// How many criteria there are, and how many stand how.
    criteria: u16,
    counts: Vec<(u16, CriterionStanding)>,
    met: Vec<CriterionLine<'a>>,
    missing: Vec<CriterionLine<'a>>,
    /// What is said below: the rule, and what it all rests on.
    below: [&'static str; 2],
}

/// What is drawn of a criterion.
struct CriterionLine<'a> {
    state: CriterionStanding,
    text: &'a str,
    measure: Option<&'a Measure>,
    phase: u8,
    /// What it speaks for, and why it stands so, as far as they are known.
    more: [Option<&'a str>; 2],
}

impl<'a> From<&'a CriterionStatus<'_>> for CriterionLine<'a> {
    fn from(note: &'a CriterionStatus<'_>) -> Self {
        Self {
            state: note.state.into(),
            text: note.text.as_str(),
            measure: note.measure,
            phase: note.phase,
            more: [note.serves.map(|row| row.name.as_str()), None],
        }
    }
}

impl<'a> From<&'a CriterionStandingReason<'_>> for CriterionLine<'a> {
    fn from(note: &'a CriterionStandingReason<'_>) -> Self {
        let serves = note.serves.map(|row| row.name.as_str());
        Self {
            state: note.state,
            text: note.text.as_str(),
            measure: note.measure,
            phase: note.phase,
            more: [serves, Some(&note.why)],
        }
    }
}

/// The verdict, the counts, and the criteria that are met and missing, by what a caller says of them.
#[must_use]
pub fn readiness(ladder: &Ladder, readiness: &Readiness<'_>) -> String {
    let counts = readiness.counts;
    draw(
        ladder,
        &ReadinessPicture {
            level: readiness.level.title.as_str(),
            verdict: readiness.verdict,
            reason: &readiness.reason,
            criteria: counts.criteria,
            counts: vec![
                (counts.met, CriterionStanding::Met),
                (counts.unmet, CriterionStanding::Unmet),
                (counts.unknown, CriterionStanding::Unknown),
            ],
            met: readiness.met.iter().map(CriterionLine::from).collect(),
            missing: readiness.missing.iter().map(CriterionLine::from).collect(),
            below: [readiness.rule, ladder.words().pictures.readiness.unreviewed],
        },
    )
}

/// The same by the evidence that is kept for somebody.
#[must_use]
pub fn person_readiness(ladder: &Ladder, readiness: &PersonReadiness<'_>) -> String {
    let criteria = readiness.criteria.iter();
    let (met, missing): (Vec<&CriterionStandingReason<'_>>, Vec<_>) =
        criteria.partition(|one| one.state == CriterionStanding::Met);
    let counts = readiness.counts;
    let day = readiness.at.to_string();
    let reason = format!(
        "{} {}",
        readiness.reason,
        (ladder.words().evidence.at)(&day)
    );
    draw(
        ladder,
        &ReadinessPicture {
            level: readiness.level.title.as_str(),
            verdict: readiness.verdict,
            reason: &reason,
            criteria: counts.criteria,
            counts: vec![
                (counts.met, CriterionStanding::Met),
                (counts.claimed, CriterionStanding::Claimed),
                (counts.unmet, CriterionStanding::Unmet),
                (counts.unknown, CriterionStanding::Unknown),
            ],
            met: met.into_iter().map(CriterionLine::from).collect(),
            missing: missing.into_iter().map(CriterionLine::from).collect(),
            below: [readiness.rule, readiness.guidance.text],
        },
    )
}

fn draw(ladder: &Ladder, readiness: &ReadinessPicture<'_>) -> String {
    let said = &ladder.words().pictures.readiness;
    let level = foreign(readiness.level);
    let verdict = match readiness.verdict {
        ReadinessVerdict::Ready => said.ready,
        ReadinessVerdict::NotReady => said.not_ready,
        ReadinessVerdict::InsufficientEvidence => said.withheld,
    };
    let [rule, rests_on] = readiness.below;
    let mut told = vec![
        (said.told)(
            &level,
            &name(ladder),
            readiness.verdict.words(ladder.words()),
        ),
        readiness.reason.to_owned(),
    ];
    let criteria = || readiness.met.iter().chain(&readiness.missing);
    told.extend(criteria().take(MOST).map(|criterion| {
        let state = of(said, criterion.state);
        (said.criterion_told)(state.word, &brief(criterion.text))
    }));
    told.push(rests_on.into());
    let mut canvas = Canvas::new(ladder, "readiness", (said.heading)(&level), told);
    canvas.y += 10;
    self::verdict(&mut canvas, readiness, verdict);
    counts(&mut canvas, readiness);
    let groups = [
        (said.all_met, &readiness.met),
        (said.all_missing, &readiness.missing),
    ];
    let mut left = MOST;
    for (heading, group) in groups {
        if !group.is_empty() && left > 0 {
            canvas.y += 22;
            canvas.say(heading, TextStyle::Head, 1);
        }
        for criterion in group.iter().take(left) {
            self::criterion(&mut canvas, criterion);
        }
        left = left.saturating_sub(group.len());
    }
    if let Some(more) = criteria()
        .count()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        canvas.y += 10;
        let more = (ladder.words().pictures.more)(more);
        canvas.say(&more, TextStyle::Note, 2);
    }
    canvas.y += 14;
    canvas.say(rule, TextStyle::Note, 6);
    canvas.say(rests_on, TextStyle::Note, 4);
    canvas.finish()
}

/// How criteria of a state stand, in words.
fn of(
    said: &'static words::PictureReadinessTexts,
    state: CriterionStanding,
) -> &'static words::PictureStateTexts {
    match state {
        CriterionStanding::Met => &said.met,
        CriterionStanding::Claimed => &said.claimed,
        CriterionStanding::Unmet => &said.unmet,
        CriterionStanding::Unknown => &said.unknown,
    }
}

fn verdict(canvas: &mut Canvas<'_>, readiness: &ReadinessPicture<'_>, heading: &str) {
    let class = match readiness.verdict {
        ReadinessVerdict::Ready => "card",
        ReadinessVerdict::NotReady => "panel",
        ReadinessVerdict::InsufficientEvidence => "warning",
    };
    let words = [
        (heading, TextStyle::Head),
        (readiness.reason, TextStyle::Body),
    ]
    .map(|(words, face)| TextBlock::new(words, face, INNER - 84, 6));
    let height = words.iter().map(TextBlock::height).sum::<i32>() + 28;
    canvas.rect(class, [MARGIN, canvas.y, INNER, height], 10);
    let (x, y) = (MARGIN + 30, canvas.y + 27);
    match readiness.verdict {
        ReadinessVerdict::Ready => state(canvas, CriterionStanding::Met, x, y),
        ReadinessVerdict::NotReady => state(canvas, CriterionStanding::Unmet, x, y),
        ReadinessVerdict::InsufficientEvidence => warning(canvas, x - 13, y - 12),
    }
    let mut y = canvas.y + 14;
    for block in &words {
        canvas.text(block, MARGIN + 60, y);
        y += block.height();
    }
    canvas.y += height;
}

/// A bar in parts as wide as their share, each with its word below.
fn counts(canvas: &mut Canvas<'_>, readiness: &ReadinessPicture<'_>) {
    let said = &canvas.words.pictures.readiness;
    let all = i32::from(readiness.criteria.max(1));
    canvas.y += 16;
    let mut before = 0;
    let mut labels = MARGIN;
    let mut below = canvas.y + 52;
    for (number, state) in &readiness.counts {
        let label = (of(said, *state).counted)(*number);
        let number = i32::from(*number);
        let from = MARGIN + INNER * before / all;
        before += number;
        let to = MARGIN + INNER * before / all;
        if number > 0 {
            let part = [from + 1, canvas.y, (to - from - 2).max(2), 26];
            canvas.rect(
                match state {
                    CriterionStanding::Met => "full",
                    CriterionStanding::Claimed | CriterionStanding::Unmet => "hollow",
                    CriterionStanding::Unknown => "dashed",
                },
                part,
                4,
            );
            if *state == CriterionStanding::Claimed {
                canvas.patterned(1, part, 4);
            }
        }
        let label = TextBlock::new(&label, TextStyle::Label, INNER, 1);
        if labels > MARGIN && labels + 36 + label.width() > MARGIN + INNER {
            labels = MARGIN;
            below += 34;
        }
        self::state(canvas, *state, labels + 14, below);
        canvas.held(&label, labels + 36, below - 11, TextAnchor::Start);
        labels += label.width() + 72;
    }
    canvas.y = below + 14;
}

fn criterion(canvas: &mut Canvas<'_>, criterion: &CriterionLine<'_>) {
    let mut words = foreign(criterion.text);
    if let Some(measure) = criterion.measure {
        words.push_str(&measured(canvas.words, measure));
    }
    let said = &canvas.words.pictures.readiness;
    let mut note = (said.criterion)(of(said, criterion.state).word, criterion.phase);
    for more in criterion.more.iter().flatten() {
        note.push_str(&format!(" · {}", foreign(more)));
    }
    let words = TextBlock::new(&words, TextStyle::Body, INNER - 40, 5);
    let lines = if criterion.more[1].is_some() { 3 } else { 1 };
    let note = TextBlock::new(&note, TextStyle::Note, INNER - 40, lines);
    canvas.y += 12;
    state(canvas, criterion.state, MARGIN + 14, canvas.y + 13);
    canvas.text(&words, MARGIN + 40, canvas.y);
    canvas.text(&note, MARGIN + 40, canvas.y + words.height());
    canvas.y += words.height() + note.height();
}

/// What is added to a criterion that is measured.
pub(super) fn measured(words: &MessageCatalogue, measure: &Measure) -> String {
    let unit = foreign(measure.unit.as_str());
    let amount = words.amount(measure.at_least, measure.at_most, &unit);
    format!(" ({amount})")
}
