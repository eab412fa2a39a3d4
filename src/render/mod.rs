//! Render: domain values as text and pictures for people and chatbots. Imports the domain and the message catalogues only.

pub mod calendar;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod languages;
pub mod lawful;
pub mod markdown;
#[cfg(test)]
mod one_ended;
pub mod policy;
#[cfg(test)]
mod samples;
pub mod svg;
pub mod yaml;
