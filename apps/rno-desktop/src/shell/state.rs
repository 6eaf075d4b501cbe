//! What the whole program knows.

use super::connection::Connection;
use super::notices::Notice;
use crate::credentials::vault::Vault;
use crate::downloads::list::DownloadList;
use crate::events::tasks::Task;
use crate::lending::lender::Lender;
use crate::problem::Problem;
use crate::servers::server::{Server, ServerId};
use crate::settings::Language;
use crate::settings::store::SettingsStore;
use crate::tls::client_config::{client_config, system_verifier};
use crate::upstream::Upstream;
use rustls::client::danger::ServerCertVerifier;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// HPCServer's own grace for renderers is 5 s, and it wants a moment more.
const LENDING_GRACE: Duration = Duration::from_secs(15);

/// One for the program.
pub struct Shell {
    pub settings: SettingsStore,
    pub vault: Vault,
    pub lender: Lender,
    pub downloads: DownloadList,
    /// Where data is that is no setting: web views, HPCServer.
    pub data: PathBuf,
    /// Awaited by whoever draws the tray.
    pub tray_is_stale: Notify,
    pub(super) connections: tokio::sync::Mutex<HashMap<ServerId, Arc<Connection>>>,
    running: Mutex<BTreeMap<ServerId, Vec<Task>>>,
    notice: Mutex<Option<Notice>>,
    system_language: Mutex<Language>,
    system: Arc<dyn ServerCertVerifier>,
}

impl Shell {
    /// Reads what is remembered in `config`.
    ///
    /// # Errors
    /// `tls-unavailable`
    pub fn open(config: &std::path::Path, data: PathBuf) -> Result<Self, Problem> {
        Ok(Self {
            settings: SettingsStore::open(config.join("settings.json")),
            vault: Vault::open(config, true),
            lender: Lender::new(LENDING_GRACE),
            downloads: DownloadList::default(),
            data,
            tray_is_stale: Notify::new(),
            connections: tokio::sync::Mutex::default(),
            running: Mutex::default(),
            notice: Mutex::default(),
            system_language: Mutex::new(language_of_environment()),
            system: system_verifier()?,
        })
    }

    /// The one that was chosen, else the system's.
    pub fn language(&self) -> Language {
        self.settings.get().language.unwrap_or_else(|| *lock(&self.system_language))
    }

    /// What the web view says the system's is.
    pub fn set_system_language(&self, language: Language) {
        *lock(&self.system_language) = language;
        self.tray_is_stale.notify_one();
    }

    /// The remembered server.
    ///
    /// # Errors
    /// `server-unknown`
    pub fn server(&self, id: &ServerId) -> Result<Server, Problem> {
        let settings = self.settings.get();
        settings.server(id).cloned().ok_or_else(|| Problem::new("server-unknown", id.as_str()))
    }

    /// A connection to this server, as it is to be trusted.
    ///
    /// # Errors
    /// `tls-unavailable`
    pub fn upstream_of(&self, server: &Server) -> Result<Upstream, Problem> {
        let tls = client_config(self.system.clone(), server.pin.clone())?;
        Ok(Upstream::new(server.address.clone(), tls))
    }

    /// What runs on each farm, for the tray.
    pub fn running(&self) -> BTreeMap<ServerId, Vec<Task>> {
        lock(&self.running).clone()
    }

    /// Says what runs on one; an empty list forgets it.
    pub fn set_running(&self, server: &ServerId, tasks: Vec<Task>) {
        let mut running = lock(&self.running);
        if tasks.is_empty() {
            running.remove(server);
        } else {
            running.insert(server.clone(), tasks);
        }
        self.tray_is_stale.notify_one();
    }

    /// What is to be looked at.
    pub fn notice(&self) -> Option<Notice> {
        lock(&self.notice).clone()
    }

    /// Puts it first; `false` when it is there already.
    pub fn set_notice(&self, notice: Option<Notice>) -> bool {
        let mut current = lock(&self.notice);
        let is_new = *current != notice;
        *current = notice;
        is_new
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn language_of_environment() -> Language {
    let variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let tag = variables.into_iter().filter_map(|name| std::env::var(name).ok()).find(|tag| !tag.is_empty());
    tag.and_then(|tag| Language::of_tag(&tag)).unwrap_or(Language::En)
}
