//! One download.

use crate::atomic_file::{aside, sync_folder};
use crate::problem::Problem;
use crate::proxy::serve::Farm;
use crate::upstream::Failure;
use http_body_util::BodyExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

/// RenderAPI may have to look for a moment before it begins.
const BEGINNING_LIMIT: Duration = Duration::from_secs(120);
const SILENCE_LIMIT: Duration = Duration::from_secs(120);

/// Saves what is at `path` of the farm as `destination`: written aside, synced, renamed. Dropped or failed, it leaves
/// nothing, and a file that was there before stays as it was.
///
/// `on_progress` is told the bytes that are here and how many there will be, when that is known.
///
/// # Errors
/// `download-refused`, `download-broke-off`, `disk`.
pub async fn save(
    farm: &Farm,
    path: &str,
    destination: &Path,
    mut on_progress: impl FnMut(u64, Option<u64>),
) -> Result<u64, Problem> {
    let upstream = farm.upstream();
    let request = upstream.get_request(path, farm.jar.header_for(path).as_deref()).map_err(broke_off)?;
    let answer = timeout(BEGINNING_LIMIT, upstream.send(request)).await.map_err(|_| stands_still())?;
    let answer = answer.map_err(broke_off)?;
    if !answer.status().is_success() {
        return Err(Problem::new(
            "download-refused",
            format!("{path} was answered with {}", answer.status()),
        ));
    }
    let mut body = answer.into_body();
    let total = hyper::body::Body::size_hint(&body).exact();
    let part = Part::create(destination).await?;
    let mut file = part.file;
    let mut received = 0;
    while let Some(frame) = timeout(SILENCE_LIMIT, body.frame()).await.map_err(|_| stands_still())? {
        let frame = frame.map_err(|error| Problem::new("download-broke-off", error.to_string()))?;
        let Some(bytes) = frame.data_ref() else { continue };
        file.write_all(bytes).await.map_err(disk)?;
        received += bytes.len() as u64;
        on_progress(received, total);
    }
    file.flush().await.map_err(disk)?;
    file.sync_all().await.map_err(disk)?;
    drop(file);
    part.guard.become_whole(destination)?;
    Ok(received)
}

struct Part {
    file: File,
    guard: Guard,
}

impl Part {
    async fn create(destination: &Path) -> Result<Self, Problem> {
        let path = aside(destination);
        let file = File::options().write(true).create_new(true).open(&path).await.map_err(disk)?;
        Ok(Self { file, guard: Guard { path: Some(path) } })
    }
}

/// Removes the file unless it has become whole.
struct Guard {
    path: Option<PathBuf>,
}

impl Guard {
    fn become_whole(mut self, destination: &Path) -> Result<(), Problem> {
        let Some(path) = &self.path else { return Ok(()) };
        std::fs::rename(path, destination).map_err(disk)?;
        self.path = None;
        sync_folder(destination);
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn broke_off(failure: Failure) -> Problem {
    let detail = match failure {
        Failure::Refused(refusal) => refusal.to_string(),
        Failure::Unreachable(why) | Failure::NotRenderApi(why) => why,
    };
    Problem::new("download-broke-off", detail)
}

fn stands_still() -> Problem {
    Problem::new("download-broke-off", format!("nothing came for {} s", SILENCE_LIMIT.as_secs()))
}

fn disk(error: std::io::Error) -> Problem {
    Problem::new("disk", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::testing::{farm_of, serve};
    use hyper::Response;

    fn files(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn saves_whole_files_and_says_how_far_it_is() {
        let bytes = vec![7; 3_000_000];
        let content = bytes.clone();
        let server = serve(move |request| {
            assert_eq!(request.headers()["cookie"], "rno=session");
            Response::new(crate::upstream::whole_body(content.clone()))
        })
        .await;
        let farm = farm_of(&server.address, &["rno=session"]);
        let folder = tempfile::tempdir().unwrap();
        let destination = folder.path().join("frames.zip");
        let mut seen = Vec::new();
        let saved = save(&farm, "/file", &destination, |received, total| seen.push((received, total))).await;
        assert_eq!(saved, Ok(3_000_000));
        assert_eq!(std::fs::read(&destination).unwrap(), bytes);
        assert_eq!(seen.last(), Some(&(3_000_000, Some(3_000_000))));
        assert_eq!(files(folder.path()), ["frames.zip"]);
    }

    #[tokio::test]
    async fn leaves_what_was_there_when_it_is_refused_or_breaks_off() {
        let server = serve(|request| {
            if request.uri().path() == "/refused" {
                return Response::builder().status(410).body(crate::upstream::no_body()).unwrap();
            }
            let pieces = vec![Ok(hyper::body::Frame::data("half".into())), Err("broke".into())];
            let body = http_body_util::StreamBody::new(futures_util::stream::iter(pieces));
            Response::new(http_body_util::BodyExt::boxed_unsync(body))
        })
        .await;
        let farm = farm_of(&server.address, &[]);
        let folder = tempfile::tempdir().unwrap();
        let destination = folder.path().join("frames.zip");
        std::fs::write(&destination, "before").unwrap();
        for (path, code) in [("/refused", "download-refused"), ("/breaks", "download-broke-off")] {
            assert_eq!(save(&farm, path, &destination, |_, _| {}).await.unwrap_err().code, code);
            assert_eq!(std::fs::read_to_string(&destination).unwrap(), "before");
            assert_eq!(files(folder.path()), ["frames.zip"]);
        }
    }

    #[tokio::test]
    async fn leaves_nothing_when_it_is_canceled() {
        let (started, has_started) = tokio::sync::oneshot::channel();
        let mut started = Some(started);
        let server = serve(|_| {
            let first = futures_util::stream::iter([Ok(hyper::body::Frame::data("half".into()))]);
            let endless = futures_util::StreamExt::chain(first, futures_util::stream::pending());
            Response::new(http_body_util::BodyExt::boxed_unsync(http_body_util::StreamBody::new(endless)))
        })
        .await;
        let farm = farm_of(&server.address, &[]);
        let folder = tempfile::tempdir().unwrap();
        let destination = folder.path().join("frames.zip");
        let saving = save(&farm, "/endless", &destination, |_, _| {
            if let Some(started) = started.take() {
                started.send(()).unwrap();
            }
        });
        tokio::select! {
            _ = saving => panic!("it never ends"),
            started = has_started => started.unwrap(),
        }
        assert_eq!(files(folder.path()), Vec::<String>::new());
    }

    #[tokio::test]
    async fn says_that_a_folder_is_gone() {
        let server = serve(|_| Response::new(crate::upstream::whole_body("x"))).await;
        let farm = farm_of(&server.address, &[]);
        let folder = tempfile::tempdir().unwrap();
        let destination = folder.path().join("gone").join("frames.zip");
        assert_eq!(save(&farm, "/file", &destination, |_, _| {}).await.unwrap_err().code, "disk");
    }
}
