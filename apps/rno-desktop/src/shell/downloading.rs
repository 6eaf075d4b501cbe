//! From a click on a link to a file: the system's dialog, the download, and what is shown of it.

use super::notify::notify;
use super::state::Shell;
use super::windows::{label_of, show_downloads, tell_pages};
use crate::downloads::list::State;
use crate::downloads::save::save;
use crate::problem::Problem;
use crate::servers::server::ServerId;
use crate::words::{filled, words};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_dialog::DialogExt;

/// How often progress is shown.
const SHOWN_EVERY: Duration = Duration::from_millis(200);

/// Asks where to save what is at `url`, and saves it there in the background.
pub fn begin_download(app: &AppHandle, id: &ServerId, url: &Url, suggested: &Path) {
    let mut path = url.path().to_owned();
    if let Some(query) = url.query() {
        path = format!("{path}?{query}");
    }
    let mut dialog = app.dialog().file();
    if let Some(name) = suggested.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    if let Some(window) = app.get_webview_window(&label_of(id)) {
        dialog = dialog.set_parent(&window);
    }
    let (app, id) = (app.clone(), id.clone());
    dialog.save_file(move |chosen| {
        let Some(destination) = chosen.and_then(|chosen| chosen.into_path().ok()) else { return };
        tauri::async_runtime::spawn(download(app, id, path, destination));
    });
}

async fn download(app: AppHandle, server: ServerId, path: String, destination: PathBuf) {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    let id = shell.downloads.begin(&destination);
    show_downloads(&app);
    let task = tokio::spawn({
        let (app, shell, destination) = (app.clone(), shell.clone(), destination.clone());
        async move {
            let connection = super::connection::connect(&app, &server).await?;
            let mut shown_at: Option<Instant> = None;
            save(&connection.farm, &path, &destination, |received, total| {
                shell.downloads.progress(id, received, total);
                if shown_at.is_none_or(|at| at.elapsed() >= SHOWN_EVERY) {
                    shown_at = Some(Instant::now());
                    show_progress(&app, &server, received, total);
                }
            })
            .await?;
            Ok::<_, Problem>(())
        }
    });
    shell.downloads.can_be_aborted(id, task.abort_handle());
    let ended = task.await;
    let words = words(shell.language());
    let (state, title) = match ended {
        Ok(Ok(())) => (State::Saved, Some(words.saved)),
        Ok(Err(problem)) => (State::Failed { problem }, Some(words.not_saved)),
        Err(_) => (State::Canceled, None),
    };
    shell.downloads.end(id, state);
    clear_progress(&app);
    tell_pages(&app, "downloads-changed");
    let file = destination.file_name().unwrap_or_default().to_string_lossy();
    if let Some(title) = title {
        notify(&app, &filled(title, &[("file", &file)]), "", None);
    }
}

/// In the window “Downloads”, and where the system shows a window's progress: its task bar or dock.
fn show_progress(app: &AppHandle, server: &ServerId, received: u64, total: Option<u64>) {
    tell_pages(app, "downloads-changed");
    if let (Some(window), Some(total)) = (app.get_webview_window(&label_of(server)), total) {
        let progress = Some(crate::events::tasks::percent_of(received, total));
        let _ =
            window.set_progress_bar(ProgressBarState { status: Some(ProgressBarStatus::Normal), progress });
    }
}

fn clear_progress(app: &AppHandle) {
    for window in app.webview_windows().values() {
        let _ = window
            .set_progress_bar(ProgressBarState { status: Some(ProgressBarStatus::None), progress: None });
    }
}
