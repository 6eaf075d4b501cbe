//! What WebKitGTK does not do by itself: choosing whole folders, and handing on files that are dropped onto a page.
//! Both end in the web view's own way of choosing files, which is answered here in place of its dialog, so that files
//! are streamed from the disk and never pass through this program.

use gtk::prelude::{FileChooserExt, GtkWindowExt, NativeDialogExt, WidgetExt};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::{DragDropEvent, WebviewWindow, WindowEvent};
use webkit2gtk::{FileChooserRequest, FileChooserRequestExt, UserContentManagerExt, WebView, WebViewExt};

/// What runs in every page of a farm before the page's own scripts.
pub const SCRIPT: &str = include_str!("linux-files.js");

/// The script's way of saying that a folder is wanted next.
const HANDLER: &str = "renderonlineFolder";
/// The web view asks at once; what it asks for later was meant for somebody else.
const MEANT_FOR: Duration = Duration::from_secs(3);

/// As many as a project may have.
const MOST_FILES: usize = 100_000;
const MOST_LEVELS: usize = 100;

/// How the next question for files is answered.
enum Answer {
    /// With a folder, by a dialog.
    Folder,
    /// With what was dropped.
    Dropped(Vec<PathBuf>),
}

type Next = Arc<Mutex<Option<(Answer, Instant)>>>;

/// Lets a window's page have folders and what is dropped onto it.
pub fn enable_files(window: &WebviewWindow) {
    let next: Next = Arc::default();
    let enabled = window.with_webview({
        let next = next.clone();
        move |platform| answer_questions(&platform.inner(), next)
    });
    if let Err(error) = enabled {
        eprintln!("Folders cannot be chosen: {error}");
    }
    let page = window.clone();
    window.on_window_event(move |event| {
        let WindowEvent::DragDrop(event) = event else { return };
        let scale = page.scale_factor().unwrap_or(1.0);
        let script = match event {
            DragDropEvent::Over { position } | DragDropEvent::Enter { position, .. } => {
                call("over", &[position.x / scale, position.y / scale])
            }
            DragDropEvent::Drop { paths, position } => {
                meant(&next, Answer::Dropped(paths.clone()));
                call("drop", &[position.x / scale, position.y / scale])
            }
            DragDropEvent::Leave => call("leave", &[]),
            _ => return,
        };
        let _ = page.eval(script);
    });
}

fn call(name: &str, position: &[f64]) -> String {
    let position: Vec<String> = position.iter().map(|part| format!("{part:.1}")).collect();
    format!("window.__renderonlineFiles?.{name}({})", position.join(", "))
}

fn meant(next: &Next, answer: Answer) {
    *next.lock().unwrap_or_else(PoisonError::into_inner) = Some((answer, Instant::now()));
}

fn answer_questions(view: &WebView, next: Next) {
    if let Some(manager) = view.user_content_manager() {
        let next = next.clone();
        manager.connect_script_message_received(Some(HANDLER), move |_, _| meant(&next, Answer::Folder));
        manager.register_script_message_handler(HANDLER);
    }
    view.connect_run_file_chooser(move |view, request| {
        let answer = next.lock().unwrap_or_else(PoisonError::into_inner).take();
        match answer.filter(|(_, since)| since.elapsed() < MEANT_FOR) {
            Some((Answer::Dropped(paths), _)) => hand_over(view, request, paths),
            Some((Answer::Folder, _)) => choose_folder(view, request),
            // The web view's own dialog.
            None => return false,
        }
        true
    });
}

/// Tells the page where in their folder the files are, then answers with them; in this order they arrive, too.
fn hand_over(view: &WebView, request: &FileChooserRequest, paths: Vec<PathBuf>) {
    let (view, request) = (view.clone(), request.clone());
    gtk::glib::MainContext::default().spawn_local(async move {
        // A folder may be large, and on another computer.
        let files = gtk::gio::spawn_blocking(move || files_of(&paths)).await.unwrap_or_default();
        let places: Vec<&str> = files.iter().map(|(_, place)| place.as_str()).collect();
        let places = serde_json::to_string(&places).unwrap_or_default();
        let script = format!("window.__renderonlineFiles?.paths({places})");
        view.evaluate_javascript(&script, None, None, None::<&gtk::gio::Cancellable>, |_| {});
        let chosen: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        if chosen.is_empty() { request.cancel() } else { request.select_files(&chosen) }
    });
}

fn choose_folder(view: &WebView, request: &FileChooserRequest) {
    let parent = view.toplevel().and_then(|top| gtk::glib::Cast::downcast::<gtk::Window>(top).ok());
    let action = gtk::FileChooserAction::SelectFolder;
    let title = parent.as_ref().and_then(GtkWindowExt::title);
    let dialog = gtk::FileChooserNative::new(title.as_deref(), parent.as_ref(), action, None, None);
    let (view, request) = (view.clone(), request.clone());
    // The dialog lives until it has answered.
    let kept = Rc::new(RefCell::new(Some(dialog.clone())));
    dialog.connect_response(move |dialog, response| {
        let chosen = (response == gtk::ResponseType::Accept).then(|| dialog.filename()).flatten();
        hand_over(&view, &request, chosen.into_iter().collect());
        kept.borrow_mut().take();
    });
    dialog.show();
}

/// The files of folders, and files, each with its place from the folder on: `shot/textures/wood.png`. Links to folders
/// are not followed: they may lead in circles.
fn files_of(paths: &[PathBuf]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            look_through(path, name, 0, &mut files);
        } else if let Some(text) = path.to_str() {
            files.push((text.to_owned(), name.to_owned()));
        }
    }
    files
}

fn look_through(folder: &Path, place: &str, depth: usize, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if files.len() >= MOST_FILES || depth >= MOST_LEVELS {
            return;
        }
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else { continue };
        let (Some(text), Ok(name)) = (path.to_str(), entry.file_name().into_string()) else { continue };
        let place = format!("{place}/{name}");
        if kind.is_dir() {
            look_through(&path, &place, depth + 1, files);
        } else if path.is_file() {
            files.push((text.to_owned(), place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_the_script_with_numbers_and_nothing_else() {
        assert_eq!(call("drop", &[10.25, 20.0]), "window.__renderonlineFiles?.drop(10.2, 20.0)");
        assert_eq!(call("leave", &[]), "window.__renderonlineFiles?.leave()");
    }

    #[test]
    fn finds_the_files_of_folders_and_follows_no_circles() {
        let root = tempfile::tempdir().unwrap();
        let shot = root.path().join("shot");
        std::fs::create_dir_all(shot.join("textures")).unwrap();
        std::fs::write(shot.join("shot.blend"), "").unwrap();
        std::fs::write(shot.join("textures/wood.png"), "").unwrap();
        std::fs::write(root.path().join("notes.txt"), "").unwrap();
        std::os::unix::fs::symlink(&shot, shot.join("circle")).unwrap();
        let found = files_of(&[shot.clone(), root.path().join("notes.txt")]);
        let mut places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
        places.sort_unstable();
        assert_eq!(places, ["notes.txt", "shot/shot.blend", "shot/textures/wood.png"]);
        assert!(found.iter().all(|(path, _)| Path::new(path).is_absolute()));
    }
}
