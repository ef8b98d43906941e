//! Parties, the two sides, what they fear of a breach, and vetoes.

use pourparler_scenario::Diagnostic;

use super::build::Build;
use super::{Party, codes};

impl Build<'_> {
    /// Reads the parties and finds the two sides.
    pub fn parties(&mut self) {
        for (id, table) in self.root.tables("parties") {
            self.parties.push(Party::of(id, table));
            self.party_tables.push(table);
        }
        self.structure.parties = self.parties.len();
        for (side, word) in ["a", "b"].into_iter().enumerate() {
            let on_it: Vec<usize> = (0..self.parties.len())
                .filter(|&p| self.party_tables[p].text("side") == Some(word))
                .collect();
            match on_it[..] {
                [party] => self.structure.sides[side] = party,
                [] => {
                    let span = self.party_tables.last().map_or(self.root.span, |t| t.span);
                    let message = format!("no party is on side `{word}`");
                    self.said
                        .push(Diagnostic::error(codes::SIDES, span, message).help(format!(
                            "two sides bargain: write `side = \"{word}\"` in the table of one party"
                        )));
                }
                [first, .., last] => {
                    let (x, y) = (self.party_tables[first], self.party_tables[last]);
                    let (many, first) = (on_it.len(), &self.parties[first].id);
                    let message = format!("{many} parties are on side `{word}`, not one");
                    self.said.push(
                        Diagnostic::error(codes::SIDES, Self::span(y, "side"), message)
                            .related(Self::span(x, "side"), format!("`{first}` is on it already"))
                            .help(
                                "write a coalition that bargains as one as one party, and leave \
                                 `side` out of the tables of the others",
                            ),
                    );
                }
            }
        }
    }

    /// What the two sides fear of a breach.
    pub fn premiums(&mut self) {
        for side in 0..2 {
            let Some(&table) = self.party_tables.get(self.structure.sides[side]) else {
                continue;
            };
            self.recipe.breach[side] = self.needs.term(table.quantity("breach"), 0.0);
            self.recipe.loss[side] = self.needs.term(table.quantity("breach_loss"), 0.0);
        }
    }

    /// Vetoes of parties that are not sides.
    pub fn vetoes(&mut self) {
        for party in 0..self.parties.len() {
            let table = self.party_tables[party];
            let Some(least) = table.quantity("veto") else {
                continue;
            };
            let id = &self.parties[party].id;
            let problem = if self.structure.sides.contains(&party) {
                Some((
                    format!("`{id}` is a side and cannot hold a veto beside its own signature"),
                    "leave `veto` out; `floor` says what the side accepts at least".to_owned(),
                ))
            } else if !self.cares[party].contains(&true) {
                Some((
                    format!("`{id}` holds a veto, but nothing says what it wants"),
                    format!("add `[parties.{id}.issues.ISSUE]` with `wants`"),
                ))
            } else {
                None
            };
            if let Some((message, help)) = problem {
                let span = Self::span(table, "veto");
                self.said
                    .push(Diagnostic::error(codes::VETO, span, message).help(help));
                continue;
            }
            let least = self.needs.term(Some(least), 0.0);
            self.recipe.vetoes.push((party, least));
            self.no_divisible(party, "a veto");
        }
    }

    /// An error for every divisible issue on which the utility of `party` depends.
    pub fn no_divisible(&mut self, party: usize, what: &str) {
        for issue in 0..self.issues.len() {
            if !self.cares[party][issue] {
                continue;
            }
            let table = self.party_tables[party].table("issues", &self.issues[issue].id);
            let span = table.map_or(self.party_tables[party].span, |t| t.span);
            let what = format!("{what} of `{}`", self.parties[party].id);
            self.listed(crate::Choice { issue, option: 0 }, span, &what);
        }
    }
}
