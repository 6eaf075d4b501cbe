//! Whom the program talks to: certificates that the system trusts, and those that were pinned by hand.

pub mod certificate;
pub mod client_config;
pub mod fingerprint;
pub mod pinning;
#[cfg(test)]
mod tests;
