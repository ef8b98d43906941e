//! The grammar of the scenario file as plain tables.
//!
//! One [`Section`] per TOML table, one [`Key`] per key. The reader, the JSON Schema,
//! the reference page and `explain` are all driven by these and by nothing else, so
//! they cannot disagree.

/// One table of the scenario file.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Where it stands: `""` the top of the file, `war`, `parties.*`,
    /// `parties.*.issues.*`, `claims[]`.
    ///
    /// A `*` is an id chosen by the author. Below the top level it names an existing
    /// id wherever the segment before it is also a top-level section
    /// (`parties.*.issues.*`: an issue's id); `*parties` says so outright and
    /// `*option` is an option of the enclosing issue. `[]` is an array of tables.
    pub path: &'static str,
    /// A few words, for headings.
    pub title: &'static str,
    /// What it is for, one paragraph.
    pub doc: &'static str,
    /// Its keys, in the order of the reference page.
    pub keys: &'static [Key],
}

/// One key of a section.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name as typed.
    pub name: &'static str,
    /// What may stand right of the equals sign.
    pub kind: Kind,
    /// The unit of a number: `days`, `months`, `per month`, `probability`, or empty.
    /// Keys in `days` and `months` also take duration words.
    pub unit: &'static str,
    /// What holds when it is not given.
    pub default: Default,
    /// What it means, for someone who knows the conflict and not the mathematics.
    pub doc: &'static str,
    /// A right-hand side that is accepted as it stands.
    pub example: &'static str,
}

/// What may stand right of the equals sign.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// A calendar date, `2025-12-02`.
    Date,
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds, both included.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A certain length of time: `"180 days"`, or a number of days.
    Duration,
    /// A quantity, certain or not, within bounds, both included.
    Quantity {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// A quantity, or a word that stands for one (`said` for `"0.1 .. 0.5"`).
    Labelled {
        /// Word and the quantity it stands for.
        labels: &'static [(&'static str, &'static str)],
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// One of a fixed list of words.
    Enum(&'static [&'static str]),
    /// One of a fixed list of words, or several with probabilities.
    Choice(&'static [&'static str]),
    /// Like [`Kind::Choice`] over the ids of a section, with further words after
    /// each `|`: `parties.*|third_party`.
    ChoiceOf(&'static str),
    /// An id of a section, `parties.*`.
    Ref(&'static str),
    /// A list of ids of a section.
    RefList(&'static str),
    /// A list of texts.
    TextList,
    /// A list of dates.
    DateList,
    /// A list of plain numbers.
    NumberList,
    /// An option: by its label inside an issue, as `issue.option` elsewhere.
    OptionRef,
    /// A list of options, written likewise.
    OptionList,
    /// `{ option = value }` over the options of the enclosing issue, keyed
    /// `"issue.option"` elsewhere.
    OptionMap(&'static Kind),
    /// `{ id = value }` over the ids of a section.
    RefMap(&'static str, &'static Kind),
    /// `{ issue = "option" }` or `{ issue = ["option", "option"] }`.
    Package,
    /// An expression of the claim language.
    Expression,
}

/// What holds when a key is not given. Texts are read by the same reader as the
/// author's own.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// Leaving it out is an error.
    Required,
    /// Nothing.
    Absent,
    /// This value, as a matter of definition.
    Value(&'static str),
    /// This wide prior, and why it is that wide; the quantity is marked as not
    /// elicited and listed among the assumptions.
    Prior(&'static str, &'static str),
}
