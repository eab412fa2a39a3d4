//! What a person wants of the quiz itself, in their own words: to go back, or to stop. In plain forms only, and only where they say
//! nothing else: `back` in the midst of an answer is a word of the answer.

use crate::domain::tokens::fold;

/// What a person wants instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuizCommand {
    /// To take the last answer back.
    Back,
    /// To end here.
    Stop,
}

/// Longer texts are not looked at, in words.
const MOST_WORDS: usize = 16;

/// What may stand round a wish, folded, with commas between.
const ROUND: &str = "\
    actually, ah, ahem, can we, could we, hm, hmm, hold on, just a moment, lets, no wait, now, oh, ok, okay, one \
    moment, oops, please, pls, sorry, thank you, thanks, uh, um, wait, wait no, well, ach, aeh, also, bitte, danke, \
    einen moment, entschuldigung, halt, jetzt, lass uns, mal, moment, moment mal, nee warte, nein warte, ups, \
    warte, warte mal";

/// To go back, in the same form.
const BACK: &str = "\
    back, back one, back up, back to the last one, can i change my last answer, can i go back, change my answer, change my \
    last answer, change that, change the last answer, change the last one, correct my last answer, correct \
    the last one, go back, go back a question, go back a step, go back one, go back one question, go back one step, go \
    back to the last one, go back to the last question, go back to the previous question, go one back, i answered the last \
    one wrong, i got the last one wrong, i made a mistake, i made a mistake on the last one, i misclicked, i misread the \
    last one, i misread that, i misspoke, i want to change my answer, i want to change my last answer, i want to go back, \
    i would like to go back, id like to change my last answer, id like to go back, last answer was wrong, last one was \
    wrong, let me change my last answer, let me change that, let me correct that, let me go back, my last answer was a \
    mistake, my last answer was wrong, one back, one step back, previous, previous question, scratch that, step back, take \
    it back, take that back, take the last one back, that last one was wrong, that was a mistake, the last \
    answer was a mistake, the last answer was wrong, the last one was a mistake, the last one was wrong, the previous \
    answer was wrong, the previous one was wrong, undo, undo it, undo that, undo the last answer, undo the last one, \
    antwort andern, da habe ich mich vertan, das letzte war falsch, das war ein fehler, \
    die antwort davor war falsch, die letzte antwort andern, die letzte antwort war falsch, die letzte war falsch, eine \
    frage zuruck, eine frage zurueck, einen schritt zuruck, einen schritt zurueck, eins zuruck, eins zurueck, geh zuruck, \
    geh zurueck, gehe zuruck, hab mich verklickt, hab mich vertan, ich habe mich verklickt, ich habe mich vertan, ich habe \
    mich vertippt, ich mochte die letzte antwort andern, ich mochte meine letzte antwort andern, ich mochte zuruck, ich \
    muss mich korrigieren, ich will zuruck, kann ich zuruck, korrektur, korrigieren, letzte antwort andern, letzte antwort \
    war falsch, letzte frage noch einmal, letzte frage nochmal, mach das ruckgangig, meine letzte antwort war falsch, noch \
    einmal zuruck, nochmal zuruck, ruckgangig, ruckgangig machen, vorherige frage, vorige frage, zuruck, zuruck zur \
    letzten frage, zuruck zur vorigen frage, zurueck";

/// To stop, in the same form.
const STOP: &str = "\
    abort, abort the quiz, cancel, cancel the quiz, end here, end it, end it here, end the quiz, exit, i quit, i want to \
    quit, i want to stop, i want to stop here, i would like to stop, id like to stop, no more questions, quit, quit the \
    quiz, stop, stop here, stop it, stop now, stop the quiz, stop this, thats enough, abbrechen, abbruch, aufhoren, beende \
    das quiz, beenden, breche ab, brich ab, das quiz abbrechen, das quiz beenden, das reicht, es reicht, hier abbrechen, \
    hier aufhoren, hor auf, ich breche ab, ich hore auf, ich mochte abbrechen, ich mochte aufhoren, ich will abbrechen, \
    ich will aufhoren, ich will nicht mehr, keine fragen mehr, quiz abbrechen, quiz beenden, schluss, stopp";

/// What a person wants of the quiz, with their words for it. None where they say anything else, or nothing.
#[must_use]
pub fn wish(text: &str) -> Option<(QuizCommand, &str)> {
    let words = words(text)?;
    let mut phrase = words.as_slice();
    loop {
        let said = joined(phrase);
        let wish = match said.as_str() {
            "" => return None,
            said if is_among(BACK, said) => Some(QuizCommand::Back),
            said if is_among(STOP, said) => Some(QuizCommand::Stop),
            _ => None,
        };
        if let (Some(wish), [(start, ..), ..], [.., (_, end, _)]) = (wish, phrase, phrase) {
            return Some((wish, text.get(*start..*end)?));
        }
        let before = phrase.len();
        phrase = peeled(phrase);
        if phrase.len() == before {
            return None;
        }
    }
}

/// A word's place in the text, and the word folded.
type FoldedWord = (usize, usize, String);

fn words(text: &str) -> Option<Vec<FoldedWord>> {
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{300}'..='\u{36f}')
    };
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(|c| !is_part(c)) {
        let word = piece.trim_end_matches(|c| !is_part(c));
        if !word.is_empty() {
            if words.len() == MOST_WORDS {
                return None;
            }
            words.push((at, at + word.len(), fold(word).replace('\'', "")));
        }
        at += piece.len();
    }
    Some(words)
}

/// The words without one of those that may stand round a wish, at the beginning or else at the end.
fn peeled(words: &[FoldedWord]) -> &[FoldedWord] {
    for length in (1..=3.min(words.len())).rev() {
        if let Some((first, rest)) = words.split_at_checked(length)
            && is_among(ROUND, &joined(first))
        {
            return rest;
        }
        if let Some((rest, last)) = words.split_at_checked(words.len() - length)
            && is_among(ROUND, &joined(last))
        {
            return rest;
        }
    }
    words
}

fn is_among(phrases: &str, said: &str) -> bool {
    phrases.split(", ").any(|phrase| phrase == said)
}

fn joined(words: &[FoldedWord]) -> String {
    let words: Vec<&str> = words.iter().map(|(.., word)| word.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::interpretation::{AnswerIntent, interpret};

    #[test]
    fn plain_forms_are_understood_with_what_stands_round_them() {
        for (text, expected, words) in [
            ("back", QuizCommand::Back, "back"),
            ("  BACK!! ", QuizCommand::Back, "BACK"),
            ("Please go back.", QuizCommand::Back, "go back"),
            (
                "one moment, the last one was wrong",
                QuizCommand::Back,
                "the last one was wrong",
            ),
            (
                "Oh no wait, sorry: my last answer was wrong…",
                QuizCommand::Back,
                "my last answer was wrong",
            ),
            (
                "Let’s go back one question, please",
                QuizCommand::Back,
                "go back one question",
            ),
            ("zurück", QuizCommand::Back, "zurück"),
            ("Zuru\u{308}ck bitte", QuizCommand::Back, "Zuru\u{308}ck"),
            ("ZURUECK", QuizCommand::Back, "ZURUECK"),
            (
                "Moment mal, die letzte Antwort war falsch!",
                QuizCommand::Back,
                "die letzte Antwort war falsch",
            ),
            (
                "Ups, da habe ich mich vertan",
                QuizCommand::Back,
                "da habe ich mich vertan",
            ),
            ("rückgängig", QuizCommand::Back, "rückgängig"),
            ("stop", QuizCommand::Stop, "stop"),
            (
                "ok, that's enough, thanks",
                QuizCommand::Stop,
                "that's enough",
            ),
            ("That’s enough", QuizCommand::Stop, "That’s enough"),
            (
                "I'd like to stop now",
                QuizCommand::Stop,
                "I'd like to stop",
            ),
            ("Stopp!", QuizCommand::Stop, "Stopp"),
            ("abbrechen", QuizCommand::Stop, "abbrechen"),
            (
                "Bitte das Quiz abbrechen",
                QuizCommand::Stop,
                "das Quiz abbrechen",
            ),
            (
                "Ich möchte aufhören",
                QuizCommand::Stop,
                "Ich möchte aufhören",
            ),
        ] {
            assert_eq!(wish(text), Some((expected, words)), "{text}");
        }
    }

    #[test]
    fn an_answer_in_which_such_a_word_stands_is_an_answer() {
        for text in [
            "",
            " ",
            "...",
            "please",
            "ok",
            "wait",
            "yes",
            "no",
            "no, stop",
            "yes. Full stop.",
            "nothing stops me",
            "done",
            "back then I did",
            "yes, going back to last year",
            "I would go back to the logs",
            "they come back to me",
            "I never stop",
            "I stopped asking",
            "stop words are my topic",
            "undo button, yes",
            "the last one was mine",
            "nein, zurück nicht",
            "ja, auf die Zeit zurückblickend",
            "wir haben es abgebrochen",
            "back back",
            "stop the world",
            "that was wrong of them",
        ] {
            assert_eq!(wish(text), None, "{text}");
        }
        assert_eq!(wish(&"please ".repeat(17)), None);
        assert_eq!(wish(&format!("{}stop", "please ".repeat(16))), None);
    }

    #[test]
    fn hardly_a_phrase_could_be_taken_for_an_answer() {
        let all = BACK.split(", ").chain(STOP.split(", "));
        let others = all.filter(|phrase| interpret(phrase, "en").answer != AnswerIntent::Unclear);
        assert_eq!(
            others.collect::<Vec<_>>(),
            ["correct my last answer", "correct the last one"]
        );
    }

    #[test]
    fn every_phrase_is_folded_understood_and_there_once() {
        for (phrases, expected) in [(BACK, QuizCommand::Back), (STOP, QuizCommand::Stop)] {
            for phrase in phrases.split(", ") {
                assert_eq!(wish(phrase), Some((expected, phrase)));
                assert_eq!(fold(phrase), phrase);
            }
        }
        let all: Vec<_> = BACK.split(", ").chain(STOP.split(", ")).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(ROUND.split(", ").all(|words| wish(words).is_none()));
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in any::<String>()) {
            if let Some((_, words)) = wish(&text) {
                prop_assert!(text.contains(words));
            }
        }
    }
}
