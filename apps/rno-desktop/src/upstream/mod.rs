//! The connection to one RenderAPI.

pub mod log_out;
pub mod probe;
#[cfg(test)]
pub mod testing;

use crate::servers::address::Address;
use crate::tls::pinning::{Refusal, refusal_in};
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Empty, Full, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::Duration;

pub type AnyError = Box<dyn std::error::Error + Send + Sync>;
/// Whatever is sent, as a stream.
pub type Body = UnsyncBoxBody<Bytes, AnyError>;

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// A peer that was unplugged answers nothing, not even that it is gone: asked every so often, it is given up after
/// `KEEPALIVE` and three times `KEEPALIVE_EVERY`.
const KEEPALIVE: Duration = Duration::from_secs(30);
const KEEPALIVE_EVERY: Duration = Duration::from_secs(10);

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Its certificate was not accepted.
    Refused(Box<Refusal>),
    /// Nobody there, or it broke off.
    Unreachable(String),
    /// Somebody else answers.
    NotRenderApi(String),
}

/// Sends requests to one address, over connections that are kept for the next one.
pub struct Upstream {
    address: Address,
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Upstream {
    /// Connects when the first request is sent.
    pub fn new(address: Address, tls: rustls::ClientConfig) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT_LIMIT));
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE_EVERY));
        tcp.set_keepalive_retries(Some(3));
        #[cfg(any(target_os = "linux", target_os = "android"))]
        tcp.set_tcp_user_timeout(Some(KEEPALIVE + 3 * KEEPALIVE_EVERY));
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(https);
        Self { address, client }
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Sends a request whose URI is a path and query of this address; the body of the answer is a stream.
    pub async fn send(&self, mut request: Request<Body>) -> Result<Response<Incoming>, Failure> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let uri = format!("{}{path}", self.address);
        *request.uri_mut() =
            uri.parse().map_err(|error: hyper::http::uri::InvalidUri| unreachable(&error))?;
        self.client.request(request).await.map_err(|error| match refusal_in(&error) {
            Some(refusal) => Failure::Refused(Box::new(refusal)),
            None => unreachable(&error),
        })
    }

    /// A request without a body whose answer is small and must be here soon: status and body.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        cookie: Option<&str>,
        limit: Duration,
        most_bytes: usize,
    ) -> Result<(u16, Bytes), Failure> {
        let whole = async {
            let answer = self.send(self.request(method, path, cookie)?).await?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), most_bytes).collect().await;
            Ok((status, body.map_err(|error| unreachable(error.as_ref()))?.to_bytes()))
        };
        tokio::time::timeout(limit, whole)
            .await
            .unwrap_or_else(|_| Err(Failure::Unreachable(format!("no answer within {} s", limit.as_secs()))))
    }

    /// A GET to be sent, with the headers that every request has.
    pub fn get_request(&self, path: &str, cookie: Option<&str>) -> Result<Request<Body>, Failure> {
        self.request(Method::GET, path, cookie)
    }

    fn request(&self, method: Method, path: &str, cookie: Option<&str>) -> Result<Request<Body>, Failure> {
        let mut builder =
            Request::builder().method(method).uri(path).header("host", self.address.authority());
        if let Some(cookie) = cookie {
            builder = builder.header("cookie", cookie);
        }
        builder.body(no_body()).map_err(|error| unreachable(&error))
    }
}

/// The body of a request or answer that has none.
pub fn no_body() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// A body that is here already.
pub fn whole_body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// The innermost error says what happened; those around it say only where.
fn unreachable(error: &(dyn std::error::Error + 'static)) -> Failure {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    Failure::Unreachable(innermost.to_string())
}
