//! The switch “Lend this computer”, in the tray and in the window “Farms”.

use super::notify::notify;
use super::state::Shell;
use super::windows::tell_pages;
use crate::lending::command::{Joining, arguments, find_program};
use crate::lending::lender::{LendingState, Lent, lending_folder};
use crate::problem::Problem;
use crate::words::words;
use std::sync::Arc;
use tauri::{AppHandle, Manager};

/// Begins to lend this computer to the farm that it has joined, or joins one first.
///
/// # Errors
/// `renderonline-not-found`, `pairing-code-invalid`, `lending-not-started`
pub fn begin_lending(shell: &Shell, joining: Option<&Joining<'_>>) -> Result<(), Problem> {
    let program = find_program(shell.settings.get().lending.program.as_deref())?;
    let lent = Lent { program, arguments: arguments(joining)?, folder: lending_folder(&shell.data) };
    shell.lender.start(&lent)
}

/// Shows every change of the switch, and says when lending has ended by itself.
pub async fn watch_lending(app: AppHandle) {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    let mut state = shell.lender.watch();
    while state.changed().await.is_ok() {
        let now = state.borrow_and_update().clone();
        shell.tray_is_stale.notify_one();
        tell_pages(&app, "changed");
        if let LendingState::Ended { lines, .. } = now {
            let body = lines.last().cloned().unwrap_or_default();
            let title = words(shell.language()).lending_ended;
            notify(&app, title, &body, None);
        }
    }
}
