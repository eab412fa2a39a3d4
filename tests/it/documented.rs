//! Documented: every operation that the OpenAPI document names, ready to be asked for.

use std::sync::LazyLock;

use actix_web::web;
use rungs::http::{openapi::document::ApiDocument, routes::api_document};
use serde_json::Value;

/// The operations of the service, and the OpenAPI document of them.
pub static API: LazyLock<web::Data<ApiDocument>> = LazyLock::new(|| web::Data::new(api_document()));

/// The OpenAPI document.
pub static DOCUMENT: LazyLock<&Value> = LazyLock::new(|| API.json());

/// An operation of the document, with the examples in place of its parameters.
pub struct Documented {
    pub template: &'static str,
    pub method: String,
    /// The path, and the query where one is required.
    pub path: String,
    pub item: &'static Value,
}

impl Documented {
    /// The path with one more parameter.
    pub fn with(&self, parameter: &str) -> String {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{sign}{parameter}", self.path)
    }

    pub fn is_tagged(&self, tag: &str) -> bool {
        self.item["tags"][0] == tag
    }

    /// Whether nobody needs a key for it.
    pub fn is_public(&self) -> bool {
        self.item["security"][0]["key"].is_null()
    }

    /// Whether it is a read that carries validators.
    pub fn is_cached(&self) -> bool {
        self.method == "GET"
            && self.is_public()
            && !self.is_tagged("Operation")
            && self.template != "/docs"
    }
}

/// What some reads need that no schema can say: one of several parameters, or one that another way of asking leaves out.
const NEEDED: [(&str, &str); 3] = [
    ("/quiz/score.svg", "yes=q1"),
    ("/roadmap.svg", "level=mid"),
    ("/roadmap.ics", "level=mid&start=2027-01-04"),
];

/// Every operation of the document.
pub fn documented() -> Vec<Documented> {
    let mut all = Vec::new();
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, item) in item.as_object().unwrap() {
            let mut path = template.clone();
            let mut query = Vec::new();
            for parameter in item["parameters"].as_array().into_iter().flatten() {
                let Some(name) = parameter["name"].as_str() else {
                    continue;
                };
                let example = match &parameter["example"] {
                    Value::Null => &parameter["schema"]["example"],
                    example => example,
                };
                let example = example
                    .as_str()
                    .map_or_else(|| example.to_string(), String::from);
                if parameter["in"] == "path" {
                    path = path.replace(&format!("{{{name}}}"), &example);
                } else if parameter["required"] == true {
                    query.push(format!("{name}={example}"));
                }
            }
            let needed = NEEDED.iter().find(|(end, _)| template.ends_with(end));
            query.extend(needed.map(|(_, needed)| (*needed).to_owned()));
            if !query.is_empty() {
                path = format!("{path}?{}", query.join("&"));
            }
            all.push(Documented {
                template,
                method: method.to_uppercase(),
                path,
                item,
            });
        }
    }
    // So that no test over some of them passes without any.
    let count = |is: fn(&Documented) -> bool| all.iter().filter(|one| is(one)).count();
    let counts = [
        count(Documented::is_public),
        count(Documented::is_cached),
        count(|one| !one.is_public()),
        count(|one| one.method == "POST"),
    ];
    assert!(counts.iter().all(|count| *count > 10), "{counts:?}");
    all
}
