//! Numbers and choices as read, each with where it came from.

use jiff::civil::Date;

use crate::law::Law;
use crate::source::Span;

/// Where a number came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Id of the source, or `judgement`.
    pub source: Option<String>,
    /// Why this number.
    pub note: Option<String>,
    /// Who was asked, and when.
    pub asked: Option<String>,
}

/// A number, certain or not.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// Full key path, `parties.russia.floor`; also the name of its random dimension.
    pub path: String,
    /// Its distribution, in `unit`.
    pub law: Law,
    /// Given in the file; `false` for a default prior.
    pub elicited: bool,
    /// The word it was given as, where the key takes words.
    pub word: Option<String>,
    /// Id of the source, or `judgement`.
    pub source: Option<String>,
    /// Why this number; for a default prior, why it is that wide.
    pub note: Option<String>,
    /// Who was asked, and when.
    pub asked: Option<String>,
    /// Line in the file, from 1; for a default, the line of its table.
    pub line: usize,
    /// Place in the file; for a default, its table.
    pub span: Span,
    /// `days`, `months`, `per month`, `probability`, or empty.
    pub unit: &'static str,
    /// What is done to the number after it was drawn; never by a file.
    pub moved: Option<Move>,
}

/// A number moved after it was drawn: `keep` x + `add`, within a range. What is not known about
/// it stays so, and it keeps its random dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Factor, at least 0.
    pub keep: f64,
    /// What is added.
    pub add: f64,
    /// Smallest and largest value of the key.
    pub within: [f64; 2],
}

impl Move {
    /// The number moved.
    pub fn of(&self, x: f64) -> f64 {
        (self.keep * x + self.add).clamp(self.within[0], self.within[1])
    }
}

impl Quantity {
    /// Whether nothing about it is uncertain.
    pub fn is_certain(&self) -> bool {
        self.law.certain().is_some()
    }
}

/// One of several labels, certain or not.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Full key path; also the name of its random dimension.
    pub path: String,
    /// The labels with positive probability or all labels of the key, in key order.
    pub labels: Vec<String>,
    /// Their probabilities, summing to 1.
    pub weights: Vec<f64>,
    /// Given in the file; `false` for a default.
    pub elicited: bool,
    /// Id of the source, or `judgement`.
    pub source: Option<String>,
    /// Why these probabilities.
    pub note: Option<String>,
    /// Who was asked, and when.
    pub asked: Option<String>,
    /// Line in the file, from 1.
    pub line: usize,
    /// Place in the file.
    pub span: Span,
}

impl Choice {
    /// The label, if one has all the probability.
    pub fn certain(&self) -> Option<&str> {
        let at = self.weights.iter().position(|&w| w >= 1.0)?;
        self.labels.get(at).map(String::as_str)
    }

    /// Index of the label at `u` in (0, 1), by cumulated probability in label order.
    pub fn pick(&self, u: f64) -> usize {
        let mut cumulated = 0.0;
        let mut last = 0;
        for (index, &weight) in self.weights.iter().enumerate() {
            if weight > 0.0 {
                last = index;
                cumulated += weight;
                if u < cumulated {
                    return index;
                }
            }
        }
        last
    }

    /// Probability of one label; 0 for a label it does not have.
    pub fn weight(&self, label: &str) -> f64 {
        self.labels
            .iter()
            .zip(&self.weights)
            .find(|(l, _)| *l == label)
            .map_or(0.0, |(_, &w)| w)
    }
}

/// An option of an issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionRef {
    /// Id of the issue.
    pub issue: String,
    /// The option's label.
    pub option: String,
}

/// A set of packages: for each named issue the options that count; issues not named
/// are free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Issue and its accepted options, in file order.
    pub issues: Vec<(String, Vec<String>)>,
}

/// What a key holds after reading.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, a word of an enumeration, or an id.
    Text(String),
    /// A date.
    Date(Date),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A length of time in days.
    Days(f64),
    /// A quantity.
    Quantity(Quantity),
    /// A choice.
    Choice(Choice),
    /// Texts or ids.
    Texts(Vec<String>),
    /// Dates.
    Dates(Vec<Date>),
    /// Plain numbers.
    Numbers(Vec<f64>),
    /// An option.
    Option(OptionRef),
    /// Options.
    Options(Vec<OptionRef>),
    /// A value per option.
    OptionMap(Vec<(OptionRef, Value)>),
    /// A value per id.
    RefMap(Vec<(String, Value)>),
    /// A package.
    Package(Package),
    /// An expression: its text and the place of its first character.
    Expression(Expression),
}

impl Value {
    /// The quantity, if it is one.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Value::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// The options, if it is a list of them.
    pub fn options(&self) -> &[OptionRef] {
        match self {
            Value::Options(options) => options,
            _ => &[],
        }
    }
}

/// The text of an expression of the claim language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The text.
    pub text: String,
    /// Place of the whole string in the file, quotes included.
    pub span: Span,
    /// Offset of the text's first byte in the file, where the text stands there
    /// as it is (no escapes), so that an error can point inside it.
    pub offset: Option<usize>,
    /// Line in the file, from 1.
    pub line: usize,
}
