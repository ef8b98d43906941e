//! Arms: the same world with and without the contact, its parts, and the ceilings.
//!
//! An arm is data. No mechanism asks which arm it runs in; it reads the numbers below.

use crate::result::{ArmRole, LEVERS, coalition_arm};

/// What one arm changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Id, as claims write it.
    pub id: String,
    /// Name for a reader.
    pub name: String,
    /// Why it is in the run.
    pub role: ArmRole,
    /// The contact that takes place, an index into the world's contacts.
    pub contact: Option<usize>,
    /// The contact whose leverage on a side holds, if it comes with any.
    pub leverage: Option<usize>,
    /// Step from which the contact's public claims feed back, where they do.
    pub claims: Option<usize>,
    /// The parts of the contact that take place.
    pub parts: Parts,
    /// Share of deceptive messages on every topic, instead of the scenario's.
    pub deception: Option<f64>,
    /// Share of belief variance resolved on every topic at the contact's date by fiat.
    pub information: f64,
    /// Authorised texts put on the table at the contact's date by fiat.
    pub offers: u32,
    /// Multiplier of both sides' breach probability.
    pub breach: f64,
    /// Added to both sides' floors, in utility.
    pub floors: f64,
}

/// Parts of a contact that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Messages.
    pub information: bool,
    /// Texts put on the table.
    pub offers: bool,
    /// Humanitarian proposals.
    pub exchange: bool,
    /// Steps short of settlement.
    pub steps: bool,
}

impl Parts {
    /// All of them.
    pub const ALL: Parts = Parts {
        information: true,
        offers: true,
        exchange: true,
        steps: true,
    };
    const NONE: Parts = Parts {
        information: false,
        offers: false,
        exchange: false,
        steps: false,
    };
}

/// How far the lever "floors" relaxes each side's floor (model §9).
const FLOOR_RELAXATION: f64 = 0.1;

/// Deception of the arm `deception30` (model §9).
const HEAVY_DECEPTION: f64 = 0.3;

impl Arm {
    fn new(id: &str, name: &str, role: ArmRole) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            role,
            contact: None,
            leverage: None,
            claims: None,
            parts: Parts::ALL,
            deception: None,
            information: 0.0,
            offers: 0,
            breach: 1.0,
            floors: 0.0,
        }
    }

    /// The world without the contact.
    pub fn without() -> Self {
        Self::new("without", "without the contact", ArmRole::Without)
    }

    /// The contact as described.
    pub fn with() -> Self {
        Self {
            contact: Some(0),
            ..Self::new("with", "with the contact", ArmRole::With)
        }
    }

    /// A variant of the contact.
    pub fn variant(id: &str, name: &str, contact: usize) -> Self {
        Self {
            contact: Some(contact),
            ..Self::new(id, name, ArmRole::Variant)
        }
    }

    /// One part of the contact alone, and the contact under heavy deception.
    pub fn parts() -> Vec<Self> {
        let part = |id: &str, name: &str, parts| Self {
            parts,
            role: ArmRole::Part,
            ..Self {
                id: id.into(),
                name: name.into(),
                ..Self::with()
            }
        };
        vec![
            part(
                "only_information",
                "the contact's messages alone",
                Parts {
                    information: true,
                    ..Parts::NONE
                },
            ),
            part(
                "only_offer",
                "the contact's offer alone",
                Parts {
                    offers: true,
                    ..Parts::NONE
                },
            ),
            part(
                "only_exchange",
                "the contact's humanitarian proposals alone",
                Parts {
                    exchange: true,
                    ..Parts::NONE
                },
            ),
            Self {
                deception: Some(HEAVY_DECEPTION),
                ..part(
                    "deception30",
                    "the contact, 30% of its messages deceptive",
                    Parts::ALL,
                )
            },
        ]
    }

    /// A coalition of the levers of [`LEVERS`], bit k for lever k.
    pub fn coalition(bits: u8) -> Self {
        let on = |k: usize| bits >> k & 1 == 1;
        let (name, role) = match bits {
            0b00011 => ("contact and perfect information", ArmRole::Ceiling),
            0b00101 => ("contact and an authorised offer", ArmRole::Ceiling),
            0b01001 => ("contact and enforcement solved", ArmRole::Ceiling),
            0b10001 => ("contact and floors lower by 0.1 each", ArmRole::Ceiling),
            0b11111 => ("contact and all four levers", ArmRole::Ceiling),
            _ => ("coalition of levers", ArmRole::Coalition),
        };
        Self {
            contact: on(0).then_some(0),
            information: f64::from(on(1)),
            offers: u32::from(on(2)),
            breach: if on(3) { 0.0 } else { 1.0 },
            floors: if on(4) { -FLOOR_RELAXATION } else { 0.0 },
            ..Self::new(&coalition_arm(bits), name, role)
        }
    }

    /// All coalitions but `without` and `with`: the ceilings first, then the rest.
    pub fn coalitions() -> Vec<Self> {
        let all = 0..1u8 << LEVERS.len();
        let mut arms: Vec<Self> = all.skip(2).map(Self::coalition).collect();
        arms.sort_by_key(|arm| arm.role == ArmRole::Coalition);
        arms
    }

    /// True when single paths of counts of people are kept, for their predictive spread.
    pub fn keeps_paths(&self) -> bool {
        !matches!(
            self.role,
            ArmRole::Part | ArmRole::Ceiling | ArmRole::Coalition
        )
    }

    /// True when only settlement is asked of the arm.
    pub fn settlement_only(&self) -> bool {
        self.role == ArmRole::Coalition
    }
}

/// Arms that a mechanism need not tell apart: the distinct `keys`, those of `first` before all
/// others, and the place of each arm's key among them.
pub fn classes<T: PartialEq>(
    first: Vec<T>,
    keys: impl IntoIterator<Item = T>,
) -> (Vec<T>, Vec<usize>) {
    let mut distinct = first;
    let mut of_arm = Vec::new();
    for key in keys {
        let known = distinct.iter().position(|other| *other == key);
        of_arm.push(known.unwrap_or_else(|| {
            distinct.push(key);
            distinct.len() - 1
        }));
    }
    (distinct, of_arm)
}

/// Arms of each class that record more than settlement.
pub fn recording(arms: &[Arm], classes: &[usize]) -> Vec<Vec<usize>> {
    let count = classes.iter().max().map_or(0, |most| most + 1);
    let mut by_class = vec![Vec::new(); count];
    for (k, (arm, &class)) in arms.iter().zip(classes).enumerate() {
        if !arm.settlement_only() {
            by_class[class].push(k);
        }
    }
    by_class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_complete() {
        let arms = Arm::coalitions();
        assert_eq!(arms.len(), 30);
        let mut ids: Vec<_> = arms.iter().map(|a| a.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 30);
        assert!(arms[..5].iter().all(|a| a.role == ArmRole::Ceiling));
    }
}
