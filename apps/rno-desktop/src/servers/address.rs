//! Addresses of RenderAPIs as people type them.

use crate::problem::Problem;
use url::{Host, Url};

/// More than any address that people mean.
const MOST_CHARACTERS: usize = 300;

/// Where a RenderAPI is: scheme, host and port, and nothing behind them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    is_secure: bool,
    /// As it stands in a URL: IPv6 in brackets, names in punycode.
    host: String,
    port: u16,
}

impl Address {
    /// Reads `https://farm.example:5000`.
    ///
    /// # Errors
    /// `address-invalid` for anything but http and https, and for what has credentials, a path, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let invalid = |why: &str| Problem::new("address-invalid", format!("{why}: {}", shortened(text)));
        if text.len() > MOST_CHARACTERS {
            return Err(invalid("too long"));
        }
        let url = Url::parse(text.trim()).map_err(|error| invalid(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("no credentials belong into an address"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("nothing may follow host and port"));
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| invalid("no host"))?;
        let port = url.port_or_known_default().filter(|port| *port != 0).ok_or_else(|| invalid("no port"))?;
        Ok(Self { is_secure: url.scheme() == "https", host: host.to_owned(), port })
    }

    /// What somebody may have meant, best first: without a scheme encrypted comes before unencrypted.
    ///
    /// # Errors
    /// `address-invalid` when it can mean nothing.
    pub fn candidates(text: &str) -> Result<Vec<Self>, Problem> {
        if text.contains("://") {
            return Ok(vec![Self::parse(text)?]);
        }
        let text = text.trim().trim_end_matches('/');
        let secure = Self::parse(&format!("https://{text}"))?;
        let plain = Self::parse(&format!("http://{text}"))?;
        Ok(vec![secure, plain])
    }

    /// Whether what is said is encrypted on the way.
    pub fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Whether it never leaves this computer.
    pub fn is_loopback(&self) -> bool {
        match Host::parse(&self.host) {
            Ok(Host::Ipv4(ip)) => ip.is_loopback(),
            Ok(Host::Ipv6(ip)) => ip.is_loopback(),
            Ok(Host::Domain(name)) => name == "localhost",
            Err(_) => false,
        }
    }

    /// `https` or `http`.
    pub fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }

    /// For the header `Host`: the port only where it is not the scheme's own.
    pub fn authority(&self) -> String {
        let usual = if self.is_secure { 443 } else { 80 };
        if self.port == usual { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}://{}", self.scheme(), self.authority())
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(80).filter(|character| !character.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Address::candidates(text).unwrap().iter().map(Address::to_string).collect()
    }

    #[test]
    fn takes_what_people_type() {
        assert_eq!(shown("https://farm.example"), ["https://farm.example"]);
        assert_eq!(shown(" http://farm.local:5000/ "), ["http://farm.local:5000"]);
        assert_eq!(shown("farm.local:5000"), ["https://farm.local:5000", "http://farm.local:5000"]);
        assert_eq!(shown("localhost:5000"), ["https://localhost:5000", "http://localhost:5000"]);
        assert_eq!(shown("192.168.1.2"), ["https://192.168.1.2", "http://192.168.1.2"]);
        assert_eq!(shown("http://[::1]:5000"), ["http://[::1]:5000"]);
        assert_eq!(shown("HTTPS://Bücher.example:443"), ["https://xn--bcher-kva.example"]);
    }

    #[test]
    fn refuses_what_is_no_address_of_a_farm() {
        for text in [
            "",
            "   ",
            "http://",
            "ftp://farm",
            "file:///etc/passwd",
            "javascript://x",
            "https://user:token@farm.example",
            "https://farm.example/path",
            "https://farm.example?x=1",
            "https://farm.example#x",
            "farm.example:99999",
            "farm example",
            "https://farm.example:0",
            &"a".repeat(301),
        ] {
            let problem = Address::candidates(text).unwrap_err();
            assert_eq!(problem.code, "address-invalid", "{text}");
        }
    }

    #[test]
    fn knows_what_stays_on_this_computer() {
        for (text, is_loopback) in [
            ("http://127.0.0.1:5000", true),
            ("http://127.3.2.1", true),
            ("http://[::1]", true),
            ("http://localhost:5000", true),
            ("http://192.168.1.2", false),
            ("https://localhost.example", false),
        ] {
            assert_eq!(Address::parse(text).unwrap().is_loopback(), is_loopback, "{text}");
        }
    }
}
