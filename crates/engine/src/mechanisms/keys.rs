//! Short forms for the key tables of the mechanisms.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind};

/// A key that may be left out.
pub const fn absent(
    name: &'static str,
    kind: Kind,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        kind,
        unit: "",
        default: Default::Absent,
        doc,
        example,
    }
}

/// A key with a fixed default, by definition.
pub const fn value(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        kind,
        unit: "",
        default: Default::Value(default),
        doc,
        example,
    }
}

/// A key with a wide default prior and the reason for its width.
pub const fn prior(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    default: &'static str,
    why: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        kind,
        unit,
        default: Default::Prior(default, why),
        doc,
        example,
    }
}

/// A number from 0 to 1.
pub const SHARE: Kind = Kind::Quantity { min: 0.0, max: 1.0 };
/// A number from 0 up.
pub const POSITIVE: Kind = Kind::Quantity {
    min: 0.0,
    max: f64::INFINITY,
};
/// Any number.
pub const NUMBER: Kind = Kind::Quantity {
    min: f64::NEG_INFINITY,
    max: f64::INFINITY,
};
