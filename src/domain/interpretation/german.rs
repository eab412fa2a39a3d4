//! German: words of assent and denial, and what stands beside them. Umlauts are as good as without their dots or with an `e`.

use std::sync::LazyLock;

use super::vocabulary::{AnswerVocabulary, PhraseKind, VocabularyTables};

pub(super) static VOCABULARY: LazyLock<AnswerVocabulary> =
    LazyLock::new(|| AnswerVocabulary::new(&TABLES));

static TABLES: VocabularyTables = VocabularyTables {
    locale: "de",
    phrases: &[
        (
            PhraseKind::Yes,
            "ja | jaja | jo | jau | joah | jopp | sehr wohl | joa | jep | jepp | jup | jupp | jawohl | jawoll | yep | yes | yeah | yo | aber ja | ja doch | na klar | aber klar
            | klaro | logo | auf jeden fall | aufjedenfall | auf alle fälle | aber sicher | aber hallo | ohne zweifel | ohne frage | kein zweifel
            | keine frage | zweifellos | zweifelsohne | selbstverständlich | selbstredend | trifft zu | trifft voll zu | so ist es | so isses
            | stimmt genau | würde ich sagen ja | würd ich schon sagen | würde ich schon sagen | freilich | und ob | na sicher | jou | jap | auf jeden | eh klar | doch doch
            | allerdings ja | ja allerdings | das kann man so sagen | kann man so sagen",
        ),
        (
            PhraseKind::YesAlone,
            "klar | safe | natürlich | definitiv | absolut | sicherlich | gewiss | stimmt | das stimmt | genau | richtig | korrekt | logisch
            | eindeutig | zu 100 prozent | zu hundert prozent | hundertprozentig | ist so | das ist so | das ist richtig | das ist korrekt | voll | total",
        ),
        (
            PhraseKind::YesLast,
            "j | ständig | immer | andauernd | dauernd | regelmässig | jede woche | jeden tag | jeden monat | fast jede woche | fast jeden tag | fast jeden monat | täglich | wöchentlich | oft
            | sehr oft | häufig | mehrfach | mehrmals | schon oft | schon mehrfach | schon mehrmals | doch | doch schon | sicher | allerdings
            | schon immer | wahr | das ist wahr | ist der fall | das ist der fall | jederzeit | viele male",
        ),
        (
            PhraseKind::No,
            "nein | no net | no ned | no nit | nee | noe | nö | nope | niemals | nie im leben | nicht wirklich | nicht so richtig | nicht so wirklich
            | nicht so ganz wirklich | glaube ich nicht | glaub ich nicht | denke ich nicht | denk ich nicht | eigentlich nicht | eigentlich nein | eigentlich noch nicht | noch lange nicht | eher nicht | eher nein | eher weniger | gar nicht | garnicht | überhaupt nicht | überhaupt nie | absolut nicht | ganz und gar nicht
            | auf keinen fall | auf gar keinen fall | keinesfalls | keineswegs | mitnichten | nicht dass ich wüsste | nicht das ich wüsste
            | nicht dass ich weiss | nicht das ich weiss | natürlich nicht | definitiv nicht | sicher nicht | bestimmt nicht | klar nicht | von wegen | schön wärs | schön wär es
            | schön wäre es | schön wäre das | wäre schön | stimmt nicht | das stimmt nicht | trifft nicht zu | trifft eher nicht zu | trifft auf mich nicht zu | leider nein | ist nicht der fall | eher selten bis nie
            | so gut wie nie | so gut wie gar nicht | doch nicht | nicht ich | nicht meine entscheidung | nicht ohne hilfe | ohne hilfe nicht | fehlanzeige | im gegenteil | bei weitem nicht
            | weit entfernt | nicht im geringsten | nicht die bohne | kein bisschen | kein stück",
        ),
        (PhraseKind::NoAlone, "ne | nä | na nicht | noo"),
        (PhraseKind::NoLast, "n | falsch | kaum | unwahr | ach was | ach wo | nix da"),
        (
            PhraseKind::Unsure,
            "jein | eher ja als nein | eher nein als ja | müsste ich nachschauen | müsste ich nachsehen | müsst ich nachschauen | müsste nachschauen
            | müsste nachsehen | muss ich nachschauen | muss ich nachsehen | teils | teils teils | teilweise | teilweise ja | zum teil | zum grossen teil | zum grössten teil | kommt drauf an | kommt darauf an | kommt ganz drauf an
            | kommt auf | es kommt auf | hängt davon ab | hängt ab | je nachdem | je nach | vielleicht | eventuell | evtl | möglicherweise | womöglich
            | wahrscheinlich | vermutlich | wohl | wohl nicht | vielleicht nicht | wahrscheinlich nicht | vermutlich nicht | weiss nicht | weiss nicht genau
            | weiss ich nicht | weiss ich nicht genau | weiss ich grad nicht | weiss es nicht | weiss ich leider nicht | weiss gar nicht
            | weiss gerade nicht | weiss nich | weiss net | weiss ned | nicht sicher | nicht ganz sicher | nicht so sicher | mir nicht sicher
            | unsicher | unklar | keine ahnung | geht so | so mittel | mittelmässig | im grossen und ganzen | zu 50 | 50 prozent | manchmal ja | manchmal nein | manchmal nicht | mal ja | mal nein | kein ahnung | kein plan | keinen plan | keinen schimmer | keinen blassen schimmer | k a| ka
            | ja und nein | ja nein vielleicht | nein und ja | mehr oder weniger | ein bisschen | bisschen | ein bissl | bissl | ein wenig | halb halb | fifty fifty
            | 50 50 | halbwegs | so halb | halb | größtenteils | grösstenteils | überwiegend | meistens | meist | hauptsächlich | weitgehend | in der regel | normalerweise
            | grundsätzlich | prinzipiell | im prinzip | im grunde | manchmal | ab und zu | ab und an | hin und wieder | gelegentlich | selten | eher selten
            | nicht oft | nicht so oft | nicht viel | nicht ganz | nicht so ganz | nicht immer | nicht vollständig | nicht komplett | nicht völlig | nicht unbedingt | nicht alles
            | nicht zu 100 | nicht hundertprozentig | noch nicht ganz | noch nicht so ganz | noch nicht vollständig | noch nicht komplett | nicht direkt | irgendwie | irgendwie schon | schwer zu sagen
            | schwierig zu sagen | kann ich nicht sagen | kann ich so nicht sagen | kann ich nicht genau sagen | kann ich nicht einschätzen
            | kann ich nicht beurteilen | kann man nicht sagen | schwer einzuschätzen | glaub schon | glaube schon | glaub ich schon | ich glaub schon | glaube ja | ich glaube ja
            | glaub ja | denke schon | denk schon | ich denke ja | denke ja | denk ja | schätze schon | schätze ja | glaube ich | glaub ich | denke ich | denk ich
            | fast | beinahe | nahezu | mal so mal so | so la la | so lala | mal ja mal nein | wer weiss | eher ja | eher schon | tendenziell | bedingt | mit einschränkungen
            | gewissermassen | sozusagen | in gewisser weise | in teilen | einigermassen | in manchen fällen | in den meisten fällen | in vielen fällen | weiss ich ehrlich gesagt nicht | weiss ich gerade nicht | weiss ich wirklich nicht | weiss ich auch nicht | weiss ich selbst nicht | weiss ich noch nicht | kann nicht sagen | kann es nicht sagen | kann das nicht sagen | kann ich dir nicht sagen | kann ich jetzt nicht sagen | kann ich gerade nicht sagen",
        ),
        (
            PhraseKind::Not,
            "nicht | nich | nie | nichts | nix | net | ned | nit | nimmer | kein | keine | keinen | keinem",
        ),
        (
            PhraseKind::Denial,
            "nicht nur | nicht bloss | nicht schlecht | nicht allein | nicht alleine | nicht umsonst | nicht ohne | nichts ausser | nicht zuletzt
            | weder | nicht ausgeschlossen | nicht übel | nicht falsch | nicht verkehrt | nicht selten | nicht wahr | nicht einfach | nichts passiert",
        ),
        (
            PhraseKind::Trap,
            "niemand | niemanden | niemandem | keiner | keines | keins | keine | hab ich keine probleme",
        ),
        (
            PhraseKind::Turn,
            "aber | jedoch | allerdings nur | außer | ausser | obwohl | nur | bloss | falls | sofern | solange | theoretisch | in der theorie
            | auf dem papier | offiziell | angeblich | eigentlich | früher | damals | ehemals | bald | demnächst | nächste woche | nächsten monat | nächstes jahr | nächsten monat | irgendwann
            | morgen | geplant | in planung | staging | demo | prototyp | poc | zusammen | gemeinsam | mit hilfe | mit etwas hilfe | mit unterstützung | brauche hilfe
            | brauch hilfe | muss fragen | muss ich fragen | nachfragen | wenn | hätte ich gern | wäre gern | will ich noch | werde ich | werden wir | wollen wir | wollte | sollte",
        ),
        (
            PhraseKind::Other,
            "jemand | jemand anders | jemand anderes | andere | anderer | anderes team | chef | chefin | boss | vorgesetzter | vorgesetzte | vorgesetzten | cto
            | ceo | teamleiter | teamleiterin | teamleitung | teamlead | mein lead | dem lead | den lead | der lead | unser lead | tech lead | leiter | leiterin | leitung | abteilungsleiter | architekt | architektin | architekten | kollege | kollegin | kollegen
            | senior | seniors | senioren | manager | managerin | er | gremium | board | architekturboard | das zweite | die zweite | letzteres | letztere | zweiteres | ersteres | über mir | die anderen | führungskraft | management | geschäftsführung | dienstleister | berater | agentur",
        ),
        (
            PhraseKind::Own,
            "entscheide ich | ich entscheide | entscheiden wir | wir entscheiden | meine entscheidung | meine sache | ich selbst | ich selber | selbst | selber | allein | alleine
            | nur ich | ich bin der | ich bin die | das bin ich | ich bins | ich bin das | ohne hilfe | ohne fremde hilfe | ganz ohne hilfe | niemand sonst | niemand anders | kein anderer | sonst niemand | sonst keiner
            | meins | gehört mir | liegt bei mir | das letzte wort habe ich | hab ich das letzte wort | habe ich das letzte wort | ich habe das letzte wort | ich hab das letzte wort | nicht nur eine demo | nicht nur demo
            | nicht nur in der demo | nicht nur in einer demo | nicht nur als demo | nicht nur staging | nicht nur auf staging | nicht nur im staging
            | nicht bloss eine demo | nicht bloss auf staging | nicht nur ein prototyp | nicht nur ein poc
            | nicht mehr auf staging | nicht mehr im staging | kein staging mehr | keine demo mehr | nicht leugnen | nicht abstreiten | nicht bestreiten
            | niemand redet mir rein | niemand redet mir da rein | keiner redet mir rein | keiner redet mir da rein | redet mir keiner rein | redet mir niemand rein",
        ),
        (
            PhraseKind::Aside,
            "warum nicht | wieso sollte | warum sollte | weshalb | haben wir das | habe ich das | hab ich das | kann ich das | ist es das | sag ja | sag nein | im traum
            | kein ja | kein nein | kein klares ja | kein klares nein | nichts zu sagen | nichts hinzuzufügen | wieso nicht | warum fragst | wieso fragst | wie bitte | was meinst | was meinen | was heisst | was bedeutet | was ist das | war die frage | ist die frage | lautet die frage | was soll
            | wie meinst | verstehe ich nicht | versteh ich nicht | verstehe nicht | versteh nicht | verstehe die frage nicht | nicht verstanden | erklär | erkläre | überspringen | überspring | skip | stopp
            | stop | halt | abbrechen | abbruch | ende | zurück | von vorne | keine angabe | keine angaben | keine antwort | kein kommentar | sag ich nicht | sage ich nicht | sag ich dir nicht | möchte ich nicht sagen
            | möchte nicht | möcht ich nicht | will ich nicht sagen | will nicht | geht dich nichts an | geht euch nichts an | geht sie nichts an | geht niemanden was an | nein danke | nicht verneinen
            | nicht nein sagen | nicht nein | sag ich nicht nein | nicht ja | ja zu | nein zu | schweine | ja nein | nein ja | ja oder nein | oder nein | oder nicht | ja ne is klar | ja ne ist klar | ne is klar | ja ne | is klar | ja genau und | ja klar sicher
            | egal | mir egal | weiter | nächste frage | sagt | sagte | meint | meinte | fragt | gefragt | fragte | scherz | spass | war nur spass | ironie | keine lust | nicht anwendbar",
        ),
        (
            PhraseKind::Silent,
            "ehrlich gesagt | um ehrlich zu sein | wenn ich ehrlich bin | muss ich sagen | muss ich zugeben | ich sag | ich sage | ich sag mal | ich sage mal | sag ich mal | sage ich mal | würde ich sagen | würd ich sagen | ich würde sagen | ich mein | ich meine
            | kein problem | gar kein problem | keine sorge | im moment | zur zeit | zurzeit | bis jetzt | bis heute | bis dato | bis dahin | tut mir leid | meine antwort ist | die antwort ist | meine antwort | das war ein | war ein | und zwar",
        ),
        (
            PhraseKind::Content,
            "genau das | stimmt das | genau genommen | richtig ist | klar ist | natürlich gibt | ja gar | ja auch | na ja | naja | total egal | sicher bin | bin sicher | hab ich vor | habe ich vor | haben wir vor | ohne",
        ),
    ],
    fillers: "hm hmm mh ähm äh öh oh ah ach naja na tja also so ok okay ehrlich halt eben einfach mal da das dies es ich wir mir uns bei hier mein meine
        unser unsere unserem unserer meinem meiner der die den dem ein eine einen sorry danke bitte haha lol du eh doch schon ja wirklich tatsächlich echt denn nun gerade grad
        übrigens in im",
    openers: "ist wäre ganz klares klare klar dickes dicke grosses und dann sagen würde leider auch sage sag wohl eindeutiges definitives halt war ganz",
    followers: "ich wir das es die der hab habe haben kann können mach mache machen bin ist sind und mein meine nicht nie leider so auch da dafür schon
        seit immer mit in im bei gibt gibts danke sorry eher noch doch hier jede jeden man an unsere unser wird wurde macht ja",
    claims: "hab ich | habe ich | haben wir | ich hab | ich habe | wir haben | mach ich | mache ich | machen wir | ich mach | ich mache | wir machen | kann ich
        | können wir | ich kann | wir können | bin ich | ich bin | ist es | isses so | tu ich | tue ich | tun wir | gibt es | gibts bei | gibts hier | es gibt | sind wir",
    claimed: "gemacht getan schon oft öfter immer auch das es selbst selber bereits geschafft mehrmals mehrfach längst lange regelmässig ständig
        häufig jede jeden woche tag monat jahr sprint sowas so natürlich klar sicher definitiv absolut gut gerne gern alles alle beides jetzt
        letztes letzten letzte jahren jahr seit paar mal zweimal dreimal dutzend viele einige schonmal drauf im griff allein alleine bei uns hier alleine sehr voll total ganz",
    denied: "etwas nie nichts nix nimmer
        hab habe haben hatte hatten kann können konnte könnte mach mache machen macht tu tue tun bin ist sind war waren gibt gibts wird wurde würde werde
        gemacht getan gehabt geschafft noch bisher bislang jetzt derzeit momentan aktuell zurzeit heute mehr leider auch so sagen sowas gar
        überhaupt davon dergleichen wirklich richtig glaube glaub denke denk man moment bis dahin dazu gekommen jemals einziges einmal eine firma team
        unternehmen abteilung wahr fall der gewesen gemacht geschrieben gebaut veröffentlicht dokumentiert live produktion produktiv prod standards evals
        schriftlich festgehalten verteidigt vorgestellt probiert ausprobiert versucht umgesetzt gelegenheit chance zeit sehe seh sehen finde find
        behaupten direkt oder aus von als soweit zu weit solche solches solchen dafür darüber schade schriftliches passiert geklappt gelungen angefangen",
    traps: "brauche brauch brauchen braucht brauchte hilfe fragen frage gefragt jemand jemanden andere anderer anderen sonst ohne allein alleine
        problem probleme schwierigkeiten mühe muss müssen über zweifel verneinen bestreiten",
    selves: "ich wir meine meins unsere unser mir",
    joints: "aber jedoch obwohl und weil da denn als seit seitdem wo während sondern dass oder",
    aliases: &[
        ("natürlcih", "natürlich"),
        ("natrülich", "natürlich"),
        ("viellecht", "vielleicht"),
        ("vllt", "vielleicht"),
        ("vlt", "vielleicht"),
        ("vielleciht", "vielleicht"),
        ("warscheinlich", "wahrscheinlich"),
        ("wahrscheinlcih", "wahrscheinlich"),
        ("eigtl", "eigentlich"),
        ("eig", "eigentlich"),
        ("nciht", "nicht"),
        ("nihct", "nicht"),
        ("nivht", "nicht"),
        ("nien", "nein"),
        ("nain", "nein"),
        ("ncht", "nicht"),
        ("hats", "hat"),
        ("habs", "habe"),
        ("ichs", "ich"),
        ("weis", "weiss"),
        ("jaein", "jein"),
        ("gebts", "gibts"),
        ("nei", "nein"),
        ("nid", "nicht"),
        ("nüd", "nichts"),
        ("nimma", "nimmer"),
        ("scho", "schon"),
        ("hob", "hab"),
        ("des", "das"),
        ("isch", "ist"),
        ("mer", "wir"),
        ("i", "ich"),
        ("ick", "ich"),
        ("dat", "das"),
        ("ham", "haben"),
        ("hend", "haben"),
        ("händ", "haben"),
        ("hamma", "haben"),
        ("hemmer", "haben"),
        ("gmacht", "gemacht"),
    ],
};
