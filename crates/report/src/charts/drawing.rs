//! Marks on a sheet, as SVG.
//!
//! Every mark names its ink twice: as a plain colour, which any program that draws SVG
//! understands, and as a class, by which a page in the dark puts another colour in its place.
//! Nothing else is left to a style sheet.

use std::fmt::Write;

/// What a mark is drawn with. Inks differ in lightness as well as in hue, and marks that stand
/// for different things differ in shape, so that nothing is lost in black and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Words and figures.
    Text,
    /// Words beside the point.
    Muted,
    /// Lines that only guide the eye.
    Grid,
    /// The ground.
    Paper,
    /// The world with the contact; the first of two sides.
    Strong,
    /// The world without the contact; the second of two sides.
    Weak,
    /// Intervals and areas.
    Band,
}

impl Ink {
    /// Its class and its colour on white.
    const fn named(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("i-text", "#1a1a1a"),
            Self::Muted => ("i-muted", "#555555"),
            Self::Grid => ("i-grid", "#d4d4d4"),
            Self::Paper => ("i-paper", "#ffffff"),
            Self::Strong => ("i-strong", "#0b4f8a"),
            Self::Weak => ("i-weak", "#b4530a"),
            Self::Band => ("i-band", "#b9c9d9"),
        }
    }
}

/// Where a text stands against its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// Size of words, in the units of the sheet.
pub const SIZE: f64 = 13.0;
/// From one line of words to the next.
pub const LEADING: f64 = 17.0;
/// Radius of a mark.
pub const RADIUS: f64 = 5.0;

/// A sheet under way.
#[derive(Debug)]
pub struct Drawing {
    /// Its width.
    pub width: f64,
    body: String,
}

impl Drawing {
    /// An empty sheet.
    pub fn new(width: f64) -> Self {
        Self {
            width,
            body: String::new(),
        }
    }

    fn push(&mut self, mark: std::fmt::Arguments) {
        // A string takes everything that is written to it.
        let _ = self.body.write_fmt(mark);
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        let (class, colour) = ink.named();
        self.push(format_args!(
            r#"<line class="s {class}" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{colour}" stroke-width="{width}"/>"#,
            from.0, from.1, to.0, to.1
        ));
    }

    /// A line through points; broken where `dash` is set, to be told from another in one ink.
    pub fn path(&mut self, points: &[(f64, f64)], ink: Ink, width: f64, dash: bool) {
        let (class, colour) = ink.named();
        let dash = if dash {
            r#" stroke-dasharray="6 4""#
        } else {
            ""
        };
        self.push(format_args!(
            r#"<polyline class="s {class}" points="{}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>"#,
            listed(points)
        ));
    }

    /// A filled area.
    pub fn area(&mut self, points: &[(f64, f64)], ink: Ink) {
        let (class, colour) = ink.named();
        self.push(format_args!(
            r#"<polygon class="f {class}" points="{}" fill="{colour}"/>"#,
            listed(points)
        ));
    }

    /// A filled rectangle; a width below 0 reaches to the left.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), ink: Ink) {
        let (class, colour) = ink.named();
        let x = x.min(x + width);
        self.push(format_args!(
            r#"<rect class="f {class}" x="{x:.1}" y="{y:.1}" width="{:.1}" height="{height:.1}" fill="{colour}"/>"#,
            width.abs()
        ));
    }

    /// A filled circle.
    pub fn dot(&mut self, at: (f64, f64), radius: f64, ink: Ink) {
        let (class, colour) = ink.named();
        self.push(format_args!(
            r#"<circle class="f {class}" cx="{:.1}" cy="{:.1}" r="{radius}" fill="{colour}"/>"#,
            at.0, at.1
        ));
    }

    /// An empty circle.
    pub fn ring(&mut self, at: (f64, f64), radius: f64, ink: Ink) {
        let (class, colour) = ink.named();
        let (_, paper) = Ink::Paper.named();
        self.push(format_args!(
            r#"<circle class="s {class} hollow" cx="{:.1}" cy="{:.1}" r="{radius}" fill="{paper}" stroke="{colour}" stroke-width="2"/>"#,
            at.0, at.1
        ));
    }

    /// A circle that shows what lies under it.
    pub fn ring_open(&mut self, at: (f64, f64), radius: f64, ink: Ink) {
        let (class, colour) = ink.named();
        self.push(format_args!(
            r#"<circle class="s {class}" cx="{:.1}" cy="{:.1}" r="{radius}" fill="none" stroke="{colour}" stroke-width="2"/>"#,
            at.0, at.1
        ));
    }

    /// A filled square on its corner.
    pub fn diamond(&mut self, (x, y): (f64, f64), radius: f64, ink: Ink) {
        self.area(
            &[
                (x - radius, y),
                (x, y - radius),
                (x + radius, y),
                (x, y + radius),
            ],
            ink,
        );
    }

    /// Two crossed strokes.
    pub fn cross(&mut self, (x, y): (f64, f64), radius: f64, ink: Ink) {
        self.line((x - radius, y - radius), (x + radius, y + radius), ink, 2.0);
        self.line((x - radius, y + radius), (x + radius, y - radius), ink, 2.0);
    }

    /// Words on one line.
    pub fn text(&mut self, (x, y): (f64, f64), text: &str, anchor: Anchor, ink: Ink) {
        let (class, colour) = ink.named();
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.push(format_args!(
            r#"<text class="f {class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" fill="{colour}">{}</text>"#,
            escaped(text)
        ));
    }

    /// Words on several lines, the first at `at`; returns the height they take.
    pub fn lines(&mut self, (x, y): (f64, f64), lines: &[String], anchor: Anchor, ink: Ink) -> f64 {
        for (index, line) in lines.iter().enumerate() {
            self.text((x, y + LEADING * index as f64), line, anchor, ink);
        }
        LEADING * lines.len() as f64
    }

    /// The finished picture, with what stands in its place for somebody who does not see it.
    pub fn finish(self, height: f64, id: &str, title: &str, alternative: &str) -> String {
        let width = self.width;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d" font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="{SIZE}"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>{}</svg>"#,
            escaped(title),
            escaped(alternative),
            self.body
        )
    }
}

fn listed(points: &[(f64, f64)]) -> String {
    let points = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}"));
    points.collect::<Vec<String>>().join(" ")
}

/// Text as it stands in a document; nothing of it is taken for a mark.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// About how wide a text is set, in the units of the sheet: widths of Arial by sort of character,
/// rounded up.
pub fn measured(text: &str) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '\'' | '|' => 0.24,
            'f' | 't' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '/' => 0.30,
            'r' | '-' | '(' | ')' | '[' | ']' | '"' => 0.36,
            'm' | 'M' | 'W' | '@' | '%' => 0.90,
            'w' => 0.74,
            'A'..='Z' | '&' | '+' | '<' | '>' | '=' | '~' => 0.72,
            c if c.is_ascii() => 0.57,
            '–' | '…' | '×' => 0.60,
            c if (c as u32) < 0x0590 => 0.68,
            _ => 1.05,
        })
        .sum();
    SIZE * ems
}

/// A text cut into lines of a width, at blanks where there are any; at most so many lines, the
/// last ending in an ellipsis where that was not enough.
pub fn wrapped(text: &str, width: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0.0, |line| measured(line));
        let begun = lines.last().is_some_and(|line| !line.is_empty());
        if begun && line + measured(" ") + measured(word) <= width {
            if let Some(line) = lines.last_mut() {
                line.push(' ');
                line.push_str(word);
            }
            continue;
        }
        if begun {
            lines.push(String::new());
        }
        for c in word.chars() {
            let full = lines.last().is_some_and(|line| {
                !line.is_empty() && measured(line) + measured(c.encode_utf8(&mut [0; 4])) > width
            });
            if full {
                // A key is better parted at its joints.
                let joint = |line: &String| Some(line.rfind(['.', '_'])? + 1);
                let rest = lines.last_mut().and_then(|line| {
                    let at = joint(line).filter(|at| 3 * at > line.len() && *at < line.len())?;
                    Some(line.split_off(at))
                });
                lines.push(rest.unwrap_or_default());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && measured(last) + measured("…") > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_a_mark() {
        let mut drawing = Drawing::new(100.0);
        drawing.text((0.0, 0.0), "<script>&\"'", Anchor::Start, Ink::Text);
        let svg = drawing.finish(20.0, "a", "<b>", "\"c\"");
        assert!(!svg.contains("<script>") && !svg.contains("<b>"), "{svg}");
        assert!(svg.contains("&lt;script&gt;&amp;&quot;&#39;"), "{svg}");
    }

    #[test]
    fn a_rectangle_to_the_left_has_a_width() {
        let mut drawing = Drawing::new(100.0);
        drawing.rect((50.0, 0.0), (-20.0, 5.0), Ink::Band);
        let svg = drawing.finish(20.0, "a", "b", "c");
        assert!(svg.contains(r#"x="30.0" y="0.0" width="20.0""#), "{svg}");
    }

    proptest! {
        #[test]
        fn lines_keep_to_their_width(text in ".{0,200}", width in 40.0f64..300.0, most in 1usize..5) {
            let lines = wrapped(&text, width, most);
            prop_assert!(lines.len() <= most);
            for line in &lines {
                prop_assert!(measured(line) <= width + measured("…"), "{line}");
            }
        }

        #[test]
        fn no_word_is_lost_where_there_is_room(text in "[a-z ]{0,100}") {
            let lines = wrapped(&text, 60.0, 1000).join("");
            let kept: String = lines.split_whitespace().collect();
            let given: String = text.split_whitespace().collect();
            prop_assert_eq!(kept, given);
        }
    }
}
