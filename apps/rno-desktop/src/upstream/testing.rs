//! Real servers on this computer, for tests.

use super::{Body, Upstream};
use crate::credentials::jar::Jar;
use crate::proxy::serve::Farm;
use crate::servers::address::Address;
use crate::settings::Language;
use crate::tls::client_config::{client_config, system_verifier};
use crate::tls::fingerprint::Fingerprint;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A server that runs until it is dropped.
pub struct TestServer {
    pub address: Address,
    task: JoinHandle<()>,
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers every request without looking at its body.
pub async fn serve(
    answer: impl Fn(Request<Incoming>) -> Response<Body> + Send + Sync + 'static,
) -> TestServer {
    serve_async(move |request| {
        let answered = answer(request);
        async move { answered }
    })
    .await
}

/// Answers every request, over plain HTTP.
pub async fn serve_async<F: Future<Output = Response<Body>> + Send + 'static>(
    answer: impl Fn(Request<Incoming>) -> F + Send + Sync + 'static,
) -> TestServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Address::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let answer = Arc::new(answer);
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(speak_http(stream, answer.clone()));
        }
    });
    TestServer { address, task }
}

/// Answers every request over TLS with this certificate and key.
pub async fn serve_tls(certificate: &rcgen::CertifiedKey<rcgen::KeyPair>) -> TestServer {
    let provider = crate::tls::client_config::provider();
    let key = rustls::pki_types::PrivateKeyDer::try_from(certificate.signing_key.serialize_der()).unwrap();
    let key = provider.key_provider.load_private_key(key).unwrap();
    // Not checked whether the two belong together: a thief's do not.
    let both = rustls::sign::CertifiedKey::new(vec![certificate.cert.der().clone()], key);
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(both)));
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Address::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    let answer =
        Arc::new(|_: Request<Incoming>| async { Response::new(super::whole_body("{\"status\":\"ok\"}")) });
    let task = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, answer) = (acceptor.clone(), answer.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    speak_http(stream, answer).await;
                }
            });
        }
    });
    TestServer { address, task }
}

async fn speak_http<F: Future<Output = Response<Body>> + Send + 'static>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    answer: Arc<impl Fn(Request<Incoming>) -> F + Send + Sync + 'static>,
) {
    let service = service_fn(move |request| {
        let answered = answer(request);
        async move { Ok::<_, Infallible>(answered.await) }
    });
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// A connection that accepts what the system does, or the pinned certificate alone.
pub fn upstream_of(address: &Address, pin: Option<Fingerprint>) -> Upstream {
    Upstream::new(address.clone(), client_config(system_verifier().unwrap(), pin).unwrap())
}

/// A farm whose jar has these cookies.
pub fn farm_of(address: &Address, cookies: &[&str]) -> Farm {
    let jar = Jar::of(None);
    jar.take(cookies.iter().copied());
    Farm::new(upstream_of(address, None), Arc::new(jar), Box::new(|_| {}), Box::new(|| Language::En))
}
