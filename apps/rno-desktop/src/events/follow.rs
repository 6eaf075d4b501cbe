//! Follows one farm's events for as long as the program runs, through breaks, restarts, logins and logouts.

use super::sse::SseParser;
use super::tasks::{Change, Task, Tasks};
use crate::proxy::serve::Farm;
use crate::upstream::Failure;
use http_body_util::BodyExt;
use hyper::Method;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

const PAGE: &str = "/renderapi/v2/tasks?state=running&state=queued&state=paused&limit=100";
const PAGE_LIMIT: Duration = Duration::from_secs(30);
const MOST_PAGE_BYTES: usize = 16 << 20;
/// RenderAPI says something at least that often, if only a comment.
const SILENCE_LIMIT: Duration = Duration::from_secs(90);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What is told to the shell.
pub trait Listener: Send + Sync {
    /// The tasks that run now.
    fn running(&self, tasks: Vec<Task>);
    /// A task that was seen unfinished has ended.
    fn ended(&self, task: Task);
}

/// Why following stopped for the moment.
enum Stop {
    /// Nobody is logged in.
    LoggedOut,
    Broke,
}

/// Runs until it is dropped.
pub async fn follow_events(farm: Arc<Farm>, listener: Arc<dyn Listener>) {
    let mut logins = farm.jar.watch();
    let mut pause = FIRST_PAUSE;
    let mut place = Place::default();
    loop {
        logins.mark_unchanged();
        let began = tokio::time::Instant::now();
        match follow_once(&farm, listener.as_ref(), &mut place, &mut logins).await {
            Stop::LoggedOut => {
                place = Place::default();
                listener.running(Vec::new());
                if logins.changed().await.is_err() {
                    return;
                }
                pause = FIRST_PAUSE;
            }
            Stop::Broke => {
                if began.elapsed() > LONGEST_PAUSE {
                    pause = FIRST_PAUSE;
                }
                // Many windows lose the same RenderAPI at once: they do not come back all together.
                let jitter = f64::from(crate::proxy::secret::random_bytes::<1>()[0]) / 256.0;
                let _ = timeout(pause.mul_f64(0.5 + jitter / 2.0), logins.changed()).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// How far it has got.
#[derive(Default)]
struct Place {
    tasks: Tasks,
    cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    tasks: Vec<Task>,
    event_cursor: String,
}

async fn follow_once(
    farm: &Farm,
    listener: &dyn Listener,
    place: &mut Place,
    logins: &mut watch::Receiver<u64>,
) -> Stop {
    if place.cursor.is_none()
        && let Err(stop) = read_page(farm, place).await
    {
        return stop;
    }
    listener.running(place.tasks.running());
    let Some(cookie) = farm.jar.header_for("/renderapi/v2/events") else { return Stop::LoggedOut };
    let cursor: String =
        url::form_urlencoded::byte_serialize(place.cursor.as_deref().unwrap_or_default().as_bytes())
            .collect();
    let upstream = farm.upstream();
    let path = format!("/renderapi/v2/events?after={cursor}");
    let Ok(mut request) = upstream.get_request(&path, Some(&cookie)) else { return Stop::Broke };
    request.headers_mut().insert("accept", hyper::header::HeaderValue::from_static("text/event-stream"));
    let answer = match timeout(PAGE_LIMIT, upstream.send(request)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) | Err(_) => return Stop::Broke,
    };
    if !answer.status().is_success() {
        // A cursor of a farm that was set up anew leads nowhere.
        place.cursor = None;
        return stop_of_status(answer.status().as_u16());
    }
    let mut body = answer.into_body();
    let mut parser = SseParser::default();
    loop {
        let frame = tokio::select! {
            frame = timeout(SILENCE_LIMIT, body.frame()) => frame,
            // Another person may have logged in.
            _ = logins.changed() => { *place = Place::default(); return Stop::Broke; }
        };
        let Ok(Some(Ok(frame))) = frame else { return Stop::Broke };
        let Some(bytes) = frame.data_ref() else { continue };
        let Ok(events) = parser.push(bytes) else { return Stop::Broke };
        for event in events {
            match place.tasks.apply(&event.name, &event.data) {
                Change::None => {}
                Change::Shown => listener.running(place.tasks.running()),
                Change::Ended(task) => {
                    listener.ended(task);
                    listener.running(place.tasks.running());
                }
            }
        }
        if let Some(id) = parser.last_id() {
            place.cursor = Some(id.to_owned());
        }
    }
}

async fn read_page(farm: &Farm, place: &mut Place) -> Result<(), Stop> {
    let Some(cookie) = farm.jar.header_for(PAGE) else { return Err(Stop::LoggedOut) };
    let answer = farm.upstream().ask(Method::GET, PAGE, Some(&cookie), PAGE_LIMIT, MOST_PAGE_BYTES).await;
    let (status, body) = answer.map_err(|_: Failure| Stop::Broke)?;
    if status != 200 {
        return Err(stop_of_status(status));
    }
    let page: Page = serde_json::from_slice(&body).map_err(|_| Stop::Broke)?;
    place.tasks.start_with(page.tasks);
    place.cursor = Some(page.event_cursor);
    Ok(())
}

fn stop_of_status(status: u16) -> Stop {
    if status == 401 { Stop::LoggedOut } else { Stop::Broke }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::testing::{TestServer, farm_of, serve};
    use crate::upstream::{AnyError, Body, whole_body};
    use bytes::Bytes;
    use hyper::body::Frame;
    use hyper::{Response, StatusCode};
    use serde_json::{Value, json};
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

    struct Heard(UnboundedSender<String>);

    impl Listener for Heard {
        fn running(&self, tasks: Vec<Task>) {
            let shown: Vec<String> =
                tasks.iter().map(|task| format!("{} {}%", task.task_id, task.percent())).collect();
            let _ = self.0.send(format!("running [{}]", shown.join(", ")));
        }

        fn ended(&self, task: Task) {
            let _ = self.0.send(format!("{} {}", task.task_id, task.state));
        }
    }

    fn task(state: &str, done: u64) -> Value {
        let progress = json!({ "framesDone": done, "framesTotal": 4, "etaMs": null });
        json!({ "taskId": 7, "state": state, "fileName": "shot.blend", "progress": progress })
    }

    fn events(pieces: Vec<String>) -> Response<Body> {
        let pieces = pieces.into_iter().map(|piece| Ok::<_, AnyError>(Frame::data(Bytes::from(piece))));
        let body = http_body_util::StreamBody::new(futures_util::stream::iter(pieces));
        Response::new(BodyExt::boxed_unsync(body))
    }

    fn told(id: &str, state: &str, done: u64) -> String {
        format!("id: {id}\nevent: task\ndata: {}\n\n", json!({ "userId": 1, "task": task(state, done) }))
    }

    /// A farm whose stream breaks after each event, and which knows one session.
    async fn breaking_farm() -> TestServer {
        serve(|request| {
            if request.headers().get("cookie").is_none_or(|cookie| cookie != "rno=good") {
                return Response::builder().status(StatusCode::UNAUTHORIZED).body(whole_body("{}")).unwrap();
            }
            let uri = request.uri().to_string();
            match uri.strip_prefix("/renderapi/v2/events?after=") {
                Some("a") => events(vec![told("b%", "running", 3)]),
                Some("b%25") => events(vec![told("c", "succeeded", 4)]),
                Some(_) => events(vec![": quiet\n\n".to_owned()]),
                None => {
                    assert!(uri.starts_with("/renderapi/v2/tasks?"), "{uri}");
                    let page =
                        json!({ "tasks": [task("running", 1)], "eventCursor": "a", "nextBefore": null });
                    Response::new(whole_body(page.to_string()))
                }
            }
        })
        .await
    }

    async fn hear(heard: &mut UnboundedReceiver<String>, expected: &str) {
        let limit = Duration::from_secs(20);
        let until = async { while heard.recv().await.is_some_and(|said| said != expected) {} };
        assert!(timeout(limit, until).await.is_ok(), "{expected} was not said");
    }

    #[tokio::test]
    async fn goes_on_after_breaks_and_says_once_what_has_ended() {
        let server = breaking_farm().await;
        let farm = Arc::new(farm_of(&server.address, &["rno=good"]));
        let (sender, mut heard) = unbounded_channel();
        let following = tokio::spawn(follow_events(farm, Arc::new(Heard(sender))));
        hear(&mut heard, "running [7 25%]").await;
        hear(&mut heard, "running [7 75%]").await;
        hear(&mut heard, "7 succeeded").await;
        hear(&mut heard, "running []").await;
        following.abort();
    }

    #[tokio::test]
    async fn waits_for_a_login_and_forgets_at_logout() {
        let server = breaking_farm().await;
        let farm = Arc::new(farm_of(&server.address, &["rno=old"]));
        let (sender, mut heard) = unbounded_channel();
        let following = tokio::spawn(follow_events(farm.clone(), Arc::new(Heard(sender))));
        hear(&mut heard, "running []").await;
        farm.jar.take(["rno=good"].into_iter());
        hear(&mut heard, "running [7 25%]").await;
        farm.jar.take(["rno=; Max-Age=0"].into_iter());
        hear(&mut heard, "running []").await;
        following.abort();
    }
}
