use proptest::prelude::*;
use serde_json::json;

use super::tree::too_deep;
use super::*;

const BOTH: [Syntax; 2] = [Syntax::Yaml, Syntax::Json];

fn read(text: &str, syntax: Syntax) -> Source {
    match Source::parse(text.as_bytes(), syntax) {
        Ok(source) => source,
        Err(error) => panic!("{text:?} as {syntax:?}: {error}"),
    }
}

fn refusal(text: impl AsRef<[u8]>, syntax: Syntax) -> Unreadable {
    let text = text.as_ref();
    match Source::parse(text, syntax) {
        Ok(source) => {
            let start = String::from_utf8_lossy(text)
                .chars()
                .take(80)
                .collect::<String>();
            panic!("{start:?} was read as {syntax:?}: {}", source.value())
        }
        Err(error) => error,
    }
}

fn at(line: u32, column: u32) -> Position {
    Position { line, column }
}

#[test]
fn a_syntax_is_told_by_the_name_of_a_file() {
    let names = [
        ("ladder.yaml", Some(Syntax::Yaml)),
        ("a/b.c/LADDER.YML", Some(Syntax::Yaml)),
        ("x.json", Some(Syntax::Json)),
        ("x.toml", None),
        ("yaml", None),
        ("", None),
    ];
    for (name, syntax) in names {
        assert_eq!(Syntax::from_file_name(name), syntax, "{name}");
    }
}

#[test]
fn yaml_scalars_follow_the_core_schema() {
    let cases = [
        ("null", json!(null)),
        ("~", json!(null)),
        ("NULL", json!(null)),
        ("nULL", json!("nULL")),
        ("true", json!(true)),
        ("TRUE", json!(true)),
        ("tRUE", json!("tRUE")),
        ("False", json!(false)),
        ("no", json!("no")),
        ("yes", json!("yes")),
        ("on", json!("on")),
        ("off", json!("off")),
        ("y", json!("y")),
        ("0", json!(0)),
        ("-0", json!(0)),
        ("+7", json!(7)),
        ("007", json!(7)),
        ("0o17", json!(15)),
        ("0xFf", json!(255)),
        ("0x", json!("0x")),
        ("0o8", json!("0o8")),
        ("-0x1", json!("-0x1")),
        ("1_000", json!("1_000")),
        ("12:30:45", json!("12:30:45")),
        ("2024-01-31", json!("2024-01-31")),
        ("2024-01-31T10:00:00Z", json!("2024-01-31T10:00:00Z")),
        ("1.2.3", json!("1.2.3")),
        ("9223372036854775807", json!(i64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551615", json!(u64::MAX)),
        (".nan", json!(".nan")),
        (".inf", json!(".inf")),
        ("-.INF", json!("-.INF")),
        (".", json!(".")),
        ("-", json!([null])),
        ("+", json!("+")),
        ("e5", json!("e5")),
        ("1e", json!("1e")),
        ("'true'", json!("true")),
        ("\"12\"", json!("12")),
        ("!!str 12", json!("12")),
        ("! 12", json!("12")),
        ("!!int \"12\"", json!(12)),
        ("!!null ''", json!(null)),
        ("!!map {}", json!({})),
        ("!!seq []", json!([])),
        ("<<: {a: 1}", json!({"<<": {"a": 1}})),
        (
            "{null: 1, 2: b, true: c, : d}",
            json!({"null": 1, "2": "b", "true": "c", "": "d"}),
        ),
    ];
    for (text, value) in cases {
        let source = read(text, Syntax::Yaml);
        assert_eq!(source.value(), &value, "{text}");
        assert!(!source.is_literal_number(""), "{text}");
    }
}

#[test]
fn a_number_that_is_no_64_bit_integer_keeps_its_text() {
    for number in [
        "1.50",
        "-0.0",
        "1e3",
        "1E+2",
        "18446744073709551616",
        "-9223372036854775809",
        "0.1e-7",
    ] {
        for syntax in BOTH {
            let source = read(&format!("{{\"a/b\": [{number}, \"{number}\"]}}"), syntax);
            assert_eq!(
                source.value(),
                &json!({"a/b": [number, number]}),
                "{number} {syntax:?}"
            );
            assert!(source.is_literal_number("/a~1b/0"), "{number} {syntax:?}");
            assert!(!source.is_literal_number("/a~1b/1"), "{number} {syntax:?}");
            assert!(
                !source.is_literal_number("/a~1b/0/x"),
                "{number} {syntax:?}"
            );
        }
    }
    for number in [".5", "5.", "+1.5", "0xFFFFFFFFFFFFFFFFF"] {
        let source = read(number, Syntax::Yaml);
        assert_eq!(
            (source.value(), source.is_literal_number("")),
            (&json!(number), true)
        );
    }
    for integer in [
        "0",
        "-0",
        "12",
        "18446744073709551615",
        "-9223372036854775808",
    ] {
        assert!(read(integer, Syntax::Json).value().is_number(), "{integer}");
    }
}

#[test]
fn positions_point_at_the_value_and_at_the_name() {
    let yaml = "# c\nid: x\nlevels:\n  - id: a\n    pay: {\u{fc}: 1.5, max: ~}\n  -\n  - b\nnone:\n'a/~': >-\n  folded\n";
    let cases = [
        ("", at(2, 1), at(2, 1)),
        ("/id", at(2, 5), at(2, 1)),
        ("/levels", at(4, 3), at(3, 1)),
        ("/levels/0", at(4, 5), at(4, 5)),
        ("/levels/0/pay", at(5, 10), at(5, 5)),
        ("/levels/0/pay/\u{fc}", at(5, 14), at(5, 11)),
        ("/levels/0/pay/max", at(5, 24), at(5, 19)),
        ("/levels/0/pay/min", at(5, 10), at(5, 10)),
        ("/levels/1", at(6, 4), at(6, 4)),
        ("/levels/2", at(7, 5), at(7, 5)),
        ("/levels/3/id", at(4, 3), at(4, 3)),
        ("/levels/00", at(4, 3), at(4, 3)),
        ("/levels/-", at(4, 3), at(4, 3)),
        ("/levels/+1", at(4, 3), at(4, 3)),
        ("/none", at(8, 1), at(8, 1)),
        ("/a~1~0", at(10, 3), at(9, 1)),
    ];
    for text in [
        yaml.to_owned(),
        format!("\u{feff}{yaml}"),
        yaml.replace('\n', "\r\n"),
    ] {
        let source = read(&text, Syntax::Yaml);
        for (pointer, value, name) in cases {
            assert_eq!(source.position(pointer), Some(value), "{pointer}");
            assert_eq!(source.name_position(pointer), Some(name), "{pointer} name");
        }
        assert_eq!(source.position("id"), None);
    }
    let json = "{\n\t\"a\": [1,\r\n  {\"\u{1f600}\": null, \"b\": \"\u{e9}\"}]\r}";
    let source = read(json, Syntax::Json);
    let cases = [
        ("", at(1, 1), at(1, 1)),
        ("/a", at(2, 7), at(2, 2)),
        ("/a/0", at(2, 8), at(2, 8)),
        ("/a/1/\u{1f600}", at(3, 9), at(3, 4)),
        ("/a/1/b", at(3, 20), at(3, 15)),
        ("/a/2", at(2, 7), at(2, 7)),
    ];
    for (pointer, value, name) in cases {
        assert_eq!(source.position(pointer), Some(value), "{pointer}");
        assert_eq!(source.name_position(pointer), Some(name), "{pointer} name");
    }
}

#[test]
fn the_value_that_begins_last_within_a_beginning_is_found() {
    let text = "{\r\"é\": \"ä1\",\r\n \"b\": [\"2\", {\"a/c\": \"3\"}, \"4\"],\n\"a\": \"5\"}";
    let source = read(text, Syntax::Json);
    for (value, pointer) in [
        ("{", ""),
        ("\"ä1\"", "/é"),
        ("[", "/b"),
        ("\"2\"", "/b/0"),
        ("\"3\"", "/b/1/a~1c"),
        ("\"4\"", "/b/2"),
        ("\"5\"", "/a"),
    ] {
        let end = text.find(value).unwrap() + value.len();
        assert_eq!(source.last_within(&text.as_bytes()[..end]), pointer);
    }
}

#[test]
fn a_name_given_twice_is_told_and_the_first_wins() {
    let text = "{\"a\": 1, \"o\": [{\"x/y\": 2}, {\"x/y\": 3, \"x/y\": {\"n\": 1, \"n\": 2}}],\n\"a\": 4, \"\\u0061\": 5}";
    for syntax in BOTH {
        let source = read(text, syntax);
        assert_eq!(
            source.value(),
            &json!({"a": 1, "o": [{"x/y": 2}, {"x/y": 3}]})
        );
        let duplicate = |pointer: &str, first, again| Duplicate {
            pointer: pointer.to_owned(),
            first,
            again,
        };
        let expected = [
            duplicate("/o/1/x~1y", at(1, 29), at(1, 39)),
            duplicate("/o/1/x~1y/n", at(1, 47), at(1, 55)),
            duplicate("/a", at(1, 2), at(2, 1)),
            duplicate("/a", at(1, 2), at(2, 9)),
        ];
        assert_eq!(source.duplicates(), expected, "{syntax:?}");
        assert_eq!(source.position("/a"), Some(at(1, 7)));
        let many = format!("{{{}\"z\": 0}}", "\"z\": 0, ".repeat(1000));
        assert_eq!(read(&many, syntax).duplicates().len(), MAX_DUPLICATES);
    }
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    let yaml = [
        ("a: &x 1\n", Some(at(1, 4)), "anchors"),
        ("a: 1\nb: *x\n", Some(at(2, 4)), "anchors"),
        ("a: &x\n  b: 1\n", Some(at(1, 4)), "anchors"),
        ("*x : 1\n", Some(at(1, 1)), "anchors"),
        ("a: !foo 1\n", Some(at(1, 9)), "core schema"),
        ("a: !!binary aGk=\n", Some(at(1, 13)), "core schema"),
        (
            "a: !!python/object:os.system {}\n",
            Some(at(1, 30)),
            "core schema",
        ),
        ("a: !!int x\n", Some(at(1, 10)), "!!int does not fit"),
        ("a: !!int 1.5\n", Some(at(1, 10)), "!!int does not fit"),
        ("a: !!map []\n", Some(at(1, 10)), "!!map does not fit"),
        ("a: 1\n---\nb: 2\n", Some(at(2, 1)), "second document"),
        ("? [a]\n: 1\n", Some(at(1, 3)), "name"),
        ("? {a: 1}\n: 1\n", Some(at(1, 3)), "name"),
        ("", None, "empty"),
        ("# only a comment\n", None, "empty"),
        ("---\n", None, "empty"),
        ("\u{feff}", None, "empty"),
        ("a:\n\tb: 1\n", Some(at(2, 2)), "tab"),
        ("a: b: c\n", Some(at(1, 5)), "mapping"),
        ("a: \"b\n", Some(at(1, 4)), "never closed"),
        ("a: [1, 2\n", None, ""),
        ("a: {b: 1\n", None, ""),
        ("a: 1\0\nb: 2\n", Some(at(1, 5)), "U+0000"),
        ("a: 1\n\u{7f}b: 2\n", Some(at(2, 1)), "U+007F"),
        ("a: \"\\ud800\"\n", Some(at(1, 4)), "surrogate"),
        ("a: \"\\q\"\n", None, "escape"),
    ];
    for (text, position, reason) in yaml {
        let error = refusal(text, Syntax::Yaml);
        assert!(error.reason.contains(reason), "{text:?}: {error}");
        assert!(
            position.is_none() || error.position == position,
            "{text:?}: {error}"
        );
    }
    let json = [
        ("", None, "empty"),
        (" \n", None, "empty"),
        ("{\"a\": 1,\n}", Some(at(2, 1)), "key must be a string"),
        ("[1,\n 2", Some(at(2, 3)), "EOF while parsing a list"),
        ("[1,\n ]", Some(at(2, 2)), "expected value"),
        ("{} {}", Some(at(1, 4)), "trailing characters"),
        ("{a: 1}", Some(at(1, 2)), "key must be a string"),
        ("{\"a\" 1}", Some(at(1, 6)), "expected `:`"),
        ("[1 2]", Some(at(1, 4)), "expected `,` or `]`"),
        ("[\"\u{e9}\",\"\\ud800\"]", Some(at(1, 6)), "surrogate"),
        ("[\"\\udc00\\ud800\"]", Some(at(1, 3)), "surrogate"),
        ("{\"\\udc00\": 1}", Some(at(1, 2)), "surrogate"),
        ("[\"\\\u{e9}\"]", Some(at(1, 4)), "invalid escape"),
        ("[\"a\tb\"]", Some(at(1, 3)), "control character"),
        ("[\"a", Some(at(1, 4)), "EOF while parsing a string"),
        ("[\"a\\", Some(at(1, 5)), "EOF while parsing a string"),
        ("[01]", Some(at(1, 3)), "invalid number"),
        ("[1.]", Some(at(1, 4)), "invalid number"),
        ("[-]", Some(at(1, 3)), "invalid number"),
        ("[1e+]", Some(at(1, 5)), "invalid number"),
        ("[+1]", Some(at(1, 2)), "expected value"),
        ("[.5]", Some(at(1, 2)), "expected value"),
        ("[NaN]", Some(at(1, 2)), "expected value"),
        ("nul", Some(at(1, 4)), "EOF while parsing a value"),
        ("nullx", Some(at(1, 5)), "trailing characters"),
        ("[\0]", Some(at(1, 2)), "expected value"),
    ];
    for (text, position, reason) in json {
        let error = refusal(text, Syntax::Json);
        assert!(error.reason.contains(reason), "{text:?}: {error}");
        assert_eq!(error.position, position, "{text:?}: {error}");
    }
    for syntax in BOTH {
        let error = refusal(b"{\"a\":\n \"\xff\"}", syntax);
        assert_eq!(error.to_string(), "line 2, column 3: the text is not UTF-8");
        refusal(b"\"\xed\xa0\x80\"", syntax);
        assert_eq!(refusal("", syntax).to_string(), "the text is empty");
    }
}

#[test]
fn depth_is_bounded_for_every_way_to_nest() {
    for syntax in BOTH {
        for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            read(&nested(MAX_DEPTH), syntax);
            for depth in [MAX_DEPTH + 1, 100_000] {
                assert_eq!(refusal(nested(depth), syntax).reason, too_deep());
            }
            assert_eq!(refusal(open.repeat(100_000), syntax).reason, too_deep());
        }
    }
    let indented = |depth: usize| {
        (0..depth)
            .map(|level| format!("{}a:\n", " ".repeat(level)))
            .collect::<String>()
    };
    read(&indented(MAX_DEPTH), Syntax::Yaml);
    for text in [
        indented(MAX_DEPTH + 1),
        indented(2_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "[a: ".repeat(100_000),
    ] {
        refusal(text, Syntax::Yaml);
    }
    let mixed = format!("{}{}1{}", "- ".repeat(40), "[".repeat(40), "]".repeat(40));
    assert_eq!(refusal(mixed, Syntax::Yaml).reason, too_deep());
}

#[test]
fn size_is_bounded() {
    for syntax in BOTH {
        let list = |count: usize| format!("[{}0]", "0,".repeat(count - 2));
        read(&list(MAX_NODES), syntax);
        assert!(
            refusal(list(MAX_NODES + 1), syntax)
                .reason
                .contains("more than 500000 values")
        );
        let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
        read(&text(MAX_BYTES), syntax);
        assert!(
            refusal(text(MAX_BYTES + 1), syntax)
                .reason
                .contains("longer than")
        );
    }
    let named = |chars: usize| format!("{{\"{}\": 1}}", "\u{e9}".repeat(chars));
    read(&named(MAX_NAME_CHARS), Syntax::Json);
    assert!(
        refusal(named(MAX_NAME_CHARS + 1), Syntax::Json)
            .reason
            .contains("name")
    );
    let long = format!("? \"{}\"\n: 1", "n".repeat(MAX_NAME_CHARS + 1));
    assert!(refusal(long, Syntax::Yaml).reason.contains("name"));
}

#[test]
fn an_alias_bomb_is_refused_at_its_first_anchor() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        bomb.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
    }
    assert_eq!(refusal(bomb, Syntax::Yaml).position, Some(at(1, 5)));
    refusal("a: &a [*a]", Syntax::Yaml);
    refusal("&a ? *a : *a", Syntax::Yaml);
}

#[test]
fn no_cut_and_no_changed_byte_makes_it_panic() {
    let yaml = "%YAML 1.2\n---\n# c\nid: \"x\\u00e9\\ud83d\\ude00\"\nn: [1, -2.5e3, {a: ~, 'b''c': }]\nt: >-\n  f\n\n  g\nl: |+2\n   k\n? q\n: - 1\n  - !!str 2\n\u{e9}: \u{1f600}\n...\n";
    let json = " {\"id\": \"x\\u00e9\\ud83d\\ude00\\n\", \"n\": [1, -2.5e3, true, null, {\"\u{e9}\": {}}], \"e\": []}\n";
    read(yaml, Syntax::Yaml);
    read(json, Syntax::Json);
    for text in [yaml, json] {
        for cut in 0..=text.len() {
            for syntax in BOTH {
                let _ = Source::parse(&text.as_bytes()[..cut], syntax);
                let _ = Source::parse(&text.as_bytes()[cut..], syntax);
            }
        }
        for place in 0..text.len() {
            for byte in *b"\0\t\n\r \"'#%&*+,-.0:<>?@[\\]`a{|}~\xc3\xff" {
                let mut bytes = text.as_bytes().to_vec();
                bytes[place] = byte;
                for syntax in BOTH {
                    let _ = Source::parse(&bytes, syntax);
                }
            }
        }
    }
}

#[test]
fn much_of_anything_is_read_or_refused() {
    let units = [
        "a", "\"", "'", " ", "\t", "\n", "\r", "- ", "-", "? ", ": ", ":", "[", "]", "{", "}", ",",
        "a: ", "a:\n", "- a\n", "? a\n", "&a ", "*a ", "!a ", "!!str ", "# a\n", "#", "%a\n",
        "---\n", "...\n", "|\n", ">\n ", "\\", "\\u0061", "a b\n", "[]\n", "[a", "{a: ", "\"a\": ",
        "\u{feff}", "\u{e9}", "\0", "a,", "a: b, ",
    ];
    for unit in units {
        for prefix in ["", "[", "{", "a: ", "- ", "\"", "'", "a: |\n  ", "[\"a\", "] {
            let text = format!("{prefix}{}", unit.repeat(5_000 / unit.len()));
            for syntax in BOTH {
                let _ = Source::parse(text.as_bytes(), syntax);
            }
        }
    }
}

#[test]
fn pointers_escape_and_unescape() {
    for (name, token) in [
        ("a", "a"),
        ("", ""),
        ("a/b", "a~1b"),
        ("~", "~0"),
        ("~1/", "~01~1"),
    ] {
        assert_eq!(escape(name), token);
        assert_eq!(unescape(token), name);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let text = "[ -~\u{a1}-\u{2ff}\u{1f600}\n\t]{0,12}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(text, inner, 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| {
                pointers(member, &format!("{pointer}/{}", escape(name)), all)
            });
        }
        Value::Array(entries) => {
            entries
                .iter()
                .enumerate()
                .for_each(|(index, entry)| pointers(entry, &format!("{pointer}/{index}"), all));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn json_read_as_yaml_is_the_same_tree(value in value(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let (json, yaml) = (read(&text, Syntax::Json), read(&text, Syntax::Yaml));
        prop_assert_eq!(json.value(), &value);
        prop_assert_eq!(yaml.value(), &value);
        let mut all = Vec::new();
        pointers(&value, "", &mut all);
        for pointer in all {
            prop_assert!(value.pointer(&pointer).is_some());
            prop_assert_eq!(json.position(&pointer), yaml.position(&pointer), "{} in {}", pointer, text);
            prop_assert_eq!(json.name_position(&pointer), yaml.name_position(&pointer), "{} in {}", pointer, text);
        }
    }

    #[test]
    fn json_is_read_exactly_when_serde_json_reads_it(text in "[\\[\\]{}:,\"\\\\a0-9.eE+ truefalsn\n\u{e9}-]{0,16}") {
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        let ours = Source::parse(text.as_bytes(), Syntax::Json);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", lines in "([ \t\n\r\"'&*!|>%@`#,:?\\[\\]{}a1~.\u{feff}\u{85}-]){0,60}") {
        for syntax in BOTH {
            let _ = Source::parse(text.as_bytes(), syntax);
            let _ = Source::parse(lines.as_bytes(), syntax);
        }
    }
}
