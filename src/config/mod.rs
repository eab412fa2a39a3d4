//! The settings: one struct in sections (`settings`), loaded from the defaults, a file, the environment and flags (`loading`).
//! `deploy/config.toml` owns the defaults and is compiled in; the attributes of the struct own which values are valid.

mod loading;
mod redaction;
mod settings;
#[cfg(test)]
mod tests;
mod validation;

pub use loading::{
    ConfigError, ConfigSources, DEFAULTS, DisplayedSetting, Flag, LoadedConfig, SettingSource,
};
pub use settings::{
    AccessConfig, Config, CorsConfig, DatabaseConfig, LimitsConfig, LogConfig, LogFormat,
    McpConfig, PagesConfig, PeopleConfig, PersonalData, QuizConfig, ReceiptsConfig,
    RetentionConfig, ShutdownConfig, WordsConfig,
};
