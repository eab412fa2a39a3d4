//! Prose: English words put together into phrases, sentences and pages, the same in every run.

use crate::draw::Draw;

/// Verbs that take their endings without a change but the dropped e.
const VERBS: &str = "accept adapt align analyse answer approach argue arrange assess assign attend audit automate balance \
    benchmark break bring build calculate call challenge check choose clarify coach collect combine compare complete compose \
    compute configure connect consider convert correct count cover create decide defend define delegate deliver deploy \
    describe design detect develop diagnose direct discover discuss divide document draft draw encourage enforce escalate \
    estimate evaluate examine expect explain explore expose express extend find follow forecast gather generate govern guard \
    guide handle help improve inspect instruct integrate interview introduce invent invest involve join keep label launch lead \
    learn limit listen load maintain manage measure mentor merge migrate monitor move name negotiate observe offer operate \
    order organise own persuade pilot predict prepare present prevent price probe produce promote propose protect prototype \
    prove publish question raise rank rate reason record recover reduce refine reject release remove render repair replace \
    report represent require research resolve restore retire review revise rewrite sample scale schedule score select serve \
    share simplify solve specify sponsor stabilise stage start store structure suggest support survey sustain teach tell \
    test trace track train transform translate trust understand update validate value verify visit watch weigh work write";

const NOUNS: &str = "account agenda agent agreement alarm alert analysis answer appetite architecture argument assumption \
    assistant attention audience backlog balance baseline batch behaviour benchmark bias bottleneck boundary branch budget bug \
    calendar capacity career case change channel charter checklist choice claim class cluster code colleague comment commit \
    compiler component concern condition conflict context contract cost course crash customer dashboard data deadline debt \
    decision defect delay demand dependency design detail device diagram direction discipline discussion document domain draft \
    drift effort engineer error escalation estimate evaluation event evidence example exception executive expectation \
    experiment failure feature feedback figure finding forecast framework function gap goal guideline habit hardware hypothesis \
    idea impact incident index influence insight instruction interface interview invariant issue job judgement key knowledge \
    language latency launch layer lead lesson library limit list log machine manager market measure meeting memory mentor \
    message metric migration milestone mistake model module monitor network note number objective offer office onboarding \
    operation option order organisation outage outcome owner ownership page partner path pattern people performance person \
    pipeline plan platform policy portfolio practice precedent priority process product programme project prompt proof proposal \
    protocol prototype quality quarter query question queue rate reader reason record region regression release report request \
    research resource response result retrieval review risk roadmap role root rule runbook safety sample schedule schema scope \
    score script search security sentence server service session signal simulation site skill slice source speed sprint \
    stakeholder standard state storage story strategy structure survey system table target task team technique template test \
    theory threshold ticket time token tool topic trace trade-off traffic training trend trust unit upgrade usage user value \
    vendor version view vision window word work workshop writing year";

const ADJECTIVES: &str = "able abrupt accurate active actual additional adequate adverse aligned ambitious ambiguous annual \
    automatic available average basic better bold brief broad brittle busy calm careful central certain cheap clear clever \
    close coherent common complete complex concrete confident consistent constant correct costly critical cross-team curious \
    current daily deep deliberate dependable detailed different direct distant distributed durable early easy effective \
    efficient elegant empty entire even evident exact expensive experienced explicit external fair familiar fast few final firm \
    flexible formal fragile frequent fresh full general gentle genuine good gradual great half-finished hard healthy helpful \
    hidden high honest human idle important inactive independent informal initial internal joint junior key large late legible \
    light likely local long loud low main major manual many measurable mature minor missing mixed modern modest mutual narrow \
    natural neutral new noisy normal obvious occasional odd old open ordinary outdated overdue partial patient permanent plain \
    possible practical precise preliminary present previous private probable prompt proper public quick quiet random rare raw \
    ready real recent redundant regular relevant reliable remote repeated responsible rigorous robust rough routine safe scarce \
    senior separate serious shared sharp short silent similar simple slow small smart solid sound special stable steady strict \
    strong subtle sudden sufficient technical temporary thin thorough tight timely true typical unclear uneven unknown unusual \
    urgent useful usual vague valid valuable visible vital weak weekly whole wide willing written wrong young";

const PREPOSITIONS: &str = "about above across after against around before behind below beside between beyond during for from \
    in inside into near of on over through to towards under until with within without";

const DETERMINERS: &str = "a the the this that every each one another some any its their";

const JOINTS: &str =
    "and but because while although so that before after unless whenever where as soon as";

/// Prose without an end.
#[derive(Debug)]
pub(crate) struct Prose {
    draw: Draw,
    verbs: Vec<&'static str>,
    nouns: Vec<&'static str>,
    adjectives: Vec<&'static str>,
    small: [Vec<&'static str>; 3],
}

impl Prose {
    /// Two seeds give two texts.
    pub(crate) fn new(seed: u64) -> Self {
        let words = |text: &'static str| text.split_whitespace().collect();
        Self {
            draw: Draw::new(seed),
            verbs: words(VERBS),
            nouns: words(NOUNS),
            adjectives: words(ADJECTIVES),
            small: [words(DETERMINERS), words(PREPOSITIONS), words(JOINTS)],
        }
    }

    /// So many words in lower case.
    pub(crate) fn phrase(&mut self, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|place| self.word(place)).collect();
        words.join(" ")
    }

    /// So many words as a sentence.
    pub(crate) fn sentence(&mut self, words: usize) -> String {
        capital(&self.phrase(words)) + "."
    }

    /// So many words in sentences of about a dozen.
    pub(crate) fn paragraph(&mut self, words: usize) -> String {
        let mut sentences = Vec::new();
        let mut left = words;
        while left > 0 {
            let length = if left > 20 {
                usize::try_from(self.draw.below(9)).unwrap_or(0) + 8
            } else {
                left
            };
            sentences.push(self.sentence(length));
            left -= length;
        }
        sentences.join(" ")
    }

    /// The word at a place: verb, article, adjective, noun, preposition, article, noun, joint, and again.
    fn word(&mut self, place: usize) -> String {
        let [determiners, prepositions, joints] = &self.small;
        let (list, is_verb) = match place % 8 {
            0 => (&self.verbs, true),
            1 | 5 => (determiners, false),
            2 => (&self.adjectives, false),
            3 | 6 => (&self.nouns, false),
            4 => (prepositions, false),
            _ => (joints, false),
        };
        let word = self.draw.one(list).copied().unwrap_or_default();
        let ending = if is_verb { self.draw.below(3) } else { 3 };
        let stem = word.strip_suffix('e').unwrap_or(word);
        match ending {
            0 => with_s(word),
            1 => format!("{stem}ing"),
            // One noun in three in the plural.
            3 if place % 8 == 6 && self.draw.below(3) == 0 => with_s(word),
            _ => word.to_owned(),
        }
    }
}

/// A verb of the third person, a noun in the plural.
fn with_s(word: &str) -> String {
    let before_y = word.strip_suffix('y').and_then(|stem| stem.chars().last());
    if before_y.is_some_and(|letter| !"aeiou".contains(letter)) {
        return format!("{}ies", word.trim_end_matches('y'));
    }
    let hisses = ["s", "x", "ch", "sh"];
    let ending = if hisses.iter().any(|end| word.ends_with(end)) {
        "es"
    } else {
        "s"
    };
    format!("{word}{ending}")
}

/// With a capital letter in front.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
