//! Render: domain values as text for people and chatbots. Imports the domain only.

pub mod markdown;
