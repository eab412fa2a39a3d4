//! Descriptions of tools, where the description of the operation is too short for a model.

pub(super) const TAKE_QUIZ: &str = "Asks the quiz of a ladder one question at a time and places the person at the end. Call it without `state` \
to begin. Ask the person the question in its own words. Then call it again with the `state` of the last result, unchanged, and either `text`, the \
person's own words in English or German, or `answer`: `yes`, `no`, `unsure`, the id of an option, `back` to take the last answer back, or `stop` to \
end with the answers so far. Never answer for the person. If the words are unclear, the same question comes again with the statement that a yes \
affirms. Continue while `status` is `asking`; only questions that can still change the placement are asked. When it is `finished`, `result` is the \
placement, as score_quiz gives it for the same answers. An earlier state can be sent again to change an answer. Nothing is stored. If a state is refused \
(`state_changed`, `state_expired`, `state_of_another_quiz`, `state_unknown`), begin again without one.";

pub(super) const PLAN_ROADMAP: &str = "Plans the way from where a person is to a level. Say where they are with `level`, or with the `answers` and \
`qualifiers` of the quiz, not both. `target_level` is the next level if left out. Each phase has its plateau, a milestone for each criterion that \
`criteria` does not give as `met`, with effort and dates, the resources that help in it, the mentor's part and likely roadblocks. The pay step is at the \
end. Dates need `start`; without it the plan counts days. They follow from `hours_per_week` (1 to 60, 5 if left out). Effort is an estimate of the \
ladder's authors: say so. A criterion without effort has no date, and `undated` says why. The arithmetic is shown: compute no date yourself. Notes say \
where `target_date` cannot be met and what would meet it. Nothing is stored.";

pub(super) const CHECK_READINESS: &str = "Checks which criteria for a level a person meets. Give `level`, and in `criteria` the state of each \
criterion that the person has spoken of, by its id: `met`, `unmet` or `unknown`. A criterion that is left out is unknown, which is not unmet; find_phase \
lists the criteria. The verdict is `ready`, `not_ready`, or `insufficient_evidence` while fewer than half of the criteria are known: then ask \
about the unknown ones, and do not assume an answer. What is missing comes in document order, each with the row of the phase's table that it \
serves. Nothing is stored.";

pub(super) const DIAGNOSE_ROADBLOCKS: &str = "Finds the roadblocks that a person describes. Give in `text` their own words about what happens and what \
gets in the way, not a summary; `level` limits the search to roadblocks of that level. The text is compared with the signals that the ladder lists for \
each roadblock, without a language model: the same text always gives the same result, and each roadblock comes with the words that matched. Forms of a \
word, typing errors and denials are recognised. The verdict is `unclear` where the text says too little or the ladder has no signals (`no_signals`): then \
ask for more detail, and do not choose a roadblock yourself. Nothing of the text is stored or logged.";

pub(super) const POSITION_PAY: &str = "Compares an amount with the pay band of a level. Give `level` and `amount`, and `region`, `currency`, `period` or \
`market` where the ladder has several bands for the level; amounts are not converted. Figures, as exact decimals rounded half-even to four places, each \
with its formula: compa-ratio = amount / midpoint; range penetration = (amount - min) / (max - min), which can be below 0 or above 1; range spread = \
(max - min) / min; midpoint progression = (next midpoint - midpoint) / midpoint; step to the next band = next min - max. A figure is null with a \
reason where the band is not published (`not_published`), lacks an end (`open_end`), or the amount is above an open maximum (`above_open_maximum`). \
Repeat the figures and reasons; estimate none.";

pub(super) const SEARCH_LADDER: &str = "Finds the parts of a ladder that contain at least one of the words in `q`: levels, phases, dimensions, criteria, \
quiz questions, roadblocks, resources, pay bands, frequent questions and insights. `kind` limits the search to one kind of part. The best match comes \
first (BM25), and of equal ones the earlier in the document. Case and accents make no difference, and in languages with stemming neither do the forms of a \
word. A word that the ladder does not contain stands for the nearest one: one typing error is corrected from 4 letters, two from 8. The last word, from 3 \
letters, also finds words that begin with it. Bands that are not published are found, too, and say so. Search in the ladder's language.";
