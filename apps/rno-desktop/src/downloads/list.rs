//! The downloads of this start of the program, as the window “Downloads” shows them.

use crate::problem::Problem;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tokio::task::AbortHandle;

/// Older ones that have ended are forgotten.
const MOST_DOWNLOADS: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum State {
    Running,
    Saved,
    Canceled,
    Failed { problem: Problem },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Download {
    pub id: u64,
    pub file: String,
    #[serde(skip)]
    pub path: PathBuf,
    pub received: u64,
    /// `None`: the farm does not know before it is all there.
    pub total: Option<u64>,
    #[serde(flatten)]
    pub state: State,
}

/// Thread-safe.
#[derive(Default)]
pub struct DownloadList {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    next_id: u64,
    downloads: Vec<(Download, Option<AbortHandle>)>,
}

impl DownloadList {
    /// Adds one that begins; its id.
    pub fn begin(&self, path: &Path) -> u64 {
        let mut entries = self.lock();
        entries.next_id += 1;
        let id = entries.next_id;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let download =
            Download { id, file, path: path.to_owned(), received: 0, total: None, state: State::Running };
        entries.downloads.push((download, None));
        while entries.downloads.len() > MOST_DOWNLOADS {
            let Some(oldest) = entries.downloads.iter().position(|(old, _)| old.state != State::Running)
            else {
                break;
            };
            entries.downloads.remove(oldest);
        }
        id
    }

    /// What ends it when it is canceled.
    pub fn can_be_aborted(&self, id: u64, handle: AbortHandle) {
        self.change(id, |_, abort| *abort = Some(handle));
    }

    pub fn progress(&self, id: u64, received: u64, total: Option<u64>) {
        self.change(id, |download, _| (download.received, download.total) = (received, total));
    }

    pub fn end(&self, id: u64, state: State) {
        self.change(id, |download, abort| {
            if download.state == State::Running {
                download.state = state;
            }
            *abort = None;
        });
    }

    /// Ends one that runs.
    pub fn cancel(&self, id: u64) {
        self.change(id, |download, abort| {
            if download.state == State::Running {
                download.state = State::Canceled;
            }
            if let Some(handle) = abort.take() {
                handle.abort();
            }
        });
    }

    /// All, newest first.
    pub fn all(&self) -> Vec<Download> {
        self.lock().downloads.iter().rev().map(|(download, _)| download.clone()).collect()
    }

    /// Where a saved one is.
    pub fn saved_at(&self, id: u64) -> Option<PathBuf> {
        let entries = self.lock();
        let (download, _) = entries.downloads.iter().find(|(download, _)| download.id == id)?;
        (download.state == State::Saved).then(|| download.path.clone())
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Download, &mut Option<AbortHandle>)) {
        if let Some((download, abort)) =
            self.lock().downloads.iter_mut().find(|(download, _)| download.id == id)
        {
            change(download, abort);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ends_what_is_canceled_and_keeps_it_so() {
        let list = DownloadList::default();
        let id = list.begin(Path::new("/tmp/frames.zip"));
        let task = tokio::spawn(std::future::pending::<()>());
        list.can_be_aborted(id, task.abort_handle());
        list.progress(id, 5, Some(10));
        list.cancel(id);
        assert!(task.await.unwrap_err().is_cancelled());
        list.end(id, State::Saved);
        let download = &list.all()[0];
        assert_eq!((download.received, download.total, &download.state), (5, Some(10), &State::Canceled));
        assert_eq!(list.saved_at(id), None);
    }

    #[test]
    fn forgets_old_ones_that_have_ended() {
        let list = DownloadList::default();
        let running = list.begin(Path::new("/tmp/first"));
        for _ in 0..100 {
            let id = list.begin(Path::new("/tmp/next"));
            list.end(id, State::Saved);
        }
        assert_eq!(list.all().len(), MOST_DOWNLOADS);
        assert_eq!(list.all().last().unwrap().id, running);
    }
}
