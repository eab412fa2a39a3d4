//! What a page says as Markdown beside what its rendering says, in English.

use crate::locales::texts::PageMarkdownTexts;

pub(super) const TWIN: PageMarkdownTexts = PageMarkdownTexts {
    take: "How to take it",
    on_its_page: |page| format!("A person answers it on its page: {page}."),
    by_turns: |call| {
        format!(
            "As a conversation, one question after the other: {call}. Nothing is kept between two turns."
        )
    },
    at_once: |call, body| {
        format!("All at once: {call} with a body such as {body}. Leave out what has no answer yet.")
    },
    read_ladder: |ladder| format!("What the outcomes mean is told in the whole ladder: {ladder}."),
    cited: "What can be cited",
    cited_about: |page| {
        format!("Give the version and the id, and the link behind it. The page for people: {page}.")
    },
    not_in_the_ladder: "What is not said above is not in the ladder: say just that, and put nothing of your own in its place.",
};
