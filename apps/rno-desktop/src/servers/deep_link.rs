//! `renderonline://task/12?server=studio`: links that open a task in its window. Anybody can make one, so a link
//! only ever chooses among servers that are known, and never adds, trusts or submits anything.

use super::server::Server;
use crate::servers::address::Address;
use url::Url;

/// The scheme that the system hands to this program.
pub const SCHEME: &str = "renderonline";

const MOST_CHARACTERS: usize = 2000;

/// What a link asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeepLink {
    pub task_id: u64,
    /// Name or address of a server.
    pub server: Option<String>,
}

/// Which of the known servers a link means.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant<'a> {
    Server(&'a Server),
    /// The link names none, and there is none or more than one; or several are called so.
    Unclear,
    /// It names one that is not known.
    Unknown,
}

impl DeepLink {
    /// Reads a link; `None` for everything that is not one.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MOST_CHARACTERS {
            return None;
        }
        let url = Url::parse(text.trim()).ok()?;
        if url.scheme() != SCHEME || url.host_str() != Some("task") || !url.username().is_empty() {
            return None;
        }
        let digits = url.path().strip_prefix('/')?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let task_id = digits.parse::<u64>().ok().filter(|id| *id > 0 && *id <= MOST_OF_AN_ID)?;
        let server =
            url.query_pairs().find(|(name, _)| name == "server").map(|(_, value)| value.into_owned());
        Some(Self { task_id, server: server.filter(|name| !name.trim().is_empty()) })
    }

    /// The page of the task, as the web client has it.
    pub fn path(&self) -> String {
        format!("/tasks/{}", self.task_id)
    }

    /// Looks for the server among those that are known: by address, then by name without case.
    pub fn choose<'a>(&self, servers: &'a [Server]) -> Meant<'a> {
        let Some(wanted) = self.server.as_deref().map(str::trim) else {
            return match servers {
                [only] => Meant::Server(only),
                _ => Meant::Unclear,
            };
        };
        let addresses = Address::candidates(wanted).unwrap_or_default();
        let by_address = servers.iter().find(|server| addresses.contains(&server.address));
        if let Some(server) = by_address {
            return Meant::Server(server);
        }
        let is_called_so = |server: &&Server| server.name.to_lowercase() == wanted.to_lowercase();
        match servers.iter().filter(is_called_so).collect::<Vec<_>>()[..] {
            [] => Meant::Unknown,
            [only] => Meant::Server(only),
            _ => Meant::Unclear,
        }
    }
}

/// JavaScript, which shows the page, knows no larger integers.
const MOST_OF_AN_ID: u64 = (1 << 53) - 1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::server::ServerId;

    fn server(name: &str, address: &str) -> Server {
        let address = Address::parse(address).unwrap();
        Server { id: ServerId::random(), name: name.to_owned(), address, pin: None, port: None }
    }

    #[test]
    fn reads_links() {
        let link = DeepLink::parse("renderonline://task/12?server=Studio%20Nord").unwrap();
        assert_eq!(link, DeepLink { task_id: 12, server: Some("Studio Nord".to_owned()) });
        assert_eq!(link.path(), "/tasks/12");
        assert_eq!(DeepLink::parse("renderonline://task/7").unwrap().server, None);
        assert_eq!(DeepLink::parse(" renderonline://task/7?server= ").unwrap().server, None);
    }

    #[test]
    fn refuses_what_is_no_link_to_a_task() {
        for text in [
            "",
            "renderonline:",
            "renderonline://task",
            "renderonline://task/",
            "renderonline://task/0",
            "renderonline://task/-1",
            "renderonline://task/+1",
            "renderonline://task/1x",
            "renderonline://task/1/../2/x",
            "renderonline://task/%31",
            "renderonline://task/9007199254740992",
            "renderonline://task/99999999999999999999999",
            "renderonline://server/1",
            "renderonline://evil@task/1",
            "https://task/1",
            "javascript:alert(1)",
        ] {
            assert_eq!(DeepLink::parse(text), None, "{text}");
        }
        assert_eq!(DeepLink::parse(&format!("renderonline://task/1?server={}", "a".repeat(2000))), None);
    }

    #[test]
    fn chooses_among_known_servers_only() {
        let servers = [server("Studio", "https://farm.example:5000"), server("Home", "http://10.0.0.2:5000")];
        let choose = |text: &str| match DeepLink::parse(text).unwrap().choose(&servers) {
            Meant::Server(server) => server.name.clone(),
            other => format!("{other:?}"),
        };
        assert_eq!(choose("renderonline://task/1?server=studio"), "Studio");
        assert_eq!(choose("renderonline://task/1?server=farm.example:5000"), "Studio");
        assert_eq!(choose("renderonline://task/1?server=http%3A%2F%2F10.0.0.2%3A5000"), "Home");
        assert_eq!(choose("renderonline://task/1?server=10.0.0.2:5000"), "Home");
        assert_eq!(choose("renderonline://task/1?server=https%3A%2F%2Fevil.example"), "Unknown");
        assert_eq!(choose("renderonline://task/1"), "Unclear");
        let twins = [server("Studio", "https://a.example"), server("STUDIO", "https://b.example")];
        assert_eq!(
            DeepLink::parse("renderonline://task/1?server=studio").unwrap().choose(&twins),
            Meant::Unclear
        );
    }

    #[test]
    fn needs_no_name_when_there_is_one_server() {
        let servers = [server("Studio", "https://farm.example:5000")];
        let link = DeepLink::parse("renderonline://task/1").unwrap();
        assert_eq!(link.choose(&servers), Meant::Server(&servers[0]));
        assert_eq!(link.choose(&[]), Meant::Unclear);
    }
}
