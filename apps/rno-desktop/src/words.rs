//! What the shell itself says: tray, notifications and the proxy's page. The pages of `ui/` have their own words.

use crate::settings::Language;

/// Everything in one language. `{…}` is filled in by `filled`.
#[derive(Debug)]
pub struct Words {
    pub tag: &'static str,
    pub no_answer: &'static str,
    pub no_answer_advice: &'static str,
    pub certificate_refused: &'static str,
    pub certificate_refused_advice: &'static str,
    pub try_again: &'static str,
    pub open: &'static str,
    pub farms: &'static str,
    pub downloads: &'static str,
    pub lend: &'static str,
    pub quit: &'static str,
    pub nothing_runs: &'static str,
    pub tasks_running: &'static str,
    pub succeeded: &'static str,
    pub failed: &'static str,
    pub canceled: &'static str,
    pub frames_done: &'static str,
    pub lending_ended: &'static str,
    pub saved: &'static str,
    pub not_saved: &'static str,
}

const EN: Words = Words {
    tag: "en",
    no_answer: "The farm does not answer",
    no_answer_advice: "It may be restarting, or your network is away. This window asks again by itself.",
    certificate_refused: "The farm shows a certificate that is not trusted",
    certificate_refused_advice: "Nothing was sent. Look at the certificate in the window “Farms”.",
    try_again: "Try again",
    open: "Open {name}",
    farms: "Farms…",
    downloads: "Downloads…",
    lend: "Lend this computer",
    quit: "Quit",
    nothing_runs: "No task is running",
    tasks_running: "{count} running, {percent} %",
    succeeded: "{file} is ready",
    failed: "{file} failed",
    canceled: "{file} was canceled",
    frames_done: "{done} of {total} frames · {farm}",
    lending_ended: "This computer is not lent any more",
    saved: "{file} is saved",
    not_saved: "{file} could not be saved",
};

const NL: Words = Words {
    tag: "nl",
    no_answer: "De farm antwoordt niet",
    no_answer_advice: "Misschien wordt hij herstart of is uw netwerk weg. Dit venster probeert het vanzelf opnieuw.",
    certificate_refused: "De farm toont een certificaat dat niet vertrouwd is",
    certificate_refused_advice: "Er is niets verstuurd. Bekijk het certificaat in het venster “Farms”.",
    try_again: "Opnieuw proberen",
    open: "{name} openen",
    farms: "Farms…",
    downloads: "Downloads…",
    lend: "Deze computer uitlenen",
    quit: "Afsluiten",
    nothing_runs: "Er loopt geen taak",
    tasks_running: "{count} lopend, {percent} %",
    succeeded: "{file} is klaar",
    failed: "{file} is mislukt",
    canceled: "{file} is geannuleerd",
    frames_done: "{done} van {total} frames · {farm}",
    lending_ended: "Deze computer wordt niet meer uitgeleend",
    saved: "{file} is opgeslagen",
    not_saved: "{file} kon niet worden opgeslagen",
};

const DE: Words = Words {
    tag: "de",
    no_answer: "Die Farm antwortet nicht",
    no_answer_advice: "Vielleicht startet sie neu, oder Ihr Netz ist weg. Dieses Fenster versucht es von selbst wieder.",
    certificate_refused: "Die Farm zeigt ein Zertifikat, dem nicht vertraut wird",
    certificate_refused_advice: "Es wurde nichts gesendet. Sehen Sie sich das Zertifikat im Fenster „Farmen“ an.",
    try_again: "Noch einmal versuchen",
    open: "{name} öffnen",
    farms: "Farmen…",
    downloads: "Downloads…",
    lend: "Diesen Computer verleihen",
    quit: "Beenden",
    nothing_runs: "Kein Auftrag läuft",
    tasks_running: "{count} laufen, {percent} %",
    succeeded: "{file} ist fertig",
    failed: "{file} ist fehlgeschlagen",
    canceled: "{file} wurde abgebrochen",
    frames_done: "{done} von {total} Bildern · {farm}",
    lending_ended: "Dieser Computer wird nicht mehr verliehen",
    saved: "{file} ist gespeichert",
    not_saved: "{file} konnte nicht gespeichert werden",
};

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Nl => &NL,
        Language::De => &DE,
    }
}

/// Puts values where the text has their names in braces; a value's own braces stay as they are.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        result.push_str(&rest[..start]);
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => result.push_str(value),
            None => result.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_values_once() {
        assert_eq!(filled("{a} of {b}", &[("a", "{b}"), ("b", "2")]), "{b} of 2");
        assert_eq!(filled("{unknown} {", &[]), "{unknown} {");
    }

    #[test]
    fn has_the_same_gaps_in_every_language() {
        let gaps = |words: &Words| {
            let all = format!("{words:?}");
            let mut gaps: Vec<String> = all
                .match_indices('{')
                .skip(1)
                .map(|(at, _)| all[at..].chars().take_while(|c| *c != '}').collect())
                .collect();
            gaps.sort();
            gaps
        };
        assert_eq!(gaps(&EN), gaps(&NL));
        assert_eq!(gaps(&EN), gaps(&DE));
    }
}
