//! Start and end of the program.

use super::commands::{self, Looked, open_when_it_answers};
use super::connection::connect_to_all;
use super::lending::watch_lending;
use super::links::open_link;
use super::notices::Notice;
use super::removal::delete_leftovers;
use super::state::Shell;
use super::tray::show_tray;
use super::tray_there::has_tray;
use super::windows::{show_farms, tell_pages};
use std::sync::Arc;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_deep_link::DeepLinkExt;

/// Runs until somebody quits.
pub fn run() {
    let built = tauri::Builder::default()
        // First of all plugins: a second start only tells the first one what it was asked to open.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            // Links come by way of the next plugin.
            if !arguments.iter().any(|argument| argument.starts_with("renderonline:")) {
                show_farms(app);
            }
        }))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .invoke_handler(tauri::generate_handler![
            commands::overview,
            commands::set_language,
            commands::look_at_address,
            commands::add_server,
            commands::rename_server,
            commands::remove_server,
            commands::open_server,
            commands::trust_certificate,
            commands::dismiss_notice,
            commands::discover,
            commands::lend,
            commands::stop_lending,
            commands::choose_program,
            commands::downloads,
            commands::cancel_download,
            commands::show_download,
            commands::show_licences,
        ])
        .setup(|app| set_up(app.handle()))
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            eprintln!("RenderOnline cannot start: {error}");
            std::process::exit(1);
        }
    };
    app.run(|app, event| match event {
        // The last window is closed. What runs in the background goes on while there is a tray to end it from.
        RunEvent::ExitRequested { api, code: None, .. } if has_tray() => api.prevent_exit(),
        RunEvent::Exit => {
            let shell = app.state::<Arc<Shell>>().inner().clone();
            tauri::async_runtime::block_on(async { shell.lender.stop().await });
        }
        _ => {}
    });
}

/// Ends what was started, then the program.
pub async fn quit(app: &AppHandle) {
    for window in app.webview_windows().values() {
        let _ = window.hide();
    }
    app.state::<Arc<Shell>>().lender.stop().await;
    app.exit(0);
}

fn set_up(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    let paths = app.path();
    let shell = Arc::new(Shell::open(&paths.app_config_dir()?, paths.app_local_data_dir()?)?);
    app.manage(shell.clone());
    show_tray(app);
    #[cfg(any(windows, target_os = "linux"))]
    if let Err(error) = app.deep_link().register_all() {
        eprintln!("Links to tasks cannot be opened with this program: {error}");
    }
    app.deep_link().on_open_url({
        let app = app.clone();
        move |event| {
            for url in event.urls() {
                let app = app.clone();
                tauri::async_runtime::spawn(async move {
                    open_link(&app, url.as_str()).await;
                });
            }
        }
    });
    let links = app.deep_link().get_current()?.unwrap_or_default();
    let app = app.clone();
    tauri::async_runtime::spawn({
        let shell = shell.clone();
        async move { delete_leftovers(&shell).await }
    });
    tauri::async_runtime::spawn(watch_lending(app.clone()));
    tauri::async_runtime::spawn(end_on_signal(app.clone()));
    tauri::async_runtime::spawn(async move {
        // The link that the program was started with is told to nobody who listens.
        let mut is_shown = false;
        for link in &links {
            is_shown |= open_link(&app, link.as_str()).await;
        }
        if !is_shown {
            open_last_farm(&app, &shell).await;
        }
        shell.vault.look().await;
        tell_pages(&app, "changed");
        connect_to_all(&app).await;
    });
    Ok(())
}

/// Goes on where the person was, or shows the farms and why it could not.
async fn open_last_farm(app: &AppHandle, shell: &Shell) {
    let Some(last) = shell.settings.get().last_opened else { return show_farms(app) };
    let notice = match open_when_it_answers(app, shell, &last).await {
        Ok(Looked::Ready { .. }) => return,
        Ok(Looked::Certificate { notice }) => notice,
        Err(problem) => Notice::NotOpened { server: last, problem },
    };
    shell.set_notice(Some(notice));
    show_farms(app);
}

/// The system shuts down, or somebody ends the program from a terminal.
#[cfg(unix)]
async fn end_on_signal(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    quit(&app).await;
}

/// Windows tells the windows, and they end the program.
#[cfg(not(unix))]
async fn end_on_signal(_: AppHandle) {}
