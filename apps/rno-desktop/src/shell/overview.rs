//! Everything that the window “Farms” shows, at one moment.

use super::notices::Notice;
use super::state::Shell;
use crate::credentials::vault::KeptIn;
use crate::lending::command::find_program;
use crate::lending::lender::LendingState;
use crate::servers::server::{Server, ServerId};
use crate::settings::Language;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    pub servers: Vec<ServerView>,
    pub notice: Option<Notice>,
    pub kept_in: KeptIn,
    pub lending: LendingView,
    /// `None`: that of the system.
    pub chosen_language: Option<Language>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerView {
    pub id: ServerId,
    pub name: String,
    pub address: String,
    /// Whether others on the way can read along.
    pub is_readable_by_others: bool,
    pub pinned: Option<String>,
    pub running_tasks: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LendingView {
    #[serde(flatten)]
    pub state: LendingState,
    /// `None`: not found.
    pub program: Option<PathBuf>,
}

/// Looks.
pub fn overview_of(shell: &Shell) -> Overview {
    let settings = shell.settings.get();
    let running = shell.running();
    let view = |server: &Server| ServerView {
        id: server.id.clone(),
        name: server.name.clone(),
        address: server.address.to_string(),
        is_readable_by_others: !server.address.is_secure() && !server.address.is_loopback(),
        pinned: server.pin.as_ref().map(ToString::to_string),
        running_tasks: running.get(&server.id).map_or(0, Vec::len),
    };
    Overview {
        servers: settings.servers.iter().map(view).collect(),
        notice: shell.notice(),
        kept_in: shell.vault.kept_in(),
        lending: LendingView {
            state: shell.lender.watch().borrow().clone(),
            program: find_program(settings.lending.program.as_deref()).ok(),
        },
        chosen_language: settings.language,
    }
}
