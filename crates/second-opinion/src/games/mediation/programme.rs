//! The same as linear programmes.
//!
//! W_HL = pθ, W_LH = (1−p)θ, W_HH = W_LL = θ/2. Variables are the probabilities of peace p_L, p_M,
//! p_H and z = p_M b, the share b of the strong against the weak times how often they settle:
//!
//! ```text
//! max (1−q)² p_L + 2q(1−q) p_M + q² p_H
//! U(t,H) = (1−q)[z + (1−p_M) W_tL] + q[p_H/2 + (1−p_H) W_tH]
//! U(t,L) = (1−q)[p_L/2 + (1−p_L) W_tL] + q[p_M − z + (1−p_M) W_tH]
//! U(H,H) ≥ U(H,L)        U(L,L) ≥ U(L,H)
//! ```
//!
//! With a mediator a side decides on a proposal without knowing the other's type:
//! U(t,t) ≥ (1−q) W_tL + q W_tH. In direct talk it knows what was said, so a settlement must beat war
//! against the type declared, p_M pθ ≤ z ≤ p_M (1 − (1−p)θ), and a strong side that called itself
//! weak fights after all where that pays: U(H,L) = (1−q) pθ + q[m + (1−p_M) θ/2] with m ≥ p_M − z and
//! m ≥ p_M θ/2.

use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable,
};

use super::{Dispute, Institution};

struct Columns {
    weak: Variable,
    mixed: Variable,
    strong: Variable,
    z: Variable,
}

impl Columns {
    fn add(variables: &mut ProblemVariables) -> Self {
        let mut probability = || variables.add(variable().min(0).max(1));
        Self {
            weak: probability(),
            mixed: probability(),
            strong: probability(),
            z: probability(),
        }
    }

    /// U(t, H), with the war payoffs of type t against L and H.
    fn says_strong(&self, q: f64, [against_weak, against_strong]: [f64; 2]) -> Expression {
        (1.0 - q) * (self.z + against_weak * (1.0 - self.mixed))
            + q * (0.5 * self.strong + against_strong * (1.0 - self.strong))
    }

    /// U(t, L).
    fn says_weak(&self, q: f64, [against_weak, against_strong]: [f64; 2]) -> Expression {
        (1.0 - q) * (0.5 * self.weak + against_weak * (1.0 - self.weak))
            + q * (self.mixed - self.z + against_strong * (1.0 - self.mixed))
    }

    fn objective(&self, q: f64) -> Expression {
        (1.0 - q) * (1.0 - q) * self.weak + 2.0 * q * (1.0 - q) * self.mixed + q * q * self.strong
    }

    fn read(&self, q: f64, solution: &impl Solution) -> Institution {
        Institution {
            both_weak: solution.value(self.weak),
            mixed: solution.value(self.mixed),
            both_strong: solution.value(self.strong),
            peace: solution.eval(self.objective(q)),
        }
    }
}

/// War payoffs of the strong and of the weak against the weak and the strong.
fn war(dispute: &Dispute) -> ([f64; 2], [f64; 2]) {
    let (theta, p) = (dispute.theta, dispute.p);
    ([p * theta, theta / 2.0], [theta / 2.0, (1.0 - p) * theta])
}

/// The best institution with a mediator; `None` if the solver fails for a numerical reason.
#[must_use]
pub fn mediator(dispute: &Dispute) -> Option<Institution> {
    let q = dispute.q;
    let (strong, weak) = war(dispute);
    let mut variables = ProblemVariables::new();
    let c = Columns::add(&mut variables);
    let expected =
        |[against_weak, against_strong]: [f64; 2]| (1.0 - q) * against_weak + q * against_strong;
    let solution = variables
        .maximise(c.objective(q))
        .using(microlp)
        .with(constraint!(c.z <= c.mixed))
        .with(constraint!(
            c.says_strong(q, strong) >= c.says_weak(q, strong)
        ))
        .with(constraint!(c.says_weak(q, weak) >= c.says_strong(q, weak)))
        .with(constraint!(c.says_strong(q, strong) >= expected(strong)))
        .with(constraint!(c.says_weak(q, weak) >= expected(weak)))
        .solve()
        .ok()?;
    Some(c.read(q, &solution))
}

/// The best that separates the types in direct talk; `None` if the solver fails.
#[must_use]
pub fn direct(dispute: &Dispute) -> Option<Institution> {
    let (q, theta, p) = (dispute.q, dispute.theta, dispute.p);
    let (strong, weak) = war(dispute);
    let mut variables = ProblemVariables::new();
    let c = Columns::add(&mut variables);
    let m = variables.add(variable().min(0).max(1));
    let lie = (1.0 - q) * p * theta + q * (m + theta / 2.0 * (1.0 - c.mixed));
    let solution = variables
        .maximise(c.objective(q))
        .using(microlp)
        .with(constraint!(c.z >= p * theta * c.mixed))
        .with(constraint!(c.z <= (1.0 - (1.0 - p) * theta) * c.mixed))
        .with(constraint!(m >= c.mixed - c.z))
        .with(constraint!(m >= theta / 2.0 * c.mixed))
        .with(constraint!(c.says_strong(q, strong) >= lie))
        .with(constraint!(c.says_weak(q, weak) >= c.says_strong(q, weak)))
        .solve()
        .ok()?;
    Some(c.read(q, &solution))
}
