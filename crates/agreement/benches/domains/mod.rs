//! The negotiations that are timed.

use pourparler_agreement::{
    Choice, Consent, ConsentRule, Domain, Draw, Effect, EffectSize, Issue, RedLine, Structure, Veto,
};

/// A negotiation and the draws that are timed on it in turn.
#[allow(missing_docs, dead_code)] // not every bench reads every field
pub struct Bench {
    pub name: &'static str,
    pub domain: Domain,
    pub draws: Vec<Draw>,
}

/// A small fixed generator (Steele, Lea and Flood 2014, SplitMix64); uniform on [0, 1).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn domain(issues: usize, options: usize) -> Domain {
    let issue = Issue {
        options,
        divisible: false,
        status_quo: 0,
    };
    Domain::new(Structure {
        parties: 4,
        sides: [0, 1],
        issues: vec![issue; issues],
        ..Structure::default()
    })
    .expect("a valid structure")
}

/// Random weights; opposed sides whose options are compromises of unequal worth; third parties
/// with tastes of their own and a veto each at `veto`.
fn draw(domain: &Domain, seed: u64, vetoes: usize, veto: f64, equal: bool) -> Draw {
    let mut u = Uniform(seed);
    let n = domain.issues().len();
    let mut draw = Draw::new(domain);
    for party in 0..4 {
        let raw: Vec<f64> = (0..n).map(|_| 0.2 + u.next()).collect();
        let sum: f64 = raw.iter().sum();
        for (k, w) in raw.iter().enumerate() {
            draw.weights[party * n + k] = w / sum;
        }
    }
    if equal {
        let (a, b) = draw.weights.split_at_mut(n);
        b[..n].copy_from_slice(a);
    }
    for k in 0..n {
        let last = (domain.issues()[k].options - 1) as f64;
        for option in 0..domain.issues()[k].options {
            let at = domain.position(Choice { issue: k, option });
            let total = domain.total_options();
            let a = option as f64 / last;
            let inner = if equal {
                0.0
            } else {
                0.3 * u.next() * a * (1.0 - a)
            };
            draw.values[at] = a + inner;
            draw.values[total + at] = 1.0 - a + inner;
            draw.values[2 * total + at] = u.next();
            draw.values[3 * total + at] = u.next();
        }
    }
    draw.vetoes = (0..vetoes)
        .map(|j| Veto {
            party: 2 + j,
            threshold: veto,
        })
        .collect();
    draw
}

/// Six issues with a guarantee, a conditional red line, an exclusion and two consents by utility.
fn entangled() -> Domain {
    let at = |issue, option| Choice { issue, option };
    let guarantee = at(1, 3);
    let every_change = |party, issue| ConsentRule {
        party,
        issue,
        options: 0b1110,
    };
    let mut structure = domain(6, 4).structure().clone();
    structure.exclusions = vec![(at(2, 3), at(4, 3))];
    structure.red_lines = vec![RedLine {
        party: 0,
        refused: at(0, 0),
        unless: vec![guarantee],
    }];
    structure.effects = vec![Effect {
        at: guarantee,
        party: 0,
        guarantor: Some(2),
    }];
    structure.consents = vec![
        ConsentRule {
            party: 2,
            issue: 1,
            options: 0b1000,
        },
        every_change(3, 5),
        every_change(3, 4),
    ];
    Domain::new(structure).expect("a valid structure")
}

/// What [`entangled`] needs beyond the numbers of an ordinary draw.
fn entangle(mut draw: Draw) -> Draw {
    draw.red_lines.fill(true);
    draw.consents.fill(Consent::ByUtility);
    draw.effects.fill(EffectSize {
        breach: 0.5,
        loss: 0.8,
    });
    (draw.breach, draw.loss) = ([0.2; 2], [0.3; 2]);
    draw
}

/// Everything that is timed; the first four are of ordinary size.
pub fn cases() -> Vec<Bench> {
    let large = domain(10, 4);
    let small = domain(6, 4);
    let provisions = domain(20, 2);
    let knot = entangled();
    let draws = |domain: &Domain, n: u64, vetoes, veto, equal| {
        (1..=n)
            .map(|seed| draw(domain, seed, vetoes, veto, equal))
            .collect::<Vec<_>>()
    };
    vec![
        Bench {
            name: "six issues, one veto",
            draws: draws(&small, 32, 1, 0.5, false),
            domain: small.clone(),
        },
        Bench {
            name: "six issues, no veto",
            draws: draws(&small, 32, 0, 0.5, false),
            domain: small.clone(),
        },
        Bench {
            name: "six issues, two vetoes",
            draws: draws(&small, 32, 2, 0.5, false),
            domain: small,
        },
        Bench {
            name: "six issues, everything",
            draws: draws(&knot, 32, 1, 0.4, false)
                .into_iter()
                .map(entangle)
                .collect(),
            domain: knot,
        },
        Bench {
            name: "a million, one veto",
            draws: draws(&large, 4, 1, 0.55, false),
            domain: large.clone(),
        },
        Bench {
            name: "a million, two vetoes",
            draws: draws(&large, 4, 2, 0.55, false),
            domain: large.clone(),
        },
        Bench {
            name: "twenty yes or no, two vetoes",
            draws: draws(&provisions, 4, 2, 0.5, false),
            domain: provisions,
        },
        Bench {
            name: "a million, equal weights",
            draws: draws(&large, 2, 0, 0.0, true),
            domain: large.clone(),
        },
        Bench {
            name: "a million, equal weights, one veto",
            draws: draws(&large, 2, 1, 0.55, true),
            domain: large,
        },
    ]
}
