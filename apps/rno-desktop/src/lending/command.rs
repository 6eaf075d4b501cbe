//! What is started to lend this computer.

use crate::problem::Problem;
use crate::servers::server::Server;
use std::env;
use std::path::{Path, PathBuf};

/// Codes of RenderAPI are `ABCD-EFGH`; what is longer is none.
const MOST_CHARACTERS_OF_CODE: usize = 32;

/// Which farm to join first, and with what.
pub struct Joining<'a> {
    pub server: &'a Server,
    pub code: &'a str,
}

/// Arguments of `renderonline`; they never reach a shell.
///
/// # Errors
/// `pairing-code-invalid`
pub fn arguments(joining: Option<&Joining<'_>>) -> Result<Vec<String>, Problem> {
    // Whatever becomes of this program, the pipe between the two is closed then.
    let mut arguments = vec!["node".to_owned(), "--until-stdin-ends".to_owned()];
    let Some(Joining { server, code }) = joining else { return Ok(arguments) };
    let code = code.trim();
    let is_good = !code.is_empty()
        && code.len() <= MOST_CHARACTERS_OF_CODE
        && !code.starts_with('-')
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_good {
        return Err(Problem::new("pairing-code-invalid", "letters, digits and hyphens"));
    }
    arguments.extend(["--join".to_owned(), server.address.to_string(), "--code".to_owned(), code.to_owned()]);
    if let Some(pin) = &server.pin {
        arguments.extend(["--fingerprint".to_owned(), pin.to_string()]);
    }
    Ok(arguments)
}

/// Looks for `renderonline`: where the person said, else on the PATH and where npm puts programs.
///
/// # Errors
/// `renderonline-not-found`
pub fn find_program(chosen: Option<&Path>) -> Result<PathBuf, Problem> {
    let not_found = |detail: String| Problem::new("renderonline-not-found", detail);
    if let Some(program) = chosen {
        return if program.is_file() {
            Ok(program.to_owned())
        } else {
            Err(not_found(program.display().to_string()))
        };
    }
    find_on(&folders()).ok_or_else(|| not_found("not on the PATH".to_owned()))
}

fn find_on(folders: &[PathBuf]) -> Option<PathBuf> {
    let names: &[&str] =
        if cfg!(windows) { &["renderonline.exe", "renderonline.cmd"] } else { &["renderonline"] };
    let absolute = folders.iter().filter(|folder| folder.is_absolute());
    absolute.flat_map(|folder| names.iter().map(|name| folder.join(name))).find(|path| path.is_file())
}

/// A program that was started from a menu often has a shorter PATH than a terminal.
fn folders() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/local/bin", "/opt/homebrew/bin"].into_iter().map(PathBuf::from);
    let of_user =
        env::home_dir().into_iter().flat_map(|home| [home.join(".local/bin"), home.join(".npm-global/bin")]);
    let of_npm_on_windows = env::var_os("APPDATA").map(|folder| PathBuf::from(folder).join("npm"));
    env::split_paths(&path).chain(usual).chain(of_user).chain(of_npm_on_windows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::address::Address;
    use crate::servers::server::ServerId;
    use crate::tls::fingerprint::Fingerprint;

    fn server(pin: Option<Fingerprint>) -> Server {
        let address = Address::parse("https://farm.example:5000").unwrap();
        Server { id: ServerId::random(), name: "Studio".to_owned(), address, pin, port: None }
    }

    #[test]
    fn joins_first_when_there_is_a_code() {
        assert_eq!(arguments(None).unwrap(), ["node", "--until-stdin-ends"]);
        let pin = Fingerprint::of(b"x");
        let joined =
            arguments(Some(&Joining { server: &server(Some(pin.clone())), code: " ABCD-EFGH " })).unwrap();
        assert_eq!(joined[2..6], ["--join", "https://farm.example:5000", "--code", "ABCD-EFGH"]);
        assert_eq!(joined[6..], ["--fingerprint".to_owned(), pin.to_string()]);
    }

    #[test]
    fn takes_no_code_that_is_something_else() {
        for code in ["", "  ", "--config", "a b", "a;b", &"A".repeat(33)] {
            let refused = arguments(Some(&Joining { server: &server(None), code }));
            assert_eq!(refused.unwrap_err().code, "pairing-code-invalid", "{code}");
        }
    }

    #[test]
    fn finds_the_program_that_was_chosen_or_the_first_of_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let name = if cfg!(windows) { "renderonline.cmd" } else { "renderonline" };
        let program = folder.path().join(name);
        assert_eq!(find_program(Some(&program)).unwrap_err().code, "renderonline-not-found");
        std::fs::write(&program, "").unwrap();
        assert_eq!(find_program(Some(&program)).unwrap(), program);
        assert_eq!(find_on(&[PathBuf::from("relative"), folder.path().to_owned()]), Some(program));
        assert_eq!(find_on(&[PathBuf::from(".")]), None);
    }
}
