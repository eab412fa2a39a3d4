//! English: words of assent and denial, and what stands beside them. `'s` is no word here (`that's` is `that`), other contractions
//! are two (`don't` is `do not`).

use std::sync::LazyLock;

use super::vocabulary::{AnswerVocabulary, PhraseKind, VocabularyTables};

pub(super) static VOCABULARY: LazyLock<AnswerVocabulary> =
    LazyLock::new(|| AnswerVocabulary::new(&TABLES));

static TABLES: VocabularyTables = VocabularyTables {
    locale: "en",
    phrases: &[
        (
            PhraseKind::Yes,
            "yes | yeah | yep | yup | yea | yeh | yah | aye | yessir | of course | ofc | hell yeah | hell yes | uh huh | you bet | no doubt
            | no doubt about it | no doubt about that | without a doubt | without doubt | without question | beyond doubt
            | i would say so | i should say so | you can say that | for sure | by all means | damn right | too right
            | all mine to decide",
        ),
        (
            PhraseKind::YesAlone,
            "sure | sure thing | definitely | def | absolutely | totally | certainly | surely | obviously | obvs | indeed | affirmative
            | naturally | correct | that is correct | that correct | that right | that is right | that true | that is true | exactly
            | clearly | for certain | most definitely | very much so | undoubtedly | affirm | check",
        ),
        (
            PhraseKind::YesLast,
            "y | it does | it does that | that does | this does | mhm | right that me | i always do | i always have | i always did | we always do | we always have | always do | always have | always did | true | always | all the time | every time | constantly | regularly | frequently | often | very often
            | quite often | every week | every day | every month | every sprint | nearly every day | nearly every week | nearly every month | nearly every sprint | almost every day
            | almost every week | almost every month | almost every sprint | daily | weekly | many times | several times
            | multiple times | a lot | lots of times | loads of times | countless times | plenty of times | more than once | 100
            | that is the case | that the case | guilty as charged",
        ),
        (
            PhraseKind::No,
            "no no | no no no | nuh uh | nope | nop | naw | no way | no chance | absolutely not | definitely not | def not | certainly not | of course not
            | obviously not | surely not | totally not | clearly not | hell no | not really | not that i know | not that i know of
            | not that i am aware | not that i am aware of | not as far as i know | not to my knowledge | not even close | nowhere near
            | far from it | not as such | not that i can think of | can not say i have | can not say i do | can not say that i do | can not say that i have | can not say we do | can not say we have | can not say that we do | would not know how | nothing of the sort | nothing of the kind | hardly ever | i wish | if only | no can do | not a chance
            | not mine | not my call | not my decision | not up to me | not me | not without help | not without some help
            | not without outside help | by no means | no not | the opposite | quite the opposite | on the contrary
            | i am afraid not | afraid not | thats a negative | not in the slightest | no sir",
        ),
        (PhraseKind::NoAlone, "no | nah"),
        (
            PhraseKind::NoLast,
            "n | does not | negative | false | incorrect | untrue | wrong | as if | hardly | barely | that wrong | that is wrong",
        ),
        (
            PhraseKind::Unsure,
            "sort of | kind of | kinda | sorta | partly | partially | in part | mostly | mainly | largely | somewhat | more or less
            | to some extent | to some degree | to a degree | to an extent | to a certain extent | to a point | up to a point | it depends
            | that depends | depends | depending | maybe | perhaps | possibly | probably | presumably | likely | i guess | i guess so
            | i guess not | i suppose | i suppose so | i suppose not | i think so | i think yes | i think no | i think i do | i think we do
            | i think i have | i think not | i believe so | i reckon | i would think so | maybe not | probably not | possibly not
            | perhaps not | likely not | unlikely | not likely | not sure | not so sure | not too sure | not quite sure | not really sure | can not really tell | not 100 | half the time | half of the time | mixed | a mix | meh | yes to some extent | yes to a degree | yes to an extent | pretty much | more often than not | sometimes yes | sometimes no | sometimes not | not entirely sure | not certain | not completely sure | not totally sure | not 100 sure | unsure | uncertain | idk | dunno
            | do not know | do not really know | do not remember | not know | would not know | could not tell you | could not say
            | can not say | can not tell | can not really say | can not judge | hard to say | hard to tell | difficult to say
            | tough to say | tricky to say | no idea | no clue | not a clue | not the faintest | who knows | god knows | yes and no
            | no and yes | yes no maybe | yeah and no | half and half | half half | fifty fifty | 50 50 | not entirely | not fully
            | not completely | not totally | not wholly | not always | not quite | not exactly | not quite yet | not fully yet
            | not entirely yet | not often | not that often | not very often | not too often | not much | not very much | not so much
            | not all of it | not all of them | not everything | not every time | not all the time | not necessarily | usually | generally
            | normally | typically | sometimes | occasionally | from time to time | now and then | once in a while | every so often
            | rarely | seldom | a bit | a little | a little bit | some of it | some of them | in some ways | in a way | in a sense
            | almost | nearly | borderline | halfway | half way | ish | so so | both yes and no | on the fence | could be | might be
            | i might | debatable | it varies | varies | in some cases | in many cases | in most cases | some of the time | most of the time | for the most part | do not honestly know | i really do not know",
        ),
        (
            PhraseKind::Not,
            "not | never | nothing | nto | haven | didn | doesn | isn | wasn | hasn | couldn | wouldn | aint | ain",
        ),
        (
            PhraseKind::Denial,
            "not only | not just | not merely | not simply | not bad | no longer | nothing but | never but | none but | not nothing | neither
            | nor | nothing happened | not a demo yet | not for nothing | no need | no help | no ifs | no brainer | no more | not unless | not until | cannot but",
        ),
        (
            PhraseKind::Trap,
            "nobody | no one | noone | none | not alone | never alone | not once alone | not the one | not that i",
        ),
        (
            PhraseKind::Turn,
            "but | though | although | however | except | except for | apart from | unless | only | until | if | as long as | provided
            | in theory | theoretically | on paper | technically | supposedly | allegedly | officially | used to | formerly | previously
            | would like to | want to | plan to | planning to | planned | hope to | hoping to | going to | will be | will do | soon | someday | eventually
            | next week | next month | next quarter | next year | tomorrow | staging | demo | prototype | poc | in a demo | with help
            | with some help | with outside help | with a bit of help | together | jointly | asking around | ask around | minus | after asking | need help | need some help | get help | need to ask | have to ask
            | ask for help | must ask | wish | failed to | fail to | fail | until recently | anything but | everything but",
        ),
        (
            PhraseKind::Other,
            "someone | somebody | someone else | somebody else | anyone else | others | boss | manager | cto | ceo | cio | cpo | vp | director
            | architect | architects | my lead | the lead | our lead | team lead | tech lead | teamlead | techlead | supervisor | senior
            | seniors | colleague | colleagues | coworker | management | leadership | head of | he | she | they | him | her | them
            | the team | another team | other team | consultant | consultants | contractor | agency | does | teammate | teammates | board | committee | it my boss | it my lead | it my manager | it is my boss | it is my lead | it is my manager | the former | the latter | the second | the other | above me | over my head",
        ),
        (
            PhraseKind::Own,
            "mine | myself | ourselves | by myself | on my own | alone | my own | my call | my decision | my choice | i can find | i can fix | i can handle | i find it | i fix it | i do it | we do it | i handle | all me | i decide | we decide
            | up to me | down to me | that me | that is me | it me | it is me | just me | only me | me alone | i make the call | i call the shots
            | most senior | i am the | i am senior | i always | it my | it is my | nobody else | no one else | noone else | without help | without any help | without outside help | i own | we own | i am the one
            | i have the last word | i have the final say | i get the last word | not a demo | not just a demo | not only a demo | not just in a demo
            | not only in a demo | not just staging | not only staging | not just on staging | not only on staging | not just in staging | not only in staging
            | not just a prototype | not only a prototype | not just a poc | not only a poc
            | no longer a demo | no longer staging | no longer on staging | no longer in staging | no staging anymore | not on staging anymore | not a demo anymore
            | no staging any more | not on staging any more | not a demo any more | no demo anymore | no demo any more | can not deny that | can not deny it
            | could not deny that | could not deny it | would not deny that | would not deny it | nobody overrules me | no one overrules me
            | nobody tells me what to do | no one tells me what to do",
        ),
        (
            PhraseKind::Aside,
            "hardly ever not | never not | rarely not | seldom not | why not | why would | why should | how could | how do | how would | how can | do we | do i | did we | did i | have we | have i | am i | are we
            | is it | is that | is this | can i | can we | should i | should we | is not it | do not i | do not we | did not i | did not we | have not i
            | have not we | can not i | would not i | say yes | say no | in my dreams | nothing to say | nothing to add | nothing else | yes or no | yes to | no to | pigs | yes no | no yes | or no | or not | can not say no | could not say no | can not say yes | would not say no
            | would not say yes | can not deny | could not deny | would not deny | can not complain | what do you mean | what you mean | what does that mean | do you mean
            | what is that | what that | was the question | is the question | what counts | why do you ask | who is asking | say that again | come again | i do not understand
            | do not understand | do not get it | did not get that | did not get it | do not follow | not following | explain | clarify | repeat | rephrase | skip | skip this | skip it
            | stop | quit | exit | cancel | restart | start over | go back | none of your business | not your business | rather not
            | rather not say | prefer not | prefer not to say | prefer not to | no comment | n a | not applicable | no answer | no thanks
            | no thank you | do not want to answer | do not want to say | do not wish | not telling | not saying | not going to | not gonna | idc
            | do not care | whatever | yeah right | yeah sure | sure jan | joking | kidding | just kidding | jk | said | says | told | tells | asked me
            | trick question | never mind | nevermind | not no | not yes | change my | take that back | scratch that | i take it back",
        ),
        (
            PhraseKind::Silent,
            "to be honest | to be fair | to be frank | if i am honest | if i am being honest | i have to say | i must say | i have to admit
            | i must admit | i would say | i say | i would still say | i would have to say | i am afraid | i am sorry | thank you | any more | as of now | as of today
            | so far | for now | for the moment | at the moment | of yet | as yet | up to now | until now | in fact | as a matter of fact
            | full stop | end of story | no problem | no worries | no question | no question about it | the answer is | my answer is | that would be | it would be
            | you know | i mean | long story short | in short | at present | to date | to this day | when i can | uh | in my opinion",
        ),
        (
            PhraseKind::Content,
            "right now i | right away | true story | sure my | sure that | i am sure | make sure | made sure | have to | had to | has to | exactly once
            | got to | they come | they do come | they ask me | they ask us | they bring | senior engineer i | check with | correct me | right answer",
        ),
    ],
    fillers: "well hmm hm mm um umm uhm uh er erm oh ooh ah aw eh ok okay okey so like honestly frankly actually basically really tbh imo
        imho lol haha hahaha hehe hey hi man dude mate bro buddy sorry thanks i we it that this there my our the a an just truly
        quite literally simply ngl btw fyi yo sir me us in here",
    openers: "answer is be would say think say then big hard clear very firm from solid resounding short simple long definite and am are was afraid
        sadly unfortunately alas still again wait",
    followers: "i we it that this these those there he she they my our your not never still sorry the a an someone somebody only just
        thanks thank do did am in at with from every everything all mate dude bro sir lol haha tbh please sadly unfortunately me
        nobody noone nothing honestly really again actually though yet unless",
    claims: "i do | we do | i did | we did | i have | we have | i can | we can | i am | we are | it is | it has | it did | always do
        | always have | always did | always can | i always | we always | already do | already have | already did | did that | did it | done that
        | sure do | sure did | sure have | sure can | sure is | have done | been there",
    claimed: "always already often regularly too also indeed done did made been that it those them all both now today daily weekly every
        day week month sprint year last time times twice several many multiple since ago often frequently myself own ourselves one
        happily gladly still absolutely definitely certainly fully entirely completely and at on time long years months weeks couple few of
        ever got gotten everyday here do have alone with pleasure",
    denied: "never nothing haven didn doesn isn wasn hasn couldn wouldn aint ain
        do did does done doing have had has having can could will would be been being am is are was were get got gotten ever yet at all
        any anything one think believe say so right now currently anymore true sadly unfortunately regrettably afraid even either still
        team company case job place org department of for mine call chance thing things kind time moment able today lately recently once
        single far until present been to date honest experience opportunity
        live production prod standards evals users written writing write down tried try built build shipped deployed launched released
        published presented defended documented made set up used case these those them yours such unfortunatly formal formally official happening happened started managed gone",
    traps: "need needs needed help helped anyone anybody ask asks asked asking else above without alone fail failed problem problems
        trouble issue issues stuck lost doubt deny stop stopped stops over require requires required",
    selves: "i me mine us we ours",
    joints: "but though although however except unless and because cause cuz bc since when while as where which who then plus for or",
    aliases: &[
        ("im", "i"),
        ("ive", "i"),
        ("id", "i"),
        ("its", "it"),
        ("thats", "that"),
        ("whats", "what"),
        ("u", "you"),
        ("ye", "yeah"),
        ("ya", "yeah"),
        ("ys", "yes"),
        ("yse", "yes"),
        ("tes", "yes"),
        ("yas", "yes"),
        ("yus", "yes"),
        ("noep", "nope"),
        ("nopes", "nope"),
        ("mabye", "maybe"),
        ("mayb", "maybe"),
        ("prob", "probably"),
        ("probs", "probably"),
        ("probly", "probably"),
        ("prolly", "probably"),
        ("defo", "definitely"),
        ("deffo", "definitely"),
        ("definately", "definitely"),
        ("defintely", "definitely"),
        ("absolutley", "absolutely"),
        ("coz", "because"),
        ("becuase", "because"),
        ("havn't", "haven"),
        ("havnt", "haven"),
        ("dnt", "dont"),
        ("tho", "though"),
        ("cos", "because"),
        ("nvm", "nevermind"),
    ],
};
