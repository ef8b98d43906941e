//! A game of accepting outcomes, made from the scenario.
//!
//! Two sides, one move, at once: each accepts one final outcome or none. If both accept the same one,
//! each is paid what its settlement is worth, else what today is worth:
//!
//! ```text
//! u_i(k, k) = U_i(s_k)        u_i(k, l) = U_i(today)        k, l in none, 1, …, n
//! ```
//!
//! with s_k the egalitarian settlement of outcome k above today's line (Kalai 1977) or, where none is
//! better for both, the one with the largest sum; red lines kept, losses by breach taken off. The
//! payoffs are uncertain, so the game is solved in every draw, and an equilibrium in pure strategies
//! (Nash 1951) is told by the share of draws in which it survives.
//!
//! Not modelled: what waiting or war brings instead, offers one after the other, more than two sides.

use pourparler_agreement::solution::egalitarian;
use pourparler_agreement::space::{Outcome, OutcomeKind, Space};
use pourparler_agreement::{Draw, Frontier, Workspace};
use rayon::prelude::*;

use super::draws::{DRAWS, levels};
use crate::games::{Budget, Rational, StrategicGame, pure_equilibria};

/// Most outcomes of the game, and of a derived graph model.
pub const MOST_OUTCOMES: usize = 4;

/// Above so many packages a draw takes a tenth of a second and more,
const MANY_PACKAGES: u64 = 1 << 20;
/// so that fewer have to do.
const DRAWS_OF_MANY: usize = DRAWS / 20;

/// In a draw, what today and what the settlement of each outcome is worth to the sides.
type Worth = ([f64; 2], Vec<Option<[f64; 2]>>);

/// What the draws say of accepting one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// Name of the outcome.
    pub outcome: String,
    /// Share of draws in which it is an equilibrium that both accept it.
    pub survives: f64,
    /// Share in which today is worth more to side A, and to side B, than its settlement.
    pub left_by: [f64; 2],
    /// Share in which no package of it can be signed.
    pub unsignable: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// Draws.
    pub draws: usize,
    /// Final outcomes, in the order of the file.
    pub accepted: Vec<Accepted>,
    /// Share of draws in which that nothing is accepted is the only equilibrium.
    pub nothing: f64,
    /// The game at the medians.
    pub medians: StrategicGame,
}

/// Final outcomes in the order of the file.
pub(super) fn finals(space: &Space) -> impl Iterator<Item = &Outcome> {
    let all = space.outcomes.iter();
    all.filter(|outcome| outcome.kind == OutcomeKind::Final)
}

/// What today is worth to the sides.
pub(super) fn today(space: &Space, draw: &Draw) -> [f64; 2] {
    let status_quo = space.domain.status_quo();
    space
        .sides
        .map(|party| space.utility(draw, party, status_quo))
}

/// What the settlement that stands for an outcome is worth to the sides; `None` where no package of
/// it can be signed.
pub(super) fn settlement(
    space: &Space,
    draw: &Draw,
    outcome: &Outcome,
    workspace: &mut Workspace,
) -> Option<[f64; 2]> {
    let mut frontier = Frontier::default();
    let solved = workspace.frontier(&space.domain, draw, &outcome.predicates, &mut frontier);
    solved.ok()?;
    let most = || {
        let points = frontier.points().iter().copied();
        points.max_by(|p, q| (p.a + p.b).total_cmp(&(q.a + q.b)))
    };
    let point = egalitarian(&frontier, today(space, draw)).or_else(most)?;
    Some([point.a, point.b])
}

/// Solves the game in every draw.
pub(super) fn acceptance(space: &Space) -> Result<Acceptance, String> {
    let outcomes: Vec<&Outcome> = finals(space).take(MOST_OUTCOMES).collect();
    let worth = |draw: &Draw, workspace: &mut Workspace| -> Vec<Option<[f64; 2]>> {
        let each = outcomes.iter();
        each.map(|outcome| settlement(space, draw, outcome, workspace))
            .collect()
    };
    let at_medians = space.at_medians();
    let medians = game(
        space,
        &outcomes,
        today(space, &at_medians),
        &worth(&at_medians, &mut Workspace::default()),
    )?;
    let draws = match space.domain.packages() > MANY_PACKAGES {
        true => DRAWS_OF_MANY,
        false => DRAWS,
    };
    let memory = || (Workspace::default(), Draw::new(&space.domain));
    let solved: Vec<Worth> = (0..draws)
        .into_par_iter()
        .map_init(memory, |(workspace, draw), d| {
            let needs = space.needs.iter().zip(levels(d));
            let x: Vec<f64> = needs.map(|(need, u)| need.at(u)).collect();
            space.recipe.fill(&space.domain, &x, draw);
            (today(space, draw), worth(draw, workspace))
        })
        .collect();
    let mut counts = vec![Counts::default(); outcomes.len()];
    let mut nothing = 0;
    for (now, worth) in solved {
        let game = game(space, &outcomes, now, &worth)?;
        let budget = Budget::new(game.profiles() as u64);
        let found = pure_equilibria(&game, budget).found;
        let signs = |played: &Vec<usize>| signed(played, &worth).is_some();
        nothing += usize::from(!found.iter().any(signs));
        for (k, counts) in counts.iter_mut().enumerate() {
            match worth[k] {
                None => counts.unsignable += 1,
                Some(_) if found.contains(&vec![k + 1; 2]) => counts.survives += 1,
                Some(worth) => {
                    for side in [0, 1] {
                        counts.left_by[side] += usize::from(worth[side] < now[side]);
                    }
                }
            }
        }
    }
    let share = |count: usize| count as f64 / draws as f64;
    let told = |(outcome, counts): (&&Outcome, Counts)| Accepted {
        outcome: outcome.name.clone(),
        survives: share(counts.survives),
        left_by: counts.left_by.map(share),
        unsignable: share(counts.unsignable),
    };
    Ok(Acceptance {
        draws,
        accepted: outcomes.iter().zip(counts).map(told).collect(),
        nothing: share(nothing),
        medians,
    })
}

/// Draws by what becomes of an outcome.
#[derive(Clone, Copy, Default)]
struct Counts {
    survives: usize,
    left_by: [usize; 2],
    unsignable: usize,
}

/// What is signed if these strategies are played, strategy 0 to accept nothing.
fn signed(played: &[usize], worth: &[Option<[f64; 2]>]) -> Option<[f64; 2]> {
    let both = (played[0] == played[1]).then_some(played[0])?;
    worth[both.checked_sub(1)?]
}

/// The game; an outcome that cannot be signed leaves today.
fn game(
    space: &Space,
    outcomes: &[&Outcome],
    today: [f64; 2],
    worth: &[Option<[f64; 2]>],
) -> Result<StrategicGame, String> {
    let exact = |x: f64| Rational::from_float(x).ok_or("a payoff is not finite");
    let mut payoffs = Vec::new();
    for column in 0..=outcomes.len() {
        for row in 0..=outcomes.len() {
            for payoff in signed(&[row, column], worth).unwrap_or(today) {
                payoffs.push(exact(payoff)?);
            }
        }
    }
    let strategies: Vec<String> = std::iter::once("nothing".to_owned())
        .chain(outcomes.iter().map(|outcome| outcome.name.clone()))
        .collect();
    let players = space.sides.map(|party| space.parties[party].said.clone());
    let title = "accepting an outcome, at the medians".to_owned();
    StrategicGame::new(title, players.into(), vec![strategies; 2], payoffs)
        .map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn signed_is_what_both_accept_and_what_can_be_signed() {
        let worth = [Some([0.6, 0.4]), None];
        assert_eq!(signed(&[1, 1], &worth), worth[0]);
        for played in [[0, 0], [0, 1], [1, 0], [1, 2], [2, 2]] {
            assert_eq!(signed(&played, &worth), None, "{played:?}");
        }
    }
}
