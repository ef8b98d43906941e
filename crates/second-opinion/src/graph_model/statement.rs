//! Statements about a state: which options are taken, joined by and, or, not, if and iff.
//!
//! Idea: a decision maker lists what it wants in order of importance; each wish is a statement that
//! is true or false in a state (Fang, Hipel, Kilgour and Peng 2003). Infeasible states and merged
//! states are described by the simplest kind of statement, a pattern over {Y, N, −}.

use super::State;

/// A conjunction of options taken (Y) and not taken (N); options it does not name (−) are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Pattern {
    taken: u32,
    dropped: u32,
}

impl Pattern {
    /// The pattern with these masks of options taken and not taken. A pattern that asks for both of
    /// one option matches nothing.
    #[must_use]
    pub const fn new(taken: u32, dropped: u32) -> Self {
        Self { taken, dropped }
    }

    /// Reads one letter per option, option 0 first: `Y`, `N` or `-`. `None` for any other letter or
    /// more than 32.
    #[must_use]
    pub fn parse(letters: &str) -> Option<Self> {
        let mut pattern = Self::default();
        for (option, letter) in letters.chars().enumerate() {
            let bit = 1u32.checked_shl(u32::try_from(option).ok()?)?;
            match letter {
                'Y' => pattern.taken |= bit,
                'N' => pattern.dropped |= bit,
                '-' => {}
                _ => return None,
            }
        }
        Some(pattern)
    }

    /// Mask of the options that have to be taken.
    #[must_use]
    pub const fn taken(self) -> u32 {
        self.taken
    }

    /// Mask of the options that must not be taken.
    #[must_use]
    pub const fn dropped(self) -> u32 {
        self.dropped
    }

    /// Mask of the options the pattern names.
    #[must_use]
    pub const fn named(self) -> u32 {
        self.taken | self.dropped
    }

    /// Whether the state is one the pattern describes.
    #[must_use]
    pub const fn matches(self, state: State) -> bool {
        state & self.taken == self.taken && state & self.dropped == 0
    }
}

/// What a decision maker wants, true or false in each state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// The option (by index) is taken.
    Option(usize),
    /// A conjunction of options taken and not taken.
    Pattern(Pattern),
    /// The statement is false.
    Not(Box<Statement>),
    /// All are true; of none, true.
    And(Vec<Statement>),
    /// At least one is true; of none, false.
    Or(Vec<Statement>),
    /// The first is true if the second is: `If(wanted, when)`.
    If(Box<Statement>, Box<Statement>),
    /// Both are true or both are false.
    Iff(Box<Statement>, Box<Statement>),
}

impl Statement {
    /// Whether the statement is true in the state.
    #[must_use]
    pub fn holds(&self, state: State) -> bool {
        match self {
            Self::Option(option) => u32::try_from(*option)
                .ok()
                .and_then(|option| state.checked_shr(option))
                .is_some_and(|rest| rest & 1 == 1),
            Self::Pattern(pattern) => pattern.matches(state),
            Self::Not(inner) => !inner.holds(state),
            Self::And(all) => all.iter().all(|one| one.holds(state)),
            Self::Or(any) => any.iter().any(|one| one.holds(state)),
            Self::If(wanted, when) => !when.holds(state) || wanted.holds(state),
            Self::Iff(left, right) => left.holds(state) == right.holds(state),
        }
    }

    /// How many parts the statement has: options, patterns and connectives.
    #[must_use]
    pub fn parts(&self) -> usize {
        let inner = match self {
            Self::Option(_) | Self::Pattern(_) => 0,
            Self::Not(inner) => inner.parts(),
            Self::And(parts) | Self::Or(parts) => parts.iter().map(Self::parts).sum(),
            Self::If(left, right) | Self::Iff(left, right) => left.parts() + right.parts(),
        };
        inner + 1
    }

    /// The highest option index named, if any.
    #[must_use]
    pub fn highest_option(&self) -> Option<usize> {
        match self {
            Self::Option(option) => Some(*option),
            Self::Pattern(pattern) => pattern.named().checked_ilog2().map(|bit| bit as usize),
            Self::Not(inner) => inner.highest_option(),
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().filter_map(Self::highest_option).max()
            }
            Self::If(left, right) | Self::Iff(left, right) => {
                left.highest_option().max(right.highest_option())
            }
        }
    }

    /// The statement as an alternative of patterns (disjunctive normal form), or `None` if that
    /// takes more than `limit` patterns at some step.
    #[must_use]
    pub fn patterns(&self, limit: usize) -> Option<Vec<Pattern>> {
        self.normal(true, limit)
    }

    /// The alternatives of the statement (`wanted`) or of its negation.
    fn normal(&self, wanted: bool, limit: usize) -> Option<Vec<Pattern>> {
        match self {
            Self::Option(option) => {
                let bit = 1u32.checked_shl(u32::try_from(*option).ok()?)?;
                Some(vec![if wanted {
                    Pattern::new(bit, 0)
                } else {
                    Pattern::new(0, bit)
                }])
            }
            Self::Pattern(pattern) if wanted => Some(vec![*pattern]),
            Self::Pattern(pattern) => {
                let bits = (0..32).map(|option| 1u32 << option);
                let negated = bits.flat_map(|bit| {
                    let taken = (pattern.taken & bit != 0).then(|| Pattern::new(0, bit));
                    let dropped = (pattern.dropped & bit != 0).then(|| Pattern::new(bit, 0));
                    taken.into_iter().chain(dropped)
                });
                Some(negated.collect())
            }
            Self::Not(inner) => inner.normal(!wanted, limit),
            Self::And(parts) => combine(parts, wanted, wanted, limit),
            Self::Or(parts) => combine(parts, wanted, !wanted, limit),
            Self::If(then, when) => {
                // then ∨ ¬when, and its negation.
                let (then, when) = (then.normal(wanted, limit)?, when.normal(!wanted, limit)?);
                if wanted {
                    either(then, when, limit)
                } else {
                    both(&then, &when, limit)
                }
            }
            Self::Iff(left, right) => {
                let same = both(
                    &left.normal(true, limit)?,
                    &right.normal(wanted, limit)?,
                    limit,
                )?;
                let other = both(
                    &left.normal(false, limit)?,
                    &right.normal(!wanted, limit)?,
                    limit,
                )?;
                either(same, other, limit)
            }
        }
    }
}

/// The parts taken together (`all`) or as alternatives.
fn combine(parts: &[Statement], wanted: bool, all: bool, limit: usize) -> Option<Vec<Pattern>> {
    let mut sum = if all {
        vec![Pattern::default()]
    } else {
        vec![]
    };
    for part in parts {
        let part = part.normal(wanted, limit)?;
        sum = if all {
            both(&sum, &part, limit)?
        } else {
            either(sum, part, limit)?
        };
    }
    Some(sum)
}

fn either(mut left: Vec<Pattern>, right: Vec<Pattern>, limit: usize) -> Option<Vec<Pattern>> {
    left.extend(right);
    tidy(left, limit)
}

fn both(left: &[Pattern], right: &[Pattern], limit: usize) -> Option<Vec<Pattern>> {
    if left.len().checked_mul(right.len())? > limit.saturating_mul(limit) {
        return None;
    }
    let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
    let joined = pairs.map(|(a, b)| Pattern::new(a.taken | b.taken, a.dropped | b.dropped));
    let possible = joined.filter(|pattern| pattern.taken & pattern.dropped == 0);
    tidy(possible.collect(), limit)
}

fn tidy(mut patterns: Vec<Pattern>, limit: usize) -> Option<Vec<Pattern>> {
    patterns.sort_unstable();
    patterns.dedup();
    (patterns.len() <= limit).then_some(patterns)
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Statement};

    fn option(k: usize) -> Box<Statement> {
        Box::new(Statement::Option(k))
    }

    #[test]
    fn connectives_have_their_truth_tables() {
        for state in 0..4u32 {
            let (a, b) = (state & 1 == 1, state & 2 == 2);
            let of = |statement: &Statement| statement.holds(state);
            assert_eq!(of(&Statement::Not(option(0))), !a);
            assert_eq!(of(&Statement::And(vec![*option(0), *option(1)])), a && b);
            assert_eq!(of(&Statement::Or(vec![*option(0), *option(1)])), a || b);
            assert_eq!(of(&Statement::If(option(0), option(1))), a || !b);
            assert_eq!(of(&Statement::Iff(option(0), option(1))), a == b);
        }
        assert!(Statement::And(vec![]).holds(0));
        assert!(!Statement::Option(99).holds(u32::MAX));
        assert!(!Statement::Or(vec![]).holds(0));
    }

    #[test]
    fn alternatives_of_patterns_say_the_same() {
        let pattern = Statement::Pattern(Pattern::parse("Y-N").unwrap());
        let statement = Statement::Iff(
            Box::new(Statement::If(option(2), option(1))),
            Box::new(Statement::Not(Box::new(Statement::Or(vec![
                pattern,
                *option(3),
            ])))),
        );
        let patterns = statement.patterns(100).unwrap();
        for state in 0..16 {
            let any = patterns.iter().any(|pattern| pattern.matches(state));
            assert_eq!(any, statement.holds(state), "{state}");
        }
        assert_eq!(statement.patterns(1), None);
        assert_eq!(statement.highest_option(), Some(3));
    }

    #[test]
    fn a_pattern_is_one_letter_per_option() {
        assert_eq!(Pattern::parse("YN-"), Some(Pattern::new(1, 2)));
        assert_eq!(Pattern::parse("Y?"), None);
        assert_eq!(Pattern::parse(&"-".repeat(33)), None);
    }
}
