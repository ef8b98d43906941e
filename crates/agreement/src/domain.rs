//! The fixed structure of a negotiation.

use crate::error::DomainError;
use crate::seed::MAX_SEEDS;

/// Most issues a domain may have.
pub const MAX_ISSUES: usize = 30;
/// Most options an issue may have; an option set is one 64-bit mask.
pub const MAX_OPTIONS: usize = 64;

/// One thing that is bargained over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Number of options, 1 to 64; exactly 2 if divisible.
    pub options: usize,
    /// Any mix of the two end options may be signed.
    pub divisible: bool,
    /// The option that holds today.
    pub status_quo: usize,
}

/// One option of one issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// Issue index.
    pub issue: usize,
    /// Option index within the issue.
    pub option: usize,
}

/// An option a party says it will not sign; whether it means it is part of a [`crate::Draw`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedLine {
    /// The party that drew the line.
    pub party: usize,
    /// What it refuses. On a divisible issue: any share of that end.
    pub refused: Choice,
    /// The line is lifted if one of these is in the package; empty: never.
    pub unless: Vec<Choice>,
}

/// An option that multiplies a side's breach probability or breach loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The option that carries the effect.
    pub at: Choice,
    /// The side whose premium changes.
    pub party: usize,
    /// Who stands behind it; its reliability scales the effect and its consent is needed.
    pub guarantor: Option<usize>,
}

/// The listed options of an issue need a party's consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRule {
    /// The party asked.
    pub party: usize,
    /// The issue.
    pub issue: usize,
    /// Mask of the options that need it: every option but the status quo for an ordinary consent,
    /// the option with the effect for a guarantor's.
    pub options: u64,
}

/// What a [`Domain`] is built from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// Number of parties.
    pub parties: usize,
    /// Party indexes of sides A and B.
    pub sides: [usize; 2],
    /// The issues; issue 0 is the least significant digit of a package id.
    pub issues: Vec<Issue>,
    /// Pairs of options that cannot stand together.
    pub exclusions: Vec<(Choice, Choice)>,
    /// Stated red lines.
    pub red_lines: Vec<RedLine>,
    /// Effects of options on premiums.
    pub effects: Vec<Effect>,
    /// Required consents.
    pub consents: Vec<ConsentRule>,
}

/// A checked [`Structure`] with its package numbering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    structure: Structure,
    /// Position of each issue's first option in flat per-option arrays, plus the total at the end.
    first: Vec<usize>,
    /// Weight of each issue's digit in a package id.
    radix: Vec<u64>,
    packages: u64,
}

impl Domain {
    /// Checks the structure and numbers its packages.
    ///
    /// # Errors
    /// The first [`DomainError`] found, in the order of the fields.
    pub fn new(structure: Structure) -> Result<Self, DomainError> {
        let s = &structure;
        let party = |p: usize| {
            if p < s.parties {
                Ok(())
            } else {
                Err(DomainError::UnknownParty(p))
            }
        };
        party(s.sides[0])?;
        party(s.sides[1])?;
        if s.sides[0] == s.sides[1] {
            return Err(DomainError::OneSide(s.sides[0]));
        }
        if s.issues.len() > MAX_ISSUES {
            return Err(DomainError::TooManyIssues(s.issues.len()));
        }
        let mut first = Vec::with_capacity(s.issues.len() + 1);
        let mut radix = Vec::with_capacity(s.issues.len());
        let (mut offset, mut packages) = (0usize, 1u64);
        for (k, issue) in s.issues.iter().enumerate() {
            if issue.options == 0 || issue.options > MAX_OPTIONS {
                return Err(DomainError::OptionCount(k, issue.options));
            }
            if issue.divisible && issue.options != 2 {
                return Err(DomainError::DivisibleEnds(k));
            }
            if issue.status_quo >= issue.options {
                return Err(DomainError::UnknownChoice(k, issue.status_quo));
            }
            first.push(offset);
            radix.push(packages);
            offset += issue.options;
            packages = packages
                .checked_mul(issue.options as u64)
                .filter(|&n| n <= 1 << 53)
                .ok_or(DomainError::TooManyPackages)?;
        }
        first.push(offset);
        let choice = |c: &Choice| match s.issues.get(c.issue) {
            Some(issue) if c.option < issue.options => Ok(issue.divisible),
            _ => Err(DomainError::UnknownChoice(c.issue, c.option)),
        };
        let discrete = |c: &Choice| {
            if choice(c)? {
                Err(DomainError::DivisibleTied(c.issue))
            } else {
                Ok(())
            }
        };
        for (x, y) in &s.exclusions {
            discrete(x)?;
            discrete(y)?;
            if x.issue == y.issue {
                return Err(DomainError::ExclusionWithinIssue(x.issue));
            }
        }
        for line in &s.red_lines {
            party(line.party)?;
            choice(&line.refused)?;
            if !line.unless.is_empty() {
                discrete(&line.refused)?;
            }
            line.unless.iter().try_for_each(discrete)?;
        }
        for rule in &s.consents {
            party(rule.party)?;
            let highest = 63usize.saturating_sub(rule.options.leading_zeros() as usize);
            choice(&Choice {
                issue: rule.issue,
                option: highest,
            })?;
        }
        for (e, effect) in s.effects.iter().enumerate() {
            party(effect.party)?;
            discrete(&effect.at)?;
            if !s.sides.contains(&effect.party) {
                return Err(DomainError::EffectOnThirdParty(effect.party));
            }
            if let Some(guarantor) = effect.guarantor {
                party(guarantor)?;
                let asked = s.consents.iter().any(|rule| {
                    rule.party == guarantor
                        && rule.issue == effect.at.issue
                        && rule.options >> effect.at.option & 1 == 1
                });
                if !asked {
                    return Err(DomainError::GuaranteeWithoutConsent(e));
                }
            }
        }
        let domain = Self {
            first,
            radix,
            packages,
            structure,
        };
        let seeds = domain.seed_count();
        if seeds > MAX_SEEDS {
            Err(DomainError::TooManySeeds(seeds))
        } else {
            Ok(domain)
        }
    }

    /// Combinations of the issues that carry an effect or an `unless`, saturating.
    fn seed_count(&self) -> usize {
        let issues = self.effect_issues()
            | self
                .structure
                .red_lines
                .iter()
                .fold(0, |mask, line| mask | line.tied_issues());
        self.issues()
            .iter()
            .enumerate()
            .filter(|(k, _)| issues >> k & 1 == 1)
            .fold(1usize, |n, (_, issue)| n.saturating_mul(issue.options))
    }

    /// Mask of the issues that carry an effect.
    pub(crate) fn effect_issues(&self) -> u64 {
        self.structure
            .effects
            .iter()
            .fold(0, |mask, effect| mask | 1 << effect.at.issue)
    }

    /// The structure the domain was built from.
    #[must_use]
    pub fn structure(&self) -> &Structure {
        &self.structure
    }

    /// The issues.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.structure.issues
    }

    /// Number of packages, at most 2⁵³; a divisible issue counts as its two ends.
    #[must_use]
    pub fn packages(&self) -> u64 {
        self.packages
    }

    /// Length of a flat per-option array, Σ_k options_k.
    #[must_use]
    pub fn total_options(&self) -> usize {
        self.first.last().copied().unwrap_or(0)
    }

    /// Position of (issue, option) in a flat per-option array.
    #[inline]
    #[must_use]
    pub fn position(&self, at: Choice) -> usize {
        self.first[at.issue] + at.option
    }

    /// Position of an issue's first option in a flat per-option array.
    #[inline]
    pub(crate) fn first(&self, issue: usize) -> usize {
        self.first[issue]
    }

    /// Weight of an issue's digit in a package id.
    #[inline]
    pub(crate) fn radix(&self, issue: usize) -> u64 {
        self.radix[issue]
    }

    /// The option of `issue` in a package.
    #[inline]
    #[must_use]
    pub fn option(&self, package: u64, issue: usize) -> usize {
        (package / self.radix[issue] % self.structure.issues[issue].options as u64) as usize
    }

    /// The options of a package, one per issue. Digits of divisible issues are 0 in ids reported
    /// by a frontier; their mix is in [`crate::Frontier::shares`].
    #[must_use]
    pub fn decode(&self, package: u64) -> Vec<usize> {
        (0..self.issues().len())
            .map(|k| self.option(package, k))
            .collect()
    }

    /// The id of a package given one option per issue; `None` if the shape or an option is wrong.
    #[must_use]
    pub fn encode(&self, options: &[usize]) -> Option<u64> {
        (options.len() == self.issues().len()
            && options
                .iter()
                .zip(self.issues())
                .all(|(&o, issue)| o < issue.options))
        .then(|| {
            options
                .iter()
                .zip(&self.radix)
                .map(|(&o, &r)| o as u64 * r)
                .sum()
        })
    }

    /// The id of the package that leaves every issue as it stands.
    #[must_use]
    pub fn status_quo(&self) -> u64 {
        self.issues()
            .iter()
            .zip(&self.radix)
            .map(|(issue, &r)| issue.status_quo as u64 * r)
            .sum()
    }

    /// Mask of all options of an issue.
    #[must_use]
    pub fn all_options(&self, issue: usize) -> u64 {
        u64::MAX >> (64 - self.structure.issues[issue].options)
    }
}

impl RedLine {
    /// Mask of the issues the line ties together; 0 for a line without `unless`.
    pub(crate) fn tied_issues(&self) -> u64 {
        if self.unless.is_empty() {
            return 0;
        }
        self.unless
            .iter()
            .fold(1 << self.refused.issue, |mask, c| mask | 1 << c.issue)
    }
}
