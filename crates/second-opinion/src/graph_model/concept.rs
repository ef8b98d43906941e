//! The solution concepts: how far a decision maker looks ahead, and which answers deter it.

/// A solution concept: when a state is stable for a decision maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concept {
    /// No improvement to move to (Nash 1950).
    Nash,
    /// Every improvement can be answered by the others so that the mover ends no better than it
    /// started, whatever the answer costs them (Howard 1971).
    Gmr,
    /// As GMR, and the mover cannot escape the answer (Howard 1971).
    Smr,
    /// As GMR, with answers that improve for those who give them (Fraser and Hipel 1979).
    Seq,
    /// As SEQ, and the mover cannot escape the answer (Rego and Vieira 2017).
    Sseq,
    /// The improvement, taken together with at most one improvement of each opponent from the same
    /// state, ends no better than the start (Fraser and Hipel 1984).
    Sim,
}

impl Concept {
    /// All of them, from the shortest foresight.
    pub const ALL: [Self; 6] = [
        Self::Nash,
        Self::Gmr,
        Self::Smr,
        Self::Seq,
        Self::Sseq,
        Self::Sim,
    ];

    /// The field's abbreviation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nash => "Nash",
            Self::Gmr => "GMR",
            Self::Smr => "SMR",
            Self::Seq => "SEQ",
            Self::Sseq => "SSEQ",
            Self::Sim => "SIM",
        }
    }

    /// Whether only answers count that improve for those who give them.
    pub(super) const fn credible(self) -> bool {
        matches!(self, Self::Seq | Self::Sseq)
    }

    /// Whether the mover may move once more after the answer.
    pub(super) const fn escape(self) -> bool {
        matches!(self, Self::Smr | Self::Sseq)
    }
}
