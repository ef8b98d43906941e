//! What each decision maker prefers: an order of the states, with ties.
//!
//! Option prioritising (Fang, Hipel, Kilgour and Peng 2003): with statements 1 … k in order of
//! importance, statement j has weight 2^(k−j), and a state is worth the sum of the weights of the
//! statements true in it. A statement thus outweighs all that come after it together.
//!
//! Either way the result is a rank per state: higher is better, equal is tied. Only the order
//! matters, not the distance. Where states are merged, the lowest stands for its group.

use super::{Graph, State, Statement};

/// Most statements of one decision maker; weights are bits of 64.
pub const MAX_STATEMENTS: usize = 64;

/// How a decision maker's preference is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preference {
    /// Statements, the most important first.
    Statements(Vec<Statement>),
    /// State numbers (from 1) in levels, the best first; states of one level are tied.
    Ranking(Vec<Vec<usize>>),
}

/// The worth of a state under prioritised statements, Σ 2^(k−j) over the statements true in it.
#[must_use]
pub fn worth(statements: &[Statement], state: State) -> u64 {
    let add = |sum: u64, statement: &Statement| sum << 1 | u64::from(statement.holds(state));
    statements.iter().fold(0, add)
}

/// Ranks by state mask: 1 for the worst, 0 where there is no state. A ranking has to name every
/// state once.
pub(super) fn ranks(graph: &Graph, preference: &Preference) -> Vec<u32> {
    let mut ranks = vec![0; graph.masks()];
    match preference {
        Preference::Statements(statements) => {
            let worth: Vec<u64> = graph
                .states()
                .iter()
                .map(|&state| worth(statements, state))
                .collect();
            let mut levels = worth.clone();
            levels.sort_unstable();
            levels.dedup();
            for (&state, worth) in graph.states().iter().zip(worth) {
                let level = levels.partition_point(|&level| level < worth);
                ranks[state as usize] = level as u32 + 1;
            }
        }
        Preference::Ranking(levels) => {
            for (level, numbers) in levels.iter().rev().enumerate() {
                for &number in numbers {
                    if let Some(state) = graph.state(number) {
                        ranks[state as usize] = level as u32 + 1;
                    }
                }
            }
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::{Statement, worth};

    #[test]
    fn an_earlier_statement_outweighs_all_later_ones() {
        let statements: Vec<_> = (0..3).map(Statement::Option).collect();
        assert_eq!(worth(&statements, 0b001), 4);
        assert_eq!(worth(&statements, 0b110), 3);
        assert_eq!(worth(&[], 0b110), 0);
    }
}
