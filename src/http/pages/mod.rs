//! Pages: the form that the page of the quiz posts.

pub(in crate::http) mod form;
