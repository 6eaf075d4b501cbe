//! `settings.json`. Whoever can write it is the user, but a disk that was full, an editor or a newer version may have
//! left anything in it: what cannot be used is left out, never a reason not to start.

use super::{Language, LendingSettings, Settings};
use crate::atomic_file::{read_small_text, write_atomically};
use crate::servers::address::Address;
use crate::servers::server::{Server, ServerId, tidy_name};
use crate::tls::fingerprint::Fingerprint;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const MOST_BYTES: u64 = 1 << 20;
/// More servers than that are not remembered.
pub const MOST_SERVERS: usize = 100;

/// Reads the settings. A file that is no JSON is set aside as `settings.json.broken`, and everything is as at first.
pub fn read_settings(path: &Path) -> Settings {
    let text = match read_small_text(path, MOST_BYTES) {
        Ok(Some(text)) => text,
        Ok(None) => return Settings::default(),
        Err(_) => return set_aside(path),
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(object)) => settings_of(&object),
        _ => set_aside(path),
    }
}

/// Writes them, whole or not at all.
pub fn write_settings(path: &Path, settings: &Settings) -> io::Result<()> {
    let servers: Vec<Value> = settings.servers.iter().map(json_of_server).collect();
    let value = json!({
        "servers": servers,
        "lastOpened": settings.last_opened,
        "language": settings.language,
        "lending": { "program": settings.lending.program },
    });
    write_atomically(path, format!("{value:#}\n").as_bytes())
}

fn set_aside(path: &Path) -> Settings {
    let _ = fs::rename(path, path.with_extension("json.broken"));
    Settings::default()
}

fn settings_of(object: &Map<String, Value>) -> Settings {
    let mut seen = HashSet::new();
    let servers = object.get("servers").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let servers = servers.iter().filter_map(server_of).filter(|server| seen.insert(server.id.clone()));
    let last_opened = object.get("lastOpened").and_then(Value::as_str);
    Settings {
        servers: servers.take(MOST_SERVERS).collect(),
        last_opened: last_opened.and_then(|id| ServerId::try_from(id.to_owned()).ok()),
        language: object.get("language").and_then(Value::as_str).and_then(Language::of_tag),
        lending: LendingSettings {
            program: object
                .get("lending")
                .and_then(|lending| lending.get("program"))
                .and_then(Value::as_str)
                .map(PathBuf::from)
                .filter(|program| program.is_absolute()),
        },
    }
}

fn server_of(value: &Value) -> Option<Server> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let address = Address::parse(text("address")?).ok()?;
    let pin = match value.get("pin") {
        None | Some(Value::Null) => None,
        // A pin that cannot be read must not turn into none: that would trust more than the user did.
        Some(pin) => Some(Fingerprint::parse(pin.as_str()?)?),
    };
    Some(Server {
        id: ServerId::try_from(text("id")?.to_owned()).ok()?,
        name: tidy_name(text("name").unwrap_or_default(), &address),
        pin,
        port: value
            .get("port")
            .and_then(Value::as_u64)
            .and_then(|port| u16::try_from(port).ok())
            .filter(|port| *port >= 1024),
        address,
    })
}

fn json_of_server(server: &Server) -> Value {
    json!({
        "id": server.id,
        "name": server.name,
        "address": server.address.to_string(),
        "pin": server.pin.as_ref().map(Fingerprint::to_string),
        "port": server.port,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_settings() -> Settings {
        let address = Address::parse("https://farm.example:5000").unwrap();
        Settings {
            servers: vec![Server {
                id: ServerId::random(),
                name: "Studio „Nord“".to_owned(),
                address,
                pin: Some(Fingerprint::of(b"a certificate")),
                port: Some(40123),
            }],
            last_opened: None,
            language: Some(Language::De),
            lending: LendingSettings { program: Some(std::env::temp_dir().join("renderonline")) },
        }
    }

    #[test]
    fn reads_what_it_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        assert_eq!(read_settings(&path), Settings::default());
        write_settings(&path, &some_settings()).unwrap();
        assert_eq!(read_settings(&path), some_settings_like(&path));
        assert_eq!(read_settings(&path).servers[0].name, "Studio „Nord“");
    }

    /// Ids are random: those of the file are taken over.
    fn some_settings_like(path: &Path) -> Settings {
        let mut settings = some_settings();
        settings.servers[0].id = read_settings(path).servers[0].id.clone();
        settings
    }

    #[test]
    fn starts_anew_beside_a_file_that_is_no_json_object() {
        for content in ["", "{", "[]", "null", "\u{0}\u{0}", "{\"servers\":"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("settings.json");
            fs::write(&path, content).unwrap();
            assert_eq!(read_settings(&path), Settings::default());
            assert_eq!(fs::read_to_string(folder.path().join("settings.json.broken")).unwrap(), content);
        }
    }

    #[test]
    fn leaves_out_what_cannot_be_used_and_keeps_the_rest() {
        let good = json!({"id": "0123456789abcdef", "name": "Good", "address": "https://farm.example"});
        let hostile = [
            json!(null),
            json!("text"),
            json!({"id": "../../etc/passwd", "name": "x", "address": "https://farm.example"}),
            json!({"id": "0123456789abcdea", "name": "x", "address": "javascript:alert(1)"}),
            json!({"id": "0123456789abcdeb", "name": "x", "address": "https://farm.example", "pin": "short"}),
            json!({"id": "0123456789abcdec", "name": "x", "address": "https://farm.example", "pin": 5}),
            json!({"id": "0123456789abcdef", "name": "Same id again", "address": "https://other.example"}),
        ];
        let mut servers = vec![good];
        servers.extend(hostile);
        let content = json!({
            "servers": servers, "language": "tlh", "unknown": {"deep": [1]}, "lending": {"program": "relative"},
        });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, content.to_string()).unwrap();
        let settings = read_settings(&path);
        assert_eq!(settings.servers.iter().map(|server| server.name.as_str()).collect::<Vec<_>>(), ["Good"]);
        assert_eq!(settings.language, None);
        assert_eq!(settings.lending.program, None);
    }

    #[test]
    fn takes_no_port_that_is_none_of_ours_and_no_endless_list() {
        let servers: Vec<Value> = (0..300)
            .map(|n| json!({"id": format!("{n:016x}"), "address": "http://h", "port": if n == 0 { 80 } else { 99999 }}))
            .collect();
        let settings = settings_of(json!({ "servers": servers }).as_object().unwrap());
        assert_eq!(settings.servers.len(), MOST_SERVERS);
        assert!(settings.servers.iter().all(|server| server.port.is_none()));
    }

    #[test]
    fn refuses_a_file_larger_than_any_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        fs::write(&path, " ".repeat(2 << 20)).unwrap();
        assert_eq!(read_settings(&path), Settings::default());
    }
}
