//! Whether there is a tray to be seen. Without one, a program whose windows are closed could not be reached any more.

/// On Linux a desktop has a tray when somebody watches for its items; elsewhere there always is one.
#[cfg(target_os = "linux")]
pub fn has_tray() -> bool {
    use gtk::gio::prelude::DBusProxyExt;
    use gtk::gio::{BusType, Cancellable, DBusProxy, DBusProxyFlags};
    let watcher = DBusProxy::for_bus_sync(
        BusType::Session,
        DBusProxyFlags::DO_NOT_AUTO_START | DBusProxyFlags::DO_NOT_LOAD_PROPERTIES,
        None,
        "org.kde.StatusNotifierWatcher",
        "/StatusNotifierWatcher",
        "org.kde.StatusNotifierWatcher",
        None::<&Cancellable>,
    );
    watcher.is_ok_and(|proxy| proxy.name_owner().is_some())
}

/// On Linux a desktop has a tray when somebody watches for its items; elsewhere there always is one.
#[cfg(not(target_os = "linux"))]
pub fn has_tray() -> bool {
    true
}
