//! The syntax tree: what was written, with its place, before names mean anything.

pub use crate::source::Span;

/// A dotted name as written, `people.prisoners.ukraine`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text, dots included.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// An expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms an expression can take.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A number, already divided by 100 if written with `%` or `pt`.
    Number {
        /// The value.
        value: f64,
        /// How it was written.
        written: Written,
    },
    /// An output, a label or an input, which only its context tells.
    Name(String),
    /// `zone_now[territory, security]`.
    Select {
        /// What stands before the bracket.
        name: String,
        /// What stands inside.
        items: Vec<Name>,
    },
    /// `-x`.
    Negate(Box<Expr>),
    /// `not x`.
    Not(Box<Expr>),
    /// `a + b` and the like.
    Arithmetic {
        /// The operation.
        op: ArithmeticOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a and b`, `a or b`.
    Logic {
        /// Which of the two.
        op: Logic,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a < b` and the like.
    Compare {
        /// The comparison.
        op: Comparison,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `f(a, b, by=90d)`.
    Call {
        /// The function.
        function: Function,
        /// Arguments without a name, in order.
        arguments: Vec<Expr>,
        /// Named arguments.
        options: Options,
    },
}

/// How a number was written: it decides what it can be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// `.95`, `300`.
    Plain,
    /// `80%`.
    Percent,
    /// `5pt`, percentage points.
    Points,
}

/// Arithmetic on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// `and` or `or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logic {
    /// Both.
    And,
    /// At least one.
    Or,
}

/// A comparison of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    Different,
}

impl Comparison {
    /// Whether `left op right` holds. False when either is NaN, `!=` included: an undefined
    /// figure supports nothing.
    pub fn holds(self, left: f64, right: f64) -> bool {
        if left.is_nan() || right.is_nan() {
            return false;
        }
        match self {
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::More => left > right,
            Comparison::AtLeast => left >= right,
            Comparison::Equal => left == right,
            Comparison::Different => left != right,
        }
    }

    /// The same comparison with its sides exchanged: `a < b` is `b > a`.
    pub fn mirrored(self) -> Self {
        match self {
            Comparison::Less => Comparison::More,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::More => Comparison::Less,
            Comparison::AtLeast => Comparison::AtMost,
            same => same,
        }
    }

    /// As written in the language.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "=",
            Comparison::Different => "!=",
        }
    }
}

/// Named arguments of a call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// `by=90d`: at some time in the first 90 days, with the place of the option.
    pub by: Option<(f64, Span)>,
    /// `at=60d`: on the 60th day, with the place of the option.
    pub at: Option<(f64, Span)>,
    /// `arm=only_information`.
    pub arm: Option<Name>,
    /// `given consent.ukraine = no`, each an intervention.
    pub given: Vec<Given>,
}

/// `given X = v`: X set to v from outside, not the draws in which X happens to be v.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The input.
    pub input: Name,
    /// What it is set to.
    pub value: GivenValue,
    /// From the word `given` to the value.
    pub span: Span,
}

/// What an input can be set to.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// A number, in the input's unit.
    Number(f64),
    /// `yes`, `no` or the label of a choice.
    Label(Name),
}

/// The functions of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `P(event)`
    Probability,
    /// `effect(x)`: probability or mean in the arm minus its baseline.
    Effect,
    /// `ratio(x)`: probability or mean in the arm over its baseline.
    Ratio,
    /// `mean(x)`
    Mean,
    /// `median(x)`, also `q50(x)`
    Median,
    /// `q05(x)`
    Q05,
    /// `q95(x)`
    Q95,
    /// `bits(topic)`
    Bits,
    /// `err_ratio(topic)`
    ErrRatio,
    /// `abs(x)`
    Abs,
    /// `max_over(group, x)`
    MaxOver,
    /// `ks(output)`
    Ks,
    /// `rank(input, output)`
    Rank,
    /// `total(group, output)`
    Total,
    /// `rate(table.column)`
    Rate,
    /// `input(name)`
    Input,
}

impl Function {
    /// Every function by the name it is called by.
    pub const ALL: &'static [(&'static str, Function)] = &[
        ("P", Function::Probability),
        ("effect", Function::Effect),
        ("ratio", Function::Ratio),
        ("mean", Function::Mean),
        ("median", Function::Median),
        ("q05", Function::Q05),
        ("q50", Function::Median),
        ("q95", Function::Q95),
        ("bits", Function::Bits),
        ("err_ratio", Function::ErrRatio),
        ("abs", Function::Abs),
        ("max_over", Function::MaxOver),
        ("ks", Function::Ks),
        ("rank", Function::Rank),
        ("total", Function::Total),
        ("rate", Function::Rate),
        ("input", Function::Input),
    ];

    /// The name it is called by.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, f)| *f == self)
            .map_or("", |(name, _)| name)
    }
}
