//! Random negotiations and the definition of a frontier, written out package by package.
#![allow(dead_code)] // each test file uses its own part

use pourparler_agreement::grid::{snap, threshold};
use pourparler_agreement::{
    Choice, Consent, ConsentRule, Domain, Draw, Effect, EffectSize, Issue, Predicate, RedLine,
    Structure, Veto,
};
use proptest::prelude::*;

/// What a random negotiation may contain.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub issues: usize,
    pub options: usize,
}

#[derive(Debug, Clone)]
pub struct Case {
    pub domain: Domain,
    pub draw: Draw,
    pub within: Vec<Predicate>,
}

/// Few distinct numbers, so that ties are common, mixed with arbitrary ones.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => (0u8..=4).prop_map(|i| f64::from(i) / 4.0),
        1 => 0.0..=1.0f64,
    ]
}

fn choice(issues: Vec<usize>) -> impl Strategy<Value = Choice> {
    let n = issues.len();
    (0..n, any::<prop::sample::Index>()).prop_map(move |(issue, i)| Choice {
        issue,
        option: i.index(issues[issue]),
    })
}

/// Two sides, two further parties, everything the crate knows.
pub fn case(size: Size) -> impl Strategy<Value = Case> {
    let parties = 4;
    prop::collection::vec(
        prop_oneof![1 => Just(1), 8 => 2..=size.options],
        size.issues.div_ceil(2)..=size.issues,
    )
    .prop_flat_map(move |options| {
        let n = options.len();
        let total: usize = options.iter().sum();
        let pick = || choice(options.clone());
        let issues = options
            .iter()
            .map(|&o| {
                (0..o).prop_map(move |status_quo| Issue {
                    options: o,
                    divisible: false,
                    status_quo,
                })
            })
            .collect::<Vec<_>>();
        let exclusions = prop::collection::vec((pick(), pick()), 0..5).prop_map(|v| {
            v.into_iter()
                .filter(|(x, y)| x.issue != y.issue)
                .collect::<Vec<_>>()
        });
        let red_lines = prop::collection::vec(
            (
                0..parties,
                pick(),
                prop::collection::vec(pick(), 0..2),
                any::<bool>(),
            ),
            0..4,
        );
        let consents = prop::collection::vec((0..parties, 0..n, any::<u64>(), 0u8..8), 0..4);
        let effects = prop::collection::vec(
            (
                pick(),
                0..2usize,
                prop::option::of(0..parties),
                0.0..1.5f64,
                0.0..1.5f64,
            ),
            0..3,
        );
        let vetoes = prop::collection::vec((0..parties, 0.0..0.6f64), 0..3);
        let masks = prop::collection::vec(prop::collection::vec(any::<u64>(), n), 0..4);
        let numbers = (
            prop::collection::vec(share(), parties * n),
            prop::collection::vec(share(), parties * total),
            prop::collection::vec(share(), parties),
            [0.0..0.9f64, 0.0..0.9f64],
            [0.0..0.5f64, 0.0..0.5f64],
        );
        (
            issues, exclusions, red_lines, consents, effects, vetoes, masks, numbers,
        )
            .prop_map(
                move |(
                    issues,
                    exclusions,
                    red_lines,
                    consents,
                    effects,
                    vetoes,
                    masks,
                    numbers,
                )| {
                    let full = |k: usize| u64::MAX >> (64 - issues[k].options);
                    let mut rules: Vec<(ConsentRule, u8)> = consents
                        .iter()
                        .map(|&(party, issue, mask, how)| {
                            (
                                ConsentRule {
                                    party,
                                    issue,
                                    options: mask & full(issue),
                                },
                                how,
                            )
                        })
                        .collect();
                    for (at, _, guarantor, ..) in &effects {
                        if let Some(party) = *guarantor {
                            let rule = ConsentRule {
                                party,
                                issue: at.issue,
                                options: 1 << at.option,
                            };
                            rules.push((rule, (at.option % 3) as u8));
                        }
                    }
                    let structure = Structure {
                        parties,
                        sides: [0, 1],
                        issues: issues.clone(),
                        exclusions,
                        red_lines: red_lines
                            .iter()
                            .map(|(party, refused, unless, _)| RedLine {
                                party: *party,
                                refused: *refused,
                                unless: unless.clone(),
                            })
                            .collect(),
                        effects: effects
                            .iter()
                            .map(|&(at, party, guarantor, ..)| Effect {
                                at,
                                party,
                                guarantor,
                            })
                            .collect(),
                        consents: rules.iter().map(|(rule, _)| rule.clone()).collect(),
                    };
                    let domain = Domain::new(structure).expect("a valid structure");
                    let mut draw = Draw::new(&domain);
                    let (weights, values, reliability, breach, loss) = numbers;
                    for (own, drawn) in draw.weights.chunks_mut(n).zip(weights.chunks(n)) {
                        let sum: f64 = drawn.iter().sum();
                        if sum > 0.0 {
                            own.iter_mut().zip(drawn).for_each(|(w, x)| *w = x / sum);
                        }
                    }
                    draw.values = values;
                    // Half of the options are disputed: what is good for A is bad for B.
                    for i in (0..total).step_by(2) {
                        draw.values[total + i] = 1.0 - draw.values[i];
                    }
                    draw.reliability = reliability;
                    draw.breach = breach;
                    draw.loss = loss;
                    draw.red_lines = red_lines.iter().map(|line| line.3).collect();
                    draw.vetoes = vetoes
                        .iter()
                        .map(|&(party, threshold)| Veto { party, threshold })
                        .collect();
                    draw.consents = rules
                        .iter()
                        .map(|(_, how)| match how {
                            0 => Consent::Given,
                            1 => Consent::Refused,
                            _ => Consent::ByUtility,
                        })
                        .collect();
                    draw.effects = effects
                        .iter()
                        .map(|&(_, _, _, breach, loss)| EffectSize { breach, loss })
                        .collect();
                    let within = masks
                        .iter()
                        .map(|masks| {
                            let any = Predicate::any(&domain);
                            // Two random masks united: three options in four pass.
                            (0..n).fold(any, |p, k| p.within(k, masks[k] | masks[k] >> 7))
                        })
                        .collect();
                    Case {
                        domain,
                        draw,
                        within,
                    }
                },
            )
    })
}

/// Gross utility of a party, contributions on the grid.
pub fn gross(case: &Case, party: usize, x: &[usize]) -> f64 {
    let Case { domain, draw, .. } = case;
    (0..x.len())
        .map(|issue| {
            let value = draw.value(
                domain,
                party,
                Choice {
                    issue,
                    option: x[issue],
                },
            );
            snap(draw.weight(domain, party, issue) * value)
        })
        .sum()
}

/// The definition: may the package be signed at all?
pub fn signable(case: &Case, x: &[usize]) -> bool {
    let Case {
        domain,
        draw,
        within,
    } = case;
    let s = domain.structure();
    let has = |c: &Choice| x[c.issue] == c.option;
    let today: Vec<usize> = s.issues.iter().map(|issue| issue.status_quo).collect();
    let package = domain.encode(x).expect("a package of the domain");
    s.exclusions.iter().all(|(p, q)| !(has(p) && has(q)))
        && s.red_lines
            .iter()
            .zip(&draw.red_lines)
            .all(|(line, &meant)| !meant || !has(&line.refused) || line.unless.iter().any(has))
        && draw
            .vetoes
            .iter()
            .all(|v| gross(case, v.party, x) >= threshold(v.threshold))
        && s.consents
            .iter()
            .zip(&draw.consents)
            .all(|(rule, consent)| {
                rule.options >> x[rule.issue] & 1 == 0
                    || match consent {
                        Consent::Given => true,
                        Consent::Refused => false,
                        Consent::ByUtility => {
                            gross(case, rule.party, x) >= threshold(gross(case, rule.party, &today))
                        }
                    }
            })
        && (within.is_empty() || within.iter().any(|p| p.matches(domain, package)))
}

/// Net utility of a side.
pub fn net(case: &Case, side: usize, x: &[usize]) -> f64 {
    let Case { domain, draw, .. } = case;
    let s = domain.structure();
    let (mut d, mut l) = (draw.breach[side], draw.loss[side]);
    for (effect, size) in s.effects.iter().zip(&draw.effects) {
        if effect.party == s.sides[side] && x[effect.at.issue] == effect.at.option {
            let trust = effect.guarantor.map_or(1.0, |g| draw.reliability[g]);
            d *= 1.0 + trust * (size.breach - 1.0);
            l *= 1.0 + trust * (size.loss - 1.0);
        }
    }
    let premium = if d * l <= 0.0 {
        0.0
    } else if d >= 1.0 {
        64.0
    } else {
        d * l / (1.0 - d)
    };
    gross(case, s.sides[side], x) - snap(premium)
}

/// The frontier by its definition: (U_A, U_B, package) best for A first.
pub fn definition(case: &Case) -> Vec<(f64, f64, u64)> {
    let mut all: Vec<(f64, f64, u64)> = (0..case.domain.packages())
        .map(|package| (package, case.domain.decode(package)))
        .filter(|(_, x)| signable(case, x))
        .map(|(package, x)| (net(case, 0, &x), net(case, 1, &x), package))
        .collect();
    all.sort_by(|p, q| {
        q.0.total_cmp(&p.0)
            .then(q.1.total_cmp(&p.1))
            .then(p.2.cmp(&q.2))
    });
    let mut best = f64::NEG_INFINITY;
    all.retain(|p| {
        let keep = p.1 > best;
        best = best.max(p.1);
        keep
    });
    all
}
