//! Offers between two actors.

/// What an offer is, from the receiver's side. With a what the receiver expects from challenging
/// the proposer and b what it thinks the proposer expects from challenging it:
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferKind {
    /// b > a > 0: both would fight, the receiver loses and moves to the proposer.
    Confrontation,
    /// b > 0 > a and b ≥ |a|: the receiver moves |a/b| of the way.
    Compromise,
    /// b > 0 > a and b < |a|: the receiver gives in and moves to the proposer.
    Capitulation,
}

/// An offer that a receiver faces in one round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Index of the actor that would move.
    pub receiver: usize,
    /// Index of the actor it would move towards.
    pub proposer: usize,
    /// What it is.
    pub kind: OfferKind,
    /// a, from −4 to 4.
    pub own: f64,
    /// b, from −4 to 4.
    pub other: f64,
    /// How far of the way to the proposer, 0 to 1.
    pub share: f64,
}

impl Offer {
    /// The offer that follows from a and b, if any.
    pub(crate) fn between(receiver: usize, proposer: usize, own: f64, other: f64) -> Option<Self> {
        let (kind, share) = if other > own && own > 0.0 {
            (OfferKind::Confrontation, 1.0)
        } else if other > 0.0 && own < 0.0 {
            if other >= -own {
                (OfferKind::Compromise, -own / other)
            } else {
                (OfferKind::Capitulation, 1.0)
            }
        } else {
            return None;
        };
        Some(Self {
            receiver,
            proposer,
            kind,
            own,
            other,
            share,
        })
    }

    /// The offer in a sentence without a full stop, with names by actor.
    #[must_use]
    pub fn sentence(&self, names: &[&str], from: f64, to: f64) -> String {
        let name = |i: usize| names.get(i).copied().unwrap_or("?");
        let (receiver, proposer) = (name(self.receiver), name(self.proposer));
        let what = match self.kind {
            OfferKind::Confrontation => "a lost confrontation with",
            OfferKind::Compromise => "a compromise with",
            OfferKind::Capitulation => "giving in to",
        };
        // Names are no subjects here: they may be singular or plural.
        format!(
            "{what} {proposer} moved {receiver} from {from:.2} to {to:.2}: a challenge promised {:+.3} \
             to {receiver} and, as seen from there, {:+.3} to {proposer}",
            self.own, self.other
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_cases() {
        let kind = |own, other| Offer::between(0, 1, own, other).map(|offer| offer.kind);
        assert_eq!(kind(0.2, 0.5), Some(OfferKind::Confrontation));
        assert_eq!(kind(-0.2, 0.5), Some(OfferKind::Compromise));
        assert_eq!(kind(-0.5, 0.2), Some(OfferKind::Capitulation));
        for (own, other) in [(-0.1, -0.2), (0.5, 0.2), (0.0, 0.0), (0.3, -0.2)] {
            assert_eq!(kind(own, other), None, "{own} {other}");
        }
        assert_eq!(Offer::between(0, 1, -0.25, 1.0).unwrap().share, 0.25);
    }

    #[test]
    fn an_offer_in_words() {
        let offer = Offer::between(0, 1, -0.2, 0.5).unwrap();
        assert_eq!(
            offer.sentence(&["Norland", "Sudland"], 2.0, 3.0),
            "a compromise with Sudland moved Norland from 2.00 to 3.00: a challenge promised -0.200 to \
             Norland and, as seen from there, +0.500 to Sudland"
        );
    }
}
