//! Roadmaps: figures worked out by hand, every way from every place, what must hold of every plan, and what is refused.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rungs::{
    app::{
        built_in,
        planning::{PlanRoadmapRequest, plan_roadmap},
    },
    domain::ladder::Ladder,
};
use serde_json::{Map, Value, json};

use crate::app::{Reply, TestApp};

const ROADMAP: &str = "/v1/ladders/ai-engineer/roadmap";

async fn plan(app: &TestApp, body: &Value) -> Value {
    let reply = app.post(ROADMAP, body).await;
    assert_eq!(reply.status, 200, "{body}: {}", reply.text());
    reply.json()
}

fn milestones(plan: &Value) -> Vec<&Value> {
    let phases = plan["phases"].as_array().unwrap().iter();
    phases
        .flat_map(|phase| phase["milestones"].as_array().unwrap())
        .collect()
}

fn codes(plan: &Value) -> Vec<&str> {
    let notes = plan["notes"].as_array().unwrap().iter();
    notes.map(|note| note["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn days_and_dates_are_those_worked_out_by_hand() {
    let app = TestApp::start().await;
    let body = json!({"level": "mid", "start": "2027-01-04", "hours_per_week": 6, "criteria": {"cost-at-10x": "met"}});
    let plan = plan(&app, &body).await;
    // 7 x 40 / 6 = 46.7, so 47 days of work; 13 weeks are 91 days. 7 x 60 / 6 = 70 days of work, 56 at the least; 7 x 24 / 6 = 28
    // days of work, and 28 at the least.
    #[rustfmt::skip]
    let by_hand = [
        ("owned-incident", 47, 91, 1, 91, "2027-01-04", "2027-04-04"),
        ("agent-orchestration", 70, 56, 48, 117, "2027-02-20", "2027-04-30"),
        ("build-buy-finetune", 28, 28, 118, 145, "2027-05-01", "2027-05-28"),
    ];
    let milestones = milestones(&plan);
    assert_eq!(milestones.len(), by_hand.len());
    for (milestone, (id, work, least, first, due, from, to)) in milestones.into_iter().zip(by_hand)
    {
        assert_eq!(milestone["criterion"]["id"], id);
        let arithmetic = &milestone["arithmetic"];
        assert_eq!(
            [
                &arithmetic["work_days"],
                &arithmetic["least_days"],
                &milestone["first_day"],
                &milestone["due_day"]
            ],
            [work, least, first, due],
            "{id}"
        );
        assert_eq!(
            [&milestone["starts_on"], &milestone["due_on"]],
            [from, to],
            "{id}"
        );
        assert_eq!(milestone["effort"]["basis"], "estimate");
    }
    assert_eq!(
        plan["totals"],
        json!({"milestones": 3, "hours": 124, "days": 145})
    );
    assert_eq!(plan["end"], "2027-05-28");
    assert_eq!(plan["phases"][0]["met"], json!(["cost-at-10x"]));
    assert_eq!(
        milestones_text(&plan, 0),
        "7 x 40 h / 6 h a week = 47 days of work; at least 13 weeks = 91 days; due after 91 days"
    );
}

fn milestones_text(plan: &Value, at: usize) -> &str {
    milestones(plan)[at]["arithmetic"]["text"].as_str().unwrap()
}

/// Present level and target, and what follows: phases, the target, and the pay step's figure or its reason.
type Way<'w> = (&'w str, Option<&'w str>, &'w [u8], Option<&'w str>, &'w str);

#[rustfmt::skip]
const WAYS: &[Way<'_>] = &[
    ("junior", None, &[1], Some("mid"), "not_published"),
    ("junior", Some("mid"), &[1], Some("mid"), "not_published"),
    ("junior", Some("senior"), &[1, 2], Some("senior"), "45000"),
    ("junior", Some("staff"), &[1, 2, 3], Some("staff"), "215000"),
    ("mid", None, &[2], Some("senior"), "not_published"),
    ("mid", Some("staff"), &[2, 3], Some("staff"), "not_published"),
    ("senior", None, &[3], Some("staff"), "130000"),
    ("staff", None, &[4], None, ""),
];

#[tokio::test]
async fn every_way_from_every_level_leads_through_its_phases() {
    let app = TestApp::start().await;
    for (level, wanted, phases, target, pay) in WAYS {
        let plan = plan(&app, &json!({"level": level, "target_level": wanted})).await;
        let numbers: Vec<&Value> = plan["phases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|phase| &phase["number"])
            .collect();
        assert_eq!(numbers, *phases, "{level} to {wanted:?}");
        assert_eq!(
            plan["target"].get("id"),
            target.map(|id| json!(id)).as_ref()
        );
        let steps = plan["pay"]["steps"].as_array().unwrap();
        if target.is_none() {
            assert!(steps.is_empty() && plan["pay"]["reason"].is_string());
            assert!(codes(&plan).contains(&"top_of_the_ladder"));
        } else {
            let step = &steps[0]["step_to_next_band"];
            let said = if step["value"].is_null() {
                &step["reason"]
            } else {
                &step["value"]
            };
            assert_eq!(said, pay, "{level} to {wanted:?}");
        }
        for phase in plan["phases"].as_array().unwrap() {
            let at = format!("/v1/ladders/ai-engineer/phases/{}", phase["number"]);
            let whole = app.get(&at).await.json();
            let ids = |list: &Value| -> Vec<String> {
                let list = list.as_array().unwrap().iter();
                list.map(|one| one["id"].as_str().unwrap().to_owned())
                    .collect()
            };
            assert_eq!(ids(&phase["resources"]), {
                let listed = app
                    .get(&format!(
                        "/v1/ladders/ai-engineer/resources?phase={}",
                        phase["number"]
                    ))
                    .await;
                let listed = listed.json();
                let mut listed = ids(&listed["items"]);
                let order = whole["resources"].as_array().unwrap();
                let place = |id: &str| order.iter().position(|one| *one == *id || one["id"] == *id);
                listed.sort_by_key(|id| place(id));
                listed
            });
            for member in [
                "plateau",
                "why_it_lasts",
                "mentor_role",
                "self_study",
                "title",
            ] {
                assert_eq!(phase[member], whole[member], "{member}");
            }
            let level = phase["level"].as_str().unwrap();
            let at = format!("/v1/ladders/ai-engineer/roadblocks?level={level}");
            assert_eq!(
                ids(&phase["roadblocks"]),
                ids(&app.get(&at).await.json()["items"])
            );
        }
    }
}

#[tokio::test]
async fn a_plan_from_answers_starts_where_they_place() {
    let app = TestApp::start().await;
    for yes in 0..=6_usize {
        for leads in ["yes", "no"] {
            let answers: Map<String, Value> = (1..=6)
                .map(|nth| {
                    (
                        format!("q{nth}"),
                        json!(if nth <= yes { "yes" } else { "no" }),
                    )
                })
                .collect();
            let sent = json!({"answers": answers, "qualifiers": {"leads-cross-team": leads}});
            let scored = app
                .post("/v1/ladders/ai-engineer/quiz/score", &sent)
                .await
                .json();
            let plan = plan(&app, &sent).await;
            assert_eq!(plan["from"]["by"], "answers");
            for member in ["placement", "counts", "rule"] {
                let named = if member == "placement" {
                    &plan["from"]["placement"]
                } else {
                    &plan["from"][member]
                };
                assert_eq!(*named, scored[member], "{yes} {leads}");
            }
            let (target, phases) = match (yes, leads) {
                (0..=2, _) => ("mid", json!([1])),
                (3..=4, _) => ("senior", json!([2])),
                _ => ("staff", json!([3])),
            };
            assert_eq!(plan["target"]["id"], target, "{yes} {leads}");
            let numbers: Vec<&Value> = plan["phases"]
                .as_array()
                .unwrap()
                .iter()
                .map(|phase| &phase["number"])
                .collect();
            assert_eq!(json!(numbers), phases, "{yes} {leads}");
            assert_eq!(codes(&plan).contains(&"before_the_first_level"), yes == 0);
            assert_eq!(
                codes(&plan).contains(&"approaching"),
                yes == 6 && leads == "yes"
            );
        }
    }
}

#[tokio::test]
async fn a_plan_ends_at_its_target_however_somebody_was_placed() {
    let app = TestApp::start().await;
    let answers: Map<String, Value> = (1..=6)
        .map(|nth| (format!("q{nth}"), json!("yes")))
        .collect();
    let approaching = json!({"answers": answers, "qualifiers": {"leads-cross-team": "yes"}, "target_level": "staff", "start": "2999-01-01"});
    let at = json!({"level": "senior", "target_level": "staff", "start": "2999-01-01"});
    let (approaching, at) = (plan(&app, &approaching).await, plan(&app, &at).await);
    assert_eq!(approaching["end"], at["end"]);
    assert_eq!(approaching["totals"], at["totals"]);
}

#[tokio::test]
async fn the_time_that_the_source_gives_is_that_of_the_step() {
    let app = TestApp::start().await;
    for (body, ids) in [
        (
            json!({"level": "junior", "target_level": "senior"}),
            vec!["junior-to-senior"],
        ),
        (json!({"level": "mid"}), vec![]),
        (
            json!({"answers": {"q1": "no"}, "target_level": "senior"}),
            vec!["reach-senior"],
        ),
    ] {
        let plan = plan(&app, &body).await;
        let spans = plan["timeframes"].as_array().unwrap().iter();
        let found: Vec<&str> = spans.map(|span| span["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{body}");
    }
}

#[tokio::test]
async fn what_is_made_from_somebodys_answers_is_kept_by_nobody_else() {
    let app = TestApp::with_earlier_versions().await;
    for path in [
        "roadmap.svg?level=mid&version=1.1.0",
        "roadmap.ics?level=mid&start=2027-01-04",
        "readiness.svg?level=mid",
        "quiz/score.svg?yes=q1",
    ] {
        let reply = app.get(&format!("/v1/ladders/ai-engineer/{path}")).await;
        assert_eq!(
            reply.header("cache-control"),
            Some("private, max-age=60"),
            "{path}"
        );
    }
    let picture = app
        .get("/v1/ladders/ai-engineer/levels/mid.svg?version=1.1.0")
        .await;
    assert_eq!(picture.header("cache-control"), Some("public, max-age=60"));
}

#[tokio::test]
async fn the_same_request_gives_the_same_bytes() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    let body = json!({"level": "junior", "target_level": "staff", "start": "2999-01-01", "target_date": "2999-06-01"});
    let first = one.post(ROADMAP, &body).await.bytes;
    assert_eq!(first, one.post(ROADMAP, &body).await.bytes);
    assert_eq!(first, other.post(ROADMAP, &body).await.bytes);
}

#[tokio::test]
async fn notes_say_what_could_not_be_done_as_wished() {
    let app = TestApp::start().await;
    let past = plan(&app, &json!({"level": "mid", "start": "2020-02-29"})).await;
    assert!(codes(&past).contains(&"start_in_the_past"));
    assert_eq!(milestones(&past)[0]["starts_on"], "2020-02-29");
    let future = plan(&app, &json!({"level": "mid", "start": "2999-02-28"})).await;
    assert!(!codes(&future).contains(&"start_in_the_past"));
    let none = plan(&app, &json!({"level": "mid"})).await;
    assert!(codes(&none).contains(&"no_start"));
    assert_eq!(
        (&none["end"], &milestones(&none)[0]["due_on"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(milestones(&none)[0]["due_day"], 91);

    // 145 days at 6 hours a week; all of it in 118 days takes 10, where the weeks at the least do not bind.
    let wanted = |by: &str, hours: u8| json!({"level": "mid", "start": "2999-01-01", "target_date": by, "hours_per_week": hours});
    let late = plan(&app, &wanted("2999-05-25", 5)).await;
    let detail = late["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|note| note["code"] == "target_date_missed");
    let detail = detail.unwrap()["detail"].as_str().unwrap();
    assert!(
        detail.contains("With 7 hours a week it would be kept"),
        "{detail}"
    );
    let enough = plan(&app, &wanted("2999-05-25", 7)).await;
    assert!(!codes(&enough).contains(&"target_date_missed"));
    let never = plan(&app, &wanted("2999-01-31", 60)).await;
    let detail = never["notes"].to_string();
    assert!(detail.contains("Not even 60 hours a week"), "{detail}");

    let all = json!({"owned-incident": "met", "agent-orchestration": "met", "cost-at-10x": "met", "build-buy-finetune": "met"});
    let done = plan(
        &app,
        &json!({"level": "mid", "criteria": all, "start": "2999-01-01"}),
    )
    .await;
    assert!(codes(&done).contains(&"nothing_left"));
    assert_eq!(
        done["totals"],
        json!({"milestones": 0, "hours": 0, "days": 0})
    );
    let other = plan(
        &app,
        &json!({"level": "mid", "criteria": {"org-standard": "met", "eval-harness": "unmet"}}),
    )
    .await;
    assert!(
        other["notes"]
            .to_string()
            .contains("eval-harness, org-standard")
    );
}

#[tokio::test]
async fn a_ladder_without_effort_gives_a_plan_without_days() {
    let app = TestApp::with_earlier_versions().await;
    let body = json!({"level": "junior", "target_level": "senior", "start": "2027-01-04", "target_date": "2027-02-01"});
    let reply = app.post(&format!("{ROADMAP}?version=1.0.0"), &body).await;
    let plan = reply.json();
    assert_eq!(milestones(&plan).len(), 8);
    for milestone in milestones(&plan) {
        for member in [
            "effort",
            "first_day",
            "due_day",
            "starts_on",
            "due_on",
            "arithmetic",
        ] {
            assert_eq!(milestone[member], Value::Null, "{member}");
        }
        assert_eq!(milestone["undated"], "no_effort");
    }
    assert_eq!(
        plan["totals"],
        json!({"milestones": 8, "hours": null, "days": null})
    );
    let codes = codes(&plan);
    assert!(
        codes.contains(&"undated") && codes.contains(&"target_date_unchecked"),
        "{codes:?}"
    );
    assert!(!codes.contains(&"estimate"));
}

async fn refused(app: &TestApp, body: Value) -> Reply {
    let reply = app.post(ROADMAP, &body).await;
    assert_eq!(reply.status, 422, "{body}: {}", reply.text());
    reply
}

#[tokio::test]
async fn what_does_not_fit_is_named_all_at_once() {
    let app = TestApp::start().await;
    #[rustfmt::skip]
    let table = [
        (json!({}), vec![("", "nothing_said")]),
        (json!({"level": "mid", "answers": {"q1": "yes"}}), vec![("/level", "not_expected")]),
        (json!({"level": "mid", "qualifiers": {"leads-cross-team": "yes"}}), vec![("/qualifiers", "not_expected")]),
        (json!({"answers": {}}), vec![("/answers", "nothing_answered")]),
        (json!({"answers": {"q9": "yes"}}), vec![("/answers/q9", "unknown_answer")]),
        (json!({"answers": {"q9": "yes"}, "target_level": "junior"}), vec![("/answers/q9", "unknown_answer")]),
        (json!({"level": "mid", "start": "1899-12-31"}), vec![("/start", "no_such_date")]),
        (json!({"level": "mid", "target_level": "mid"}), vec![("/target_level", "not_upwards")]),
        (json!({"level": "mid", "target_level": "junior"}), vec![("/target_level", "not_upwards")]),
        (json!({"level": "staff", "target_level": "staff"}), vec![("/target_level", "not_upwards")]),
        (json!({"answers": {"q1": "no"}, "target_level": "junior"}), vec![("/target_level", "no_criteria")]),
        (json!({"level": "mid", "start": "9999-12-01"}), vec![("/start", "out_of_range")]),
        (json!({"level": "mid", "start": "2027-02-29"}), vec![("/start", "no_such_date")]),
        (json!({"level": "mid", "start": "2027-1-4"}), vec![("/start", "no_such_date")]),
        (json!({"level": "mid", "start": "+2027-01-4"}), vec![("/start", "no_such_date")]),
        (json!({"level": "mid", "start": "0000-00-00"}), vec![("/start", "no_such_date")]),
        (json!({"level": "mid", "start": 20_270_104}), vec![("/start", "wrong_type")]),
        (json!({"level": "mid", "start": "2027-02-01", "target_date": "2027-01-31"}), vec![("/target_date", "before_start")]),
        (json!({"level": "mid", "hours_per_week": 0}), vec![("/hours_per_week", "out_of_range")]),
        (json!({"level": "mid", "hours_per_week": 61}), vec![("/hours_per_week", "out_of_range")]),
        (json!({"level": "mid", "hours_per_week": -1}), vec![("/hours_per_week", "out_of_range")]),
        (json!({"level": "mid", "hours_per_week": 2.5}), vec![("/hours_per_week", "out_of_range")]),
        (json!({"level": "mid", "hours_per_week": 1e300}), vec![("/hours_per_week", "out_of_range")]),
        (json!({"level": "mid", "hours_per_week": "5"}), vec![("/hours_per_week", "wrong_type")]),
        (json!({"level": "boss", "target_level": "king", "criteria": {"zz": "met"}, "start": "2027-13-01", "hours_per_week": 99}),
            vec![("/criteria/zz", "unknown_criterion"), ("/start", "no_such_date"), ("/hours_per_week", "out_of_range"),
                ("/level", "unknown_level"), ("/target_level", "unknown_level")]),
        // What does not fit the schema comes first.
        (json!({"level": "boss", "criteria": {"zz": "maybe"}, "start": "soon", "hours_per_week": 99, "mood": 1}),
            vec![("/mood", "unknown_member"), ("/criteria/zz", "unknown_value"), ("/start", "out_of_range"),
                ("/hours_per_week", "out_of_range")]),
    ];
    for (body, mut faults) in table {
        let reply = refused(&app, body.clone()).await.json();
        let mut found: Vec<(&str, &str)> = reply["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| {
                (
                    fault["pointer"].as_str().unwrap(),
                    fault["code"].as_str().unwrap(),
                )
            })
            .collect();
        found.sort_unstable();
        faults.sort_unstable();
        assert_eq!(found, faults, "{body}");
    }
    // JSON Schema calls it an integer.
    let plan = plan(&app, &json!({"level": "mid", "hours_per_week": 6.0})).await;
    assert_eq!(plan["hours_per_week"], 6);
}

#[tokio::test]
async fn by_its_url_it_is_the_same() {
    let app = TestApp::start().await;
    let sent = json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "unsure", "q5": "no"}, "qualifiers": {"leads-cross-team": "no"},
        "criteria": {"owned-incident": "met", "cost-at-10x": "unmet"}, "start": "2999-01-04", "hours_per_week": 7});
    let query = "yes=q1,q2,q3&unsure=q4&no=q5,leads-cross-team&met=owned-incident&unmet=cost-at-10x&start=2999-01-04&hours_per_week=7";
    for (end, media) in [("svg", "image/svg+xml"), ("ics", "text/calendar")] {
        let posted = app.post_as(ROADMAP, &sent, media).await;
        assert_eq!(posted.status, 200, "{}", posted.text());
        let got = app.get(&format!("{ROADMAP}.{end}?{query}")).await;
        assert_eq!(got.status, 200, "{}", got.text());
        assert_eq!(got.text(), posted.text());
    }
    for (query, pointers) in [
        ("", vec![""]),
        ("level=mid&yes=q1", vec!["/level"]),
        ("level=mid&start=x", vec!["/start", "/start"]),
        ("yes=q1,q9&no=q1", vec!["/no", "/yes"]),
        ("level=mid&hours_per_week=61", vec!["/hours_per_week"]),
        ("level=mid&hours_per_week=1000", vec!["/hours_per_week"]),
        ("level=mid&target_level=junior", vec!["/target_level"]),
    ] {
        let reply = app.get(&format!("{ROADMAP}.svg?{query}")).await;
        let mut found = reply.pointers();
        found.dedup();
        let mut pointers = pointers;
        pointers.dedup();
        assert_eq!(found, pointers, "{query}");
    }
    let undated = app.get(&format!("{ROADMAP}.ics?level=mid")).await;
    assert_eq!(undated.pointers(), ["/start"]);
    assert_eq!(undated.json()["errors"][0]["code"], "missing_start");
}

fn planned(ladder: &Ladder, body: &Value) -> Option<Value> {
    let text = body.to_string();
    let asked: PlanRoadmapRequest<'_> = serde_json::from_str(&text).unwrap();
    let plan = plan_roadmap(ladder, &asked, None).ok()?;
    Some(serde_json::to_value(plan).unwrap())
}

proptest! {
    #[test]
    fn what_holds_of_every_plan(
        from in 0..4_usize, to in 0..5_usize, hours in 1..=60_u16, day in 0..300_000_u64, met in any::<u16>()
    ) {
        const LEVELS: [&str; 5] = ["junior", "mid", "senior", "staff", ""];
        let ladder = built_in().unwrap().remove(0);
        let start = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(day);
        let criteria: Vec<&str> = ladder.document().phases.iter().flat_map(|phase| &phase.criteria).map(|one| one.id.as_str()).collect();
        let met: Map<String, Value> = criteria.iter().enumerate().filter(|(at, _)| met >> at & 1 == 1)
            .map(|(_, id)| ((*id).into(), json!("met"))).collect();
        let mut body = json!({"level": LEVELS[from], "criteria": met, "start": start.to_string(), "hours_per_week": hours});
        if to < 4 {
            body["target_level"] = json!(LEVELS[to]);
        }
        let plan = planned(&ladder, &body);
        prop_assert_eq!(plan.is_some(), to == 4 || to > from);
        let Some(plan) = plan else { return Ok(()) };
        let mut last_of_phase = 0;
        let (mut total, mut count, mut ever) = (0, 0, Vec::new());
        for phase in plan["phases"].as_array().unwrap() {
            let (mut worked, mut last) = (last_of_phase, last_of_phase);
            for milestone in phase["milestones"].as_array().unwrap() {
                let id = milestone["criterion"]["id"].as_str().unwrap();
                prop_assert!(!met.contains_key(id));
                ever.push(id);
                let number = |name: &str| milestone[name].as_u64().unwrap();
                let (first, due) = (number("first_day"), number("due_day"));
                let (need, weeks) = (milestone["effort"]["hours"].as_u64().unwrap(), milestone["effort"]["weeks"].as_u64().unwrap());
                // Work goes on without a gap, and is enough: one day less would not do.
                prop_assert_eq!(first, worked + 1);
                let work = milestone["arithmetic"]["work_days"].as_u64().unwrap();
                prop_assert!(work * u64::from(hours) >= 7 * need && (work - 1) * u64::from(hours) < 7 * need);
                prop_assert_eq!(due - first + 1, work.max(7 * weeks));
                prop_assert_eq!(milestone["due_on"].as_str().unwrap(), (start + Days::new(due - 1)).to_string());
                worked += work;
                last = last.max(due);
                total += need;
                count += 1;
            }
            last_of_phase = last;
        }
        prop_assert_eq!(&plan["totals"], &json!({"milestones": count, "hours": total, "days": last_of_phase}));
        // More hours a week never end later, and what is met is never planned.
        if hours < 60 {
            body["hours_per_week"] = json!(hours + 1);
            let faster = planned(&ladder, &body).unwrap();
            prop_assert!(faster["totals"]["days"].as_u64() <= plan["totals"]["days"].as_u64());
        }
        ever.sort_unstable();
        ever.dedup();
        prop_assert_eq!(ever.len(), count);
    }
}
