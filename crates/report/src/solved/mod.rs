//! Files of other programs, solved: what the methods of the second opinions say of a game, a conflict,
//! a table of stakeholders or a negotiation, as text and as JSON.

pub mod conflict;
pub mod game;
pub mod negotiation;
pub mod stakeholders;

use crate::layout::Page;

/// Schema of everything solved.
pub const SOLVED_SCHEMA: &str = "pourparler.solved/1";

/// Most results that the text shows; the JSON has all.
const MOST: usize = 40;

/// Says how many results the text leaves out.
fn left_out(page: &mut Page, found: usize) {
    if found > MOST {
        page.prose(&format!("{} more are in the JSON.", found - MOST));
    }
}
