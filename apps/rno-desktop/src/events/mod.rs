//! What happens on the farms, also while no window is open: RenderAPI's stream of events.

pub mod follow;
pub mod sse;
pub mod tasks;
