//! Where there is no keychain: a file that only the user can read.

use crate::atomic_file::{read_small_text, write_atomically};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

const MOST_BYTES: u64 = 1 << 20;

/// Secrets by name, in one file of mode 0600.
pub struct SecretFile {
    path: PathBuf,
}

impl SecretFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// A secret; `None` when there is none or the file cannot be read.
    pub fn get(&self, name: &str) -> Option<String> {
        self.read().remove(name)
    }

    /// Keeps a secret, or with `None` forgets it.
    pub fn set(&self, name: &str, secret: Option<&str>) -> io::Result<()> {
        let mut secrets = self.read();
        let before = secrets.clone();
        match secret {
            Some(secret) => secrets.insert(name.to_owned(), secret.to_owned()),
            None => secrets.remove(name),
        };
        if secrets == before {
            return Ok(());
        }
        write_atomically(&self.path, serde_json::to_string(&secrets)?.as_bytes())
    }

    fn read(&self) -> BTreeMap<String, String> {
        let text = read_small_text(&self.path, MOST_BYTES).ok().flatten();
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_and_forgets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials.json");
        let file = SecretFile::new(path.clone());
        file.set("a", None).unwrap();
        assert!(!path.exists());
        file.set("a", Some("one")).unwrap();
        file.set("b", Some("two")).unwrap();
        file.set("a", None).unwrap();
        let again = SecretFile::new(path.clone());
        assert_eq!((again.get("a"), again.get("b").as_deref()), (None, Some("two")));
        std::fs::write(&path, "{broken").unwrap();
        assert_eq!(again.get("b"), None);
    }
}
