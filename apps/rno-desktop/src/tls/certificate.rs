//! A certificate as it is shown to the person who decides whether to trust it.

use super::fingerprint::Fingerprint;
use serde::Serialize;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// Longer names are cut: they come from a stranger.
const MOST_CHARACTERS: usize = 300;

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    pub subject: String,
    pub issuer: String,
    /// The hosts that it is for.
    pub hosts: Vec<String>,
    /// In seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    pub fingerprint: String,
}

impl Certificate {
    /// Of DER; what cannot be read is shown as empty, with the fingerprint all the same.
    pub fn of(der: &[u8]) -> Self {
        let fingerprint = Fingerprint::of(der).to_string();
        let Ok((_, parsed)) = X509Certificate::from_der(der) else {
            let empty = String::new();
            return Self {
                subject: empty.clone(),
                issuer: empty,
                hosts: vec![],
                not_before: 0,
                not_after: 0,
                fingerprint,
            };
        };
        Self {
            subject: printable(&parsed.subject().to_string()),
            issuer: printable(&parsed.issuer().to_string()),
            hosts: hosts_of(&parsed),
            not_before: parsed.validity().not_before.timestamp(),
            not_after: parsed.validity().not_after.timestamp(),
            fingerprint,
        }
    }
}

fn hosts_of(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(names)) = certificate.subject_alternative_name() else { return Vec::new() };
    let names = names.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DNSName(name) => Some(printable(name)),
        GeneralName::IPAddress(bytes) => ip_of(bytes),
        _ => None,
    });
    names.take(20).collect()
}

fn ip_of(bytes: &[u8]) -> Option<String> {
    if let Ok(v4) = <[u8; 4]>::try_from(bytes) {
        return Some(std::net::Ipv4Addr::from(v4).to_string());
    }
    <[u8; 16]>::try_from(bytes).ok().map(|v6| std::net::Ipv6Addr::from(v6).to_string())
}

fn printable(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(MOST_CHARACTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whom_it_is_for_and_how_long() {
        let made =
            rcgen::generate_simple_self_signed(["farm.example".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let shown = Certificate::of(made.cert.der());
        assert_eq!(shown.hosts, ["farm.example", "127.0.0.1"]);
        assert_eq!(shown.subject, shown.issuer);
        assert!(shown.not_before < shown.not_after);
        assert_eq!(shown.fingerprint, Fingerprint::of(made.cert.der()).to_string());
    }

    #[test]
    fn shows_rubbish_by_its_fingerprint_alone() {
        let shown = Certificate::of(b"no certificate at all");
        assert_eq!((shown.subject.as_str(), shown.hosts.len()), ("", 0));
        assert_eq!(shown.fingerprint.len(), 95);
    }
}
