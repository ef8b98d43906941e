//! Charts: plain data in, an SVG picture in two widths out.
//!
//! The marks are ours. Of the plotting crates `kuva` 0.6 came nearest, and was left out for three
//! reasons: it takes 50 s of processor time to build (`time cargo build --release` in an empty
//! package, user time), more than half of what this whole program takes; it writes neither a role
//! nor a text alternative nor a class, so that neither a screen reader nor a page in the dark can
//! do anything with its pictures; and it has no rows with a wrapped label and printed figures,
//! which is what most charts here are.
//!
//! A chart says its finding in its title and in its caption what was varied; its text alternative
//! carries the numbers.

pub mod axis;
pub mod bars;
pub mod convergence;
pub mod curves;
pub mod dots;
pub mod drawing;
pub mod dumbbell;
pub mod frontier;
pub mod intervals;
pub mod issue;
pub mod opinions;
pub mod rows;
pub mod tornado;

/// A chart as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its id on the page, letters and hyphens.
    pub id: String,
    /// What it finds, in a sentence.
    pub title: String,
    /// What was varied, and how to read the marks.
    pub caption: String,
    /// For a page and for print, [`WIDE`] units across.
    pub wide: String,
    /// For a telephone, [`NARROW`] units across.
    pub narrow: String,
}

/// Width on a page and in print.
pub const WIDE: f64 = 720.0;
/// Width on a telephone.
pub const NARROW: f64 = 340.0;

/// What a chart says about itself.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Its id on the page.
    pub id: &'a str,
    /// What it finds.
    pub title: &'a str,
    /// What was varied.
    pub caption: &'a str,
    /// Its numbers in words.
    pub alternative: &'a str,
}

impl Chart {
    /// A chart drawn in both widths; `draw` takes a width and gives the sheet and its height.
    pub fn of(words: Words, draw: impl Fn(f64) -> (drawing::Drawing, f64)) -> Self {
        let picture = |width: f64, suffix: &str| {
            let (sheet, height) = draw(width);
            let id = format!("{}-{suffix}", words.id);
            sheet.finish(height, &id, words.title, words.alternative)
        };
        Chart {
            id: words.id.to_owned(),
            title: words.title.to_owned(),
            caption: words.caption.to_owned(),
            wide: picture(WIDE, "w"),
            narrow: picture(NARROW, "n"),
        }
    }
}
