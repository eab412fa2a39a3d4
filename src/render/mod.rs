//! Render: domain values as text and pictures for people and chatbots. Imports the domain and the message catalogues only.

pub mod calendar;
pub mod content_security_policy;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod language_tests;
pub mod markdown;
#[cfg(test)]
mod open_bands_tests;
pub mod svg;
#[cfg(test)]
mod test_ladders;
pub mod xml_text;
pub mod yaml;
