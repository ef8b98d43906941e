//! Codes of the mistakes an expression can have, and how its text is shown in messages.

/// The text as it can safely be shown in a message: control and direction characters escaped,
/// at most 60 characters.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::new();
    for (n, c) in text.chars().enumerate() {
        if n == 60 {
            out.push('…');
            break;
        }
        let hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if hidden {
            out.extend(c.escape_unicode())
        } else {
            out.push(c)
        }
    }
    out
}

/// Character that cannot start anything, or a number or unit that cannot be read.
pub(super) const UNREADABLE: &str = "PP0601";
/// Something else was expected here.
pub(super) const SYNTAX: &str = "PP0602";
/// `a < b < c`.
pub(super) const CHAINED: &str = "PP0603";
/// Too long or too deeply nested.
pub(super) const TOO_LARGE: &str = "PP0604";
/// No such function.
pub(super) const UNKNOWN_FUNCTION: &str = "PP0605";
/// No such output, arm, group, input, rate, issue or label.
pub(super) const UNKNOWN_NAME: &str = "PP0606";
/// A test where a number is wanted, an event where a test is wanted, and so on.
pub(super) const WRONG_KIND: &str = "PP0607";
/// Too few or too many arguments, or an option the function does not take.
pub(super) const ARGUMENTS: &str = "PP0608";
/// Units that do not fit: `pt` for a level, `%` for a difference, a probability above 1.
pub(super) const UNITS: &str = "PP0609";
/// A time outside the horizon, or an output without a time curve.
pub(super) const TIME: &str = "PP0610";
