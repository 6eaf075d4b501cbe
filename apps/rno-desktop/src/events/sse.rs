//! Server-sent events as they come in pieces.

/// More than any event of RenderAPI.
const MOST_BYTES: usize = 4 << 20;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SseEvent {
    pub name: String,
    pub data: String,
}

/// Puts events together; knows the last id, also that of comments' blocks.
#[derive(Debug, Default)]
pub struct SseParser {
    buffer: Vec<u8>,
    name: String,
    data: String,
    last_id: Option<String>,
}

/// An event that is larger than any that RenderAPI sends.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLarge;

impl SseParser {
    /// With which to go on after a break.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// Takes in what has come, and gives the events that are whole by now.
    ///
    /// # Errors
    /// `TooLarge`: the stream is none of RenderAPI's.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<SseEvent>, TooLarge> {
        self.buffer.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut start = 0;
        while let Some(length) = self.buffer[start..].iter().position(|byte| *byte == b'\n') {
            let line = String::from_utf8_lossy(&self.buffer[start..start + length]).into_owned();
            start += length + 1;
            self.take_line(line.trim_end_matches('\r'), &mut events);
        }
        self.buffer.drain(..start);
        if self.buffer.len() + self.data.len() > MOST_BYTES { Err(TooLarge) } else { Ok(events) }
    }

    fn take_line(&mut self, line: &str, events: &mut Vec<SseEvent>) {
        if line.is_empty() {
            if !self.data.is_empty() {
                let name = if self.name.is_empty() { "message".to_owned() } else { self.name.clone() };
                events.push(SseEvent { name, data: std::mem::take(&mut self.data) });
            }
            self.name.clear();
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => self.last_id = Some(value.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = ": hi\n\nid: 1-a\r\nevent: task\r\ndata: {\"a\":\ndata: \"ü\"}\n\nid: 2\n:\n\ndata: x\n\nevent: lost\n";

    fn expected() -> Vec<SseEvent> {
        let event = |name: &str, data: &str| SseEvent { name: name.to_owned(), data: data.to_owned() };
        vec![event("task", "{\"a\":\n\"ü\"}"), event("message", "x")]
    }

    #[test]
    fn puts_events_together_wherever_the_stream_was_cut() {
        for size in 1..STREAM.len() {
            let mut parser = SseParser::default();
            let mut events = Vec::new();
            for piece in STREAM.as_bytes().chunks(size) {
                events.extend(parser.push(piece).unwrap());
            }
            assert_eq!(events, expected());
            assert_eq!(parser.last_id(), Some("2"));
        }
    }

    #[test]
    fn takes_no_event_without_end() {
        let mut parser = SseParser::default();
        let piece = [b'x'; 1 << 16];
        assert!((0..100).any(|_| parser.push(&piece).is_err()));
        let mut parser = SseParser::default();
        let line = format!("data: {}\n", "x".repeat(1 << 16));
        assert!((0..100).any(|_| parser.push(line.as_bytes()).is_err()));
    }
}
