//! Limited-move and non-myopic stability, for two decision makers.
//!
//! Idea: a decision maker i at state s foresees h moves, its own first, then the opponent's j, in
//! turn, each knowing that it may stay where it is. With G_h(i, s) the state in which i expects to
//! end and r_i its rank:
//!
//! - G_0(i, s) = s.
//! - t* ∈ R_i(s) has the largest r_i(G_{h−1}(j, t)); of several, the lowest state.
//! - G_h(i, s) = G_{h−1}(j, t*) if i ranks it above s, else s.
//!
//! s is L_h stable for i if G_h(i, s) = s, and non-myopically stable if that holds for all h from
//! some horizon on (Kilgour 1985; Fang, Hipel and Kilgour 1993). L_1 is Nash stability.
//!
//! Not modelled: more than two decision makers, and indifference as in the literature, which assumes
//! strict preference; the tie rules here (stay rather than move to a tie; lowest state among the
//! best) are this program's.

use super::refused::Refused;
use super::{Conflict, State, StateSet};

/// Most states times moves of one decision maker that are looked through per step.
const MAX_MOVES: usize = 1 << 24;

/// Horizons after which the search for a recurrent anticipation is cut.
pub const MAX_HORIZON: usize = 4096;

/// G_h for one h: by decision maker, where each state is expected to end.
#[derive(Clone, PartialEq, Eq)]
struct Anticipation([Vec<State>; 2]);

impl Anticipation {
    fn none(conflict: &Conflict) -> Self {
        let stay: Vec<State> = (0..conflict.graph().masks() as State).collect();
        Self([stay.clone(), stay])
    }

    /// G_{h+1} from G_h.
    fn next(&self, conflict: &Conflict) -> Self {
        let graph = conflict.graph();
        let one = |maker: usize| {
            let (rank, others) = (&conflict.ranks()[maker], &self.0[1 - maker]);
            let mut ends: Vec<State> = (0..graph.masks() as State).collect();
            for &state in graph.states() {
                let expected = |to: State| others[to as usize];
                let best = graph
                    .moves(maker, state)
                    .max_by_key(|&to| (rank[expected(to) as usize], std::cmp::Reverse(to)));
                if let Some(end) = best.map(expected)
                    && rank[end as usize] > rank[state as usize]
                {
                    ends[state as usize] = end;
                }
            }
            ends
        };
        Self([one(0), one(1)])
    }

    /// Where each decision maker expects to stay.
    fn stable(&self, conflict: &Conflict) -> [StateSet; 2] {
        [0, 1].map(|maker: usize| {
            let mut set = StateSet::new(conflict.graph().masks());
            for &state in conflict.graph().states() {
                if self.0[maker][state as usize] == state {
                    set.insert(state);
                }
            }
            set
        })
    }
}

fn check(conflict: &Conflict) -> Result<(), Refused> {
    let graph = conflict.graph();
    if graph.decision_makers() != 2 {
        return Err(Refused::DecisionMakers {
            found: graph.decision_makers(),
            wanted: "two",
        });
    }
    let most = graph.owned.iter().map(|owned| owned.count_ones()).max();
    super::refused::at_most(graph.states().len(), MAX_MOVES >> most.unwrap_or(0))
}

/// The states L_h stable for each of the two decision makers; h = 0 is every state.
///
/// # Errors
///
/// Other than two decision makers, too many states, or a horizon above [`MAX_HORIZON`].
pub fn limited_move(conflict: &Conflict, horizon: usize) -> Result<[StateSet; 2], Refused> {
    check(conflict)?;
    if horizon > MAX_HORIZON {
        let message = format!("a horizon is at most {MAX_HORIZON} moves");
        return Err(Refused::Input(message));
    }
    let mut anticipation = Anticipation::none(conflict);
    for _ in 0..horizon {
        anticipation = anticipation.next(conflict);
    }
    Ok(anticipation.stable(conflict))
}

/// The non-myopically stable states of each of the two decision makers, and the horizon from which
/// anticipations recur. `None` if they do not recur within [`MAX_HORIZON`] moves.
///
/// # Errors
///
/// Other than two decision makers, or too many states.
pub fn non_myopic(conflict: &Conflict) -> Result<Option<([StateSet; 2], usize)>, Refused> {
    check(conflict)?;
    // Each G follows from the one before, so the first repetition starts a cycle (Brent 1980).
    let mut saved = Anticipation::none(conflict);
    let (mut current, mut length, mut window) = (saved.clone(), 0, 1);
    for horizon in 1..=MAX_HORIZON {
        current = current.next(conflict);
        length += 1;
        if current == saved {
            let mut stable = current.stable(conflict);
            for _ in 1..length {
                current = current.next(conflict);
                let now = current.stable(conflict);
                stable
                    .iter_mut()
                    .zip(&now)
                    .for_each(|(all, one)| all.intersect(one));
            }
            return Ok(Some((stable, horizon)));
        }
        if length == window {
            saved = current.clone();
            window *= 2;
            length = 0;
        }
    }
    Ok(None)
}
