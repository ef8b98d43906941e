//! Sentences on a page: what they quote as code, and where their keys are parted.

use maud::{Markup, PreEscaped, html};

/// A text in which what stands between backticks is code, and a key may be parted after its
/// joints: a browser knows none of them, and would part it in the middle of a word.
pub fn set(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without its other half is one the author meant.
    if parts.len().is_multiple_of(2) {
        return jointed(text);
    }
    html! {
        @for (index, part) in parts.iter().enumerate() {
            @if index % 2 == 1 { code { (jointed(part)) } } @else { (jointed(part)) }
        }
    }
}

/// The text with a place to part after every joint of a key.
fn jointed(text: &str) -> Markup {
    let mut pieces = Vec::new();
    let mut from = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for around in letters.windows(3) {
        let [(_, before), (_, joint), (next, after)] = *around else {
            continue;
        };
        if is_joint(before, joint, after) {
            pieces.push(&text[from..next]);
            from = next;
        }
    }
    pieces.push(&text[from..]);
    html! {
        @for (index, piece) in pieces.iter().enumerate() {
            @if index > 0 { (PreEscaped("<wbr>")) }
            (piece)
        }
    }
}

/// Whether a sign holds two parts of a key together; the point of a number does not.
fn is_joint(before: char, joint: char, after: char) -> bool {
    match joint {
        '.' | ',' => before.is_alphanumeric() && after.is_alphabetic(),
        '_' => before.is_alphanumeric() && after.is_alphanumeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_parted_at_their_joints_and_nothing_else_is() {
        for (text, expected) in [
            ("war.drift_sd", "war.<wbr>drift_<wbr>sd"),
            ("zone_now[a,b]", "zone_<wbr>now[a,<wbr>b]"),
            ("It is 0.25, or 3%.", "It is 0.25, or 3%."),
            ("`paths = 32` tells", "<code>paths = 32</code> tells"),
            ("a ` <b>", "a ` &lt;b&gt;"),
            ("", ""),
        ] {
            assert_eq!(set(text).into_string(), expected);
        }
    }
}
