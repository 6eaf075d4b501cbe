//! The system's keychain (Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux), and a file
//! where there is none.

use super::secret_file::SecretFile;
use serde::Serialize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const SERVICE: &str = "RenderOnline";
/// A keychain may ask its user for a password first; one that takes longer than that is not there.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(60);

/// Where secrets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum KeptIn {
    Keychain,
    File,
}

/// Keeps secrets by name, as well as the system allows.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    file: SecretFile,
    /// One change at a time, so that the last one wins.
    turn: Mutex<()>,
    has_keychain: AtomicBool,
}

impl Vault {
    /// With its file in this folder.
    pub fn open(folder: &Path, may_use_keychain: bool) -> Self {
        let inner = Inner {
            file: SecretFile::new(folder.join("credentials.json")),
            turn: Mutex::new(()),
            has_keychain: AtomicBool::new(may_use_keychain),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Finds out whether there is a keychain, before the first secret asks for one.
    pub async fn look(&self) {
        self.get("whether there is a keychain").await;
    }

    /// The secret of this name.
    pub async fn get(&self, name: &str) -> Option<String> {
        let (inner, name) = (self.inner.clone(), name.to_owned());
        aside_of_the_runtime(move || inner.get(&name)).await.flatten()
    }

    /// Keeps a secret, or with `None` forgets it; logs what went wrong.
    pub async fn set(&self, name: &str, secret: Option<String>) {
        let (inner, name) = (self.inner.clone(), name.to_owned());
        aside_of_the_runtime(move || inner.set(&name, secret.as_deref())).await;
    }

    /// Where the next secret goes, as far as is known.
    pub fn kept_in(&self) -> KeptIn {
        if self.inner.has_keychain.load(Ordering::Relaxed) { KeptIn::Keychain } else { KeptIn::File }
    }
}

impl Inner {
    fn get(&self, name: &str) -> Option<String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.has_keychain.load(Ordering::Relaxed) {
            match keyring::Entry::new(SERVICE, name).and_then(|entry| entry.get_password()) {
                Ok(secret) => return Some(secret),
                Err(keyring::Error::NoEntry) => {}
                Err(error) => self.no_keychain(&error),
            }
        }
        self.file.get(name)
    }

    fn set(&self, name: &str, secret: Option<&str>) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut is_in_keychain = false;
        if self.has_keychain.load(Ordering::Relaxed) {
            let result = keyring::Entry::new(SERVICE, name).and_then(|entry| match secret {
                Some(secret) => entry.set_password(secret),
                None => match entry.delete_credential() {
                    Err(keyring::Error::NoEntry) => Ok(()),
                    other => other,
                },
            });
            match result {
                Ok(()) => is_in_keychain = true,
                Err(error) => self.no_keychain(&error),
            }
        }
        // What is in the keychain is not in the file as well.
        if let Err(error) = self.file.set(name, secret.filter(|_| !is_in_keychain)) {
            eprintln!("Credentials could not be written: {error}");
        }
    }

    fn no_keychain(&self, error: &keyring::Error) {
        if self.has_keychain.swap(false, Ordering::Relaxed) {
            eprintln!(
                "There is no keychain ({error}): credentials are kept in a file that only you can read."
            );
        }
    }
}

/// Keychains block, and some of them run an event loop of their own.
async fn aside_of_the_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::time::timeout(KEYCHAIN_LIMIT, tokio::task::spawn_blocking(work)).await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_secrets_in_a_file_where_there_is_no_keychain() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path(), false);
        assert_eq!(vault.kept_in(), KeptIn::File);
        vault.set("server", Some("cookie".to_owned())).await;
        assert_eq!(Vault::open(folder.path(), false).get("server").await.as_deref(), Some("cookie"));
        vault.set("server", None).await;
        assert_eq!(vault.get("server").await, None);
    }
}
