//! Every picture and page of the sample ladders, written to a folder to be looked at: `GALLERY=/some/folder cargo test gallery --
//! --ignored`.

use std::{env, fs, path::PathBuf};

use super::{
    html::{Page, page},
    markdown, policy,
    samples::{built_in, hostile, placed, plan, ready},
    svg,
};
use crate::domain::{criteria::CriterionState, ladder::Ladder, pay::PayBand};

/// Every picture of a ladder, by name.
pub(super) fn pictures(ladder: &Ladder) -> Vec<(String, String)> {
    let levels = &ladder.document().levels;
    let bands: Vec<PayBand<'_>> = ladder
        .document()
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band))
        .collect();
    let mut all = vec![
        ("ladder".to_owned(), svg::ladder(ladder, None)),
        ("bands".into(), svg::bands(ladder, bands.iter())),
    ];
    for (name, answers, qualifiers) in [
        ("none", "nnnnnn", ""),
        ("open", "yynuy", ""),
        ("uneven", "ynynyn", "n"),
        ("top", "yyyyyy", "n"),
        ("approaching", "yyyyyy", "y"),
        ("all-open", "u", ""),
    ] {
        let placement = placed(ladder, answers, qualifiers);
        all.push((
            format!("ladder-{name}"),
            svg::ladder(ladder, Some(placement.placement)),
        ));
        all.push((
            format!("placement-{name}"),
            svg::placement(ladder, &placement),
        ));
    }
    all.extend(
        levels
            .iter()
            .take(4)
            .map(|level| (format!("level-{}", level.id), svg::level(ladder, level))),
    );
    for (from, to) in [(0, 1), (1, 2), (2, 3), (0, 3), (0, levels.len() - 1)] {
        let comparison = ladder
            .compare(levels[from].id.as_str(), levels[to].id.as_str())
            .unwrap();
        all.push((
            format!("comparison-{from}-{to}"),
            svg::comparison(ladder, &comparison),
        ));
    }
    let id = |level: usize| levels[level].id.as_str();
    let criterion =
        |phase: usize, at: usize| ladder.document().phases[phase].criteria[at].id.as_str();
    use CriterionState::{Met, Unknown, Unmet};
    for (name, states) in [
        ("withheld", [Met, Unknown, Unknown, Unknown]),
        ("not-ready", [Met, Unmet, Unknown, Met]),
        ("ready", [Met, Met, Met, Met]),
    ] {
        let said: Vec<_> = (0..4).map(|at| criterion(1, at)).zip(states).collect();
        let readiness = ready(ladder, id(2), &said);
        all.push((
            format!("readiness-{name}"),
            svg::readiness(ladder, &readiness),
        ));
    }
    let start = Some("2027-01-04");
    let all_met: Vec<&str> = (0..4).map(|at| criterion(0, at)).collect();
    for (name, plan) in [
        (
            "dates",
            plan(
                ladder,
                [id(0), id(3)],
                &[criterion(0, 1)],
                [start, Some("2027-12-31")],
                5,
            ),
        ),
        ("days", plan(ladder, [id(0), id(1)], &[], [None, None], 5)),
        (
            "missed",
            plan(ladder, [id(1), id(2)], &[], [start, Some("2027-03-31")], 4),
        ),
        (
            "met",
            plan(ladder, [id(0), id(1)], &all_met, [start, None], 4),
        ),
        (
            "top",
            plan(ladder, [id(levels.len() - 1), ""], &[], [start, None], 4),
        ),
    ] {
        all.push((format!("roadmap-{name}"), svg::roadmap(ladder, &plan)));
    }
    all
}

/// Every page of a ladder, by name.
pub(super) fn pages(ladder: &Ladder) -> Vec<(String, String)> {
    let levels = &ladder.document().levels;
    let bands: Vec<PayBand<'_>> = ladder
        .document()
        .compensation
        .iter()
        .map(|band| ladder.pay_band(band))
        .collect();
    let placement = placed(ladder, "yynuy", "");
    let comparison = ladder
        .compare(levels[0].id.as_str(), levels[3].id.as_str())
        .unwrap();
    let id = |level: usize| levels[level].id.as_str();
    let readiness = ready(ladder, id(2), &[]);
    let start = [Some("2027-01-04"), None];
    let roadmap = plan(ladder, [id(0), id(2)], &[], start, 5);
    let of = |name: &str, markdown: String, pictures: Vec<String>| {
        let whole = Page {
            language: &ladder.document().locale,
            markdown: &markdown,
            pictures: &pictures,
        };
        (name.to_owned(), page(&whole))
    };
    vec![
        of(
            "page-ladder",
            markdown::ladder(ladder),
            vec![svg::ladder(ladder, None), svg::bands(ladder, bands.iter())],
        ),
        of(
            "page-placement",
            markdown::placement(ladder, &placement),
            vec![svg::placement(ladder, &placement)],
        ),
        of(
            "page-comparison",
            markdown::comparison(ladder, &comparison),
            vec![svg::comparison(ladder, &comparison)],
        ),
        of(
            "page-level",
            markdown::level(ladder, &levels[1]),
            vec![svg::level(ladder, &levels[1])],
        ),
        of(
            "page-readiness",
            markdown::readiness(ladder, &readiness),
            vec![svg::readiness(ladder, &readiness)],
        ),
        of(
            "page-roadmap",
            markdown::roadmap(ladder, &roadmap),
            vec![svg::roadmap(ladder, &roadmap)],
        ),
    ]
}

#[test]
#[ignore = "writes files to be looked at"]
fn gallery() {
    let folder = PathBuf::from(env::var("GALLERY").expect("GALLERY names a folder"));
    fs::create_dir_all(&folder).unwrap();
    for (ladder, name) in [(built_in(), "built-in"), (hostile(), "hostile")] {
        for (picture, svg) in pictures(&ladder) {
            fs::write(folder.join(format!("{name}-{picture}.svg")), svg).unwrap();
        }
        for (page, html) in pages(&ladder) {
            // As the server would send it.
            let policy = format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
                policy::PAGE.replace("; frame-ancestors 'self'", "")
            );
            let html = html.replace("<head>", &format!("<head>{policy}"));
            fs::write(folder.join(format!("{name}-{page}.html")), html).unwrap();
        }
    }
}
