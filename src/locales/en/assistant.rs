//! What is said in conversations with assistants, in English.

use crate::locales::assistant::AssistantTexts;

pub(super) const CHAT: AssistantTexts = AssistantTexts {
    sources: "Sources:",
    more: |more| format!("and {more} more, listed under sources"),
    not_in_ladder: |sentence| {
        format!("Not in the ladder: {sentence} Say so, and give no figure of your own.")
    },
    manners: "Keep to what the tools and the text below say. Name the ladder, its version and the parts that you go by, with their links. \
        What is not in the ladder, say to be not in the ladder.",
    quiz: |ladder| {
        format!(
            "I want to know where I stand on the ladder “{ladder}”. Take the quiz with me: call take_quiz, ask me one question at a time in its \
            own words, and pass on what I say as it is, without answering for me. I may be unsure, go back or stop. At the end tell me \
            where I stand and why, what is still open, which plateau holds people there, and the first thing to work on."
        )
    },
    talk: |level, id, ladder| {
        format!(
            "I want to prepare a talk with my manager about becoming {level} (`{id}` on the ladder “{ladder}”). Go through the criteria that \
            lead there with me one by one, and ask what I can show for each; check_readiness tells what follows from that. Then write one \
            page: what I meet and what shows it, what is missing and how I will get there (plan_roadmap), what I ask for, and the pay step \
            if the ladder has one (compare_levels). Claim nothing that I have not said."
        )
    },
    mentor: |number, title, ladder| {
        format!(
            "I mentor somebody who is in phase {number}, {title}, of the ladder “{ladder}”. Tell me from the text below what holds people in this \
            phase, what my part is, and what each criterion looks like when it is met. Then give me an agenda for our next three meetings and \
            questions to ask that tell understanding from recitation. If I describe what gets in the way, call diagnose_roadblocks with my words."
        )
    },
    answer: "Your answer",
    yes: "Yes",
    no: "No",
    unsure: "Not sure",
    back: "One question back",
    stop: "Stop here",
};
