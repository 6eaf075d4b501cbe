//! Notifications of the system. On Linux the one that is clicked opens what it tells of; elsewhere the library does
//! not say that it was.

#[cfg(target_os = "linux")]
use super::connection::open_farm;
use crate::servers::server::ServerId;
use tauri::AppHandle;

/// What a notification tells of: a page of a farm.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing tells of clicks there"))]
pub struct Shows {
    pub server: ServerId,
    pub path: String,
}

/// Shows a notification; one that cannot be shown is logged.
#[cfg(target_os = "linux")]
pub fn notify(app: &AppHandle, title: &str, body: &str, shows: Option<Shows>) {
    let mut notification = notify_rust::Notification::new();
    notification.appname("RenderOnline").icon("rno-desktop").summary(title).body(&escaped(body));
    if shows.is_some() {
        notification.action("default", title);
    }
    let app = app.clone();
    // It waits for the click, or for the notification to go.
    std::thread::spawn(move || match notification.show() {
        Ok(shown) => shown.wait_for_action(|action| {
            if let (Some(Shows { server, path }), "default") = (shows, action) {
                tauri::async_runtime::spawn(async move { open_farm(&app, &server, Some(&path)).await });
            }
        }),
        Err(error) => eprintln!("The notification could not be shown: {error}"),
    });
}

/// Shows a notification; one that cannot be shown is logged.
#[cfg(not(target_os = "linux"))]
pub fn notify(app: &AppHandle, title: &str, body: &str, _shows: Option<Shows>) {
    use tauri_plugin_notification::NotificationExt;
    if let Err(error) = app.notification().builder().title(title).body(body).show() {
        eprintln!("The notification could not be shown: {error}");
    }
}

/// Bodies may be markup, and names of files anything.
#[cfg(target_os = "linux")]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
