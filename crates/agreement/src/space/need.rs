//! Everything the numbers of a negotiation depend on, in one list.

use pourparler_scenario::Quantity;

/// One number that a state of the world has to supply.
#[derive(Clone, Debug)]
pub enum Need {
    /// The value of a quantity, in its own unit.
    Quantity(Quantity),
    /// Whether something holds: 1 with this probability, else 0, once per state of the world.
    Event {
        /// Name of its own random dimension: the probability's key path and `#drawn`.
        path: String,
        /// How probable it is; may be uncertain itself.
        probability: Quantity,
    },
}

impl Need {
    /// Name of the random dimension.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Quantity(quantity) => &quantity.path,
            Self::Event { path, .. } => path,
        }
    }

    /// The quantity in the file: the number itself, or the probability of the event.
    #[must_use]
    pub fn quantity(&self) -> &Quantity {
        match self {
            Self::Quantity(quantity)
            | Self::Event {
                probability: quantity,
                ..
            } => quantity,
        }
    }

    /// The median of a quantity; of an event whether it is at least as likely as not (1 or 0).
    #[must_use]
    pub fn median(&self) -> f64 {
        let median = self.quantity().law.median();
        match self {
            Self::Quantity(_) => median,
            Self::Event { .. } => f64::from(u8::from(median >= 0.5)),
        }
    }

    /// The value of a quantity at the level `u` in (0, 1); of an event whether it happens there,
    /// at its median probability (1 or 0).
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        match self {
            Self::Quantity(quantity) => quantity.law.quantile(u),
            Self::Event { probability, .. } => f64::from(u8::from(u < probability.law.median())),
        }
    }
}

/// A number of the recipe: settled, or the value of a need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Term {
    Settled(f64),
    Need(usize),
}

impl Term {
    /// Its value, given one value per need.
    pub fn at(self, x: &[f64]) -> f64 {
        match self {
            Self::Settled(value) => value,
            Self::Need(need) => x[need],
        }
    }
}

/// The list while it grows.
#[derive(Debug, Default)]
pub(super) struct Needs(pub Vec<Need>);

impl Needs {
    /// Index of a new need for this quantity.
    pub fn index(&mut self, quantity: &Quantity) -> usize {
        self.0.push(Need::Quantity(quantity.clone()));
        self.0.len() - 1
    }

    /// A term for this quantity; `otherwise` where the vocabulary has no such key.
    pub fn term(&mut self, quantity: Option<&Quantity>, otherwise: f64) -> Term {
        quantity.map_or(Term::Settled(otherwise), |q| Term::Need(self.index(q)))
    }

    /// Index of a new need for an event of this probability.
    pub fn event(&mut self, probability: &Quantity) -> usize {
        let path = format!("{}#drawn", probability.path);
        self.0.push(Need::Event {
            path,
            probability: probability.clone(),
        });
        self.0.len() - 1
    }
}
