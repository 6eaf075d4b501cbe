//! Forgetting a farm: the session there, the keychain, the pinned certificate, and what the web view keeps.

use super::commands::problem_of;
use super::state::Shell;
use super::windows::{label_of, tell_pages, web_view_folder, web_views};
use crate::credentials::jar::Jar;
use crate::problem::Problem;
use crate::servers::server::ServerId;
use crate::upstream::log_out::{LoggedOut, log_out};
use serde::Serialize;
use tauri::{AppHandle, Manager};

/// What became of the login at a farm that was removed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase", tag = "session")]
pub enum Removed {
    None,
    Ended,
    /// It goes on at the farm until it ends by itself.
    GoesOn {
        problem: Problem,
    },
}

/// Forgets a server with everything that is kept of it here, and logs out there.
///
/// # Errors
/// `server-unknown`, `settings-not-written`, `tls-unavailable`
pub async fn remove(app: &AppHandle, shell: &Shell, id: &ServerId) -> Result<Removed, Problem> {
    let server = shell.server(id)?;
    let upstream = shell.upstream_of(&server)?;
    // First of all, so that nothing connects again.
    shell.settings.change(|settings| {
        settings.servers.retain(|server| server.id != *id);
        settings.last_opened = settings.last_opened.take().filter(|last| last != id);
        Ok(())
    })?;
    if let Some(window) = app.get_webview_window(&label_of(id)) {
        let _ = window.destroy();
    }
    let kept = shell.vault.get(id.as_str()).await;
    let connection = shell.connections.lock().await.remove(id);
    let jar = connection.as_ref().map(|connection| connection.farm.jar.clone());
    drop(connection);
    shell.vault.set(id.as_str(), None).await;
    shell.set_running(id, Vec::new());
    tell_pages(app, "changed");
    let ended = match jar {
        // It has a session that is not to outlast the program, too.
        Some(jar) => log_out(&upstream, |path| jar.header_for(path)).await,
        None => log_out(&upstream, |path| Jar::of(kept.as_deref()).header_for(path)).await,
    };
    let _ = tokio::fs::remove_dir_all(web_view_folder(shell, id)).await;
    #[cfg(target_os = "macos")]
    let _ = app.remove_data_store(id.as_data_store()).await;
    Ok(match ended {
        LoggedOut::WasNot => Removed::None,
        LoggedOut::Yes => Removed::Ended,
        LoggedOut::No(failure) => Removed::GoesOn { problem: problem_of(Some(failure)) },
    })
}

/// Deletes what web views have kept of farms that are none any more: one that had just been closed still held it.
pub async fn delete_leftovers(shell: &Shell) {
    let Ok(mut folders) = tokio::fs::read_dir(web_views(shell)).await else { return };
    while let Ok(Some(folder)) = folders.next_entry().await {
        let Some(id) = folder.file_name().into_string().ok().and_then(|name| ServerId::try_from(name).ok())
        else {
            continue;
        };
        if shell.server(&id).is_err() {
            let _ = tokio::fs::remove_dir_all(folder.path()).await;
        }
    }
}
