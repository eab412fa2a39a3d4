//! `config`: what is in force, and where each value comes from.

use comfy_table::{Table, presets};

use super::{outcome::CommandResult, output::print};
use crate::config::LoadedConfig;

pub(super) fn run(loaded: &LoadedConfig) -> CommandResult {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(["SETTING", "VALUE", "FROM"]);
    for shown in &loaded.origins {
        table.add_row([&shown.key, &shown.value, &shown.origin.to_string()]);
    }
    print(&format!("{}\n", table.trim_fmt()))
}
