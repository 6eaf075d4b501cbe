//! The child that lends this computer: started, watched, and ended with everything that it started. It is asked to end
//! by closing its standard input, which every system can do and does by itself when this program is killed.

use crate::problem::Problem;
use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use serde::Serialize;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

const MOST_LINES: usize = 100;
const MOST_CHARACTERS_OF_LINE: usize = 500;

/// Whether this computer is lent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum LendingState {
    Off,
    On,
    Stopping,
    /// It ended by itself.
    Ended {
        code: Option<i32>,
        lines: Vec<String>,
    },
}

/// What is to be started.
pub struct Lent {
    pub program: PathBuf,
    pub arguments: Vec<String>,
    /// Where HPCServer keeps its data; made when it is not there.
    pub folder: PathBuf,
}

/// Starts and ends the child; one at a time.
pub struct Lender {
    state: watch::Sender<LendingState>,
    stop: Mutex<Option<oneshot::Sender<()>>>,
    grace: Duration,
}

impl Lender {
    /// `grace`: how long the child may take to end in order before it is killed.
    pub fn new(grace: Duration) -> Self {
        Self { state: watch::channel(LendingState::Off).0, stop: Mutex::new(None), grace }
    }

    /// Tells of every change.
    pub fn watch(&self) -> watch::Receiver<LendingState> {
        self.state.subscribe()
    }

    /// Begins to lend; nothing when it does so already.
    ///
    /// # Errors
    /// `lending-not-started`
    pub fn start(&self, lent: &Lent) -> Result<(), Problem> {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*self.state.borrow(), LendingState::On | LendingState::Stopping) {
            return Ok(());
        }
        let child = spawn(lent).map_err(|error| {
            Problem::new("lending-not-started", format!("{}: {error}", lent.program.display()))
        })?;
        let (sender, asked) = oneshot::channel();
        *stop = Some(sender);
        self.state.send_replace(LendingState::On);
        tokio::spawn(watch_over(child, asked, self.state.clone(), self.grace));
        Ok(())
    }

    /// Asks the child to end, and waits until it and everything it started is gone.
    pub async fn stop(&self) {
        if let Some(stop) = self.stop.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = stop.send(());
        }
        let mut state = self.state.subscribe();
        let is_gone = |state: &LendingState| !matches!(state, LendingState::On | LendingState::Stopping);
        let _ = timeout(2 * self.grace, state.wait_for(is_gone)).await;
    }
}

fn spawn(lent: &Lent) -> std::io::Result<Box<dyn ChildWrapper>> {
    std::fs::create_dir_all(&lent.folder)?;
    let mut command = CommandWrap::with_new(&lent.program, |command| {
        command.args(&lent.arguments).current_dir(&lent.folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    });
    command.wrap(KillOnDrop);
    // One handle for the whole tree.
    #[cfg(unix)]
    command.wrap(process_wrap::tokio::ProcessGroup::leader());
    // Nor a console window, which npm's `renderonline.cmd` would open.
    #[cfg(windows)]
    command
        .wrap(process_wrap::tokio::JobObject)
        .wrap(process_wrap::tokio::CreationFlags(windows::Win32::System::Threading::CREATE_NO_WINDOW));
    command.spawn()
}

async fn watch_over(
    mut child: Box<dyn ChildWrapper>,
    asked: oneshot::Receiver<()>,
    state: watch::Sender<LendingState>,
    grace: Duration,
) {
    // Kept aside: waiting would close it.
    let stdin = child.stdin().take();
    let lines = Lines::default();
    if let Some(stdout) = child.stdout().take() {
        tokio::spawn(lines.clone().read(stdout));
    }
    if let Some(stderr) = child.stderr().take() {
        tokio::spawn(lines.clone().read(stderr));
    }
    let ended = tokio::select! {
        ended = child.wait() => Some(ended),
        // A lender that is dropped wants its child to end as well.
        _ = asked => None,
    };
    if let Some(ended) = ended {
        end_the_rest(child.as_mut());
        let code = ended.ok().and_then(|status| status.code());
        state.send_replace(LendingState::Ended { code, lines: lines.last(10) });
        return;
    }
    state.send_replace(LendingState::Stopping);
    drop(stdin);
    if timeout(grace, child.wait()).await.is_err() {
        let _ = child.start_kill();
        let _ = timeout(grace, child.wait()).await;
    }
    end_the_rest(child.as_mut());
    state.send_replace(LendingState::Off);
}

/// What the child has left behind when it ended.
fn end_the_rest(child: &mut dyn ChildWrapper) {
    let _ = child.start_kill();
}

/// The last lines of what it says.
#[derive(Clone, Default)]
struct Lines {
    lines: Arc<Mutex<VecDeque<String>>>,
}

impl Lines {
    async fn read(self, stream: impl AsyncRead + Unpin) {
        let mut stream = BufReader::new(stream);
        let mut bytes = Vec::new();
        while let Ok(read) = stream.read_until(b'\n', &mut bytes).await {
            if read == 0 {
                return;
            }
            let line: String =
                String::from_utf8_lossy(&bytes).trim_end().chars().take(MOST_CHARACTERS_OF_LINE).collect();
            bytes.clear();
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            if lines.len() == MOST_LINES {
                lines.pop_front();
            }
            lines.push_back(line);
        }
    }

    fn last(&self, count: usize) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().skip(lines.len().saturating_sub(count)).cloned().collect()
    }
}

/// Where HPCServer of this program keeps its data.
pub fn lending_folder(data: &Path) -> PathBuf {
    data.join("lent")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(folder: &Path, script: &str) -> Lent {
        Lent {
            program: PathBuf::from("/bin/sh"),
            arguments: vec!["-c".to_owned(), script.to_owned()],
            folder: folder.join("lent"),
        }
    }

    async fn read_soon(path: &Path) -> String {
        for _ in 0..2000 {
            if let Ok(text) = std::fs::read_to_string(path)
                && text.ends_with('\n')
            {
                return text.trim().to_owned();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{} was not written", path.display());
    }

    /// Dying takes a moment.
    async fn is_gone_soon(pid: &str) {
        let status = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        for _ in 0..2000 {
            if status().is_empty() || status().contains(") Z ") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{pid} still runs");
    }

    #[tokio::test]
    async fn ends_the_whole_tree_in_order_when_it_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_secs(10));
        // What it has started does not listen.
        let script = "sleep 1000 <&- & echo $! > child; cat; echo in order > ended";
        lender.start(&shell(folder.path(), script)).unwrap();
        let pid = read_soon(&folder.path().join("lent/child")).await;
        assert_eq!(*lender.watch().borrow(), LendingState::On);
        lender.start(&shell(folder.path(), "touch twice")).unwrap();
        lender.stop().await;
        assert_eq!(*lender.watch().borrow(), LendingState::Off);
        assert_eq!(read_soon(&folder.path().join("lent/ended")).await, "in order");
        is_gone_soon(&pid).await;
        assert!(!folder.path().join("lent/twice").exists());
    }

    #[tokio::test]
    async fn kills_a_tree_that_does_not_listen() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_millis(200));
        let script = "sleep 1000 <&- & echo $! > child; wait";
        lender.start(&shell(folder.path(), script)).unwrap();
        let pid = read_soon(&folder.path().join("lent/child")).await;
        lender.stop().await;
        assert_eq!(*lender.watch().borrow(), LendingState::Off);
        is_gone_soon(&pid).await;
    }

    #[tokio::test]
    async fn says_how_it_ended_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_secs(10));
        lender.start(&shell(folder.path(), "exec >&- 2>&-; exit 3")).unwrap();
        let mut state = lender.watch();
        let ended =
            state.wait_for(|state| matches!(state, LendingState::Ended { .. })).await.unwrap().clone();
        assert_eq!(ended, LendingState::Ended { code: Some(3), lines: vec![] });
        lender.stop().await;
    }

    #[tokio::test]
    async fn says_that_a_program_cannot_be_started() {
        let folder = tempfile::tempdir().unwrap();
        let lent = Lent { program: folder.path().join("none"), ..shell(folder.path(), "") };
        let refused = Lender::new(Duration::from_secs(1)).start(&lent);
        assert_eq!(refused.unwrap_err().code, "lending-not-started");
    }
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    fn command_line(folder: &Path, line: &str) -> Lent {
        Lent {
            program: PathBuf::from("cmd.exe"),
            arguments: vec!["/d".to_owned(), "/c".to_owned(), line.to_owned()],
            folder: folder.join("lent"),
        }
    }

    #[tokio::test]
    async fn ends_a_child_in_order_when_it_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_secs(20));
        lender.start(&command_line(folder.path(), "set /p line= & echo in order>ended")).unwrap();
        assert_eq!(*lender.watch().borrow(), LendingState::On);
        lender.stop().await;
        assert_eq!(*lender.watch().borrow(), LendingState::Off);
        let said = std::fs::read_to_string(folder.path().join("lent/ended")).unwrap();
        assert_eq!(said.trim(), "in order");
    }

    #[tokio::test]
    async fn kills_a_child_that_does_not_listen() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_millis(500));
        lender.start(&command_line(folder.path(), "for /l %i in (0,0,1) do rem")).unwrap();
        lender.stop().await;
        assert_eq!(*lender.watch().borrow(), LendingState::Off);
    }

    #[tokio::test]
    async fn says_how_it_ended_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let lender = Lender::new(Duration::from_secs(20));
        lender.start(&command_line(folder.path(), "exit 3")).unwrap();
        let mut state = lender.watch();
        let ended =
            state.wait_for(|state| matches!(state, LendingState::Ended { .. })).await.unwrap().clone();
        assert_eq!(ended, LendingState::Ended { code: Some(3), lines: vec![] });
    }
}
