//! The codes of what can be wrong with a negotiation as written.

/// Not exactly one party on each side.
pub const SIDES: &str = "PP0801";
/// No issues.
pub const NO_ISSUES: &str = "PP0802";
/// Options an issue cannot have.
pub const OPTIONS: &str = "PP0803";
/// A side that wants nothing.
pub const WANTS_NOTHING: &str = "PP0804";
/// Options of which nobody says what they are worth.
pub const NO_VALUE: &str = "PP0805";
/// A party whose weights are all zero.
pub const ALL_ZERO: &str = "PP0806";
/// Shares that do not sum to 1.
pub const SHARES: &str = "PP0807";
/// An option both wanted and refused.
pub const WANTS_AND_REFUSES: &str = "PP0808";
/// `unless` without a red line, or that cannot lift it.
pub const LIFTS: &str = "PP0809";
/// An exclusion that is not one.
pub const EXCLUSION: &str = "PP0810";
/// An option, or every agreement, ruled out by the exclusions.
pub const RULED_OUT: &str = "PP0811";
/// Today's line ruled out by the exclusions.
pub const TODAY_EXCLUDED: &str = "PP0812";
/// An outcome that no agreement can be.
pub const NO_PACKAGE: &str = "PP0813";
/// No outcome is final.
pub const NO_FINAL: &str = "PP0814";
/// A final outcome that today's line meets.
pub const HOLDS_TODAY: &str = "PP0815";
/// A key of the other kind of outcome.
pub const OTHER_KIND: &str = "PP0816";
/// No outcomes are named.
pub const NO_OUTCOMES: &str = "PP0817";
/// A guarantee that protects nobody or changes nothing.
pub const GUARANTEE: &str = "PP0818";
/// A veto nobody could hold.
pub const VETO: &str = "PP0819";
/// A consent asked of a party that wants nothing.
pub const CONSENT: &str = "PP0820";
/// Something that cannot turn on a divisible issue.
pub const DIVISIBLE: &str = "PP0821";
/// More than can be computed.
pub const TOO_LARGE: &str = "PP0822";
