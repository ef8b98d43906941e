//! Concessions as a mixed-integer programme.
//!
//! min Σ cost_i t_i subject to U_i(x) ≥ r_i − t_i for both sides and every veto holder, x a
//! package that breaks no exclusion, red line or required consent. One binary per seed and per
//! option, a share per divisible issue, solved with microlp through good_lp. The programme picks
//! the package; concessions on it are then read off the grid, not off the solver's tolerance.

use crate::domain::{Choice, Domain};
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::package;
use crate::predicate::Predicate;
use crate::seed::each_seed;
use crate::terms::Terms;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, constraint,
    microlp, variable,
};

/// Whose minimum may move, and what a unit of utility given up costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Reservations v_A, v_B in net utility.
    pub reservations: [f64; 2],
    /// Cost per unit of concession of sides A and B, at least 0; infinite: it concedes nothing.
    pub side_costs: [f64; 2],
    /// The same per veto of the draw.
    pub veto_costs: Vec<f64>,
}

/// A package that could be signed after the concessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The package on the discrete issues.
    pub package: u64,
    /// Per divisible issue the share of its option 1.
    pub shares: Vec<(usize, f64)>,
    /// Concessions of sides A and B in utility, at least 0.
    pub sides: [f64; 2],
    /// Concessions per veto of the draw.
    pub vetoes: Vec<f64>,
    /// Σ cost × concession.
    pub cost: f64,
}

/// The cheapest set of concessions that lets some package within the predicates be signed; `None`
/// if no concession does, and concessions of 0 if the zone is open.
///
/// # Errors
/// A draw or ask of the wrong shape or range, or a failure of the solver.
pub fn cheapest_concessions(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    ask: &Ask,
) -> Result<Option<Opening>, AgreementError> {
    solve(domain, draw, within, ask, false)
}

/// The least concession that, made by both sides alike, opens the zone; vetoes stand.
/// `cost` is that concession.
///
/// # Errors
/// As [`cheapest_concessions`].
pub fn equal_concession(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    reservations: [f64; 2],
) -> Result<Option<Opening>, AgreementError> {
    let veto_costs = vec![f64::INFINITY; draw.vetoes.len()];
    let ask = Ask {
        reservations,
        side_costs: [0.5; 2],
        veto_costs,
    };
    solve(domain, draw, within, &ask, true)
}

/// The columns of the programme.
struct Columns {
    /// Seed id, its options per issue, and its binary.
    seeds: Vec<(u64, Vec<usize>, Variable)>,
    /// Discrete options outside the seeds.
    options: Vec<(Choice, Variable)>,
    /// Share of option 1 of each divisible issue, with its permitted ends.
    shares: Vec<(usize, Variable)>,
    sides: [Variable; 2],
    vetoes: Vec<Variable>,
}

fn solve(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    ask: &Ask,
    alike: bool,
) -> Result<Option<Opening>, AgreementError> {
    if ask.veto_costs.len() != draw.vetoes.len() {
        return Err(AgreementError::Shape("veto_costs"));
    }
    let price = |c: &f64| *c >= 0.0;
    if !ask.side_costs.iter().chain(&ask.veto_costs).all(price)
        || !ask.reservations.iter().all(|r| r.is_finite())
    {
        return Err(AgreementError::Range("ask"));
    }
    let mut terms = Terms::default();
    terms.prepare(domain, draw, within)?;
    if terms.allowed.contains(&0) {
        return Ok(None);
    }
    let mut variables = ProblemVariables::new();
    let mut worth: [Expression; 2] = [0.into(), 0.into()];
    let columns = Columns::lay_out(domain, draw, &terms, ask, &mut variables, &mut worth);
    if columns.seeds.is_empty() {
        return Ok(None);
    }
    let finite = |c: f64| if c.is_finite() { c } else { 0.0 };
    let mut objective: Expression = 0.into();
    for (t, cost) in columns.sides.iter().zip(ask.side_costs) {
        objective += finite(cost) * *t;
    }
    for (t, cost) in columns.vetoes.iter().zip(&ask.veto_costs) {
        objective += finite(*cost) * *t;
    }
    let triggered: Vec<Option<Variable>> = terms
        .bounds
        .iter()
        .map(|bound| {
            bound
                .conditional
                .then(|| variables.add(variable().binary()))
        })
        .collect();
    let met: Vec<Variable> = if within.len() > 1 {
        within
            .iter()
            .map(|_| variables.add(variable().binary()))
            .collect()
    } else {
        Vec::new()
    };

    let mut model = variables.minimise(objective).using(microlp);
    let seeds: Expression = columns.seeds.iter().map(|seed| seed.2).sum();
    model = model.with(constraint!(seeds == 1));
    for k in 0..domain.issues().len() {
        let own: Vec<Variable> = columns
            .options
            .iter()
            .filter(|(c, _)| c.issue == k)
            .map(|c| c.1)
            .collect();
        if !own.is_empty() {
            let sum: Expression = own.into_iter().sum();
            model = model.with(constraint!(sum == 1));
        }
    }
    for (side, worth) in worth.into_iter().enumerate() {
        let t = columns.sides[side];
        model = model.with(constraint!(worth + t >= ask.reservations[side]));
    }
    if alike {
        model = model.with(constraint!(columns.sides[0] == columns.sides[1]));
    }
    for (x, y) in &domain.structure().exclusions {
        let both = columns.chosen(&terms, x) + columns.chosen(&terms, y);
        model = model.with(constraint!(both <= 1));
    }
    for (j, bound) in terms.bounds.iter().enumerate() {
        let start = j * domain.total_options();
        let gains = &terms.bound_gain[start..start + domain.total_options()];
        let worth = columns.gross(domain, &terms, gains) + terms.divisible_gain(domain, j);
        model = match triggered[j] {
            None => match columns.vetoes.get(j) {
                Some(t) => model.with(constraint!(worth + *t >= bound.floor)),
                None => model.with(constraint!(worth >= bound.floor)),
            },
            // Gross utilities lie in 0..=1 up to rounding, so 2 is large enough to free the bound.
            Some(on) => model.with(constraint!(worth + 2.0 * (1.0 - on) >= bound.floor)),
        };
        if let Some(on) = triggered[j] {
            for k in 0..domain.issues().len() {
                let mut mask = terms.triggers[j * domain.issues().len() + k] & terms.allowed[k];
                while mask != 0 && !domain.issues()[k].divisible {
                    let at = Choice {
                        issue: k,
                        option: mask.trailing_zeros() as usize,
                    };
                    mask &= mask - 1;
                    let picked = columns.chosen(&terms, &at);
                    model = model.with(constraint!(on >= picked));
                }
            }
        }
    }
    if !met.is_empty() {
        let any: Expression = met.iter().copied().sum();
        model = model.with(constraint!(any >= 1));
    }
    for (predicate, met) in within.iter().zip(&met) {
        for (k, issue) in domain
            .issues()
            .iter()
            .enumerate()
            .filter(|(_, i)| !i.divisible)
        {
            let inside: Expression = (0..issue.options)
                .filter(|option| predicate.allowed[k] >> option & 1 == 1)
                .map(|option| columns.chosen(&terms, &Choice { issue: k, option }))
                .sum();
            model = model.with(constraint!(inside >= *met));
        }
    }
    let solution = match model.solve() {
        Ok(solution) => solution,
        Err(ResolutionError::Infeasible) => return Ok(None),
        Err(other) => return Err(AgreementError::Programme(other.to_string())),
    };
    Ok(columns.read(domain, draw, &terms, ask, alike, &solution))
}

impl Columns {
    /// Adds the columns; `worth` becomes the net utility of both sides.
    fn lay_out(
        domain: &Domain,
        draw: &Draw,
        terms: &Terms,
        ask: &Ask,
        variables: &mut ProblemVariables,
        worth: &mut [Expression; 2],
    ) -> Self {
        let mut seeds = Vec::new();
        each_seed(domain, draw, terms, |seed| {
            let z = variables.add(variable().binary());
            for (worth, net) in worth.iter_mut().zip(seed.net) {
                *worth += net * z;
            }
            seeds.push((seed.id, seed.options.to_vec(), z));
        });
        let (mut options, mut shares) = (Vec::new(), Vec::new());
        for (k, issue) in domain.issues().iter().enumerate() {
            if issue.divisible {
                let range = match terms.allowed[k] {
                    1 => variable().min(0).max(0),
                    2 => variable().min(1).max(1),
                    _ => variable().min(0).max(1),
                };
                let share = variables.add(range);
                for (worth, gain) in worth.iter_mut().zip(&terms.gain) {
                    let at = domain.first(k);
                    *worth += gain[at] + (gain[at + 1] - gain[at]) * share;
                }
                shares.push((k, share));
            } else if terms.outer >> k & 1 == 0 {
                for option in (0..issue.options).filter(|o| terms.allowed[k] >> o & 1 == 1) {
                    let x = variables.add(variable().binary());
                    let choice = Choice { issue: k, option };
                    for (worth, gain) in worth.iter_mut().zip(&terms.gain) {
                        *worth += gain[domain.position(choice)] * x;
                    }
                    options.push((choice, x));
                }
            }
        }
        let mut concession = |cost: f64| {
            let range = variable().min(0);
            variables.add(if cost.is_finite() {
                range
            } else {
                range.max(0)
            })
        };
        let sides = ask.side_costs.map(&mut concession);
        let vetoes = ask.veto_costs.iter().map(|&c| concession(c)).collect();
        Self {
            seeds,
            options,
            shares,
            sides,
            vetoes,
        }
    }

    /// 1 if the option is chosen.
    fn chosen(&self, terms: &Terms, at: &Choice) -> Expression {
        if terms.outer >> at.issue & 1 == 1 {
            let seeds = self
                .seeds
                .iter()
                .filter(|(_, options, _)| options[at.issue] == at.option);
            return seeds.map(|seed| seed.2).sum();
        }
        self.options
            .iter()
            .filter(|(c, _)| c == at)
            .map(|c| c.1)
            .sum()
    }

    /// Σ of per-option gains over the discrete issues.
    fn gross(&self, domain: &Domain, terms: &Terms, gains: &[f64]) -> Expression {
        let mut sum: Expression = 0.into();
        for (choice, x) in &self.options {
            sum += gains[domain.position(*choice)] * *x;
        }
        for (_, options, z) in &self.seeds {
            let outer = (0..options.len()).filter(|&k| terms.outer >> k & 1 == 1);
            let gain: f64 = outer
                .map(|k| {
                    gains[domain.position(Choice {
                        issue: k,
                        option: options[k],
                    })]
                })
                .sum();
            sum += gain * *z;
        }
        sum
    }

    /// The package the solver chose, with its concessions computed afresh.
    fn read(
        &self,
        domain: &Domain,
        draw: &Draw,
        terms: &Terms,
        ask: &Ask,
        alike: bool,
        solution: &impl Solution,
    ) -> Option<Opening> {
        let on = |x: &Variable| solution.value(*x) > 0.5;
        let seed = self.seeds.iter().find(|seed| on(&seed.2))?;
        let picked = self.options.iter().filter(|(_, x)| on(x));
        let package = seed.0
            + picked
                .map(|(c, _)| c.option as u64 * domain.radix(c.issue))
                .sum::<u64>();
        let shares: Vec<(usize, f64)> = self
            .shares
            .iter()
            .map(|&(k, x)| (k, solution.value(x).clamp(0.0, 1.0)))
            .collect();
        let worth = |side: usize| {
            let mixed: f64 = shares
                .iter()
                .map(|&(k, share)| {
                    let gain = &terms.gain[side][domain.first(k)..];
                    share * (gain[1] - gain[0])
                })
                .sum();
            package::net(domain, draw, side, package) + mixed
        };
        let short = |floor: f64, worth: f64| {
            let gap = floor - worth;
            if gap > crate::grid::TOLERANCE {
                gap
            } else {
                0.0
            }
        };
        let mut sides = [0, 1].map(|side| short(ask.reservations[side], worth(side)));
        if alike {
            sides = [sides[0].max(sides[1]); 2];
        }
        let vetoes: Vec<f64> = (draw.vetoes.iter().zip(0..))
            .map(|(veto, j)| {
                let fixed: f64 = shares
                    .iter()
                    .map(|&(k, share)| {
                        let gain =
                            &terms.bound_gain[j * domain.total_options() + domain.first(k)..];
                        share * (gain[1] - gain[0])
                    })
                    .sum();
                let gross = package::gross(domain, draw, veto.party, package) + fixed;
                short(veto.threshold, gross)
            })
            .collect();
        let charge = |t: f64, cost: f64| if t == 0.0 { 0.0 } else { t * cost };
        let paid = sides
            .iter()
            .zip(&ask.side_costs)
            .chain(vetoes.iter().zip(&ask.veto_costs));
        let cost = paid.map(|(&t, &cost)| charge(t, cost)).sum();
        Some(Opening {
            package,
            shares,
            sides,
            vetoes,
            cost,
        })
    }
}
