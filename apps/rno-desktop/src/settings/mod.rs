//! What the program remembers between its starts, without secrets.

pub mod settings_file;
pub mod store;

use crate::servers::server::{Server, ServerId};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Languages that there are words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Nl,
    De,
}

impl Language {
    /// `nl-BE` → Dutch; `None` for a language without words.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "nl" => Some(Self::Nl),
            "de" => Some(Self::De),
            _ => None,
        }
    }
}

/// Everything that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub servers: Vec<Server>,
    /// The one that is opened when the program starts.
    pub last_opened: Option<ServerId>,
    /// As chosen by hand; `None`: that of the system.
    pub language: Option<Language>,
    pub lending: LendingSettings,
}

/// How this computer is lent to a farm.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LendingSettings {
    /// The program `renderonline`; `None`: the one on the PATH.
    pub program: Option<PathBuf>,
}

impl Settings {
    /// The server of this id.
    pub fn server(&self, id: &ServerId) -> Option<&Server> {
        self.servers.iter().find(|server| &server.id == id)
    }
}
