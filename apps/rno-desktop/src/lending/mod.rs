//! “Lend this computer”: HPCServer as a child of this program, for as long as the switch is on.

pub mod command;
pub mod lender;
