//! The two pages that the proxy itself shows.

use crate::settings::Language;
use crate::upstream::Failure;
use crate::words::words;

/// Their style is in them; nothing else may be.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// For whoever has no key.
pub const FORBIDDEN: &str = "<!doctype html><meta charset=utf-8><title>RenderOnline</title>\
    <p>This address is for a window of RenderOnline only.</p>";

/// Says that RenderAPI does not answer, and asks again by itself.
pub fn no_answer(language: Language, address: &str, failure: &Failure) -> String {
    let words = words(language);
    let (heading, advice, detail) = match failure {
        Failure::Refused(refusal) => {
            (words.certificate_refused, words.certificate_refused_advice, refusal.to_string())
        }
        Failure::Unreachable(why) | Failure::NotRenderApi(why) => {
            (words.no_answer, words.no_answer_advice, why.clone())
        }
    };
    format!(
        "<!doctype html><html lang={tag}><meta charset=utf-8><meta http-equiv=refresh content=5>\
         <meta name=viewport content='width=device-width'><meta name=color-scheme content='light dark'>\
         <title>RenderOnline</title><style>body{{font:16px/1.5 system-ui,sans-serif;max-width:36rem;\
         margin:15vh auto;padding:0 1.5rem}}h1{{font-size:1.4rem}}small{{opacity:.75}}</style>\
         <main role=alert><h1>{heading}</h1><p>{advice}</p><p><small>{address}<br>{detail}</small></p>\
         <p><a href=''>{again}</a></p></main></html>",
        tag = words.tag,
        heading = escaped(heading),
        advice = escaped(advice),
        address = escaped(address),
        detail = escaped(&detail),
        again = escaped(words.try_again),
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_strangers_say_as_text() {
        let failure = Failure::Unreachable("<script>alert(1)</script>".to_owned());
        let page = no_answer(Language::De, "https://farm.example", &failure);
        assert!(page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script"));
        assert!(page.contains("lang=de"));
    }
}
