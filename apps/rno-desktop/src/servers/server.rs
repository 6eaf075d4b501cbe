//! A farm as it is remembered.

use super::address::Address;
use crate::tls::fingerprint::Fingerprint;
use serde::{Deserialize, Serialize};

/// Longer names are cut.
const MOST_CHARACTERS_OF_NAME: usize = 80;

/// Names a server in files, windows and the keychain: letters and digits only, so that it can be part of any of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServerId(String);

impl ServerId {
    /// A new one, of 64 random bits.
    pub fn random() -> Self {
        let bytes = crate::proxy::secret::random_bytes::<8>();
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As macOS names what a web view keeps.
    #[cfg(target_os = "macos")]
    pub fn as_data_store(&self) -> [u8; 16] {
        self.0.as_bytes().try_into().expect("an id has 16 characters")
    }
}

impl TryFrom<String> for ServerId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_good = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_good { Ok(Self(text)) } else { Err("not an id of a server") }
    }
}

impl From<ServerId> for String {
    fn from(id: ServerId) -> Self {
        id.0
    }
}

/// One farm of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub id: ServerId,
    pub name: String,
    pub address: Address,
    /// The certificate that was trusted by hand; no other one is accepted then.
    pub pin: Option<Fingerprint>,
    /// Of the proxy on this computer. Kept, because what the web client remembers belongs to its origin.
    pub port: Option<u16>,
}

/// What people call a server: one line, trimmed, never empty.
pub fn tidy_name(name: &str, address: &Address) -> String {
    let tidy: String = name.chars().filter(|character| !character.is_control()).collect();
    let tidy: String = tidy.trim().chars().take(MOST_CHARACTERS_OF_NAME).collect();
    if tidy.is_empty() { address.authority() } else { tidy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_ids_that_differ_and_can_be_read_back() {
        let (one, other) = (ServerId::random(), ServerId::random());
        assert_ne!(one, other);
        assert_eq!(ServerId::try_from(String::from(one.clone())), Ok(one));
    }

    #[test]
    fn refuses_ids_that_would_lead_elsewhere() {
        for text in ["", "../../etc", "0123456789ABCDEF", "0123456789abcdef0", "0123456789abcde/"] {
            assert!(ServerId::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn names_are_one_short_line() {
        let address = Address::parse("https://farm.example:5000").unwrap();
        assert_eq!(tidy_name("  Studio\u{7}\n ", &address), "Studio");
        assert_eq!(tidy_name(" \t", &address), "farm.example:5000");
        assert_eq!(tidy_name(&"ü".repeat(200), &address).chars().count(), 80);
    }
}
