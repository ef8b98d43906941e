//! Where a value stands in a JSON text.

use pourparler_scenario::Span;

/// One step into a JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    /// The member of an object.
    Key(&'static str),
    /// The element of an array, from 0.
    Index(usize),
}

/// The bytes of the value at a path, or of the last value on the way that is there. The text has to
/// be valid JSON.
pub(super) fn find(text: &str, path: &[Segment]) -> Span {
    let bytes = text.as_bytes();
    let mut at = blank(bytes, 0);
    for segment in path {
        let Some(next) = step(text, at, *segment) else {
            break;
        };
        at = next;
    }
    Span::new(at, skip(bytes, at))
}

fn blank(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// Where a member or element of the value at `at` starts. Of several members of one name the last
/// counts.
fn step(text: &str, at: usize, segment: Segment) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut found = None;
    let mut next = blank(bytes, at + 1);
    let mut index = 0;
    match (bytes.get(at)?, segment) {
        (b'[', Segment::Index(wanted)) => {
            while *bytes.get(next)? != b']' {
                if index == wanted {
                    return Some(next);
                }
                index += 1;
                next = after(bytes, next);
            }
            None
        }
        (b'{', Segment::Key(wanted)) => {
            while *bytes.get(next)? != b'}' {
                let end = skip(bytes, next);
                let key: String = serde_json::from_str(text.get(next..end)?).ok()?;
                // Past the colon.
                next = blank(bytes, blank(bytes, end) + 1);
                if key == wanted {
                    found = Some(next);
                }
                next = after(bytes, next);
            }
            found
        }
        _ => None,
    }
}

/// Past a value, and the comma after it.
fn after(bytes: &[u8], at: usize) -> usize {
    let end = blank(bytes, skip(bytes, at));
    if bytes.get(end) == Some(&b',') {
        blank(bytes, end + 1)
    } else {
        end
    }
}

/// One past the value that starts at `at`.
fn skip(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    let mut quoted = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => {
                quoted = !quoted;
                if !quoted && depth == 0 {
                    return at;
                }
            }
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                // The end of what encloses a number or word.
                if depth == 0 {
                    return at - 1;
                }
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at - 1,
            _ => {}
        }
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::Segment::{Index, Key};
    use super::find;

    #[test]
    fn a_path_leads_to_its_value() {
        let text = "{ \"a\" : [1, \"x]\\\"\", {\"b\":true}] ,\n \"c\":\"d\", \"a\\u0062\": 5 }";
        let at = |path: &[super::Segment]| {
            let span = find(text, path);
            &text[span.start..span.end]
        };
        assert_eq!(at(&[Key("a"), Index(0)]), "1");
        assert_eq!(at(&[Key("a"), Index(1)]), "\"x]\\\"\"");
        assert_eq!(at(&[Key("a"), Index(2), Key("b")]), "true");
        assert_eq!(at(&[Key("c")]), "\"d\"");
        assert_eq!(at(&[Key("ab")]), "5");
        assert_eq!(at(&[Key("a"), Index(7)]), "[1, \"x]\\\"\", {\"b\":true}]");
        assert_eq!(at(&[Key("none")]), text);
        assert_eq!(find("", &[Key("a")]).end, 0);
    }
}
