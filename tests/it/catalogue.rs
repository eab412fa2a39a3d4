//! The catalogue: every read, in JSON and in Markdown, with its validators.

use crate::app::TestApp;

const READS: &[&str] = &[
    "/v1/ladders",
    "/v1/ladders/ai-engineer",
    "/v1/ladders/ai-engineer/levels",
    "/v1/ladders/ai-engineer/levels/mid",
    "/v1/ladders/ai-engineer/quiz",
    "/v1/ladders/ai-engineer/phases",
    "/v1/ladders/ai-engineer/phases/4",
    "/v1/ladders/ai-engineer/roadblocks",
    "/v1/ladders/ai-engineer/roadblocks?level=senior",
    "/v1/ladders/ai-engineer/resources",
    "/v1/ladders/ai-engineer/resources?phase=1&kind=mentor&sponsored=true",
    "/v1/ladders/ai-engineer/faqs",
    "/v1/ladders/ai-engineer/compensation",
    "/v1/ladders/ai-engineer/compare?from=junior&to=staff",
    "/v1/ladders/ai-engineer/versions",
    "/v1/ladders/ai-engineer/versions/1.0.0/diff/1.0.0",
];

#[tokio::test]
async fn every_read_answers_in_json_and_in_markdown() {
    let app = TestApp::start().await;
    for path in READS {
        let json = app.get(path).await;
        assert_eq!(json.status, 200, "{path}: {}", json.text());
        assert_eq!(json.header("content-type"), Some("application/json"));
        let markdown = app.get_as(path, "text/markdown").await;
        assert_eq!(markdown.status, 200, "{path}");
        assert!(
            markdown.text().starts_with("# "),
            "{path}: {}",
            markdown.text()
        );
    }
}
