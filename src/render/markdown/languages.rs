//! Every word of a rendering comes from the catalogue of the ladder's language, or from the ladder.

use std::collections::BTreeSet;

use serde_json::json;

use super::text::inline;
use super::*;
use crate::{
    domain::{
        comparison::PayStep,
        criteria::{CriterionState, CriterionStates},
        diagnosis,
        diff::{ChangeKind, Difference, Impact, PlacementExample, VersionDiff},
        fault::AnswerCombination,
        id::Money,
        ladder::Ladder,
        pay::{PayBand, PayFigure},
        placement::Placement,
        readiness::Readiness,
        roadmap::{PlanParameters, Roadmap, StartingPoint, WeeklyHours},
        search::{self, SearchPartKind},
        turn::QuizSession,
    },
    locales::MessageCatalogue,
    render::test_ladders::{built_in, one_ended, placed, plan, ready, sheet, worded},
};

/// What may stand in both languages: words that are the same in both or happen to be words of both, currencies, regions, and the ids
/// of markets.
const SAME: &[&str] = &[
    "Format",
    "Phase",
    "Plateau",
    "Quiz",
    "Region",
    "Version",
    "in",
    "was",
    "USD",
    "US",
    "EUR",
    "DE",
    "AT",
    "companies",
    "general",
    "tier",
    "top",
];

/// A page without sentences that come ready from the domain, which words them itself.
fn without(page: String, sentences: &[&str]) -> String {
    let mut sentences = sentences.to_vec();
    sentences.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    let sentences = sentences
        .into_iter()
        .filter(|sentence| !sentence.is_empty());
    sentences.fold(page, |page, sentence| page.replace(&inline(sentence), "§"))
}

fn of_figure(figure: &PayFigure) -> [&str; 3] {
    let detail = figure.detail.as_deref().unwrap_or_default();
    [detail, figure.formula, figure.expression]
}

fn of_steps<'a>(steps: &'a [PayStep<'a>]) -> Vec<&'a str> {
    let figures = steps
        .iter()
        .flat_map(|step| [&step.midpoint_progression, &step.step_to_next_band]);
    figures.flat_map(of_figure).collect()
}

fn of_placement(ladder: &Ladder, placed: &Placement<'_>) -> String {
    let mut sentences = vec![placed.rule.text.as_str()];
    sentences.extend(placed.unevenness.as_deref());
    sentences.extend(placed.reasons.iter().map(|reason| &*reason.text));
    without(placement(ladder, placed), &sentences)
}

fn of_readiness(ladder: &Ladder, ready: &Readiness<'_>) -> String {
    without(readiness(ladder, ready), &[&ready.reason, ready.rule])
}

fn of_roadmap(ladder: &Ladder, plan: &Roadmap<'_>) -> String {
    let mut sentences = of_steps(&plan.pay.steps);
    sentences.push(plan.rule);
    sentences.extend(plan.pay.reason);
    sentences.extend(plan.notes.iter().map(|note| note.detail.as_str()));
    let milestones = plan.phases.iter().flat_map(|phase| &phase.milestones);
    let milestones = milestones.filter_map(|one| one.arithmetic.as_ref());
    sentences.extend(milestones.map(|arithmetic| arithmetic.text.as_str()));
    without(roadmap(ladder, plan), &sentences)
}

fn lists(ladder: &Ladder) -> Vec<String> {
    let (words, document) = (ladder.words(), ladder.document());
    let item = (ladder.stamp(), &document.title, &document.summary);
    let bands = document.compensation.iter();
    let bands: Vec<PayBand<'_>> = bands.map(|band| ladder.pay_band(band)).collect();
    let version = (&document.version, "2026-01-02".into(), true);
    let helpful = |phases| {
        document
            .resources
            .iter()
            .map(move |resource| (resource, phases))
    };
    let mut all = vec![
        super::ladder(ladder),
        ladders(words, [item].into_iter()),
        ladders(words, [].into_iter()),
        levels(ladder, document.levels.iter()),
        levels(ladder, [].into_iter()),
        quiz(ladder),
        turn(ladder, "", None, None),
        turn(
            ladder,
            "",
            QuizSession::begin(ladder).question().as_ref(),
            Some("state"),
        ),
        phases(ladder, document.phases.iter()),
        phases(ladder, [].into_iter()),
        roadblocks(ladder, document.roadblocks.iter()),
        roadblocks(ladder, [].into_iter()),
        resources(ladder, helpful([].as_slice())),
        resources(ladder, helpful([1].as_slice())),
        resources(ladder, helpful([1, 2].as_slice())),
        resources(ladder, [].into_iter()),
        faqs(ladder, document.faqs.iter()),
        faqs(ladder, [].into_iter()),
        compensation(ladder, bands.iter()),
        compensation(ladder, [].into_iter()),
        versions(words, ladder.stamp(), [version].into_iter()),
    ];
    let links = Links {
        base: "https://3141.example",
        locale: None,
    };
    let others = [(&document.id, &document.title)];
    all.push(unlinked(&quiz_page(ladder, &links, &others)));
    all.push(unlinked(&ladder_page(ladder, &links)));
    all.extend(document.levels.iter().map(|each| level(ladder, each)));
    all.extend(document.phases.iter().map(|each| phase(ladder, each)));
    all
}

/// A page without the addresses that it links to.
fn unlinked(page: &str) -> String {
    let mut pieces = page.split("](");
    let first = pieces.next().map(str::to_owned);
    let rest = pieces.map(|piece| piece.split_once(')').unwrap().1);
    first
        .into_iter()
        .chain(rest.map(|rest| format!("]{rest}")))
        .collect()
}

fn results(ladder: &Ladder) -> Vec<String> {
    let mut all = Vec::new();
    for (answers, qualifiers) in [
        ("nnnnnn", ""),
        ("n", ""),
        ("yyyn", ""),
        ("yynuy", ""),
        ("yyyyy", ""),
        ("yyyyyn", ""),
        ("yyyyyy", ""),
        ("yyyyyy", "n"),
        ("yyyyyy", "y"),
    ] {
        all.push(of_placement(ladder, &placed(ladder, answers, qualifiers)));
    }
    for (from, to) in [("junior", "mid"), ("mid", "senior"), ("junior", "staff")] {
        let compared = ladder.compare(from, to).unwrap();
        let sentences = of_steps(&compared.pay_steps);
        all.push(without(comparison(ladder, &compared), &sentences));
    }
    for amount in ["1", "150000", "230000", "9000000"] {
        let amount = Money::parse(amount).unwrap();
        for band in &ladder.document().compensation {
            let lies = ladder.position_pay(band, amount);
            let figures = &lies.figures;
            let figures = [
                &figures.midpoint,
                &figures.compa_ratio,
                &figures.range_penetration,
                &figures.range_spread,
                &figures.midpoint_progression,
                &figures.step_to_next_band,
            ];
            let sentences: Vec<&str> = figures.into_iter().flat_map(of_figure).collect();
            all.push(without(position(ladder, &lies), &sentences));
        }
    }
    all
}

fn plans(ladder: &Ladder) -> Vec<String> {
    let criteria = ladder.document().phases.iter();
    let criteria: Vec<&str> = criteria
        .flat_map(|phase| &phase.criteria)
        .map(|criterion| criterion.id.as_str())
        .collect();
    let every = |state: CriterionState| -> Vec<(&str, CriterionState)> {
        criteria.iter().map(|id| (*id, state)).collect()
    };
    let mut all = Vec::new();
    for said in [
        vec![],
        every(CriterionState::Met),
        every(CriterionState::Unmet),
    ] {
        for level in ["mid", "staff"] {
            all.push(of_readiness(ladder, &ready(ladder, level, &said)));
        }
    }
    let (from_to, days) = (
        ["junior", "staff"],
        [Some("2027-01-04"), Some("2027-02-01")],
    );
    for plan in [
        plan(ladder, from_to, &[], days, 5),
        plan(ladder, from_to, &[criteria[0]], [None, None], 1),
        plan(ladder, from_to, &criteria, days, 5),
        plan(ladder, ["staff", ""], &[], days, 5),
    ] {
        all.push(of_roadmap(ladder, &plan));
    }
    let nothing = CriterionStates::default();
    let answered = PlanParameters {
        present: Some(StartingPoint::Answered(sheet(ladder, "yynuyn", ""))),
        checklist: ladder.checklist(&nothing).unwrap(),
        target: None,
        start: None,
        target_date: None,
        pace: WeeklyHours::new(8.0).unwrap(),
        today: None,
    };
    all.push(of_roadmap(ladder, &ladder.roadmap(&answered).unwrap()));
    all
}

fn found(ladder: &Ladder) -> Vec<String> {
    let document = built_in();
    let index = search::SearchIndex::new(document.document(), &[]);
    let query = index.read("production team engineer code pay model");
    let mut all = vec![hits(ladder, "3141", [].into_iter())];
    for kind in [
        SearchPartKind::Insight,
        SearchPartKind::Level,
        SearchPartKind::Question,
        SearchPartKind::Qualifier,
        SearchPartKind::Phase,
        SearchPartKind::Dimension,
        SearchPartKind::Criterion,
        SearchPartKind::Roadblock,
        SearchPartKind::Resource,
        SearchPartKind::Band,
        SearchPartKind::Faq,
    ] {
        let parts = index.find(&query, Some(kind));
        assert!(!parts.is_empty(), "{kind:?}");
        let titles: Vec<&str> = parts.iter().map(|hit| hit.part.title.as_str()).collect();
        let listed = parts.iter().map(|hit| (hit.part, "/", 0.5, [].as_slice()));
        all.push(without(hits(ladder, "3141", listed), &titles));
    }
    let signals = diagnosis::SignalIndex::new(ladder.document(), &[]);
    for statement in ["3141 5926 5358", "27182"] {
        let told = ladder.diagnose(&signals, statement, None).unwrap();
        let page = super::diagnosis(ladder, &told);
        all.push(without(page, &[&told.detail, told.rule]));
    }
    let changes = [
        (ChangeKind::Added, Impact::Outcome),
        (ChangeKind::Removed, Impact::Addition),
        (ChangeKind::Changed, Impact::Wording),
        (ChangeKind::Moved, Impact::None),
    ];
    let same = VersionDiff::between(ladder, ladder).unwrap();
    let places = ladder.table().places();
    for (row, (_, impact)) in changes.iter().enumerate() {
        let mut differing = same.clone();
        differing.change = *impact;
        let ids = |number: usize| vec!["§".to_owned(); number];
        differing.example = Some(PlacementExample {
            answers: AnswerCombination {
                yes: ids(row & 1),
                answers: Default::default(),
                qualifiers: ids(row & 2),
            },
            before: places[0].clone(),
            after: places[places.len() - 1].clone(),
        });
        let differences = changes.map(|(change, impact)| Difference {
            change,
            impact,
            place: "/§".into(),
            before: "§".into(),
            after: json!([]),
        });
        differing.differences = differences.into();
        all.push(diff(ladder, ladder, &differing));
    }
    all.push(diff(ladder, ladder, &same));
    all
}

fn renderings(locale: &str) -> Vec<String> {
    let of_all = |ladder: &Ladder| [lists, results, plans].map(|of| of(ladder)).concat();
    let ladder = worded(locale);
    let mut all = of_all(&ladder);
    all.extend(found(&ladder));
    all.extend(of_all(&one_ended(&ladder)));
    all
}

/// The words of a line outside code.
fn words(line: &str) -> BTreeSet<&str> {
    let said = line.split('`').step_by(2);
    let words = said.flat_map(|said| said.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.len() > 1).collect()
}

#[test]
fn no_word_of_a_rendering_is_english_in_german() {
    let (english, german) = (renderings("en"), renderings("de"));
    assert_eq!(english.len(), german.len());
    let mut same = BTreeSet::new();
    for (english, german) in english.iter().zip(&german) {
        assert_eq!(english.lines().count(), german.lines().count());
        for (english, german) in english.lines().zip(german.lines()) {
            let both = &words(english) & &words(german);
            let both: Vec<&&str> = both.iter().filter(|word| !SAME.contains(word)).collect();
            if !both.is_empty() {
                same.insert(format!("{both:?} in {german}"));
            }
        }
    }
    assert!(same.is_empty(), "{same:#?}");
}

#[test]
fn a_language_without_a_catalogue_is_rendered_in_english() {
    assert_eq!(MessageCatalogue::of("ar").code, "en");
    let unstamped = |locale: &str| {
        let ladder = worded(locale);
        quiz(&ladder).replace(ladder.stamp().hash.get(7..19).unwrap_or_default(), "")
    };
    assert_eq!(unstamped("ar"), unstamped("en"));
}
