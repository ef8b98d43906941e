//! Error values; nothing in this crate panics on its input.

use std::fmt;

/// What is wrong with the structure of a negotiation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainError {
    /// A party index at or beyond the number of parties.
    UnknownParty(usize),
    /// Both sides are the same party.
    OneSide(usize),
    /// An (issue, option) pair that does not exist.
    UnknownChoice(usize, usize),
    /// More issues than [`crate::MAX_ISSUES`].
    TooManyIssues(usize),
    /// An issue without options, or with more than [`crate::MAX_OPTIONS`].
    OptionCount(usize, usize),
    /// A divisible issue that does not have exactly two end options.
    DivisibleEnds(usize),
    /// An exclusion, an effect or an `unless` that names a divisible issue.
    DivisibleTied(usize),
    /// An exclusion between two options of one issue, which exclude each other anyway.
    ExclusionWithinIssue(usize),
    /// An effect on the premium of a party that is not one of the two sides.
    EffectOnThirdParty(usize),
    /// An effect whose guarantor's consent no consent rule asks for.
    GuaranteeWithoutConsent(usize),
    /// More packages than 2⁵³.
    TooManyPackages,
    /// More combinations of the issues that carry effects or `unless` than [`crate::MAX_SEEDS`].
    TooManySeeds(usize),
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownParty(p) => write!(f, "there is no party {p}"),
            Self::OneSide(p) => write!(f, "party {p} is on both sides"),
            Self::UnknownChoice(k, o) => write!(f, "there is no option {o} of issue {k}"),
            Self::TooManyIssues(n) => {
                write!(f, "{n} issues; at most {} are allowed", crate::MAX_ISSUES)
            }
            Self::OptionCount(k, n) => {
                write!(
                    f,
                    "issue {k} has {n} options; 1 to {} are allowed",
                    crate::MAX_OPTIONS
                )
            }
            Self::DivisibleEnds(k) => {
                write!(f, "divisible issue {k} needs exactly two end options")
            }
            Self::DivisibleTied(k) => {
                write!(
                    f,
                    "divisible issue {k} cannot carry an exclusion, an effect or an `unless`"
                )
            }
            Self::ExclusionWithinIssue(k) => {
                write!(
                    f,
                    "an exclusion within issue {k} says nothing: one option is chosen anyway"
                )
            }
            Self::EffectOnThirdParty(p) => {
                write!(
                    f,
                    "party {p} is not a side, so it has no premium an option could change"
                )
            }
            Self::GuaranteeWithoutConsent(e) => {
                write!(
                    f,
                    "effect {e} has a guarantor whose consent is not asked for"
                )
            }
            Self::TooManyPackages => write!(f, "more than 2^53 packages"),
            Self::TooManySeeds(n) => write!(
                f,
                "{n} combinations of issues with breach, loss or unless; at most {} are allowed",
                crate::MAX_SEEDS
            ),
        }
    }
}

impl std::error::Error for DomainError {}

/// Why a frontier or an opening could not be computed for one draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementError {
    /// A vector of the draw does not have the length the domain asks for; names the field.
    Shape(&'static str),
    /// A number of the draw is not finite or lies outside its range; names the field.
    Range(&'static str),
    /// A veto or a consent by utility of this party depends on this divisible issue. The exact
    /// treatment of divisible issues covers two sides only; list steps as options instead.
    DivisibleBound {
        /// The party that holds the veto or gives the consent.
        party: usize,
        /// The divisible issue.
        issue: usize,
    },
    /// Predicates that are united must agree on what they allow on each divisible issue.
    DivisibleUnion(usize),
    /// More than 8 vetoes and consents by utility bind at once.
    TooManyBounds(usize),
    /// More than 64 exclusions, consents and predicates are open at once.
    TooManyOpen,
    /// The exact frontier has too many points, or needs too many comparisons.
    TooLarge,
    /// The linear or mixed-integer programme failed for a numerical reason.
    Programme(String),
}

impl fmt::Display for AgreementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(field) => write!(f, "`{field}` of the draw has the wrong length"),
            Self::Range(field) => write!(f, "`{field}` of the draw is out of range"),
            Self::DivisibleBound { party, issue } => write!(
                f,
                "the veto or consent of party {party} depends on divisible issue {issue}; \
                 give that issue a list of options"
            ),
            Self::DivisibleUnion(k) => {
                write!(f, "united predicates must agree on divisible issue {k}")
            }
            Self::TooManyBounds(n) => write!(f, "{n} vetoes and consents bind at once; at most 8"),
            Self::TooManyOpen => write!(
                f,
                "more than 64 exclusions, consents and predicates are open at once"
            ),
            Self::TooLarge => write!(f, "the exact frontier is too large to compute"),
            Self::Programme(why) => write!(f, "the programme for the opening failed: {why}"),
        }
    }
}

impl std::error::Error for AgreementError {}
