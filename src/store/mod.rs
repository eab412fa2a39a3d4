//! Store: the one place that speaks SQL, to SQLite or to Postgres with the same statements.
//! Each noun has a file of queries and rows.
//! No rule of the domain may enter, and nothing above the store may see a pool or a statement.

#[macro_use]
mod pool;

mod assessments;
mod audit;
pub mod audit_chain;
mod band_sets;
mod connection;
mod contests;
mod drafts;
mod error;
mod evidence;
mod idempotency;
mod keys;
mod ladders;
mod mentions;
mod migration;
mod organisations;
mod people;
pub mod placements;
mod progress;
mod receipt_keys;
mod retention;
pub mod revisions;
mod secure_erase;
mod transaction;

pub use assessments::{AssessmentFilter, AssessmentRow, ListedAssessmentRow};
pub use audit::{AuditEvent, AuditFilter, AuditRow, ChainRow};
pub use band_sets::{BandSetHeadRow, BandSetRow};
pub use contests::ContestRow;
pub use drafts::DraftRow;
pub use error::StoreError;
pub use evidence::{EvidenceFilter, EvidenceReviewRow, EvidenceRow, EvidenceStanding};
pub use idempotency::IdempotencyRow;
pub use keys::KeyRow;
pub use ladders::{LadderHeadRow, LadderRow};
pub use mentions::COLUMNS as COLUMNS_OF_MENTIONS;
pub use organisations::OrganisationRow;
pub use people::{HoldRow, PeopleFilter, PersonKey, PersonRow, TABLES as TABLES_OF_PEOPLE};
pub use pool::{Store, StoreConfig};
pub use progress::NewestRow;
pub use receipt_keys::ReceiptKeyRow;
pub use retention::{OverdueRow, RetentionCutoffs};
pub use transaction::Transaction;

use pool::truncate;
