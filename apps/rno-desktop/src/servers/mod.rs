//! The farms that a person uses: their addresses, and how each is remembered.

pub mod address;
pub mod deep_link;
pub mod discovery;
pub mod server;
