//! Concessions as a mixed-integer programme.
//!
//! min Σ cost_i t_i subject to U_i(x) ≥ r_i − t_i for both sides and every veto holder, x a
//! package that breaks no exclusion, red line or required consent. One binary per seed and per
//! option, a share per divisible issue, solved with microlp through good_lp.

use crate::domain::{Choice, Domain};
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::opening::Ask;
use crate::predicate::Predicate;
use crate::seed::each_seed;
use crate::terms::Terms;
use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, constraint,
    microlp, variable,
};

/// A concession as part of an expression.
fn conceded(t: Option<Variable>) -> Expression {
    t.map_or(0.into(), Expression::from)
}

/// The columns of the programme.
struct Columns {
    /// Seed id, its options per issue, and its binary.
    seeds: Vec<(u64, Vec<usize>, Variable)>,
    /// Discrete options outside the seeds.
    options: Vec<(Choice, Variable)>,
    /// Share of option 1 of each divisible issue, with its permitted ends.
    shares: Vec<(usize, Variable)>,
    /// Concessions; `None` for whoever concedes nothing.
    sides: [Option<Variable>; 2],
    vetoes: Vec<Option<Variable>>,
}

/// A package on the discrete issues, and per divisible issue the share of its option 1.
pub(super) type Mix = (u64, Vec<(usize, f64)>);

/// The package, and the shares of the divisible issues, of a cheapest opening.
pub(super) fn solve(
    domain: &Domain,
    draw: &Draw,
    terms: &Terms,
    within: &[Predicate],
    ask: &Ask,
    alike: bool,
) -> Result<Option<Mix>, AgreementError> {
    let mut variables = ProblemVariables::new();
    let mut worth: [Expression; 2] = [0.into(), 0.into()];
    let columns = Columns::lay_out(domain, draw, terms, ask, alike, &mut variables, &mut worth);
    if columns.seeds.is_empty() {
        return Ok(None);
    }
    let costs = ask.side_costs.iter().chain(&ask.veto_costs);
    let mut objective: Expression = 0.into();
    for (t, cost) in columns.sides.iter().chain(&columns.vetoes).zip(costs) {
        objective += t.map_or(0.into(), |t| *cost * t);
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
        let worth = worth + conceded(columns.sides[side]);
        model = model.with(constraint!(worth >= ask.reservations[side]));
    }
    for (x, y) in &domain.structure().exclusions {
        let both = columns.chosen(terms, x) + columns.chosen(terms, y);
        model = model.with(constraint!(both <= 1));
    }
    for (j, bound) in terms.bounds.iter().enumerate() {
        let start = j * domain.total_options();
        let gains = &terms.bound_gain[start..start + domain.total_options()];
        let worth = columns.gross(domain, terms, gains) + terms.divisible_gain(domain, j);
        model = match triggered[j] {
            None => match columns.vetoes.get(j) {
                Some(&t) => {
                    let worth = worth + conceded(t);
                    model.with(constraint!(worth >= bound.floor))
                }
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
                    let picked = columns.chosen(terms, &at);
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
                .map(|option| columns.chosen(terms, &Choice { issue: k, option }))
                .sum();
            model = model.with(constraint!(inside >= *met));
        }
    }
    let solution = match model.solve() {
        Ok(solution) => solution,
        Err(ResolutionError::Infeasible) => return Ok(None),
        Err(other) => return Err(AgreementError::Programme(other.to_string())),
    };
    Ok(columns.read(domain, &solution))
}

impl Columns {
    /// Adds the columns; `worth` becomes the net utility of both sides.
    fn lay_out(
        domain: &Domain,
        draw: &Draw,
        terms: &Terms,
        ask: &Ask,
        alike: bool,
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
        let mut concession = |cost: f64| cost.is_finite().then(|| variables.add(variable().min(0)));
        let mut sides = ask.side_costs.map(&mut concession);
        let vetoes = ask.veto_costs.iter().map(|&c| concession(c)).collect();
        if alike {
            sides[1] = sides[0];
        }
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

    /// The package and shares the solver chose.
    fn read(&self, domain: &Domain, solution: &impl Solution) -> Option<Mix> {
        let on = |x: &Variable| solution.value(*x) > 0.5;
        let seed = self.seeds.iter().find(|seed| on(&seed.2))?;
        let picked = self.options.iter().filter(|(_, x)| on(x));
        let digits = picked.map(|(c, _)| c.option as u64 * domain.radix(c.issue));
        let share = |&(k, x): &(usize, Variable)| (k, solution.value(x).clamp(0.0, 1.0));
        Some((
            seed.0 + digits.sum::<u64>(),
            self.shares.iter().map(share).collect(),
        ))
    }
}
