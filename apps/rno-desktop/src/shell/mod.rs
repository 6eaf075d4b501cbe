//! The program around the web view: its windows, its tray, and what its own pages may ask of it.

pub mod commands;
pub mod connection;
pub mod downloading;
pub mod lending;
pub mod links;
#[cfg(target_os = "linux")]
pub mod linux_files;
pub mod notices;
pub mod notify;
pub mod overview;
pub mod removal;
pub mod run;
pub mod state;
pub mod tray;
pub mod tray_there;
pub mod windows;
