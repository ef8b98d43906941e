//! Showing what the author wrote, guessing what was meant, and beginning a sentence.

/// The text as it can safely be shown in a message: control and direction characters
/// escaped, at most 60 characters.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == 60 {
            out.push('…');
            break;
        }
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// The text with control and direction characters escaped; line breaks stay.
pub fn visible(text: String) -> String {
    let hidden = |c: char| is_hidden(c) && c != '\n';
    if !text.contains(hidden) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match hidden(c) {
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
    out
}

/// Words with a capital letter, as they begin a sentence.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Whether a character changes the line it stands in without being seen.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The candidate most like `word`, if any is near enough to have been meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| -> String {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    if word.len() > 64 {
        return None;
    }
    let wanted = plain(word);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 64)
        .map(|candidate| {
            let candidate_plain = plain(candidate);
            let distance = strsim::damerau_levenshtein(&wanted, &candidate_plain);
            (distance, candidate_plain.chars().count(), candidate)
        })
        .filter(|&(distance, length, _)| distance * 3 <= length.max(3))
        .min_by_key(|&(distance, _, _)| distance)
        .map(|(_, _, candidate)| candidate)
}

/// "did you mean `x`?", or else the list of what there is, or else nothing.
pub fn suggestion(word: &str, candidates: &[&str], what: &str) -> Option<String> {
    if let Some(near) = nearest(word, candidates.iter().copied()) {
        return Some(format!("did you mean `{}`?", shown(near)));
    }
    if candidates.is_empty() {
        return None;
    }
    let mut different: Vec<&str> = Vec::new();
    for candidate in candidates {
        if !different.contains(candidate) {
            different.push(candidate);
        }
        if different.len() > 12 {
            break;
        }
    }
    let listed: Vec<String> = different
        .iter()
        .take(12)
        .map(|candidate| format!("`{}`", shown(candidate)))
        .collect();
    let more = if different.len() > 12 { ", …" } else { "" };
    Some(format!("{what}: {}{more}", listed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["fidelity", "confidentiality", "mandate"];
        assert_eq!(nearest("fidelty", keys), Some("fidelity"));
        assert_eq!(nearest("Mandate", keys), Some("mandate"));
        assert_eq!(nearest("weather", keys), None);
        assert_eq!(nearest("", keys), None);
    }

    #[test]
    fn hidden_characters_are_shown_as_escapes() {
        assert_eq!(shown("a\u{202e}b\n"), "a\\u{202e}b\\u{a}");
        assert_eq!(shown(&"x".repeat(10_000)).chars().count(), 61);
    }
}
