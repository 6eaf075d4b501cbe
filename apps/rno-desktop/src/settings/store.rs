//! The settings in memory and in their file, the same at every moment.

use super::Settings;
use super::settings_file::{read_settings, write_settings};
use crate::problem::Problem;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Settings that are written whenever they change.
pub struct SettingsStore {
    path: PathBuf,
    current: Mutex<Settings>,
}

impl SettingsStore {
    /// Reads the file, when there is one.
    pub fn open(path: PathBuf) -> Self {
        let current = Mutex::new(read_settings(&path));
        Self { path, current }
    }

    /// As they are now.
    pub fn get(&self) -> Settings {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes them; when they cannot be written, they stay as they were.
    ///
    /// # Errors
    /// `settings-not-written`, and whatever `change` refuses.
    pub fn change<T>(&self, change: impl FnOnce(&mut Settings) -> Result<T, Problem>) -> Result<T, Problem> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = current.clone();
        let result = change(&mut next)?;
        if next != *current {
            write_settings(&self.path, &next).map_err(|error| {
                Problem::new("settings-not-written", format!("{}: {error}", self.path.display()))
            })?;
            *current = next;
        }
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Language;

    #[test]
    fn writes_changes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let store = SettingsStore::open(path.clone());
        store.change(|_| Ok(())).unwrap();
        assert!(!path.exists());
        store
            .change(|settings| {
                settings.language = Some(Language::Nl);
                Ok(())
            })
            .unwrap();
        assert_eq!(SettingsStore::open(path).get().language, Some(Language::Nl));
    }

    #[test]
    fn stays_as_it_was_when_a_change_is_refused_or_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        let store = SettingsStore::open(folder.path().join("file").join("settings.json"));
        let change = |settings: &mut Settings| {
            settings.language = Some(Language::Nl);
            Ok(())
        };
        assert_eq!(store.change(change).unwrap_err().code, "settings-not-written");
        let refused = store.change(|settings| {
            settings.language = Some(Language::De);
            Err::<(), _>(Problem::new("address-invalid", ""))
        });
        assert_eq!(refused.unwrap_err().code, "address-invalid");
        assert_eq!(store.get(), Settings::default());
    }
}
