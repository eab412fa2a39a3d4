//! The pages as they are served: whole without script, everything with an anchor, in both languages, under a strict policy.

use std::collections::BTreeSet;

use rungs::{app::built_in, domain::document::Document};
use serde_json::Value;

use crate::app::{Reply, TestApp};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn page(app: &TestApp, path: &str) -> Reply {
    let request = app.client.get(app.url(path));
    app.send(request.header("accept", BROWSER)).await
}

async fn post(app: &TestApp, path: &str, form: &str) -> Reply {
    let request = app.client.post(app.url(path)).header("accept", BROWSER);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    app.send(request.body(form.to_owned())).await
}

fn answers(yes: usize) -> String {
    let answers = (1..=6).map(|number| {
        let said = if number <= yes { "yes" } else { "no" };
        format!("answer.q{number}={said}")
    });
    answers.collect::<Vec<_>>().join("&")
}

fn built_in_document() -> Document {
    built_in().unwrap().remove(0).document().clone()
}

fn ids(html: &str) -> Vec<&str> {
    let parts = html.split(" id=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn the_quiz_is_a_form_that_works_without_script() {
    let app = TestApp::start().await;
    let start = page(&app, "/").await;
    assert_eq!(start.status, 200);
    assert_eq!(
        start.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    for number in 1..=6 {
        for said in ["yes", "no", "unsure"] {
            let field = format!("name=\"answer.q{number}\" value=\"{said}\"");
            assert!(start.text().contains(&field), "{field}");
        }
    }
    assert!(
        !start.text().contains("leads-cross-team"),
        "asked only where it decides"
    );
    for (yes, title) in [
        (0, "Pre-role, before Junior AI Engineer"),
        (1, "Junior AI Engineer"),
        (2, "Junior AI Engineer"),
        (3, "Mid AI Engineer"),
        (4, "Mid AI Engineer"),
        (5, "Senior AI Engineer"),
    ] {
        let result = post(&app, "/", &answers(yes)).await;
        assert_eq!(result.status, 200);
        let heading = format!("Your result: {title}</h1>");
        assert!(result.text().contains(&heading), "{yes}: {title}");
        assert_eq!(result.header("cache-control"), Some("no-store"));
        assert_eq!(result.header("etag"), None);
        for section in ["why", "up", "plateau", "plan", "pay", "next", "keep"] {
            assert!(ids(result.text()).contains(&section), "{yes}: {section}");
        }
    }
}

#[tokio::test]
async fn the_page_of_a_result_is_compressed_and_never_kept() {
    let app = TestApp::start().await;
    let plain = post(&app, "/", &answers(3)).await;
    let request = app.client.post(app.url("/")).header("accept", BROWSER);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("accept-encoding", "br");
    let request = request.header("if-none-match", "*");
    let small = app.send(request.body(answers(3))).await;
    assert_eq!(small.status, 200);
    assert_eq!(small.header("content-encoding"), Some("br"));
    assert!(small.bytes.len() * 3 < plain.bytes.len());
    assert_eq!(small.plain(), plain.plain());
    for reply in [&plain, &small] {
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.header("etag"), None);
    }
}

#[tokio::test]
async fn the_qualifier_is_asked_where_it_decides_and_only_there() {
    let app = TestApp::start().await;
    let asked = post(&app, "/", &answers(6)).await;
    assert!(asked.text().contains("name=\"answer.leads-cross-team\""));
    assert!(
        asked
            .text()
            .contains("type=\"hidden\" name=\"answer.q6\" value=\"yes\"")
    );
    assert!(!ids(asked.text()).contains(&"result"));
    for (more, title) in [
        (
            "answer.leads-cross-team=yes",
            "Senior AI Engineer, approaching Staff AI Engineer",
        ),
        ("answer.leads-cross-team=no", "Senior AI Engineer"),
        ("asked=leads-cross-team", "Senior AI Engineer"),
        ("asked=*", "Senior AI Engineer"),
        (
            "asked=*&met=gone-with-another-version",
            "Senior AI Engineer",
        ),
    ] {
        let result = post(&app, "/", &format!("{}&{more}", answers(6))).await;
        let heading = format!("Your result: {title}</h1>");
        assert!(result.text().contains(&heading), "{more}");
    }
    // What was asked stays asked: in a new plan, and in a file.
    let skipped = format!("{}&asked=leads-cross-team", answers(6));
    let result = post(&app, "/", &skipped).await;
    let field = "type=\"hidden\" name=\"asked\" value=\"leads-cross-team\"";
    assert_eq!(result.text().matches(field).count(), 2, "in both forms");
    for asked in [&skipped, &answers(6)] {
        let file = post(&app, "/", &format!("{asked}&as=markdown")).await;
        assert!(file.text().starts_with("# "), "{asked}");
    }
    let five = post(&app, "/", &answers(5)).await;
    assert!(ids(five.text()).contains(&"result"));
}

#[tokio::test]
async fn qualifiers_that_are_skipped_are_not_asked_again() {
    let mut ladder: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    ladder["id"] = "two".into();
    ladder["translations"] = Value::Array(Vec::new());
    let qualifiers = ladder["quiz"]["qualifiers"].as_array_mut().unwrap();
    let mut second = qualifiers[0].clone();
    second["id"] = "second".into();
    qualifiers.push(second);
    let rules = ladder["quiz"]["routing"].as_array_mut().unwrap();
    let leading = rules
        .iter()
        .find(|rule| rule["when"]["qualifiers"][0] == "leads-cross-team");
    let mut other = leading.unwrap().clone();
    other["id"] = "six-yes-and-second".into();
    other["when"]["qualifiers"] = serde_json::json!(["second"]);
    other["precedence"] = 500.into();
    rules.push(other);
    let app = TestApp::with_ladders(vec![(ladder, "2026-12-01T00:00:00Z")], &[]).await;
    let mut form = answers(6);
    let mut asked = Vec::new();
    loop {
        let page = post(&app, "/?ladder=two", &form).await;
        if ids(page.text()).contains(&"result") {
            break;
        }
        // As a browser sends it whose user only presses the button.
        let hidden = page.text().split("type=\"hidden\" name=\"").skip(1);
        let hidden = hidden.map(|field| {
            field
                .split('"')
                .step_by(2)
                .take(2)
                .collect::<Vec<_>>()
                .join("=")
        });
        form = hidden.collect::<Vec<_>>().join("&");
        let button = page.text().split("name=\"asked\" value=\"").last().unwrap();
        let id = button.split('"').next().unwrap().to_owned();
        form = format!("{form}&asked={id}");
        assert!(!asked.contains(&id), "{id} again");
        asked.push(id);
    }
    assert_eq!(asked.len(), 2, "{asked:?}");
}

#[tokio::test]
async fn a_plan_follows_the_hours_the_start_and_what_is_met() {
    let app = TestApp::start().await;
    let form = format!(
        "{}&hours=10&start=2027-01-04&met=owned-incident",
        answers(3)
    );
    let result = post(&app, "/", &form).await;
    assert!(
        result
            .text()
            .contains("name=\"hours\" min=\"1\" max=\"60\" step=\"1\" required value=\"10\"")
    );
    assert!(result.text().contains("datetime=\"2027-01-04\""));
    assert!(result.text().contains("value=\"owned-incident\" checked"));
    for wrong in ["hours=0", "hours=x", "hours=1.5", "start=2027-02-30"] {
        let result = post(&app, "/", &format!("{}&{wrong}", answers(3))).await;
        assert!(result.text().contains("role=\"alert\""), "{wrong}");
        assert!(
            result.text().contains("Your result: Mid AI Engineer"),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_result_can_be_taken_along_as_files() {
    let app = TestApp::start().await;
    let form = format!("{}&hours=6&start=2027-01-04", answers(3));
    let path = "/v1/ladders/ai-engineer/roadmap?version=1.3.0";
    let plan = serde_json::json!({"answers": {"q1": "yes", "q2": "yes", "q3": "yes", "q4": "no", "q5": "no", "q6": "no"},
        "hours_per_week": 6, "start": "2027-01-04"});
    for (name, media, file) in [
        ("markdown", "text/markdown", "plan.md"),
        ("svg", "image/svg+xml", "plan.svg"),
        ("calendar", "text/calendar", "plan.ics"),
    ] {
        let taken = post(&app, "/", &format!("{form}&as={name}")).await;
        assert!(taken.header("content-type").unwrap().starts_with(media));
        let disposition = format!("attachment; filename=\"ai-engineer-{file}\"");
        assert_eq!(taken.header("content-disposition"), Some(&*disposition));
        let api = app.post_as(path, &plan, media).await;
        assert_eq!(
            taken.text(),
            api.text(),
            "{name}: the same as the API answers"
        );
    }
    let taken = post(&app, "/", &format!("{form}&as=json")).await;
    let body = serde_json::json!({"answers": plan["answers"]});
    let api = app.post("/v1/ladders/ai-engineer/quiz/score", &body).await;
    assert_eq!(taken.json(), api.json());
    let undated = post(
        &app,
        "/",
        &format!("{}&hours=6&start=&as=calendar", answers(3)),
    )
    .await;
    assert_eq!(undated.status, 422);
}

#[tokio::test]
async fn what_a_form_cannot_hold_is_refused_at_its_field() {
    let app = TestApp::start().await;
    for (form, pointer) in [
        ("answer.q9=yes", "/answer.q9"),
        ("answer.q1=maybe", "/answer.q1"),
        ("answer.q1=yes&answer.q1=no", "/answer.q1"),
        ("answer.q1=yes&colour=red", "/colour"),
        ("answer.q1=yes&as=pdf", "/as"),
        ("answer.=yes", "/answer."),
        ("answer.q1=yes&%00=%00", "/\0"),
    ] {
        let request = app.client.post(app.url("/"));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let refused = app.send(request.body(form)).await;
        assert_eq!(refused.status, 422, "{form}");
        assert_eq!(refused.pointers(), [pointer], "{form}");
    }
    for form in ["", "hours=5", "asked=*"] {
        let again = post(&app, "/", form).await;
        assert_eq!(again.status, 200);
        assert!(again.text().contains("role=\"alert\""), "{form}");
        assert!(again.text().contains("answer.q1"), "{form}");
    }
    let json = app
        .post("/", &serde_json::json!({"answer.q1": "yes"}))
        .await;
    assert_eq!(json.status, 415);
    let torn = post(&app, "/", "answer.q1=%ff").await;
    assert_eq!(torn.status, 422);
    let large = post(&app, "/", &"x".repeat(3_000_000)).await;
    assert_eq!(large.status, 413);
}

#[tokio::test]
async fn a_browser_is_told_of_a_problem_in_a_page() {
    let app = TestApp::start().await;
    for (path, status, says) in [
        ("/ladders/nothing", 404, "There is no ladder"),
        ("/?ladder=nothing", 404, "There is no ladder"),
        ("/ladders/ai-engineer?version=9.9.9", 422, "no such version"),
        ("/?colour=red", 422, "no such parameter"),
    ] {
        let told = page(&app, path).await;
        assert_eq!(told.status.as_u16(), status, "{path}");
        assert!(
            told.header("content-type")
                .unwrap()
                .starts_with("text/html"),
            "{path}"
        );
        assert!(told.text().contains(says), "{path}: {}", told.text());
        assert!(told.header("content-security-policy").is_some());
        let told = app.get(path).await;
        assert_eq!(
            told.header("content-type"),
            Some("application/problem+json"),
            "{path}"
        );
    }
    let german = app.client.get(app.url("/ladders/nothing"));
    let german = german
        .header("accept", BROWSER)
        .header("accept-language", "de");
    assert!(
        app.send(german)
            .await
            .text()
            .contains("Das hat nicht geklappt")
    );
}

#[tokio::test]
async fn everything_on_the_ladder_has_an_anchor_of_its_own() {
    let app = TestApp::start().await;
    let reply = page(&app, "/ladders/ai-engineer").await;
    let found = ids(reply.text());
    let once: BTreeSet<&str> = found.iter().copied().collect();
    assert_eq!(found.len(), once.len(), "an id stands twice");
    let document = built_in_document();
    let mut wanted = Vec::new();
    for level in &document.levels {
        wanted.push(format!("level-{}", level.id));
        wanted.push(format!("plateau-{}", level.plateau.id));
    }
    for phase in &document.phases {
        wanted.push(format!("phase-{}", phase.number));
        for dimension in &phase.dimensions {
            wanted.push(format!("phase-{}-{}", phase.number, dimension.id));
        }
        wanted.extend(
            phase
                .criteria
                .iter()
                .map(|one| format!("criterion-{}", one.id)),
        );
    }
    wanted.extend(
        document
            .roadblocks
            .iter()
            .map(|one| format!("roadblock-{}", one.id)),
    );
    wanted.extend(
        document
            .resources
            .iter()
            .map(|one| format!("resource-{}", one.id)),
    );
    wanted.extend(document.faqs.iter().map(|one| format!("faq-{}", one.id)));
    wanted.extend(
        document
            .insights
            .iter()
            .map(|one| format!("insight-{}", one.id)),
    );
    wanted.extend(
        document
            .timeframes
            .iter()
            .map(|one| format!("timeframe-{}", one.id)),
    );
    wanted.extend((1..=document.compensation.len()).map(|number| format!("band-{number}")));
    for id in wanted {
        assert!(once.contains(&*id), "{id}");
    }
    for link in reply.text().split(" href=\"#").skip(1) {
        let target = link.split('"').next().unwrap();
        assert!(once.contains(target), "#{target} leads nowhere");
    }
    let sponsored = document
        .resources
        .iter()
        .filter(|resource| resource.sponsored)
        .count();
    assert!(sponsored > 0);
    let list = reply.text().split(" id=\"resources\"").nth(1).unwrap();
    let list = list.split("</section>").next().unwrap();
    assert_eq!(list.matches("tag sponsored").count(), sponsored);
}

#[tokio::test]
async fn programs_read_the_facts_of_the_page() {
    let app = TestApp::start_with(&[("public_url", "https://careers.example.org/rungs")]).await;
    let reply = page(&app, "/ladders/ai-engineer").await;
    let start = "<script type=\"application/ld+json\">";
    let data = reply.text().split(start).nth(1).unwrap();
    let data: Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    let graph = data["@graph"].as_array().unwrap();
    let of = |kind: &str| {
        graph
            .iter()
            .filter(|one| one["@type"] == kind)
            .collect::<Vec<_>>()
    };
    let document = built_in_document();
    let terms = of("DefinedTermSet")[0]["hasDefinedTerm"]
        .as_array()
        .unwrap();
    assert_eq!(terms.len(), document.levels.len());
    assert_eq!(
        terms[0]["@id"],
        "https://careers.example.org/rungs/ladders/ai-engineer#level-junior"
    );
    let levels = of("Occupation");
    let salary = |level: usize| levels[level]["estimatedSalary"][0]["value"].clone();
    assert_eq!(
        (
            salary(0)["minValue"].as_str(),
            salary(0)["maxValue"].as_str()
        ),
        (Some("90000"), Some("135000"))
    );
    assert!(
        levels[1].get("estimatedSalary").is_none(),
        "not published, and so not there"
    );
    assert!(salary(2).get("maxValue").is_none(), "open");
    let questions = of("FAQPage")[0]["mainEntity"].as_array().unwrap();
    assert_eq!(questions.len(), document.faqs.len());
    assert!(reply.text().contains(
        "<link rel=\"canonical\" href=\"https://careers.example.org/rungs/ladders/ai-engineer\">"
    ));
}

#[tokio::test]
async fn pages_are_there_in_german_in_full() {
    let app = TestApp::start().await;
    for path in ["/?locale=de", "/ladders/ai-engineer?locale=de"] {
        let german = page(&app, path).await;
        assert_eq!(german.header("content-language"), Some("de"), "{path}");
        assert!(
            german
                .text()
                .starts_with("<!DOCTYPE html><html lang=\"de\">"),
            "{path}"
        );
        assert!(
            german.text().contains("locale=de"),
            "links keep the language"
        );
        assert!(german.text().contains("aria-current=\"true\">Deutsch</a>"));
    }
    let result = post(&app, "/?locale=de", &answers(3)).await;
    assert_eq!(result.header("content-language"), Some("de"));
    assert!(result.text().contains("Dein Ergebnis: Mid AI Engineer"));
    let english = post(&app, "/?locale=en", &answers(3)).await;
    let sentences = |html: &str| -> BTreeSet<String> {
        let visible = html
            .split("<style>")
            .map(|part| part.split_once("</style>").map_or(part, |(_, rest)| rest));
        let visible: String = visible.collect();
        let texts = visible
            .split('<')
            .filter_map(|part| part.split_once('>'))
            .map(|(_, text)| text.trim());
        texts
            .filter(|text| text.split(' ').count() > 2)
            .map(str::to_owned)
            .collect()
    };
    let (german, english) = (sentences(result.text()), sentences(english.text()));
    // Titles and names of works are the same in both.
    let ladder = serde_json::to_string(&built_in_document()).unwrap();
    let of_ladder = |text: &&String| ladder.contains(&text.replace("&amp;", "&"));
    let same: Vec<&String> = german
        .intersection(&english)
        .filter(|text| !of_ladder(text))
        .collect();
    assert!(same.is_empty(), "the same in both languages: {same:#?}");
}

#[tokio::test]
async fn files_of_pages_are_kept_for_good_under_the_name_of_their_bytes() {
    let app = TestApp::start().await;
    let start = page(&app, "/").await;
    let files = start.text().split("./assets/").skip(1);
    let files: Vec<&str> = files.map(|file| file.split('"').next().unwrap()).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    let mut first_view = 0;
    for file in files {
        let request = app.client.get(app.url(&format!("/assets/{file}")));
        let reply = app.send(request.header("accept-encoding", "br")).await;
        assert_eq!(reply.status, 200, "{file}");
        assert_eq!(
            reply.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert!(reply.header("etag").is_some());
        first_view += reply.bytes.len();
    }
    let plain = app.get("/assets/page.css").await;
    assert_eq!(plain.header("cache-control"), Some("public, max-age=60"));
    for missing in ["page", "page.0000000000.css", "..%2fpage.css"] {
        let reply = app.get(&format!("/assets/{missing}")).await;
        assert_eq!(reply.status, 404, "{missing}");
    }
    for path in ["/", "/v1/ladders/ai-engineer/quiz"] {
        let request = app
            .client
            .get(app.url(path))
            .header("accept-encoding", "br");
        first_view += app.send(request).await.bytes.len();
    }
    assert!(first_view < 60_000, "the first view is {first_view} bytes");
}

#[tokio::test]
async fn the_web_component_may_be_loaded_from_anywhere_and_pages_be_framed_by_setting_only() {
    let app = TestApp::start().await;
    let script = app.get("/embed/rungs.js").await;
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(
        script.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
    assert_eq!(script.header("access-control-allow-origin"), Some("*"));
    assert_eq!(app.get("/embed/rungs.js?v=2").await.text(), script.text());
    assert!(
        !script.text().contains("/*TEXTS*/"),
        "the texts are filled in"
    );
    for twice in [1, 2] {
        let start = page(&app, "/").await;
        let policy = start.header("content-security-policy").unwrap();
        assert!(
            policy.contains("frame-ancestors 'self'") && !policy.contains("unsafe"),
            "{twice}: {policy}"
        );
        assert_eq!(
            start.header("referrer-policy"),
            Some("same-origin"),
            "{twice}"
        );
        assert_eq!(
            start.header("x-content-type-options"),
            Some("nosniff"),
            "{twice}"
        );
    }
    let framed =
        TestApp::start_with(&[("pages.frame_ancestors", "'self',https://hr.example.org")]).await;
    for reply in [
        page(&framed, "/").await,
        post(&framed, "/", &answers(3)).await,
        page(&framed, "/ladders/x").await,
    ] {
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.ends_with("frame-ancestors 'self' https://hr.example.org"),
            "{policy}"
        );
    }
    let alone = TestApp::start_with(&[("pages.frame_ancestors", "")]).await;
    let policy = page(&alone, "/").await;
    assert!(
        policy
            .header("content-security-policy")
            .unwrap()
            .ends_with("frame-ancestors 'none'")
    );
}

#[tokio::test]
async fn words_of_a_ladder_stay_words() {
    let mut ladder: Value = serde_json::from_str(built_in().unwrap()[0].canonical()).unwrap();
    let hostile = "</script><img src=x onerror=alert(1)> & \"quotes\" \u{202e}abc ' {{x}}";
    ladder["id"] = "hostile".into();
    ladder["translations"] = Value::Array(Vec::new());
    for pointer in [
        "/title",
        "/summary",
        "/levels/0/title",
        "/levels/0/plateau/summary",
        "/quiz/questions/0/text",
        "/quiz/intro",
        "/phases/0/title",
        "/phases/0/criteria/0/text",
        "/roadblocks/0/title",
        "/roadblocks/0/remedy/0",
        "/resources/0/name",
        "/faqs/0/question",
        "/faqs/0/answer",
        "/insights/0/text",
        "/source/title",
    ] {
        *ladder.pointer_mut(pointer).unwrap() = hostile.into();
    }
    let app = TestApp::with_ladders(vec![(ladder, "2026-12-01T00:00:00Z")], &[]).await;
    for reply in [
        page(&app, "/ladders/hostile").await,
        page(&app, "/?ladder=hostile").await,
        post(&app, "/?ladder=hostile", &answers(1)).await,
    ] {
        assert_eq!(reply.status, 200);
        assert!(!reply.text().contains("<img"), "markup of a ladder acts");
        let scripts = reply.text().matches("<script").count();
        assert_eq!(scripts, reply.text().matches("</script>").count());
    }
    assert!(page(&app, "/").await.text().contains("?ladder=hostile"));
}
