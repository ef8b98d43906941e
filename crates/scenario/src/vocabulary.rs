//! All sections a program knows, put together from the crates that own them.

use crate::key::{Key, Section};
use crate::sections;

/// The sections the reader accepts.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// All sections. Several may share a path; their keys are then concatenated.
    pub sections: Vec<&'static Section>,
    /// Paths of sections that exist with all their defaults when the file leaves
    /// them out.
    pub always: Vec<&'static str>,
}

impl Vocabulary {
    /// The sections of this crate: title and dates, parties, sources, correlations,
    /// variants, claims, run.
    pub fn base() -> Self {
        Self {
            sections: sections::SECTIONS.iter().collect(),
            always: vec!["run", "war", "process", "audience", "ladder"],
        }
    }

    /// The same with another crate's sections.
    #[must_use]
    pub fn with(mut self, sections: &'static [Section]) -> Self {
        self.sections.extend(sections);
        self
    }

    /// Whether `name` is a top-level section of tables by id, such as `parties`.
    pub fn has_ids(&self, name: &str) -> bool {
        self.sections
            .iter()
            .any(|section| section.path.strip_suffix(".*") == Some(name))
    }

    /// The keys of all sections at `path`, in order.
    pub fn keys<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'static Key> + 'a {
        self.sections
            .iter()
            .filter(move |section| section.path == path)
            .flat_map(|section| section.keys.iter())
    }

    /// Every path once, in the order first mentioned.
    pub fn paths(&self) -> Vec<&'static str> {
        let mut paths: Vec<&'static str> = Vec::new();
        for section in &self.sections {
            if !paths.contains(&section.path) {
                paths.push(section.path);
            }
        }
        paths
    }
}
