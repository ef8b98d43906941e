//! The choices that the published descriptions leave open, by name.

/// What the votes for a challenger are divided by to give its probability of winning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WinDenominator {
    /// All votes cast between the two, so that the two probabilities sum to 1 (as printed).
    Pair,
    /// All votes cast between all ordered pairs of actors, positions held twice counted twice (what
    /// the published table needs). Probabilities are then of the order 1/n².
    AllPairs,
}

/// How a third party's votes grow with the distance between the two positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteCurve {
    /// In proportion to it (as printed).
    Neutral,
    /// By the power of the voter's own risk exponent.
    Risk,
}

/// Which of the offers it faces an actor takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferChoice {
    /// The one that moves it least, of whatever kind (as printed).
    LeastMovement,
    /// A lost confrontation before a compromise before a capitulation; within a kind the one that
    /// moves it least.
    Tiered,
    /// As `Tiered`, but among compromises the one with the numerically lowest
    /// (|a| x_i + |b| x_j)/(|a| + |b|): an accident of the replication that the published table
    /// needs. It depends on which end of the scale is called high. With several issues there is no
    /// lowest, and the rule is that of `Tiered`.
    LowestCompromise,
}

/// Whose risk exponent enters a receiver's estimate of what its challenger expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengerRisk {
    /// The receiver's own.
    Receiver,
    /// The challenger's.
    Challenger,
}

/// One reading of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// Probability of winning.
    pub denominator: WinDenominator,
    /// Votes of third parties.
    pub votes: VoteCurve,
    /// Choice among offers.
    pub choice: OfferChoice,
    /// Risk exponent of a challenger.
    pub challenger_risk: ChallengerRisk,
    /// Q: probability that nothing changes if no challenge is made, 0 to 1. The replication sets 1.
    pub status_quo: f64,
}

impl Rules {
    /// `scholz-2011-code`: what reproduces table 2 of Scholz, Calbert & Smith (2011).
    pub const SCHOLZ_2011_CODE: Rules = Rules {
        denominator: WinDenominator::AllPairs,
        votes: VoteCurve::Risk,
        choice: OfferChoice::LowestCompromise,
        challenger_risk: ChallengerRisk::Receiver,
        status_quo: 1.0,
    };

    /// `scholz-2011-text`: the equations as they are printed there.
    pub const SCHOLZ_2011_TEXT: Rules = Rules {
        denominator: WinDenominator::Pair,
        votes: VoteCurve::Neutral,
        choice: OfferChoice::LeastMovement,
        challenger_risk: ChallengerRisk::Challenger,
        status_quo: 1.0,
    };

    /// The presets by name.
    pub const PRESETS: [(&'static str, Rules); 2] = [
        ("scholz-2011-code", Rules::SCHOLZ_2011_CODE),
        ("scholz-2011-text", Rules::SCHOLZ_2011_TEXT),
    ];

    /// The preset of that name.
    #[must_use]
    pub fn preset(name: &str) -> Option<Rules> {
        let found = Rules::PRESETS.iter().find(|(known, _)| *known == name);
        found.map(|&(_, rules)| rules)
    }

    /// All 24 combinations of the four switches, at this Q.
    #[must_use]
    pub fn all(status_quo: f64) -> Vec<Rules> {
        let mut all = Vec::with_capacity(24);
        for denominator in [WinDenominator::AllPairs, WinDenominator::Pair] {
            for choice in [
                OfferChoice::LowestCompromise,
                OfferChoice::Tiered,
                OfferChoice::LeastMovement,
            ] {
                for challenger_risk in [ChallengerRisk::Receiver, ChallengerRisk::Challenger] {
                    for votes in [VoteCurve::Risk, VoteCurve::Neutral] {
                        all.push(Rules {
                            denominator,
                            votes,
                            choice,
                            challenger_risk,
                            status_quo,
                        });
                    }
                }
            }
        }
        all
    }
}
