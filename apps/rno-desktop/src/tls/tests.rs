//! Pinning against real TLS servers with certificates that nobody has signed.

use super::fingerprint::Fingerprint;
use super::pinning::Refusal;
use crate::upstream::probe::probe;
use crate::upstream::testing::{serve, serve_tls, upstream_of};
use crate::upstream::{Failure, whole_body};
use hyper::Response;

fn certificate(host: &str) -> rcgen::CertifiedKey<rcgen::KeyPair> {
    rcgen::generate_simple_self_signed([host.to_owned()]).unwrap()
}

fn refusal(result: Result<(), Failure>) -> Refusal {
    match result {
        Err(Failure::Refused(refusal)) => *refusal,
        other => panic!("not refused but {other:?}"),
    }
}

#[tokio::test]
async fn shows_a_certificate_that_the_system_does_not_know() {
    let made = certificate("farm.example");
    let server = serve_tls(&made).await;
    let Refusal::Unknown { certificate, reason } = refusal(probe(&upstream_of(&server.address, None)).await)
    else {
        panic!("nothing was pinned");
    };
    assert_eq!(certificate.fingerprint, Fingerprint::of(made.cert.der()).to_string());
    assert_eq!(certificate.hosts, ["farm.example"]);
    assert!(!reason.is_empty());
}

#[tokio::test]
async fn accepts_the_pinned_one_whatever_host_it_is_for() {
    let made = certificate("farm.example");
    let server = serve_tls(&made).await;
    let pin = Fingerprint::of(made.cert.der());
    assert_eq!(probe(&upstream_of(&server.address, Some(pin))).await, Ok(()));
}

#[tokio::test]
async fn refuses_any_other_than_the_pinned_one() {
    let (pinned, other) = (certificate("127.0.0.1"), certificate("127.0.0.1"));
    let server = serve_tls(&other).await;
    let pin = Fingerprint::of(pinned.cert.der());
    let refusal = refusal(probe(&upstream_of(&server.address, Some(pin.clone()))).await);
    let Refusal::Changed { certificate, pinned } = refusal else { panic!("it has changed") };
    assert_eq!(pinned, pin.to_string());
    assert_eq!(certificate.fingerprint, Fingerprint::of(other.cert.der()).to_string());
}

#[tokio::test]
async fn refuses_the_pinned_one_of_somebody_who_has_not_its_key() {
    let (real, thief) = (certificate("127.0.0.1"), certificate("127.0.0.1"));
    let pin = Fingerprint::of(real.cert.der());
    let stolen = rcgen::CertifiedKey { cert: real.cert, signing_key: thief.signing_key };
    let server = serve_tls(&stolen).await;
    let result = probe(&upstream_of(&server.address, Some(pin))).await;
    assert!(matches!(result, Err(Failure::Unreachable(_))), "{result:?}");
}

#[tokio::test]
async fn tells_others_from_a_render_api() {
    let server = serve(|_| Response::new(whole_body("<html>"))).await;
    assert!(matches!(probe(&upstream_of(&server.address, None)).await, Err(Failure::NotRenderApi(_))));
    let address = server.address.clone();
    drop(server);
    assert!(matches!(probe(&upstream_of(&address, None)).await, Err(Failure::Unreachable(_))));
}
