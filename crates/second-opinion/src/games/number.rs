//! Exact numbers as Gambit writes them.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// A rational number of any size.
pub type Rational = num_rational::BigRational;

/// Longest numeral read; a hostile file could otherwise ask for numbers of any length.
const LONGEST: usize = 64;

/// Reads `-3`, `3/10`, `0.25`, `.5` or `1e3`. `None` for anything else, a denominator of 0, an
/// exponent past ±30 or a numeral past 64 characters.
#[must_use]
pub fn parse(text: &str) -> Option<Rational> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some((over, under)) = text.split_once('/') {
        let (over, under) = (whole(over)?, whole(under)?);
        return (!under.is_zero()).then(|| Rational::new(over, under));
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (front, back) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{front}{back}");
    let exponent = exponent.checked_sub(i32::try_from(back.len()).ok()?)?;
    if !(-94..=30).contains(&exponent) || !back.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let scale = BigInt::from(10).pow(exponent.unsigned_abs());
    let value = whole(&digits)?;
    Some(if exponent < 0 {
        Rational::new(value, scale)
    } else {
        Rational::from(value * scale)
    })
}

/// A sign and digits.
fn whole(text: &str) -> Option<BigInt> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// `3`, or `3/10`.
#[must_use]
pub fn show(x: &Rational) -> String {
    if x.denom().is_one() {
        x.numer().to_string()
    } else {
        format!("{}/{}", x.numer(), x.denom())
    }
}

/// The nearest double, for display and for numerical methods.
#[must_use]
pub fn approximate(x: &Rational) -> f64 {
    x.to_f64()
        .unwrap_or(if x.is_negative() { f64::MIN } else { f64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_numbers() {
        for (text, shown) in [
            ("3", "3"),
            ("-3/6", "-1/2"),
            ("+.25", "1/4"),
            ("0.10", "1/10"),
            ("1.5e2", "150"),
            ("-2e-3", "-1/500"),
            ("7.", "7"),
        ] {
            assert_eq!(show(&parse(text).unwrap()), shown, "{text}");
        }
        for text in [
            "", "-", "1/0", "1/-", "x", "1e999", "1.2.3", "1..", "0x1", "1e1.5", ".", "1.-5",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"9".repeat(65)), None);
        assert_eq!(approximate(&parse("1/4").unwrap()), 0.25);
    }
}
