//! The windows: “Farms” and “Downloads” with the pages that come with the program, and one for each farm.

use super::connection::Connection;
use super::downloading::begin_download;
use super::state::Shell;
use crate::servers::server::{Server, ServerId};
use std::sync::Arc;
use tauri::webview::{DownloadEvent, NewWindowResponse};
use tauri::{AppHandle, Emitter, Manager, Url, WebviewUrl, WebviewWindowBuilder};

pub const FARMS: &str = "farms";
pub const DOWNLOADS: &str = "downloads";
/// It may ask for nothing.
const LICENCES: &str = "licences";

/// The label of a farm's window.
pub fn label_of(id: &ServerId) -> String {
    format!("farm-{}", id.as_str())
}

/// Where a farm's web view keeps its data, apart from those of the others.
pub fn web_view_folder(shell: &Shell, id: &ServerId) -> std::path::PathBuf {
    web_views(shell).join(id.as_str())
}

/// Where all of them do.
pub fn web_views(shell: &Shell) -> std::path::PathBuf {
    shell.data.join("web-views")
}

/// Shows the window “Farms”, and has it look again.
pub fn show_farms(app: &AppHandle) {
    show_own(app, FARMS, "farms.html", (760.0, 640.0));
}

/// Shows the window “Downloads”.
pub fn show_downloads(app: &AppHandle) {
    show_own(app, DOWNLOADS, "downloads.html", (480.0, 360.0));
}

/// Shows whose work is in the program.
pub fn show_licences(app: &AppHandle) {
    show_own(app, LICENCES, "licences.html", (760.0, 640.0));
}

/// Tells the program's own pages that something has changed.
pub fn tell_pages(app: &AppHandle, event: &str) {
    for label in [FARMS, DOWNLOADS] {
        let _ = app.emit_to(label, event, ());
    }
}

/// Shows a farm's window at a path; without one as it is, or at the beginning.
pub fn show_farm(app: &AppHandle, server: &Server, connection: &Connection, path: Option<&str>) {
    let label = label_of(&server.id);
    if let Some(window) = app.get_webview_window(&label) {
        if let Some(url) = path.and_then(|path| connection.proxy.door.entrance(path).parse().ok()) {
            let _ = window.navigate(url);
        }
        bring_to_front(&window);
        return;
    }
    let Ok(entrance) = connection.proxy.door.entrance(path.unwrap_or("/")).parse::<Url>() else { return };
    let shell = app.state::<Arc<Shell>>();
    let port = connection.proxy.port();
    let name = server.name.clone();
    let builder = WebviewWindowBuilder::new(app, &label, WebviewUrl::External(entrance));
    #[cfg(target_os = "linux")]
    let builder = builder.initialization_script(super::linux_files::SCRIPT);
    // Else the page would see no files that are dropped onto it.
    #[cfg(not(target_os = "linux"))]
    let builder = builder.disable_drag_drop_handler();
    // Where there are no folders for it.
    #[cfg(target_os = "macos")]
    let builder = builder.data_store_identifier(server.id.as_data_store());
    let built = builder
        .title(&name)
        .inner_size(1280.0, 840.0)
        .min_inner_size(390.0, 400.0)
        .data_directory(web_view_folder(&shell, &server.id))
        .on_document_title_changed(move |window, title| {
            let _ = window.set_title(&if title.is_empty() {
                name.clone()
            } else {
                format!("{title} – {name}")
            });
        })
        .on_navigation(move |url| stays_here(url, port) || leave(url))
        .on_new_window({
            let (app, label) = (app.clone(), label.clone());
            move |url, _| {
                if !stays_here(&url, port) {
                    leave(&url);
                } else if let Some(window) = app.get_webview_window(&label) {
                    let _ = window.navigate(url);
                }
                NewWindowResponse::Deny
            }
        })
        .on_download({
            let (app, id) = (app.clone(), server.id.clone());
            move |_, event| match event {
                DownloadEvent::Requested { url, destination } if is_of_proxy(&url, port) => {
                    begin_download(&app, &id, &url, destination);
                    false
                }
                // What the page itself made is in the web view already.
                _ => true,
            }
        })
        .build();
    match built {
        Ok(window) => {
            #[cfg(target_os = "linux")]
            super::linux_files::enable_files(&window);
            bring_to_front(&window);
        }
        Err(error) => eprintln!("The window could not be opened: {error}"),
    }
}

fn show_own(app: &AppHandle, label: &str, page: &str, (width, height): (f64, f64)) {
    if let Some(window) = app.get_webview_window(label) {
        tell_pages(app, "changed");
        bring_to_front(&window);
        return;
    }
    let built = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .title("RenderOnline")
        .inner_size(width, height)
        .min_inner_size(360.0, 300.0)
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .build();
    if let Err(error) = built {
        eprintln!("The window could not be opened: {error}");
    }
}

fn bring_to_front(window: &tauri::WebviewWindow) {
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
}

fn is_of_proxy(url: &Url, port: u16) -> bool {
    url.scheme() == "http" && url.host_str() == Some("127.0.0.1") && url.port() == Some(port)
}

/// Pages of the farm, and what they make themselves.
fn stays_here(url: &Url, port: u16) -> bool {
    let is_made_here = match url.scheme() {
        "about" => matches!(url.path(), "blank" | "srcdoc"),
        "blob" => url.path().starts_with(&format!("http://127.0.0.1:{port}/")),
        _ => false,
    };
    is_made_here || is_of_proxy(url, port)
}

/// Everything else belongs into the browser, and only what a browser is for. Always `false`.
fn leave(url: &Url) -> bool {
    if matches!(url.scheme(), "http" | "https" | "mailto")
        && let Err(error) = open::that_detached(url.as_str())
    {
        eprintln!("The browser could not be opened: {error}");
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_farms_pages_here_and_nothing_else() {
        for (url, stays) in [
            ("http://127.0.0.1:4000/tasks/1", true),
            ("about:blank", true),
            ("blob:http://127.0.0.1:4000/1-2", true),
            ("http://127.0.0.1:4001/", false),
            ("https://127.0.0.1:4000/", false),
            ("http://127.0.0.1.evil.example:4000/", false),
            ("http://localhost:4000/", false),
            ("blob:https://evil.example/1", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("tauri://localhost/farms.html", false),
            ("about:config", false),
        ] {
            assert_eq!(stays_here(&url.parse().unwrap(), 4000), stays, "{url}");
        }
    }
}
