//! Ladders whose quiz counts points, and ladders with tracks: what is refused, and what is asked and answered.

use std::sync::Arc;

use rungs::{
    app::{
        LadderCatalogue, PublishedLadder, Stemming,
        interpretation::{InterpretAnswerRequest, interpret_answer},
        now,
        planning::{PlanRoadmapRequest, plan_roadmap},
        scoring::{ScoreQuizRequest, score},
        turns::{TakeQuizRequest, TurnContext, TurnRunner, TurnStatus},
    },
    domain::{
        document::Document,
        fault::Fault,
        ladder::Ladder,
        receipt::{self, ReceiptKey},
        source::Syntax,
    },
    error::Error,
    render::{markdown, svg},
};
use serde_json::{Value, json};

use crate::{
    app::TestApp,
    binary::{finish, rungs},
};

fn level(id: &str, rank: usize, track: Option<&str>) -> Value {
    let mut level = json!({"id": id, "rank": rank, "title": id.to_uppercase(), "tenure": {"min_months": 0, "max_months": null},
        "moves_forward": ["Moves"], "plateau": {"id": format!("plateau-{id}"), "title": "Plateau", "summary": "It stays."}});
    if let Some(track) = track {
        level["track"] = track.into();
    }
    level
}

fn phase(number: usize, level: &str, to: Option<&str>) -> Value {
    json!({"number": number, "id": format!("phase-{number}"), "level": level, "title": format!("To {level}"), "theme": "t",
        "plateau": "p", "why_it_lasts": "w", "self_study": "s", "mentor_role": "m", "table": {"from": "pre-role", "to": level},
        "dimensions": [{"id": format!("d{number}"), "name": "Scope", "from": "small", "to": "large"}],
        "criteria_kind": if to.is_some() { "exit" } else { "operating" }, "criteria_to": to,
        "criteria": [{"id": format!("c{number}"), "text": "It is seen.", "effort": {"hours": 10, "basis": "estimate"}}]})
}

fn rule(
    id: &str,
    range: [usize; 2],
    needs: &[&str],
    outcome: (Option<&str>, usize, &str),
) -> Value {
    let (level, phase, standing) = outcome;
    json!({"id": id, "when": {"points_min": range[0], "points_max": range[1], "qualifiers": needs}, "precedence": needs.len(),
        "outcome": {"level": level, "phase": phase, "standing": standing}})
}

/// Three levels by points: a yes or no of weight 3, a scale of weight 2, a choice; 13 points in all.
fn points() -> Value {
    json!({"format": "rungs/ladder/1", "id": "points", "version": "1.0.0", "title": "Points", "locale": "en", "summary": "Made up.",
        "source": {"title": "t", "author": "a", "publisher": "p"},
        "levels": [level("low", 1, None), level("middle", 2, None), level("high", 3, None)],
        "phases": [phase(1, "low", Some("middle")), phase(2, "middle", Some("high")), phase(3, "high", None)],
        "quiz": {"title": "How much?", "intro": "Three questions.", "questions": [
            {"id": "alone", "stage": "low", "topic": "t", "text": "Alone?", "weight": 3, "statement": "I do it alone."},
            {"id": "often", "stage": "middle", "topic": "t", "text": "How often?", "kind": "scale", "weight": 2, "options": [
                {"id": "never", "text": "Never", "points": 0}, {"id": "monthly", "text": "Once a month", "points": 1},
                {"id": "weekly", "text": "Every week", "points": 3}]},
            {"id": "deepest", "stage": "high", "topic": "t", "text": "How deep?", "kind": "choice", "options": [
                {"id": "code", "text": "The code", "points": 4}, {"id": "none", "text": "Nowhere yet", "points": 0},
                {"id": "logs", "text": "The logs", "points": 1}]}],
        "qualifiers": [{"id": "teaches", "text": "Do you teach?"}],
        "routing": [rule("nothing", [0, 0], &[], (None, 1, "pre-role")), rule("some", [1, 5], &[], (Some("low"), 1, "at")),
            rule("more", [6, 13], &[], (Some("middle"), 2, "at")),
            rule("most", [10, 13], &["teaches"], (Some("high"), 3, "at"))]}})
}

/// A trunk of two levels, and two tracks: one of one level, one of two.
pub fn tracks() -> Value {
    let mut document = points();
    document["id"] = "tracks".into();
    document["tracks"] = json!([{"id": "expert", "title": "Expert track", "from": "middle"},
        {"id": "manager", "title": "Manager track", "summary": "Answers for people.", "from": "middle"}]);
    document["levels"] = json!([
        level("low", 1, None),
        level("middle", 2, None),
        level("expert", 3, Some("expert")),
        level("lead", 3, Some("manager")),
        level("head", 4, Some("manager"))
    ]);
    document["phases"] = json!([
        phase(1, "low", Some("middle")),
        phase(2, "middle", Some("expert")),
        phase(3, "expert", None),
        phase(4, "lead", Some("head")),
        phase(5, "head", None)
    ]);
    document["quiz"]["questions"][2]["stage"] = "expert".into();
    document["quiz"]["qualifiers"] = json!([{"id": "knows", "text": "Do others ask you?"}, {"id": "leads", "text": "Do you lead?"}]);
    document["quiz"]["routing"] = json!([
        rule("nothing", [0, 0], &[], (None, 1, "pre-role")),
        rule("some", [1, 5], &[], (Some("low"), 1, "at")),
        rule("more", [6, 12], &[], (Some("middle"), 2, "at")),
        rule("fork", [13, 13], &[], (Some("middle"), 2, "approaching")),
        rule("expert", [10, 13], &["knows"], (Some("expert"), 3, "at")),
        rule(
            "lead",
            [8, 10],
            &["leads", "leads"],
            (Some("lead"), 4, "at")
        ),
        rule(
            "head",
            [11, 13],
            &["leads", "leads"],
            (Some("head"), 5, "at")
        )
    ]);
    document
}

fn prove(document: Value) -> Result<Ladder, Vec<Fault>> {
    Ladder::prove(serde_json::from_value::<Document>(document).unwrap())
}

fn answer(ladder: &Ladder, sent: &Value) -> Result<Value, Vec<(String, &'static str)>> {
    let key = ReceiptKey::new(&[7; 32]).unwrap();
    let text = sent.to_string();
    let sent: ScoreQuizRequest<'_> = serde_json::from_str(&text).unwrap();
    match score(ladder, &key, &sent) {
        Ok(scored) => Ok(serde_json::to_value(scored).unwrap()),
        Err(Error::Invalid(_, faults)) => Err(faults
            .into_iter()
            .map(|fault| (fault.pointer, fault.code))
            .collect()),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn points_are_counted_by_weight_and_explained() {
    let ladder = prove(points()).unwrap();
    let scored = answer(
        &ladder,
        &json!({"answers": {"alone": "no", "often": "weekly", "deepest": "logs"}}),
    )
    .unwrap();
    assert_eq!(scored["placement"]["level"], "middle");
    assert_eq!(scored["placement"].get("next_levels"), None);
    assert_eq!(
        scored["rule"],
        json!({"id": "more", "text": "6 to 13 points"})
    );
    assert_eq!(
        scored["counts"],
        json!({"yes": 0, "no": 1, "unsure": 0, "unanswered": 0, "questions": 3, "rated": 2,
        "points": {"got": 7, "of": 13}})
    );
    assert_eq!(
        scored["reasons"][1],
        json!({"id": "often", "answer": "weekly", "effect": "counted", "text": "Gives 6 of 6 points.",
        "points": 6})
    );
    assert_eq!(
        scored["profile"][1],
        json!({"stage": "middle", "yes": 0, "of": 1, "points": 6, "of_points": 6})
    );
    assert!(scored["unevenness"].as_str().unwrap().contains("alone"));
    // Three points more, by either question, and the qualifier.
    assert_eq!(
        scored["to_advance"],
        json!([["alone", "teaches"], ["deepest", "teaches"]])
    );
    assert_eq!(
        (
            &scored["decided"],
            scored["range"].as_array().unwrap().len()
        ),
        (&json!(true), 1)
    );

    let open = answer(&ladder, &json!({"answers": {"often": "monthly", "alone": "unsure"}, "qualifiers": {"teaches": "yes"}})).unwrap();
    assert_eq!(open["counts"]["points"], json!({"got": 2, "of": 13}));
    assert_eq!(
        (&open["decided"], open["range"].as_array().unwrap().len()),
        (&json!(false), 2)
    );
    assert_eq!(
        open["reasons"][0]["text"],
        "Gives no points for now, and could give up to 3."
    );

    // A receipt holds the options' ids, and is scored again from them.
    let keys = [ReceiptKey::new(&[7; 32]).unwrap()];
    let read = receipt::read(scored["receipt"].as_str().unwrap(), &keys);
    let receipt::ReceiptStatus::Authentic(claims) = read else {
        panic!("{read:?}");
    };
    let sheet = claims.sheet(&ladder.document().quiz).unwrap();
    let again = receipt::ReceiptClaims::of(&ladder, &sheet, &ladder.decide(&sheet)).unwrap();
    assert_eq!(*claims, again);
    assert_eq!(claims.answers["often"].as_str(), "weekly");
}

#[test]
fn an_answer_that_a_question_does_not_have_is_refused_by_its_place() {
    let ladder = prove(points()).unwrap();
    let sent = json!({"answers": {"alone": "weekly", "often": "yes", "deepest": "Code", "other": "yes"},
        "qualifiers": {"teaches": "never"}});
    let mut faults = answer(&ladder, &sent).unwrap_err();
    faults.sort();
    let expected = [
        ("/answers/alone", "unknown_value"),
        ("/answers/deepest", "unknown_option"),
        ("/answers/often", "unknown_option"),
        ("/answers/other", "unknown_answer"),
        ("/qualifiers/teaches", "unknown_value"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code));
    assert_eq!(faults, expected);
}

#[test]
fn tracks_part_by_qualifiers_and_nothing_on_one_is_above_the_other() {
    let ladder = prove(tracks()).unwrap();
    let all = json!({"alone": "yes", "often": "weekly", "deepest": "code"});
    let placed = |qualifiers: Value| {
        answer(&ladder, &json!({"answers": all, "qualifiers": qualifiers})).unwrap()
    };
    let fork = placed(json!({"knows": "no", "leads": "no"}));
    assert_eq!(fork["placement"]["standing"], "approaching");
    assert_eq!(fork["placement"]["next_levels"], json!(["expert", "lead"]));
    // Who stands where the ways part is below both.
    assert_eq!(fork["to_advance"], json!([["knows"], ["leads"]]));
    let expert = placed(json!({"knows": "yes", "leads": "no"}));
    assert_eq!(
        (&expert["placement"]["level"], &expert["to_advance"]),
        (&json!("expert"), &json!([]))
    );
    assert_eq!(expert["placement"]["next_levels"], json!([]));
    let open = placed(json!({"knows": "yes"}));
    // With the two ends alone it would be decided: they are both the highest of a track.
    let levels: Vec<&Value> = open["range"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| &place["level"])
        .collect();
    assert_eq!(
        (levels, &open["decided"]),
        (vec![&json!("expert"), &json!("head")], &json!(false))
    );

    let faults = |from, to| ladder.compare(from, to).map(|_| ()).unwrap_err()[0].code;
    assert_eq!(faults("expert", "head"), "no_path");
    assert_eq!(faults("expert", "lead"), "no_path");
    assert_eq!(faults("head", "low"), "not_upwards");
    let comparison = ladder.compare("low", "head").unwrap();
    let phases: Vec<u8> = comparison
        .dimensions
        .iter()
        .flat_map(|one| &one.steps)
        .map(|step| step.phase)
        .collect();
    assert_eq!(phases, [2, 4, 5]);
    // The criteria of the middle level lead to the other track.
    let criteria: Vec<u8> = comparison.criteria.iter().map(|one| one.phase).collect();
    assert_eq!(criteria, [1, 4]);
    let picture = svg::ladder(&ladder, None);
    assert!(picture.contains("Manager track") && picture.contains("Expert track"));
    let page = markdown::ladder(&ladder);
    assert!(
        page.contains("On the Manager track, which starts from MIDDLE."),
        "{page}"
    );
}

/// The document with some members put in place of others, by pointer.
fn changed(mut document: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).unwrap() {
            Value::Array(items) if name == "-" => items.push(value.clone()),
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
            members => members[name] = value.clone(),
        }
    }
    document
}

#[test]
fn what_is_wrong_with_questions_and_tracks_is_named_where_it_stands() {
    type Case<'a> = (fn() -> Value, &'a [(&'a str, Value)], &'a str, &'a str);
    let option = |id: &str| json!({"id": id, "text": "x", "points": 3});
    let cases: &[Case<'_>] = &[
        (
            points,
            &[("/quiz/questions/1/options/2/id", json!("never"))],
            "/quiz/questions/1/options/2/id",
            "duplicate_id",
        ),
        (
            points,
            &[("/quiz/questions/1/options/2/id", json!("unsure"))],
            "/quiz/questions/1/options/2/id",
            "reserved_id",
        ),
        (
            points,
            &[("/quiz/questions/1/id", json!("alone"))],
            "/quiz/questions/1/id",
            "duplicate_id",
        ),
        (
            points,
            &[("/quiz/questions/1/options/0/points", json!(1))],
            "/quiz/questions/1/options",
            "no_zero_option",
        ),
        (
            points,
            &[("/quiz/questions/1/options/1/points", json!(4))],
            "/quiz/questions/1/options/2/points",
            "falling_scale",
        ),
        (
            points,
            &[("/quiz/questions/1/options", json!([]))],
            "/quiz/questions/1/options",
            "too_few_options",
        ),
        (
            points,
            &[("/quiz/questions/0/options", json!([option("a")]))],
            "/quiz/questions/0/options",
            "options_not_expected",
        ),
        (
            points,
            &[("/quiz/routing/0/when/yes_min", json!(0))],
            "/quiz/routing/0/when/yes_min",
            "wrong_measure",
        ),
        (
            points,
            &[("/quiz/routing/0/when", json!({"points_min": 0}))],
            "/quiz/routing/0/when/points_max",
            "missing_member",
        ),
        (
            points,
            &[("/quiz/routing/2/when/points_max", json!(14))],
            "/quiz/routing/2/when/points_max",
            "out_of_range",
        ),
        (
            points,
            &[("/quiz/routing/1/when/points_max", json!(4))],
            "/quiz/routing",
            "no_outcome",
        ),
        (
            points,
            &[("/quiz/routing/3/precedence", json!(0))],
            "/quiz/routing/3/precedence",
            "ambiguous_outcome",
        ),
        (
            points,
            &[(
                "/quiz/routing/3/outcome",
                json!({"level": "low", "phase": 1, "standing": "at"}),
            )],
            "/quiz/routing/3/outcome",
            "more_points_place_lower",
        ),
        (
            tracks,
            &[("/levels/2/track", json!("nobody"))],
            "/levels/2/track",
            "unknown_track",
        ),
        (
            tracks,
            &[(
                "/tracks/-",
                json!({"id": "third", "title": "t", "from": "middle"}),
            )],
            "/tracks/2",
            "empty_track",
        ),
        (
            tracks,
            &[("/tracks/1/id", json!("expert"))],
            "/tracks/1/id",
            "duplicate_id",
        ),
        (
            tracks,
            &[
                ("/tracks/0/from", json!("head")),
                ("/tracks/1/from", json!("expert")),
            ],
            "/tracks/0/from",
            "cyclic_tracks",
        ),
        (
            tracks,
            &[("/tracks/0/from", json!("expert"))],
            "/tracks/0/from",
            "cyclic_tracks",
        ),
        (
            tracks,
            &[("/tracks/0/from", json!("nobody"))],
            "/tracks/0/from",
            "unknown_level",
        ),
        (
            tracks,
            &[("/levels/3/rank", json!(4))],
            "/levels/3/rank",
            "rank_out_of_order",
        ),
        (
            tracks,
            &[("/phases/1/criteria_to", json!("low"))],
            "/phases/1/criteria_to",
            "not_upwards",
        ),
        (
            tracks,
            &[(
                "/quiz/routing/6/outcome",
                json!({"level": "expert", "phase": 3, "standing": "at"}),
            )],
            "/quiz/routing/6/outcome",
            "points_change_track",
        ),
    ];
    for (document, changes, pointer, code) in cases {
        let faults = prove(changed(document(), changes)).map(|_| ()).unwrap_err();
        let found = faults
            .iter()
            .find(|fault| fault.pointer == *pointer && fault.code == *code);
        let found = found.unwrap_or_else(|| panic!("{pointer} {code}: {faults:#?}"));
        let about_answers = [
            "no_outcome",
            "ambiguous_outcome",
            "more_points_place_lower",
            "points_change_track",
        ];
        assert_eq!(
            found.combination.is_some(),
            about_answers.contains(code),
            "{found:?}"
        );
    }
    let hole = prove(changed(
        points(),
        &[("/quiz/routing/1/when/points_max", json!(4))],
    ))
    .map(|_| ())
    .unwrap_err();
    let shown = serde_json::to_value(&hole[0]).unwrap();
    assert_eq!(
        shown["combination"],
        json!({"yes": ["alone"], "answers": {"often": "monthly", "deepest": "none"}, "qualifiers": []})
    );
}

/// So many questions with ten options each, six qualifiers, and rules over all their points but for the last.
fn large(questions: usize, gap: usize) -> Value {
    let mut document = points();
    let options: Value = (0..10)
        .map(|at| json!({"id": format!("o{at}"), "text": "x", "points": at}))
        .collect();
    let question = |at: usize| {
        json!({"id": format!("q{at}"), "stage": "low", "topic": "t", "text": "?", "kind": "scale",
        "weight": 1 + at % 3, "options": options})
    };
    let most: usize = (0..questions).map(|at| 9 * (1 + at % 3)).sum();
    let ids: Vec<String> = (0..6).map(|at| format!("k{at}")).collect();
    let needs: Vec<&str> = ids.iter().map(String::as_str).collect();
    document["quiz"]["questions"] = (0..questions).map(question).collect();
    document["quiz"]["qualifiers"] = ids
        .iter()
        .map(|id| json!({"id": id, "text": "?"}))
        .collect();
    document["quiz"]["routing"] = json!([
        rule("a", [0, most / 2], &[], (Some("low"), 1, "at")),
        rule(
            "b",
            [most / 2 + 1, most - gap],
            &[],
            (Some("middle"), 2, "at")
        ),
        rule("c", [most / 2, most], &needs, (Some("high"), 3, "at"))
    ]);
    document
}

#[test]
fn the_proof_of_a_large_quiz_is_as_exact_as_that_of_a_small_one() {
    for questions in [30, 64] {
        prove(large(questions, 0)).unwrap();
        let faults = prove(large(questions, 1)).map(|_| ()).unwrap_err();
        let hole = faults
            .iter()
            .find(|fault| fault.code == "no_outcome")
            .unwrap();
        let shown = hole.combination.as_ref().unwrap();
        // Only the highest answer to every question leads there.
        assert_eq!(shown.answers.len(), questions);
        assert!(shown.answers.values().all(|option| option == "o9"));
        assert!(shown.qualifiers.is_empty() && shown.yes.is_empty());
    }
    let mut document = large(64, 0);
    for question in document["quiz"]["questions"].as_array_mut().unwrap() {
        question["weight"] = 20.into();
    }
    let faults = prove(document).map(|_| ()).unwrap_err();
    assert!(
        faults.iter().any(|fault| fault.code == "too_many_points"),
        "{faults:?}"
    );
}

#[test]
fn a_turn_takes_an_option_by_its_id_or_its_words() {
    let mut shelf = LadderCatalogue::built_in().unwrap();
    shelf.add(PublishedLadder::new(prove(points()).unwrap(), now(), &Stemming::default()).unwrap());
    let keys = [ReceiptKey::new(&[7; 32]).unwrap()];
    let turns = TurnRunner {
        shelf: &shelf,
        keys: &keys,
        good_for: std::time::Duration::from_hours(1),
    };
    let asked = TurnContext {
        ladder: "points",
        version: None,
        caller: None,
        now: now(),
    };
    let take = |sent: Value| {
        let sent: TakeQuizRequest = serde_json::from_value(sent).unwrap();
        turns
            .take(&asked, &sent, Ok::<&Arc<PublishedLadder>, Error>)
            .map(|taken| taken.turn)
    };
    let first = take(json!({})).unwrap();
    let refused = take(json!({"state": first.state, "answer": "weekly"})).unwrap_err();
    assert!(
        matches!(&refused, Error::Invalid(_, faults) if faults[0].pointer == "/answer" && faults[0].code == "unknown_value")
    );
    let second = take(json!({"state": first.state, "answer": "yes"})).unwrap();
    let question = serde_json::to_value(second.question.unwrap()).unwrap();
    assert_eq!(
        (&question["id"], &question["options"][1]["id"]),
        (&json!("often"), &json!("monthly"))
    );
    let refused = take(json!({"state": second.state, "answer": "yes"})).unwrap_err();
    assert!(
        matches!(&refused, Error::Invalid(_, faults) if faults[0].pointer == "/answer" && faults[0].code == "unknown_option")
    );
    let unclear = take(json!({"state": second.state, "text": "yes, of course"})).unwrap();
    assert_eq!(
        serde_json::to_value(unclear.heard).unwrap()["answer"],
        "unclear"
    );
    assert!(
        unclear.detail.contains("“Every week”"),
        "{}",
        unclear.detail
    );
    let page = markdown::turn(
        shelf.find("points", None).map(|one| &one.ladder).unwrap(),
        "",
        second.question.as_ref(),
        None,
    );
    assert!(page.contains("Every week"), "{page}");
    for said in [
        json!({"answer": "weekly"}),
        json!({"text": " every\n WEEK "}),
        json!({"text": "Weekly"}),
    ] {
        let mut sent = said;
        sent["state"] = json!(second.state);
        let third = take(sent).unwrap();
        assert_eq!(
            serde_json::to_value(&third.heard).unwrap()["answer"],
            "weekly"
        );
        assert_eq!(third.question.unwrap().id.as_str(), "deepest");
        let asks = take(json!({"state": third.state, "text": "not sure"})).unwrap();
        // Nine points, and four more could come: the qualifier decides only with those.
        assert_eq!(asks.status, TurnStatus::Finished, "{asks:?}");
        let result = serde_json::to_value(asks.result.unwrap()).unwrap();
        let sent = json!({"answers": {"alone": "yes", "often": "weekly", "deepest": "unsure"}});
        assert_eq!(
            result,
            answer(&shelf.find("points", None).unwrap().ladder, &sent).unwrap()
        );
    }
}

#[test]
fn a_plan_leads_along_one_path() {
    let ladder = prove(tracks()).unwrap();
    let plan = |wish: Value| {
        let text = wish.to_string();
        let wish: PlanRoadmapRequest<'_> = serde_json::from_str(&text).unwrap();
        match plan_roadmap(&ladder, &wish, None) {
            Ok(plan) => Ok(serde_json::to_value(plan).unwrap()),
            Err(Error::Invalid(_, faults)) => Err((faults[0].pointer.clone(), faults[0].code)),
            Err(other) => panic!("{other:?}"),
        }
    };
    let phases = |plan: &Value| -> Vec<u64> {
        let phases = plan["phases"].as_array().unwrap().iter();
        phases
            .map(|phase| phase["number"].as_u64().unwrap())
            .collect()
    };
    let up = plan(json!({"level": "low", "target_level": "head"})).unwrap();
    // The criteria of the second phase lead to the other track.
    assert_eq!(phases(&up), [1, 4]);
    let next = plan(json!({"level": "middle"})).unwrap();
    assert_eq!(
        (phases(&next), &next["target"]["id"]),
        (vec![2], &json!("expert"))
    );
    for (from, to, code) in [
        ("expert", "head", "no_path"),
        ("lead", "expert", "no_path"),
        ("head", "lead", "not_upwards"),
        ("middle", "lead", "no_criteria"),
    ] {
        let refused = plan(json!({"level": from, "target_level": to})).unwrap_err();
        assert_eq!(refused, ("/target_level".to_owned(), code), "{from} {to}");
    }
}

#[tokio::test]
async fn an_option_of_a_question_that_has_none_is_refused_wherever_it_is_sent() {
    let app = TestApp::start().await;
    let reply = app
        .get("/v1/ladders/ai-engineer/quiz/score.svg?yes=q2&options=q1:weekly")
        .await;
    assert_eq!(reply.pointers(), ["/options"]);
    let reply = app
        .get("/v1/ladders/ai-engineer/roadmap.svg?options=q1:weekly")
        .await;
    assert_eq!(reply.pointers(), ["/options"]);
    let body = json!({"answers": {"q1": "weekly", "q2": "yes"}});
    let reply = app.post("/v1/ladders/ai-engineer/quiz/score", &body).await;
    assert_eq!(reply.pointers(), ["/answers/q1"]);
    let reply = app
        .post(
            "/v1/ladders/ai-engineer/quiz/turn",
            &json!({"answer": "weekly"}),
        )
        .await;
    assert_eq!(reply.pointers(), ["/answer"]);
}

#[test]
fn words_are_read_as_an_option_only_where_they_name_it() {
    let ladder = prove(points()).unwrap();
    for (question, text, expected) in [
        ("often", "once a  Month", "monthly"),
        ("often", "WEEKLY", "weekly"),
        ("often", "yes", "unclear"),
        ("often", "I don't know", "unsure"),
        ("alone", "the blue one", "unclear"),
        ("alone", "yes", "yes"),
        ("teaches", "no", "no"),
    ] {
        let said: InterpretAnswerRequest =
            serde_json::from_value(json!({"question": question, "text": text})).unwrap();
        let read = serde_json::to_value(interpret_answer(&ladder, &said).unwrap()).unwrap();
        assert_eq!(read["answer"], expected, "{question}: {text}");
    }
}

#[test]
fn the_quiz_and_a_placement_are_shown_with_options_and_points() {
    let ladder = prove(points()).unwrap();
    let page = markdown::quiz(&ladder);
    for part in [
        "Once a month `monthly`: 2",
        "yes: 3",
        "6 to 13 points",
        "10 to 13 points, and yes to `teaches`",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let key = ReceiptKey::new(&[7; 32]).unwrap();
    let sent: ScoreQuizRequest<'_> =
        serde_json::from_str(r#"{"answers": {"alone": "no", "often": "weekly"}}"#).unwrap();
    let scored = score(&ladder, &key, &sent).unwrap();
    let page = markdown::placement(&ladder, &scored.placement);
    for part in [
        "6 of 13 points",
        "Every week",
        "Gives 6 of 6 points.",
        "6 points of 6",
        "could give up to 4",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let picture = svg::placement(&ladder, &scored.placement);
    assert!(
        picture.contains("Points by stage") && picture.contains("6 of 6 points"),
        "{picture}"
    );
}

#[test]
fn the_command_line_asks_and_scores_such_a_ladder_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    for document in [points(), tracks()] {
        let name = format!("{}.json", document["id"].as_str().unwrap());
        std::fs::write(folder.path().join(&name), document.to_string()).unwrap();
        let ended = finish(rungs(&folder, &["ladder", "check", &name]), "");
        assert_eq!(ended.status, 0, "{ended:?}");
    }
    let ended = finish(
        rungs(&folder, &["quiz", "points.json"]),
        "yes\nmaybe\nEvery week\ncode\nno\n",
    );
    assert_eq!(ended.status, 0, "{ended:?}");
    for part in [
        "2/3 How often? [never/monthly/weekly/unsure]",
        "Please answer with one of",
        "Do you teach?",
        "MIDDLE",
        "6 to 13 points",
    ] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
    let lines = r#"{"ref": "a", "answers": {"alone": "yes", "often": "weekly"}, "qualifiers": {"knows": "no", "leads": "yes"}}
{"ref": "b", "answers": {"often": "daily"}}
"#;
    let ended = finish(rungs(&folder, &["score", "--ladder", "tracks.json"]), lines);
    assert_eq!(ended.status, 1, "{ended:?}");
    let answers: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        answers[0]["placement"],
        json!({"level": "lead", "title": "LEAD", "phase": 4, "standing": "at",
        "next_level": "head", "next_levels": ["head"]})
    );
    assert_eq!(answers[0]["counts"]["points"], json!({"got": 9, "of": 13}));
    assert_eq!(answers[1]["problem"]["errors"][0]["code"], "unknown_option");
    let broken = points()
        .to_string()
        .replace(r#""points_max":5"#, r#""points_max":4"#);
    let ended = finish(rungs(&folder, &["ladder", "check", "-"]), &broken);
    assert_eq!(ended.status, 1);
    assert!(
        ended
            .out
            .contains("none to deepest, monthly to often, yes to alone; qualifiers: nothing"),
        "{}",
        ended.out
    );
    assert!(
        rungs::domain::parsing::read(broken.as_bytes(), Syntax::Json)
            .unwrap()
            .ladder
            .is_none()
    );
}
