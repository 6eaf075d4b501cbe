//! RenderAPIs that say on the local network where they are (mDNS, `_renderonline._tcp`).

use super::address::Address;
use mdns_sd::{ResolvedService, ServiceDaemon, ServiceEvent};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

const SERVICE: &str = "_renderonline._tcp.local.";
const MOST_FARMS: usize = 100;

/// A farm that was heard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundFarm {
    pub name: String,
    pub address: String,
}

/// Listens for so long. A network without multicast has no farms.
pub async fn discover_farms(limit: Duration) -> Vec<FoundFarm> {
    let Ok(daemon) = ServiceDaemon::new() else { return Vec::new() };
    let mut farms = BTreeMap::new();
    if let Ok(events) = daemon.browse(SERVICE) {
        let until = Instant::now() + limit;
        while let Ok(Ok(event)) = timeout_at(until, events.recv_async()).await {
            let ServiceEvent::ServiceResolved(service) = event else { continue };
            if let Some(farm) = farm_of(&service) {
                farms.insert(farm.address.clone(), farm);
            }
            if farms.len() >= MOST_FARMS {
                break;
            }
        }
    }
    let _ = daemon.shutdown();
    farms.into_values().collect()
}

fn farm_of(service: &ResolvedService) -> Option<FoundFarm> {
    let name = service.fullname.strip_suffix(SERVICE).unwrap_or(&service.fullname).trim_end_matches('.');
    let given = service.txt_properties.get_property_val_str("address");
    let scheme = service.txt_properties.get_property_val_str("scheme");
    let numeric = service.addresses.iter().map(|address| address.to_ip_addr()).find(|ip| ip.is_ipv4());
    let numeric = numeric.map(|ip| ip.to_string());
    farm_at(name, given, scheme == Some("https"), &service.host, numeric.as_deref(), service.port)
}

/// A certificate is for a name; without one an address needs no resolver that knows `.local`.
fn farm_at(
    name: &str,
    given: Option<&str>,
    is_secure: bool,
    host: &str,
    ipv4: Option<&str>,
    port: u16,
) -> Option<FoundFarm> {
    let host = host.trim_end_matches('.');
    let text = match given {
        Some(address) => address.trim_end_matches('/').to_owned(),
        None if is_secure => format!("https://{host}:{port}"),
        None => format!("http://{}:{port}", ipv4.unwrap_or(host)),
    };
    let address = Address::parse(&text).ok()?;
    Some(FoundFarm { name: super::server::tidy_name(name, &address), address: address.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(given: Option<&str>, is_secure: bool, host: &str, ipv4: Option<&str>) -> Option<String> {
        farm_at("RenderOnline on x", given, is_secure, host, ipv4, 5000).map(|farm| farm.address)
    }

    #[test]
    fn takes_names_for_certificates_and_numbers_otherwise() {
        assert_eq!(
            address(None, true, "box.local.", Some("10.0.0.2")).as_deref(),
            Some("https://box.local:5000")
        );
        assert_eq!(
            address(None, false, "box.local.", Some("10.0.0.2")).as_deref(),
            Some("http://10.0.0.2:5000")
        );
        assert_eq!(address(None, false, "box.local.", None).as_deref(), Some("http://box.local:5000"));
        assert_eq!(
            address(Some("https://farm.example/"), false, "box.local.", None).as_deref(),
            Some("https://farm.example")
        );
    }

    #[test]
    fn leaves_out_what_is_no_address() {
        assert_eq!(address(Some("javascript:alert(1)"), false, "box.local.", None), None);
        assert_eq!(address(None, true, "a/b c", None), None);
    }
}
