//! The proxy itself: HTTP/1.1 on a port of 127.0.0.1, everything as streams.

use super::door::Door;
use super::headers::{cookies_of, to_render_api, to_web_view};
use super::pages;
use crate::credentials::jar::Jar;
use crate::settings::Language;
use crate::upstream::{AnyError, Body, Failure, Upstream, whole_body};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

const HEADERS_LIMIT: Duration = Duration::from_secs(30);
/// A web view opens six for a host.
const MOST_CONNECTIONS: usize = 256;
/// How long nothing more can be accepted when the system has no more file descriptors.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// What the proxy needs of the shell.
pub struct Farm {
    upstream: Mutex<Arc<Upstream>>,
    pub jar: Arc<Jar>,
    /// Told of each request that got no answer.
    pub on_failure: Box<dyn Fn(&Failure) + Send + Sync>,
    pub language: Box<dyn Fn() -> Language + Send + Sync>,
}

impl Farm {
    pub fn new(
        upstream: Upstream,
        jar: Arc<Jar>,
        on_failure: Box<dyn Fn(&Failure) + Send + Sync>,
        language: Box<dyn Fn() -> Language + Send + Sync>,
    ) -> Self {
        Self { upstream: Mutex::new(Arc::new(upstream)), jar, on_failure, language }
    }

    /// The connection in use.
    pub fn upstream(&self) -> Arc<Upstream> {
        self.upstream.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on over another one, after a certificate was trusted or an address changed.
    pub fn use_upstream(&self, upstream: Upstream) {
        *self.upstream.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(upstream);
    }
}

/// A proxy that runs until it is dropped.
pub struct Proxy {
    pub door: Arc<Door>,
    port: u16,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Listens on `wanted` when it is free, else on a port that the system chooses.
    ///
    /// # Errors
    /// When this computer lets no port be opened.
    pub async fn start(wanted: Option<u16>, farm: Arc<Farm>) -> std::io::Result<Self> {
        let listener = match wanted {
            Some(port) => TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.ok(),
            None => None,
        };
        let listener = match listener {
            Some(listener) => listener,
            None => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
        };
        let port = listener.local_addr()?.port();
        let door = Arc::new(Door::new(port));
        let task = tokio::spawn(accept(listener, door.clone(), farm));
        Ok(Self { door, port, task })
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, door: Arc<Door>, farm: Arc<Farm>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    // Its connections end with the proxy.
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (door, farm) = (door.clone(), farm.clone());
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let (door, farm) = (door.clone(), farm.clone());
                async move { answer(request, &door, &farm).await }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEADERS_LIMIT);
            // A connection that breaks off is the web view's right.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

async fn answer(request: Request<Incoming>, door: &Door, farm: &Farm) -> std::io::Result<Response<Body>> {
    if request.uri().path() == "/__enter" {
        return Ok(enter(&request, door));
    }
    if !door.lets_in(request.headers()) {
        return Ok(page(StatusCode::FORBIDDEN, pages::FORBIDDEN.to_owned()));
    }
    let is_page = is_navigation(&request);
    match forward(request, farm).await {
        Ok(answer) => Ok(answer),
        Err(failure) => {
            (farm.on_failure)(&failure);
            if is_page {
                let address = farm.upstream().address().to_string();
                let html = pages::no_answer((farm.language)(), &address, &failure);
                return Ok(page(StatusCode::BAD_GATEWAY, html));
            }
            // As if there were no proxy: the client sees a connection that broke, and tries again.
            Err(std::io::Error::other("RenderAPI does not answer"))
        }
    }
}

fn enter(request: &Request<Incoming>, door: &Door) -> Response<Body> {
    let next = if request.method() == Method::GET && door.is_for_us(request.headers()) {
        door.enter(request.uri().query().unwrap_or_default())
    } else {
        None
    };
    let Some(next) = next else { return page(StatusCode::FORBIDDEN, pages::FORBIDDEN.to_owned()) };
    let answer = Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(LOCATION, next)
        .header(SET_COOKIE, door.cookie())
        .header(CACHE_CONTROL, "no-store")
        .header("referrer-policy", "no-referrer");
    answer.body(whole_body("")).unwrap_or_else(|_| page(StatusCode::FORBIDDEN, pages::FORBIDDEN.to_owned()))
}

async fn forward(request: Request<Incoming>, farm: &Farm) -> Result<Response<Body>, Failure> {
    let upstream = farm.upstream();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let cookie = farm.jar.header_for(&path);
    let (parts, body) = request.into_parts();
    let mut forwarded = Request::new(streamed(body));
    *forwarded.method_mut() = parts.method;
    *forwarded.uri_mut() = path.parse().map_err(|_| Failure::Unreachable("not a path".to_owned()))?;
    *forwarded.headers_mut() = to_render_api(&parts.headers, upstream.address(), cookie.as_deref());
    let (parts, body) = upstream.send(forwarded).await?.into_parts();
    farm.jar.take(cookies_of(&parts.headers));
    let mut answer = Response::new(streamed(body));
    *answer.status_mut() = parts.status;
    *answer.headers_mut() = to_web_view(&parts.headers, upstream.address());
    Ok(answer)
}

fn streamed(body: Incoming) -> Body {
    body.map_err(|error| -> AnyError { Box::new(error) }).boxed_unsync()
}

/// Whether a person sees the answer as a page.
fn is_navigation<T>(request: &Request<T>) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match header("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => {
            request.method() == Method::GET
                && header("accept").is_some_and(|accept| accept.contains("text/html"))
        }
    }
}

fn page(status: StatusCode, html: String) -> Response<Body> {
    let mut answer = Response::new(whole_body(html));
    *answer.status_mut() = status;
    *answer.headers_mut() = HeaderMap::from_iter([
        (CONTENT_TYPE, "text/html; charset=utf-8".parse().expect("a constant")),
        (CACHE_CONTROL, "no-store".parse().expect("a constant")),
        ("content-security-policy".parse().expect("a constant"), pages::POLICY.parse().expect("a constant")),
    ]);
    answer
}
