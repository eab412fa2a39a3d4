//! What is peculiar to English words: contractions, irregular forms, two spellings, words without content, words that deny,
//! and words of trouble. General English only; what a ladder is about stands in the ladder.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

/// The parts of a folded word: `can't` is `can` and `not`, `team's` is `team`.
pub(super) fn parts(folded: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let (first, second) = split(folded);
    std::iter::once(first).chain(second.map(Cow::Borrowed))
}

fn split(folded: &str) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some(stem) = folded.strip_suffix("n't") {
        return (verb(stem), Some("not"));
    }
    if let Some((word, tail)) = folded.rsplit_once('\'') {
        let second = match tail {
            "ve" => "have",
            "re" => "are",
            "m" => "am",
            "ll" => "will",
            "d" => "would",
            "s" | "t" => return (word.into(), None),
            _ => return (folded.into(), None),
        };
        return (word.into(), Some(second));
    }
    if folded == "cannot" {
        return ("can".into(), Some("not"));
    }
    // As it is typed in a hurry.
    match folded.strip_suffix("nt") {
        Some(stem) if HASTY.contains(&stem) => (verb(stem), Some("not")),
        _ => (folded.into(), None),
    }
}

fn verb(stem: &str) -> Cow<'_, str> {
    match stem {
        "ca" => "can".into(),
        "wo" => "will".into(),
        "sha" => "shall".into(),
        "" => "not".into(),
        _ => stem.into(),
    }
}

const HASTY: [&str; 17] = [
    "do", "ca", "wo", "is", "are", "was", "were", "has", "have", "had", "does", "did", "could",
    "would", "should", "must", "need",
];

/// The word in its regular form: irregular forms by their base, British spellings by the American.
pub(super) fn regular(folded: &str) -> Cow<'_, str> {
    if let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(folded))
        && let Some((_, base)) = IRREGULAR.get(at)
    {
        return (*base).into();
    }
    if !folded.is_ascii() {
        return folded.into();
    }
    for ending in ["e", "ed", "es", "ing", "ation", "ations"] {
        if let Some(stem) = folded
            .strip_suffix(ending)
            .and_then(|rest| rest.strip_suffix("is"))
            && stem.len() >= 4
        {
            return format!("{stem}iz{ending}").into();
        }
    }
    match folded.find("our") {
        Some(at) if at >= 3 => folded.replacen("our", "or", 1).into(),
        _ => folded.into(),
    }
}

pub(super) fn is_function(folded: &str) -> bool {
    FUNCTION.binary_search(&folded).is_ok()
}

pub(super) fn denies(folded: &str) -> bool {
    DENYING.contains(&folded)
}

/// Whether a word speaks of who says it.
pub(super) fn is_first_person(folded: &str) -> bool {
    FIRST_PERSON.contains(&folded)
}

/// Whether a stem is of a word of trouble.
pub(super) fn is_trouble(term: &str) -> bool {
    TROUBLE.binary_search(&term).is_ok()
}

/// Whether a stem is of a word that tells that something is well.
pub(super) fn is_well(term: &str) -> bool {
    WELL.binary_search(&term).is_ok()
}

/// Whether everybody uses a regular word for everything, in one of its forms; numbers are such words, too.
pub(super) fn is_common(regular: &str) -> bool {
    static COMMON: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("common.txt").lines().collect());
    let mut forms = ["", "s", "ed", "ing"].iter();
    forms.any(|ending| {
        let base = regular.strip_suffix(ending);
        base.is_some_and(|base| COMMON.contains(base))
    }) || regular.bytes().all(|byte| byte.is_ascii_digit())
}

const DENYING: [&str; 13] = [
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
    "hardly", "barely", "scarcely",
];

const FIRST_PERSON: [&str; 12] = [
    "i",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "us",
    "our",
    "ours",
    "ourselves",
    "im",
    "ive",
];

/// Sorted.
const FUNCTION: [&str; 136] = [
    "a", "about", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "being", "but", "by", "can", "could", "d", "did", "do", "does", "doing",
    "done", "down", "even", "for", "from", "get", "gets", "getting", "go", "goes", "going", "gone",
    "got", "gotten", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his",
    "how", "i", "id", "if", "im", "in", "into", "is", "it", "its", "ive", "just", "let", "like",
    "ll", "m", "may", "me", "might", "mine", "must", "my", "myself", "now", "of", "off", "on",
    "one", "only", "or", "our", "ours", "out", "over", "quite", "re", "really", "s", "shall",
    "she", "should", "so", "some", "still", "such", "t", "than", "that", "the", "their", "theirs",
    "them", "then", "there", "these", "they", "thing", "things", "this", "those", "to", "too",
    "until", "up", "us", "ve", "very", "was", "we", "went", "were", "what", "when", "where",
    "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "yet", "you", "your",
    "yours",
];

/// Stems, sorted.
const TROUBLE: [&str; 52] = [
    "afraid",
    "again",
    "angri",
    "annoy",
    "asham",
    "bare",
    "blank",
    "break",
    "broke",
    "but",
    "chao",
    "clue",
    "crash",
    "deni",
    "embarrass",
    "fail",
    "fraud",
    "frustrat",
    "hate",
    "helpless",
    "howev",
    "ignor",
    "imposs",
    "invis",
    "issu",
    "less",
    "lose",
    "lost",
    "mess",
    "miss",
    "only",
    "overlook",
    "problem",
    "refus",
    "reject",
    "sad",
    "same",
    "scare",
    "stick",
    "still",
    "struggl",
    "stuck",
    "terrifi",
    "tire",
    "unabl",
    "unfortun",
    "unseen",
    "useless",
    "wors",
    "worst",
    "wrong",
    "yet",
];

/// Stems, sorted.
const WELL: [&str; 53] = [
    "amaz",
    "awesom",
    "benefit",
    "best",
    "better",
    "brilliant",
    "cheer",
    "comfort",
    "confid",
    "content",
    "decent",
    "delight",
    "earn",
    "enjoy",
    "excel",
    "excit",
    "fantast",
    "fine",
    "fortun",
    "fun",
    "glad",
    "good",
    "grate",
    "great",
    "happi",
    "help",
    "improv",
    "love",
    "lovely",
    "luck",
    "lucki",
    "nice",
    "perfect",
    "pleas",
    "proud",
    "recommend",
    "relief",
    "resolv",
    "settl",
    "smooth",
    "solv",
    "sort",
    "stabl",
    "succeed",
    "success",
    "superb",
    "thank",
    "thrill",
    "welcom",
    "well",
    "win",
    "wonder",
    "worth",
];

/// An irregular form and its base, sorted by the form.
const IRREGULAR: &[(&str, &str)] = &[
    ("became", "become"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("came", "come"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("fallen", "fall"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("learnt", "learn"),
    ("led", "lead"),
    ("left", "leave"),
    ("lost", "lose"),
    ("made", "make"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("paid", "pay"),
    ("people", "person"),
    ("persons", "person"),
    ("programme", "program"),
    ("programmes", "program"),
    ("programs", "program"),
    ("ran", "run"),
    ("rang", "ring"),
    ("risen", "rise"),
    ("rose", "rise"),
    ("rung", "ring"),
    ("said", "say"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shaken", "shake"),
    ("shook", "shake"),
    ("shown", "show"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("stuck", "stick"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("understood", "understand"),
    ("woke", "wake"),
    ("woken", "wake"),
    ("women", "woman"),
    ("won", "win"),
    ("written", "write"),
    ("wrote", "write"),
];

#[cfg(test)]
mod tests {
    use super::{FUNCTION, IRREGULAR, TROUBLE, WELL};

    #[test]
    fn lists_that_are_searched_are_sorted() {
        assert!(FUNCTION.is_sorted() && TROUBLE.is_sorted() && WELL.is_sorted());
        assert!(IRREGULAR.is_sorted_by_key(|(form, _)| form));
    }
}
