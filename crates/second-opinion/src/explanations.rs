//! What the codes of this crate's importers mean, for `explain`.

use pourparler_scenario::explain::Code;

use crate::case::codes as case;
use crate::games::codes as games;
use crate::negotiation::codes as negotiation;
use crate::reference_class::codes as cases;
use crate::spatial::read::codes as stakeholders;

const fn code(
    code: &'static str,
    title: &'static str,
    idea: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Code {
    Code {
        code,
        title,
        idea,
        wrong,
        right,
    }
}

/// One entry per code, in their order.
pub const CODES: &[Code] = &[
    code(
        stakeholders::COLUMNS,
        "not the columns of a table of stakeholders",
        "A table has a header with these four columns, in any order; further columns are ignored. \
         KTAB's tables have two lines before the actors instead.",
        "Name,Power,Position\nNorland,10,2",
        "Actor,Capability,Position,Salience\nNorland,10,2,0.5",
    ),
    code(
        stakeholders::NUMBER,
        "a field that is not a number",
        "Numbers have a point for decimals and no unit, no thousands separator and no percent sign.",
        "Norland,10,2,50%",
        "Norland,10,2,0.5",
    ),
    code(
        stakeholders::RANGE,
        "a number outside its range",
        "Capability is 0 or more, on any scale that all actors share. Salience is a share of attention, \
         0 to 1, and in KTAB's tables 0 to 100 with a sum of at most 100 over the issues.",
        "Norland,10,2,50",
        "Norland,10,2,0.5",
    ),
    code(
        stakeholders::NAME,
        "an actor without a name, or twice",
        "Offers are reported by name. Actors that always act together are one row.",
        "Norland,10,2,0.5\nNorland,4,3,0.5",
        "Norland government,10,2,0.5\nNorland parliament,4,3,0.5",
    ),
    code(
        stakeholders::COUNT,
        "too few or too many actors",
        "Bargaining takes two, and the work of a round grows with the cube of the number of actors. \
         KTAB's first line announces how many rows follow.",
        "Talks,,3,1\nActor,Description,Power,Land,Salience\nN,,10,20,50\nS,,8,90,50",
        "Talks,,2,1\nActor,Description,Power,Land,Salience\nN,,10,20,50\nS,,8,90,50",
    ),
    code(
        stakeholders::NO_POWER,
        "nobody has any weight",
        "An actor's vote is its capability times its salience; if that is 0 for all, nothing is decided.",
        "Norland,0,2,0.5\nSudland,10,3,0",
        "Norland,8,2,0.5\nSudland,10,3,0.2",
    ),
    code(
        stakeholders::NO_CONTEST,
        "everyone stands at the same place",
        "Positions are what actors argue for, not what they would accept in the end. Without a difference \
         there is nothing to bargain over.",
        "Norland,8,5,0.5\nSudland,10,5,0.2",
        "Norland,8,2,0.5\nSudland,10,9,0.2",
    ),
    code(
        games::HEADER,
        "not a game file of a known version",
        "Strategic games start with NFG 1, game trees with EFG 2; R stands for rational payoffs.",
        "NFG 2 R \"Chicken\" { \"A\" \"B\" }",
        "NFG 1 R \"Chicken\" { \"A\" \"B\" }",
    ),
    code(
        games::EXPECTED,
        "something else was expected here",
        "The format has no separators that tell where one part ends, so the first word that does not fit \
         is where reading stops. Often a name lacks its quotes, or an action lacks its node.",
        "{ A \"B\" }",
        "{ \"A\" \"B\" }",
    ),
    code(
        games::NUMBER,
        "not a number",
        "Numbers are whole, fractions or decimals, of at most 64 characters. Numbers of players, outcomes and \
         information sets are whole.",
        "{ 1/0, 2 }",
        "{ 1/2, 2 }",
    ),
    code(
        games::REFERENCE,
        "a reference to what is not there",
        "Players and outcomes are named by number: players from 1 in the order of their list, outcomes as the \
         file numbers them, 0 for none. Payoffs stand where an outcome is first used.",
        "t \"\" 7",
        "t \"\" 7 \"war\" { 1/5, 1/5 }",
    ),
    code(
        games::INFORMATION_SET,
        "an information set described in two ways, or not at all",
        "Nodes of one information set cannot be told apart by whoever moves, so they have the same actions. \
         Name and actions stand where the set is first used.",
        "p \"\" 1 1 \"\" { \"l\" \"r\" } 0\np \"\" 1 1 \"\" { \"l\" \"m\" \"r\" } 0",
        "p \"\" 1 1 \"\" { \"l\" \"r\" } 0\np \"\" 1 1 \"\" { \"l\" \"r\" } 0",
    ),
    code(
        games::PROBABILITIES,
        "probabilities that do not sum to 1",
        "Chance does something. Sums are exact, so thirds are written as fractions.",
        "c \"\" 1 \"\" { \"a\" 0.33 \"b\" 0.67 \"c\" 0.33 } 0",
        "c \"\" 1 \"\" { \"a\" 1/3 \"b\" 1/3 \"c\" 1/3 } 0",
    ),
    code(
        games::TOO_LARGE,
        "a game too large",
        "Tables of payoffs grow with the product of the numbers of strategies, trees with every move.",
        "NFG 1 R \"\" { \"A\" \"B\" } { 1000 1000 }",
        "NFG 1 R \"\" { \"A\" \"B\" } { 100 100 }",
    ),
    code(
        games::REST,
        "text after the end of the game",
        "One file holds one game. More payoffs than profiles end up here too.",
        "NFG 1 R \"\" { \"A\" } { 2 } 1 2 3",
        "NFG 1 R \"\" { \"A\" } { 3 } 1 2 3",
    ),
    code(
        negotiation::SYNTAX,
        "not XML, or not JSON",
        "Files are read as the programs write them. A document type definition in XML is refused.",
        "<issue index=\"1\" name=\"land\"",
        "<issue index=\"1\" name=\"land\" type=\"discrete\">",
    ),
    code(
        negotiation::MISSING,
        "something the format has is missing",
        "Every issue has options, every option of a profile a number, every issue a weight.",
        "<item index=\"1\" value=\"yes\"/>",
        "<item index=\"1\" value=\"yes\" evaluation=\"3\"/>",
    ),
    code(
        negotiation::KIND,
        "a kind of issue that is not read",
        "Issues have listed options here. A range of numbers is listed step by step.",
        "<issue index=\"1\" name=\"price\" type=\"real\">",
        "<issue index=\"1\" name=\"price\" type=\"discrete\">",
    ),
    code(
        negotiation::NUMBER,
        "not a number, or outside its range",
        "Evaluations are any finite numbers, weights are 0 or more.",
        "<weight index=\"1\" value=\"-0.2\"/>",
        "<weight index=\"1\" value=\"0.2\"/>",
    ),
    code(
        negotiation::UNKNOWN,
        "an issue or option that the domain does not have, or twice",
        "Domain and profiles name the same issues and options, letter by letter, each once.",
        "\"issueWeights\": { \"mony\": 0.4 }",
        "\"issueWeights\": { \"money\": 0.4 }",
    ),
    code(
        negotiation::TOO_LARGE,
        "a domain too large",
        "The exact frontier is computed for up to 30 issues of 64 options.",
        "65 items in one issue",
        "64 items in one issue",
    ),
    code(
        negotiation::UNUSED,
        "something that is read and plays no part",
        "A discount factor lowers utilities as time passes. Frontier and solutions are those at the start.",
        "<discount_factor value=\"0.5\"/>",
        "<discount_factor value=\"1\"/>",
    ),
    code(
        cases::WRONG_FILE,
        "another file than the one that is counted",
        "ICB has one file of crises and one of their actors; UCDP has files by conflict and by dyad, and \
         several data sets.",
        "the file of dyads",
        "the file of conflicts of the same version",
    ),
    code(
        cases::COLUMN,
        "a column is missing",
        "Columns have the names of the codebook. A column that only some classes need is a warning, and \
         those classes are not counted.",
        "crisno,crisname",
        "crisno,crisname,forout,yrtrig",
    ),
    code(
        cases::VERSION,
        "a version that was not checked",
        "The definitions were checked against ICB version 14 and UCDP Conflict Termination v3-2021. Another \
         version is counted the same way; look whether its codes still mean the same.",
        "version 2",
        "version 3",
    ),
    code(
        cases::CODE,
        "a code that the codebook does not have",
        "Codes are whole numbers; empty, NA and negative ones mean not coded. The case is left out of the \
         classes that need it.",
        "forout\n9",
        "forout\n2",
    ),
    code(
        cases::TOO_LARGE,
        "a file far too large",
        "No version of these data sets comes near the limit of 64 MiB.",
        "a file of several data sets joined",
        "the file of one data set",
    ),
    code(
        case::STATEMENT,
        "a statement about options that cannot be read",
        "Statements name options by id and join them by `and`, `or`, `not`, `if`, `iff` and brackets. \
         `a if b` holds wherever b does not, or a does.",
        "statements = [\"freeze & not strike\"]",
        "statements = [\"freeze and not strike\"]",
    ),
    code(
        case::OPTION,
        "a statement names an option there is not",
        "Options are the tables [opinions.graph.options.ID]; statements name them by that id.",
        "infeasible = [\"frieze and strike\"]",
        "infeasible = [\"freeze and strike\"]",
    ),
    code(
        case::GRAPH,
        "a graph model that cannot be analysed",
        "Every party that owns an option prefers something, today's and the wanted state are feasible, and \
         there are at most 20 options.",
        "[opinions.graph.options.freeze]\nowner = \"norland\"",
        "[opinions.graph.options.freeze]\nowner = \"norland\"\n[opinions.graph.preferences.norland]\n\
         statements = [\"freeze\"]",
    ),
    code(
        case::SPATIAL,
        "a stand where no line of bargaining can be drawn",
        "An issue is a line if its options are ordered. A party whose wishes the scenario does not give needs \
         both position and salience.",
        "[opinions.spatial.parties.patron.issues.land]\nposition = 0.5",
        "[opinions.spatial.parties.patron.issues.land]\nposition = 0.5\nsalience = 0.2",
    ),
    code(
        case::GAME,
        "numbers that make no dispute",
        "In the theory of mediation a strong side beats a weak one at least half of the time.",
        "odds = 0.3",
        "odds = 0.7",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_and_sentences_end() {
        for pair in CODES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].code);
        }
        for code in CODES {
            assert!(
                code.idea.ends_with('.') && !code.title.ends_with('.'),
                "{}",
                code.code
            );
            assert!(code.wrong != code.right, "{}", code.code);
        }
    }

    /// Every code named in the sources is explained.
    #[test]
    fn every_code_is_explained() {
        let sources = [
            include_str!("spatial/read.rs"),
            include_str!("games/gambit.rs"),
            include_str!("negotiation/mod.rs"),
            include_str!("reference_class/mod.rs"),
            include_str!("case/mod.rs"),
        ];
        let named: Vec<&str> = sources
            .iter()
            .flat_map(|source| source.split("&str = \"").skip(1))
            .filter_map(|rest| rest.split('"').next())
            .filter(|word| word.starts_with("PP"))
            .collect();
        let explained: Vec<&str> = CODES.iter().map(|code| code.code).collect();
        assert_eq!(named, explained);
    }
}
