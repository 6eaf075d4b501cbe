//! What a link from outside leads to.

use super::connection::connect;
use super::notices::Notice;
use super::state::Shell;
use super::windows::{show_farm, show_farms};
use crate::servers::deep_link::{DeepLink, Meant};
use std::sync::Arc;
use tauri::{AppHandle, Manager};

/// Opens the task that a link names, or says why not; `false` when it is no link to a task.
pub async fn open_link(app: &AppHandle, text: &str) -> bool {
    let Some(link) = DeepLink::parse(text) else { return false };
    let shell = app.state::<Arc<Shell>>().inner().clone();
    let servers = shell.settings.get().servers;
    let meant = link.choose(&servers);
    let Meant::Server(server) = meant else {
        let server = link.server.clone().filter(|_| meant == Meant::Unknown);
        shell.set_notice(Some(Notice::LinkWithoutFarm { server, task_id: link.task_id }));
        show_farms(app);
        return true;
    };
    match connect(app, &server.id).await {
        Ok(connection) => show_farm(app, server, &connection, Some(&link.path())),
        Err(problem) => {
            shell.set_notice(Some(Notice::NotOpened { server: server.id.clone(), problem }));
            show_farms(app);
        }
    }
    true
}
