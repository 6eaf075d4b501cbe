//! RNOClient in a window of its own: the web client that a farm serves, with what a browser cannot do for it.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod atomic_file;
mod credentials;
mod downloads;
mod events;
mod lending;
mod problem;
mod proxy;
mod servers;
mod settings;
mod shell;
mod tls;
mod upstream;
mod words;

fn main() {
    shell::run::run();
}
