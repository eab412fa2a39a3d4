//! Every picture, calendar and text of the sample ladders, written to a folder to be looked at: `GALLERY=/some/folder cargo test gallery --
//! --ignored`.

use std::{env, fs, path::PathBuf};

use super::{
    calendar, markdown, svg,
    test_ladders::{
        built_in, evidenced, german, hostile, one_ended, placed, plan, progress, ready, sheets,
    },
};
use crate::domain::{
    comparison::Comparison, criteria::CriterionState, disclaimer::Disclaimer,
    evidence::PersonReadiness, ladder::Ladder, pay::PayBand, placement::Placement,
    readiness::Readiness, roadmap::Roadmap,
};

/// What is drawn of a ladder, by name.
pub(super) struct GalleryValues<'a> {
    ladder: &'a Ladder,
    pub(super) bands: Vec<PayBand<'a>>,
    pub(super) placements: Vec<(&'static str, Placement<'a>)>,
    pub(super) comparisons: Vec<(String, Comparison<'a>)>,
    pub(super) readiness: Vec<(&'static str, Readiness<'a>)>,
    pub(super) evidenced: Vec<(&'static str, PersonReadiness<'a>)>,
    pub(super) roadmaps: Vec<(&'static str, Roadmap<'a>)>,
}

impl<'a> GalleryValues<'a> {
    pub(super) fn of(ladder: &'a Ladder) -> Self {
        let levels = &ladder.document().levels;
        let id = |level: usize| levels[level].id.as_str();
        let placements = [
            ("none", "nnnnnn", ""),
            ("open", "yynuy", ""),
            ("uneven", "ynynyn", "n"),
            ("top", "yyyyyy", "n"),
            ("approaching", "yyyyyy", "y"),
            ("all-open", "u", ""),
        ];
        let pairs = [(0, 1), (1, 2), (2, 3), (0, 3), (0, levels.len() - 1)];
        let criterion =
            |phase: usize, at: usize| ladder.document().phases[phase].criteria[at].id.as_str();
        use CriterionState::{Met, Unknown, Unmet};
        let states = [
            ("withheld", [Met, Unknown, Unknown, Unknown]),
            ("not-ready", [Met, Unmet, Unknown, Met]),
            ("ready", [Met, Met, Met, Met]),
        ];
        let start = Some("2027-01-04");
        let all_met: Vec<&str> = (0..4).map(|at| criterion(0, at)).collect();
        let dates = [start, Some("2027-12-31")];
        let missed = [start, Some("2027-03-31")];
        Self {
            ladder,
            bands: bands(ladder),
            placements: placements
                .map(|(name, answers, qualifiers)| (name, placed(ladder, answers, qualifiers)))
                .into(),
            comparisons: pairs
                .map(|(from, to)| {
                    let comparison = ladder.compare(id(from), id(to)).unwrap();
                    (format!("{from}-{to}"), comparison)
                })
                .into(),
            readiness: states
                .map(|(name, states)| {
                    let said: Vec<_> = (0..4).map(|at| criterion(1, at)).zip(states).collect();
                    (name, ready(ladder, id(2), &said))
                })
                .into(),
            evidenced: [
                ("withheld", [0, 0, 0]),
                ("not-ready", [1, 1, 1]),
                ("ready", [4, 0, 0]),
            ]
            .map(|(name, states)| (name, evidenced(ladder, id(2), states)))
            .into(),
            roadmaps: vec![
                (
                    "dates",
                    plan(ladder, [id(0), id(3)], &[criterion(0, 1)], dates, 5),
                ),
                ("days", plan(ladder, [id(0), id(1)], &[], [None, None], 5)),
                ("missed", plan(ladder, [id(1), id(2)], &[], missed, 4)),
                (
                    "met",
                    plan(ladder, [id(0), id(1)], &all_met, [start, None], 4),
                ),
                (
                    "top",
                    plan(ladder, [id(levels.len() - 1), ""], &[], [start, None], 4),
                ),
            ],
        }
    }

    /// Every picture, by name.
    pub(super) fn pictures(&self) -> Vec<(String, String)> {
        let ladder = self.ladder;
        let mut all = vec![
            ("ladder".to_owned(), svg::ladder(ladder, None)),
            ("bands".into(), svg::bands(ladder, self.bands.iter())),
        ];
        for (name, placement) in &self.placements {
            let place = Some(placement.placement);
            all.push((format!("ladder-{name}"), svg::ladder(ladder, place)));
            let picture = svg::placement(ladder, placement);
            all.push((format!("placement-{name}"), picture));
        }
        for level in ladder.document().levels.iter().take(4) {
            all.push((format!("level-{}", level.id), svg::level(ladder, level)));
        }
        for (name, comparison) in &self.comparisons {
            let picture = svg::comparison(ladder, comparison);
            all.push((format!("comparison-{name}"), picture));
        }
        for (name, readiness) in &self.readiness {
            let picture = svg::readiness(ladder, readiness);
            all.push((format!("readiness-{name}"), picture));
        }
        for (name, readiness) in &self.evidenced {
            let picture = svg::person_readiness(ladder, readiness);
            all.push((format!("person-readiness-{name}"), picture));
        }
        for (name, roadmap) in &self.roadmaps {
            all.push((format!("roadmap-{name}"), svg::roadmap(ladder, roadmap)));
        }
        all.extend(of_progress(ladder));
        all
    }

    /// Every calendar, by name.
    pub(super) fn calendars(&self) -> Vec<(String, String)> {
        let calendars = self.roadmaps.iter().filter_map(|(name, roadmap)| {
            let calendar = calendar::roadmap(self.ladder, roadmap)?;
            Some((format!("calendar-{name}"), calendar))
        });
        calendars.collect()
    }
}

fn bands(ladder: &Ladder) -> Vec<PayBand<'_>> {
    let bands = ladder.document().compensation.iter();
    bands.map(|band| ladder.pay_band(band)).collect()
}

/// Pictures of progress with none, few and many assessments, by one side and by both.
fn of_progress(ladder: &Ladder) -> Vec<(String, String)> {
    let histories = [
        ("none", 0, false),
        ("one", 1, false),
        ("two", 2, false),
        ("many", 30, false),
        ("both", 30, true),
        ("thousand", 1000, true),
    ];
    let drawn = histories.map(|(name, count, both)| {
        let sheets = sheets(ladder, count);
        let (progress, moment) = progress(ladder, &sheets, both);
        let picture = svg::progress(ladder, &progress, moment);
        (format!("progress-{name}"), picture)
    });
    drawn.into()
}

/// Every picture of a ladder, by name.
pub(super) fn pictures(ladder: &Ladder) -> Vec<(String, String)> {
    GalleryValues::of(ladder).pictures()
}

/// Every Markdown text of a ladder, by name.
pub(super) fn texts(ladder: &Ladder) -> Vec<(String, String)> {
    let levels = &ladder.document().levels;
    let placement = placed(ladder, "yynuy", "");
    let comparison = ladder
        .compare(levels[0].id.as_str(), levels[3].id.as_str())
        .unwrap();
    let id = |level: usize| levels[level].id.as_str();
    let readiness = ready(ladder, id(2), &[]);
    let by_evidence = evidenced(ladder, id(2), [2, 1, 1]);
    let start = [Some("2027-01-04"), None];
    let roadmap = plan(ladder, [id(0), id(2)], &[], start, 5);
    let sheets = sheets(ladder, 6);
    let (progress, _) = progress(ladder, &sheets, true);
    let guidance = Disclaimer {
        contest: "§".into(),
        ..Disclaimer::new(ladder.words().progress.guidance, "", [])
    };
    let texts = [
        ("ladder", markdown::ladder(ladder)),
        ("placement", markdown::placement(ladder, &placement)),
        ("comparison", markdown::comparison(ladder, &comparison)),
        ("level", markdown::level(ladder, &levels[1])),
        ("readiness", markdown::readiness(ladder, &readiness)),
        (
            "person-readiness",
            markdown::person_readiness(ladder, &by_evidence),
        ),
        ("roadmap", markdown::roadmap(ladder, &roadmap)),
        (
            "progress",
            markdown::progress(ladder, &progress, ("p-1042", 6, &guidance)),
        ),
    ];
    texts
        .map(|(name, text)| (format!("text-{name}"), text))
        .into()
}

#[test]
#[ignore = "writes files to be looked at"]
fn gallery() {
    let folder = PathBuf::from(env::var("GALLERY").expect("GALLERY names a folder"));
    fs::create_dir_all(&folder).unwrap();
    for (ladder, name) in [
        (built_in(), "built-in"),
        (german(), "german"),
        (one_ended(&built_in()), "one-ended"),
        (one_ended(&german()), "one-ended-german"),
        (hostile(), "hostile"),
    ] {
        let values = GalleryValues::of(&ladder);
        for (picture, svg) in values.pictures() {
            fs::write(folder.join(format!("{name}-{picture}.svg")), svg).unwrap();
        }
        for (calendar, text) in values.calendars() {
            fs::write(folder.join(format!("{name}-{calendar}.ics")), text).unwrap();
        }
        for (name_of_text, text) in texts(&ladder) {
            fs::write(folder.join(format!("{name}-{name_of_text}.md")), text).unwrap();
        }
    }
}
