//! The reading of settings: the sample says which there are, each source then sets some, and every value keeps its origin.
//! Which values fit is for `fitness`, what may be shown is for `masking`, and what a setting means is for nobody here.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use config::{File, FileFormat, Map, Source, Value, ValueKind};

use super::fitness::check;
use super::masking::{found, shown};
use super::{Config, ConfigError, Fault};

/// The annotated sample of all settings, which is also their defaults.
pub const SAMPLE: &str = include_str!("../../deploy/config.toml");

const PREFIX: &str = "RUNGS_";

/// Where settings come from, the weakest first; the sample is always below them.
#[derive(Debug)]
pub struct LoadFrom<E> {
    /// A TOML file.
    pub file: Option<PathBuf>,
    /// The environment, whole; only `RUNGS_` variables are looked at.
    pub env: E,
    /// The flags that were given.
    pub flags: Vec<Flag>,
}

/// A setting given on the command line.
#[derive(Debug, Clone)]
pub struct Flag {
    /// The setting, as in `limits.body_bytes`.
    pub key: String,
    /// Its value as it was typed; a list is separated by commas.
    pub value: String,
    /// The flag with its dashes, as in `--listen`.
    pub name: String,
}

/// The settings and where each came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Every setting in the order of the sample.
    pub origins: Vec<Shown>,
}

/// A setting as it may be shown to anyone: secrets are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The setting, as in `limits.body_bytes`.
    pub key: String,
    /// Its value in the notation of a variable.
    pub value: String,
    /// Where the value came from.
    pub origin: Origin,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The sample.
    Default,
    /// A file.
    File(PathBuf),
    /// A variable of the environment.
    Variable(String),
    /// A flag, with its dashes.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

pub(super) struct Setting {
    pub(super) key: String,
    pub(super) default: ValueKind,
    pub(super) range: Option<RangeInclusive<i64>>,
    pub(super) value: ValueKind,
    origin: Origin,
}

pub(super) struct Reading {
    pub(super) settings: Vec<Setting>,
    faults: Vec<Fault>,
}

impl Reading {
    pub(super) fn of_the_sample() -> Result<Self, ConfigError> {
        let tree = parse(SAMPLE, "the built-in sample").map_err(|fault| ConfigError {
            faults: vec![fault],
        })?;
        let mut settings = Vec::new();
        let (mut section, mut comment) = ("", String::new());
        for line in SAMPLE.lines() {
            if let Some(text) = line.strip_prefix('#') {
                comment.push_str(text);
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name;
            } else if let Some((name, _)) = line.split_once(" = ") {
                let value = match tree.get(section).map(|value| &value.kind) {
                    Some(ValueKind::Table(table)) => table.get(name),
                    _ => tree.get(name),
                };
                let value = value.map(|value| value.kind.clone()).unwrap_or_default();
                settings.push(Setting {
                    key: join(section, name),
                    default: value.clone(),
                    range: range_in(&comment),
                    value,
                    origin: Origin::Default,
                });
            }
            comment.clear();
        }
        Ok(Self {
            settings,
            faults: Vec::new(),
        })
    }

    pub(super) fn file(&mut self, path: &Path) {
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) => {
                return self.faults.push(Fault::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        match parse(&text, &place) {
            Ok(tree) => self.table("", tree, path),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn table(&mut self, section: &str, tree: Map<String, Value>, path: &Path) {
        // The map has no order of its own, and the same file should give the same message twice.
        let mut entries: Vec<_> = tree.into_iter().collect();
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        for (name, value) in entries {
            let key = join(section, &name);
            let place = path.display().to_string();
            if let Some(at) = self.position(&key) {
                self.accept(at, value.kind, Origin::File(path.to_owned()));
            } else if section.is_empty() && self.sections().any(|known| known == key) {
                match value.kind {
                    ValueKind::Table(inner) => self.table(&key, inner, path),
                    other => {
                        let (expected, found) = ("a section".to_owned(), found(&key, &other));
                        self.faults.push(Fault::Unfit {
                            key,
                            expected,
                            found,
                            place,
                        });
                    }
                }
            } else {
                self.unknown(key, place, true);
            }
        }
    }

    pub(super) fn environment(&mut self, env: impl Iterator<Item = (String, String)>) {
        let mut variables: Vec<_> = env.filter(|(name, _)| name.starts_with(PREFIX)).collect();
        variables.sort();
        for (name, text) in variables {
            match self
                .settings
                .iter()
                .position(|setting| variable(&setting.key) == name)
            {
                Some(at) => self.accept_text(at, text, Origin::Variable(name)),
                None => {
                    let key = name[PREFIX.len()..].to_lowercase().replace("__", ".");
                    let nearest = self.nearest(&key, false).map(variable);
                    let place = "environment".to_owned();
                    self.faults.push(Fault::Unknown {
                        name,
                        place,
                        nearest,
                    });
                }
            }
        }
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.settings.iter().position(|setting| setting.key == key)
    }

    fn sections(&self) -> impl Iterator<Item = &str> {
        self.settings
            .iter()
            .filter_map(|setting| setting.key.split_once('.'))
            .map(|(section, _)| section)
    }

    pub(super) fn accept_text(&mut self, at: usize, text: String, origin: Origin) {
        // What does not parse stays text, and the check then says what was expected instead.
        let value = match self.settings[at].default {
            ValueKind::Boolean(_) => text.trim().parse().map(ValueKind::Boolean).ok(),
            ValueKind::I64(_) => text.trim().parse().map(ValueKind::I64).ok(),
            ValueKind::Array(_) => {
                let items = text
                    .split(',')
                    .map(str::trim)
                    .filter(|item| !item.is_empty());
                Some(items.collect::<Vec<_>>().into())
            }
            _ => None,
        };
        self.accept(at, value.unwrap_or(ValueKind::String(text)), origin);
    }

    fn accept(&mut self, at: usize, value: ValueKind, origin: Origin) {
        let setting = &mut self.settings[at];
        match check(setting, &value) {
            Ok(()) => (setting.value, setting.origin) = (value, origin),
            Err(expected) => self.faults.push(Fault::Unfit {
                key: setting.key.clone(),
                expected,
                found: found(&setting.key, &value),
                place: match origin {
                    Origin::File(path) => path.display().to_string(),
                    Origin::Variable(name) | Origin::Flag(name) => name,
                    Origin::Default => "the built-in sample".to_owned(),
                },
            }),
        }
    }

    fn nearest(&self, name: &str, in_file: bool) -> Option<&str> {
        let known = self.settings.iter().map(|setting| setting.key.as_str());
        known
            .chain(self.sections().filter(|_| in_file))
            .map(|known| (likeness(name, known), known))
            .filter(|(likeness, _)| *likeness > 0.6)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, nearest)| nearest)
    }

    pub(super) fn unknown(&mut self, name: String, place: String, in_file: bool) {
        let nearest = self.nearest(&name, in_file).map(str::to_owned);
        self.faults.push(Fault::Unknown {
            name,
            place,
            nearest,
        });
    }

    pub(super) fn finish(mut self) -> Result<Loaded, ConfigError> {
        let config =
            self.settings
                .iter()
                .try_fold(config::Config::builder(), |builder, setting| {
                    builder.set_override(&setting.key, Value::new(None, setting.value.clone()))
                });
        match config
            .and_then(|builder| builder.build())
            .and_then(config::Config::try_deserialize)
        {
            Ok(config) if self.faults.is_empty() => {
                let origins = self.settings.into_iter().map(|setting| Shown {
                    value: shown(&setting.key, &setting.value),
                    key: setting.key,
                    origin: setting.origin,
                });
                return Ok(Loaded {
                    config,
                    origins: origins.collect(),
                });
            }
            Ok(_) => {}
            Err(error) => {
                self.faults.push(Fault::Malformed {
                    place: "settings".to_owned(),
                    message: error.to_string(),
                });
            }
        }
        Err(ConfigError {
            faults: self.faults,
        })
    }
}

fn parse(text: &str, place: &str) -> Result<Map<String, Value>, Fault> {
    File::from_str(text, FileFormat::Toml)
        .collect()
        .map_err(|error| {
            let message = match error {
                config::ConfigError::FileParse { cause, .. } => cause.to_string(),
                other => other.to_string(),
            };
            // Between the first line and the last stands the source line itself, which may hold a secret.
            let mut lines = message.lines().filter(|line| !line.is_empty());
            let first = lines.next().unwrap_or_default().to_owned();
            let message = lines
                .next_back()
                .map_or(first.clone(), |last| format!("{first}: {last}"));
            Fault::Malformed {
                place: place.to_owned(),
                message,
            }
        })
}

fn join(section: &str, name: &str) -> String {
    if section.is_empty() {
        name.to_owned()
    } else {
        format!("{section}.{name}")
    }
}

fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_uppercase().replace('.', "__"))
}

/// The range a comment of the sample states, as in "from 1 to 1000".
fn range_in(comment: &str) -> Option<RangeInclusive<i64>> {
    let words: Vec<_> = comment
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',']))
        .collect();
    words.windows(4).find_map(|words| match words {
        ["from" | "From", low, "to", high] => Some(low.parse().ok()?..=high.parse().ok()?),
        _ => None,
    })
}

fn likeness(name: &str, known: &str) -> f64 {
    let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
    // A right name in the wrong section, or in none, is nearer than its letters say.
    let moved = if last(name) == last(known) { 0.9 } else { 0.0 };
    strsim::normalized_damerau_levenshtein(name, known).max(moved)
}
