//! The icon in the tray: what runs, the farms, and the switch that lends this computer.

use super::connection::open_farm;
use super::lending::begin_lending;
use super::run::quit;
use super::state::Shell;
use super::windows::{show_downloads, show_farms};
use crate::events::tasks::{Task, percent_of};
use crate::lending::lender::LendingState;
use crate::servers::server::{Server, ServerId};
use crate::words::{Words, filled, words};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIcon;
use tauri::{AppHandle, Manager, Wry};

const ID: &str = "tray";
/// More would not fit on a screen.
const MOST_TASKS: usize = 10;
const REDRAWN_EVERY: Duration = Duration::from_secs(1);

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Item { id: String, text: String, is_enabled: bool },
    Switch { id: String, text: String, is_on: bool },
    Separator,
}

/// Puts the icon there and keeps it up to date; without a library for it there is none.
pub fn show_tray(app: &AppHandle) {
    let mut builder = tauri::tray::TrayIconBuilder::with_id(ID).on_menu_event(|app, event| {
        let (app, id) = (app.clone(), event.id().as_ref().to_owned());
        tauri::async_runtime::spawn(async move { chosen(&app, &id).await });
    });
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    // On Linux the library is looked for when it is first used, and its absence is a panic.
    let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| builder.build(app)));
    match built {
        Ok(Ok(tray)) => {
            tauri::async_runtime::spawn(keep_drawn(app.clone(), tray));
        }
        Ok(Err(error)) => eprintln!("There is no tray: {error}"),
        Err(_) => eprintln!("There is no tray: libayatana-appindicator3 is not installed"),
    }
}

async fn keep_drawn(app: AppHandle, tray: TrayIcon) {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    let mut drawn = Drawn::default();
    loop {
        if let Err(error) = drawn.draw(&app, &tray, &shell) {
            eprintln!("The tray could not be drawn: {error}");
        }
        tokio::time::sleep(REDRAWN_EVERY).await;
        shell.tray_is_stale.notified().await;
    }
}

/// The menu that is there. It is changed in place where it can be: a new one closes the one that is open.
#[derive(Default)]
struct Drawn {
    lines: Vec<Line>,
    items: Vec<Option<Item>>,
}

enum Item {
    Plain(MenuItem<Wry>),
    Switch(CheckMenuItem<Wry>),
}

impl Drawn {
    fn draw(&mut self, app: &AppHandle, tray: &TrayIcon, shell: &Shell) -> tauri::Result<()> {
        let words = words(shell.language());
        let (servers, running) = (shell.settings.get().servers, shell.running());
        let is_lent = matches!(*shell.lender.watch().borrow(), LendingState::On);
        let lines = lines_of(words, &servers, &running, is_lent);
        if self.has_same_items(&lines) {
            self.change_texts(&lines)?;
        } else {
            self.build(app, tray, &lines)?;
        }
        self.lines = lines;
        tray.set_tooltip(Some(summary(words, &running)))
    }

    fn has_same_items(&self, lines: &[Line]) -> bool {
        let key = |line: &Line| match line {
            Line::Item { id, is_enabled, .. } => Some((id.clone(), *is_enabled)),
            Line::Switch { id, .. } => Some((id.clone(), true)),
            Line::Separator => None,
        };
        !lines.is_empty() && self.lines.iter().map(key).eq(lines.iter().map(key))
    }

    fn change_texts(&self, lines: &[Line]) -> tauri::Result<()> {
        for (item, line) in self.items.iter().zip(lines) {
            match (item, line) {
                (Some(Item::Plain(item)), Line::Item { text, .. }) => item.set_text(text)?,
                (Some(Item::Switch(item)), Line::Switch { text, is_on, .. }) => {
                    item.set_text(text)?;
                    item.set_checked(*is_on)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn build(&mut self, app: &AppHandle, tray: &TrayIcon, lines: &[Line]) -> tauri::Result<()> {
        let menu = Menu::new(app)?;
        self.items.clear();
        for line in lines {
            let item = match line {
                Line::Item { id, text, is_enabled } => {
                    let item = MenuItem::with_id(app, id, text, *is_enabled, None::<&str>)?;
                    append(&menu, &item)?;
                    Some(Item::Plain(item))
                }
                Line::Switch { id, text, is_on } => {
                    let item = CheckMenuItem::with_id(app, id, text, true, *is_on, None::<&str>)?;
                    append(&menu, &item)?;
                    Some(Item::Switch(item))
                }
                Line::Separator => {
                    append(&menu, &PredefinedMenuItem::separator(app)?)?;
                    None
                }
            };
            self.items.push(item);
        }
        tray.set_menu(Some(menu))
    }
}

fn append(menu: &Menu<Wry>, item: &dyn IsMenuItem<Wry>) -> tauri::Result<()> {
    menu.append(item)
}

fn lines_of(
    words: &Words,
    servers: &[Server],
    running: &BTreeMap<ServerId, Vec<Task>>,
    is_lent: bool,
) -> Vec<Line> {
    let item = |id: String, text: String| Line::Item { id, text, is_enabled: true };
    let tasks = running.iter().flat_map(|(server, tasks)| tasks.iter().map(move |task| (server, task)));
    let mut lines: Vec<Line> = tasks
        .take(MOST_TASKS)
        .map(|(server, task)| {
            let Task { progress, .. } = task;
            let text = format!(
                "{}  {}/{}  {} %",
                task.short_name(),
                progress.frames_done,
                progress.frames_total,
                task.percent()
            );
            item(format!("task:{}:{}", server.as_str(), task.task_id), text)
        })
        .collect();
    if lines.is_empty() {
        lines.push(Line::Item {
            id: "none".to_owned(),
            text: words.nothing_runs.to_owned(),
            is_enabled: false,
        });
    }
    lines.push(Line::Separator);
    for server in servers {
        let text = filled(words.open, &[("name", &server.name)]);
        lines.push(item(format!("open:{}", server.id.as_str()), text));
    }
    lines.push(item("farms".to_owned(), words.farms.to_owned()));
    lines.push(item("downloads".to_owned(), words.downloads.to_owned()));
    lines.push(Line::Separator);
    lines.push(Line::Switch { id: "lend".to_owned(), text: words.lend.to_owned(), is_on: is_lent });
    lines.push(item("quit".to_owned(), words.quit.to_owned()));
    lines
}

fn summary(words: &Words, running: &BTreeMap<ServerId, Vec<Task>>) -> String {
    let tasks: Vec<&Task> = running.values().flatten().collect();
    if tasks.is_empty() {
        return words.nothing_runs.to_owned();
    }
    let sum = |part: fn(&Task) -> u64| tasks.iter().map(|task| part(task)).fold(0, u64::saturating_add);
    let percent = percent_of(sum(|task| task.progress.frames_done), sum(|task| task.progress.frames_total));
    let (count, percent) = (tasks.len().to_string(), percent.to_string());
    filled(words.tasks_running, &[("count", &count), ("percent", &percent)])
}

async fn chosen(app: &AppHandle, id: &str) {
    let shell = app.state::<Arc<Shell>>().inner().clone();
    match id.split(':').collect::<Vec<_>>()[..] {
        ["task", server, task] => open(app, server, Some(&format!("/tasks/{task}"))).await,
        ["open", server] => open(app, server, None).await,
        ["farms"] => show_farms(app),
        ["downloads"] => show_downloads(app),
        ["lend"] => switch_lending(app, &shell).await,
        ["quit"] => quit(app).await,
        _ => {}
    }
}

async fn open(app: &AppHandle, id: &str, path: Option<&str>) {
    let Ok(id) = ServerId::try_from(id.to_owned()) else { return };
    open_farm(app, &id, path).await;
}

async fn switch_lending(app: &AppHandle, shell: &Shell) {
    if matches!(*shell.lender.watch().borrow(), LendingState::On) {
        shell.lender.stop().await;
    } else if let Err(problem) = begin_lending(shell, None) {
        // The window says what is missing.
        eprintln!("{problem}");
        show_farms(app);
    }
    shell.tray_is_stale.notify_one();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::tasks::Progress;
    use crate::settings::Language;

    fn task(task_id: u64, frames_done: u64, frames_total: u64) -> Task {
        let progress = Progress { frames_done, frames_total, eta_ms: None };
        Task { task_id, state: "running".to_owned(), file_name: format!("shot-{task_id}.blend"), progress }
    }

    fn texts(lines: &[Line]) -> Vec<&str> {
        let text = |line| match line {
            &Line::Item { ref text, .. } | &Line::Switch { ref text, .. } => text.as_str(),
            &Line::Separator => "–",
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn lists_what_runs_with_how_far_it_is() {
        let id = ServerId::random();
        let running = BTreeMap::from([(id.clone(), vec![task(12, 24, 48), task(13, 0, 4)])]);
        let words = words(Language::En);
        let lines = lines_of(words, &[], &running, true);
        assert_eq!(
            texts(&lines),
            [
                "shot-12.blend  24/48  50 %",
                "shot-13.blend  0/4  0 %",
                "–",
                "Farms…",
                "Downloads…",
                "–",
                "Lend this computer",
                "Quit"
            ]
        );
        assert!(
            matches!(&lines[0], Line::Item { id: item, .. } if *item == format!("task:{}:12", id.as_str()))
        );
        assert!(matches!(&lines[6], Line::Switch { is_on: true, .. }));
        assert_eq!(summary(words, &running), "2 running, 46 %");
    }

    #[test]
    fn says_that_nothing_runs_and_fits_on_a_screen() {
        let words = words(Language::De);
        assert_eq!(texts(&lines_of(words, &[], &BTreeMap::new(), false))[0], "Kein Auftrag läuft");
        assert_eq!(summary(words, &BTreeMap::new()), "Kein Auftrag läuft");
        let running = BTreeMap::from([(ServerId::random(), (1..100).map(|id| task(id, 0, 1)).collect())]);
        assert_eq!(lines_of(words, &[], &running, false).len(), 10 + 6);
    }
}
