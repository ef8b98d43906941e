//! Options that cannot stand together, and what that leaves.

use pourparler_scenario::{Diagnostic, Span};

use super::build::Build;
use super::clash::Clash;
use super::codes;
use crate::domain::Choice;

impl Build<'_> {
    /// Reads the exclusions and looks for options, and a status quo, that they rule out.
    pub fn exclusions(&mut self) {
        let mut places: Vec<Span> = Vec::new();
        for (_, table) in self.root.tables("exclusions") {
            let span = Self::span(table, "between");
            let [x, y] = table.options("between") else {
                let n = table.options("between").len();
                let message = format!("an exclusion is between two options, not {n}");
                self.said.push(
                    Diagnostic::error(codes::EXCLUSION, span, message)
                        .help("write one `[[exclusions]]` for every pair"),
                );
                continue;
            };
            let (Some(x), Some(y)) = (self.choice(x), self.choice(y)) else {
                continue;
            };
            if x.issue == y.issue {
                let (x, y) = (self.label(x), self.label(y));
                let message = if x == y {
                    format!("`{x}` excludes itself")
                } else {
                    format!("`{x}` and `{y}` exclude each other anyway: both are of one issue")
                };
                self.said.push(
                    Diagnostic::error(codes::EXCLUSION, span, message)
                        .help("name options of two issues, or take this exclusion out"),
                );
            } else if self.listed(x, span, "an exclusion") && self.listed(y, span, "an exclusion") {
                let known = self.structure.exclusions.iter();
                let twice = known
                    .zip(&places)
                    .find(|(pair, _)| **pair == (x, y) || **pair == (y, x));
                if let Some((_, &first)) = twice {
                    let message = format!(
                        "`{}` and `{}` are excluded already",
                        self.label(x),
                        self.label(y)
                    );
                    self.said.push(
                        Diagnostic::warning(codes::EXCLUSION, span, message)
                            .related(first, "here")
                            .help("an exclusion holds both ways; take this one out"),
                    );
                    continue;
                }
                self.structure.exclusions.push((x, y));
                places.push(span);
            }
        }
        self.ruled_out(&places);
    }

    fn ruled_out(&mut self, places: &[Span]) {
        let pairs = self.structure.exclusions.clone();
        let Some(&first) = places.first() else { return };
        let today = |c: &Choice| self.structure.issues[c.issue].status_quo == c.option;
        if let Some(at) = pairs.iter().position(|(x, y)| today(x) && today(y)) {
            let (x, y) = pairs[at];
            let message = format!(
                "`{}` and `{}` hold today and are said not to stand together",
                self.label(x),
                self.label(y)
            );
            self.said.push(
                Diagnostic::error(codes::TODAY_EXCLUDED, places[at], message)
                    .help("change the exclusion, or one `status_quo`"),
            );
        }
        let mut clash = self.clash();
        if !clash.stands(&self.all()) {
            let message = "the exclusions leave no agreement at all";
            let found = Diagnostic::error(codes::RULED_OUT, first, message)
                .help("take one out: for every choice of options some exclusion is broken");
            self.said.push(found);
            return;
        }
        let mut named: Vec<Choice> = pairs.iter().flat_map(|&(x, y)| [x, y]).collect();
        named.sort_unstable();
        named.dedup();
        for at in named {
            let mut only = self.all();
            only[at.issue] = 1 << at.option;
            if clash.stands(&only) {
                continue;
            }
            let mine: Vec<usize> = (0..pairs.len())
                .filter(|&i| pairs[i].0 == at || pairs[i].1 == at)
                .collect();
            let Some(&last) = mine.last() else { continue };
            let message = format!(
                "`{}` can be in no agreement: it is excluded with everything it would stand beside",
                self.label(at)
            );
            let mut found = Diagnostic::error(codes::RULED_OUT, places[last], message)
                .help("take an exclusion out, or the option");
            for &i in mine.iter().rev().skip(1) {
                found = found.related(places[i], "and here");
            }
            self.said.push(found);
        }
    }

    /// The exclusions ready to be searched.
    pub fn clash(&self) -> Clash {
        let options: Vec<usize> = self.structure.issues.iter().map(|i| i.options).collect();
        Clash::new(&options, &self.structure.exclusions)
    }

    /// Every option of every issue, one mask per issue.
    pub fn all(&self) -> Vec<u64> {
        self.structure
            .issues
            .iter()
            .map(|issue| u64::MAX >> (64 - issue.options))
            .collect()
    }
}
