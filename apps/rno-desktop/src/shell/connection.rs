//! A farm in use: its proxy, its cookies, and its events.

use super::notices::Notice;
use super::notify::{Shows, notify};
use super::state::Shell;
use super::windows::{show_farm, show_farms};
use crate::credentials::jar::Jar;
use crate::events::follow::{Listener, follow_events};
use crate::events::tasks::Task;
use crate::problem::Problem;
use crate::proxy::serve::{Farm, Proxy};
use crate::servers::server::{Server, ServerId};
use crate::upstream::Failure;
use crate::words::{filled, words};
use std::sync::Arc;
use tauri::{AppHandle, Manager};
use tokio::task::JoinHandle;

/// Ends with everything of it when it is dropped.
pub struct Connection {
    pub farm: Arc<Farm>,
    pub proxy: Proxy,
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Connection {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// The connection to a server: the one in use, or a new one. Its port is remembered.
///
/// # Errors
/// `server-unknown`, `tls-unavailable`, `proxy-not-started`, `settings-not-written`
pub async fn connect(app: &AppHandle, id: &ServerId) -> Result<Arc<Connection>, Problem> {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    let mut connections = shell.connections.lock().await;
    if let Some(connection) = connections.get(id) {
        return Ok(connection.clone());
    }
    let server = shell.server(id)?;
    let connection = Arc::new(begin(app, &shell, &server).await?);
    let port = connection.proxy.port();
    if server.port != Some(port) {
        shell.settings.change(|settings| {
            if let Some(server) = settings.servers.iter_mut().find(|server| &server.id == id) {
                server.port = Some(port);
            }
            Ok(())
        })?;
    }
    connections.insert(id.clone(), connection.clone());
    Ok(connection)
}

/// Shows a farm's window, at a path or as it is; the farms when it cannot be.
pub async fn open_farm(app: &AppHandle, id: &ServerId, path: Option<&str>) {
    let server = app.state::<Arc<Shell>>().server(id);
    match (server, connect(app, id).await) {
        (Ok(server), Ok(connection)) => show_farm(app, &server, &connection, path),
        _ => show_farms(app),
    }
}

/// Follows all farms that somebody is logged in to, window or not.
pub async fn connect_to_all(app: &AppHandle) {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    for server in shell.settings.get().servers {
        if shell.vault.get(server.id.as_str()).await.is_some()
            && let Err(problem) = connect(app, &server.id).await
        {
            eprintln!("{}: {problem}", server.address);
        }
    }
}

async fn begin(app: &AppHandle, shell: &Arc<Shell>, server: &Server) -> Result<Connection, Problem> {
    let kept = shell.vault.get(server.id.as_str()).await;
    let jar = Arc::new(Jar::of(kept.as_deref()));
    let farm = Arc::new(Farm::new(
        shell.upstream_of(server)?,
        jar.clone(),
        Box::new({
            let (app, server) = (app.clone(), server.clone());
            move |failure| tell_of_refusal(&app, &server, failure)
        }),
        Box::new({
            let shell = shell.clone();
            move || shell.language()
        }),
    ));
    let proxy = Proxy::start(server.port, farm.clone()).await;
    let proxy = proxy.map_err(|error| Problem::new("proxy-not-started", error.to_string()))?;
    let listener = Arc::new(Teller { app: app.clone(), shell: shell.clone(), server: server.id.clone() });
    let tasks = [
        tokio::spawn(follow_events(farm.clone(), listener)),
        tokio::spawn(keep_cookies(shell.clone(), server.id.clone(), jar)),
    ];
    Ok(Connection { farm, proxy, tasks })
}

/// Writes cookies to the vault whenever they have changed; of several changes at once the last one.
async fn keep_cookies(shell: Arc<Shell>, id: ServerId, jar: Arc<Jar>) {
    let mut changes = jar.watch();
    while changes.changed().await.is_ok() {
        shell.vault.set(id.as_str(), jar.to_keep()).await;
    }
}

/// A certificate that is refused while the window is open is shown once, and loudly.
fn tell_of_refusal(app: &AppHandle, server: &Server, failure: &Failure) {
    let Failure::Refused(refusal) = failure else { return };
    let shell = app.state::<Arc<Shell>>();
    let notice =
        Notice::of_refusal(Some(server.id.clone()), server.address.to_string(), refusal.as_ref().clone());
    if shell.set_notice(Some(notice)) {
        show_farms(app);
    }
}

/// Tells the tray what runs, and the person what has ended.
struct Teller {
    app: AppHandle,
    shell: Arc<Shell>,
    server: ServerId,
}

impl Listener for Teller {
    fn running(&self, tasks: Vec<Task>) {
        self.shell.set_running(&self.server, tasks);
    }

    fn ended(&self, task: Task) {
        let words = words(self.shell.language());
        let title = match task.state.as_str() {
            "succeeded" => words.succeeded,
            "failed" => words.failed,
            _ => words.canceled,
        };
        let farm = self.shell.server(&self.server).map(|server| server.name).unwrap_or_default();
        let (done, total) = (task.progress.frames_done.to_string(), task.progress.frames_total.to_string());
        let title = filled(title, &[("file", &task.short_name())]);
        let body = filled(words.frames_done, &[("done", &done), ("total", &total), ("farm", &farm)]);
        let shows = Some(Shows { server: self.server.clone(), path: format!("/tasks/{}", task.task_id) });
        notify(&self.app, &title, &body, shows);
    }
}
