//! A party as a sentence speaks of it: with its article, and with verbs in its number.

use std::fmt;

use pourparler_agreement::space::Party;

use crate::layout::{NAME, safe};

/// A party in a sentence; shown as its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    name: String,
    plural: bool,
}

impl Who {
    /// A party of the scenario.
    pub fn of(party: &Party) -> Self {
        Who {
            name: safe(&party.said, NAME),
            plural: party.plural,
        }
    }

    /// Somebody the scenario has no table of.
    pub fn named(name: &str) -> Self {
        Who {
            name: safe(name, NAME),
            plural: false,
        }
    }

    /// A word that goes with the party, in its number: of `consents` also `consent`, of `its` also
    /// `their`; `'s` ends its name.
    pub fn word<'a>(&self, singular: &'a str) -> &'a str {
        match (singular, self.plural) {
            ("'s", _) if self.ends_as_plural() => "'",
            ("'s", _) | (_, false) => singular,
            ("is", _) => "are",
            ("does", _) => "do",
            ("has", _) => "have",
            ("its", _) => "their",
            ("it", _) => "them",
            ("itself", _) => "themselves",
            (verb, _) => verb.strip_suffix('s').unwrap_or(verb),
        }
    }

    /// `the United States` takes one verb and the apostrophe of a plural.
    fn ends_as_plural(&self) -> bool {
        self.name.ends_with('s') && (self.plural || self.name.starts_with("the "))
    }

    /// The party with what it does: `Russia consents`.
    pub fn that(&self, verb: &str) -> String {
        format!("{self} {}", self.word(verb))
    }

    /// The same of one named just before: `it expects`, `they expect`.
    pub fn it(&self, verb: &str) -> String {
        let pronoun = if self.plural { "they" } else { "it" };
        format!("{pronoun} {}", self.word(verb))
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_with_the_party() {
        let one = Who::named("Norland");
        let states = Who::named("the United States");
        let many = Who {
            name: "Norland and Sudland".to_owned(),
            plural: true,
        };
        assert_eq!(one.that("consents"), "Norland consents");
        assert_eq!(many.that("consents"), "Norland and Sudland consent");
        assert_eq!(many.that("refuses"), "Norland and Sudland refuse");
        assert_eq!(many.that("is"), "Norland and Sudland are");
        assert_eq!(many.it("expects"), "they expect");
        assert_eq!((one.word("its"), many.word("its")), ("its", "their"));
        let ends_in_s = Who::named("Belis");
        let floors =
            [&one, &ends_in_s, &states, &many].map(|who| format!("{who}{} floor", who.word("'s")));
        let expected = [
            "Norland's floor",
            "Belis's floor",
            "the United States' floor",
            "Norland and Sudland's floor",
        ];
        assert_eq!(floors, expected);
    }
}
