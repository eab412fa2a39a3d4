//! A text cut into clauses, and what each of them says: assent and denial at its beginning, claims of the first person, and
//! denials with all that they deny.

use std::ops::Range;

use super::vocabulary::{
    AnswerVocabulary, CLAIMED, DENIED, FILLER, FOLLOWER, JOINT, OPENER, PhraseKind, SELF, TRAP,
    VocabularyEntry,
};

type IntentSpans = Vec<(Range<usize>, PhraseKind)>;

/// Adds what the clauses of a text say.
pub(super) fn read(text: &str, vocabulary: &AnswerVocabulary, marks: &mut IntentSpans) {
    let words = vocabulary.words(text);
    let (mut first, mut told) = (0, false);
    for at in 0..words.len() {
        let next = words.get(at + 1);
        let between = next.and_then(|next| text.get(words.get(at)?.end..next.start));
        let single = words.get(at).is_some_and(|word| word.end - word.start == 1);
        if next.is_none() || between.is_some_and(|between| parts(between, single)) {
            let clause = words.get(first..=at).unwrap_or_default();
            told |= read_clause(clause, told, vocabulary, marks);
            first = at + 1;
        }
    }
}

/// Whether what stands between two words parts clauses. `single`: the word before has one letter only, as in `k.A.`
fn parts(between: &str, single: bool) -> bool {
    let spaced = between.contains(char::is_whitespace);
    between.chars().any(|sign| match sign {
        '.' => spaced || !single,
        '-' => spaced,
        '\'' | '’' | '‘' | '`' | '/' | '_' | '*' | '~' | '%' => false,
        _ => !sign.is_whitespace() && !is_mark(sign),
    })
}

/// Signs that cannot be seen, or that only change the one before.
fn is_mark(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// `told`: something was told before it, which it may turn. Whether it tells something itself.
fn read_clause(
    words: &[VocabularyEntry],
    told: bool,
    vocabulary: &AnswerVocabulary,
    marks: &mut IntentSpans,
) -> bool {
    let mut clause = Clause::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let Some((length, kind)) = vocabulary.phrase(rest) else {
            if word.sets & JOINT != 0 {
                // `not because` denies what follows.
                clause.heavy |= clause.ends_denying;
                clause.trap |= clause.ends_denying;
                clause.end(vocabulary, marks);
            } else {
                clause.word(word);
            }
            at += 1;
            continue;
        };
        let mut start = word.start;
        if kind == PhraseKind::Yes && word.sets & JOINT != 0 && (told || !clause.open) {
            // Behind a condition `aber ja` is a yes that turns it.
            marks.push((word.start..word.end, PhraseKind::Turn));
            clause.end(vocabulary, marks);
            start = rest.get(1).map_or(start, |next| next.start);
        }
        let end = rest.get(length - 1).map_or(word.end, |last| last.end);
        let place = start..end;
        at += length;
        let answer = answer(kind, words.get(at..).unwrap_or_default(), vocabulary);
        match (kind, answer) {
            (_, Some(answer)) if clause.open => {
                marks.push((place, answer));
                // What follows is read by itself.
                clause = Clause::default();
            }
            (PhraseKind::No, _) if vocabulary.denies(word) => {
                clause.not(word, word.start..word.end);
                let others = rest.iter().take(length).skip(1);
                others.for_each(|word| clause.word(word));
            }
            (PhraseKind::No | PhraseKind::NoAlone | PhraseKind::NoLast, _) => {
                clause.heavy(rest, length);
                clause.denials.push(place);
            }
            (PhraseKind::Not, _) => clause.not(word, place),
            (PhraseKind::Turn, _) if word.sets & JOINT != 0 => {
                marks.push((place, kind));
                clause.end(vocabulary, marks);
            }
            (PhraseKind::Own, _) => {
                marks.push((place, kind));
                clause.open = false;
                // `we have no demo any more` claims nothing.
                let alone = vocabulary.phrase(std::slice::from_ref(word));
                clause.heavy |= alone.is_some_and(|(_, kind)| {
                    matches!(
                        kind,
                        PhraseKind::Not | PhraseKind::NoAlone | PhraseKind::Trap
                    )
                });
            }
            (PhraseKind::Silent, _) => clause.silent = true,
            (
                PhraseKind::Unsure
                | PhraseKind::Denial
                | PhraseKind::Trap
                | PhraseKind::Turn
                | PhraseKind::Other
                | PhraseKind::Aside,
                _,
            ) => {
                marks.push((place, kind));
                clause.heavy(rest, length);
            }
            (PhraseKind::Yes | PhraseKind::YesAlone | PhraseKind::YesLast, _) => {
                rest.iter().take(length).for_each(|word| clause.word(word));
                clause.open = false;
            }
            (PhraseKind::Content, _) => clause.heavy(rest, length),
        }
    }
    let tells = clause.heavy || clause.words.iter().any(|word| word.sets & FILLER == 0);
    clause.end(vocabulary, marks);
    tells
}

/// Whether a phrase is a yes or a no at the beginning of a clause, before what follows it.
fn answer(
    kind: PhraseKind,
    rest: &[VocabularyEntry],
    vocabulary: &AnswerVocabulary,
) -> Option<PhraseKind> {
    let ends = || {
        rest.first().is_none_or(|next| next.sets & JOINT != 0)
            || vocabulary.phrase(rest).is_some_and(|(_, kind)| {
                matches!(kind, PhraseKind::Yes | PhraseKind::No | PhraseKind::Silent)
            })
    };
    let goes_on = || {
        let follows =
            |at: usize, is: &dyn Fn(&VocabularyEntry) -> bool| rest.get(at).is_some_and(is);
        ends()
            || follows(0, &|next| next.sets & FOLLOWER != 0)
            || follows(1, &|after| after.word == "not")
    };
    match kind {
        PhraseKind::Yes => Some(PhraseKind::Yes),
        PhraseKind::YesAlone if goes_on() => Some(PhraseKind::Yes),
        PhraseKind::YesLast if ends() => Some(PhraseKind::Yes),
        PhraseKind::No => Some(PhraseKind::No),
        PhraseKind::NoAlone if goes_on() => Some(PhraseKind::No),
        PhraseKind::NoLast if ends() => Some(PhraseKind::No),
        _ => None,
    }
}

/// A clause, or what of it follows an assent or a denial.
struct Clause<'w> {
    /// Whether nothing was said yet, so that a yes or a no is meant as one.
    open: bool,
    words: Vec<&'w VocabularyEntry>,
    /// Where words deny.
    denials: Vec<Range<usize>>,
    /// Whether something is said that is not known.
    heavy: bool,
    trap: bool,
    /// Whether something stands in it that says nothing of the matter.
    silent: bool,
    /// Whether the last word denies, and is a word of its own.
    ends_denying: bool,
}

impl Default for Clause<'_> {
    fn default() -> Self {
        Self {
            open: true,
            words: Vec::new(),
            denials: Vec::new(),
            heavy: false,
            trap: false,
            silent: false,
            ends_denying: false,
        }
    }
}

impl<'w> Clause<'w> {
    fn word(&mut self, word: &'w VocabularyEntry) {
        self.open &= word.sets & (FILLER | OPENER) != 0;
        self.trap |= word.sets & TRAP != 0;
        self.ends_denying = false;
        self.words.push(word);
    }

    /// Words that cannot be in a claim or in the scope of a denial.
    fn heavy(&mut self, words: &[VocabularyEntry], length: usize) {
        self.open = false;
        self.heavy = true;
        let mut own = words.iter().take(length);
        self.trap |= own.any(|word| word.sets & TRAP != 0);
    }

    fn not(&mut self, word: &'w VocabularyEntry, place: Range<usize>) {
        self.open = false;
        // Both words of `can't` stand in one place.
        let before = self.words.last();
        self.ends_denying = before.is_none_or(|before| before.start != word.start);
        self.denials.push(place);
        self.words.push(word);
    }

    /// Says what the clause says, and begins another.
    fn end(&mut self, vocabulary: &AnswerVocabulary, marks: &mut IntentSpans) {
        let clause = std::mem::take(self);
        match clause.denials.as_slice() {
            [] if clause.claims(vocabulary) => {
                marks.extend(clause.place().map(|place| (place, PhraseKind::Yes)));
            }
            [] => {
                if let ([only], false) = (clause.words.as_slice(), clause.heavy)
                    && only.sets & SELF != 0
                {
                    marks.push((only.start..only.end, PhraseKind::Own));
                }
            }
            [denial] if clause.is_denied_whole(denial) => {
                marks.extend(clause.place().map(|place| (place, PhraseKind::No)));
            }
            several => {
                let kind = match clause.trap || several.len() > 1 {
                    true => PhraseKind::Trap,
                    false => PhraseKind::Denial,
                };
                marks.extend(several.iter().map(|place| (place.clone(), kind)));
            }
        }
    }

    /// Whether it is a claim of the first person with nothing but what may stand beside it.
    fn claims(&self, vocabulary: &AnswerVocabulary) -> bool {
        let (mut found, mut inside) = (false, false);
        for (at, word) in self.words.iter().enumerate() {
            let next = self.words.get(at + 1);
            let begins = next.is_some_and(|next| vocabulary.claims(&word.word, &next.word));
            if !begins && !inside && word.sets & (FILLER | CLAIMED) == 0 {
                return false;
            }
            found |= begins;
            inside = begins;
        }
        found && !self.heavy
    }

    /// Whether all of it is in the scope of its one denial.
    fn is_denied_whole(&self, denial: &Range<usize>) -> bool {
        let mut words = self.words.iter();
        let whole = match self.words.as_slice() {
            // A bare `not` may be anything; `never` is not.
            [only] => self.silent || only.sets & DENIED != 0,
            _ => words.all(|word| word.sets & (FILLER | DENIED) != 0 || denial.start == word.start),
        };
        whole && !self.heavy
    }

    /// From its first word to its last.
    fn place(&self) -> Option<Range<usize>> {
        Some(self.words.first()?.start..self.words.last()?.end)
    }
}
