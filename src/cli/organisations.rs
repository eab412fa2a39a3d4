//! `org`, `key` and `audit`: organisations, their keys and what was done, by somebody who has the database at hand.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::Subcommand;
use comfy_table::{Table, presets};

use super::{
    options::{GlobalOptions, load},
    outcome::{CommandError, CommandResult, DONE, FOUND, UNREADABLE},
    output::print,
    runtime::{block_on, open_store},
};
use crate::{
    app::{
        Actor,
        api_key::{ApiKey, Scope},
        audit::verify,
        can_be_kept,
        change_poller::HEARD,
        now,
        organisations::{NewKey, create_key, create_organisation, revoke_key},
        peppers::load_peppers,
    },
    config::Config,
    domain::id::{Id, SignalPhrase},
    store::{OrganisationRow, Store},
};

#[derive(Debug, Subcommand)]
pub(super) enum Organisations {
    /// Make an organisation.
    Create {
        /// Its name in commands: lower-case letters, digits and hyphens.
        #[arg(value_parser = id)]
        slug: Id,
        /// Its name for people; the slug where it is left out.
        #[arg(long, value_parser = phrase)]
        name: Option<SignalPhrase>,
    },
    /// List the organisations.
    List,
}

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Make a key and print it, once: only its hash is kept.
    Create {
        /// Whose it is.
        #[arg(long, value_name = "SLUG")]
        org: String,
        /// What it may be used for, such as ladders:read; once for each scope.
        #[arg(long = "scope", required = true, value_name = "SCOPE")]
        scopes: Vec<Scope>,
        /// What people call it.
        #[arg(long, default_value = "key", value_parser = phrase)]
        name: SignalPhrase,
        /// When it ends: a day in UTC, as in 2027-01-31, on which it works no more, or in so many days, as in 90. Never where it
        /// is left out.
        #[arg(long, value_name = "DATE|DAYS", value_parser = expiry)]
        expires: Option<DateTime<Utc>>,
    },
    /// List the keys of an organisation.
    List {
        /// Whose they are.
        #[arg(long, value_name = "SLUG")]
        org: String,
    },
    /// Revoke a key, for good. Every replica refuses it within two seconds.
    Revoke {
        /// What it begins with, as in rk_4eU0Gx1Q, or the whole of it.
        prefix: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// See whether any entry of any organisation was changed or taken out since it was written.
    Verify,
}

fn id(text: &str) -> Result<Id, String> {
    Id::try_from(text.to_owned())
}

fn phrase(text: &str) -> Result<SignalPhrase, String> {
    SignalPhrase::try_from(text.to_owned())
}

fn expiry(text: &str) -> Result<DateTime<Utc>, String> {
    let ends = match text.parse::<NaiveDate>() {
        Ok(day) => Some(day.and_time(NaiveTime::MIN).and_utc()),
        Err(_) => text
            .parse()
            .ok()
            .and_then(|days| now().checked_add_days(Days::new(days))),
    };
    match ends {
        Some(ends) if !can_be_kept(&ends) => Err("it is after the year 9999".into()),
        Some(ends) if ends > now() => Ok(ends),
        Some(_) => Err("it has passed".into()),
        None => Err("a day such as 2027-01-31 or a number of days was expected".into()),
    }
}

pub(super) fn run_organisations(command: &Organisations, global: &GlobalOptions) -> CommandResult {
    with_store(global, &async |_, store| match command {
        Organisations::Create { slug, name } => {
            let name = name.clone().map_or_else(|| phrase(slug.as_str()), Ok);
            let name =
                name.map_err(|error| CommandError::new(UNREADABLE, anyhow::anyhow!(error)))?;
            match create_organisation(store, slug, &name).await? {
                Some(_) => print(&format!("The organisation {slug} is made.\n")),
                None => Err(CommandError::new(
                    FOUND,
                    anyhow::anyhow!("There is an organisation {slug} already."),
                )),
            }
        }
        Organisations::List => {
            let mut table = table(&["ORGANISATION", "MADE", "NAME"]);
            for row in store.list_organisations().await? {
                table.add_row([row.slug, day(row.created_at), row.name]);
            }
            print(&format!("{}\n", table.trim_fmt()))
        }
    })
}

pub(super) fn run_keys(command: &Keys, global: &GlobalOptions) -> CommandResult {
    with_store(global, &async |config, store| match command {
        Keys::Create {
            org,
            scopes,
            name,
            expires,
        } => {
            let actor = Actor::command_line(find(store, org).await?.id);
            let new = NewKey {
                name: name.clone(),
                scopes: BTreeSet::from_iter(scopes.iter().copied()),
                expires_at: *expires,
            };
            create(config, store, &actor, &new).await
        }
        Keys::List { org } => {
            let mut table = table(&["KEY", "MADE", "ENDS", "LAST USED", "NAME", "SCOPES"]);
            let organisation = find(store, org).await?.id;
            for row in store.list_keys(organisation).await? {
                let ends = match (row.revoked_at, row.expires_at) {
                    (Some(at), _) => format!("revoked {}", day(at)),
                    (None, Some(at)) => day(at),
                    (None, None) => "never".into(),
                };
                let used = row.last_used_at.map_or_else(|| "never".into(), day);
                table.add_row([
                    row.prefix,
                    day(row.created_at),
                    ends,
                    used,
                    row.name,
                    row.scopes,
                ]);
            }
            print(&format!("{}\n", table.trim_fmt()))
        }
        Keys::Revoke { prefix } => {
            // Of a whole key, such as one that was published, no more is told again.
            let whole = ApiKey::read(prefix);
            let prefix = whole.as_ref().map_or(prefix.as_str(), ApiKey::prefix);
            let unknown = || {
                let sentence = anyhow::anyhow!("There is no key that begins with {prefix}.");
                CommandError::new(UNREADABLE, sentence)
            };
            let key = store.find_key(prefix).await?.ok_or_else(unknown)?;
            let actor = Actor::command_line(key.organisation);
            let text = match revoke_key(store, &actor, &key).await? {
                true => format!("{prefix} of {} is revoked.\n", key.slug),
                false => format!("{prefix} of {} was revoked before.\n", key.slug),
            };
            print(&text)
        }
    })
}

pub(super) fn run_audit(command: &Audit, global: &GlobalOptions) -> CommandResult {
    with_store(global, &async |_, store| match command {
        Audit::Verify => {
            let mut status = DONE;
            for audit in verify(store).await? {
                let (organisation, entries) = (audit.organisation, audit.entries);
                let found = match audit.fault {
                    None => {
                        format!("{organisation}: {entries} entries, all as they were written.\n")
                    }
                    Some(fault) => {
                        status = FOUND;
                        format!("{organisation}: {fault} Good before it: {entries}.\n")
                    }
                };
                print(&found)?;
            }
            Ok(status)
        }
    })
}

/// Makes a key: the key alone on standard output, for a pipe into wherever it is kept, once services know it, so that the next command can
/// use it.
async fn create(config: &Config, store: &Store, actor: &Actor, new: &NewKey) -> CommandResult {
    let peppers = load_peppers(config, store).await?;
    let pepper = peppers
        .first()
        .context("There is no secret to make keys with.")?;
    let created = create_key(store, actor, pepper, new).await;
    let (row, token) = created.map_err(anyhow::Error::from)?;
    tokio::time::sleep(HEARD).await;
    let ends = row.expires_at.map_or_else(
        || "It does not expire".into(),
        |at| format!("It expires on {}", at.format("%F at %R UTC")),
    );
    writeln!(
        io::stderr(),
        "{} with {}. {ends}. It is not shown again.",
        row.prefix,
        row.scopes
    )?;
    print(&format!("{}\n", token.expose()))
}

/// The organisation of a slug.
pub(super) async fn find(store: &Store, slug: &str) -> Result<OrganisationRow, CommandError> {
    let found = store.find_organisation(slug).await?;
    found.ok_or_else(|| {
        let sentence = anyhow::anyhow!("There is no organisation {slug}.");
        CommandError::new(UNREADABLE, sentence)
    })
}

pub(super) fn with_store(
    global: &GlobalOptions,
    work: &impl AsyncFn(&Config, &Store) -> CommandResult,
) -> CommandResult {
    let config = load(global)?.config;
    block_on(async {
        let store = open_store(&config).await?;
        let outcome = work(&config, &store).await;
        store.close().await;
        outcome
    })
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    table
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%F").to_string()
}
