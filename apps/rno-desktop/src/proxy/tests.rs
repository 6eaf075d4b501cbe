//! The proxy between a real client and a real server.

use super::serve::{Farm, Proxy};
use crate::servers::address::Address;
use crate::upstream::testing::{TestServer, farm_of, serve, serve_async};
use crate::upstream::{AnyError, Body, no_body, whole_body};
use bytes::Bytes;
use futures_util::StreamExt;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::{Request, Response, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, oneshot};

/// A web view: it has entered, and sends its cookie.
struct Window {
    client: Client<HttpConnector, Body>,
    proxy: Proxy,
    farm: Arc<Farm>,
    cookie: String,
}

impl Window {
    async fn open(farm: Farm) -> Self {
        let farm = Arc::new(farm);
        let proxy = Proxy::start(None, farm.clone()).await.unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let mut window = Self { client, proxy, farm, cookie: String::new() };
        let entrance = window.proxy.door.entrance("/start");
        let entered = window.client.get(entrance.parse().unwrap()).await.unwrap();
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        assert_eq!(entered.headers()["location"], "/start");
        let cookie = entered.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap().clone_into(&mut window.cookie);
        window
    }

    fn request(&self, path: &str) -> hyper::http::request::Builder {
        Request::builder().uri(format!("{}{path}", self.proxy.door.origin())).header("cookie", &self.cookie)
    }

    async fn send(&self, request: Request<Body>) -> Response<Incoming> {
        self.client.request(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response<Incoming> {
        self.send(self.request(path).body(no_body()).unwrap()).await
    }
}

async fn text(response: Response<Incoming>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// Tells what it was asked, as text.
async fn echo() -> TestServer {
    serve(|request| {
        let headers = request.headers();
        let header = |name: &str| headers.get(name).map_or("-", |value| value.to_str().unwrap()).to_owned();
        let seen = format!(
            "{} {} host={} origin={} cookie={} range={}",
            request.method(),
            request.uri(),
            header("host"),
            header("origin"),
            header("cookie"),
            header("range")
        );
        Response::new(whole_body(seen))
    })
    .await
}

#[tokio::test]
async fn forwards_a_request_as_if_it_came_from_the_farms_own_page() {
    let server = echo().await;
    let window = Window::open(farm_of(&server.address, &["rno=session"])).await;
    let request = window.request("/renderapi/v2/tasks?limit=1%202").method("POST");
    let request = request.header("origin", window.proxy.door.origin()).header("range", "bytes=1-2");
    let answer = window.send(request.body(no_body()).unwrap()).await;
    let host = server.address.authority();
    assert_eq!(
        text(answer).await,
        format!(
            "POST /renderapi/v2/tasks?limit=1%202 host={host} origin=http://{host} cookie=rno=session range=bytes=1-2"
        )
    );
}

#[tokio::test]
async fn lets_nobody_in_without_the_secret() {
    let server = echo().await;
    let window = Window::open(farm_of(&server.address, &["rno=session"])).await;
    let without = Request::builder().uri(format!("{}/", window.proxy.door.origin()));
    let elsewhere = window.request("/").header("origin", "https://evil.example");
    let rebound = window.request("/").header("host", "evil.example");
    let again = Request::builder().uri(format!("{}/__enter?key=0", window.proxy.door.origin()));
    for request in [without, elsewhere, rebound, again] {
        let answer = window.send(request.body(no_body()).unwrap()).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(!text(answer).await.contains("rno=session"));
    }
}

#[tokio::test]
async fn keeps_the_session_from_the_web_view() {
    let server = serve(|request| {
        let is_known = request.headers().get("cookie").is_some_and(|cookie| cookie == "rno=secret");
        let cookie = match request.uri().path() {
            "/login" => "rno=secret; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=1000",
            "/logout" => "rno=; Path=/; Max-Age=0",
            _ => "",
        };
        let answer = Response::builder().status(if is_known { 200 } else { 401 });
        let answer = if cookie.is_empty() { answer } else { answer.header("set-cookie", cookie) };
        answer.body(no_body()).unwrap()
    })
    .await;
    let window = Window::open(farm_of(&server.address, &[])).await;
    assert_eq!(window.get("/me").await.status(), 401);
    let login = window.get("/login").await;
    assert!(!login.headers().contains_key("set-cookie"));
    assert_eq!(window.get("/me").await.status(), 200);
    assert!(window.farm.jar.to_keep().unwrap().contains("secret"));
    window.get("/logout").await;
    assert_eq!(window.get("/me").await.status(), 401);
    assert_eq!(window.farm.jar.to_keep(), None);
}

#[tokio::test]
async fn hands_on_each_piece_of_an_answer_when_it_comes() {
    let (pieces, receiver) = mpsc::unbounded_channel::<Bytes>();
    let receiver = Mutex::new(Some(receiver));
    let server = serve(move |_| {
        let receiver = receiver.lock().unwrap().take().unwrap();
        let stream = futures_util::stream::unfold(receiver, async |mut receiver| {
            let piece = receiver.recv().await?;
            Some((Ok::<_, AnyError>(Frame::data(piece)), receiver))
        });
        let answer = Response::builder().header("content-type", "text/event-stream");
        answer.body(BodyExt::boxed_unsync(StreamBody::new(stream))).unwrap()
    })
    .await;
    let window = Window::open(farm_of(&server.address, &[])).await;
    let mut body = window.get("/events").await.into_body();
    for piece in ["data: 1\n\n", "data: 2\n\n"] {
        pieces.send(piece.into()).unwrap();
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), piece);
    }
    // The farm notices that the window is gone.
    drop(body);
    pieces.closed().await;
}

#[tokio::test]
async fn hands_on_an_upload_piece_by_piece() {
    let (first, has_first) = oneshot::channel();
    let first = Mutex::new(Some(first));
    let server = serve_async(move |request| {
        let first = first.lock().unwrap().take();
        async move {
            let length = request.headers().get("content-length").cloned();
            let mut body = request.into_body();
            let piece = body.frame().await.unwrap().unwrap().into_data().unwrap();
            first.unwrap().send(piece.len()).unwrap();
            let mut total = piece.len();
            while let Some(frame) = body.frame().await {
                total += frame.unwrap().into_data().unwrap().len();
            }
            Response::new(whole_body(format!("{total} {length:?}")))
        }
    })
    .await;
    let window = Window::open(farm_of(&server.address, &[])).await;
    let begun = futures_util::stream::iter([Ok(Frame::data(Bytes::from_static(b"begin")))]);
    // The second half is not there before the farm has the first one.
    let rest = futures_util::stream::once(async move {
        assert_eq!(has_first.await.unwrap(), 5);
        Ok::<_, AnyError>(Frame::data(Bytes::from(vec![0; 5_000_000])))
    });
    let body = BodyExt::boxed_unsync(StreamBody::new(begun.chain(rest)));
    let answer = window.send(window.request("/upload").method("PUT").body(body).unwrap()).await;
    assert_eq!(text(answer).await, "5000005 None");
}

#[tokio::test]
async fn keeps_the_length_of_an_upload_that_says_it() {
    let server = serve(|request| {
        let length = request.headers().get("content-length").map(|value| value.to_str().unwrap().to_owned());
        Response::new(whole_body(length.unwrap_or_default()))
    })
    .await;
    let window = Window::open(farm_of(&server.address, &[])).await;
    let request = window.request("/upload").method("PATCH").body(whole_body("0123456789")).unwrap();
    assert_eq!(text(window.send(request).await).await, "10");
}

#[tokio::test]
async fn explains_itself_to_people_and_breaks_off_for_programs() {
    let server = echo().await;
    let address = server.address.clone();
    drop(server);
    let window = Window::open(farm_of(&address, &[])).await;
    let page = window.request("/").header("accept", "text/html").body(no_body()).unwrap();
    let answer = window.send(page).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert!(text(answer).await.contains("The farm does not answer"));
    let fetched =
        window.request("/renderapi/v2/tasks").header("sec-fetch-mode", "cors").body(no_body()).unwrap();
    assert!(window.client.request(fetched).await.is_err());
}

#[tokio::test]
async fn keeps_its_port_when_it_can_and_ends_when_it_is_dropped() {
    let server = echo().await;
    let address: Address = server.address.clone();
    let window = Window::open(farm_of(&address, &[])).await;
    let port = window.proxy.port();
    let farm = window.farm.clone();
    let beside = Proxy::start(Some(port), farm.clone()).await.unwrap();
    assert_ne!(beside.port(), port);
    drop(window);
    let again = loop {
        // The port is free as soon as the task has ended, which it does when it is next looked at.
        let again = Proxy::start(Some(port), farm.clone()).await.unwrap();
        if again.port() == port {
            break again;
        }
        tokio::task::yield_now().await;
    };
    drop(again);
}
