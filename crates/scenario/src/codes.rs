//! The codes of this crate's diagnostics, by name; [`crate::explain`] says what they mean.

/// The text is not TOML here.
pub const SYNTAX: &str = "PP0101";
/// No such key in this table.
pub const UNKNOWN_KEY: &str = "PP0102";
/// No such table.
pub const UNKNOWN_SECTION: &str = "PP0103";
/// Another kind of value is wanted.
pub const WRONG_KIND: &str = "PP0104";
/// A key that cannot be left out is missing.
pub const MISSING: &str = "PP0105";
/// An id with other characters than letters, digits, `_` and `-`.
pub const BAD_ID: &str = "PP0106";
/// The same key or id twice.
pub const TWICE: &str = "PP0107";
/// Not one of the words the key takes.
pub const UNKNOWN_WORD: &str = "PP0108";
/// Bytes that are not UTF-8.
pub const NOT_UTF8: &str = "PP0109";

/// A text that is not a quantity.
pub const NOT_A_QUANTITY: &str = "PP0201";
/// Infinite, or not a number.
pub const NOT_FINITE: &str = "PP0202";
/// Outside the range of the key.
pub const OUT_OF_RANGE: &str = "PP0203";
/// An interval whose ends are equal or exchanged.
pub const BAD_INTERVAL: &str = "PP0204";
/// Parameters no law has.
pub const BAD_LAW: &str = "PP0205";
/// A percent sign where the number is not a share.
pub const NOT_A_SHARE: &str = "PP0206";
/// A unit that is unknown or does not fit the key.
pub const BAD_UNIT: &str = "PP0207";
/// Probabilities of a choice that do not sum to 1, or lie outside 0 to 1.
pub const BAD_WEIGHTS: &str = "PP0208";
/// A law of which almost nothing lies in the range of the key.
pub const LAW_OUTSIDE: &str = "PP0209";
/// An uncertain value where one number is needed.
pub const NOT_CERTAIN: &str = "PP0210";

/// An id that no table has.
pub const UNKNOWN_ID: &str = "PP0301";
/// An option the issue does not have.
pub const UNKNOWN_OPTION: &str = "PP0302";
/// An option without its issue, where no issue encloses it.
pub const OPTION_WITHOUT_ISSUE: &str = "PP0303";
/// A source that is not listed.
pub const UNKNOWN_SOURCE: &str = "PP0304";
/// A key path that leads nowhere.
pub const UNKNOWN_PATH: &str = "PP0305";

/// The same thing listed twice.
pub const LISTED_TWICE: &str = "PP0401";
/// A correlation that cannot be.
pub const BAD_CORRELATION: &str = "PP0402";
/// Correlations that contradict each other.
pub const NOT_POSITIVE_DEFINITE: &str = "PP0403";
/// A variant changes what all arms share.
pub const SHARED_BY_ARMS: &str = "PP0404";
/// A variant that changes nothing.
pub const CHANGES_NOTHING: &str = "PP0405";
/// A claim without the tests its kind needs.
pub const CLAIM_TESTS: &str = "PP0406";

/// A source dated after the information cutoff.
pub const TOO_LATE: &str = "PP0501";
/// Not a calendar date.
pub const BAD_DATE: &str = "PP0502";
/// Uncertain numbers that name no source.
pub const NOT_SOURCED: &str = "PP0503";

/// A file past the size limit.
pub const FILE_TOO_LARGE: &str = "PP0701";
/// Tables nested too deeply.
pub const TOO_DEEP: &str = "PP0702";
/// Too many entries of one kind.
pub const TOO_MANY: &str = "PP0703";
/// A text past the length limit.
pub const TEXT_TOO_LONG: &str = "PP0704";
/// More uncertain quantities than there are random dimensions.
pub const TOO_MANY_UNCERTAIN: &str = "PP0705";
