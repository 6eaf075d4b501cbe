//! What the program's own pages may ask. Everything they send is checked here; `build.rs` and `capabilities/` close
//! these functions to the farms' pages.

use super::connection::connect;
use super::lending::begin_lending;
use super::notices::Notice;
use super::overview::{Overview, overview_of};
use super::removal::{Removed, remove};
use super::state::Shell;
use super::windows::{self, FARMS, show_farm, tell_pages};
use crate::downloads::list::Download;
use crate::lending::command::Joining;
use crate::problem::Problem;
use crate::servers::address::Address;
use crate::servers::discovery::{FoundFarm, discover_farms};
use crate::servers::server::{Server, ServerId, tidy_name};
use crate::settings::Language;
use crate::settings::settings_file::MOST_SERVERS;
use crate::tls::fingerprint::Fingerprint;
use crate::upstream::Failure;
use crate::upstream::probe::probe;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::DialogExt;

type Shared<'a> = State<'a, Arc<Shell>>;

/// As long as `renderonline node --join` looks.
const DISCOVERY: Duration = Duration::from_secs(3);

/// What was found at an address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Looked {
    Ready { address: String },
    Certificate { notice: Notice },
}

#[tauri::command]
pub async fn overview(shell: Shared<'_>) -> Result<Overview, Problem> {
    Ok(overview_of(&shell))
}

/// `chosen`: by hand, if at all; `system`: what the web view prefers.
#[tauri::command]
pub async fn set_language(
    shell: Shared<'_>,
    chosen: Option<Language>,
    system: String,
) -> Result<(), Problem> {
    if let Some(language) = Language::of_tag(&system) {
        shell.set_system_language(language);
    }
    shell.settings.change(|settings| {
        settings.language = chosen;
        Ok(())
    })?;
    shell.tray_is_stale.notify_one();
    Ok(())
}

/// Looks whether a RenderAPI answers there, and how it proves who it is.
#[tauri::command]
pub async fn look_at_address(shell: Shared<'_>, address: String) -> Result<Looked, Problem> {
    let mut failure = None;
    for address in Address::candidates(&address)? {
        let server = Server { id: ServerId::random(), name: String::new(), address, pin: None, port: None };
        match probe(&shell.upstream_of(&server)?).await {
            Ok(()) => return Ok(Looked::Ready { address: server.address.to_string() }),
            Err(Failure::Refused(refusal)) => {
                let notice = Notice::of_refusal(None, server.address.to_string(), *refusal);
                return Ok(Looked::Certificate { notice });
            }
            Err(other) => failure = failure.or(Some(other)),
        }
    }
    Err(problem_of(failure))
}

/// Remembers a server; with a fingerprint it is the only certificate that is accepted.
#[tauri::command]
pub async fn add_server(
    app: AppHandle,
    shell: Shared<'_>,
    name: String,
    address: String,
    fingerprint: Option<String>,
) -> Result<ServerId, Problem> {
    let address = Address::parse(&address)?;
    let pin = fingerprint.as_deref().map(read_fingerprint).transpose()?;
    let id = ServerId::random();
    shell.settings.change(|settings| {
        if settings.servers.iter().any(|server| server.address == address) {
            return Err(Problem::new("server-known", address.to_string()));
        }
        if settings.servers.len() >= MOST_SERVERS {
            return Err(Problem::new("too-many-servers", MOST_SERVERS.to_string()));
        }
        let name = tidy_name(&name, &address);
        settings.servers.push(Server { id: id.clone(), name, address, pin, port: None });
        Ok(())
    })?;
    shell.tray_is_stale.notify_one();
    tell_pages(&app, "changed");
    Ok(id)
}

#[tauri::command]
pub async fn rename_server(shell: Shared<'_>, id: ServerId, name: String) -> Result<(), Problem> {
    shell.settings.change(|settings| {
        let server = settings.servers.iter_mut().find(|server| server.id == id);
        let server = server.ok_or_else(|| Problem::new("server-unknown", id.as_str()))?;
        server.name = tidy_name(&name, &server.address);
        Ok(())
    })?;
    shell.tray_is_stale.notify_one();
    Ok(())
}

/// Forgets a server with everything that is kept of it here, and logs out there.
#[tauri::command]
pub async fn remove_server(app: AppHandle, shell: Shared<'_>, id: ServerId) -> Result<Removed, Problem> {
    remove(&app, &shell, &id).await
}

/// Opens a farm's window, when the farm answers and is who it was.
#[tauri::command]
pub async fn open_server(app: AppHandle, shell: Shared<'_>, id: ServerId) -> Result<Looked, Problem> {
    open_when_it_answers(&app, &shell, &id).await
}

/// As the command; for the start of the program, too.
pub async fn open_when_it_answers(app: &AppHandle, shell: &Shell, id: &ServerId) -> Result<Looked, Problem> {
    let server = shell.server(id)?;
    let connection = connect(app, id).await?;
    match probe(&connection.farm.upstream()).await {
        Ok(()) => {
            shell.settings.change(|settings| {
                settings.last_opened = Some(id.clone());
                Ok(())
            })?;
            show_farm(app, &server, &connection, None);
            if let Some(window) = app.get_webview_window(FARMS) {
                let _ = window.close();
            }
            Ok(Looked::Ready { address: server.address.to_string() })
        }
        Err(Failure::Refused(refusal)) => {
            let notice = Notice::of_refusal(Some(id.clone()), server.address.to_string(), *refusal);
            Ok(Looked::Certificate { notice })
        }
        Err(other) => Err(problem_of(Some(other))),
    }
}

/// From now on this certificate, and no other.
#[tauri::command]
pub async fn trust_certificate(shell: Shared<'_>, id: ServerId, fingerprint: String) -> Result<(), Problem> {
    let pin = read_fingerprint(&fingerprint)?;
    shell.settings.change(|settings| {
        let server = settings.servers.iter_mut().find(|server| server.id == id);
        let server = server.ok_or_else(|| Problem::new("server-unknown", id.as_str()))?;
        server.pin = Some(pin);
        Ok(())
    })?;
    let server = shell.server(&id)?;
    if let Some(connection) = shell.connections.lock().await.get(&id) {
        connection.farm.use_upstream(shell.upstream_of(&server)?);
    }
    shell.set_notice(None);
    Ok(())
}

#[tauri::command]
pub async fn dismiss_notice(shell: Shared<'_>) -> Result<(), Problem> {
    shell.set_notice(None);
    Ok(())
}

#[tauri::command]
pub async fn discover() -> Result<Vec<FoundFarm>, Problem> {
    Ok(discover_farms(DISCOVERY).await)
}

/// With a server and a code the computer joins that farm first.
#[tauri::command]
pub async fn lend(shell: Shared<'_>, id: Option<ServerId>, code: Option<String>) -> Result<(), Problem> {
    let server = id.map(|id| shell.server(&id)).transpose()?;
    let joining = match (&server, &code) {
        (Some(server), Some(code)) => Some(Joining { server, code }),
        _ => None,
    };
    begin_lending(&shell, joining.as_ref())
}

#[tauri::command]
pub async fn stop_lending(shell: Shared<'_>) -> Result<(), Problem> {
    shell.lender.stop().await;
    Ok(())
}

/// Asks where `renderonline` is.
#[tauri::command]
pub async fn choose_program(app: AppHandle, shell: Shared<'_>) -> Result<(), Problem> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_file(move |path| {
        let _ = sender.send(path);
    });
    let path = chosen.await.ok().flatten().and_then(|path| path.into_path().ok());
    let Some(path) = path else { return Ok(()) };
    shell.settings.change(|settings| {
        settings.lending.program = Some(path);
        Ok(())
    })
}

#[tauri::command]
pub async fn downloads(shell: Shared<'_>) -> Result<Vec<Download>, Problem> {
    Ok(shell.downloads.all())
}

#[tauri::command]
pub async fn cancel_download(shell: Shared<'_>, id: u64) -> Result<(), Problem> {
    shell.downloads.cancel(id);
    Ok(())
}

/// Opens the folder of a saved file.
#[tauri::command]
pub async fn show_download(shell: Shared<'_>, id: u64) -> Result<(), Problem> {
    let Some(folder) = shell.downloads.saved_at(id).and_then(|path| path.parent().map(ToOwned::to_owned))
    else {
        return Ok(());
    };
    open::that_detached(folder).map_err(|error| Problem::new("folder-not-opened", error.to_string()))
}

#[tauri::command]
pub async fn show_licences(app: AppHandle) -> Result<(), Problem> {
    windows::show_licences(&app);
    Ok(())
}

fn read_fingerprint(text: &str) -> Result<Fingerprint, Problem> {
    Fingerprint::parse(text).ok_or_else(|| Problem::new("fingerprint-invalid", "64 hexadecimal digits"))
}

/// A failure in the words of the pages.
pub fn problem_of(failure: Option<Failure>) -> Problem {
    match failure {
        Some(Failure::Refused(refusal)) => Problem::new("certificate-refused", refusal.to_string()),
        Some(Failure::NotRenderApi(why)) => Problem::new("not-render-api", why),
        Some(Failure::Unreachable(why)) => Problem::new("unreachable", why),
        None => Problem::new("unreachable", ""),
    }
}
